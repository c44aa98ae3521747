/* framing.json. */
#include "codec.h"
#include "field.h"
#include "keep.h"

/* What is expected next. */
static const cJSON *next_expected(struct run *run, const cJSON **expected, const char *what) {
  const cJSON *line = *expected;
  if (line == NULL) {
    fail(run, "one more than expected: %s", what);
  }
  *expected = line->next;
  return line;
}

static void came_line(struct run *run, const cJSON **expected, smtpwire_bytes line) {
  const cJSON *json = next_expected(run, expected, bytes_shown(&run->bag, line));
  if (!cJSON_IsString(json)) {
    fail(run, "a line where %s is expected: %s", json_shown(json), bytes_shown(&run->bag, line));
  }
  same_bytes(run, "line", octets_of_json(run, json), line);
}

static void came_error(struct run *run, const cJSON **expected, const smtpwire_error *error) {
  static const char *const fields[] = {"error", "offset", NULL};
  const char *name = text_of(run, smtpwire_error_detail_name(error));
  const cJSON *json = next_expected(run, expected, name);
  uint64_t offset = 0;
  only_fields(run, json, fields);
  same_text(run, "error", word_field(run, json, "error"), name);
  smtpwire_status status = smtpwire_error_offset(error, &offset);
  if (has_field(json, "offset")) {
    need(run, "offset", status);
    same_count(run, "offset", count_field(run, json, "offset"), offset);
  } else {
    same_count(run, "status of an offset that there is not", SMTPWIRE_ABSENT, status);
  }
}

/* Takes out what there is now; whether there was anything. */
static bool take_line(struct run *run, smtpwire_framer *framer, const cJSON **expected) {
  smtpwire_bytes line = {0};
  smtpwire_error *error = NULL;
  bool found = false;
  smtpwire_status status = smtpwire_framer_next_line(framer, &line, &found, &error);
  keep_error(run, error);
  if (status == SMTPWIRE_MALFORMED) {
    came_error(run, expected, error);
    return true;
  }
  need_made(run, "next line", status, error);
  if (found) {
    came_line(run, expected, line);
  }
  return found;
}

static void check_way(struct run *run) {
  const cJSON *expected = list_field(run, run->json, "lines")->child;
  smtpwire_bytes input = octets_field(run, run->json, "input");
  size_t limit = (size_t)count_field(run, run->json, "limit");
  struct pieces pieces = split(input, run->way);
  smtpwire_framer *framer = NULL;
  smtpwire_bytes piece;
  need(run, "framer", smtpwire_framer_new(limit, has_field(run->json, "line_ends"), &framer));
  keep_framer(run, framer);
  while (split_next(&pieces, &piece)) {
    bool more = true;
    while (more) {
      size_t taken = 0;
      need(run, "push", smtpwire_framer_push(framer, piece, &taken));
      piece = bytes_behind(piece, taken);
      more = take_line(run, framer, &expected) || piece.len > 0;
    }
  }
  if (expected != NULL) {
    fail(run, "it did not come: %s", json_shown(expected));
  }
  bool discarding = flag_field(run, run->json, "discarding");
  smtpwire_bytes rest = octets_field(run, run->json, "rest");
  same_bytes(run, "rest", rest, smtpwire_framer_buffered(framer));
  same_flag(run, "discarding", discarding, smtpwire_framer_is_discarding(framer));
  same_flag(run, "at a boundary", rest.len == 0 && !discarding,
            smtpwire_framer_is_at_boundary(framer));
}

void check_framing(struct run *run) {
  static const char *const fields[] = {"limit", "line_ends",  "input", "lines",
                                       "rest",  "discarding", NULL};
  const char *line_ends = word_or_none(run, run->json, "line_ends");
  only_case_fields(run, fields);
  if (line_ends != NULL) {
    same_text(run, "line ends", "accept-bare-lf", line_ends);
  }
  in_every_way(run, check_way);
}
