/* What an event tells, written down before the next one takes its place. */
#include <string.h>

#include "dialog.h"
#include "value_proxy.h"

/* Whether the event has the field; to be asked for one that it can't have is no failure. */
static bool has(struct run *run, const char *what, smtpwire_status status) {
  if (status != SMTPWIRE_ABSENT) {
    need(run, what, status);
  }
  return status == SMTPWIRE_OK;
}

const char *verb_shown(struct run *run, uint32_t verb) {
  return verb == SMTPWIRE_VERB_UNKNOWN ? "unknown" : text_of(run, smtpwire_verb_name(verb));
}

static struct happened *happened_new(struct run *run, const char *kind) {
  struct happened *happened = bag_alloc(&run->bag, sizeof *happened);
  happened->kind = kind;
  happened->fields = cJSON_CreateObject();
  return happened;
}

struct happened *happened_closed(struct run *run) { return happened_new(run, "closed"); }

static void tell_octets(struct run *run, struct happened *happened, const smtpwire_event *event) {
  const smtpwire_reply *reply;
  smtpwire_bytes octets;
  if (has(run, "reply", smtpwire_event_reply(event, &reply))) {
    happened->reply = reply_shown(run, reply);
  }
  if (has(run, "octets", smtpwire_event_octets(event, &octets))) {
    happened->octets = bag_alloc(&run->bag, sizeof *happened->octets);
    happened->octets->bag = &run->bag;
    buffer_add(happened->octets, octets);
  }
}

static void tell_numbers(struct run *run, cJSON *fields, const smtpwire_event *event) {
  uint64_t number;
  size_t index;
  if (has(run, "command", smtpwire_event_command_id(event, &number))) {
    json_add(fields, "command", json_of_count(number));
  }
  if (has(run, "size", smtpwire_event_size(event, &number))) {
    json_add(fields, "size", json_of_count(number));
  }
  if (has(run, "index", smtpwire_event_recipient_index(event, &index))) {
    json_add(fields, "index", json_of_count(index));
    json_add(fields, "last", cJSON_CreateBool(smtpwire_event_is_last(event)));
  }
}

static void tell_names(struct run *run, cJSON *fields, const smtpwire_event *event) {
  smtpwire_verb verb;
  smtpwire_str name;
  if (has(run, "verb", smtpwire_event_verb(event, &verb))) {
    json_add(fields, "verb", cJSON_CreateString(verb_shown(run, verb)));
  }
  if (has(run, "mechanism", smtpwire_event_mechanism(event, &name))) {
    json_add_str(fields, "mechanism", name);
  }
  if (has(run, "username", smtpwire_event_username(event, &name))) {
    json_add_str(fields, "username", name);
  }
  if (has(run, "authorization-identity", smtpwire_event_authorization_identity(event, &name))) {
    json_add_str(fields, "authorization-identity", name);
  }
}

/* The password or the token; the claim must say itself that a password is the right one. */
static void tell_secret(struct run *run, cJSON *fields, const smtpwire_event *event,
                        const char *name) {
  smtpwire_bytes secret;
  bool matches = false;
  need(run, name, smtpwire_event_reveal_secret(event, &secret));
  json_add_str(fields, name, str_of_bytes(secret));
  if (strcmp(name, "password") == 0) {
    need(run, "a claim that matches",
         smtpwire_event_claim_matches(event, str_of_bytes(secret), &matches));
    same_flag(run, "a claim that matches", true, matches);
  }
}

static void tell_claim(struct run *run, cJSON *fields, const smtpwire_event *event) {
  const char *credentials = NULL;
  smtpwire_claim claim;
  smtpwire_str trace;
  need(run, "claim", smtpwire_event_claim(event, &claim));
  switch (claim) {
    case SMTPWIRE_CLAIM_PASSWORD:
      credentials = "password";
      tell_secret(run, fields, event, "password");
      break;
    case SMTPWIRE_CLAIM_CRAM_MD5:
      credentials = "cram-md5";
      break;
    case SMTPWIRE_CLAIM_BEARER:
      credentials = "bearer";
      tell_secret(run, fields, event, "token");
      break;
    case SMTPWIRE_CLAIM_EXTERNAL:
      credentials = "external";
      break;
    case SMTPWIRE_CLAIM_ANONYMOUS:
      credentials = "anonymous";
      need(run, "trace", smtpwire_event_trace(event, &trace));
      json_add_str(fields, "trace", trace);
      break;
    default:
      fail(run, "a claim of no kind: %d", (int)claim);
  }
  json_add(fields, "credentials", cJSON_CreateString(credentials));
}

