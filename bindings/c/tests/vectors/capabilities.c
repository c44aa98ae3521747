/* capabilities.json. */
#include "codec.h"
#include "field.h"
#include "keep.h"
#include "show_capability.h"

static smtpwire_capabilities *parse(struct run *run, smtpwire_bytes octets) {
  smtpwire_capabilities *capabilities = NULL;
  smtpwire_reply *reply = NULL;
  smtpwire_error *error = NULL;
  size_t consumed = 0;
  smtpwire_status status = smtpwire_reply_parse(octets, &reply, &consumed, &error);
  need_made(run, "no reply", status, keep_error(run, error));
  keep_reply(run, reply);
  same_count(run, "octets taken", octets.len, consumed);
  need(run, "capabilities", smtpwire_capabilities_parse(reply, &capabilities));
  return keep_capabilities(run, capabilities);
}

static smtpwire_bytes written(struct run *run, const smtpwire_capabilities *capabilities) {
  smtpwire_reply *reply = NULL;
  smtpwire_error *error = NULL;
  smtpwire_status status = smtpwire_capabilities_reply(capabilities, &reply, &error);
  need_made(run, "not written", status, keep_error(run, error));
  return smtpwire_reply_wire(keep_reply(run, reply));
}

/* The lines as they stand in the file, but for how the octets of malformed ones are escaped. */
static const cJSON *expected_lines(struct run *run) {
  cJSON *lines = cJSON_Duplicate(list_field(run, run->json, "lines"), 1);
  const cJSON *line;
  cJSON_ArrayForEach(line, lines) {
    escape_again(run, line, "malformed");
  }
  return lines;
}

/* Every known keyword that is offered is in the list, and no other. */
static void check_offers(struct run *run, const smtpwire_capabilities *capabilities) {
  const cJSON *expected = list_field(run, run->json, "offers");
  const cJSON *name;
  uint64_t offered = 0;
  cJSON_ArrayForEach(name, expected) {
    uint32_t keyword = smtpwire_keyword_of(text_of_json(run, name));
    same_flag(run, name->valuestring, true, smtpwire_capabilities_offers(capabilities, keyword));
  }
  for (uint32_t keyword = 1; smtpwire_keyword_name(keyword).len > 0; ++keyword) {
    size_t index = 0;
    bool offers = smtpwire_capabilities_offers(capabilities, keyword);
    same_flag(run, "found where it is offered", offers,
              smtpwire_capabilities_find(capabilities, keyword, &index) == SMTPWIRE_OK);
    offered += offers ? 1 : 0;
  }
  same_count(run, "how many are offered", (uint64_t)cJSON_GetArraySize(expected), offered);
}

static void check_size(struct run *run, const smtpwire_capabilities *capabilities) {
  uint64_t size = 0;
  smtpwire_status status = smtpwire_capabilities_size(capabilities, &size);
  if (!has_field(run->json, "size")) {
    same_count(run, "status of a size", SMTPWIRE_ABSENT, status);
    return;
  }
  need(run, "size", status);
  same_count(run, "size", count_field(run, run->json, "size"), size);
}

static void check_mechanisms(struct run *run, const smtpwire_capabilities *capabilities) {
  const cJSON *name;
  size_t index = 0;
  cJSON_ArrayForEach(name, list_or_none(run, run->json, "mechanisms")) {
    smtpwire_str mechanism;
    need(run, "mechanism", smtpwire_capabilities_mechanism(capabilities, index, &mechanism));
    same_str(run, "mechanism", text_of_json(run, name), mechanism);
    ++index;
  }
  same_count(run, "how many mechanisms", index,
             smtpwire_capabilities_mechanism_count(capabilities));
}

