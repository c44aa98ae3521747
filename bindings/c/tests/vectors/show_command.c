/* Commands, shown. */
#include "values.h"

static void show_host_of(struct run *run, cJSON *shown, const smtpwire_command *command) {
  const smtpwire_address *host = NULL;
  need(run, "host", smtpwire_command_host(command, &host));
  json_add(shown, "host", show_host(run, host));
}

static void show_path_of(struct run *run, cJSON *shown, const smtpwire_command *command,
                         const char *name) {
  const smtpwire_address *path = NULL;
  const smtpwire_parameters *parameters = NULL;
  need(run, "path", smtpwire_command_path(command, &path));
  need(run, "parameters", smtpwire_command_parameters(command, &parameters));
  json_add(shown, name, show_path(run, path));
  cJSON *list = show_parameters(run, parameters);
  if (list->child != NULL) {
    json_add(shown, "parameters", list);
  }
}

static void show_flag(cJSON *shown, const char *name, bool flag) {
  if (flag) {
    json_add(shown, name, cJSON_CreateTrue());
  }
}

static void show_size(struct run *run, cJSON *shown, const smtpwire_command *command) {
  uint64_t size = 0;
  need(run, "size", smtpwire_command_size(command, &size));
  json_add(shown, "size", json_of_count(size));
  show_flag(shown, "last", smtpwire_command_last(command));
}

/* A field that may be absent. */
static void show_text(struct run *run, cJSON *shown, const char *name, smtpwire_status status,
                      smtpwire_str text) {
  if (status != SMTPWIRE_ABSENT) {
    need(run, name, status);
    json_add_str(shown, name, text);
  }
}

static void show_argument(struct run *run, cJSON *shown, const smtpwire_command *command) {
  smtpwire_str argument = {0};
  smtpwire_status status = smtpwire_command_argument(command, &argument);
  show_text(run, shown, "argument", status, argument);
  show_flag(shown, "smtputf8", smtpwire_command_smtputf8(command));
}

static void show_auth(struct run *run, cJSON *shown, const smtpwire_command *command) {
  smtpwire_str mechanism;
  smtpwire_str response = {0};
  need(run, "mechanism", smtpwire_command_mechanism(command, &mechanism));
  json_add_str(shown, "mechanism", mechanism);
  smtpwire_status status = smtpwire_command_reveal_initial_response(command, &response);
  show_text(run, shown, "initial_response", status, response);
}

void show_node(struct run *run, cJSON *shown, uint32_t kind, smtpwire_str name) {
  switch (kind) {
    case SMTPWIRE_NODE_KIND_HOST:
      json_add_str(shown, "host", name);
      break;
    case SMTPWIRE_NODE_KIND_SUBDOMAINS:
      json_add_str(shown, "subdomains", name);
      break;
    case SMTPWIRE_NODE_KIND_QUEUE:
      json_add_str(shown, "queue", name);
      break;
    default:
      fail(run, "a node of no kind: %u", (unsigned)kind);
  }
}

static void show_node_of(struct run *run, cJSON *shown, const smtpwire_command *command) {
  smtpwire_node_kind kind;
  smtpwire_str name;
  need(run, "node", smtpwire_command_node(command, &kind, &name));
  show_node(run, shown, kind, name);
}

static void show_domains(struct run *run, cJSON *shown, const smtpwire_command *command) {
  cJSON *list = json_add(shown, "domains", cJSON_CreateArray());
  size_t count = smtpwire_command_domain_count(command);
  for (size_t index = 0; index < count; ++index) {
    smtpwire_str domain;
    need(run, "domain", smtpwire_command_domain(command, index, &domain));
    json_append(list, json_of_str(domain));
  }
}

static void show_url(struct run *run, cJSON *shown, const smtpwire_command *command) {
  smtpwire_str url;
  need(run, "URL", smtpwire_command_reveal_url(command, &url));
  json_add_str(shown, "url", url);
  show_flag(shown, "last", smtpwire_command_last(command));
}

