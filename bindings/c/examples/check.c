// check: what is wrong in an SMTP dialog, line by line, and what to do about it.
//
//   check session.txt
//   swaks --to jo@example.com 2>&1 | check
//
// Exit status: 0 when no finding is an error, 1 when one is, 2 when the file can't be read as a
// dialog.

#include <errno.h>
#include <smtpwire.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FINE = 0, FAULTY = 1, UNUSABLE = 2 };

// The library reads no more than this of a transcript.
#define LARGEST ((size_t)16 * 1024 * 1024)

// The texts of the report quote the dialog, which may hold anything; a terminal obeys control
// characters.
static void print_text(FILE *stream, smtpwire_str text) {
  for (size_t i = 0; i < text.len; ++i) {
    unsigned char octet = (unsigned char)text.data[i];
    fputc(octet < ' ' || octet == 127 ? '?' : octet, stream);
  }
}

// Everything in a file; NULL where it can't be read. One octet more than the library takes is
// enough for it to say that this is too much.
static uint8_t *read_file(FILE *file, size_t *length) {
  uint8_t *octets = (uint8_t *)malloc(LARGEST + 1);
  if (octets == NULL) return NULL;
  *length = fread(octets, 1, LARGEST + 1, file);
  if (ferror(file)) {
    free(octets);
    return NULL;
  }
  return octets;
}

static void print_finding(const char *name, const smtpwire_finding *finding) {
  const char *severity = finding->severity == SMTPWIRE_FINDING_ERROR     ? "error"
                         : finding->severity == SMTPWIRE_FINDING_WARNING ? "warning"
                                                                         : "note";
  // As compilers write it, so that editors find the place.
  printf("%s:%zu:%zu: %s: ", name, finding->line, finding->column, severity);
  print_text(stdout, finding->message);
  fputs(" [", stdout);
  print_text(stdout, finding->rule);
  fputs("]\n    what to do: ", stdout);
  print_text(stdout, finding->advice);
  fputs("\n    see: ", stdout);
  print_text(stdout, finding->rfc);
  fputc('\n', stdout);
}

static int print_report(const char *name, const smtpwire_report *report) {
  size_t count = smtpwire_report_finding_count(report);
  for (size_t i = 0; i < count; ++i) {
    smtpwire_finding finding;
    if (smtpwire_report_finding(report, i, &finding) == SMTPWIRE_OK) print_finding(name, &finding);
  }
  printf("%s: %zu errors, %zu warnings, %zu notes", name, smtpwire_report_error_count(report),
         smtpwire_report_warning_count(report), smtpwire_report_note_count(report));
  if (smtpwire_report_omitted(report) > 0) {
    printf("; %zu like others are left out", smtpwire_report_omitted(report));
  }
  fputc('\n', stdout);
  return smtpwire_report_has_errors(report) ? FAULTY : FINE;
}

int main(int argc, char **argv) {
  bool from_stdin = argc < 2 || strcmp(argv[1], "-") == 0;
  const char *name = from_stdin ? "stdin" : argv[1];
  if (argc > 2) {
    fputs("usage: check [FILE]\n", stderr);
    return UNUSABLE;
  }
  FILE *file = from_stdin ? stdin : fopen(name, "rb");
  size_t length = 0;
  uint8_t *octets = file != NULL ? read_file(file, &length) : NULL;
  if (octets == NULL) fprintf(stderr, "check: %s: %s\n", name, strerror(errno));
  if (file != NULL && !from_stdin) fclose(file);
  if (octets == NULL) return UNUSABLE;

  smtpwire_bytes transcript = {octets, length};
  smtpwire_report *report = NULL;
  smtpwire_error *error = NULL;
  int exit_code = UNUSABLE;
  if (smtpwire_check(transcript, SMTPWIRE_TRANSCRIPT_AUTO, &report, &error) == SMTPWIRE_OK) {
    exit_code = print_report(name, report);
  } else {
    fprintf(stderr, "check: %s: ", name);
    print_text(stderr, smtpwire_error_message(error));
    fputc('\n', stderr);
  }
  smtpwire_report_free(report);
  smtpwire_error_free(error);
  free(octets);
  if (fflush(stdout) != 0) {
    perror("check");
    return UNUSABLE;
  }
  return exit_code;
}
