/* Commands, built. */
#include "field.h"
#include "values.h"

/* Which fields the verb's JSON has beside `verb`. */
static void only(struct run *run, const cJSON *json, const char *one, const char *other) {
  const char *const fields[] = {"verb", one, one == NULL ? NULL : other, NULL};
  only_fields(run, json, fields);
}

static smtpwire_command *made(struct run *run, smtpwire_status status, smtpwire_command *command,
                              smtpwire_error *error) {
  keep_command(run, command);
  return refused(run, status, error) ? NULL : command;
}

uint32_t verb_of(const char *name) {
  for (uint32_t verb = 1; smtpwire_verb_name(verb).len > 0; ++verb) {
    if (str_is(smtpwire_verb_name(verb), name)) {
      return verb;
    }
  }
  return SMTPWIRE_VERB_UNKNOWN;
}

static smtpwire_command *build_plain(struct run *run, uint32_t verb, const cJSON *json) {
  smtpwire_command *command = NULL;
  only(run, json, NULL, NULL);
  smtpwire_status status = smtpwire_command_new_plain(verb, &command);
  return made(run, status, command, NULL);
}

static smtpwire_command *build_hello(struct run *run, uint32_t verb, const cJSON *json) {
  smtpwire_command *command = NULL;
  smtpwire_error *error = NULL;
  only(run, json, "host", NULL);
  smtpwire_address *host = build_host(run, object_field(run, json, "host"));
  if (host == NULL) {
    return NULL;
  }
  smtpwire_status status = smtpwire_command_new_hello(verb, host, &command, &error);
  return made(run, status, command, error);
}

static smtpwire_command *build_mail_or_rcpt(struct run *run, uint32_t verb, const cJSON *json) {
  bool is_mail = verb == SMTPWIRE_VERB_MAIL;
  const char *name = is_mail ? "from" : "to";
  const cJSON *list = list_or_none(run, json, "parameters");
  smtpwire_command *command = NULL;
  smtpwire_error *error = NULL;
  smtpwire_parameters *parameters = NULL;
  only(run, json, name, "parameters");
  if (!has_field(json, name)) {
    fail(run, "no path in %s", json_shown(json));
  }
  smtpwire_address *path = build_path(run, json_field(json, name));
  if (list != NULL) {
    parameters = build_parameters(run, verb, list);
  }
  if (path == NULL || (list != NULL && parameters == NULL)) {
    return NULL;
  }
  smtpwire_status status = is_mail ? smtpwire_command_new_mail(path, parameters, &command, &error)
                                   : smtpwire_command_new_rcpt(path, parameters, &command, &error);
  return made(run, status, command, error);
}

static smtpwire_command *build_bdat(struct run *run, uint32_t verb, const cJSON *json) {
  smtpwire_command *command = NULL;
  (void)verb;
  only(run, json, "size", "last");
  smtpwire_status status = smtpwire_command_new_bdat(count_field(run, json, "size"),
                                                     flag_field(run, json, "last"), &command);
  return made(run, status, command, NULL);
}

static smtpwire_command *build_argument(struct run *run, uint32_t verb, const cJSON *json) {
  smtpwire_command *command = NULL;
  smtpwire_error *error = NULL;
  only(run, json, "argument", NULL);
  if (!has_field(json, "argument")) {
    return build_plain(run, verb, json);
  }
  smtpwire_str argument = text_field(run, json, "argument");
  smtpwire_status status = smtpwire_command_new_argument(verb, argument, &command, &error);
  return made(run, status, command, error);
}

static smtpwire_command *build_query(struct run *run, uint32_t verb, const cJSON *json) {
  smtpwire_command *command = NULL;
  smtpwire_error *error = NULL;
  only(run, json, "argument", "smtputf8");
  smtpwire_str argument = text_field(run, json, "argument");
  smtpwire_status status = smtpwire_command_new_query(
      verb, argument, flag_field(run, json, "smtputf8"), &command, &error);
  return made(run, status, command, error);
}

static smtpwire_command *build_auth(struct run *run, uint32_t verb, const cJSON *json) {
  smtpwire_command *command = NULL;
  smtpwire_error *error = NULL;
  smtpwire_str response;
  bool has_response = has_field(json, "initial_response");
  (void)verb;
  only(run, json, "mechanism", "initial_response");
  if (has_response) {
    response = text_field(run, json, "initial_response");
  }
  smtpwire_status status =
      smtpwire_command_new_auth(text_field(run, json, "mechanism"),
                                has_response ? &response : NULL, &command, &error);
  return made(run, status, command, error);
}

uint32_t node_of(struct run *run, const cJSON *json, smtpwire_str *name) {
  if (has_field(json, "host")) {
    *name = text_field(run, json, "host");
    return SMTPWIRE_NODE_KIND_HOST;
  }
  if (has_field(json, "subdomains")) {
    *name = text_field(run, json, "subdomains");
    return SMTPWIRE_NODE_KIND_SUBDOMAINS;
  }
  *name = text_field(run, json, "queue");
  return SMTPWIRE_NODE_KIND_QUEUE;
}