static void show_attributes(struct run *run, cJSON *shown, const smtpwire_command *command) {
  cJSON *list = json_add(shown, "attributes", cJSON_CreateArray());
  size_t count = smtpwire_command_attribute_count(command);
  for (size_t index = 0; index < count; ++index) {
    smtpwire_attribute attribute;
    cJSON *pair = cJSON_CreateArray();
    need(run, "attribute", smtpwire_command_attribute(command, index, &attribute));
    json_append(pair, json_of_str(attribute.name));
    json_append(pair, json_of_str(attribute.value));
    json_append(list, pair);
  }
}

static void show_line(struct run *run, cJSON *shown, const smtpwire_command *command) {
  smtpwire_str line;
  need(run, "line", smtpwire_command_line(command, &line));
  json_add_str(shown, "unknown", line);
}

/* What the verb has no field for, is absent. */
static void check_absent(struct run *run, const smtpwire_command *command, uint32_t verb) {
  const smtpwire_address *address = NULL;
  uint64_t size = 0;
  smtpwire_str text;
  bool is_hello = verb == SMTPWIRE_VERB_EHLO || verb == SMTPWIRE_VERB_HELO ||
                  verb == SMTPWIRE_VERB_LHLO;
  bool has_path = verb == SMTPWIRE_VERB_MAIL || verb == SMTPWIRE_VERB_RCPT;
  same_count(run, "status of a host", is_hello ? SMTPWIRE_OK : SMTPWIRE_ABSENT,
             smtpwire_command_host(command, &address));
  same_count(run, "status of a path", has_path ? SMTPWIRE_OK : SMTPWIRE_ABSENT,
             smtpwire_command_path(command, &address));
  same_count(run, "status of a size", verb == SMTPWIRE_VERB_BDAT ? SMTPWIRE_OK : SMTPWIRE_ABSENT,
             smtpwire_command_size(command, &size));
  same_count(run, "status of a mechanism",
             verb == SMTPWIRE_VERB_AUTH ? SMTPWIRE_OK : SMTPWIRE_ABSENT,
             smtpwire_command_mechanism(command, &text));
  same_count(run, "status of a line",
             verb == SMTPWIRE_VERB_UNKNOWN ? SMTPWIRE_OK : SMTPWIRE_ABSENT,
             smtpwire_command_line(command, &text));
}

cJSON *show_command(struct run *run, const smtpwire_command *command) {
  cJSON *shown = cJSON_CreateObject();
  uint32_t verb = smtpwire_command_verb(command);
  json_add_str(shown, "verb", smtpwire_command_verb_text(command));
  check_absent(run, command, verb);
  switch (verb) {
    case SMTPWIRE_VERB_EHLO:
    case SMTPWIRE_VERB_HELO:
    case SMTPWIRE_VERB_LHLO:
      show_host_of(run, shown, command);
      break;
    case SMTPWIRE_VERB_MAIL:
      show_path_of(run, shown, command, "from");
      break;
    case SMTPWIRE_VERB_RCPT:
      show_path_of(run, shown, command, "to");
      break;
    case SMTPWIRE_VERB_BDAT:
      show_size(run, shown, command);
      break;
    case SMTPWIRE_VERB_NOOP:
    case SMTPWIRE_VERB_HELP:
    case SMTPWIRE_VERB_VRFY:
    case SMTPWIRE_VERB_EXPN:
      show_argument(run, shown, command);
      break;
    case SMTPWIRE_VERB_AUTH:
      show_auth(run, shown, command);
      break;
    case SMTPWIRE_VERB_ETRN:
      show_node_of(run, shown, command);
      break;
    case SMTPWIRE_VERB_ATRN:
      show_domains(run, shown, command);
      break;
    case SMTPWIRE_VERB_BURL:
      show_url(run, shown, command);
      break;
    case SMTPWIRE_VERB_XCLIENT:
    case SMTPWIRE_VERB_XFORWARD:
      show_attributes(run, shown, command);
      break;
    case SMTPWIRE_VERB_UNKNOWN:
      show_line(run, shown, command);
      break;
    default:
      break;
  }
  return shown;
}
