// What stands before each value, both ways. `crossing/src/wire/tag.rs` in Rust has the same numbers, and says more.

export const NULL = 0;
export const FALSE = 1;
export const TRUE = 2;
export const SMALL = 3;
export const NUMBER = 4;
export const FLOAT = 5;
export const TEXT = 6;
export const OCTETS = 7;
export const LIST = 8;
export const OBJECT = 9;
export const DIGITS = 10;
export const SHORT = 11;
export const STRUCT = 12;
export const WORD = 13;
export const ITEMS = 14;
export const REPLY = 16;
export const REST = 17;
