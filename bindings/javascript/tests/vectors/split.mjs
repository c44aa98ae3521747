// How each input is cut: whole, octet by octet, and at seeded random places.

import { same } from './same.mjs';

/** The README of the vectors names them, so that every host makes the same splits. */
const SEEDS = [1, 2463534242, 88172645, 4294967295];

/**
 * Marsaglia's xorshift with 32 bits and the shifts 13, 17, 5.
 * @param {number} seed
 * @returns {() => number}
 */
export function xorshift(seed) {
  let x = seed | 0;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return x >>> 0;
  };
}

/** How many ways there are. */
export const WAYS = 2 + SEEDS.length;

/** @type {readonly number[]} */
export const ALL_WAYS = Array.from({ length: WAYS }, (_, way) => way);

/**
 * A way in words.
 * @param {number} way
 */
export function wayName(way) {
  if (way < 2) return way === 0 ? 'whole' : 'octet by octet';
  return `at random, seed ${SEEDS[way - 2]}`;
}

/**
 * The input in the pieces of one way.
 * @param {Uint8Array} input
 * @param {number} way
 * @returns {Uint8Array[]}
 */
export function pieces(input, way) {
  if (way === 0) return input.length === 0 ? [] : [input];
  const random = way === 1 ? () => 0 : xorshift(/** @type {number} */ (SEEDS[way - 2]));
  const cut = [];
  for (let at = 0; at < input.length; ) {
    const length = 1 + (random() % 13);
    cut.push(input.subarray(at, at + length));
    at += length;
  }
  return cut;
}

/**
 * The length of the first piece.
 * @param {number} length of the input
 * @param {number} way
 */
export function firstPiece(length, way) {
  if (way === 0) return length;
  if (way === 1) return Math.min(1, length);
  return Math.min(length, 1 + (xorshift(/** @type {number} */ (SEEDS[way - 2]))() % 13));
}

/**
 * Calls with the pieces of each way.
 * @param {Uint8Array} input
 * @param {(pieces: Uint8Array[]) => void} check
 */
export function inEveryWay(input, check) {
  for (const way of ALL_WAYS) {
    try {
      check(pieces(input, way));
    } catch (error) {
      if (error instanceof Error) error.message = `  ${wayName(way)}:\n${error.message}`;
      throw error;
    }
  }
}

/** The generator is the one that the README describes. */
export function checkGenerator() {
  const random = xorshift(1);
  same('the first numbers of xorshift', [270369, 67634689, 2647435461, 307599695], [
    random(),
    random(),
    random(),
    random(),
  ]);
  const lengths = pieces(new Uint8Array(64), 2).map((piece) => piece.length);
  same('the first pieces', [9, 6, 9, 1], lengths.slice(0, 4));
  same('all pieces', 64, lengths.reduce((sum, length) => sum + length, 0));
}
