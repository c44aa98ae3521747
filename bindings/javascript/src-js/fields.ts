// Objects of fields that are looked at here, and not by smtpwire itself.

import { unusable } from './errors.js';
import { isOctets, kindOf } from './octets.js';

/**
 * The fields that were given; nothing is none. One that is not known may be one that was meant to protect, and is
 * spelled wrong: it is never passed over.
 */
export function fieldsOf<Fields extends object>(
  given: Fields | null | undefined,
  known: readonly (keyof Fields & string)[],
  what: string,
): Partial<Fields> {
  if (given === undefined || given === null) return {};
  const isObject = typeof given === 'object' && !Array.isArray(given) && !isOctets(given);
  if (!isObject || kindOf(given) === 'Promise') throw unusable(`${what}: an object is needed`);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || (known as readonly string[]).includes(name)) continue;
    throw unusable(`${what}.${name}: not a field; the fields are ${known.join(', ')}`);
  }
  return given;
}
