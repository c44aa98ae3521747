/* The values: what is made and read without a connection. */

#include "fixtures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "must.h"

smtpwire_bytes bytes_of(const char *text) {
  smtpwire_bytes octets;
  octets.data = (const uint8_t *)text;
  octets.len = strlen(text);
  return octets;
}

void must(smtpwire_status status, const char *what) {
  if (status != SMTPWIRE_OK) {
    smtpwire_str name = smtpwire_status_name((uint32_t)status);
    fprintf(stderr, "%s: %.*s\n", what, (int)name.len, name.data);
    abort();
  }
}

void must_be(bool is, const char *what) {
  if (!is) {
    fprintf(stderr, "%s\n", what);
    abort();
  }
}

static smtpwire_address *address_of(smtpwire_address_kind kind, const char *text) {
  smtpwire_address *address;
  MUST(smtpwire_address_parse((uint32_t)kind, smtpwire_str_of(text), &address, NULL));
  return address;
}

smtpwire_address *fixture_address(void) {
  return address_of(SMTPWIRE_ADDRESS_KIND_MAILBOX, "\"jo\"@example.com");
}

smtpwire_address *fixture_domain(void) {
  return address_of(SMTPWIRE_ADDRESS_KIND_HOST, "example.com");
}

smtpwire_address *fixture_local_part(void) {
  return address_of(SMTPWIRE_ADDRESS_KIND_LOCAL_PART, "jo");
}

smtpwire_address *fixture_ip(void) {
  return address_of(SMTPWIRE_ADDRESS_KIND_HOST, "[192.0.2.1]");
}

smtpwire_address *fixture_general(void) {
  return address_of(SMTPWIRE_ADDRESS_KIND_HOST, "[tag:content]");
}

static smtpwire_reply *reply_of(const char *text) {
  smtpwire_reply *reply;
  size_t consumed;
  MUST(smtpwire_reply_parse(bytes_of(text), &reply, &consumed, NULL));
  must_be(reply != NULL, "a reply is whole");
  return reply;
}

smtpwire_reply *fixture_reply(void) {
  return reply_of("250 2.1.5 yes\r\n");
}

smtpwire_reply *fixture_ehlo_reply(void) {
  return reply_of("250-mx.example hi\r\n250-SIZE 1000\r\n250-AUTH PLAIN\r\n250-LIMITS MAILMAX=1\r\n"
                  "250-FUTURERELEASE 60 2027-01-01T00:00:00Z\r\n250 DELIVERBY 60\r\n");
}

smtpwire_reply *fixture_refusal(void) {
  return reply_of("554 5.3.0 no\r\n");
}

smtpwire_capabilities *fixture_capabilities(void) {
  smtpwire_reply *reply = fixture_ehlo_reply();
  smtpwire_capabilities *capabilities;
  MUST(smtpwire_capabilities_parse(reply, &capabilities));
  smtpwire_reply_free(reply);
  return capabilities;
}

smtpwire_channel_binding *fixture_channel_binding(void) {
  smtpwire_channel_binding *binding;
  MUST(smtpwire_channel_binding_new(SMTPWIRE_CHANNEL_BINDING_TLS_UNIQUE, bytes_of("twelve octets"), &binding));
  return binding;
}

smtpwire_chunk_reader *fixture_chunk_reader(void) {
  smtpwire_chunk_reader *reader;
  MUST(smtpwire_chunk_reader_new(1000, &reader));
  return reader;
}

smtpwire_chunk_total *fixture_chunk_total(void) {
  smtpwire_chunk_total *total;
  MUST(smtpwire_chunk_total_new(1000, &total));
  return total;
}

smtpwire_command *fixture_command_of(const char *line) {
  smtpwire_command *command;
  MUST(smtpwire_command_parse(bytes_of(line), 0, &command, NULL));
  return command;
}

smtpwire_command *fixture_command(void) {
  return fixture_command_of("NOOP hello");
}

smtpwire_content *fixture_content(void) {
  smtpwire_content *content;
  MUST(smtpwire_content_new(bytes_of("Subject: hi\r\n\r\nhi\r\n"), &content));
  return content;
}

smtpwire_credentials *fixture_credentials(void) {
  smtpwire_credentials *credentials;
  MUST(smtpwire_credentials_new_password(smtpwire_str_of("jo"), smtpwire_str_of("secret"), &credentials, NULL));
  return credentials;
}

smtpwire_envelope *fixture_envelope(void) {
  smtpwire_envelope *envelope;
  MUST(smtpwire_envelope_new(smtpwire_str_of("jo@example.com"), NULL, &envelope, NULL));
  MUST(smtpwire_envelope_add_recipient(envelope, smtpwire_str_of("ann@example.com"), NULL, NULL));
  return envelope;
}

smtpwire_error *fixture_error(void) {
  smtpwire_command *command;
  smtpwire_error *error = NULL;
  must_be(smtpwire_command_parse(bytes_of("MAIL FROM:<"), 0, &command, &error) == SMTPWIRE_MALFORMED,
          "half a path is malformed");
  return error;
}

smtpwire_explanation *fixture_explanation(void) {
  smtpwire_explanation *explanation;
  MUST(smtpwire_explain_reply(smtpwire_str_of("550 5.7.1 Service unavailable, client host [192.0.2.1] blocked using "
                                              "zen.spamhaus.org"),
                              &explanation));
  return explanation;
}

