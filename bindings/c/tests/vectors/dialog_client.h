/* How the client of a dialog is configured, and its calls. */
#ifndef VECTORS_DIALOG_CLIENT_H
#define VECTORS_DIALOG_CLIENT_H

#include "dialog.h"

const smtpwire_client_config *client_config(struct run *run, const cJSON *json);

extern const struct call client_calls[];

/* A command was queued, or not; the numbers of those that were follow each other. `id` is looked at
 * behind the call that gives the status. */
smtpwire_status queued(struct dialog *dialog, smtpwire_status status, const uint64_t *id);

/* AUTH with credentials. */
smtpwire_status call_auth(struct dialog *dialog, const cJSON *step, smtpwire_error **error);

#endif
