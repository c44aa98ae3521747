#include "value_proxy.h"

#include "field.h"

static const char *const transports[] = {"UNSPEC", "STREAM", "DGRAM", NULL};
static const smtpwire_proxy_transport transport_numbers[] = {
    SMTPWIRE_PROXY_TRANSPORT_UNSPECIFIED, SMTPWIRE_PROXY_TRANSPORT_STREAM,
    SMTPWIRE_PROXY_TRANSPORT_DATAGRAM};

static cJSON *escaped(struct run *run, smtpwire_bytes octets) {
  return cJSON_CreateString(escape(&run->bag, octets));
}

static void show_addresses(struct run *run, cJSON *shown, const smtpwire_proxy_header *header) {
  smtpwire_str source;
  smtpwire_str destination;
  smtpwire_bytes unix_source;
  smtpwire_bytes unix_destination;
  smtpwire_status is_ip = smtpwire_proxy_header_source(header, &source);
  smtpwire_status is_unix = smtpwire_proxy_header_unix_source(header, &unix_source);
  same_count(run, "status of the destination", is_ip,
             smtpwire_proxy_header_destination(header, &destination));
  same_count(run, "status of the UNIX destination", is_unix,
             smtpwire_proxy_header_unix_destination(header, &unix_destination));
  if (is_ip != SMTPWIRE_ABSENT) {
    need(run, "source", is_ip);
    json_add_str(shown, "source", source);
    json_add_str(shown, "destination", destination);
  }
  if (is_unix != SMTPWIRE_ABSENT) {
    need(run, "UNIX source", is_unix);
    json_add(shown, "unix_source", escaped(run, unix_source));
    json_add(shown, "unix_destination", escaped(run, unix_destination));
  }
}

static void show_tlvs(struct run *run, cJSON *shown, const smtpwire_proxy_header *header) {
  cJSON *list = cJSON_CreateArray();
  size_t count = smtpwire_proxy_header_tlv_count(header);
  for (size_t index = 0; index < count; ++index) {
    cJSON *one = cJSON_CreateObject();
    smtpwire_proxy_tlv tlv;
    need(run, "TLV", smtpwire_proxy_header_tlv(header, index, &tlv));
    json_add(one, "type", cJSON_CreateNumber(tlv.kind));
    json_add(one, "value", escaped(run, tlv.value));
    json_append(list, one);
  }
  if (count > 0) {
    json_add(shown, "tlvs", list);
  }
}

cJSON *show_proxy(struct run *run, const smtpwire_proxy_header *header) {
  cJSON *shown = cJSON_CreateObject();
  if (smtpwire_proxy_header_command(header) == SMTPWIRE_PROXY_COMMAND_LOCAL) {
    json_add(shown, "command", cJSON_CreateString("LOCAL"));
    return shown;
  }
  json_add(shown, "command", cJSON_CreateString("PROXY"));
  for (unsigned at = 0; transports[at] != NULL; ++at) {
    if (transport_numbers[at] == smtpwire_proxy_header_transport(header)) {
      json_add(shown, "transport", cJSON_CreateString(transports[at]));
    }
  }
  show_addresses(run, shown, header);
  show_tlvs(run, shown, header);
  if (smtpwire_proxy_header_has_checksum(header)) {
    json_add(shown, "checksum", cJSON_CreateTrue());
  }
  return shown;
}

static smtpwire_proxy_header *new_header(struct run *run, const cJSON *json) {
  smtpwire_proxy_header *header = NULL;
  smtpwire_error *error = NULL;
  smtpwire_status status;
  unsigned at = one_of(run, "transport", word_field(run, json, "transport"), transports);
  uint32_t transport = transport_numbers[at];
  if (has_field(json, "unix_source")) {
    status = smtpwire_proxy_header_new_unix(transport, octets_field(run, json, "unix_source"),
                                            octets_field(run, json, "unix_destination"), &header);
  } else if (has_field(json, "source")) {
    status = smtpwire_proxy_header_new(transport, text_field(run, json, "source"),
                                       text_field(run, json, "destination"), &header, &error);
  } else {
    status = smtpwire_proxy_header_new_unknown(transport, &header);
  }
  keep_proxy_header(run, header);
  return refused(run, status, error) ? NULL : header;
}

smtpwire_proxy_header *build_proxy(struct run *run, const cJSON *json) {
  static const char *const fields[] = {"command",     "transport",        "source",
                                       "destination", "unix_source",      "unix_destination",
                                       "tlvs",        "checksum",         NULL};
  static const char *const commands[] = {"LOCAL", "PROXY", NULL};
  static const char *const tlv_fields[] = {"type", "value", NULL};
  smtpwire_proxy_header *header = NULL;
  const cJSON *tlv;
  only_fields(run, json, fields);
  if (one_of(run, "command", word_field(run, json, "command"), commands) == 0) {
    need(run, "local", smtpwire_proxy_header_new_local(&header));
    return keep_proxy_header(run, header);
  }
  header = new_header(run, json);
  if (header == NULL) {
    return NULL;
  }
  cJSON_ArrayForEach(tlv, list_or_none(run, json, "tlvs")) {
    only_fields(run, tlv, tlv_fields);
    uint8_t kind = (uint8_t)number_field(run, tlv, "type", 0, UINT8_MAX);
    need(run, "TLV", smtpwire_proxy_header_add_tlv(header, kind, octets_field(run, tlv, "value")));
  }
  if (flag_field(run, json, "checksum")) {
    need(run, "checksum", smtpwire_proxy_header_set_checksum(header));
  }
  return header;
}

const cJSON *expected_proxy(struct run *run, const cJSON *json) {
  cJSON *expected = cJSON_Duplicate(json, 1);
  const cJSON *tlv;
  escape_again(run, expected, "unix_source");
  escape_again(run, expected, "unix_destination");
  cJSON_ArrayForEach(tlv, json_field(expected, "tlvs")) {
    escape_again(run, tlv, "value");
  }
  return expected;
}
