// What this build of smtpwire is.

import { call } from '../runtime.js';

/** The version of smtpwire, as in `0.1.0`. */
export function version(): string {
  return call('version') as string;
}

/** Every code that an error may have, in the order of the numbers. */
export function errorCodes(): { number: number; name: string; kind: string; text: string }[] {
  return call('errorCodes') as { number: number; name: string; kind: string; text: string }[];
}
