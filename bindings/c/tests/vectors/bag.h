/* What a case owns: memory, and objects of the library.
 *
 * A check gives up in the middle where something differs (fail() in run.h), so nothing is freed by
 * the checks themselves: everything goes into the case's bag, and ends with it.
 */
#ifndef VECTORS_BAG_H
#define VECTORS_BAG_H

#include <stddef.h>

struct bag_entry;

struct bag {
  struct bag_entry *last;
};

/* Memory, all zero; the program ends where there is none. */
void *bag_alloc(struct bag *bag, size_t size);

/* An object that is ended with the bag, before what was kept earlier. NULL is none. */
void bag_keep(struct bag *bag, void *object, void (*end)(void *object));

/* Ends everything. The bag can be used again. */
void bag_empty(struct bag *bag);

/* Ends what came after this entry was the last. */
void bag_empty_to(struct bag *bag, const struct bag_entry *last);

#endif
