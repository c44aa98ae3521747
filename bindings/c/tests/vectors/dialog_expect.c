/* What a step expects, against what is there. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dialog.h"
#include "value_proxy.h"

struct buffer *reply_shown(struct run *run, const smtpwire_reply *reply) {
  struct buffer *shown = bag_alloc(&run->bag, sizeof *shown);
  char code[8];
  shown->bag = &run->bag;
  snprintf(code, sizeof code, "%u", smtpwire_reply_code(reply));
  buffer_add_text(shown, code);
  size_t count = smtpwire_reply_line_count(reply);
  for (size_t index = 0; index < count; ++index) {
    smtpwire_bytes line;
    need(run, "line", smtpwire_reply_line(reply, index, &line));
    buffer_add_text(shown, index == 0 ? " " : "\n");
    buffer_add(shown, line);
  }
  return shown;
}

/* How many digits it begins with. */
static size_t digits(smtpwire_bytes text) {
  size_t count = 0;
  while (count < text.len && text.data[count] >= '0' && text.data[count] <= '9') {
    ++count;
  }
  return count;
}

/* Whether it is `2.1.0` and nothing else. */
static bool is_enhanced(smtpwire_bytes text) {
  for (unsigned part = 0; part < 3; ++part) {
    size_t count = digits(text);
    text = bytes_behind(text, count);
    if (count == 0 || (part < 2 && !bytes_begin_with(text, "."))) {
      return false;
    }
    text = part < 2 ? bytes_behind(text, 1) : text;
  }
  return text.len == 0;
}

/* A code alone leaves all that follows open, a code and an enhanced code leave the text open, and
 * anything else is the whole reply. */
static void expect_reply(struct run *run, const cJSON *expected, smtpwire_bytes reply) {
  smtpwire_bytes pattern = octets_of_json(run, expected);
  smtpwire_bytes beginning = bytes_until(reply, pattern.len);
  smtpwire_bytes behind = bytes_behind(reply, pattern.len);
  bool is_open = pattern.len == 3 || (is_enhanced(bytes_behind(pattern, 4)) &&
                                      (behind.len == 0 || bytes_begin_with(behind, " ")));
  same_bytes(run, "the reply", pattern, is_open ? beginning : reply);
}

/* The text in front of the first such sign, or all of it. */
static smtpwire_bytes until_sign(smtpwire_bytes text, char sign) {
  size_t len = 0;
  while (len < text.len && text.data[len] != (uint8_t)sign) {
    ++len;
  }
  return bytes_until(text, len);
}

static int in_order(const void *one, const void *other) {
  return strcmp(*(const char *const *)one, *(const char *const *)other);
}

void sort_texts(const char **texts, size_t count) {
  qsort(texts, count, sizeof *texts, in_order);
}

/* The lines behind the first one, in alphabetical order. */
static cJSON *keywords_of(struct run *run, smtpwire_bytes text) {
  const char **lines = bag_alloc(&run->bag, text.len * sizeof *lines);
  size_t count = 0;
  text = bytes_behind(text, until_sign(text, '\n').len + 1);
  while (text.len > 0) {
    smtpwire_bytes line = until_sign(text, '\n');
    lines[count] = text_of(run, str_of_bytes(line));
    ++count;
    text = bytes_behind(text, line.len + 1);
  }
  sort_texts(lines, count);
  return cJSON_CreateStringArray(lines, (int)count);
}

/* An item that says only some of the reply. */
static void expect_parts(struct run *run, const cJSON *item, smtpwire_bytes reply) {
  static const char *const fields[] = {"code", "plain", "first", "keywords", NULL};
  smtpwire_bytes text = bytes_behind(reply, 4);
  smtpwire_bytes first = until_sign(until_sign(text, '\n'), ' ');
  only_fields(run, item, fields);
  text_field(run, item, "code");
  expect_reply(run, json_field(item, "code"), reply);
  if (flag_field(run, item, "plain") && is_enhanced(first)) {
    fail(run, "it has an enhanced code: %s", bytes_shown(&run->bag, reply));
  }
  if (has_field(item, "first")) {
    same_str(run, "the first word", text_field(run, item, "first"), str_of_bytes(first));
  }
  if (has_field(item, "keywords")) {
    same_json(run, "the keywords", json_field(item, "keywords"), keywords_of(run, text));
  }
}

static void expect_item(struct run *run, const cJSON *item, smtpwire_bytes reply) {
  static const char *const fields[] = {"reply", NULL};
  if (!cJSON_IsObject(item)) {
    expect_reply(run, item, reply);
  } else if (has_field(item, "reply")) {
    only_fields(run, item, fields);
    expect_reply(run, json_field(item, "reply"), reply);
  } else {
    expect_parts(run, item, reply);
  }
}

/* The next reply of the output; NULL behind the last. */
static struct buffer *next_reply(struct run *run, smtpwire_reply_reader *reader) {
  smtpwire_reply *reply = NULL;
  smtpwire_error *error = NULL;
  smtpwire_status status = smtpwire_reply_reader_next(reader, &reply, &error);
  keep_error(run, error);
  need_made(run, "a reply of the output", status, error);
  return reply == NULL ? NULL : reply_shown(run, keep_reply(run, reply));
}

static void expect_replies(struct run *run, const cJSON *list, smtpwire_bytes output) {
  smtpwire_reply_reader *reader = NULL;
  struct buffer *reply;
  const cJSON *item;
  need(run, "a reader", smtpwire_reply_reader_new(4096, 512, 0, &reader));
  keep_reply_reader(run, reader);
  need(run, "reading the output", smtpwire_reply_reader_receive(reader, output));
  cJSON_ArrayForEach(item, list) {
    reply = next_reply(run, reader);
    if (reply == NULL) {
      fail(run, "%s did not come: %s", json_shown(item), bytes_shown(&run->bag, output));
    }
    expect_item(run, item, buffer_view(reply));
  }
  reply = next_reply(run, reader);
  if (reply != NULL) {
    fail(run, "there is one reply more: %s", bytes_shown(&run->bag, buffer_view(reply)));
  }
  same_bytes(run, "output that is no reply", bytes_of(""), smtpwire_reply_reader_unread(reader));
}

void expect_output(struct run *run, const cJSON *expected, smtpwire_bytes output) {
  if (cJSON_IsArray(expected)) {
    expect_replies(run, expected, output);
  } else {
    same_bytes(run, "the output", octets_of_json(run, expected), output);
  }
}

static smtpwire_bytes carried(struct run *run, const char *what, const struct buffer *buffer) {
  if (buffer == NULL) {
    fail(run, "it has no %s", what);
  }
  return buffer_view(buffer);
}

void expect_event(struct run *run, const cJSON *step, const struct happened *happened) {
  const cJSON *expected;
  if (strcmp(happened->kind, word_field(run, step, "expect-event")) != 0) {
    fail(run, "got %s", happened_shown(run, happened));
  }
  cJSON_ArrayForEach(expected, step) {
    const char *key = expected->string;
    if (strcmp(key, "expect-event") == 0) {
      continue;
    }
    if (strcmp(key, "reply") == 0) {
      expect_reply(run, expected, carried(run, key, happened->reply));
    } else if (strcmp(key, "octets") == 0) {
      same_bytes(run, key, octets_of_json(run, expected), carried(run, key, happened->octets));
    } else if (!has_field(happened->fields, key)) {
      fail(run, "it has no %s", key);
    } else {
      bool is_header = strcmp(key, "header") == 0;
      same_json(run, key, is_header ? expected_proxy(run, expected) : expected,
                json_field(happened->fields, key));
    }
  }
}
