/* commands.json, command-errors.json and parameters.json. */
#include <stdio.h>

#include "codec.h"
#include "field.h"
#include "values.h"

/* What stands in `options`, as the library's bits. */
static uint32_t options_of(struct run *run) {
  static const char *const fields[] = {"smtputf8", "lenient", NULL};
  static const char *const names[] = {"space-after-colon", "repeated-spaces", "missing-brackets",
                                      "underscore-in-domain", NULL};
  static const uint32_t bits[] = {SMTPWIRE_COMMAND_OPTION_SPACE_AFTER_COLON,
                                  SMTPWIRE_COMMAND_OPTION_REPEATED_SPACES,
                                  SMTPWIRE_COMMAND_OPTION_MISSING_BRACKETS,
                                  SMTPWIRE_COMMAND_OPTION_UNDERSCORE_IN_DOMAIN};
  const cJSON *options = object_or_none(run, run->json, "options");
  const cJSON *name;
  if (options == NULL) {
    return SMTPWIRE_COMMAND_OPTION_SMTPUTF8;
  }
  only_fields(run, options, fields);
  uint32_t all = flag_or(run, options, "smtputf8", true) ? SMTPWIRE_COMMAND_OPTION_SMTPUTF8 : 0;
  cJSON_ArrayForEach(name, list_or_none(run, options, "lenient")) {
    all |= bits[one_of(run, "leniency", text_of(run, text_of_json(run, name)), names)];
  }
  return all;
}

static smtpwire_command *parse(struct run *run, const char *what, smtpwire_bytes line,
                               uint32_t options) {
  smtpwire_command *command = NULL;
  smtpwire_error *error = NULL;
  smtpwire_status status = smtpwire_command_parse(line, options, &command, &error);
  keep_error(run, error);
  keep_command(run, command);
  need_made(run, what, status, error);
  return command;
}

static smtpwire_bytes with_crlf(struct run *run, const char *before, smtpwire_bytes line) {
  struct buffer all = {.bag = &run->bag};
  buffer_add_text(&all, before);
  buffer_add(&all, line);
  buffer_add_text(&all, "\r\n");
  return buffer_view(&all);
}

/* The line as a connection gets it: through the framer, in pieces. */
static smtpwire_bytes framed(struct run *run, smtpwire_bytes line) {
  struct pieces pieces = split(line, run->way);
  smtpwire_framer *framer = NULL;
  smtpwire_error *error = NULL;
  smtpwire_bytes piece;
  smtpwire_bytes found = {0};
  bool is_found = false;
  need(run, "framer", smtpwire_framer_new(line.len, false, &framer));
  keep_framer(run, framer);
  while (split_next(&pieces, &piece)) {
    size_t taken = 0;
    need(run, "push", smtpwire_framer_push(framer, piece, &taken));
    same_count(run, "octets that the framer takes", piece.len, taken);
  }
  smtpwire_status status = smtpwire_framer_next_line(framer, &found, &is_found, &error);
  need_made(run, "next line", status, keep_error(run, error));
  same_flag(run, "a line is found", true, is_found);
  return found;
}

static void check_way(struct run *run) {
  smtpwire_bytes line = with_crlf(run, "", octets_field(run, run->json, "input"));
  smtpwire_command *command =
      parse(run, "not read in pieces", framed(run, line), options_of(run));
  same_json(run, "in pieces", json_field(run->json, "value"), show_command(run, command));
}

static void same_command(struct run *run, const char *what, const smtpwire_command *one,
                         const smtpwire_command *other) {
  same_flag(run, what, true, smtpwire_command_equal(one, other));
  same_json(run, what, show_command(run, one), show_command(run, other));
}

