/* A file of vectors: read, looked through, and its cases run. */
#ifndef VECTORS_FILE_H
#define VECTORS_FILE_H

#include "subjects.h"

struct tally {
  unsigned cases;
  unsigned dialogs;
  unsigned failures;
};

/* Runs every case of a file, says how many there were and what differs, and counts both. */
void file_run(const char *folder, const struct subject *subject, struct tally *tally);

/* Says which files of the folder are not run at all; how many. */
unsigned files_unknown(const char *folder);

#endif
