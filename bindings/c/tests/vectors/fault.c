#include "fault.h"

#include "field.h"

void check_fault(struct run *run, const cJSON *expected, smtpwire_status status,
                 const smtpwire_error *error) {
  static const char *const fields[] = {"name", "offset", NULL};
  uint64_t offset = 0;
  if (expected == NULL) {
    need_made(run, "content that is good", status, error);
    return;
  }
  only_fields(run, expected, fields);
  same_count(run, "status", SMTPWIRE_MALFORMED, status);
  same_text(run, "error", word_field(run, expected, "name"),
            text_of(run, smtpwire_error_detail_name(error)));
  status = smtpwire_error_offset(error, &offset);
  if (has_field(expected, "offset")) {
    need(run, "offset", status);
    same_count(run, "offset", count_field(run, expected, "offset"), offset);
  } else {
    same_count(run, "status of an offset that there is not", SMTPWIRE_ABSENT, status);
  }
}
