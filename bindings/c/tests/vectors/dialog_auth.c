/* AUTH with credentials. */
#include "dialog_client.h"

/* Those of the one kind that the fields tell; NULL where the library refuses them. */
static smtpwire_credentials *new_credentials(struct run *run, const cJSON *json) {
  smtpwire_credentials *made = NULL;
  smtpwire_error *error = NULL;
  smtpwire_status status = SMTPWIRE_OK;
  bool username = has_field(json, "username");
  bool password = has_field(json, "password");
  bool token = has_field(json, "token");
  bool anonymous = has_field(json, "anonymous");
  bool external = flag_field(run, json, "external");
  if ((int)password + token + anonymous + external != 1 || username != (password || token)) {
    fail(run, "no credentials: %s", json_shown(json));
  }
  if (password) {
    status = smtpwire_credentials_new_password(text_field(run, json, "username"),
                                               text_field(run, json, "password"), &made, &error);
  } else if (token) {
    status = smtpwire_credentials_new_bearer(text_field(run, json, "username"),
                                             text_field(run, json, "token"), &made, &error);
  } else if (anonymous) {
    status = smtpwire_credentials_new_anonymous(text_field(run, json, "anonymous"), &made, &error);
  } else {
    status = smtpwire_credentials_new_external(&made);
  }
  return refused(run, status, error) ? NULL : keep_credentials(run, made);
}

/* The server that OAUTHBEARER names; whether it can be set. */
static bool set_server(struct run *run, smtpwire_credentials *credentials, const cJSON *json) {
  smtpwire_error *error = NULL;
  const cJSON *server = list_or_none(run, json, "server");
  if (server == NULL) {
    return true;
  }
  same_count(run, "a name and a port", 2, (uint64_t)cJSON_GetArraySize(server));
  uint16_t port = (uint16_t)number_of_json(run, json_item(server, 1), 0, UINT16_MAX);
  smtpwire_status status = smtpwire_credentials_set_server(
      credentials, text_of_json(run, json_item(server, 0)), port, &error);
  return !refused(run, status, error);
}

static bool set_identity(struct run *run, smtpwire_credentials *credentials, const cJSON *json) {
  smtpwire_error *error = NULL;
  if (!has_field(json, "authorization_identity")) {
    return true;
  }
  smtpwire_status status = smtpwire_credentials_set_authorization_identity(
      credentials, text_field(run, json, "authorization_identity"), &error);
  return !refused(run, status, error);
}

static smtpwire_credentials *build_credentials(struct run *run, const cJSON *json) {
  static const char *const fields[] = {"username", "password",  "token",
                                       "server",   "external",  "anonymous",
                                       "authorization_identity", NULL};
  only_fields(run, json, fields);
  smtpwire_credentials *credentials = new_credentials(run, json);
  bool whole = credentials != NULL && set_server(run, credentials, json) &&
               set_identity(run, credentials, json);
  return whole ? credentials : NULL;
}

/* What the step allows; NULL where it says nothing about it. */
static smtpwire_sasl_policy *policy_of(struct run *run, const cJSON *step) {
  smtpwire_sasl_policy *policy = NULL;
  const cJSON *mechanisms = list_or_none(run, step, "mechanisms");
  const cJSON *mechanism;
  if (mechanisms == NULL && !has_field(step, "allow-plaintext-secrets")) {
    return NULL;
  }
  need(run, "a policy", smtpwire_sasl_policy_new(&policy));
  keep_sasl_policy(run, policy);
  need(run, "plaintext secrets",
       smtpwire_sasl_policy_set_allow_plaintext_secrets(
           policy, flag_field(run, step, "allow-plaintext-secrets")));
  cJSON_ArrayForEach(mechanism, mechanisms) {
    smtpwire_error *error = NULL;
    smtpwire_status status =
        smtpwire_sasl_policy_allow(policy, text_of_json(run, mechanism), &error);
    need_made(run, "a mechanism", status, keep_error(run, error));
  }
  return policy;
}

smtpwire_status call_auth(struct dialog *dialog, const cJSON *step, smtpwire_error **error) {
  struct run *run = dialog->run;
  uint64_t id = 0;
  smtpwire_channel_binding *binding = NULL;
  smtpwire_credentials *credentials =
      build_credentials(run, object_field(run, step, "credentials"));
  smtpwire_sasl_policy *policy = policy_of(run, step);
  smtpwire_bytes nonce = octets_or(run, step, "nonce", bytes_of("0123456789abcdef"));
  if (has_field(step, "channel-binding")) {
    binding = build_channel_binding(run, object_field(run, step, "channel-binding"));
  }
  if (credentials == NULL) {
    return SMTPWIRE_INVALID_VALUE;
  }
  return queued(dialog,
                smtpwire_client_auth(dialog->connection, credentials, policy, binding, nonce, &id,
                                     error), &id);
}
