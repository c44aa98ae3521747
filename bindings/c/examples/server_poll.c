// server_poll: takes mail for everybody, and stores or counts it. One thread, non-blocking sockets,
// poll().
//
//   server_poll -p 2525 -d /tmp/mail -r nobody@example.net -c cert.pem -k key.pem
//
// With a certificate it offers STARTTLS; with -i, TLS begins with the first octet, as on port 465.
//
// Three decisions are made here: whose mail is taken (all but the one of -r), whether a message is
// stored (and only then the client hears 250), and when to stop (SIGTERM). All else is the
// library's affair.

#define _DEFAULT_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <smtpwire.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

// Each may have a socket and a file open; 1024 is the usual limit of descriptors.
#define MOST_CLIENTS 500
// How long a client may take to read the last words after the session is over.
#define PATIENCE_MS 5000

struct client {
  smtpwire_server *server;
  int fd;
  FILE *file;      // The message that is coming in, under a name that nobody looks at yet,
  bool spoilt;     // which could not be written.
  bool over;       // The session is: what is left is to be written, then read away,
  bool shut;       // our side is closed,
  uint64_t until;  // and by then that is to be done.
  unsigned long number;
};

static struct {
  smtpwire_server_config *config;
  smtpwire_server_tls *tls;  // NULL: no TLS.
  uint32_t beginning;        // One of smtpwire_server_tls_mode.
  smtpwire_reply *no_such_user, *not_stored;
  const char *folder, *refused;
  int listener;
  struct client clients[MOST_CLIENTS];
  size_t count;
  unsigned long messages, numbers;
  uint64_t octets;
} sink;

static int stop_pipe[2];

// poll() watches the pipe: so a signal is not missed, whenever it comes.
static void on_signal(int signal_number) {
  int kept = errno;
  ssize_t written = write(stop_pipe[1], &signal_number, 1);
  (void)written;  // Full means that it says so already.
  errno = kept;
}

static uint64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

// What the last call that failed has to say; one is enough for a program of one thread.
static smtpwire_error *error;

// Whether a call went wrong; if it did, says so.
static bool failed(smtpwire_status status, const char *doing) {
  if (status == SMTPWIRE_OK) return false;
  // The error's sentence fits the case; calls that give no error have their status's own.
  smtpwire_str why = error != NULL ? smtpwire_error_message(error) : smtpwire_status_text(status);
  fprintf(stderr, "server_poll: %s: %.*s\n", doing, (int)why.len, why.data);
  smtpwire_error_free(error);
  error = NULL;
  return true;
}

static void path_of(const struct client *client, const char *end, char path[PATH_MAX]) {
  snprintf(path, PATH_MAX, "%s/%ld-%lu.%s", sink.folder, (long)getpid(), client->number, end);
}

static void open_file(struct client *client) {
  char path[PATH_MAX];
  client->number = ++sink.numbers;
  path_of(client, "tmp", path);
  client->file = fopen(path, "wbx");
  client->spoilt = client->file == NULL;
}

static void drop_file(struct client *client) {
  char path[PATH_MAX];
  if (client->file == NULL) return;
  fclose(client->file);
  client->file = NULL;
  path_of(client, "tmp", path);
  unlink(path);
}

// Whether the message is where a crash does not lose it: only then may the client be told 250,
// since it forgets the message then (RFC 5321 section 6.1).
static bool store_file(struct client *client) {
  char from[PATH_MAX], to[PATH_MAX];
  path_of(client, "tmp", from);
  path_of(client, "eml", to);
  if (client->spoilt || fflush(client->file) != 0 || fsync(fileno(client->file)) != 0 ||
      rename(from, to) != 0) {
    drop_file(client);
    return false;
  }
  fclose(client->file);
  client->file = NULL;
  return true;
}

