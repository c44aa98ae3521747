/* The JSON of the vectors: read, written out, compared, made.
 *
 * All of it belongs to a bag, that of the file or that of the case; nobody calls cJSON_Delete().
 *
 * cJSON's strings end at a NUL. Where a text has one (`\u0000`), it stands here as the octet 0xFF,
 * which no UTF-8 has; json_str() and json_of_str() turn one into the other.
 */
#ifndef VECTORS_JSON_H
#define VECTORS_JSON_H

#include <cjson/cJSON.h>

#include "octets.h"

/* From here on, what is made belongs to this bag. */
void json_use(struct bag *bag);

/* Reads what stands in a file; NULL where it can't be read or is no JSON. */
cJSON *json_read(struct bag *bag, const char *path);

/* Writes out `repeat`, `join` and `times`, wherever they stand; what is wrong with one, or NULL. */
const char *json_expand(struct bag *bag, cJSON *value);

/* A field, or NULL; a list's item likewise. */
const cJSON *json_field(const cJSON *object, const char *name);
const cJSON *json_item(const cJSON *list, int index);
/* A string's text. */
smtpwire_str json_str(struct bag *bag, const cJSON *string);
/* Whether it is the string. */
bool json_is(const cJSON *value, const char *text);

cJSON *json_of_str(smtpwire_str text);
/* A number, or its digits where not every language's JSON holds it. */
cJSON *json_of_count(uint64_t count);
/* Adds a field and gives it back. */
cJSON *json_add(cJSON *object, const char *name, cJSON *value);
void json_add_str(cJSON *object, const char *name, smtpwire_str text);
void json_append(cJSON *list, cJSON *value);

/* Objects without regard to order, lists with; numbers to the last digit. */
bool json_equal(const cJSON *a, const cJSON *b);
const char *json_shown(const cJSON *value);

#endif
