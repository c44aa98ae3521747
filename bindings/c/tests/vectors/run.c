#include "run.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "keep.h"

bool run_check(struct run *run, check *check) {
  run->failure = NULL;
  run->is_cut = false;
  run->step = NULL;
  json_use(&run->bag);
  if (setjmp(run->out) == 0) {
    check(run);
  }
  return run->failure == NULL;
}

void in_every_way(struct run *run, check *check) {
  const struct bag_entry *last = run->bag.last;
  run->is_cut = true;
  for (run->way = 0; run->way < WAYS; ++run->way) {
    check(run);
    bag_empty_to(&run->bag, last);
  }
  run->is_cut = false;
}

void fail(struct run *run, const char *format, ...) {
  struct buffer text = {.bag = &run->bag};
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  char *message = bag_alloc(&run->bag, (size_t)(length < 0 ? 0 : length) + 1);
  va_start(arguments, format);
  vsnprintf(message, (size_t)(length < 0 ? 0 : length) + 1, format, arguments);
  va_end(arguments);
  if (run->is_cut) {
    buffer_add_text(&text, "  ");
    buffer_add_text(&text, split_name(run->way));
    buffer_add_text(&text, ":\n");
  }
  if (run->step != NULL) {
    char number[32];
    snprintf(number, sizeof number, "  step %u: ", run->step_number);
    buffer_add_text(&text, number);
    buffer_add_text(&text, text_shown(&run->bag, json_shown(run->step)));
    buffer_add_text(&text, "\n");
  }
  buffer_add_text(&text, "  ");
  buffer_add_text(&text, message);
  run->failure = buffer_text(&text);
  longjmp(run->out, 1);
}

static _Noreturn void differs(struct run *run, const char *what, const char *expected,
                              const char *got) {
  fail(run, "%s\n    expected %s\n    got      %s", what, expected, got);
}

void same_bytes(struct run *run, const char *what, smtpwire_bytes expected, smtpwire_bytes got) {
  if (!bytes_equal(expected, got)) {
    differs(run, what, bytes_shown(&run->bag, expected), bytes_shown(&run->bag, got));
  }
}

void same_str(struct run *run, const char *what, smtpwire_str expected, smtpwire_str got) {
  same_bytes(run, what, bytes_of_str(expected), bytes_of_str(got));
}

void same_text(struct run *run, const char *what, const char *expected, const char *got) {
  if (expected == NULL || got == NULL ? expected != got : strcmp(expected, got) != 0) {
    differs(run, what, expected == NULL ? "none" : text_shown(&run->bag, expected),
            got == NULL ? "none" : text_shown(&run->bag, got));
  }
}

void same_count(struct run *run, const char *what, uint64_t expected, uint64_t got) {
  if (expected != got) {
    fail(run, "%s\n    expected %" PRIu64 "\n    got      %" PRIu64, what, expected, got);
  }
}

void same_flag(struct run *run, const char *what, bool expected, bool got) {
  if (expected != got) {
    differs(run, what, expected ? "true" : "false", got ? "true" : "false");
  }
}

void same_json(struct run *run, const char *what, const cJSON *expected, const cJSON *got) {
  if (expected == NULL || got == NULL ? expected != got : !json_equal(expected, got)) {
    differs(run, what, text_shown(&run->bag, json_shown(expected)),
            text_shown(&run->bag, json_shown(got)));
  }
}

void need(struct run *run, const char *what, smtpwire_status status) {
  if (status != SMTPWIRE_OK) {
    fail(run, "%s: %s", what, text_of(run, smtpwire_status_name(status)));
  }
}

void need_made(struct run *run, const char *what, smtpwire_status status,
               const smtpwire_error *error) {
  if (status != SMTPWIRE_OK && error != NULL) {
    fail(run, "%s: %s, %s: %s", what, text_of(run, smtpwire_status_name(status)),
         text_of(run, smtpwire_error_detail_name(error)),
         text_of(run, smtpwire_error_message(error)));
  }
  need(run, what, status);
}

bool refused(struct run *run, smtpwire_status status, smtpwire_error *error) {
  keep_error(run, error);
  if (status == SMTPWIRE_OK) {
    same_flag(run, "no error with SMTPWIRE_OK", true, error == NULL);
    return false;
  }
  if (status != SMTPWIRE_INVALID_VALUE && status != SMTPWIRE_OUT_OF_RANGE &&
      status != SMTPWIRE_INVALID_UTF8) {
    need_made(run, "a value to be built", status, error);
  }
  run->refusal = text_of(run, error == NULL ? smtpwire_status_name(status)
                                            : smtpwire_error_message(error));
  return true;
}

const char *text_of(struct run *run, smtpwire_str view) {
  if (view.len > 0 && memchr(view.data, 0, view.len) != NULL) {
    fail(run, "a NUL in %s", bytes_shown(&run->bag, bytes_of_str(view)));
  }
  struct buffer text = {.bag = &run->bag};
  buffer_add(&text, bytes_of_str(view));
  return buffer_text(&text);
}
