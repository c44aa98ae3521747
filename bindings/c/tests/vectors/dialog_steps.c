/* Working through the steps of a dialog. */
#include <string.h>

#include "dialog.h"

/* How deep preludes may use each other; more is a circle. */
enum { DEEPEST = 16 };

static void only_these(struct run *run, const cJSON *step, const char *one, const char *other) {
  const char *const fields[] = {one, other, NULL};
  only_fields(run, step, fields);
}

static void step_receive(struct dialog *dialog, const cJSON *step) {
  struct run *run = dialog->run;
  only_these(run, step, "receive", "unasked");
  host_receive(dialog, octets_field(run, step, "receive"), flag_field(run, step, "unasked"));
}

static void step_eof(struct dialog *dialog, const cJSON *step) {
  only_these(dialog->run, step, "eof", NULL);
  same_flag(dialog->run, "eof", true, flag_field(dialog->run, step, "eof"));
  host_receive_eof(dialog);
}

static void step_advance(struct dialog *dialog, const cJSON *step) {
  only_these(dialog->run, step, "advance", NULL);
  host_advance(dialog, count_field(dialog->run, step, "advance"));
}

static void step_output(struct dialog *dialog, const cJSON *step) {
  struct run *run = dialog->run;
  const cJSON *expected = json_field(step, "expect-output");
  only_these(run, step, "expect-output", "whole");
  if (flag_field(run, step, "whole")) {
    expect_output(run, expected, dialog->side->output(dialog->connection));
  }
  host_take_output(dialog);
  expect_output(run, expected, buffer_view(&dialog->output));
  dialog->output.len = 0;
}

static void step_output_lacks(struct dialog *dialog, const cJSON *step) {
  struct run *run = dialog->run;
  smtpwire_bytes lacks = octets_field(run, step, "expect-output-lacks");
  only_these(run, step, "expect-output-lacks", NULL);
  host_take_output(dialog);
  if (bytes_hold(buffer_view(&dialog->output), lacks)) {
    fail(run, "it is in %s", bytes_shown(&run->bag, buffer_view(&dialog->output)));
  }
  dialog->output.len = 0;
}

/* Whether a dialog need not name the event. */
static bool is_passed_over(const struct dialog *dialog, const struct happened *happened) {
  const char *const *kind = dialog->side->passed_over;
  while (*kind != NULL && strcmp(*kind, happened->kind) != 0) {
    ++kind;
  }
  return *kind != NULL;
}

static void step_event(struct dialog *dialog, const cJSON *step) {
  struct run *run = dialog->run;
  const char *kind = word_field(run, step, "expect-event");
  struct happened *happened = dialog->events;
  while (happened != NULL && strcmp(happened->kind, kind) != 0 &&
         is_passed_over(dialog, happened)) {
    happened = happened->next;
  }
  if (happened == NULL) {
    fail(run, "there is no event; it waits for %s, %s", dialog->waits,
         text_of(run, smtpwire_status_name(dialog->failure)));
  }
  dialog->events = happened->next;
  expect_event(run, step, happened);
}

/* Whose fault a status says that it is. */
static const char *kind_of(smtpwire_status status) {
  static const char *const kinds[] = {"none", "usage", "peer", "limit", "timeout", "internal"};
  unsigned hundreds = (unsigned)status / 100;
  return hundreds < sizeof kinds / sizeof *kinds ? kinds[hundreds] : "none";
}

static void step_error(struct dialog *dialog, const cJSON *step) {
  struct run *run = dialog->run;
  only_these(run, step, "expect-error", "kind");
  if (dialog->failure == SMTPWIRE_OK) {
    fail(run, "it has not failed; it waits for %s", dialog->waits);
  }
  same_text(run, "the error", word_field(run, step, "expect-error"),
            text_of(run, smtpwire_status_name(dialog->failure)));
  same_text(run, "its kind", word_field(run, step, "kind"), kind_of(dialog->failure));
  /* A connection that has failed stays so, with the same error. */
  same_count(run, "asked again", dialog->failure, host_ask_again(dialog));
  dialog->known = dialog->failure;
  dialog->failure = SMTPWIRE_OK;
}

