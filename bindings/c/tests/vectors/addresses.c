/* addresses.json. */
#include "codec.h"
#include "field.h"
#include "values.h"

/* A kind of address: how it is read, shown and built. */
struct kind {
  uint32_t number;
  cJSON *(*show)(struct run *run, const smtpwire_address *address);
  smtpwire_address *(*build)(struct run *run, const cJSON *json);
};

static cJSON *show_text(struct run *run, const smtpwire_address *address) {
  (void)run;
  return json_of_str(smtpwire_address_text(address));
}

static smtpwire_address *domain_of(struct run *run, const cJSON *json) {
  return build_domain(run, text_of_json(run, json));
}

static smtpwire_address *local_part_of(struct run *run, const cJSON *json) {
  return build_local_part(run, text_of_json(run, json));
}

static const char *const names[] = {"domain",  "address-literal", "host",         "local-part",
                                    "mailbox", "reverse-path",    "forward-path", NULL};

static const struct kind kinds[] = {
    {SMTPWIRE_ADDRESS_KIND_DOMAIN, show_text, domain_of},
    {SMTPWIRE_ADDRESS_KIND_ADDRESS_LITERAL, show_host, build_host},
    {SMTPWIRE_ADDRESS_KIND_HOST, show_host, build_host},
    {SMTPWIRE_ADDRESS_KIND_LOCAL_PART, show_text, local_part_of},
    {SMTPWIRE_ADDRESS_KIND_MAILBOX, show_mailbox, build_mailbox},
    {SMTPWIRE_ADDRESS_KIND_REVERSE_PATH, show_path, build_path},
    {SMTPWIRE_ADDRESS_KIND_FORWARD_PATH, show_path, build_path},
};

static smtpwire_address *parse(struct run *run, const struct kind *kind, smtpwire_bytes text,
                               smtpwire_status *status, smtpwire_error **error) {
  smtpwire_address *address = NULL;
  *error = NULL;
  *status = smtpwire_address_parse(kind->number, str_of_bytes(text), &address, error);
  keep_error(run, *error);
  return keep_address(run, address);
}

static smtpwire_address *parsed(struct run *run, const char *what, const struct kind *kind,
                                smtpwire_bytes text) {
  smtpwire_status status;
  smtpwire_error *error;
  smtpwire_address *address = parse(run, kind, text, &status, &error);
  need_made(run, what, status, error);
  same_count(run, "kind", kind->number, smtpwire_address_kind_of(address));
  return address;
}

static void same_address(struct run *run, const char *what, const smtpwire_address *a,
                         const smtpwire_address *b) {
  same_flag(run, what, true, smtpwire_address_equal(a, b));
  same_flag(run, what, true, smtpwire_address_equal(b, a));
  same_count(run, "hash", smtpwire_address_hash(a), smtpwire_address_hash(b));
}

/* All of one group are equal, none of two. */
static void compare(struct run *run, const struct kind *kind) {
  struct member {
    smtpwire_address *address;
    const cJSON *group;
  } members[32];
  unsigned count = 0;
  const cJSON *group;
  const cJSON *text;
  cJSON_ArrayForEach(group, list_field(run, run->json, "groups")) {
    cJSON_ArrayForEach(text, group) {
      if (count == sizeof members / sizeof *members) {
        fail(run, "too many addresses to compare");
      }
      smtpwire_address *address = parsed(run, "not read", kind, octets_of_json(run, text));
      members[count] = (struct member){address, group};
      ++count;
    }
  }
  for (unsigned one = 0; one < count; ++one) {
    for (unsigned other = 0; other < count; ++other) {
      const smtpwire_address *a = members[one].address;
      const smtpwire_address *b = members[other].address;
      if (members[one].group == members[other].group) {
        same_address(run, "equal", a, b);
      } else {
        same_flag(run, "equal", false, smtpwire_address_equal(a, b));
      }
    }
  }
}

