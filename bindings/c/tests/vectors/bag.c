#include "bag.h"

#include <stdio.h>
#include <stdlib.h>

struct bag_entry {
  struct bag_entry *before;
  void *object;
  void (*end)(void *object);
};

static void *allocate(size_t size) {
  /* calloc() may give NULL for no octets at all. */
  void *memory = calloc(1, size > 0 ? size : 1);
  if (memory == NULL) {
    fputs("out of memory\n", stderr);
    exit(2);
  }
  return memory;
}

void bag_keep(struct bag *bag, void *object, void (*end)(void *object)) {
  if (object == NULL) {
    return;
  }
  struct bag_entry *entry = allocate(sizeof *entry);
  entry->before = bag->last;
  entry->object = object;
  entry->end = end;
  bag->last = entry;
}

void *bag_alloc(struct bag *bag, size_t size) {
  void *memory = allocate(size);
  bag_keep(bag, memory, free);
  return memory;
}

void bag_empty_to(struct bag *bag, const struct bag_entry *last) {
  while (bag->last != last) {
    struct bag_entry *entry = bag->last;
    bag->last = entry->before;
    entry->end(entry->object);
    free(entry);
  }
}

void bag_empty(struct bag *bag) { bag_empty_to(bag, NULL); }
