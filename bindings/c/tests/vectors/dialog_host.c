/* What a host does with a connection: it takes all events, reads what there is room for, and
 * writes. */
#include <string.h>

#include "dialog.h"

smtpwire_status call_ends(struct dialog *dialog, smtpwire_status status, smtpwire_error *error) {
  struct run *run = dialog->run;
  if (error != NULL) {
    same_flag(run, "an error of a call that failed", true, status != SMTPWIRE_OK);
    same_count(run, "status of the error", status, smtpwire_error_status(error));
    same_flag(run, "a message", true, smtpwire_error_message(error).len > 0);
    smtpwire_error_free(error);
  }
  return status;
}

/* The connection has failed; a failure that was expected is no news. */
static void failed(struct dialog *dialog, smtpwire_status status) {
  if (status != dialog->known && dialog->failure == SMTPWIRE_OK) {
    dialog->failure = status;
  }
}

/* Pieces of content that follow each other are one: how it is cut is nobody's promise. */
static void add_event(struct dialog *dialog, struct happened *happened) {
  struct happened *last = dialog->events == NULL ? NULL : dialog->last_event;
  if (last != NULL && strcmp(last->kind, "content") == 0 &&
      strcmp(happened->kind, "content") == 0) {
    buffer_add(last->octets, buffer_view(happened->octets));
    return;
  }
  *(last == NULL ? &dialog->events : &last->next) = happened;
  dialog->last_event = happened;
}

static void put_on_wire(struct dialog *dialog, smtpwire_bytes octets) {
  struct waiting *place = dialog->free;
  if (place == NULL) {
    place = bag_alloc(&dialog->run->bag, sizeof *place);
  } else {
    dialog->free = place->next;
  }
  *place = (struct waiting){.octets = octets};
  *(dialog->wire == NULL ? &dialog->wire : &dialog->wire_end->next) = place;
  dialog->wire_end = place;
}

static void give(struct dialog *dialog, smtpwire_bytes octets) {
  smtpwire_error *error = NULL;
  smtpwire_status status =
      dialog->side->receive(dialog->connection, octets, dialog->now_ms, &error);
  if (call_ends(dialog, status, error) != SMTPWIRE_OK) {
    failed(dialog, status);
  }
}

/* Gives what there is room for, or says that the peer has closed; whether there was any of it. */
static bool feed(struct dialog *dialog) {
  struct waiting *next = dialog->wire;
  if (next != NULL) {
    smtpwire_bytes piece =
        bytes_until(next->octets, dialog->side->input_room(dialog->connection));
    if (piece.len == 0) {
      return false;
    }
    next->octets = bytes_behind(next->octets, piece.len);
    if (next->octets.len == 0) {
      dialog->wire = next->next;
      next->next = dialog->free;
      dialog->free = next;
    }
    give(dialog, piece);
    return true;
  }
  if (dialog->eof) {
    dialog->eof = false;
    need(dialog->run, "the end of the stream",
         dialog->side->receive_eof(dialog->connection, dialog->now_ms));
    return true;
  }
  return false;
}

/* Asks for the next event; whether there was one. */
static bool pull(struct dialog *dialog) {
  struct run *run = dialog->run;
  smtpwire_step step = SMTPWIRE_STEP_EVENT;
  const smtpwire_event *event = NULL;
  smtpwire_error *error = NULL;
  smtpwire_status status = dialog->side->next_event(dialog->connection, dialog->now_ms, &step,
                                                    &event, &error);
  if (call_ends(dialog, status, error) != SMTPWIRE_OK) {
    failed(dialog, status);
    dialog->waits = "failed";
    return false;
  }
  same_flag(run, "an event with this step", step == SMTPWIRE_STEP_EVENT, event != NULL);
  switch (step) {
    case SMTPWIRE_STEP_EVENT:
      add_event(dialog, happened_of(run, event));
      return true;
    case SMTPWIRE_STEP_NEED_DATA:
      dialog->waits = "data";
      return false;
    case SMTPWIRE_STEP_NEED_OUTPUT:
      dialog->waits = "output";
      return false;
    case SMTPWIRE_STEP_PAUSED:
      dialog->waits = "host";
      return false;
    case SMTPWIRE_STEP_CLOSED:
      if (strcmp(dialog->waits, "closed") != 0) {
        add_event(dialog, happened_closed(run));
      }
      dialog->waits = "closed";
      return false;
    default:
      fail(run, "a step of no kind: %d", (int)step);
  }
}

