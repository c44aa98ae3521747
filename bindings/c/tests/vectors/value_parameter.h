/* How one parameter is shown and built; value_parameter.c knows all of them together. */
#ifndef VECTORS_VALUE_PARAMETER_H
#define VECTORS_VALUE_PARAMETER_H

#include "values.h"

/* The value, or NULL where the parameter has none. */
typedef cJSON *show_parameter(struct run *run, const smtpwire_parameters *parameters);
/* Adds it; what the library says to it. `value` is NULL where the JSON has none. */
typedef smtpwire_status add_parameter(struct run *run, smtpwire_parameters *parameters,
                                      const cJSON *value, smtpwire_error **error);

struct parameter {
  const char *keyword;
  show_parameter *show;
  add_parameter *add;
};

/* Each list ends with one that has no keyword. */
extern const struct parameter mail_parameters[];
extern const struct parameter rcpt_parameters[];

#endif
