#include "octets.h"

#include <stdio.h>
#include <string.h>

/* How much of a long value is shown. */
enum { SHOWN = 2000 };

void buffer_add(struct buffer *buffer, smtpwire_bytes octets) {
  if (octets.len == 0) {
    return;
  }
  if (buffer->room - buffer->len < octets.len) {
    size_t room = 2 * buffer->len + octets.len + 64;
    uint8_t *data = bag_alloc(buffer->bag, room);
    if (buffer->len > 0) {
      memcpy(data, buffer->data, buffer->len);
    }
    buffer->data = data;
    buffer->room = room;
  }
  memcpy(buffer->data + buffer->len, octets.data, octets.len);
  buffer->len += octets.len;
}

void buffer_add_text(struct buffer *buffer, const char *text) {
  buffer_add(buffer, bytes_of(text));
}

smtpwire_bytes buffer_view(const struct buffer *buffer) {
  return (smtpwire_bytes){.data = buffer->data, .len = buffer->len};
}

const char *buffer_text(struct buffer *buffer) {
  static const uint8_t end = 0;
  buffer_add(buffer, (smtpwire_bytes){.data = &end, .len = 1});
  buffer->len -= 1;
  return (const char *)buffer->data;
}

smtpwire_bytes bytes_of(const char *text) {
  return (smtpwire_bytes){.data = (const uint8_t *)text, .len = strlen(text)};
}

smtpwire_bytes bytes_of_str(smtpwire_str text) {
  return (smtpwire_bytes){.data = (const uint8_t *)text.data, .len = text.len};
}

smtpwire_str str_of_bytes(smtpwire_bytes octets) {
  return (smtpwire_str){.data = (const char *)octets.data, .len = octets.len};
}

smtpwire_bytes bytes_copy(struct bag *bag, smtpwire_bytes octets) {
  struct buffer copy = {.bag = bag};
  buffer_add(&copy, octets);
  return buffer_view(&copy);
}

smtpwire_bytes bytes_behind(smtpwire_bytes octets, size_t count) {
  if (count >= octets.len) {
    return (smtpwire_bytes){.data = NULL, .len = 0};
  }
  return (smtpwire_bytes){.data = octets.data + count, .len = octets.len - count};
}

smtpwire_bytes bytes_until(smtpwire_bytes octets, size_t count) {
  return (smtpwire_bytes){.data = octets.data, .len = count < octets.len ? count : octets.len};
}

bool bytes_equal(smtpwire_bytes a, smtpwire_bytes b) {
  return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

bool bytes_are(smtpwire_bytes octets, const char *text) {
  return bytes_equal(octets, bytes_of(text));
}

bool bytes_begin_with(smtpwire_bytes octets, const char *text) {
  return octets.len >= strlen(text) && bytes_are(bytes_until(octets, strlen(text)), text);
}

bool bytes_hold(smtpwire_bytes octets, smtpwire_bytes searched) {
  for (size_t at = 0; at + searched.len <= octets.len; ++at) {
    if (bytes_equal(bytes_until(bytes_behind(octets, at), searched.len), searched)) {
      return true;
    }
  }
  return false;
}

bool str_is(smtpwire_str view, const char *text) { return bytes_are(bytes_of_str(view), text); }

/* How many octets follow the first one of a character, and the least character of that length. */
static size_t following(uint8_t first, uint32_t *least) {
  if (first < 0x80) {
    *least = 0;
    return 0;
  }
  if (first >= 0xC0 && first < 0xE0) {
    *least = 0x80;
    return 1;
  }
  *least = first < 0xF0 ? 0x800 : 0x10000;
  return first < 0xC0 || first >= 0xF8 ? SIZE_MAX : first < 0xF0 ? 2 : 3;
}

bool is_utf8(smtpwire_bytes octets) {
  for (size_t at = 0; at < octets.len;) {
    uint32_t least;
    size_t count = following(octets.data[at], &least);
    if (count >= octets.len - at) {
      return false;
    }
    uint32_t character = count == 0 ? octets.data[at] : octets.data[at] & (0x3Fu >> count);
    for (++at; count > 0; --count, ++at) {
      if ((octets.data[at] & 0xC0) != 0x80) {
        return false;
      }
      character = character << 6 | (octets.data[at] & 0x3Fu);
    }
    if (character < least || character > 0x10FFFF || (character >= 0xD800 && character < 0xE000)) {
      return false;
    }
  }
  return true;
}

static int digit_of(char sign) {
  if (sign >= '0' && sign <= '9') {
    return sign - '0';
  }
  if (sign >= 'a' && sign <= 'f') {
    return sign - 'a' + 10;
  }
  return sign >= 'A' && sign <= 'F' ? sign - 'A' + 10 : -1;
}

bool unescape(struct bag *bag, const char *text, smtpwire_bytes *octets) {
  uint8_t *data = bag_alloc(bag, strlen(text));
  size_t len = 0;
  for (; *text != 0; ++text) {
    uint8_t octet = (uint8_t)*text;
    if (octet == '\\') {
      ++text;
      if (*text == 'r') {
        octet = '\r';
      } else if (*text == 'n') {
        octet = '\n';
      } else if (*text == 'x' && digit_of(text[1]) >= 0 && digit_of(text[2]) >= 0) {
        octet = (uint8_t)(digit_of(text[1]) * 16 + digit_of(text[2]));
        text += 2;
      } else if (*text != '\\') {
        return false;
      }
    }
    data[len] = octet;
    ++len;
  }
  *octets = (smtpwire_bytes){.data = data, .len = len};
  return true;
}

static void escape_into(struct buffer *text, smtpwire_bytes octets) {
  for (size_t at = 0; at < octets.len; ++at) {
    uint8_t octet = octets.data[at];
    char written[5] = {(char)octet, 0};
    if (octet == '\r' || octet == '\n' || octet == '\\') {
      snprintf(written, sizeof written, "\\%c", octet == '\r' ? 'r' : octet == '\n' ? 'n' : '\\');
    } else if (octet < 32 || octet > 126) {
      snprintf(written, sizeof written, "\\x%02x", octet);
    }
    buffer_add_text(text, written);
  }
}

const char *escape(struct bag *bag, smtpwire_bytes octets) {
  struct buffer text = {.bag = bag};
  escape_into(&text, octets);
  return buffer_text(&text);
}

const char *bytes_shown(struct bag *bag, smtpwire_bytes octets) {
  struct buffer text = {.bag = bag};
  buffer_add_text(&text, "\"");
  escape_into(&text, bytes_until(octets, SHOWN));
  buffer_add_text(&text, "\"");
  if (octets.len > SHOWN) {
    char more[64];
    snprintf(more, sizeof more, " ... (%zu octets)", octets.len);
    buffer_add_text(&text, more);
  }
  return buffer_text(&text);
}

const char *text_shown(struct bag *bag, const char *text) {
  if (strlen(text) <= SHOWN) {
    return text;
  }
  struct buffer shown = {.bag = bag};
  buffer_add(&shown, bytes_until(bytes_of(text), SHOWN));
  buffer_add_text(&shown, " ...");
  return buffer_text(&shown);
}