static void step_deadline(struct dialog *dialog, const cJSON *step) {
  struct run *run = dialog->run;
  uint64_t deadline = dialog->side->next_deadline_ms(dialog->connection);
  only_these(run, step, "expect-deadline", NULL);
  same_json(run, "the deadline", json_field(step, "expect-deadline"),
            deadline == SMTPWIRE_NEVER ? cJSON_CreateNull() : json_of_count(deadline));
}

static void step_state(struct dialog *dialog, const cJSON *step) {
  struct run *run = dialog->run;
  const cJSON *expected;
  only_these(run, step, "expect-state", NULL);
  cJSON_ArrayForEach(expected, object_field(run, step, "expect-state")) {
    const char *key = expected->string;
    cJSON *state = strcmp(key, "waits") == 0
                       ? cJSON_CreateString(dialog->waits)
                       : dialog->side->state(run, dialog->connection, key);
    if (state == NULL) {
      fail(run, "%s is no state of this side", key);
    }
    same_json(run, key, expected, state);
  }
}

static void do_step(struct dialog *dialog, const cJSON *step) {
  static const struct {
    const char *name;
    void (*run)(struct dialog *dialog, const cJSON *step);
  } steps[] = {
      {"receive", step_receive},
      {"eof", step_eof},
      {"advance", step_advance},
      {"call", host_call},
      {"expect-output", step_output},
      {"expect-output-lacks", step_output_lacks},
      {"expect-event", step_event},
      {"expect-error", step_error},
      {"expect-deadline", step_deadline},
      {"expect-state", step_state},
  };
  const char *name = cJSON_IsObject(step) && step->child != NULL ? step->child->string : "nothing";
  dialog->run->step = step;
  ++dialog->run->step_number;
  for (unsigned at = 0; at < sizeof steps / sizeof *steps; ++at) {
    if (strcmp(steps[at].name, name) == 0) {
      steps[at].run(dialog, step);
      return;
    }
  }
  fail(dialog->run, "%s is no step", name);
}

static void do_steps(struct dialog *dialog, const cJSON *steps, unsigned depth) {
  struct run *run = dialog->run;
  const cJSON *step;
  if (depth > DEEPEST) {
    fail(run, "preludes that use each other");
  }
  cJSON_ArrayForEach(step, steps) {
    if (has_field(step, "use")) {
      only_these(run, step, "use", NULL);
      const cJSON *preludes = object_field(run, run->document, "preludes");
      do_steps(dialog, list_field(run, preludes, word_field(run, step, "use")), depth + 1);
    } else {
      do_step(dialog, step);
    }
  }
}

/* Nothing is left over. */
static void look_at_the_end(struct dialog *dialog) {
  struct run *run = dialog->run;
  host_take_output(dialog);
  bool over = strcmp(dialog->waits, "closed") == 0 || strcmp(dialog->waits, "failed") == 0;
  same_text(run, "at the end: the failure", "ok",
            text_of(run, smtpwire_status_name(dialog->failure)));
  same_bytes(run, "at the end: output", bytes_of(""), buffer_view(&dialog->output));
  for (; dialog->events != NULL; dialog->events = dialog->events->next) {
    if (strcmp(dialog->events->kind, "closed") != 0 && !is_passed_over(dialog, dialog->events)) {
      fail(run, "at the end: %s", happened_shown(run, dialog->events));
    }
  }
  if (!over && (dialog->wire != NULL || dialog->eof)) {
    fail(run, "at the end: there is input that was never read");
  }
}

void run_steps(struct dialog *dialog) {
  struct run *run = dialog->run;
  run->step_number = 0;
  host_begin(dialog);
  do_steps(dialog, list_field(run, run->json, "steps"), 0);
  run->step = NULL;
  look_at_the_end(dialog);
}
