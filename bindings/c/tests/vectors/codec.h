/* The checks of the files without a session: each runs one case. */
#ifndef VECTORS_CODEC_H
#define VECTORS_CODEC_H

#include "run.h"

check check_command;
check check_command_error;
check check_parameters;
check check_address;
check check_replies;
check check_capabilities;
check check_content;
check check_framing;
check check_bdat;
check check_proxy;
check check_xtext;
check check_order;

#endif
