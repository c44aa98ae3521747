/* Octets and text: views, buffers that grow, and the escapes of the vectors. */
#ifndef VECTORS_OCTETS_H
#define VECTORS_OCTETS_H

#include <smtpwire.h>

#include "bag.h"

/* Octets that are put together. */
struct buffer {
  struct bag *bag;
  uint8_t *data;
  size_t len;
  size_t room;
};

void buffer_add(struct buffer *buffer, smtpwire_bytes octets);
void buffer_add_text(struct buffer *buffer, const char *text);
/* What it holds, until more is added. */
smtpwire_bytes buffer_view(const struct buffer *buffer);
/* The same with a NUL behind it. */
const char *buffer_text(struct buffer *buffer);

smtpwire_bytes bytes_of(const char *text);
smtpwire_bytes bytes_of_str(smtpwire_str text);
smtpwire_str str_of_bytes(smtpwire_bytes octets);
smtpwire_bytes bytes_copy(struct bag *bag, smtpwire_bytes octets);
/* All but the first ones. */
smtpwire_bytes bytes_behind(smtpwire_bytes octets, size_t count);
/* The first ones. */
smtpwire_bytes bytes_until(smtpwire_bytes octets, size_t count);
bool bytes_equal(smtpwire_bytes a, smtpwire_bytes b);
bool bytes_are(smtpwire_bytes octets, const char *text);
bool bytes_hold(smtpwire_bytes octets, smtpwire_bytes searched);
bool bytes_begin_with(smtpwire_bytes octets, const char *text);
bool is_utf8(smtpwire_bytes octets);
bool str_is(smtpwire_str view, const char *text);

/* The octets that an escaped text stands for; false where the escapes are none. */
bool unescape(struct bag *bag, const char *text, smtpwire_bytes *octets);
/* The text that stands for these octets, in the one form that this program writes. */
const char *escape(struct bag *bag, smtpwire_bytes octets);
/* Octets for people: escaped, in quotes, and not too many. */
const char *bytes_shown(struct bag *bag, smtpwire_bytes octets);
const char *text_shown(struct bag *bag, const char *text);

#endif
