// Commands and their parameters, and the order in which they may come.

import type { Octets, OwnOctets } from '../octets.js';
import { call } from '../runtime.js';
import type { Command, DateTime, Leniency, Parameter, Phase } from '../types.js';

/** How commands are read. */
export interface CommandOptions {
  /** Whether the server offers SMTPUTF8; it does by default. */
  smtputf8?: boolean | undefined;
  leniency?: Leniency | undefined;
}

/**
 * The command that a line without its CRLF says; the secrets of AUTH are `***`, a line that is no known command stands as it is.
 *
 * @throws UsageError `malformed`, with detail, offset, verb, and the reply that a server answers
 */
export function parseCommand(line: string | Octets, options?: CommandOptions): Command {
  return call('parseCommand', line, options) as Command;
}

/** The same, its secrets written out. */
export function revealCommand(line: string | Octets, options?: CommandOptions): Command {
  return call('revealCommand', line, options) as Command;
}

/**
 * The line of a command, with its CRLF.
 *
 * @throws UsageError for what can't be sent
 */
export function encodeCommand(command: Command): OwnOctets {
  return call('encodeCommand', command) as OwnOctets;
}

/** The parameters of MAIL or RCPT, as they stand in it behind the path and a space. */
export function parseParameters(
  verb: 'MAIL' | 'RCPT',
  text: string | Octets,
  options?: CommandOptions,
): Parameter[] {
  return call('parseParameters', verb, text, options) as Parameter[];
}

/** The parameters of MAIL or RCPT as they are written, parted by spaces. */
export function encodeParameters(verb: 'MAIL' | 'RCPT', parameters: readonly Parameter[]): string {
  return call('encodeParameters', verb, parameters) as string;
}

/** The names of all verbs that are known. */
export function verbs(): string[] {
  return call('verbs') as string[];
}

/** A date-time from its text (RFC 3339). */
export function parseDateTime(text: string): DateTime {
  return call('parseDateTime', text) as DateTime;
}

/** A date-time as it is written. */
export function encodeDateTime(dateTime: DateTime): string {
  return call('encodeDateTime', dateTime) as string;
}

/** Text in the coding of RFC 3461 section 4. */
export function encodeXtext(text: string): string {
  return call('encodeXtext', text) as string;
}

/** The text that was coded; null for what is no xtext. */
export function decodeXtext(text: string): string | null {
  return call('decodeXtext', text) as string | null;
}

/** What the order of commands says to a verb. */
export function orderAnswer(
  phase: Phase,
  verb: string,
  standing?: readonly ('lmtp' | 'tls' | 'authenticated' | 'binary')[],
):
  | { answer: 'allowed'; phase: Phase }
  | { answer: 'refused'; code: number; enhanced: string }
  | { answer: 'content' } {
  return call('orderAnswer', phase, verb, standing) as ReturnType<typeof orderAnswer>;
}

/** The phase after the final reply to content. */
export function orderAfterContent(): Phase {
  return call('orderAfterContent') as Phase;
}

/** The phases of a session. */
export function phases(): Phase[] {
  return call('phases') as Phase[];
}