static void check_error(struct run *run, smtpwire_status expected, smtpwire_status status,
                        const smtpwire_error *error) {
  static const char *const fields[] = {"problem", "offset", NULL};
  const cJSON *json = object_field(run, run->json, "error");
  uint64_t offset = 0;
  only_fields(run, json, fields);
  same_count(run, "status", expected, status);
  same_count(run, "status of the error", expected, smtpwire_error_status(error));
  same_text(run, "problem", word_field(run, json, "problem"),
            text_of(run, smtpwire_error_detail_name(error)));
  need(run, "offset", smtpwire_error_offset(error, &offset));
  same_count(run, "offset", count_field(run, json, "offset"), offset);
}

static void check_written(struct run *run, const char *what, smtpwire_bytes wire,
                          const smtpwire_address *address) {
  same_bytes(run, what, wire, bytes_of_str(smtpwire_address_text(address)));
}

static void check_content_of(struct run *run, smtpwire_str expected,
                             const smtpwire_address *address) {
  smtpwire_str content;
  need(run, "content", smtpwire_address_local_part_content(address, &content));
  same_str(run, "content", expected, content);
}

static void check_value(struct run *run, const struct kind *kind, smtpwire_bytes input) {
  const cJSON *value = json_field(run->json, "value");
  smtpwire_bytes wire = octets_or(run, run->json, "wire", input);
  smtpwire_address *read = parsed(run, "not read", kind, input);
  same_json(run, "read", value, kind->show(run, read));
  check_written(run, "written", wire, read);
  smtpwire_address *built = kind->build(run, value);
  if (built == NULL) {
    fail(run, "not built: %s", run->refusal);
  }
  same_address(run, "built", read, built);
  same_json(run, "built", value, kind->show(run, built));
  smtpwire_address *again = parsed(run, "not read again", kind, wire);
  same_address(run, "read again", built, again);
  same_json(run, "read again", value, kind->show(run, again));
  smtpwire_address *copy = NULL;
  smtpwire_error *error = NULL;
  need(run, "as its kind", smtpwire_address_as(built, kind->number, &copy, &error));
  check_written(run, "built and written", wire, keep_address(run, copy));
  if (kind->number == SMTPWIRE_ADDRESS_KIND_LOCAL_PART) {
    check_content_of(run, text_field(run, run->json, "content"), read);
  }
}

/* A local part, written from what it means with as little quoting as can be. */
static void check_from_content(struct run *run) {
  static const char *const fields[] = {"kind", "input", "wire", "error", NULL};
  smtpwire_str content = str_of_bytes(octets_field(run, run->json, "input"));
  smtpwire_address *made = NULL;
  smtpwire_error *error = NULL;
  only_case_fields(run, fields);
  smtpwire_status status = smtpwire_address_new_local_part_from_content(content, &made, &error);
  keep_error(run, error);
  keep_address(run, made);
  if (has_field(run->json, "error")) {
    check_error(run, SMTPWIRE_INVALID_VALUE, status, error);
    return;
  }
  need_made(run, "not built", status, error);
  check_written(run, "written", octets_field(run, run->json, "wire"), made);
  check_content_of(run, content, made);
}

void check_address(struct run *run) {
  static const char *const fields[] = {"kind",    "input", "value",  "wire",
                                       "content", "error", "groups", NULL};
  const char *name = word_field(run, run->json, "kind");
  only_case_fields(run, fields);
  if (bytes_are(bytes_of(name), "local-part-content")) {
    check_from_content(run);
    return;
  }
  const struct kind *kind = &kinds[one_of(run, "kind of address", name, names)];
  if (has_field(run->json, "groups")) {
    compare(run, kind);
    return;
  }
  smtpwire_bytes input = octets_field(run, run->json, "input");
  if (has_field(run->json, "value") == has_field(run->json, "error")) {
    fail(run, "a case has either a value or an error");
  }
  if (has_field(run->json, "value")) {
    check_value(run, kind, input);
    return;
  }
  smtpwire_status status;
  smtpwire_error *error;
  if (parse(run, kind, input, &status, &error) != NULL) {
    fail(run, "it is read, and should not");
  }
  check_error(run, SMTPWIRE_MALFORMED, status, error);
}
