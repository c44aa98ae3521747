#include "dialogs.h"

#include "dialog.h"

/* One run of a dialog, in the way that the run is in. */
static void run_dialog(struct run *run, const struct side *side) {
  struct dialog dialog = {.run = run,
                          .side = side,
                          .output = {.bag = &run->bag},
                          .failure = SMTPWIRE_OK,
                          .known = SMTPWIRE_OK,
                          .waits = "data"};
  dialog.connection = side->open(run, object_or_none(run, run->json, "config"));
  run_steps(&dialog);
}

/* Runs a dialog in every way, or whole where it says why. */
static void check_dialog(struct run *run, check *run_once) {
  static const char *const fields[] = {"config", "splits", "why", "steps", NULL};
  const char *splits = word_or_none(run, run->json, "splits");
  only_case_fields(run, fields);
  if (splits == NULL) {
    same_text(run, "why", NULL, word_or_none(run, run->json, "why"));
    in_every_way(run, run_once);
    return;
  }
  same_text(run, "splits", "none", splits);
  word_field(run, run->json, "why");
  run->way = 0;
  run_once(run);
}

static void run_client(struct run *run) { run_dialog(run, &client_side); }

static void run_server(struct run *run) { run_dialog(run, &server_side); }

void check_client_dialog(struct run *run) { check_dialog(run, run_client); }

void check_server_dialog(struct run *run) { check_dialog(run, run_server); }
