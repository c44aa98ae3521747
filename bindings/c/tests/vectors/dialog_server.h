/* How the server of a dialog is configured. */
#ifndef VECTORS_DIALOG_SERVER_H
#define VECTORS_DIALOG_SERVER_H

#include "dialog.h"

/* The server of the vectors, with what the case has else; NULL: nothing else. */
const smtpwire_server_config *server_config(struct run *run, const cJSON *json);

#endif
