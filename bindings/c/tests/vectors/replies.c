/* replies.json. */
#include <stdio.h>

#include "codec.h"
#include "field.h"
#include "keep.h"

static const smtpwire_enhanced_code no_enhanced_code = {0};

/* What stands in `options`. */
static smtpwire_reply_reader *reader_of(struct run *run) {
  static const char *const fields[] = {"max_line", "max_lines", "differing_codes", "bare_lf", NULL};
  const cJSON *options = object_or_none(run, run->json, "options");
  smtpwire_reply_reader *reader = NULL;
  uint32_t bits = 0;
  if (options != NULL) {
    only_fields(run, options, fields);
  }
  bits |= flag_field(run, options, "differing_codes") ? SMTPWIRE_REPLY_OPTION_DIFFERING_CODES : 0;
  bits |= flag_field(run, options, "bare_lf") ? SMTPWIRE_REPLY_OPTION_BARE_LF : 0;
  need(run, "reader",
       smtpwire_reply_reader_new((size_t)count_or(run, options, "max_line", 4096),
                                 (size_t)count_or(run, options, "max_lines", 512), bits, &reader));
  return keep_reply_reader(run, reader);
}

/* The first reply of these octets, read without a reader; NULL where there is none. */
static smtpwire_reply *first_of(struct run *run, smtpwire_bytes octets) {
  smtpwire_reply *reply = NULL;
  smtpwire_error *error = NULL;
  size_t consumed = 0;
  smtpwire_status status = smtpwire_reply_parse(octets, &reply, &consumed, &error);
  keep_error(run, error);
  keep_reply(run, reply);
  if (status != SMTPWIRE_MALFORMED) {
    need(run, "read without a reader", status);
  }
  if (reply != NULL) {
    same_count(run, "octets of the reply", smtpwire_reply_wire(reply).len, consumed);
  }
  return reply;
}

static const char *enhanced_shown(struct run *run, smtpwire_enhanced_code code) {
  char *text = bag_alloc(&run->bag, 16);
  if (code.class_ == 0) {
    return NULL;
  }
  snprintf(text, 16, "%u.%u.%u", code.class_, code.subject, code.detail);
  return text;
}

/* The code that is written so; class 0 for NULL. */
static smtpwire_enhanced_code enhanced_of(struct run *run, const char *text) {
  unsigned class_;
  unsigned subject;
  unsigned detail;
  char end;
  if (text == NULL) {
    return no_enhanced_code;
  }
  if (sscanf(text, "%1u.%3u.%3u%c", &class_, &subject, &detail, &end) != 3) {
    fail(run, "%s is no enhanced code", text);
  }
  return (smtpwire_enhanced_code){.class_ = (uint8_t)class_,
                                  .subject = (uint16_t)subject,
                                  .detail = (uint16_t)detail};
}

static const char *severity_name(struct run *run, const smtpwire_reply *reply) {
  switch (smtpwire_reply_severity(reply)) {
    case SMTPWIRE_SEVERITY_POSITIVE_COMPLETION:
      return "positive-completion";
    case SMTPWIRE_SEVERITY_POSITIVE_INTERMEDIATE:
      return "positive-intermediate";
    case SMTPWIRE_SEVERITY_TRANSIENT_NEGATIVE:
      return "transient-negative";
    case SMTPWIRE_SEVERITY_PERMANENT_NEGATIVE:
      return "permanent-negative";
    default:
      fail(run, "a severity that is none");
  }
}

static void check_lines(struct run *run, const cJSON *expected, const smtpwire_reply *reply) {
  const cJSON *line;
  size_t index = 0;
  smtpwire_bytes octets;
  if (has_field(expected, "lines") == has_field(expected, "count")) {
    fail(run, "a reply has either lines or their count");
  }
  size_t count = smtpwire_reply_line_count(reply);
  same_count(run, "status of a line behind the last", SMTPWIRE_OUT_OF_RANGE,
             smtpwire_reply_line(reply, count, &octets));
  if (has_field(expected, "count")) {
    same_count(run, "how many lines", count_field(run, expected, "count"), count);
    return;
  }
  cJSON_ArrayForEach(line, list_field(run, expected, "lines")) {
    need(run, "line", smtpwire_reply_line(reply, index, &octets));
    same_bytes(run, "line", octets_of_json(run, line), octets);
    ++index;
  }
  same_count(run, "how many lines", index, count);
}

