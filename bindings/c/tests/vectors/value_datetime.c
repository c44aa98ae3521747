/* Points in time. */
#include "field.h"
#include "values.h"

static void add_number(cJSON *list, int64_t number) {
  json_append(list, cJSON_CreateNumber((double)number));
}

cJSON *show_datetime(struct run *run, const smtpwire_datetime *at) {
  cJSON *shown = cJSON_CreateObject();
  cJSON *date = json_add(shown, "date", cJSON_CreateArray());
  cJSON *time = json_add(shown, "time", cJSON_CreateArray());
  int64_t unix_seconds = 0;
  add_number(date, at->year);
  add_number(date, at->month);
  add_number(date, at->day);
  add_number(time, at->hour);
  add_number(time, at->minute);
  add_number(time, at->second);
  if (at->nanosecond > 0) {
    json_add(shown, "nanosecond", cJSON_CreateNumber(at->nanosecond));
  }
  json_add(shown, "offset",
           at->utc ? cJSON_CreateString("Z") : cJSON_CreateNumber(at->offset_minutes));
  need(run, "unix seconds", smtpwire_datetime_unix_seconds(at, &unix_seconds));
  json_add(shown, "unix", cJSON_CreateNumber((double)unix_seconds));
  return shown;
}

static int64_t part(struct run *run, const cJSON *list, int index, int64_t most) {
  return number_of_json(run, json_item(list, index), 0, most);
}

smtpwire_datetime build_datetime(struct run *run, const cJSON *json) {
  static const char *const fields[] = {"date", "time", "nanosecond", "offset", "unix", NULL};
  only_fields(run, json, fields);
  const cJSON *date = list_field(run, json, "date");
  const cJSON *time = list_field(run, json, "time");
  smtpwire_datetime at = {.utc = json_is(json_field(json, "offset"), "Z")};
  at.year = (uint16_t)part(run, date, 0, UINT16_MAX);
  at.month = (uint8_t)part(run, date, 1, UINT8_MAX);
  at.day = (uint8_t)part(run, date, 2, UINT8_MAX);
  at.hour = (uint8_t)part(run, time, 0, UINT8_MAX);
  at.minute = (uint8_t)part(run, time, 1, UINT8_MAX);
  at.second = (uint8_t)part(run, time, 2, UINT8_MAX);
  if (has_field(json, "nanosecond")) {
    at.nanosecond = (uint32_t)number_field(run, json, "nanosecond", 0, UINT32_MAX);
  }
  if (!at.utc) {
    at.offset_minutes = (int16_t)number_field(run, json, "offset", INT16_MIN, INT16_MAX);
  }
  return at;
}
