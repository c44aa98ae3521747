/* content.json. */
#include "codec.h"
#include "fault.h"
#include "field.h"

/* How content is read: what stands beside the input. */
struct rules {
  uint32_t line_ends;
  size_t max_line;
  uint64_t max_size;
};

/* What unstuffing came to. */
struct unstuffed {
  smtpwire_bytes content;
  smtpwire_bytes rest;
  bool is_ended;
  smtpwire_status status;
  smtpwire_error *error;
};

static struct rules rules_of(struct run *run) {
  const char *line_ends = word_or_none(run, run->json, "line_ends");
  struct rules rules = {.line_ends = SMTPWIRE_LINE_ENDS_REFUSE};
  if (line_ends != NULL) {
    same_text(run, "line ends", "normalise", line_ends);
    rules.line_ends = SMTPWIRE_LINE_ENDS_NORMALISE;
  }
  rules.max_line = json_is(json_field(run->json, "max_line"), "none")
                       ? SIZE_MAX
                       : (size_t)count_or(run, run->json, "max_line", SMTPWIRE_MAX_TEXT_LINE);
  rules.max_size = count_or(run, run->json, "max_size", SMTPWIRE_UNLIMITED);
  return rules;
}

/* Unstuffs the input, cut in this way. */
static struct unstuffed unstuff(struct run *run, smtpwire_bytes input, unsigned way,
                                struct rules rules) {
  struct unstuffed result = {.rest = bytes_of("")};
  struct buffer content = {.bag = &run->bag};
  struct buffer rest = {.bag = &run->bag};
  struct pieces pieces = split(input, way);
  smtpwire_unstuffer *unstuffer = NULL;
  smtpwire_bytes piece;
  need(run, "unstuffer", smtpwire_unstuffer_new(rules.line_ends, rules.max_line, rules.max_size,
                                                &unstuffer));
  keep_unstuffer(run, unstuffer);
  while (split_next(&pieces, &piece)) {
    smtpwire_bytes some;
    size_t consumed = 0;
    bool was_ended = result.is_ended;
    need(run, "push",
         smtpwire_unstuffer_push(unstuffer, piece, &consumed, &some, &result.is_ended));
    same_count(run, "octets taken behind the end", 0, was_ended ? consumed + some.len : 0);
    same_count(run, "octets taken", piece.len, result.is_ended ? piece.len : consumed);
    buffer_add(&content, some);
    buffer_add(&rest, bytes_behind(piece, consumed));
  }
  result.content = buffer_view(&content);
  result.rest = buffer_view(&rest);
  same_count(run, "octets of content", result.content.len, smtpwire_unstuffer_octets(unstuffer));
  same_flag(run, "done", result.is_ended, smtpwire_unstuffer_is_done(unstuffer));
  result.status = smtpwire_unstuffer_outcome(unstuffer, &result.error);
  keep_error(run, result.error);
  return result;
}

static smtpwire_stuffer *stuffer_of(struct run *run) {
  struct rules rules = rules_of(run);
  smtpwire_stuffer *stuffer = NULL;
  need(run, "stuffer", smtpwire_stuffer_new(rules.line_ends, rules.max_line, &stuffer));
  return keep_stuffer(run, stuffer);
}

static void check_stuffed(struct run *run) {
  struct pieces pieces = split(octets_field(run, run->json, "input"), run->way);
  const cJSON *expected = json_field(run->json, "error");
  struct buffer wire = {.bag = &run->bag};
  smtpwire_stuffer *stuffer = stuffer_of(run);
  smtpwire_status status = SMTPWIRE_OK;
  smtpwire_error *error = NULL;
  smtpwire_bytes piece;
  smtpwire_bytes some;
  while (status == SMTPWIRE_OK && split_next(&pieces, &piece)) {
    status = smtpwire_stuffer_push(stuffer, piece, &some, &error);
    buffer_add(&wire, status == SMTPWIRE_OK ? some : bytes_of(""));
  }
  if (status == SMTPWIRE_OK) {
    status = smtpwire_stuffer_finish(stuffer, &some, &error);
    buffer_add(&wire, status == SMTPWIRE_OK ? some : bytes_of(""));
  }
  check_fault(run, expected, status, keep_error(run, error));
  if (expected == NULL) {
    same_bytes(run, "stuffed", octets_field(run, run->json, "wire"), buffer_view(&wire));
    return;
  }
  error = NULL;
  status = smtpwire_stuffer_finish(stuffer, &some, &error);
  check_fault(run, expected, status, keep_error(run, error));
}

static void check_stuff(struct run *run) {
  smtpwire_bytes input = octets_field(run, run->json, "input");
  struct rules rules = {.line_ends = SMTPWIRE_LINE_ENDS_REFUSE,
                        .max_line = rules_of(run).max_line,
                        .max_size = SMTPWIRE_UNLIMITED};
  in_every_way(run, check_stuffed);
  if (has_field(run->json, "error")) {
    return;
  }
  struct unstuffed back = unstuff(run, octets_field(run, run->json, "wire"), 0, rules);
  need_made(run, "unstuffed again", back.status, back.error);
  same_flag(run, "unstuffed again to the end", true, back.is_ended);
  same_bytes(run, "unstuffed again", octets_or(run, run->json, "content", input), back.content);
  same_bytes(run, "rest", bytes_of(""), back.rest);
}

static void check_unstuffed(struct run *run) {
  smtpwire_bytes input = octets_field(run, run->json, "input");
  struct rules rules = rules_of(run);
  struct unstuffed result = unstuff(run, input, run->way, rules);
  bool is_ended = flag_or(run, run->json, "ended", true);
  check_fault(run, json_field(run->json, "error"), result.status, result.error);
  same_flag(run, "ended", is_ended, result.is_ended);
  if (is_ended) {
    same_bytes(run, "rest", octets_field(run, run->json, "rest"), result.rest);
  }
  same_bytes(run, "content",
             octets_or(run, run->json, "content", unstuff(run, input, 0, rules).content),
             result.content);
}

void check_content(struct run *run) {
  static const char *const fields[] = {"do",      "line_ends", "max_line", "max_size", "input",
                                       "wire",    "content",   "rest",     "ended",    "error",
                                       NULL};
  static const char *const directions[] = {"stuff", "unstuff", NULL};
  only_case_fields(run, fields);
  if (one_of(run, "direction", word_field(run, run->json, "do"), directions) == 0) {
    check_stuff(run);
    return;
  }
  if (!has_field(run->json, "content") && !has_field(run->json, "error")) {
    fail(run, "content that is good is to be told");
  }
  same_flag(run, "a rest is told", flag_or(run, run->json, "ended", true),
            has_field(run->json, "rest"));
  in_every_way(run, check_unstuffed);
}
