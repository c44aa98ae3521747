#include "driver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixtures.h"

enum { FILLING = 0xA5 };

/* An address at which nothing may be read, and that is aligned for everything. */
static const void *nowhere(void) {
  return (const void *)(uintptr_t)64;
}

static enum way way_of(const struct misuse *misuse, size_t index) {
  if (misuse->way == WAY_ZERO) {
    return WAY_ZERO;
  }
  return misuse->index == index ? misuse->way : WAY_RIGHT;
}

bool give_null(const struct misuse *misuse, size_t index) {
  enum way way = way_of(misuse, index);
  return way == WAY_ZERO || way == WAY_NULL;
}

bool give_flag(const struct misuse *misuse, size_t index) {
  return way_of(misuse, index) != WAY_ZERO;
}

uint64_t give_number(const struct misuse *misuse, size_t index, uint64_t right) {
  switch (way_of(misuse, index)) {
    case WAY_ZERO: return 0;
    case WAY_HUGE: return UINT64_MAX;
    default: return right;
  }
}

static const char *no_utf8(void) {
  return "\xC3(\xFF";
}

static const void *octets_at(enum way way, const void *right) {
  switch (way) {
    case WAY_ZERO:
    case WAY_NULL:
    case WAY_MISSING: return NULL;
    case WAY_DANGLING: return nowhere();
    case WAY_NOT_UTF8: return no_utf8();
    default: return right;
  }
}

static size_t octets_long(enum way way, size_t right) {
  switch (way) {
    case WAY_ZERO:
    case WAY_DANGLING: return 0;
    case WAY_NULL:
    case WAY_MISSING: return 5;
    case WAY_HUGE: return SIZE_MAX;
    case WAY_NOT_UTF8: return strlen(no_utf8());
    default: return right;
  }
}

static smtpwire_str text_for(enum way way, const char *right) {
  smtpwire_str text;
  text.data = (const char *)octets_at(way, right);
  text.len = octets_long(way, strlen(right));
  return text;
}

smtpwire_str give_text(const struct misuse *misuse, size_t index, const char *right) {
  return text_for(way_of(misuse, index), right);
}

smtpwire_str give_wrong_text(const struct misuse *misuse, size_t index) {
  enum way way = way_of(misuse, index);
  return text_for(way == WAY_NOT_UTF8 ? way : WAY_MISSING, "");
}

smtpwire_bytes give_octets(const struct misuse *misuse, size_t index, smtpwire_bytes right) {
  enum way way = way_of(misuse, index);
  smtpwire_bytes octets;
  octets.data = (const uint8_t *)octets_at(way, right.data);
  octets.len = octets_long(way, right.len);
  return octets;
}

const void *give_list(const struct misuse *misuse, size_t index, const void *first, const void *wrong) {
  switch (way_of(misuse, index)) {
    case WAY_ZERO:
    case WAY_NULL: return NULL;
    case WAY_MISSING:
    case WAY_NOT_UTF8: return wrong;
    case WAY_DANGLING: return nowhere();
    default: return first;
  }
}

size_t give_count(const struct misuse *misuse, size_t index) {
  switch (way_of(misuse, index)) {
    case WAY_ZERO:
    case WAY_DANGLING: return 0;
    case WAY_HUGE: return SIZE_MAX;
    default: return 1;
  }
}

smtpwire_bytes octets_of(const char *text) {
  smtpwire_bytes octets;
  octets.data = (const uint8_t *)text;
  octets.len = strlen(text);
  return octets;
}

void fill(void *result, size_t size) {
  memset(result, FILLING, size);
}

bool is_filled(const void *result, size_t size) {
  const unsigned char *octets = (const unsigned char *)result;
  for (size_t at = 0; at < size; at++) {
    if (octets[at] != FILLING) {
      return false;
    }
  }
  return true;
}

void look_at_error(struct became *became, smtpwire_error *const *error) {
  became->has_error = true;
  became->error_kept = is_filled(error, sizeof *error);
  if (!became->error_kept) {
    became->error_agrees = *error != NULL && smtpwire_error_status(*error) == became->status &&
                            smtpwire_error_message(*error).len > 0 && smtpwire_error_detail_name(*error).len > 0;
    smtpwire_error_free(*error);
  }
}

/* ---- What may come of it ------------------------------------------------------------------------------ */

static const char *const WAYS[] = {"right", "zero", "NULL", "missing", "huge", "dangling", "not UTF-8"};

static unsigned long calls;
static unsigned long well;
static unsigned long wrong;

static void complain(const struct function *function, const struct misuse *misuse, const char *what,
                     smtpwire_status status) {
  const char *argument = "all";
  if (misuse->way != WAY_RIGHT && misuse->way != WAY_ZERO) {
    argument = function->parameters[misuse->index].name;
  }
  smtpwire_str name = smtpwire_status_name((uint32_t)status);
  fprintf(stderr, "%s, %s %s: %s (%.*s)\n", function->name, argument, WAYS[misuse->way], what, (int)name.len,
          name.data);
  wrong++;
}

