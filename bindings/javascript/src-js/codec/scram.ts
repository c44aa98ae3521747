// What a server stores for logins by SCRAM.

import type { Octets } from '../octets.js';
import { call, entropy } from '../runtime.js';
import type { Secret } from '../types.js';

/** What a server stores about a user for SCRAM: a secret. */
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