// What the client did. Two kinds of event wait for an answer, as `set_decisions` has it below.
static bool handle(struct client *client, const smtpwire_event *event) {
  smtpwire_status status = SMTPWIRE_OK;
  smtpwire_bytes octets;
  smtpwire_str path;
  uint64_t size = 0;
  switch (smtpwire_event_kind_of(event)) {
    case SMTPWIRE_EVENT_RCPT:
      if (sink.refused != NULL && smtpwire_event_path(event, &path) == SMTPWIRE_OK &&
          path.len == strlen(sink.refused) && strncasecmp(path.data, sink.refused, path.len) == 0) {
        status = smtpwire_server_answer(client->server, sink.no_such_user, &error);
      } else {
        status = smtpwire_server_accept(client->server, &error);
      }
      break;
    case SMTPWIRE_EVENT_DATA:
      if (sink.folder != NULL) open_file(client);
      break;
    case SMTPWIRE_EVENT_CONTENT:
      if (client->file != NULL && smtpwire_event_octets(event, &octets) == SMTPWIRE_OK &&
          fwrite(octets.data, 1, octets.len, client->file) != octets.len) {
        client->spoilt = true;
      }
      break;
    case SMTPWIRE_EVENT_MESSAGE:
      if (sink.folder != NULL && !store_file(client)) {
        status = smtpwire_server_answer(client->server, sink.not_stored, &error);
        break;
      }
      status = smtpwire_server_accept(client->server, &error);
      if (smtpwire_event_size(event, &size) == SMTPWIRE_OK) sink.octets += size;
      ++sink.messages;
      break;
    case SMTPWIRE_EVENT_ABORTED: drop_file(client); break;
    default:  // What the library has answered by itself.
      break;
  }
  return !failed(status, "an answer");
}

// Writes what there is, as far as the socket takes it; false where nothing can be written any more.
static bool write_output(struct client *client) {
  for (;;) {
    smtpwire_bytes output = smtpwire_server_output(client->server);
    if (output.len == 0) return true;
    ssize_t written = send(client->fd, output.data, output.len, MSG_NOSIGNAL);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno == EAGAIN;
    if (failed(smtpwire_server_advance_output(client->server, (size_t)written, &error),
               "writing")) {
      return false;
    }
  }
}

// The session is over. Before it is closed the client gets what is left, and time to read it: a
// socket that is closed with octets unread makes the other side's system drop what it has not read
// either.
static void finish(struct client *client) {
  if (!client->over) {
    client->over = true;
    client->until = now_ms() + PATIENCE_MS;
    drop_file(client);
  }
  if (!write_output(client)) {
    client->until = 0;
  } else if (smtpwire_server_output(client->server).len == 0 && !client->shut) {
    client->shut = true;
    shutdown(client->fd, SHUT_WR);
  }
}

// Runs a session until it needs what only the client can give.
static void drive(struct client *client) {
  while (!client->over) {
    smtpwire_step step;
    const smtpwire_event *event;
    smtpwire_status status =
        smtpwire_server_next_event(client->server, now_ms(), &step, &event, NULL);
    // A client that is gone, too slow, or speaks no SMTP: every server sees them all day.
    if (status != SMTPWIRE_OK || step == SMTPWIRE_STEP_CLOSED || step == SMTPWIRE_STEP_PAUSED) {
      finish(client);
      return;
    }
    if (step == SMTPWIRE_STEP_EVENT) {
      if (!handle(client, event)) finish(client);
      continue;
    }
    // Now, and not earlier: the replies to commands that came together go out together.
    if (!write_output(client)) {
      smtpwire_server_receive_eof(client->server, now_ms());
      continue;
    }
    if (step == SMTPWIRE_STEP_NEED_DATA || smtpwire_server_output(client->server).len > 0) return;
  }
}

static void read_input(struct client *client) {
  static uint8_t buffer[65536];  // One for all: the library copies what it is given.
  size_t room = client->over ? sizeof buffer : smtpwire_server_input_room(client->server);
  ssize_t length = recv(client->fd, buffer, room < sizeof buffer ? room : sizeof buffer, 0);
  if (length < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (client->over) {
    if (length <= 0) client->until = 0;
  } else if (length > 0) {
    smtpwire_bytes input = {buffer, (size_t)length};
    // That this fails, the next question for an event tells again.
    (void)smtpwire_server_receive(client->server, input, now_ms(), NULL);
  } else {
    (void)smtpwire_server_receive_eof(client->server, now_ms());
  }
}

static void accept_client(void) {
  uint8_t random[32];
  smtpwire_bytes entropy = {random, sizeof random};
  int one = 1;
  struct client *client = &sink.clients[sink.count];
  memset(client, 0, sizeof *client);
  client->fd = accept(sink.listener, NULL, NULL);
  if (client->fd < 0) return;
  if (fcntl(client->fd, F_SETFL, O_NONBLOCK) != 0 || fcntl(client->fd, F_SETFD, FD_CLOEXEC) != 0 ||
      setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) != 0 ||
      getentropy(random, sizeof random) != 0 ||
      failed(sink.tls != NULL
                 ? smtpwire_server_new_tls(sink.config, sink.beginning, sink.tls, entropy,
                                           now_ms(), &client->server, &error)
                 : smtpwire_server_new(sink.config, entropy, now_ms(), &client->server, &error),
             "a client")) {
    close(client->fd);
    return;
  }
  ++sink.count;
  drive(client);  // It begins with the greeting.
}

