// The version of the header is the library's, and that of the package it was found by, when the argument
// tells it. Prints it.

#include <smtpwire.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool is(smtpwire_str text, const char *expected) {
  return text.len == strlen(expected) && memcmp(text.data, expected, text.len) == 0;
}

int main(int argc, char **argv) {
  smtpwire_str library = smtpwire_version();
  char parts[48];
  int wrong = 0;

  if (!is(library, SMTPWIRE_VERSION)) {
    fprintf(stderr, "the header is of %s and the library of %.*s\n", SMTPWIRE_VERSION, (int)library.len, library.data);
    wrong = 1;
  }
  if (smtpwire_version_number() != SMTPWIRE_VERSION_NUMBER) {
    fprintf(stderr, "the header's number is %u and the library's %u\n", (unsigned)SMTPWIRE_VERSION_NUMBER,
            (unsigned)smtpwire_version_number());
    wrong = 1;
  }
  snprintf(parts, sizeof parts, "%d.%d.%d", SMTPWIRE_VERSION_MAJOR, SMTPWIRE_VERSION_MINOR, SMTPWIRE_VERSION_PATCH);
  if (!is(library, parts)) {
    fprintf(stderr, "the library is of %.*s, but the header's numbers are %s\n", (int)library.len, library.data, parts);
    wrong = 1;
  }
  if (argc > 1 && !is(library, argv[1])) {
    fprintf(stderr, "the library is of %.*s, but its package of %s\n", (int)library.len, library.data, argv[1]);
    wrong = 1;
  }
  printf("%.*s\n", (int)library.len, library.data);
  return wrong;
}