/* Builds it of its parts, writes it, reads it again. */
static void check_built(struct run *run, const cJSON *value, const smtpwire_command *read,
                        smtpwire_bytes wire) {
  smtpwire_command *built = build_command(run, value);
  bool is_built = flag_or(run, run->json, "built", true);
  if (is_built && built == NULL) {
    fail(run, "not built: %s", run->refusal);
  }
  same_flag(run, "buildable", is_built, built != NULL);
  if (built == NULL) {
    return;
  }
  same_command(run, "built", read, built);
  same_bytes(run, "built and written", wire, smtpwire_command_wire(built));
  same_command(run, "read again", built,
               parse(run, "not read again", bytes_until(wire, wire.len - 2),
                     SMTPWIRE_COMMAND_OPTION_SMTPUTF8));
}

void check_command(struct run *run) {
  static const char *const fields[] = {"options", "input", "value", "wire", "built", NULL};
  smtpwire_bytes input = octets_field(run, run->json, "input");
  const cJSON *value = object_field(run, run->json, "value");
  only_case_fields(run, fields);
  smtpwire_command *read = parse(run, "not read", input, options_of(run));
  smtpwire_bytes wire = octets_or(run, run->json, "wire", with_crlf(run, "", input));
  smtpwire_command *copy = NULL;
  same_json(run, "read", value, show_command(run, read));
  same_bytes(run, "written", wire, smtpwire_command_wire(read));
  need(run, "copied", smtpwire_command_copy(read, &copy));
  same_command(run, "copied", read, keep_command(run, copy));
  in_every_way(run, check_way);
  check_built(run, value, read, wire);
}

/* Code and enhanced code of what a server answers; the text names the octet, so that it helps who
 * reads it. */
static const char *reply_of(struct run *run, const smtpwire_error *error, uint64_t offset) {
  const smtpwire_reply *reply = NULL;
  char place[48];
  char *codes = bag_alloc(&run->bag, 32);
  need(run, "reply", smtpwire_error_reply(error, &reply));
  smtpwire_bytes text = bytes_of_str(smtpwire_reply_text(reply));
  int length = snprintf(place, sizeof place, ", at octet %u", (unsigned)offset);
  if (text.len < (size_t)length || smtpwire_reply_line_count(reply) != 1 ||
      !bytes_are(bytes_behind(text, text.len - (size_t)length), place)) {
    fail(run, "the reply does not say where: %s", bytes_shown(&run->bag, text));
  }
  smtpwire_enhanced_code enhanced = smtpwire_reply_enhanced_code(reply);
  snprintf(codes, 32, "%u %u.%u.%u", smtpwire_reply_code(reply), enhanced.class_,
           enhanced.subject, enhanced.detail);
  return codes;
}

/* The line must be refused so; `before` are octets in front of what the vector says. */
static void check_error(struct run *run, smtpwire_bytes line, uint32_t options, size_t before,
                        const char *verb) {
  const cJSON *expected = object_field(run, run->json, "error");
  smtpwire_command *command = NULL;
  smtpwire_error *error = NULL;
  uint64_t offset = 0;
  smtpwire_status status = smtpwire_command_parse(line, options, &command, &error);
  keep_error(run, error);
  if (keep_command(run, command) != NULL) {
    fail(run, "read as %s", json_shown(show_command(run, command)));
  }
  same_count(run, "status", SMTPWIRE_MALFORMED, status);
  smtpwire_str name = smtpwire_verb_name(smtpwire_error_verb(error));
  same_text(run, "verb", verb, name.len == 0 ? "unknown" : text_of(run, name));
  same_text(run, "problem", word_field(run, expected, "problem"),
            text_of(run, smtpwire_error_detail_name(error)));
  need(run, "offset", smtpwire_error_offset(error, &offset));
  same_count(run, "offset", count_field(run, expected, "offset") + before, offset);
  same_text(run, "reply", word_field(run, expected, "reply"), reply_of(run, error, offset));
  same_flag(run, "loses framing", flag_field(run, expected, "loses_framing"),
            smtpwire_error_loses_framing(error));
}

