/* A hundred thousand sessions, client and server joined in memory: what the process holds ends where it began.
   Under valgrind and the sanitizers, which see every leak themselves and are slow, there are fewer. */

#include <smtpwire.h>

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A leak of one octet a session is more than this. */
enum { LEFT_AT_MOST = 4096 };

static void must(smtpwire_status status, int line) {
  if (status != SMTPWIRE_OK) {
    smtpwire_str name = smtpwire_status_name((uint32_t)status);
    fprintf(stderr, "memory.c:%d: %.*s\n", line, (int)name.len, name.data);
    exit(1);
  }
}

#define MUST(call) must((call), __LINE__)

static smtpwire_bytes bytes(const char *text) {
  smtpwire_bytes octets;
  octets.data = (const uint8_t *)text;
  octets.len = strlen(text);
  return octets;
}

/* Takes the client's events; whether there is more to come. */
static bool client_turn(smtpwire_client *client) {
  for (;;) {
    smtpwire_step step;
    const smtpwire_event *event;
    MUST(smtpwire_client_next_event(client, 0, &step, &event, NULL));
    if (step != SMTPWIRE_STEP_EVENT) {
      return step != SMTPWIRE_STEP_CLOSED;
    }
    if (smtpwire_event_kind_of(event) == SMTPWIRE_EVENT_EHLO) {
      MUST(smtpwire_client_mail(client, smtpwire_str_of("jo@a.example"), NULL, NULL, NULL));
      MUST(smtpwire_client_rcpt(client, smtpwire_str_of("al@mx.example"), NULL, NULL, NULL));
      MUST(smtpwire_client_data(client, NULL, NULL));
    } else if (smtpwire_event_kind_of(event) == SMTPWIRE_EVENT_DATA_READY) {
      size_t taken;
      MUST(smtpwire_client_content(client, bytes("Subject: hi\r\n\r\nhello\r\n"), &taken, NULL));
      MUST(smtpwire_client_end_content(client, NULL));
      MUST(smtpwire_client_quit(client, NULL, NULL));
    }
  }
}

/* Takes the server's events, and says yes to all. */
static void server_turn(smtpwire_server *server, unsigned *messages) {
  smtpwire_step step = SMTPWIRE_STEP_EVENT;
  const smtpwire_event *event;
  for (;;) {
    MUST(smtpwire_server_next_event(server, 0, &step, &event, NULL));
    if (step != SMTPWIRE_STEP_EVENT) {
      return;
    }
    *messages += smtpwire_event_kind_of(event) == SMTPWIRE_EVENT_MESSAGE;
    if (smtpwire_server_answers_due(server) > 0) {
      MUST(smtpwire_server_accept(server, NULL));
    }
  }
}

static void session(unsigned *messages) {
  smtpwire_server_config *config;
  smtpwire_server *server;
  smtpwire_client *client;
  MUST(smtpwire_server_config_new(smtpwire_str_of("mx.example"), &config, NULL));
  MUST(smtpwire_server_new(config, bytes("these are thirty-two octets long"), 0, &server, NULL));
  smtpwire_server_config_free(config);
  MUST(smtpwire_client_new(NULL, 0, &client, NULL));
  MUST(smtpwire_client_ehlo(client, smtpwire_str_of("a.example"), NULL, NULL));
  while (client_turn(client)) {
    smtpwire_bytes output = smtpwire_client_output(client);
    MUST(smtpwire_server_receive(server, output, 0, NULL));
    MUST(smtpwire_client_advance_output(client, output.len, NULL));
    server_turn(server, messages);
    output = smtpwire_server_output(server);
    MUST(smtpwire_client_receive(client, output, 0, NULL));
    MUST(smtpwire_server_advance_output(server, output.len, NULL));
  }
  smtpwire_client_free(client);
  smtpwire_server_free(server);
}

int main(int count, char **arguments) {
  unsigned sessions = count > 1 ? (unsigned)strtoul(arguments[1], NULL, 10) : 100000;
  unsigned messages = 0;
  /* What is made once is made now. */
  session(&messages);
  struct mallinfo2 before = mallinfo2();
  for (unsigned number = 0; number < sessions; ++number) {
    session(&messages);
  }
  struct mallinfo2 after = mallinfo2();
  size_t left = after.uordblks > before.uordblks ? after.uordblks - before.uordblks : 0;
  printf("%u sessions, %u messages, %zu octets left\n", sessions, messages, left);
  return messages == sessions + 1 && left <= LEFT_AT_MOST ? 0 : 1;
}
