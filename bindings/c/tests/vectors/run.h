/* A case under way: what it is, what it owns, and how it fails.
 *
 * Every check is a function of a run. It returns where the case holds; where something differs, it
 * ends in fail(), which does not return: the case is over then, and its bag is emptied.
 */
#ifndef VECTORS_RUN_H
#define VECTORS_RUN_H

#include <setjmp.h>

#include "json.h"
#include "octets.h"
#include "split.h"

struct run {
  /* The whole file, and the case in it. */
  const cJSON *document;
  const cJSON *json;
  /* In which way it is cut just now (split.h), and whether it is. */
  unsigned way;
  bool is_cut;
  /* The step of a dialog that it is at, and its number from 1; NULL elsewhere. */
  const cJSON *step;
  unsigned step_number;
  /* What it owns. */
  struct bag bag;
  /* Why the last value that could not be built could not; see refused(). */
  const char *refusal;
  /* What differs, in words; NULL as long as nothing does. */
  const char *failure;
  jmp_buf out;
};

typedef void check(struct run *run);

/* Runs a check to its end; whether it held. The bag is the caller's to empty. */
bool run_check(struct run *run, check *check);

/* Runs the check once for each way that an input is cut; it asks `run->way`. What it makes, ends
 * with the way. */
void in_every_way(struct run *run, check *check);

/* Something differs, or the vector itself is wrong. */
_Noreturn void fail(struct run *run, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

/* What is expected, and what came. */
void same_bytes(struct run *run, const char *what, smtpwire_bytes expected, smtpwire_bytes got);
void same_str(struct run *run, const char *what, smtpwire_str expected, smtpwire_str got);
/* Names and the like; NULL where there is none. */
void same_text(struct run *run, const char *what, const char *expected, const char *got);
void same_count(struct run *run, const char *what, uint64_t expected, uint64_t got);
void same_flag(struct run *run, const char *what, bool expected, bool got);
void same_json(struct run *run, const char *what, const cJSON *expected, const cJSON *got);

/* The call must come to SMTPWIRE_OK. */
void need(struct run *run, const char *what, smtpwire_status status);
/* The same, where an error says more; it may be NULL. */
void need_made(struct run *run, const char *what, smtpwire_status status,
               const smtpwire_error *error);

/* Whether the library refused to make a value; why is kept in the run, and the error with it. A
 * status that does not say that the value is wrong fails the case. */
bool refused(struct run *run, smtpwire_status status, smtpwire_error *error);

/* A view's text with a NUL behind it; it must hold none. */
const char *text_of(struct run *run, smtpwire_str view);

#endif