/* What a host does between two waits. */
static void drain(struct dialog *dialog) {
  do {
    while (pull(dialog)) {
    }
  } while (strcmp(dialog->waits, "closed") != 0 && strcmp(dialog->waits, "failed") != 0 &&
           feed(dialog));
}

void host_begin(struct dialog *dialog) { drain(dialog); }

void host_receive(struct dialog *dialog, smtpwire_bytes octets, bool unasked) {
  struct pieces pieces = split(octets, dialog->run->way);
  smtpwire_bytes piece;
  while (split_next(&pieces, &piece)) {
    if (unasked) {
      give(dialog, piece);
    } else {
      put_on_wire(dialog, piece);
    }
    drain(dialog);
  }
}

void host_receive_eof(struct dialog *dialog) {
  dialog->eof = true;
  drain(dialog);
}

static void tell_time(struct dialog *dialog, uint64_t now_ms) {
  need(dialog->run, "the time", dialog->side->handle_timeout(dialog->connection, now_ms));
  drain(dialog);
}

void host_advance(struct dialog *dialog, uint64_t milliseconds) {
  /* A call before its time does nothing. */
  if (dialog->run->way > 0) {
    tell_time(dialog, dialog->now_ms + milliseconds / 2);
  }
  dialog->now_ms += milliseconds;
  tell_time(dialog, dialog->now_ms);
}

void host_take_output(struct dialog *dialog) {
  const struct side *side = dialog->side;
  for (;;) {
    struct pieces pieces = split(side->output(dialog->connection), dialog->run->way);
    smtpwire_error *error = NULL;
    smtpwire_bytes piece;
    if (!split_next(&pieces, &piece)) {
      return;
    }
    buffer_add(&dialog->output, piece);
    smtpwire_status status = side->advance_output(dialog->connection, piece.len, &error);
    need(dialog->run, "taking what waits", call_ends(dialog, status, error));
    drain(dialog);
  }
}

static const struct call sending[] = {
    {"content", FIELDS("octets", "then-end", "in-one-piece"), give_content},
    {"end-content", NO_FIELDS, end_content},
    {NULL, NULL, NULL},
};

/* The call of this name, among the role's own and those that give content. */
static const struct call *call_of(struct dialog *dialog, const char *name) {
  const struct call *call = dialog->side->calls;
  const struct call *next = dialog->side->content == NULL ? NULL : sending;
  for (;; ++call) {
    if (call->name == NULL) {
      if (next == NULL) {
        fail(dialog->run, "%s is no call of this side", name);
      }
      call = next;
      next = NULL;
    }
    if (strcmp(call->name, name) == 0) {
      return call;
    }
  }
}

void host_call(struct dialog *dialog, const cJSON *step) {
  struct run *run = dialog->run;
  const struct call *call = call_of(dialog, word_field(run, step, "call"));
  smtpwire_error *error = NULL;
  only_fields(run, step, call->fields);
  run->refusal = NULL;
  smtpwire_status status = call->make(dialog, step, &error);
  if (!has_field(step, "fails")) {
    if (status != SMTPWIRE_OK && run->refusal != NULL) {
      fail(run, "a value that can't be built: %s", run->refusal);
    }
    keep_error(run, error);
    need_made(run, "the call", status, error);
  } else {
    same_text(run, "status of the call", word_field(run, step, "fails"),
              text_of(run, smtpwire_status_name(status)));
    call_ends(dialog, status, error);
  }
  drain(dialog);
}

smtpwire_status host_ask_again(struct dialog *dialog) {
  smtpwire_step step;
  const smtpwire_event *event;
  smtpwire_error *error = NULL;
  smtpwire_status status = dialog->side->next_event(dialog->connection, dialog->now_ms, &step,
                                                    &event, &error);
  return call_ends(dialog, status, error);
}
