#include "split.h"

#include "octets.h"

static const struct {
  uint32_t seed;
  const char *name;
} ways[WAYS] = {
    {0, "whole"},
    {0, "octet by octet"},
    {1, "at random, seed 1"},
    {UINT32_C(2463534242), "at random, seed 2463534242"},
    {88172645, "at random, seed 88172645"},
    {UINT32_C(4294967295), "at random, seed 4294967295"},
};

/* Marsaglia's xorshift with 32 bits and the shifts 13, 17, 5. */
static uint32_t next(uint32_t *x) {
  *x ^= *x << 13;
  *x ^= *x >> 17;
  *x ^= *x << 5;
  return *x;
}

const char *split_name(unsigned way) { return ways[way].name; }

struct pieces split(smtpwire_bytes input, unsigned way) {
  return (struct pieces){.rest = input, .way = way, .random = ways[way].seed};
}

bool split_next(struct pieces *pieces, smtpwire_bytes *piece) {
  size_t length = pieces->rest.len;
  if (length == 0) {
    return false;
  }
  if (pieces->way == 1) {
    length = 1;
  } else if (pieces->way > 1) {
    length = 1 + next(&pieces->random) % 13;
  }
  *piece = bytes_until(pieces->rest, length);
  pieces->rest = bytes_behind(pieces->rest, length);
  return true;
}

bool split_is_as_described(void) {
  static const uint32_t numbers[] = {270369, 67634689, UINT32_C(2647435461), 307599695};
  static const size_t lengths[] = {9, 6, 9, 1};
  static const uint8_t input[25] = {0};
  struct pieces pieces = split((smtpwire_bytes){.data = input, .len = sizeof input}, 2);
  uint32_t x = 1;
  for (unsigned at = 0; at < 4; ++at) {
    smtpwire_bytes piece;
    if (next(&x) != numbers[at] || !split_next(&pieces, &piece) || piece.len != lengths[at]) {
      return false;
    }
  }
  return pieces.rest.len == 0;
}