/* The limits of the session are those of the first line that states some. */
static void check_limits(struct run *run, const smtpwire_capabilities *capabilities) {
  size_t index = 0;
  bool has_line =
      smtpwire_capabilities_find(capabilities, SMTPWIRE_KEYWORD_LIMITS, &index) == SMTPWIRE_OK;
  for (uint32_t which = SMTPWIRE_SESSION_LIMIT_MAILMAX;
       which <= SMTPWIRE_SESSION_LIMIT_RCPTDOMAINMAX; ++which) {
    uint32_t expected = 0;
    uint32_t limit = 0;
    smtpwire_status status = SMTPWIRE_ABSENT;
    if (has_line) {
      status = smtpwire_capabilities_line_limit(capabilities, index, which, &expected);
    }
    same_count(run, "status of a limit", status,
               smtpwire_capabilities_limit(capabilities, which, &limit));
    same_count(run, "limit", expected, limit);
  }
}

/* It says what the vector says. */
static void check_said(struct run *run, const smtpwire_capabilities *capabilities) {
  same_bytes(run, "greeting", octets_field(run, run->json, "greeting"),
             smtpwire_capabilities_greeting(capabilities));
  same_json(run, "lines", expected_lines(run), show_capabilities(run, capabilities));
  check_offers(run, capabilities);
  check_size(run, capabilities);
  check_mechanisms(run, capabilities);
  check_limits(run, capabilities);
}

/* Builds it of the lines; NULL where the library refuses. */
static smtpwire_capabilities *build(struct run *run) {
  smtpwire_capabilities *capabilities = NULL;
  smtpwire_str greeting = str_of_bytes(octets_field(run, run->json, "greeting"));
  const cJSON *line;
  if (refused(run, smtpwire_capabilities_new(greeting, &capabilities), NULL)) {
    return NULL;
  }
  keep_capabilities(run, capabilities);
  cJSON_ArrayForEach(line, list_field(run, run->json, "lines")) {
    smtpwire_error *error = NULL;
    smtpwire_status status = add_capability(run, capabilities, line, &error);
    if (refused(run, status, error)) {
      return NULL;
    }
  }
  return capabilities;
}

static void check_built(struct run *run, const smtpwire_capabilities *read, smtpwire_bytes wire) {
  smtpwire_capabilities *built = build(run);
  if (!flag_or(run, run->json, "built", true)) {
    return;
  }
  if (built == NULL) {
    fail(run, "not built: %s", run->refusal);
  }
  same_flag(run, "built", true, smtpwire_capabilities_equal(read, built));
  check_said(run, built);
  smtpwire_bytes octets = written(run, built);
  same_bytes(run, "built and written", octets_or(run, run->json, "built_wire", wire), octets);
  smtpwire_capabilities *again = parse(run, octets);
  same_flag(run, "read again", true, smtpwire_capabilities_equal(built, again));
}

/* What is built, and can't be written. */
static void check_refused(struct run *run) {
  smtpwire_reply *reply = NULL;
  smtpwire_error *error = NULL;
  smtpwire_capabilities *built = build(run);
  if (built == NULL) {
    fail(run, "not built: %s", run->refusal);
  }
  smtpwire_status status = smtpwire_capabilities_reply(built, &reply, &error);
  keep_error(run, error);
  keep_reply(run, reply);
  same_count(run, "status", SMTPWIRE_INVALID_VALUE, status);
  same_text(run, "error", word_field(run, run->json, "error"),
            text_of(run, smtpwire_error_detail_name(error)));
}

void check_capabilities(struct run *run) {
  static const char *const fields[] = {"input",      "greeting", "lines", "offers",
                                       "size",       "mechanisms", "wire",  "built",
                                       "built_wire", "error",    NULL};
  only_case_fields(run, fields);
  if (!has_field(run->json, "input")) {
    check_refused(run);
    return;
  }
  smtpwire_bytes input = octets_field(run, run->json, "input");
  smtpwire_bytes wire = octets_or(run, run->json, "wire", input);
  smtpwire_capabilities *read = parse(run, input);
  check_said(run, read);
  if (is_utf8(input)) {
    same_bytes(run, "written", wire, written(run, read));
  }
  check_built(run, read, wire);
}