smtpwire_framer *fixture_framer(void) {
  smtpwire_framer *framer;
  size_t taken;
  MUST(smtpwire_framer_new(512, false, &framer));
  MUST(smtpwire_framer_push(framer, bytes_of("NOOP\r\nNOOP\r\n"), &taken));
  return framer;
}

static smtpwire_parameters *parameters_of(smtpwire_verb verb, const char *text) {
  smtpwire_parameters *parameters;
  MUST(smtpwire_parameters_parse((uint32_t)verb, smtpwire_str_of(text), 0, &parameters, NULL));
  return parameters;
}

smtpwire_parameters *fixture_parameters_of(const char *text) {
  return parameters_of(SMTPWIRE_VERB_MAIL, text);
}

smtpwire_parameters *fixture_rcpt_parameters_of(const char *text) {
  return parameters_of(SMTPWIRE_VERB_RCPT, text);
}

smtpwire_parameters *fixture_parameters(void) {
  smtpwire_parameters *parameters;
  MUST(smtpwire_parameters_new(SMTPWIRE_VERB_MAIL, &parameters));
  return parameters;
}

smtpwire_parameters *fixture_rcpt_parameters(void) {
  smtpwire_parameters *parameters;
  MUST(smtpwire_parameters_new(SMTPWIRE_VERB_RCPT, &parameters));
  return parameters;
}

smtpwire_proxy_header *fixture_proxy_header(void) {
  smtpwire_proxy_header *header;
  MUST(smtpwire_proxy_header_new(SMTPWIRE_PROXY_TRANSPORT_STREAM, smtpwire_str_of("192.0.2.1:2525"),
                                 smtpwire_str_of("192.0.2.2:25"), &header, NULL));
  MUST(smtpwire_proxy_header_add_tlv(header, 2, bytes_of("mx.example")));
  return header;
}

smtpwire_proxy_header *fixture_unix_header(void) {
  smtpwire_proxy_header *header;
  MUST(smtpwire_proxy_header_new_unix(SMTPWIRE_PROXY_TRANSPORT_STREAM, bytes_of("/run/a"), bytes_of("/run/b"),
                                      &header));
  return header;
}

smtpwire_reply_reader *fixture_reply_reader(void) {
  smtpwire_reply_reader *reader;
  MUST(smtpwire_reply_reader_new(0, 0, 0, &reader));
  MUST(smtpwire_reply_reader_receive(reader, bytes_of("250 yes\r\n25")));
  return reader;
}

smtpwire_report *fixture_report(void) {
  smtpwire_report *report;
  MUST(smtpwire_check(bytes_of("S: 220 mx.example\nC: MAIL FROM:<jo@example.com>\nS: 250 ok\nC: RCPT TO: <>\nS: 250 ok\n"),
                      SMTPWIRE_TRANSCRIPT_LABELLED, &report, NULL));
  return report;
}

smtpwire_sasl_policy *fixture_sasl_policy(void) {
  smtpwire_sasl_policy *policy;
  MUST(smtpwire_sasl_policy_new(&policy));
  MUST(smtpwire_sasl_policy_set_allow_plaintext_secrets(policy, true));
  return policy;
}

smtpwire_scanner *fixture_scanner(void) {
  smtpwire_scanner *scanner;
  MUST(smtpwire_scanner_new(SMTPWIRE_LINE_ENDS_REFUSE, SMTPWIRE_MAX_TEXT_LINE, &scanner));
  return scanner;
}

smtpwire_scram_verifier *fixture_scram_verifier(void) {
  smtpwire_scram_verifier *verifier;
  MUST(smtpwire_scram_verifier_new(SMTPWIRE_SCRAM_SHA1, smtpwire_str_of("secret"), bytes_of("salty salty salt"), 4096,
                                   &verifier, NULL));
  return verifier;
}

smtpwire_stuffer *fixture_stuffer(void) {
  smtpwire_stuffer *stuffer;
  MUST(smtpwire_stuffer_new(SMTPWIRE_LINE_ENDS_REFUSE, SMTPWIRE_MAX_TEXT_LINE, &stuffer));
  return stuffer;
}

smtpwire_text *fixture_text(void) {
  smtpwire_text *text;
  MUST(smtpwire_xtext_encode(smtpwire_str_of("a+b"), &text));
  return text;
}

smtpwire_unstuffer *fixture_unstuffer(void) {
  smtpwire_unstuffer *unstuffer;
  MUST(smtpwire_unstuffer_new(SMTPWIRE_LINE_ENDS_REFUSE, SMTPWIRE_MAX_TEXT_LINE, 1000, &unstuffer));
  return unstuffer;
}

smtpwire_datetime fixture_datetime(void) {
  smtpwire_datetime time;
  MUST(smtpwire_datetime_parse(smtpwire_str_of("2027-01-01T00:00:00Z"), &time));
  return time;
}

smtpwire_enhanced_code fixture_enhanced_code(void) {
  smtpwire_enhanced_code enhanced = {2, 1, 5};
  return enhanced;
}

smtpwire_attribute fixture_attribute_of(smtpwire_str name) {
  smtpwire_attribute attribute;
  attribute.name = name;
  attribute.value = smtpwire_str_of("192.0.2.1");
  return attribute;
}

smtpwire_attribute fixture_attribute(void) {
  return fixture_attribute_of(smtpwire_str_of("ADDR"));
}
