// Addresses, in all their forms.

import { call } from '../runtime.js';
import type { Host, Mailbox, Path } from '../types.js';

/** A kind of address. */
export type AddressKind =
  | 'domain'
  | 'address-literal'
  | 'host'
  | 'local-part'
  | 'mailbox'
  | 'reverse-path'
  | 'forward-path';

/** An address: a domain or local part is text, the null path null. */
export type Address = string | null | Host | Mailbox;

/** What an address says; a mailbox, unless another kind is named. Paths have their brackets. */
export function parseAddress(text: string, kind?: AddressKind): Address {
  return call('parseAddress', text, kind) as Address;
}

/** How an address is written; null is the null path. */
export function encodeAddress(address: Address | Path, kind?: AddressKind): string {
  return call('encodeAddress', address, kind) as string;
}

/** Whether two addresses are the same, however they are written. */
export function addressesEqual(
  one: Address | Path,
  other: Address | Path,
  kind?: AddressKind,
): boolean {
  return call('addressesEqual', one, other, kind) as boolean;
}

/** A text that equal addresses have in common, and no others: for the keys of a Map. */
export function addressKey(address: Address | Path, kind?: AddressKind): string {
  return call('addressKey', address, kind) as string;
}

/** The kinds of address. */
export function addressKinds(): AddressKind[] {
  return call('addressKinds') as AddressKind[];
}

/** What a local part means, without quotes and escapes. */
export function localPartContent(localPart: string): string {
  return call('localPartContent', localPart) as string;
}

/** The local part that means this, with the least quoting. */
export function localPartFromContent(content: string): string {
  return call('localPartFromContent', content) as string;
}
