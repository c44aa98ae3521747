/* A dialog under way: a connection of the library at one end, the vector at the other, and this
 * program as the host between them.
 *
 * dialogs.c runs a case in every way; dialog_steps.c works through its steps, dialog_host.c does
 * what a host does, dialog_event.c writes down what happened, dialog_expect.c compares. None of
 * them knows a role: a role is a `struct side`, which dialog_client.c and dialog_server.c have.
 */
#ifndef VECTORS_DIALOG_H
#define VECTORS_DIALOG_H

#include "field.h"
#include "values.h"

struct dialog;

/* A call of the vectors by its name, and all fields that its step may have. */
struct call {
  const char *name;
  const char *const *fields;
  /* What the library says to it. A value that it refuses to make is SMTPWIRE_INVALID_VALUE. */
  smtpwire_status (*make)(struct dialog *dialog, const cJSON *step, smtpwire_error **error);
};

/* The fields of a call that is given nothing, and of one that is given these. */
#define NO_FIELDS ((const char *const[]){"call", "fails", NULL})
#define FIELDS(...) ((const char *const[]){"call", "fails", __VA_ARGS__, NULL})

/* A role: the functions of the library that are its own. The connection is theirs alone to know. */
struct side {
  void *(*open)(struct run *run, const cJSON *config);
  smtpwire_status (*receive)(void *connection, smtpwire_bytes octets, uint64_t now_ms,
                             smtpwire_error **error);
  smtpwire_status (*receive_eof)(void *connection, uint64_t now_ms);
  size_t (*input_room)(const void *connection);
  smtpwire_status (*next_event)(void *connection, uint64_t now_ms, smtpwire_step *step,
                                const smtpwire_event **event, smtpwire_error **error);
  smtpwire_bytes (*output)(void *connection);
  smtpwire_status (*advance_output)(void *connection, size_t octets, smtpwire_error **error);
  uint64_t (*next_deadline_ms)(const void *connection);
  smtpwire_status (*handle_timeout)(void *connection, uint64_t now_ms);
  /* NULL where the role sends no content. */
  smtpwire_status (*content)(void *connection, smtpwire_bytes octets, size_t *taken,
                             smtpwire_error **error);
  smtpwire_status (*end_content)(void *connection, smtpwire_error **error);
  /* What an accessor says, by the name of the vectors; NULL for a name that is none. */
  cJSON *(*state)(struct run *run, const void *connection, const char *key);
  /* They end with one that has no name. */
  const struct call *calls;
  /* The kinds of event that a dialog need not name; they end with NULL. */
  const char *const *passed_over;
};

/* The calls that every connection has, of one type, as `struct side` has them. A function of one
 * object can't stand for one of `void *`, so there is one between them. */
#define SIDE_CALLS(type)                                                                    \
  static smtpwire_status side_receive(void *connection, smtpwire_bytes octets,              \
                                      uint64_t now_ms, smtpwire_error **error) {            \
    return smtpwire_##type##_receive(connection, octets, now_ms, error);                    \
  }                                                                                         \
  static smtpwire_status side_receive_eof(void *connection, uint64_t now_ms) {              \
    return smtpwire_##type##_receive_eof(connection, now_ms);                               \
  }                                                                                         \
  static size_t side_input_room(const void *connection) {                                   \
    return smtpwire_##type##_input_room(connection);                                        \
  }                                                                                         \
  static smtpwire_status side_next_event(void *connection, uint64_t now_ms,                 \
                                         smtpwire_step *step, const smtpwire_event **event, \
                                         smtpwire_error **error) {                          \
    return smtpwire_##type##_next_event(connection, now_ms, step, event, error);            \
  }                                                                                         \
  static smtpwire_bytes side_output(void *connection) {                                     \
    return smtpwire_##type##_output(connection);                                            \
  }                                                                                         \
  static smtpwire_status side_advance_output(void *connection, size_t octets,               \
                                             smtpwire_error **error) {                      \
    return smtpwire_##type##_advance_output(connection, octets, error);                     \
  }                                                                                         \
  static uint64_t side_next_deadline_ms(const void *connection) {                           \
    return smtpwire_##type##_next_deadline_ms(connection);                                  \
  }                                                                                         \
  static smtpwire_status side_handle_timeout(void *connection, uint64_t now_ms) {           \
    return smtpwire_##type##_handle_timeout(connection, now_ms);                            \
  }