static void end_client(size_t at) {
  struct client *client = &sink.clients[at];
  drop_file(client);
  smtpwire_server_free(client->server);
  close(client->fd);
  *client = sink.clients[--sink.count];
}

// What poll() is to watch for each client, and until when.
static int watch(struct pollfd *watched, bool stopping) {
  uint64_t earliest = SMTPWIRE_NEVER, now = now_ms();
  watched[0].fd = stopping || sink.count == MOST_CLIENTS ? -1 : sink.listener;
  watched[0].events = POLLIN;
  watched[1].fd = stopping ? -1 : stop_pipe[0];  // Once is enough.
  watched[1].events = POLLIN;
  for (size_t i = 0; i < sink.count; ++i) {
    struct client *client = &sink.clients[i];
    uint64_t due = client->over ? client->until : smtpwire_server_next_deadline_ms(client->server);
    bool reads = client->over || smtpwire_server_input_room(client->server) > 0;
    bool writes = smtpwire_server_output(client->server).len > 0;
    watched[i + 2].fd = client->fd;
    watched[i + 2].events = (short)((reads ? POLLIN : 0) | (writes ? POLLOUT : 0));
    if (due < earliest) earliest = due;
  }
  if (earliest == SMTPWIRE_NEVER) return -1;
  return earliest <= now ? 0 : earliest - now > 60000 ? 60000 : (int)(earliest - now);
}

static void serve(void) {
  static struct pollfd watched[MOST_CLIENTS + 2];
  bool stopping = false;
  while (!stopping || sink.count > 0) {
    if (poll(watched, (nfds_t)sink.count + 2, watch(watched, stopping)) < 0) {
      if (errno == EINTR) continue;  // The pipe is readable then.
      perror("server_poll: poll");
      return;
    }
    if (!stopping && (watched[1].revents & POLLIN) != 0) {
      char octet;
      stopping = read(stop_pipe[0], &octet, 1) == 1;
      // 421: the clients keep their mail and try again later.
      for (size_t i = 0; i < sink.count; ++i) {
        (void)smtpwire_server_close(sink.clients[i].server, NULL, NULL);
        drive(&sink.clients[i]);
      }
    }
    uint64_t now = now_ms();
    // Backwards: the last takes the place of one that ends.
    for (size_t i = sink.count; i-- > 0;) {
      struct client *client = &sink.clients[i];
      short ready = watched[i + 2].revents;
      if ((ready & (POLLIN | POLLERR | POLLHUP)) != 0) read_input(client);
      bool late = !client->over && smtpwire_server_next_deadline_ms(client->server) <= now;
      if (late) (void)smtpwire_server_handle_timeout(client->server, now);
      if (ready != 0 || late) drive(client);
      if (client->over) {
        finish(client);
        if (client->until <= now) end_client(i);
      }
    }
    if ((watched[0].revents & POLLIN) != 0 && !stopping) accept_client();
  }
}

static bool listen_on(const char *address, uint16_t port) {
  struct sockaddr_in place;
  socklen_t length = sizeof place;
  int one = 1;
  memset(&place, 0, sizeof place);
  place.sin_family = AF_INET;
  place.sin_port = htons(port);
  sink.listener = socket(AF_INET, SOCK_STREAM, 0);
  if (inet_pton(AF_INET, address, &place.sin_addr) != 1 || sink.listener < 0 ||
      fcntl(sink.listener, F_SETFL, O_NONBLOCK) != 0 ||
      setsockopt(sink.listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) != 0 ||
      bind(sink.listener, (struct sockaddr *)&place, length) != 0 ||
      listen(sink.listener, 1024) != 0 ||
      getsockname(sink.listener, (struct sockaddr *)&place, &length) != 0) {
    perror("server_poll: listening");
    return false;
  }
  // Whoever asked for port 0 wants to know which it is.
  printf("listening on %s:%u\n", address, (unsigned)ntohs(place.sin_port));
  return fflush(stdout) == 0;
}

