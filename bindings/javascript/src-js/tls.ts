// What TLS needs besides connections: certificates, DANE, MTA-STS, TLSRPT. In Node's addon; WebAssembly has no TLS,
// and there each of these throws a UsageError.

import type { Octets, OwnOctets } from './octets.js';
import { call } from './runtime.js';
import type { Certificate, Secret, Tlsa, TlsFailure, TlsPeer } from './types.js';

/** A TLSA record, read (RFC 6698). */
export interface TlsaRecord {
  usage: number;
  selector: number;
  matching: number;
  data: OwnOctets;
  /** As in a zone: `3 1 1 8cb0…`. */
  text: string;
  /** The octets of the record. */
  rdata: OwnOctets;
  /** Whether it can be matched by anything. */
  usable: boolean;
  /** Why it can't. */
  problem?: string;
}

/** A policy of MTA-STS (RFC 8461). */
export interface StsPolicy {
  mode: 'enforce' | 'testing' | 'none';
  /** The hosts that may receive mail: names, or `*.` and a domain. */
  mx: string[];
  /** How long it holds, in seconds. */
  maxAge: number;
  /** Its text. */
  text: string;
}

/** A policy as it is given: its text, or its parts. */
export type GivenStsPolicy = string | { mode: string; mx: readonly string[]; maxAge: number };

/**
 * The certificates in PEM or DER.
 *
 * @throws UsageError `unusable-certificate`
 */
export function readCertificates(certificates: string | Octets): Certificate[] {
  return call('readCertificates', certificates) as Certificate[];
}

/** Whether a certificate is for this name or address. */
export function certificateIsValidFor(certificate: string | Octets, name: string): boolean {
  return call('certificateIsValidFor', certificate, name) as boolean;
}

/**
 * The certificates of an identity, when the key fits them.
 *
 * @throws UsageError `unusable-certificate`
 */
export function readIdentity(certificate: string | Octets, key: Secret): Certificate[] {
  return call('readIdentity', certificate, key) as Certificate[];
}

/** Where the TLSA records of a server stand: `_25._tcp.mx.example`. */
export function tlsaName(server: string, port?: number): string {
  return call('tlsaName', server, port) as string;
}

/** A TLSA record from its text, its octets or its parts. */
export function parseTlsa(record: Tlsa): TlsaRecord {
  return call('parseTlsa', record) as TlsaRecord;
}

/** The TLSA record of a certificate, `3 1 1` by default. */
export function makeTlsa(
  certificate: string | Octets,
  usage?: number,
  selector?: number,
  matching?: number,
): TlsaRecord {
  return call('makeTlsa', certificate, usage, selector, matching) as TlsaRecord;
}

/** What TLSA records that DNSSEC has proven demand of TLS (RFC 7672 section 2.2). */
export function daneDemand(records: readonly Tlsa[]): 'opportunistic' | 'encrypted' | 'authenticated' {
  return call('daneDemand', records) as 'opportunistic' | 'encrypted' | 'authenticated';
}

/**
 * The record that a server's certificates fit.
 *
 * @param chain the certificates in DER, the server's own first
 * @param names those that the server may have
 * @param at the time, in seconds since 1970
 * @throws UsageError where none fits; `detail` names why
 */
export function daneCheck(
  records: readonly Tlsa[],
  chain: readonly Octets[],
  names: readonly string[],
  at: number,
): TlsaRecord {
  return call('daneCheck', records, chain, names, at) as TlsaRecord;
}

/** Where a domain says that it has a policy of MTA-STS: `_mta-sts.example.com`. */
export function stsRecordName(domain: string): string {
  return call('stsRecordName', domain) as string;
}

/** Where a domain's policy is fetched. */
export function stsPolicyUrl(domain: string): string {
  return call('stsPolicyUrl', domain) as string;
}

/** The id of the policy, from the TXT records of that name; null where they announce none. */
export function findStsRecord(records: readonly (string | Octets)[]): string | null {
  return call('findStsRecord', records) as string | null;
}

/** A policy from its text. */
export function parseStsPolicy(text: string | Octets): StsPolicy {
  return call('parseStsPolicy', text) as StsPolicy;
}

/** Whether a policy names this host. */
export function stsPolicyMatches(policy: GivenStsPolicy, host: string): boolean {
  return call('stsPolicyMatches', policy, host) as boolean;
}

/** Whether a policy that was fetched then still holds; both times in seconds. */
export function stsPolicyIsFresh(policy: GivenStsPolicy, fetchedAt: number, at: number): boolean {
  return call('stsPolicyIsFresh', policy, fetchedAt, at) as boolean;
}

/** Why a policy forbids to send to this peer; null where it does not. */
export function stsMismatch(peer: TlsPeer | string): TlsFailure | null {
  return call('stsMismatch', peer) as TlsFailure | null;
}

/** Whether DANE or MTA-STS demands TLS with this peer. */
export function peerDemandsTls(peer: TlsPeer | string): boolean {
  return call('peerDemandsTls', peer) as boolean;
}

/** Where a domain says who wants reports about TLS: `_smtp._tls.example.com` (RFC 8460). */
export function tlsrptRecordName(domain: string): string {
  return call('tlsrptRecordName', domain) as string;
}

/** The addresses that want reports, from the TXT records of that name; null where they name none. */
export function findTlsrptRecord(records: readonly (string | Octets)[]): string[] | null {
  return call('findTlsrptRecord', records) as string[] | null;
}

/** What a message asks of TLS: by REQUIRETLS, or by `TLS-Required: No` in its head (RFC 8689). */
export function tlsRequest(
  requiretls: boolean,
  contentHead?: string | Octets,
): 'usual' | 'required' | 'not-needed' {
  return call('tlsRequest', requiretls, contentHead) as 'usual' | 'required' | 'not-needed';
}

/** Whether the head of a message says `TLS-Required: No`. */
export function tlsRequiredNo(contentHead: string | Octets): boolean {
  return call('tlsRequiredNo', contentHead) as boolean;
}
