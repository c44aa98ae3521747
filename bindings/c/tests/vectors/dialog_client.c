/* The client's side of a dialog: what its accessors say. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "dialog_client.h"

SIDE_CALLS(client)

static void *open_client(struct run *run, const cJSON *json) {
  smtpwire_client *client = NULL;
  smtpwire_error *error = NULL;
  /* The defaults are had without a configuration, too. */
  const smtpwire_client_config *config = json == NULL ? NULL : client_config(run, json);
  smtpwire_status status = smtpwire_client_new(config, 0, &client, &error);
  need_made(run, "a client", status, keep_error(run, error));
  return keep_client(run, client);
}

static smtpwire_status side_content(void *connection, smtpwire_bytes octets, size_t *taken,
                                    smtpwire_error **error) {
  return smtpwire_client_content(connection, octets, taken, error);
}

static smtpwire_status side_end_content(void *connection, smtpwire_error **error) {
  return smtpwire_client_end_content(connection, error);
}

static cJSON *unanswered_shown(struct run *run, const smtpwire_client *client) {
  static const char *const names[] = {"no", "partly", "wholly"};
  cJSON *list = cJSON_CreateArray();
  uint64_t id;
  smtpwire_verb verb;
  smtpwire_sent sent;
  smtpwire_status status;
  size_t index = 0;
  while ((status = smtpwire_client_unanswered(client, index, &id, &verb, &sent)) == SMTPWIRE_OK) {
    cJSON *one = cJSON_CreateArray();
    json_append(one, json_of_count(id));
    json_append(one, cJSON_CreateString(verb_shown(run, verb)));
    json_append(one, cJSON_CreateString(names[sent]));
    json_append(list, one);
    ++index;
  }
  same_count(run, "behind the last", SMTPWIRE_OUT_OF_RANGE, status);
  return list;
}

/* A keyword that is offered; SIZE with its limit, AUTH with the mechanisms of all its lines. */
static const char *offer_shown(struct run *run, const smtpwire_capabilities *capabilities,
                               const smtpwire_capability *line) {
  struct buffer text = {.bag = &run->bag};
  uint64_t size;
  buffer_add(&text, bytes_of_str(smtpwire_keyword_name(line->keyword)));
  if (line->keyword == SMTPWIRE_KEYWORD_SIZE &&
      smtpwire_capabilities_size(capabilities, &size) == SMTPWIRE_OK) {
    char digits[24];
    snprintf(digits, sizeof digits, " %" PRIu64, size);
    buffer_add_text(&text, digits);
  }
  if (line->keyword == SMTPWIRE_KEYWORD_AUTH) {
    size_t count = smtpwire_capabilities_mechanism_count(capabilities);
    for (size_t index = 0; index < count; ++index) {
      smtpwire_str mechanism;
      need(run, "mechanism", smtpwire_capabilities_mechanism(capabilities, index, &mechanism));
      buffer_add_text(&text, " ");
      buffer_add(&text, bytes_of_str(mechanism));
    }
  }
  return buffer_text(&text);
}

/* Every known keyword that is offered, once, in alphabetical order. */
static cJSON *offers_shown(struct run *run, const smtpwire_client *client) {
  smtpwire_capabilities *capabilities = NULL;
  cJSON *list = cJSON_CreateArray();
  smtpwire_status status = smtpwire_client_capabilities(client, &capabilities);
  if (status == SMTPWIRE_ABSENT) {
    return cJSON_CreateNull();
  }
  need(run, "capabilities", status);
  keep_capabilities(run, capabilities);
  size_t lines = smtpwire_capabilities_count(capabilities);
  const char **offers = bag_alloc(&run->bag, lines * sizeof *offers);
  size_t count = 0;
  for (size_t index = 0; index < lines; ++index) {
    smtpwire_capability line;
    need(run, "line", smtpwire_capabilities_at(capabilities, index, &line));
    if (line.keyword != SMTPWIRE_KEYWORD_OTHER && line.keyword != SMTPWIRE_KEYWORD_MALFORMED) {
      offers[count] = offer_shown(run, capabilities, &line);
      ++count;
    }
  }
  sort_texts(offers, count);
  for (size_t index = 0; index < count; ++index) {
    if (index == 0 || strcmp(offers[index], offers[index - 1]) != 0) {
      json_append(list, cJSON_CreateString(offers[index]));
    }
  }
  return list;
}

static cJSON *state(struct run *run, const void *client, const char *key) {
  if (strcmp(key, "phase") == 0) {
    return phase_shown(run, smtpwire_client_phase(client));
  }
  if (strcmp(key, "tls") == 0) {
    return cJSON_CreateBool(smtpwire_client_is_tls(client));
  }
  if (strcmp(key, "authenticated") == 0) {
    return cJSON_CreateBool(smtpwire_client_is_authenticated(client));
  }
  if (strcmp(key, "pending") == 0) {
    return json_of_count(smtpwire_client_pending(client));
  }
  if (strcmp(key, "content-end-sent") == 0) {
    return cJSON_CreateBool(smtpwire_client_content_end_sent(client));
  }
  if (strcmp(key, "unanswered") == 0) {
    return unanswered_shown(run, client);
  }
  return strcmp(key, "offers") == 0 ? offers_shown(run, client) : NULL;
}

static const char *const passed_over[] = {NULL};

const struct side client_side = {.open = open_client,
                                 .receive = side_receive,
                                 .receive_eof = side_receive_eof,
                                 .input_room = side_input_room,
                                 .next_event = side_next_event,
                                 .output = side_output,
                                 .advance_output = side_advance_output,
                                 .next_deadline_ms = side_next_deadline_ms,
                                 .handle_timeout = side_handle_timeout,
                                 .content = side_content,
                                 .end_content = side_end_content,
                                 .state = state,
                                 .calls = client_calls,
                                 .passed_over = passed_over};