/* MAIL and RCPT: the path by the name that its field has in the vectors. */
static void tell_path(struct run *run, cJSON *fields, const smtpwire_event *event,
                      const smtpwire_command *command, const char *name) {
  const smtpwire_parameters *parameters = NULL;
  smtpwire_str path;
  need(run, "path", smtpwire_event_path(event, &path));
  need(run, "parameters", smtpwire_command_parameters(command, &parameters));
  json_add_str(fields, name, path);
  json_add(fields, "parameters", show_parameters(run, parameters));
}

static void tell_host(struct run *run, cJSON *fields, const smtpwire_command *command) {
  const smtpwire_address *host = NULL;
  need(run, "host", smtpwire_command_host(command, &host));
  json_add_str(fields, "host", smtpwire_address_text(host));
}

static void tell_query(struct run *run, cJSON *fields, const smtpwire_command *command) {
  smtpwire_str query;
  need(run, "query", smtpwire_command_argument(command, &query));
  json_add_str(fields, "query", query);
}

static void tell_node(struct run *run, cJSON *fields, const smtpwire_command *command) {
  smtpwire_node_kind kind;
  smtpwire_str name;
  need(run, "node", smtpwire_command_node(command, &kind, &name));
  show_node(run, fields, kind, name);
}

static void tell_line(struct run *run, cJSON *fields, const smtpwire_command *command) {
  smtpwire_str line;
  need(run, "line", smtpwire_command_shown_line(command, &line));
  json_add_str(fields, "line", line);
}

static void tell_attributes(struct run *run, cJSON *fields, const smtpwire_command *command) {
  cJSON *shown = show_command(run, command);
  json_add(fields, "attributes", cJSON_DetachItemFromObject(shown, "attributes"));
}

/* What the client of a server said. */
static void tell_command(struct run *run, cJSON *fields, const smtpwire_event *event) {
  const smtpwire_command *command = NULL;
  if (!has(run, "command", smtpwire_event_command(event, &command))) {
    return;
  }
  switch (smtpwire_event_kind_of(event)) {
    case SMTPWIRE_EVENT_HELO:
      tell_host(run, fields, command);
      break;
    case SMTPWIRE_EVENT_MAIL:
      tell_path(run, fields, event, command, "from");
      break;
    case SMTPWIRE_EVENT_RCPT:
      tell_path(run, fields, event, command, "to");
      break;
    case SMTPWIRE_EVENT_VRFY:
    case SMTPWIRE_EVENT_EXPN:
      tell_query(run, fields, command);
      break;
    case SMTPWIRE_EVENT_ETRN:
      tell_node(run, fields, command);
      break;
    case SMTPWIRE_EVENT_XCLIENT:
    case SMTPWIRE_EVENT_XFORWARD:
      tell_attributes(run, fields, command);
      break;
    case SMTPWIRE_EVENT_UNKNOWN:
      tell_line(run, fields, command);
      break;
    default:
      break;
  }
}

struct happened *happened_of(struct run *run, const smtpwire_event *event) {
  smtpwire_event_kind kind = smtpwire_event_kind_of(event);
  struct happened *happened = happened_new(run, text_of(run, smtpwire_event_kind_name(kind)));
  const smtpwire_proxy_header *header = NULL;
  tell_octets(run, happened, event);
  tell_numbers(run, happened->fields, event);
  tell_names(run, happened->fields, event);
  tell_command(run, happened->fields, event);
  if (kind == SMTPWIRE_EVENT_AUTH_VERIFY) {
    tell_claim(run, happened->fields, event);
  }
  if (has(run, "PROXY header", smtpwire_event_proxy_header(event, &header))) {
    json_add(happened->fields, "header", show_proxy(run, header));
  }
  return happened;
}

const char *happened_shown(struct run *run, const struct happened *happened) {
  struct buffer text = {.bag = &run->bag};
  const struct buffer *const octets[] = {happened->reply, happened->octets};
  buffer_add_text(&text, happened->kind);
  buffer_add_text(&text, " ");
  buffer_add_text(&text, json_shown(happened->fields));
  for (unsigned at = 0; at < 2; ++at) {
    if (octets[at] != NULL) {
      buffer_add_text(&text, " ");
      buffer_add_text(&text, bytes_shown(&run->bag, buffer_view(octets[at])));
    }
  }
  return buffer_text(&text);
}
