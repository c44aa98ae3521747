// What happened, and what to do: transcripts checked, replies explained.

import { fieldsOf, namesOf, unreadable } from './fields.js';
import { isOctets, type Octets, type OwnOctets } from './octets.js';
// Where the checker is a module of its own, it is asked there.
import { callChecker as call } from './runtime.js';
import type { GivenReply } from './types.js';

/** Something that is wrong with a dialog. */
export interface Finding {
  /** The rule's id. */
  rule: string;
  /** How bad it is. */
  severity: 'error' | 'warning' | 'note';
  /** From 1. */
  line: number;
  /** From 1, in octets. */
  column: number;
  /** Which octets of the transcript it is about. */
  start: number;
  /** The first octet behind them. */
  end: number;
  /** The RFC that says so. */
  rfc: string;
  /** What is wrong, in a sentence. */
  message: string;
  /** What to do about it. */
  advice: string;
}

/** What is wrong with a dialog. */
export interface Report {
  /** The form in which the transcript is written. */
  format: string;
  /** How many sessions it holds. */
  sessions: number;
  /** How many findings of each severity; `omitted` were too many to be told. */
  summary: { errors: number; warnings: number; notes: number; omitted: number };
  /** In the order of the transcript. */
  findings: Finding[];
}

/** What a reply means, why it came, and what to do. null where there is nothing to say. */
export interface Explanation {
  /** The reply code that was given. */
  code: number | null;
  /** The enhanced code that was given, or stood in the text. */
  enhanced: string | null;
  /** How final it is. */
  class: string;
  /** What kind of trouble it is, by a stable name. */
  category: string;
  /** What the server said, in plain words. */
  meaning: string;
  /** The most likely reason. */
  cause: string;
  /** The next step. */
  remedy: string;
  /** What a sending program should do, by a stable name. */
  retry: string;
  /** The RFC that speaks of it. */
  rfc: string | null;
  /** What decided: words, a code, its first digit. */
  evidence: string;
  /** The id of the topic that the words named. */
  topic: string | null;
  /** The provider that the reply names. */
  vendor: string | null;
  /** The blocklist that the reply names. */
  blocklist: string | null;
  /** What else a reader should know, in whole sentences. */
  notes: string[];
}

/** What is known of a code or a name: its fields depend on which. */
export type Entry = Record<string, unknown>;

/**
 * What is wrong with a dialog, as clients, servers and programs log it.
 *
 * @param format one of {@link transcriptFormats}; by default it is told by the transcript
 * @throws UsageError for what is no transcript
 */
export function check(transcript: string | Octets, format?: string): Report {
  return call('check', transcript, format) as Report;
}

/** A transcript with every octet of a secret replaced by `*`. */
export function maskTranscript(transcript: string | Octets, format?: string): OwnOctets {
  return call('maskTranscript', transcript, format) as OwnOctets;
}

/** The forms of transcript that are read. */
export function transcriptFormats(): string[] {
  return call('transcriptFormats') as string[];
}

/** What is known of a reply, where it is not at hand. */
export interface ReplyParts {
  /** Its code. */
  code?: number;
  /** Its enhanced code: `5.1.1`. */
  enhanced?: string;
  /** Its text. */
  text?: string;
}

/** What a reply means, why it came, and what to do: a reply as it stands in a log, or its parts. */
export function explain(reply: GivenReply | ReplyParts): Explanation {
  if (!isParts(reply)) return call('explain', reply) as Explanation;
  const { code, enhanced, text } = fieldsOf<ReplyParts>(reply, ['code', 'enhanced', 'text'], 'reply');
  return call('explain', null, code, enhanced, text) as Explanation;
}

/** Whether it is no reply as it came, but what is known of one. */
function isParts(reply: GivenReply | ReplyParts): reply is ReplyParts {
  try {
    return typeof reply === 'object' && reply !== null && !isOctets(reply) && !namesOf(reply, LINES).includes('lines');
  } catch (cause) {
    throw unreadable('reply', cause);
  }
}

const LINES = new Set(['lines']);

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
