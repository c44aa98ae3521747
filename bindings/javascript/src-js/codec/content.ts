// Content on its way to the wire, and from it.

import type { Octets, OwnOctets } from '../octets.js';
import { ask, call, Resource } from '../runtime.js';
import type { Count, GivenCount } from '../types.js';

/** What is refused in content. */
export interface ContentOptions {
  /** What becomes of a CR or LF that stands alone; by default it is refused. */
  lineEnds?: 'reject' | 'normalise' | undefined;
  /** The longest line without its CRLF, in octets; 998 by default, null for none. */
  maxLine?: number | null | undefined;
}

/** The same, where content is read. */
export interface UnstufferOptions extends ContentOptions {
  /** The most octets of content; by default there is no limit. */
  maxSize?: GivenCount | null | undefined;
}

/**
 * Content as it goes over the wire behind DATA, end mark and all.
 *
 * @throws UsageError `bare-lf`, `bare-cr`, `nul` or `line-too-long` as its detail, with the offset
 */
export function stuff(content: string | Octets, options?: ContentOptions): OwnOctets {
  return call('stuff', content, options) as OwnOctets;
}

/** The content in what came behind DATA; `rest` stands behind the end mark. */
export function unstuff(
  wire: string | Octets,
  options?: UnstufferOptions,
): { content: OwnOctets; rest: OwnOctets; ended: boolean } {
  return call('unstuff', wire, options) as ReturnType<typeof unstuff>;
}

/** Throws the first fault in content; how many octets it has where there is none. */
export function scanContent(content: string | Octets, options?: ContentOptions): Count {
  return call('scanContent', content, options) as Count;
}

/** Makes of content what goes over the wire behind DATA. */
export class Stuffer extends Resource {
  constructor(options?: ContentOptions) {
    super('Stuffer', [options]);
  }

  /** What the next octets of content are on the wire. */
  push(content: Octets): OwnOctets {
    return ask(this, 'push', content) as OwnOctets;
  }

  /** The end mark, and what is missing before it. Throws the fault of the content. */
  finish(): OwnOctets {
    return ask(this, 'finish') as OwnOctets;
  }

  /** How many octets of content there were so far. */
  get octets(): Count {
    return ask(this, 'octets') as Count;
  }
}

/** What was made of a piece of input: `consumed` of its octets were taken; the others belong to what follows. */
export interface Taken {
  content: OwnOctets;
  consumed: number;
  done: boolean;
}

/** Makes content of what comes behind DATA. */
export class Unstuffer extends Resource {
  constructor(options?: UnstufferOptions) {
    super('Unstuffer', [options]);
  }

  /** The content in the next octets. */
  push(wire: Octets): Taken {
    return ask(this, 'push', wire) as Taken;
  }

  /** Whether the end has come. */
  get isDone(): boolean {
    return ask(this, 'isDone') as boolean;
  }

  /** How many octets of content there were so far. */
  get octets(): Count {
    return ask(this, 'octets') as Count;
  }

  /** Throws the fault of the content, if there is one. */
  outcome(): void {
    ask(this, 'outcome');
  }
}

/** Looks for faults in content. */
export class ContentScanner extends Resource {
  constructor(options?: ContentOptions) {
    super('ContentScanner', [options]);
  }

  /** Throws the first fault, now and from now on. */
  scan(content: Octets): void {
    ask(this, 'scan', content);
  }

  /** The content ends here: the same. */
  finish(): void {
    ask(this, 'finish');
  }

  /** How many octets there were. */
  get octets(): Count {
    return ask(this, 'octets') as Count;
  }
}
