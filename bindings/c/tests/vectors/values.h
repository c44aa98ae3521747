/* Values of the library as the JSON that the vectors write, and built from it by the makers; no
 * parser of a line is asked. README.md of the vectors describes the JSON under `commands.json`.
 *
 * A builder gives NULL where the library refuses the value (`run->refusal` says why), and fails
 * the case where the JSON is none of its kind. What it gives, belongs to the case.
 */
#ifndef VECTORS_VALUES_H
#define VECTORS_VALUES_H

#include "keep.h"

/* A domain, a literal, a host; a mailbox; a path, which may be null or "postmaster". */
cJSON *show_host(struct run *run, const smtpwire_address *host);
cJSON *show_mailbox(struct run *run, const smtpwire_address *mailbox);
cJSON *show_path(struct run *run, const smtpwire_address *path);
smtpwire_address *build_domain(struct run *run, smtpwire_str name);
smtpwire_address *build_local_part(struct run *run, smtpwire_str written);
smtpwire_address *build_host(struct run *run, const cJSON *json);
smtpwire_address *build_mailbox(struct run *run, const cJSON *json);
smtpwire_address *build_path(struct run *run, const cJSON *json);

cJSON *show_datetime(struct run *run, const smtpwire_datetime *at);
smtpwire_datetime build_datetime(struct run *run, const cJSON *json);

/* A list; an empty one for NULL. `verb` is MAIL's or RCPT's. */
cJSON *show_parameters(struct run *run, const smtpwire_parameters *parameters);
smtpwire_parameters *build_parameters(struct run *run, uint32_t verb, const cJSON *json);

cJSON *show_command(struct run *run, const smtpwire_command *command);
smtpwire_command *build_command(struct run *run, const cJSON *json);

/* The number of a verb that is written in capitals; unknown for all others. */
uint32_t verb_of(const char *name);
/* The kind of node that ETRN names, by its field, and the name. */
uint32_t node_of(struct run *run, const cJSON *json, smtpwire_str *name);
void show_node(struct run *run, cJSON *json, uint32_t kind, smtpwire_str name);

#endif
