/* The fields of a case. What a field can't be, fails the case; so does one that is not known. */
#ifndef VECTORS_FIELD_H
#define VECTORS_FIELD_H

#include "run.h"

/* The object has no other fields than these, and none twice; the list ends with NULL. */
void only_fields(struct run *run, const cJSON *object, const char *const *names);
/* The same for the case itself, which may have name, requirements and note besides. */
void only_case_fields(struct run *run, const char *const *names);

bool has_field(const cJSON *object, const char *name);
/* A list's or an object's, which must be there; `or_none`: NULL where it is not. */
const cJSON *list_field(struct run *run, const cJSON *object, const char *name);
const cJSON *list_or_none(struct run *run, const cJSON *object, const char *name);
const cJSON *object_field(struct run *run, const cJSON *object, const char *name);
const cJSON *object_or_none(struct run *run, const cJSON *object, const char *name);
/* Names and other words, NULL where there is none; a NUL is not in them. */
const char *word_field(struct run *run, const cJSON *object, const char *name);
const char *word_or_none(struct run *run, const cJSON *object, const char *name);
/* Text. */
smtpwire_str text_of_json(struct run *run, const cJSON *string);
smtpwire_str text_field(struct run *run, const cJSON *object, const char *name);
/* A list's texts, all of them; how many there are. */
const smtpwire_str *texts_of_json(struct run *run, const cJSON *list, size_t *count);
/* Octets; the escapes are resolved. */
smtpwire_bytes octets_of_json(struct run *run, const cJSON *string);
smtpwire_bytes octets_field(struct run *run, const cJSON *object, const char *name);
/* Writes a field's octets as escape() does, which is one of the ways that a vector has; a copy is
 * made so to be compared. */
void escape_again(struct run *run, const cJSON *object, const char *name);
smtpwire_bytes octets_or(struct run *run, const cJSON *object, const char *name,
                         smtpwire_bytes otherwise);
/* Absent: false. */
bool flag_field(struct run *run, const cJSON *object, const char *name);
bool flag_or(struct run *run, const cJSON *object, const char *name, bool otherwise);
/* A number, or its digits. */
uint64_t count_of_json(struct run *run, const cJSON *count);
uint64_t count_field(struct run *run, const cJSON *object, const char *name);
uint64_t count_or(struct run *run, const cJSON *object, const char *name, uint64_t otherwise);
/* A number between these two. */
int64_t number_of_json(struct run *run, const cJSON *number, int64_t least, int64_t most);
int64_t number_field(struct run *run, const cJSON *object, const char *name, int64_t least,
                     int64_t most);

/* Where a name stands in a list that ends with NULL; what is in none fails. */
unsigned one_of(struct run *run, const char *what, const char *name, const char *const *names);

#endif
