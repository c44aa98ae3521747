/* The checks of the dialogs, one for each side: each runs one case in every way.
 *
 * The case is `run->json`, with what is to be repeated written out; the file's `preludes` are
 * in `run->document`. An input is cut by split.h, values are built and shown by values.h.
 */
#ifndef VECTORS_DIALOGS_H
#define VECTORS_DIALOGS_H

#include "run.h"

check check_client_dialog;
check check_server_dialog;

#endif
