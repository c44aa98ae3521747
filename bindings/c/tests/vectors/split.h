/* How each input is cut: whole, octet by octet, and at seeded random places. */
#ifndef VECTORS_SPLIT_H
#define VECTORS_SPLIT_H

#include <smtpwire.h>

/* How many ways there are. */
enum { WAYS = 6 };

/* An input on its way, cut in one of the ways. */
struct pieces {
  smtpwire_bytes rest;
  unsigned way;
  uint32_t random;
};

/* The way in words. */
const char *split_name(unsigned way);
struct pieces split(smtpwire_bytes input, unsigned way);
/* The next piece, which is never empty; false behind the last. */
bool split_next(struct pieces *pieces, smtpwire_bytes *piece);

/* Whether the generator gives the numbers that the page names. */
bool split_is_as_described(void);

#endif
