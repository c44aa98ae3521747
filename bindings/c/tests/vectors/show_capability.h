/* What a server offers, line by line: as the JSON of the vectors, and built from it. */
#ifndef VECTORS_SHOW_CAPABILITY_H
#define VECTORS_SHOW_CAPABILITY_H

#include "keep.h"

/* A list of lines. */
cJSON *show_capabilities(struct run *run, const smtpwire_capabilities *capabilities);
/* Adds one line; what the library says to it. */
smtpwire_status add_capability(struct run *run, smtpwire_capabilities *capabilities,
                               const cJSON *json, smtpwire_error **error);

#endif
