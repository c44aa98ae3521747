/* Addresses. */
#define _POSIX_C_SOURCE 200809L

#include <arpa/inet.h>

#include "field.h"
#include "values.h"

/* The text of an IP address of 4 or 16 octets. */
static smtpwire_str ip_text(struct run *run, smtpwire_bytes octets) {
  char *text = bag_alloc(&run->bag, INET6_ADDRSTRLEN);
  int family = octets.len == 4 ? AF_INET : AF_INET6;
  if ((octets.len != 4 && octets.len != 16) ||
      inet_ntop(family, octets.data, text, INET6_ADDRSTRLEN) == NULL) {
    fail(run, "an IP address of %zu octets", octets.len);
  }
  return smtpwire_str_of(text);
}

static smtpwire_address *build_ip(struct run *run, const char *text, int family) {
  uint8_t octets[16];
  smtpwire_bytes view = {.data = octets, .len = family == AF_INET ? 4 : 16};
  smtpwire_address *made = NULL;
  smtpwire_error *error = NULL;
  if (inet_pton(family, text, octets) != 1) {
    fail(run, "%s is no IP address", text);
  }
  smtpwire_status status = smtpwire_address_new_ip(view, &made, &error);
  return refused(run, status, error) ? NULL : keep_address(run, made);
}

static void show_general(struct run *run, cJSON *shown, const smtpwire_address *literal) {
  smtpwire_str tag;
  smtpwire_str content;
  need(run, "tag", smtpwire_address_tag(literal, &tag));
  need(run, "content of a literal", smtpwire_address_content(literal, &content));
  json_add_str(shown, "tag", tag);
  json_add_str(shown, "content", content);
}

cJSON *show_host(struct run *run, const smtpwire_address *host) {
  cJSON *shown = cJSON_CreateObject();
  smtpwire_address_form form = smtpwire_address_form_of(host);
  smtpwire_bytes octets;
  if (form == SMTPWIRE_ADDRESS_FORM_DOMAIN) {
    json_add_str(shown, "domain", smtpwire_address_text(host));
  } else if (form == SMTPWIRE_ADDRESS_FORM_IPV4 || form == SMTPWIRE_ADDRESS_FORM_IPV6) {
    bool four = form == SMTPWIRE_ADDRESS_FORM_IPV4;
    need(run, "octets of an IP address", smtpwire_address_ip(host, &octets));
    same_count(run, "octets of an IP address", four ? 4 : 16, octets.len);
    json_add_str(shown, four ? "ipv4" : "ipv6", ip_text(run, octets));
  } else if (form == SMTPWIRE_ADDRESS_FORM_GENERAL_LITERAL) {
    show_general(run, shown, host);
  } else {
    fail(run, "a host of form %d", (int)form);
  }
  return shown;
}

cJSON *show_mailbox(struct run *run, const smtpwire_address *mailbox) {
  cJSON *shown = cJSON_CreateObject();
  const smtpwire_address *host = NULL;
  smtpwire_str local_part;
  need(run, "local part", smtpwire_address_local_part(mailbox, &local_part));
  need(run, "host", smtpwire_address_host(mailbox, &host));
  json_add_str(shown, "local_part", local_part);
  json_add(shown, "host", show_host(run, host));
  return shown;
}

cJSON *show_path(struct run *run, const smtpwire_address *path) {
  switch (smtpwire_address_form_of(path)) {
    case SMTPWIRE_ADDRESS_FORM_NULL_PATH:
      return cJSON_CreateNull();
    case SMTPWIRE_ADDRESS_FORM_POSTMASTER:
      return cJSON_CreateString("postmaster");
    default:
      return show_mailbox(run, path);
  }
}

smtpwire_address *build_domain(struct run *run, smtpwire_str name) {
  smtpwire_address *made = NULL;
  smtpwire_error *error = NULL;
  smtpwire_status status = smtpwire_address_new_domain(name, &made, &error);
  return refused(run, status, error) ? NULL : keep_address(run, made);
}

smtpwire_address *build_local_part(struct run *run, smtpwire_str written) {
  smtpwire_address *made = NULL;
  smtpwire_error *error = NULL;
  smtpwire_status status = smtpwire_address_new_local_part(written, &made, &error);
  return refused(run, status, error) ? NULL : keep_address(run, made);
}

static smtpwire_address *build_general(struct run *run, const cJSON *json) {
  smtpwire_address *made = NULL;
  smtpwire_error *error = NULL;
  smtpwire_str tag = text_field(run, json, "tag");
  smtpwire_str content = text_field(run, json, "content");
  smtpwire_status status = smtpwire_address_new_general(tag, content, &made, &error);
  return refused(run, status, error) ? NULL : keep_address(run, made);
}

smtpwire_address *build_host(struct run *run, const cJSON *json) {
  static const char *const fields[] = {"domain", "ipv4", "ipv6", "tag", "content", NULL};
  only_fields(run, json, fields);
  if (has_field(json, "domain")) {
    return build_domain(run, text_field(run, json, "domain"));
  }
  if (has_field(json, "ipv4")) {
    return build_ip(run, word_field(run, json, "ipv4"), AF_INET);
  }
  if (has_field(json, "ipv6")) {
    return build_ip(run, word_field(run, json, "ipv6"), AF_INET6);
  }
  return build_general(run, json);
}

smtpwire_address *build_mailbox(struct run *run, const cJSON *json) {
  static const char *const fields[] = {"local_part", "host", NULL};
  only_fields(run, json, fields);
  smtpwire_address *made = NULL;
  smtpwire_error *error = NULL;
  smtpwire_address *local_part = build_local_part(run, text_field(run, json, "local_part"));
  smtpwire_address *host = build_host(run, object_field(run, json, "host"));
  if (local_part == NULL || host == NULL) {
    return NULL;
  }
  smtpwire_status status = smtpwire_address_new_mailbox(local_part, host, &made, &error);
  return refused(run, status, error) ? NULL : keep_address(run, made);
}

smtpwire_address *build_path(struct run *run, const cJSON *json) {
  smtpwire_address *made = NULL;
  if (cJSON_IsNull(json)) {
    need(run, "the null path", smtpwire_address_new_null_path(&made));
    return keep_address(run, made);
  }
  if (json_is(json, "postmaster")) {
    need(run, "the postmaster", smtpwire_address_new_postmaster(&made));
    return keep_address(run, made);
  }
  return build_mailbox(run, json);
}