void check_command_error(struct run *run) {
  static const char *const fields[] = {"options", "input", "error", NULL};
  static const char *const error_fields[] = {"verb",  "problem",       "offset",
                                             "reply", "loses_framing", NULL};
  const cJSON *error = object_field(run, run->json, "error");
  only_case_fields(run, fields);
  only_fields(run, error, error_fields);
  check_error(run, octets_field(run, run->json, "input"), options_of(run), 0,
              word_field(run, error, "verb"));
}

/* The parameters alone: read, shown, built, written, and read again. */
static void check_list(struct run *run, uint32_t verb, const cJSON *value, smtpwire_bytes input,
                       smtpwire_bytes wire) {
  smtpwire_parameters *read = NULL;
  smtpwire_parameters *again = NULL;
  smtpwire_error *error = NULL;
  smtpwire_status status = smtpwire_parameters_parse(
      verb, str_of_bytes(input), SMTPWIRE_COMMAND_OPTION_SMTPUTF8, &read, &error);
  need_made(run, "parameters not read", status, keep_error(run, error));
  keep_parameters(run, read);
  same_json(run, "parameters read", value, show_parameters(run, read));
  smtpwire_parameters *built = build_parameters(run, verb, value);
  if (built == NULL) {
    fail(run, "parameters not built: %s", run->refusal);
  }
  same_bytes(run, "parameters built and written", wire,
             bytes_of_str(smtpwire_parameters_text(built)));
  same_flag(run, "parameters built", true, smtpwire_parameters_equal(read, built));
  need(run, "parameters not read again",
       smtpwire_parameters_parse(verb, str_of_bytes(wire), SMTPWIRE_COMMAND_OPTION_SMTPUTF8,
                                 &again, NULL));
  keep_parameters(run, again);
  same_flag(run, "parameters read again", true, smtpwire_parameters_equal(built, again));
}

/* The value of the command that has these parameters. */
static const cJSON *command_with(struct run *run, const smtpwire_command *read,
                                 const cJSON *parameters) {
  cJSON *value = show_command(run, read);
  cJSON_DetachItemFromObjectCaseSensitive(value, "parameters");
  if (parameters->child != NULL) {
    json_add(value, "parameters", cJSON_Duplicate(parameters, 1));
  }
  return value;
}

void check_parameters(struct run *run) {
  static const char *const fields[] = {"command", "input", "value", "wire", "error", NULL};
  static const char *const error_fields[] = {"problem", "offset", "reply", NULL};
  static const char *const commands[] = {"MAIL", "RCPT", NULL};
  static const char *const starts[] = {"MAIL FROM:<a@b.example> ", "RCPT TO:<a@b.example> "};
  const char *name = word_field(run, run->json, "command");
  unsigned which = one_of(run, "command with parameters", name, commands);
  smtpwire_bytes input = octets_field(run, run->json, "input");
  smtpwire_bytes line = with_crlf(run, starts[which], input);
  line = bytes_until(line, line.len - 2);
  only_case_fields(run, fields);
  if (has_field(run->json, "value") == has_field(run->json, "error")) {
    fail(run, "a case has either a value or an error");
  }
  if (has_field(run->json, "error")) {
    only_fields(run, object_field(run, run->json, "error"), error_fields);
    check_error(run, line, SMTPWIRE_COMMAND_OPTION_SMTPUTF8, line.len - input.len, name);
    return;
  }
  const cJSON *value = list_field(run, run->json, "value");
  smtpwire_command *read = parse(run, "not read", line, SMTPWIRE_COMMAND_OPTION_SMTPUTF8);
  const cJSON *whole = command_with(run, read, value);
  smtpwire_bytes written = octets_or(run, run->json, "wire", input);
  smtpwire_bytes wire = with_crlf(run, starts[which], written);
  same_json(run, "read", whole, show_command(run, read));
  same_bytes(run, "written", wire, smtpwire_command_wire(read));
  check_built(run, whole, read, wire);
  check_list(run, verb_of(name), value, input, written);
}
