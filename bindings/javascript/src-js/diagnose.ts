// What happened, and what to do: transcripts checked, replies explained.

import type { Octets } from './connection.js';
// Where the checker is a module of its own, it is asked there.
import { callChecker as call } from './runtime.js';
import type { GivenReply } from './types.js';
import type { Argument } from './wire.js';

/** Something that is wrong with a dialog. */
export interface Finding {
  /** The rule's id. */
  rule: string;
  severity: 'error' | 'warning' | 'note';
  /** From 1. */
  line: number;
  /** From 1, in octets. */
  column: number;
  /** Which octets of the transcript it is about. */
  start: number;
  end: number;
  rfc: string;
  message: string;
  advice: string;
}

/** What is wrong with a dialog. */
export interface Report {
  /** The form in which the transcript is written. */
  format: string;
  sessions: number;
  /** How many findings of each severity; `omitted` were too many to be told. */
  summary: { errors: number; warnings: number; notes: number; omitted: number };
  /** In the order of the transcript. */
  findings: Finding[];
}

/** What a reply means, why it came, and what to do. null where there is nothing to say. */
export interface Explanation {
  code: number | null;
  enhanced: string | null;
  class: string;
  category: string;
  meaning: string;
  cause: string;
  remedy: string;
  retry: string;
  rfc: string | null;
  evidence: string;
  topic: string | null;
  vendor: string | null;
  blocklist: string | null;
  notes: string[];
}

/** What is known of a code or a name: its fields depend on which. */
export type Entry = Record<string, unknown>;

const data = (value: unknown): Argument => value as Argument;

/**
 * What is wrong with a dialog, as clients, servers and programs log it.
 *
 * @param format one of {@link transcriptFormats}; by default it is told by the transcript
 * @throws UsageError for what is no transcript
 */
export function check(transcript: string | Octets, format?: string): Report {
  return call('check', data(transcript), format) as Report;
}

/** A transcript with every octet of a secret replaced by `*`. */
export function maskTranscript(transcript: string | Octets, format?: string): Uint8Array {
  return call('maskTranscript', data(transcript), format) as Uint8Array;
}

/** The forms of transcript that are read. */
export function transcriptFormats(): string[] {
  return call('transcriptFormats') as string[];
}

/** What a reply means, why it came, and what to do: a reply as it stands in a log, or its parts. */
export function explain(
  reply: GivenReply | { code?: number; enhanced?: string; text?: string },
): Explanation {
  if (
    typeof reply === 'object' &&
    !(reply instanceof ArrayBuffer) &&
    !ArrayBuffer.isView(reply) &&
    !('lines' in reply)
  ) {
    const { code, enhanced, text } = reply as { code?: number; enhanced?: string; text?: string };
    return call('explain', null, code, enhanced, text) as Explanation;
  }
  return call('explain', data(reply)) as Explanation;
}

/** What is known of a reply code; null for nothing. */
export function describeReplyCode(code: number): Entry | null {
  return call('describeReplyCode', code) as Entry | null;
}

/** What is known of an enhanced code, by its subject and detail: `5.1.1` or `X.1.1`. */
export function describeEnhancedCode(code: string): Entry | null {
  return call('describeEnhancedCode', code) as Entry | null;
}

/** What is known of an EHLO keyword. */
export function describeKeyword(keyword: string): Entry | null {
  return call('describeKeyword', keyword) as Entry | null;
}

/** What is known of a SASL mechanism. */
export function describeMechanism(name: string): Entry | null {
  return call('describeMechanism', name) as Entry | null;
}

/** A rule of the checker. */
export function describeRule(id: string): Entry | null {
  return call('describeRule', id) as Entry | null;
}

/** The reply codes that are known. */
export function replyCodes(): number[] {
  return call('replyCodes') as number[];
}

/** The enhanced codes that are known: `X.0.0`. */
export function enhancedCodes(): string[] {
  return call('enhancedCodes') as string[];
}

/** The SASL mechanisms that are known. */
export function mechanisms(): string[] {
  return call('mechanisms') as string[];
}

/** The checker's rules. */
export function rules(): string[] {
  return call('rules') as string[];
}
