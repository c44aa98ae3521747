/* bdat.json: commands and chunks in one stream, as a server takes them apart. */
#include "codec.h"
#include "fault.h"
#include "field.h"
#include "values.h"

/* A server's reading side. */
struct session {
  struct run *run;
  smtpwire_framer *framer;
  smtpwire_chunk_total *total;
  smtpwire_chunk_reader *chunk;
  /* Looks at the octets of all chunks: a CRLF may be cut by the border between two of them. */
  smtpwire_scanner *scanner;
  cJSON *events;
  /* What came of the chunk under way, for its event; that of a refused one has no octets. */
  struct buffer octets;
  bool is_refused;
  bool is_lost;
};

static void begin(struct session *session, struct run *run) {
  *session = (struct session){.run = run, .events = cJSON_CreateArray()};
  need(run, "framer", smtpwire_framer_new(512, false, &session->framer));
  keep_framer(run, session->framer);
  uint64_t limit = count_or(run, run->json, "limit", SMTPWIRE_UNLIMITED);
  need(run, "total", smtpwire_chunk_total_new(limit, &session->total));
  keep_chunk_total(run, session->total);
  need(run, "chunk", smtpwire_chunk_reader_new(0, &session->chunk));
  keep_chunk_reader(run, session->chunk);
  need(run, "scanner", smtpwire_scanner_new(SMTPWIRE_LINE_ENDS_REFUSE, SMTPWIRE_MAX_TEXT_LINE,
                                            &session->scanner));
  keep_scanner(run, session->scanner);
}

/* Writes down what came of the chunk, once its end or that of the stream is known. */
static void end_chunk(struct session *session) {
  cJSON *event = session->events->child == NULL ? NULL : session->events->child->prev;
  if (event != NULL && has_field(event, "bdat") && !session->is_refused &&
      !has_field(event, "octets")) {
    const char *octets = escape(&session->run->bag, buffer_view(&session->octets));
    json_add(event, "octets", cJSON_CreateString(octets));
  }
}

static void begin_chunk(struct session *session, const smtpwire_command *command) {
  struct run *run = session->run;
  cJSON *event = cJSON_CreateObject();
  smtpwire_error *error = NULL;
  uint64_t size = 0;
  need(run, "size", smtpwire_command_size(command, &size));
  smtpwire_status status = smtpwire_chunk_total_add(session->total, size, &error);
  keep_error(run, error);
  need(run, "chunk", smtpwire_chunk_reader_new(size, &session->chunk));
  keep_chunk_reader(run, session->chunk);
  session->octets = (struct buffer){.bag = &run->bag};
  session->is_refused = status == SMTPWIRE_MALFORMED;
  json_add(event, "bdat", json_of_count(size));
  if (smtpwire_command_last(command)) {
    json_add(event, "last", cJSON_CreateTrue());
  }
  if (session->is_refused) {
    json_add_str(event, "refused", smtpwire_error_detail_name(error));
    need(run, "discard", smtpwire_chunk_reader_discard(session->chunk));
  } else {
    need_made(run, "chunk", status, error);
  }
  json_append(session->events, event);
}

/* Takes octets of the chunk under way; whether there were any. */
static bool take_octets(struct session *session) {
  struct run *run = session->run;
  smtpwire_bytes buffered = smtpwire_framer_buffered(session->framer);
  smtpwire_bytes octets;
  smtpwire_bytes rest;
  smtpwire_error *error = NULL;
  need(run, "chunk", smtpwire_chunk_reader_push(session->chunk, buffered, &octets, &rest));
  buffer_add(&session->octets, octets);
  /* What is wrong is asked at the end; a fault comes again. */
  smtpwire_scanner_push(session->scanner, octets, &error);
  keep_error(run, error);
  need(run, "consume", smtpwire_framer_consume(session->framer, buffered.len - rest.len));
  return buffered.len > rest.len;
}