/* Something that the connection told. */
struct happened {
  struct happened *next;
  const char *kind;
  cJSON *fields;
  /* The reply that it carries, code and text; the octets that it carries. NULL: none. */
  struct buffer *reply;
  struct buffer *octets;
};

/* Octets that are on their way to the connection. */
struct waiting {
  struct waiting *next;
  smtpwire_bytes octets;
};

struct dialog {
  struct run *run;
  const struct side *side;
  void *connection;
  uint64_t now_ms;
  /* What was sent and not taken in, the first and the last of it; places that are free again. */
  struct waiting *wire;
  struct waiting *wire_end;
  struct waiting *free;
  bool eof;
  struct happened *events;
  struct happened *last_event;
  /* What was taken of the output and not expected yet. */
  struct buffer output;
  /* The failure, and the one that was expected; SMTPWIRE_OK: none. */
  smtpwire_status failure;
  smtpwire_status known;
  /* What the last question for an event was answered, by the name of the vectors. */
  const char *waits;
  /* How many commands were queued. */
  uint64_t commands;
};

extern const struct side client_side;
extern const struct side server_side;

/* The host. After each of these, all events were asked for, and what there is room for was
 * given. */
void host_begin(struct dialog *dialog);
void host_receive(struct dialog *dialog, smtpwire_bytes octets, bool unasked);
void host_receive_eof(struct dialog *dialog);
void host_advance(struct dialog *dialog, uint64_t milliseconds);
void host_take_output(struct dialog *dialog);
void host_call(struct dialog *dialog, const cJSON *step);
/* The next event again, of a connection that has failed. */
smtpwire_status host_ask_again(struct dialog *dialog);

/* What a call came to; the error, where there is one, ends here and must say the same. */
smtpwire_status call_ends(struct dialog *dialog, smtpwire_status status, smtpwire_error *error);

/* A step's content, which dialog_content.c gives as the host of a sender does. */
smtpwire_status give_content(struct dialog *dialog, const cJSON *step, smtpwire_error **error);
smtpwire_status end_content(struct dialog *dialog, const cJSON *step, smtpwire_error **error);

/* Works through the steps of the case, and looks whether anything is left over. */
void run_steps(struct dialog *dialog);

/* What an event tells, with all its fields; it does not need the event any more. */
struct happened *happened_of(struct run *run, const smtpwire_event *event);
/* That the session is over. */
struct happened *happened_closed(struct run *run);
/* In words. */
const char *happened_shown(struct run *run, const struct happened *happened);

/* What is expected, against what is there. */
void expect_event(struct run *run, const cJSON *step, const struct happened *happened);
void expect_output(struct run *run, const cJSON *expected, smtpwire_bytes output);
/* A reply as the vectors write it: the code, a space, the texts of the lines parted by LF. */
struct buffer *reply_shown(struct run *run, const smtpwire_reply *reply);

/* Puts texts in alphabetical order. */
void sort_texts(const char **texts, size_t count);

/* What both roles are told and tell by name. */
const char *verb_shown(struct run *run, uint32_t verb);
cJSON *phase_shown(struct run *run, smtpwire_phase phase);
smtpwire_channel_binding *build_channel_binding(struct run *run, const cJSON *json);

/* An option of a configuration: true or false, or one word that says that it is on. */
struct option {
  const char *name;
  const char *word;
  uint32_t number;
};

/* Sets the option that the field names; whether it is one of these, which end with one that has no
 * name, and the field says what it can. */
typedef smtpwire_status turn_option(void *config, uint32_t option, bool on);
bool set_option(struct run *run, const cJSON *field, const struct option *options, void *config,
                turn_option *turn);

/* Sets limits or timeouts by their names. */
typedef smtpwire_status set_number(void *config, uint32_t which, uint64_t value);
void set_limits(struct run *run, const cJSON *limits, void *config, set_number *set);
void set_timeouts(struct run *run, const cJSON *timeouts, void *config, set_number *set);

#endif
