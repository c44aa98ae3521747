// What a server stores for logins by SCRAM.

import type { Octets } from '../octets.js';
import { call, entropy } from '../runtime.js';
import type { Secret } from '../types.js';

/**
 * What a server stores about a user for SCRAM: a secret. The iterations are 4096 to 10,000,000; each is work for this call and for
 * every login.
 */
export function makeScramVerifier(
  password: Secret,
  salt: Octets = entropy(16),
  iterations?: number,
  mechanism?: string,
): string {
  return call('makeScramVerifier', password, salt, iterations, mechanism) as string;
}

/** Whether this is the password of a verifier. */
export function scramVerifierMatches(verifier: Secret, password: Secret): boolean {
  return call('scramVerifierMatches', verifier, password) as boolean;
}
