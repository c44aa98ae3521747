/* Runs the conformance vectors through the C library.
 *
 *     vectors FOLDER [FILE...]
 *
 * FOLDER is the one whose README.md says what the vectors mean; a FILE is the beginning of a file's
 * name in it (`commands`, `client/`). It prints how many cases of each file were run and what
 * differs. It exits with 1 where something differs, where a file is not known or too few cases were
 * run, and with 2 where it could not begin.
 *
 * Read run.h and bag.h first, then values.h, then whatever subject you are here for.
 */
#include <stdio.h>
#include <string.h>

#include "file.h"

/* How many there must be at least. */
enum { LEAST_CASES = 400, LEAST_DIALOGS = 500 };

static bool begins_with(const char *name, const char *beginning) {
  return strncmp(name, beginning, strlen(beginning)) == 0;
}

static bool is_wanted(const struct subject *subject, char *const *beginnings) {
  if (*beginnings == NULL) {
    return true;
  }
  for (; *beginnings != NULL; ++beginnings) {
    if (begins_with(subject->name, *beginnings)) {
      return true;
    }
  }
  return false;
}

/* Whether enough was run; asked where all was wanted. */
static bool is_enough(const struct tally *tally) {
  if (tally->cases < LEAST_CASES || tally->dialogs < LEAST_DIALOGS) {
    printf("there must be at least %d cases and %d dialogs\n", LEAST_CASES, LEAST_DIALOGS);
    return false;
  }
  return true;
}

int main(int count, char **arguments) {
  struct tally tally = {0};
  if (count < 2) {
    fputs("usage: vectors FOLDER [FILE...]\n", stderr);
    return 2;
  }
  if (!split_is_as_described()) {
    fputs("the generator of the splits does not give the numbers of the page\n", stderr);
    return 2;
  }
  char *const *beginnings = arguments + 2;
  for (const struct subject *subject = subjects; subject->name != NULL; ++subject) {
    if (is_wanted(subject, beginnings)) {
      file_run(arguments[1], subject, &tally);
    }
  }
  bool holds = tally.failures == 0;
  if (*beginnings == NULL) {
    holds = files_unknown(arguments[1]) == 0 && holds;
    holds = is_enough(&tally) && holds;
  } else if (tally.cases + tally.dialogs == 0) {
    printf("no such file\n");
    holds = false;
  }
  printf("%u cases and %u dialogs, %u failures\n", tally.cases, tally.dialogs, tally.failures);
  return holds ? 0 : 1;
}
