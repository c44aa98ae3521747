/* Every file of vectors, and the check of its cases. */
#ifndef VECTORS_SUBJECTS_H
#define VECTORS_SUBJECTS_H

#include "run.h"

struct subject {
  /* The file's path in the folder, without `.json`. */
  const char *name;
  check *check;
};

/* They end with one that has no name. Those with a `/` are dialogs. */
extern const struct subject subjects[];

bool is_dialog(const struct subject *subject);
/* The one of this name, or NULL. */
const struct subject *subject_of(const char *name);

#endif
