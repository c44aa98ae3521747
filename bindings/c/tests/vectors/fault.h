/* What is wrong with content, where a vector names it. */
#ifndef VECTORS_FAULT_H
#define VECTORS_FAULT_H

#include "keep.h"

/* Compares what a call came to with `{"name": ..., "offset": ...}`; NULL: nothing is wrong. */
void check_fault(struct run *run, const cJSON *expected, smtpwire_status status,
                 const smtpwire_error *error);

#endif