static void read_line(struct session *session, smtpwire_bytes line) {
  struct run *run = session->run;
  smtpwire_command *command = NULL;
  smtpwire_error *error = NULL;
  smtpwire_status status =
      smtpwire_command_parse(line, SMTPWIRE_COMMAND_OPTION_SMTPUTF8, &command, &error);
  keep_command(run, command);
  keep_error(run, error);
  if (smtpwire_command_verb(command) == SMTPWIRE_VERB_BDAT) {
    begin_chunk(session, command);
    return;
  }
  cJSON *event = cJSON_CreateObject();
  if (status == SMTPWIRE_OK) {
    json_add(event, "line", cJSON_CreateString(escape(&run->bag, line)));
  } else {
    same_count(run, "status", SMTPWIRE_MALFORMED, status);
    json_add_str(event, "error", smtpwire_error_detail_name(error));
    session->is_lost = smtpwire_error_loses_framing(error);
  }
  if (session->is_lost) {
    json_add(event, "loses_framing", cJSON_CreateTrue());
  }
  json_append(session->events, event);
}

/* Takes octets of the chunk, or the next line; whether there was anything to take. */
static bool step(struct session *session) {
  struct run *run = session->run;
  smtpwire_bytes line;
  smtpwire_error *error = NULL;
  bool is_found = false;
  if (!smtpwire_chunk_reader_is_done(session->chunk)) {
    return take_octets(session);
  }
  smtpwire_status status = smtpwire_framer_next_line(session->framer, &line, &is_found, &error);
  keep_error(run, error);
  if (status == SMTPWIRE_MALFORMED) {
    /* A line that is none: a NUL is in no command. */
    static const uint8_t none = 0;
    line = (smtpwire_bytes){.data = &none, .len = 1};
  } else {
    need_made(run, "next line", status, error);
    if (!is_found) {
      return false;
    }
  }
  end_chunk(session);
  read_line(session, line);
  return true;
}

static void receive(struct session *session, smtpwire_bytes piece) {
  bool is_more = true;
  while (is_more && !session->is_lost) {
    size_t taken = 0;
    need(session->run, "push", smtpwire_framer_push(session->framer, piece, &taken));
    piece = bytes_behind(piece, taken);
    is_more = step(session) || piece.len > 0;
  }
}

/* The events as they stand in the file, but for how their octets are escaped. */
static const cJSON *expected_events(struct run *run) {
  static const char *const fields[] = {"bdat", "last",  "octets",        "refused",
                                       "line", "error", "loses_framing", NULL};
  cJSON *events = cJSON_Duplicate(list_field(run, run->json, "events"), 1);
  const cJSON *event;
  cJSON_ArrayForEach(event, events) {
    only_fields(run, event, fields);
    escape_again(run, event, "line");
    escape_again(run, event, "octets");
  }
  return events;
}

/* What the scanner thinks of all chunks as text. */
static void check_text(struct run *run, smtpwire_scanner *scanner) {
  static const char *const good[] = {"ok", NULL};
  const cJSON *text = object_field(run, run->json, "text");
  smtpwire_error *error = NULL;
  smtpwire_status status = smtpwire_scanner_finish(scanner, &error);
  keep_error(run, error);
  if (has_field(text, "ok")) {
    only_fields(run, text, good);
    same_flag(run, "text is good", true, flag_field(run, text, "ok"));
    check_fault(run, NULL, status, error);
  } else {
    check_fault(run, text, status, error);
  }
}

static void check_way(struct run *run) {
  struct pieces pieces = split(octets_field(run, run->json, "input"), run->way);
  struct session session;
  smtpwire_bytes piece;
  begin(&session, run);
  while (split_next(&pieces, &piece)) {
    receive(&session, piece);
  }
  end_chunk(&session);
  same_json(run, "events", expected_events(run), session.events);
  same_count(run, "octets missing", count_or(run, run->json, "missing", 0),
             smtpwire_chunk_reader_remaining(session.chunk));
  if (!session.is_lost) {
    same_bytes(run, "rest", octets_or(run, run->json, "rest", bytes_of("")),
               smtpwire_framer_buffered(session.framer));
  }
  if (has_field(run->json, "text")) {
    check_text(run, session.scanner);
  }
}

void check_bdat(struct run *run) {
  static const char *const fields[] = {"limit",   "input", "events", "text",
                                       "missing", "rest",  NULL};
  only_case_fields(run, fields);
  in_every_way(run, check_way);
}