static void call(const struct function *function, const struct misuse *misuse, struct became *became) {
  memset(became, 0, sizeof *became);
  became->is_kept = true;
  calls++;
  function->call(misuse, became);
  if (function->answer != ANSWER_STATUS) {
    return;
  }
  if (became->status != SMTPWIRE_OK && !became->is_kept) {
    complain(function, misuse, "it failed and wrote a result", became->status);
  }
  if (became->has_error && became->status == SMTPWIRE_OK && !became->error_kept) {
    complain(function, misuse, "it went well and wrote an error", became->status);
  }
  if (became->has_error && became->status != SMTPWIRE_OK && !became->error_agrees) {
    complain(function, misuse, "it failed and wrote no error, or one that says something else", became->status);
  }
}

/* It must fail in this way; where it fails even with the right argument, it may as well fail as it did. */
static void expect(const struct function *function, const struct misuse *misuse, smtpwire_status right,
                   smtpwire_status expected) {
  struct became became;
  call(function, misuse, &became);
  if (function->answer == ANSWER_QUESTION) {
    if (!became.is_neutral) {
      complain(function, misuse, "the answer is not what it is for nothing", SMTPWIRE_OK);
    }
    return;
  }
  if (became.status != expected && (right == SMTPWIRE_OK || became.status != right)) {
    complain(function, misuse, "the status is another than it should be", became.status);
  }
}

static void anything(const struct function *function, const struct misuse *misuse) {
  struct became became;
  call(function, misuse, &became);
}

static void misuse_one(const struct function *function, size_t index, smtpwire_status right) {
  struct misuse misuse = {index, WAY_NULL};
  enum shape shape = function->parameters[index].shape;
  switch (shape) {
    case SHAPE_NUMBER:
      misuse.way = WAY_HUGE;
      anything(function, &misuse);
      break;
    case SHAPE_INDEX:
    case SHAPE_CHOICE:
      misuse.way = WAY_HUGE;
      expect(function, &misuse, right, SMTPWIRE_OUT_OF_RANGE);
      break;
    case SHAPE_POINTER:
      expect(function, &misuse, right, SMTPWIRE_NULL_POINTER);
      break;
    case SHAPE_OPTIONAL:
      if (function->answer == ANSWER_STATUS) {
        expect(function, &misuse, right, right);
      } else {
        anything(function, &misuse);
      }
      break;
    case SHAPE_TEXT:
    case SHAPE_OCTETS:
    case SHAPE_TEXTS:
    case SHAPE_LIST:
      expect(function, &misuse, right, SMTPWIRE_NULL_POINTER);
      misuse.way = WAY_MISSING;
      expect(function, &misuse, right, SMTPWIRE_NULL_POINTER);
      misuse.way = WAY_HUGE;
      expect(function, &misuse, right, SMTPWIRE_OUT_OF_RANGE);
      misuse.way = WAY_DANGLING;
      anything(function, &misuse);
      break;
    case SHAPE_VALUE:
    case SHAPE_COUNT:
      break;
  }
  if (shape == SHAPE_TEXT || shape == SHAPE_TEXTS) {
    misuse.way = WAY_NOT_UTF8;
    expect(function, &misuse, right, SMTPWIRE_INVALID_UTF8);
  }
}

static void misuse_all(const struct function *function) {
  struct misuse misuse = {0, WAY_RIGHT};
  struct became right;
  struct became zero;
  bool needs_pointer = false;
  call(function, &misuse, &right);
  if (function->answer == ANSWER_STATUS && right.status == SMTPWIRE_OK) {
    well++;
  }
  misuse.way = WAY_ZERO;
  call(function, &misuse, &zero);
  for (size_t index = 0; index < function->parameter_count; index++) {
    needs_pointer = needs_pointer || function->parameters[index].shape == SHAPE_POINTER;
  }
  if (needs_pointer && function->answer == ANSWER_STATUS && zero.status == SMTPWIRE_OK) {
    complain(function, &misuse, "it took NULL", zero.status);
  }
  if (needs_pointer && function->answer == ANSWER_QUESTION && !zero.is_neutral) {
    complain(function, &misuse, "the answer is not what it is for nothing", zero.status);
  }
  for (size_t index = 0; index < function->parameter_count; index++) {
    misuse_one(function, index, right.status);
  }
}

int main(int argc, char **argv) {
  unsigned long statuses = 0;
  bool verbose = argc > 1 && strcmp(argv[1], "--verbose") == 0;
  for (size_t index = 0; index < function_count; index++) {
    unsigned long before = well;
    misuse_all(&functions[index]);
    statuses += functions[index].answer == ANSWER_STATUS;
    if (verbose && functions[index].answer == ANSWER_STATUS && well == before) {
      printf("%s does not work with right arguments\n", functions[index].name);
    }
  }
  fixtures_end();
  printf("%lu functions, %lu with a status (%lu work with right arguments), %lu calls, %lu wrong\n",
         (unsigned long)function_count, statuses, well, calls, wrong);
  return wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