static smtpwire_command *build_etrn(struct run *run, uint32_t verb, const cJSON *json) {
  static const char *const fields[] = {"verb", "host", "subdomains", "queue", NULL};
  smtpwire_command *command = NULL;
  smtpwire_error *error = NULL;
  smtpwire_str name;
  (void)verb;
  only_fields(run, json, fields);
  uint32_t kind = node_of(run, json, &name);
  smtpwire_status status = smtpwire_command_new_etrn(kind, name, &command, &error);
  return made(run, status, command, error);
}

static smtpwire_command *build_atrn(struct run *run, uint32_t verb, const cJSON *json) {
  smtpwire_command *command = NULL;
  smtpwire_error *error = NULL;
  size_t count = 0;
  (void)verb;
  only(run, json, "domains", NULL);
  const smtpwire_str *domains = texts_of_json(run, list_field(run, json, "domains"), &count);
  smtpwire_status status = smtpwire_command_new_atrn(domains, count, &command, &error);
  return made(run, status, command, error);
}

static smtpwire_command *build_burl(struct run *run, uint32_t verb, const cJSON *json) {
  smtpwire_command *command = NULL;
  smtpwire_error *error = NULL;
  (void)verb;
  only(run, json, "url", "last");
  smtpwire_status status = smtpwire_command_new_burl(
      text_field(run, json, "url"), flag_field(run, json, "last"), &command, &error);
  return made(run, status, command, error);
}

static smtpwire_command *build_attributes(struct run *run, uint32_t verb, const cJSON *json) {
  smtpwire_command *command = NULL;
  smtpwire_error *error = NULL;
  const cJSON *list = list_field(run, json, "attributes");
  const cJSON *pair;
  size_t count = 0;
  smtpwire_attribute *attributes =
      bag_alloc(&run->bag, (size_t)cJSON_GetArraySize(list) * sizeof *attributes);
  only(run, json, "attributes", NULL);
  cJSON_ArrayForEach(pair, list) {
    attributes[count].name = text_of_json(run, json_item(pair, 0));
    attributes[count].value = text_of_json(run, json_item(pair, 1));
    ++count;
  }
  smtpwire_status status =
      smtpwire_command_new_attributes(verb, attributes, count, &command, &error);
  return made(run, status, command, error);
}

static smtpwire_command *build_unknown(struct run *run, const cJSON *json) {
  smtpwire_command *command = NULL;
  smtpwire_error *error = NULL;
  only(run, json, "unknown", NULL);
  smtpwire_status status =
      smtpwire_command_new_unknown(text_field(run, json, "unknown"), &command, &error);
  return made(run, status, command, error);
}

smtpwire_command *build_command(struct run *run, const cJSON *json) {
  static const struct {
    uint32_t verb;
    smtpwire_command *(*build)(struct run *run, uint32_t verb, const cJSON *json);
  } builders[] = {
      {SMTPWIRE_VERB_EHLO, build_hello},         {SMTPWIRE_VERB_HELO, build_hello},
      {SMTPWIRE_VERB_LHLO, build_hello},         {SMTPWIRE_VERB_MAIL, build_mail_or_rcpt},
      {SMTPWIRE_VERB_RCPT, build_mail_or_rcpt},  {SMTPWIRE_VERB_DATA, build_plain},
      {SMTPWIRE_VERB_BDAT, build_bdat},          {SMTPWIRE_VERB_RSET, build_plain},
      {SMTPWIRE_VERB_NOOP, build_argument},      {SMTPWIRE_VERB_QUIT, build_plain},
      {SMTPWIRE_VERB_VRFY, build_query},         {SMTPWIRE_VERB_EXPN, build_query},
      {SMTPWIRE_VERB_HELP, build_argument},      {SMTPWIRE_VERB_STARTTLS, build_plain},
      {SMTPWIRE_VERB_AUTH, build_auth},          {SMTPWIRE_VERB_ETRN, build_etrn},
      {SMTPWIRE_VERB_ATRN, build_atrn},          {SMTPWIRE_VERB_BURL, build_burl},
      {SMTPWIRE_VERB_XCLIENT, build_attributes}, {SMTPWIRE_VERB_XFORWARD, build_attributes},
  };
  if (has_field(json, "unknown")) {
    return build_unknown(run, json);
  }
  uint32_t verb = verb_of(word_field(run, json, "verb"));
  for (unsigned at = 0; at < sizeof builders / sizeof *builders; ++at) {
    if (builders[at].verb == verb) {
      return builders[at].build(run, verb, json);
    }
  }
  fail(run, "%s is no verb of the vectors", word_field(run, json, "verb"));
}
