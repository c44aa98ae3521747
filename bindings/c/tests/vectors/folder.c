/* What is in the folder of the vectors, so that no file of it is forgotten. */
#define _POSIX_C_SOURCE 200809L

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "file.h"

static const char *joined(struct bag *bag, const char *one, const char *other) {
  struct buffer text = {.bag = bag};
  buffer_add_text(&text, one);
  buffer_add_text(&text, other);
  return buffer_text(&text);
}

/* The page, and the list of what the cases show: neither has cases. */
static bool has_no_cases(const char *name) {
  return strcmp(name, "README.md") == 0 || strcmp(name, "coverage.json") == 0 ||
         strcmp(name, "client") == 0 || strcmp(name, "server") == 0;
}

static bool is_known(struct bag *bag, const char *name) {
  size_t length = strlen(name);
  if (length <= 5 || strcmp(name + length - 5, ".json") != 0) {
    return false;
  }
  struct buffer stem = {.bag = bag};
  buffer_add(&stem, bytes_until(bytes_of(name), length - 5));
  return subject_of(buffer_text(&stem)) != NULL;
}

static unsigned unknown_in(struct bag *bag, const char *folder, const char *part) {
  DIR *entries = opendir(joined(bag, folder, part));
  const struct dirent *entry;
  unsigned unknown = 0;
  if (entries == NULL) {
    printf("%s%s can't be read\n", folder, part);
    return 1;
  }
  while ((entry = readdir(entries)) != NULL) {
    const char *name = joined(bag, part + 1, entry->d_name);
    if (entry->d_name[0] != '.' && !has_no_cases(name) && !is_known(bag, name)) {
      printf("%s: a file that is not run\n", name);
      ++unknown;
    }
  }
  closedir(entries);
  return unknown;
}

unsigned files_unknown(const char *folder) {
  struct bag bag = {0};
  unsigned unknown = unknown_in(&bag, folder, "/");
  unknown += unknown_in(&bag, folder, "/client/");
  unknown += unknown_in(&bag, folder, "/server/");
  bag_empty(&bag);
  return unknown;
}