/* Whether a reply is as the vector says. */
static void check_one(struct run *run, const cJSON *expected, const smtpwire_reply *reply) {
  static const char *const fields[] = {"code", "enhanced", "lines",  "count",
                                       "text", "severity", "agrees", NULL};
  only_fields(run, expected, fields);
  same_count(run, "code", count_field(run, expected, "code"), smtpwire_reply_code(reply));
  same_text(run, "enhanced code", word_or_none(run, expected, "enhanced"),
            enhanced_shown(run, smtpwire_reply_enhanced_code(reply)));
  check_lines(run, expected, reply);
  if (has_field(expected, "text")) {
    same_str(run, "text", text_field(run, expected, "text"), smtpwire_reply_text(reply));
  }
  if (has_field(expected, "severity")) {
    same_text(run, "severity", word_field(run, expected, "severity"), severity_name(run, reply));
  }
  if (has_field(expected, "agrees")) {
    same_flag(run, "agrees", flag_field(run, expected, "agrees"), smtpwire_reply_agrees(reply));
  }
}

static smtpwire_status new_reply(struct run *run, uint64_t code, smtpwire_enhanced_code enhanced,
                                 const cJSON *lines, smtpwire_reply **reply,
                                 smtpwire_error **error) {
  smtpwire_str *texts =
      bag_alloc(&run->bag, sizeof *texts * ((size_t)cJSON_GetArraySize(lines) + 1));
  const cJSON *line;
  size_t count = 0;
  cJSON_ArrayForEach(line, lines) {
    texts[count] = str_of_bytes(octets_of_json(run, line));
    ++count;
  }
  smtpwire_status status =
      smtpwire_reply_new((uint16_t)code, enhanced, texts, count, reply, error);
  keep_error(run, *error);
  keep_reply(run, *reply);
  return status;
}

/* The reply built from its code and lines; NULL where the library does not make this one. */
static smtpwire_reply *rebuilt(struct run *run, const cJSON *expected) {
  const cJSON *lines = list_field(run, expected, "lines");
  smtpwire_reply *reply = NULL;
  smtpwire_error *error = NULL;
  if (new_reply(run, count_field(run, expected, "code"), no_enhanced_code, lines, &reply,
                &error) != SMTPWIRE_OK) {
    return NULL;
  }
  /* A line that is too long was split: it is another reply. */
  return smtpwire_reply_line_count(reply) == (size_t)cJSON_GetArraySize(lines) ? reply : NULL;
}

/* Adds the reply as it is written; one that can be read and not built is written as it came. */
static void write_one(struct run *run, const cJSON *expected, const smtpwire_reply *reply,
                      struct buffer *wire) {
  if (!has_field(expected, "lines")) {
    buffer_add(wire, smtpwire_reply_wire(reply));
    return;
  }
  smtpwire_reply *built = rebuilt(run, expected);
  same_flag(run, "buildable", flag_or(run, run->json, "built", true), built != NULL);
  if (built == NULL) {
    buffer_add(wire, smtpwire_reply_wire(reply));
    return;
  }
  smtpwire_bytes written = smtpwire_reply_wire(built);
  smtpwire_reply *again = first_of(run, written);
  same_flag(run, "read again", true, smtpwire_reply_equal(built, again));
  check_one(run, expected, built);
  check_one(run, expected, again);
  buffer_add(wire, written);
}

/* Takes the replies out that there are now; false once there was an error. */
static bool take_replies(struct run *run, smtpwire_reply_reader *reader, const cJSON **expected,
                         struct buffer *wire) {
  for (;;) {
    smtpwire_reply *reply = NULL;
    smtpwire_error *error = NULL;
    smtpwire_status status = smtpwire_reply_reader_next(reader, &reply, &error);
    keep_error(run, error);
    keep_reply(run, reply);
    if (status == SMTPWIRE_MALFORMED) {
      same_text(run, "error", word_or_none(run, run->json, "error"),
                text_of(run, smtpwire_error_detail_name(error)));
      return false;
    }
    need_made(run, "next reply", status, error);
    if (reply == NULL) {
      return true;
    }
    if (*expected == NULL) {
      fail(run, "one more than expected: %s",
           bytes_shown(&run->bag, smtpwire_reply_wire(reply)));
    }
    check_one(run, *expected, reply);
    write_one(run, *expected, reply, wire);
    *expected = (*expected)->next;
  }
}

