// How the objects of results are made.

import type { Decoder } from './decoder.js';

/** An object that is under way. */
export type Fields = Record<string, unknown>;

/** Makes an object of a struct's fields, which come next. */
export type Maker = (from: Decoder) => Fields;

/** A reply that comes again and again. */
export interface Known {
  readonly code: number;
  readonly enhanced: string | null;
  readonly lines: readonly string[];
  readonly text: string;
}

/** The reply as an object of its own: what a program does to one is not seen in the next. */
export function again(reply: Known): Fields {
  const { code, enhanced, lines, text } = reply;
  const own = lines.length === 1 ? [lines[0]] : lines.slice();
  return enhanced === null ? { code, lines: own, text } : { code, enhanced, lines: own, text };
}

/**
 * Objects that come again and again. A literal is made several times faster than field by field, since the
 * engine knows its form; the values stand in the order of the fields.
 */
const MADE: Record<string, Maker> = {
  'output,events,deadline,waits,taken': (d) => ({
    output: d.value(),
    events: d.values(),
    deadline: d.number(),
    waits: d.word(),
    taken: d.number(),
  }),
  'code,lines,text': (d) => ({ code: d.number(), lines: d.value(), text: d.value() }),
  'code,enhanced,lines,text': (d) => ({
    code: d.number(),
    enhanced: d.value(),
    lines: d.value(),
    text: d.value(),
  }),
  type: (d) => ({ type: d.word() }),
  'type,reply': (d) => ({ type: d.word(), reply: d.reply() }),
  'type,command,reply': (d) => ({ type: d.word(), command: d.number(), reply: d.reply() }),
  'type,verb,reply': (d) => ({ type: d.word(), verb: d.word(), reply: d.reply() }),
  'type,command,verb,reply': (d) => ({
    type: d.word(),
    command: d.number(),
    verb: d.word(),
    reply: d.reply(),
  }),
  'type,verb,host': (d) => ({ type: d.word(), verb: d.word(), host: d.value() }),
  'type,from,parameters': (d) => ({ type: d.word(), from: d.value(), parameters: d.value() }),
  'type,to,parameters': (d) => ({ type: d.word(), to: d.value(), parameters: d.value() }),
  'type,octets': (d) => ({ type: d.word(), octets: d.value() }),
  'type,size': (d) => ({ type: d.word(), size: d.number() }),
  'type,size,octets': (d) => ({ type: d.word(), size: d.number(), octets: d.value() }),
};

const MAKERS = new Map(Object.entries(MADE));

/** What makes the objects that have these fields. */
export function maker(fields: readonly string[]): Maker {
  const made = MAKERS.get(fields.join());
  if (made !== undefined) return made;
  return (from) => {
    const object: Fields = {};
    for (let field = 0; field < fields.length; field++) object[fields[field]!] = from.value();
    return object;
  };
}
