// Messages that a mailer sends, and what becomes of them.

import type { Failure } from '../errors.js';
import type { Count, Parameter, Path, Reply } from './values.js';

/** From whom a message is, to whom, and what the server is asked to do. */
export interface Envelope {
  /**
   * The sender, to whom notices about the message go; the empty text, or `<>`, is the null path, from which notices themselves
   * come. null is refused: a program has it that looked for a sender and found none.
   */
  from: Path;
  /** The recipients, at least one. */
  to: readonly (Path | { path: Path; parameters: readonly Parameter[] })[];
  /** Parameters of MAIL. */
  parameters?: readonly Parameter[] | undefined;
}

/** What became of one message, recipient by recipient. */
export interface Outcome {
  /** The number that sending it returned. */
  transaction: number;
  /** Whether the server has taken it for every recipient. */
  accepted: boolean;
  /** Who is to deliver it now: the server, still the sender, or nobody knows. */
  responsibility: 'taken' | 'not-taken' | 'unknown';
  /** One for each recipient of the envelope, in its order. */
  recipients: RecipientOutcome[];
  /** The reply to the end of the content; absent under LMTP. */
  reply?: Reply;
  /** The name under which the server has queued it, where its reply says so. */
  queueId?: string;
  /** What ended the session before the transaction was over. */
  error?: Failure;
}

/** What became of one recipient. */
export interface RecipientOutcome {
  /** The recipient, as text without brackets. */
  recipient: string;
  status: 'accepted' | 'refused' | 'not-tried' | 'unknown' | 'other';
  /** Whether the same message may be sent to this recipient again. */
  retryable: boolean;
  /** The reply that accepted or refused. */
  reply?: Reply;
  /** Refused: at which step. */
  stage?: 'mail' | 'recipient' | 'data' | 'content';
  /** Not tried: why not. */
  why?: WhyNotTried;
}

/** Why a message was not sent to a recipient. */
export interface WhyNotTried {
  reason:
    | 'not-offered'
    | 'too-large'
    | 'content'
    | 'unfit'
    | 'too-many-recipients'
    | 'too-many-transactions'
    | 'given-up'
    | 'session-ended'
    | 'other';
  /** The same for people. */
  message: string;
  /** Not offered: the extension that is missing. */
  keyword?: string;
  /** Too large: how large the message is, in octets. */
  size?: Count;
  /** What is taken: octets, recipients or transactions. */
  limit?: Count;
  /** Content or envelope that can't be sent: what is wrong with it. */
  error?: Failure;
}