static bool catch_signals(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  return pipe(stop_pipe) == 0 && fcntl(stop_pipe[1], F_SETFL, O_NONBLOCK) == 0 &&
         sigaction(SIGTERM, &action, NULL) == 0 && sigaction(SIGINT, &action, NULL) == 0;
}

static bool make_reply(uint16_t code, uint8_t class_, uint16_t subject, uint16_t detail,
                       const char *text, smtpwire_reply **reply) {
  smtpwire_enhanced_code enhanced = {class_, subject, detail};
  smtpwire_str line = smtpwire_str_of(text);
  return !failed(smtpwire_reply_new(code, enhanced, &line, 1, reply, &error), "a reply");
}

static bool configure(const char *name) {
  uint32_t content = sink.folder != NULL ? SMTPWIRE_CONTENT_STREAM : SMTPWIRE_CONTENT_DISCARD;
  return !failed(smtpwire_server_config_new(smtpwire_str_of(name), &sink.config, &error), "-n") &&
         !failed(smtpwire_server_config_set_decisions(sink.config, SMTPWIRE_DECIDE_RCPT |
                                                                       SMTPWIRE_DECIDE_MESSAGE),
                 "decisions") &&
         !failed(smtpwire_server_config_set_content(sink.config, content), "content") &&
         !failed(smtpwire_server_config_check(sink.config, &error), "configuration") &&
         make_reply(550, 5, 1, 1, "No such user here", &sink.no_such_user) &&
         make_reply(452, 4, 3, 1, "The message could not be stored", &sink.not_stored);
}

static bool configure_tls(const char *certificate, const char *key) {
  smtpwire_identity *identity = NULL;
  smtpwire_server_tls_builder *builder = NULL;
  bool made = !failed(smtpwire_identity_from_pem_files(smtpwire_str_of(certificate),
                                                       smtpwire_str_of(key), &identity, &error),
                      "certificate") &&
              !failed(smtpwire_server_tls_builder_new(&builder), "TLS") &&
              !failed(smtpwire_server_tls_builder_add_identity(builder, identity), "TLS") &&
              !failed(smtpwire_server_tls_builder_build(builder, &sink.tls, &error), "TLS");
  smtpwire_server_tls_builder_free(builder);
  smtpwire_identity_free(identity);
  return made;
}

int main(int argc, char **argv) {
  const char *address = "127.0.0.1", *certificate = NULL, *key = NULL, *name = "sink.example";
  unsigned long port = 2525;
  sink.beginning = SMTPWIRE_SERVER_TLS_STARTTLS;
  for (int at; (at = getopt(argc, argv, "a:p:d:r:c:k:in:")) != -1;) {
    switch (at) {
      case 'a': address = optarg; break;
      case 'p': port = strtoul(optarg, NULL, 10); break;
      case 'd': sink.folder = optarg; break;
      case 'r': sink.refused = optarg; break;
      case 'c': certificate = optarg; break;
      case 'k': key = optarg; break;
      case 'i': sink.beginning = SMTPWIRE_SERVER_TLS_IMPLICIT; break;
      case 'n': name = optarg; break;
      default: port = ULONG_MAX; break;
    }
  }
  bool implicit = sink.beginning == SMTPWIRE_SERVER_TLS_IMPLICIT;
  if (port > 65535 || optind != argc || (certificate == NULL) != (key == NULL) ||
      (implicit && certificate == NULL)) {
    fputs(
        "usage: server_poll [-a IPv4 address] [-p port] [-d folder] [-r refused recipient]\n"
        "                   [-c certificate.pem -k key.pem [-i]] [-n hostname]\n",
        stderr);
    return 2;
  }
  int exit_code = 1;
  if (configure(name) && (certificate == NULL || configure_tls(certificate, key)) &&
      catch_signals() && listen_on(address, (uint16_t)port)) {
    serve();
    printf("%lu messages, %llu octets\n", sink.messages, (unsigned long long)sink.octets);
    exit_code = 0;
  }
  smtpwire_reply_free(sink.no_such_user);
  smtpwire_reply_free(sink.not_stored);
  smtpwire_server_config_free(sink.config);
  smtpwire_server_tls_free(sink.tls);
  return exit_code;
}