static void check_wire(struct run *run, bool is_read, smtpwire_bytes wire) {
  smtpwire_bytes input = octets_field(run, run->json, "input");
  smtpwire_bytes rest = octets_or(run, run->json, "rest", bytes_of(""));
  if (has_field(run->json, "wire")) {
    same_bytes(run, "written", octets_field(run, run->json, "wire"), wire);
  } else if (is_read && !has_field(run->json, "options")) {
    same_bytes(run, "written", bytes_until(input, input.len - rest.len), wire);
  }
}

static void check_way(struct run *run) {
  const cJSON *replies = list_or_none(run, run->json, "replies");
  const cJSON *expected = replies == NULL ? NULL : replies->child;
  struct pieces pieces = split(octets_field(run, run->json, "input"), run->way);
  struct buffer wire = {.bag = &run->bag};
  smtpwire_reply_reader *reader = reader_of(run);
  smtpwire_bytes piece;
  bool is_read = true;
  while (is_read && split_next(&pieces, &piece)) {
    need(run, "receive", smtpwire_reply_reader_receive(reader, piece));
    is_read = take_replies(run, reader, &expected, &wire);
  }
  if (expected != NULL) {
    fail(run, "it did not come: %s", json_shown(expected));
  }
  same_flag(run, "error", has_field(run->json, "error"), !is_read);
  if (is_read) {
    same_bytes(run, "rest", octets_or(run, run->json, "rest", bytes_of("")),
               smtpwire_reply_reader_unread(reader));
  } else {
    same_flag(run, "the error comes again", false, take_replies(run, reader, &expected, &wire));
  }
  check_wire(run, is_read, buffer_view(&wire));
}

static void check_built(struct run *run) {
  static const char *const fields[] = {"code", "enhanced", "texts", NULL};
  const cJSON *parts = object_field(run, run->json, "build");
  smtpwire_reply *reply = NULL;
  smtpwire_error *error = NULL;
  only_fields(run, parts, fields);
  const char *enhanced = word_or_none(run, parts, "enhanced");
  smtpwire_status status =
      new_reply(run, count_field(run, parts, "code"), enhanced_of(run, enhanced),
                list_field(run, parts, "texts"), &reply, &error);
  if (has_field(run->json, "error")) {
    same_count(run, "status", SMTPWIRE_INVALID_VALUE, status);
    same_text(run, "error", word_field(run, run->json, "error"),
              text_of(run, smtpwire_error_detail_name(error)));
    return;
  }
  need_made(run, "not built", status, error);
  smtpwire_bytes wire = smtpwire_reply_wire(reply);
  same_bytes(run, "written", octets_field(run, run->json, "wire"), wire);
  same_text(run, "enhanced code", enhanced,
            enhanced_shown(run, smtpwire_reply_enhanced_code(reply)));
  same_flag(run, "read again", true, smtpwire_reply_equal(reply, first_of(run, wire)));
}

/* The first reply is the same without a reader. */
static void check_first(struct run *run) {
  const cJSON *replies = list_or_none(run, run->json, "replies");
  smtpwire_reply *first = first_of(run, octets_field(run, run->json, "input"));
  bool expected = replies != NULL && replies->child != NULL;
  same_flag(run, "a reply is read without a reader", expected, first != NULL);
  if (expected) {
    check_one(run, replies->child, first);
  }
}

void check_replies(struct run *run) {
  static const char *const fields[] = {"options", "input", "replies", "rest", "wire",
                                       "error",   "built", "build",   NULL};
  only_case_fields(run, fields);
  if (has_field(run->json, "build")) {
    check_built(run);
    return;
  }
  in_every_way(run, check_way);
  if (!has_field(run->json, "options")) {
    check_first(run);
  }
}
