/* Objects of the library that a case owns: each is given back as it came, NULL among them, and ends
 * with the case. */
#ifndef VECTORS_KEEP_H
#define VECTORS_KEEP_H

#include "run.h"

smtpwire_error *keep_error(struct run *run, smtpwire_error *error);
smtpwire_text *keep_text(struct run *run, smtpwire_text *text);
smtpwire_reply *keep_reply(struct run *run, smtpwire_reply *reply);
smtpwire_reply_reader *keep_reply_reader(struct run *run, smtpwire_reply_reader *reader);
smtpwire_address *keep_address(struct run *run, smtpwire_address *address);
smtpwire_parameters *keep_parameters(struct run *run, smtpwire_parameters *parameters);
smtpwire_command *keep_command(struct run *run, smtpwire_command *command);
smtpwire_capabilities *keep_capabilities(struct run *run, smtpwire_capabilities *capabilities);
smtpwire_framer *keep_framer(struct run *run, smtpwire_framer *framer);
smtpwire_stuffer *keep_stuffer(struct run *run, smtpwire_stuffer *stuffer);
smtpwire_unstuffer *keep_unstuffer(struct run *run, smtpwire_unstuffer *unstuffer);
smtpwire_scanner *keep_scanner(struct run *run, smtpwire_scanner *scanner);
smtpwire_chunk_reader *keep_chunk_reader(struct run *run, smtpwire_chunk_reader *reader);
smtpwire_chunk_total *keep_chunk_total(struct run *run, smtpwire_chunk_total *total);
smtpwire_proxy_header *keep_proxy_header(struct run *run, smtpwire_proxy_header *header);
smtpwire_client_config *keep_client_config(struct run *run, smtpwire_client_config *config);
smtpwire_client *keep_client(struct run *run, smtpwire_client *client);
smtpwire_server_config *keep_server_config(struct run *run, smtpwire_server_config *config);
smtpwire_server *keep_server(struct run *run, smtpwire_server *server);
smtpwire_credentials *keep_credentials(struct run *run, smtpwire_credentials *credentials);
smtpwire_sasl_policy *keep_sasl_policy(struct run *run, smtpwire_sasl_policy *policy);
smtpwire_channel_binding *keep_channel_binding(struct run *run, smtpwire_channel_binding *binding);

#endif
