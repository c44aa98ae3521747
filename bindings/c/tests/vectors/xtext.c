/* xtext.json. */
#include "codec.h"
#include "field.h"
#include "keep.h"

static smtpwire_status decode(struct run *run, smtpwire_bytes coded, smtpwire_bytes *text) {
  smtpwire_text *made = NULL;
  smtpwire_status status = smtpwire_xtext_decode(str_of_bytes(coded), &made);
  *text = smtpwire_text_view(keep_text(run, made));
  return status;
}

void check_xtext(struct run *run) {
  static const char *const fields[] = {"input", "value", "wire", NULL};
  smtpwire_bytes input = octets_field(run, run->json, "input");
  smtpwire_text *made = NULL;
  smtpwire_bytes text;
  only_case_fields(run, fields);
  smtpwire_status status = decode(run, input, &text);
  if (cJSON_IsNull(json_field(run->json, "value"))) {
    same_count(run, "status", SMTPWIRE_MALFORMED, status);
    same_count(run, "octets of what is none", 0, text.len);
    return;
  }
  smtpwire_str value = text_field(run, run->json, "value");
  need(run, "decoded", status);
  same_bytes(run, "decoded", bytes_of_str(value), text);
  need(run, "coded", smtpwire_xtext_encode(value, &made));
  smtpwire_bytes coded = smtpwire_text_view(keep_text(run, made));
  same_bytes(run, "coded", octets_or(run, run->json, "wire", input), coded);
  need(run, "decoded again", decode(run, coded, &text));
  same_bytes(run, "decoded again", bytes_of_str(value), text);
}
