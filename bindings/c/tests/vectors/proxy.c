/* proxy.json. */
#include "codec.h"
#include "field.h"
#include "value_proxy.h"

static smtpwire_proxy_header *parse(struct run *run, smtpwire_bytes octets, size_t *consumed,
                                    smtpwire_status *status, smtpwire_error **error) {
  smtpwire_proxy_header *header = NULL;
  *error = NULL;
  *status = smtpwire_proxy_header_parse(octets, 0, &header, consumed, error);
  keep_error(run, *error);
  return keep_proxy_header(run, header);
}

/* The case has one of these three. */
static void check_kind(struct run *run) {
  int kinds = has_field(run->json, "value") + has_field(run->json, "error") +
              flag_field(run, run->json, "need_more");
  if (kinds != 1 || has_field(run->json, "value") != has_field(run->json, "rest")) {
    fail(run, "a case has a value with its rest, an error, or needs more");
  }
}

/* Asks again with each piece, as a connection does; the first answer that is final stays. */
static void check_way(struct run *run) {
  smtpwire_bytes input = octets_field(run, run->json, "input");
  struct pieces pieces = split(input, run->way);
  smtpwire_bytes piece;
  smtpwire_status status = SMTPWIRE_OK;
  smtpwire_error *error = NULL;
  smtpwire_proxy_header *header = NULL;
  size_t consumed = 0;
  while (status == SMTPWIRE_OK && header == NULL && split_next(&pieces, &piece)) {
    header = parse(run, bytes_until(input, input.len - pieces.rest.len), &consumed, &status,
                   &error);
  }
  if (has_field(run->json, "error")) {
    same_count(run, "status", SMTPWIRE_MALFORMED, status);
    same_text(run, "error", word_field(run, run->json, "error"),
              text_of(run, smtpwire_error_detail_name(error)));
    return;
  }
  need_made(run, "not read", status, error);
  if (header == NULL) {
    same_flag(run, "needs more", flag_field(run, run->json, "need_more"), true);
    same_count(run, "octets consumed", 0, consumed);
    return;
  }
  same_json(run, "read", expected_proxy(run, json_field(run->json, "value")),
            show_proxy(run, header));
  same_bytes(run, "rest", octets_or(run, run->json, "rest", bytes_of("")),
             bytes_behind(input, consumed));
}

/* Builds the value, writes it in the version in which it came, and reads that again. */
static void check_value(struct run *run) {
  smtpwire_bytes input = octets_field(run, run->json, "input");
  smtpwire_bytes rest = octets_field(run, run->json, "rest");
  smtpwire_bytes read = bytes_until(input, input.len - rest.len);
  smtpwire_proxy_header *built = build_proxy(run, object_field(run, run->json, "value"));
  smtpwire_text *text = NULL;
  smtpwire_error *error = NULL;
  size_t consumed = 0;
  if (built == NULL) {
    fail(run, "not built: %s", run->refusal);
  }
  uint32_t version = bytes_begin_with(read, "PROXY") ? 1 : 2;
  smtpwire_status status = smtpwire_proxy_header_write(built, version, &text, &error);
  need_made(run, "not written", status, keep_error(run, error));
  smtpwire_bytes octets = smtpwire_text_view(keep_text(run, text));
  same_bytes(run, "built and written", octets_or(run, run->json, "wire", read), octets);
  smtpwire_proxy_header *again = parse(run, octets, &consumed, &status, &error);
  need_made(run, "not read again", status, error);
  same_flag(run, "read again", true, smtpwire_proxy_header_equal(built, again));
  same_count(run, "octets read again", octets.len, consumed);
}

static void check_written(struct run *run) {
  smtpwire_proxy_header *built = build_proxy(run, object_field(run, run->json, "value"));
  uint32_t version = (uint32_t)number_field(run, run->json, "version", 1, 2);
  smtpwire_text *text = NULL;
  smtpwire_error *error = NULL;
  if (built == NULL) {
    fail(run, "not built: %s", run->refusal);
  }
  smtpwire_status status = smtpwire_proxy_header_write(built, version, &text, &error);
  keep_error(run, error);
  keep_text(run, text);
  if (has_field(run->json, "error")) {
    same_count(run, "status", SMTPWIRE_INVALID_VALUE, status);
    same_text(run, "error", word_field(run, run->json, "error"),
              text_of(run, smtpwire_error_detail_name(error)));
    return;
  }
  need_made(run, "not written", status, error);
  same_bytes(run, "written", octets_field(run, run->json, "wire"), smtpwire_text_view(text));
}

void check_proxy(struct run *run) {
  static const char *const fields[] = {"input", "value",     "version", "wire",
                                       "rest",  "need_more", "error",   NULL};
  only_case_fields(run, fields);
  if (!has_field(run->json, "input")) {
    check_written(run);
    return;
  }
  check_kind(run);
  in_every_way(run, check_way);
  if (has_field(run->json, "value")) {
    check_value(run);
  }
}
