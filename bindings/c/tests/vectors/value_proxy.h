/* PROXY protocol headers as the JSON of the vectors, and built from it; values.h has the rules. */
#ifndef VECTORS_VALUE_PROXY_H
#define VECTORS_VALUE_PROXY_H

#include "keep.h"

cJSON *show_proxy(struct run *run, const smtpwire_proxy_header *header);
smtpwire_proxy_header *build_proxy(struct run *run, const cJSON *json);
/* The JSON of a vector with its octets escaped as show_proxy() does. */
const cJSON *expected_proxy(struct run *run, const cJSON *json);

#endif
