/* One argument of one function is wrong at a time. `cargo xtask test-c` writes, for every function of the
   header, how it is called; what may come of it is asserted in driver.c. */

#ifndef DRIVER_H
#define DRIVER_H

#include <smtpwire.h>

/* What an argument is, by which it is known how it can be wrong. */
enum shape {
  SHAPE_NUMBER,   /* any number will do */
  SHAPE_INDEX,    /* the largest number is none */
  SHAPE_CHOICE,   /* a number out of an enumeration, or bits */
  SHAPE_VALUE,    /* anything else by value */
  SHAPE_TEXT,     /* smtpwire_str */
  SHAPE_OCTETS,   /* smtpwire_bytes */
  SHAPE_POINTER,  /* must not be NULL */
  SHAPE_OPTIONAL, /* may be NULL */
  SHAPE_TEXTS,    /* a pointer to smtpwire_str, and a count */
  SHAPE_LIST,     /* a pointer to anything else, and a count */
  SHAPE_COUNT     /* the count of the list before it */
};

/* In what way it is wrong. */
enum way {
  WAY_RIGHT,    /* it is not */
  WAY_ZERO,     /* NULL, 0, false or empty, as all the others are */
  WAY_NULL,     /* NULL; a list of one then */
  WAY_MISSING,  /* octets that begin at NULL; a list with such an element */
  WAY_HUGE,     /* more octets, or elements, than there can be; a number that is the largest */
  WAY_DANGLING, /* nothing at all, from an address where nothing may be read */
  WAY_NOT_UTF8  /* a text, or a list with one, that is no UTF-8 */
};

struct misuse {
  size_t index; /* of the argument */
  enum way way;
};

enum answer { ANSWER_STATUS, ANSWER_QUESTION, ANSWER_NOTHING };

/* What became of a call. */
struct became {
  smtpwire_status status;
  bool is_neutral;   /* a question was answered as it is for NULL */
  bool is_kept;      /* no result was written */
  bool has_error;    /* it was given somewhere to write an error */
  bool error_kept;   /* and wrote none */
  bool error_agrees; /* or one with its status and a message */
};

struct parameter {
  const char *name;
  enum shape shape;
};

struct function {
  const char *name;
  enum answer answer;
  void (*call)(const struct misuse *misuse, struct became *became);
  const struct parameter *parameters;
  size_t parameter_count;
};

/* Written by xtask. */
extern const struct function functions[];
extern const size_t function_count;

/* What is given for the argument of this index: the right value, or the wrong one. */
bool give_null(const struct misuse *misuse, size_t index);
bool give_flag(const struct misuse *misuse, size_t index);
uint64_t give_number(const struct misuse *misuse, size_t index, uint64_t right);
smtpwire_str give_text(const struct misuse *misuse, size_t index, const char *right);
smtpwire_bytes give_octets(const struct misuse *misuse, size_t index, smtpwire_bytes right);
/* A list of one, whose element is `first`; `wrong` is one that can't be, of the same type. */
const void *give_list(const struct misuse *misuse, size_t index, const void *first, const void *wrong);
size_t give_count(const struct misuse *misuse, size_t index);
smtpwire_str give_wrong_text(const struct misuse *misuse, size_t index);

smtpwire_bytes octets_of(const char *text);

/* Results are filled with something that no call would write, so that one that is written is seen. */
void fill(void *result, size_t size);
bool is_filled(const void *result, size_t size);
void look_at_error(struct became *became, smtpwire_error *const *error);

#endif
