#include "file.h"

#include <stdio.h>
#include <string.h>

#include "field.h"

/* A file while it is read; it begins with its run, as it can be wrong itself. */
struct file {
  struct run run;
  const char *folder;
  const struct subject *subject;
  cJSON *document;
};

static const char *path_of(struct bag *bag, const char *folder, const char *name) {
  struct buffer path = {.bag = bag};
  buffer_add_text(&path, folder);
  buffer_add_text(&path, "/");
  buffer_add_text(&path, name);
  buffer_add_text(&path, ".json");
  return buffer_text(&path);
}

/* What every case has beside its subject's own fields. */
static void look_through_case(struct run *run, const cJSON *json) {
  const char *name = word_field(run, json, "name");
  const cJSON *id;
  const cJSON *other;
  cJSON_ArrayForEach(id, list_field(run, json, "requirements")) {
    text_of_json(run, id);
  }
  if (list_field(run, json, "requirements")->child == NULL && !has_field(json, "note")) {
    fail(run, "%s: it shows nothing", name);
  }
  for (other = json->next; other != NULL; other = other->next) {
    if (json_is(json_field(other, "name"), name)) {
      fail(run, "%s: it stands twice", name);
    }
  }
}

static void look_through(struct run *run) {
  static const char *const fields[] = {"format", "subject", "about", "cases", NULL};
  static const char *const dialog_fields[] = {"format", "subject",  "about",
                                              "cases",  "preludes", NULL};
  struct file *file = (struct file *)run;
  const char *path = path_of(&run->bag, file->folder, file->subject->name);
  const cJSON *json;
  file->document = json_read(&run->bag, path);
  if (file->document == NULL) {
    fail(run, "%s can't be read, or is no JSON", path);
  }
  only_fields(run, file->document, is_dialog(file->subject) ? dialog_fields : fields);
  same_count(run, "format", 1, count_field(run, file->document, "format"));
  same_text(run, "subject", file->subject->name, word_field(run, file->document, "subject"));
  const char *wrong = json_expand(&run->bag, file->document);
  if (wrong != NULL) {
    fail(run, "%s", wrong);
  }
  const cJSON *cases = list_field(run, file->document, "cases");
  if (word_field(run, file->document, "about")[0] == 0 || cases->child == NULL) {
    fail(run, "it says nothing");
  }
  cJSON_ArrayForEach(json, cases) {
    look_through_case(run, json);
  }
}

static void run_case(const struct file *file, const cJSON *json, struct tally *tally) {
  struct run run = {.document = file->document, .json = json};
  if (!run_check(&run, file->subject->check)) {
    printf("%s: %s\n%s\n\n", file->subject->name, json_field(json, "name")->valuestring,
           run.failure);
    ++tally->failures;
  }
  bag_empty(&run.bag);
}

void file_run(const char *folder, const struct subject *subject, struct tally *tally) {
  struct file file = {.folder = folder, .subject = subject};
  unsigned before = tally->failures;
  unsigned cases = 0;
  if (run_check(&file.run, look_through)) {
    const cJSON *json;
    cJSON_ArrayForEach(json, json_field(file.document, "cases")) {
      run_case(&file, json, tally);
      ++cases;
    }
  } else {
    printf("%s:\n%s\n\n", subject->name, file.run.failure);
    ++tally->failures;
  }
  bag_empty(&file.run.bag);
  *(is_dialog(subject) ? &tally->dialogs : &tally->cases) += cases;
  printf("%s: %u cases", subject->name, cases);
  if (tally->failures > before) {
    printf(", %u failures", tally->failures - before);
  }
  printf("\n");
}
