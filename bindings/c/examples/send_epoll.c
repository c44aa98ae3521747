// send_epoll: the same message, many times, over many sessions at once, as fast as the server takes
// it.
//
//   send_epoll -s 100 -m 10000 -l 4096 -d -f ann@example.org -t jo@example.net 127.0.0.1:2525
//
// One thread, non-blocking sockets, epoll. Each session is a mailer and its socket; nothing here
// knows any SMTP. The options are those of Postfix's smtp-source.

#define _DEFAULT_SOURCE
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <smtpwire.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

// How many messages a session holds: with the next one at hand the mailer sends its envelope in one
// piece with the content of the one before, which saves a round trip for each message.
#define AT_HAND 2

struct session {
  smtpwire_mailer *mailer;
  int fd;
  bool readable;  // There may be something to read,
  bool writable;  // there is room to write,
  bool hung_up;   // nothing will come behind what there is to read.
  bool quitting;
};

static struct {
  smtpwire_mailer_config *config;
  smtpwire_envelope *envelope;
  smtpwire_content *content;  // There once, however many mailers send it.
  struct addrinfo *server;
  int epoll;
  bool keep_open;  // More than one message in a session.
  unsigned long unsent, accepted, failed;
  unsigned live;
  uint64_t now;
} load;

// Any origin does for the library's clock. It is read once each time that epoll wakes us.
static uint64_t clock_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

// Says the first thing that goes wrong; the thousandth refusal tells nobody more.
static void complain(const char *what, smtpwire_str why) {
  static bool told;
  if (told) return;
  told = true;
  fprintf(stderr, "send_epoll: %s: ", what);
  for (size_t i = 0; i < why.len; ++i) {
    unsigned char octet = (unsigned char)why.data[i];
    fputc(octet < ' ' || octet == 127 ? '?' : octet, stderr);
  }
  fputc('\n', stderr);
}

// What the last call that failed has to say; one is enough for a program of one thread.
static smtpwire_error *error;

// Whether a call went wrong; if it did, says so.
static bool failed(smtpwire_status status, const char *doing) {
  if (status == SMTPWIRE_OK) return false;
  // The error's sentence fits the case; calls that give no error have their status's own.
  smtpwire_str why = error != NULL ? smtpwire_error_message(error) : smtpwire_status_text(status);
  complain(doing, why);
  smtpwire_error_free(error);
  error = NULL;
  return true;
}

static bool queue_message(struct session *session) {
  --load.unsent;
  if (!failed(smtpwire_mailer_send_shared(session->mailer, load.envelope, load.content, NULL,
                                          &error),
              "a message")) {
    return true;
  }
  ++load.failed;
  return false;
}

// 32 octets that nobody can guess, for one session: the system is asked once for eight of them.
static bool draw_entropy(uint8_t *octets) {
  static uint8_t drawn[256];
  static size_t left;
  if (left == 0 && getentropy(drawn, sizeof drawn) != 0) return false;
  if (left == 0) left = sizeof drawn;
  left -= 32;
  memcpy(octets, drawn + left, 32);
  return true;
}

// A new connection in this place, with its first message. Whatever fails costs that message, so
// that there is an end even where nothing works.
static bool open_session(struct session *session) {
  int one = 1;
  struct epoll_event wanted;
  uint8_t random[32];
  smtpwire_bytes entropy = {random, sizeof random};

  memset(session, 0, sizeof *session);
  session->fd = socket(load.server->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (session->fd < 0 || !draw_entropy(random)) goto by_the_system;
  // Without it the end of each message would wait for a delayed acknowledgement.
  if (setsockopt(session->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) != 0) goto by_the_system;
  if (connect(session->fd, load.server->ai_addr, load.server->ai_addrlen) != 0 &&
      errno != EINPROGRESS) {
    goto by_the_system;
  }
  // Registered once, for both directions, edge-triggered: no system call to change one's mind.
  memset(&wanted, 0, sizeof wanted);
  wanted.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  wanted.data.ptr = session;
  if (epoll_ctl(load.epoll, EPOLL_CTL_ADD, session->fd, &wanted) != 0) goto by_the_system;
  if (failed(smtpwire_mailer_new(load.config, entropy, load.now, &session->mailer, &error),
             "a session")) {
    goto lost;
  }
  ++load.live;
  if (queue_message(session)) return true;
  --load.live;
  smtpwire_mailer_free(session->mailer);
  session->mailer = NULL;
  close(session->fd);
  return false;

by_the_system:
  complain("a connection", smtpwire_str_of(strerror(errno)));
lost:
  --load.unsent;
  ++load.failed;
  if (session->fd >= 0) close(session->fd);
  return false;
}

// The session is over; another begins in its place while there are messages.
static void end_session(struct session *session) {
  smtpwire_mailer_free(session->mailer);
  close(session->fd);
  session->mailer = NULL;
  --load.live;
  while (load.unsent > 0 && !open_session(session)) {
  }
}

// Writes what there is; false where the socket takes no more for now.
static bool write_output(struct session *session) {
  for (;;) {
    smtpwire_bytes output = smtpwire_mailer_output(session->mailer);
    if (output.len == 0) return true;
    if (!session->writable) return false;
    ssize_t written = send(session->fd, output.data, output.len, MSG_NOSIGNAL);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      // Full; or broken, which reading tells with the server's last words.
      session->writable = false;
      if (errno != EAGAIN) session->readable = session->hung_up = true;
      return false;
    }
    // Room for a part only means that there is none left.
    session->writable = (size_t)written == output.len;
    if (failed(smtpwire_mailer_advance_output(session->mailer, (size_t)written, &error),
               "writing")) {
      return false;
    }
  }
}

static void read_input(struct session *session) {
  static uint8_t buffer[65536];  // One for all: the library copies what it is given.
  size_t room = smtpwire_mailer_input_room(session->mailer);
  ssize_t length = recv(session->fd, buffer, room < sizeof buffer ? room : sizeof buffer, 0);
  if (length > 0) {
    smtpwire_bytes input = {buffer, (size_t)length};
    // Less than asked for: the socket is empty, and no second call needs to find that out. An end
    // that came together with it makes no second edge, however.
    if (input.len < sizeof buffer && input.len < room) session->readable = session->hung_up;
    failed(smtpwire_mailer_receive(session->mailer, input, load.now, &error), "reading");
    return;
  }
  if (length < 0 && errno == EINTR) return;
  session->readable = false;
  if (length < 0 && errno == EAGAIN && !session->hung_up) return;
  if (length < 0 && errno != EAGAIN) complain("a connection", smtpwire_str_of(strerror(errno)));
  failed(smtpwire_mailer_receive_eof(session->mailer, load.now), "the end");
}

static void count(const smtpwire_event *event) {
  const smtpwire_outcome *outcome;
  const smtpwire_error *why;
  smtpwire_recipient_outcome recipient;
  if (smtpwire_event_outcome(event, &outcome) != SMTPWIRE_OK) return;
  if (smtpwire_outcome_is_accepted(outcome)) {
    ++load.accepted;
    return;
  }
  ++load.failed;
  if (smtpwire_outcome_error(outcome, &why) == SMTPWIRE_OK) {
    complain("a session", smtpwire_error_message(why));
  } else if (smtpwire_outcome_recipient(outcome, 0, &recipient) == SMTPWIRE_OK) {
    bool answered = recipient.reply != NULL;
    complain("not accepted", answered ? smtpwire_reply_text(recipient.reply) : recipient.reason);
  }
}

// Keeps a session in messages, and lets it end when there are no more for it.
static void refill(struct session *session) {
  if (session->quitting) return;
  if (load.keep_open && load.unsent > 0) {
    while (load.unsent > 0 && smtpwire_mailer_pending(session->mailer) < AT_HAND) {
      if (!queue_message(session)) return;
    }
    return;
  }
  session->quitting = true;
  failed(smtpwire_mailer_quit(session->mailer), "quitting");
}

// Runs a session until it needs what only the server can give.
static void drive(struct session *session) {
  for (;;) {
    smtpwire_step step;
    const smtpwire_event *event;
    if (failed(smtpwire_mailer_next_event(session->mailer, load.now, &step, &event, &error),
               "a session")) {
      // All its messages were told of before, as events.
      write_output(session);
      end_session(session);
      return;
    }
    switch (step) {
      case SMTPWIRE_STEP_EVENT:
        count(event);
        refill(session);
        break;
      case SMTPWIRE_STEP_NEED_DATA:
        // Not before everything else is done: what a batch of replies has led to is one write.
        if (!write_output(session) && !session->hung_up) return;
        if (!session->readable) return;
        read_input(session);
        break;
      case SMTPWIRE_STEP_NEED_OUTPUT:
        if (write_output(session)) break;
        if (!session->readable) return;
        read_input(session);
        break;
      default:  // CLOSED; PAUSED is for those who do TLS themselves.
        write_output(session);
        end_session(session);
        return;
    }
  }
}

static void run(struct session *sessions, unsigned count_of_sessions) {
  struct epoll_event events[256];
  uint64_t swept = load.now;
  while (load.live > 0) {
    int ready = epoll_wait(load.epoll, events, 256, 1000);
    load.now = clock_ms();
    for (int i = 0; i < ready; ++i) {
      struct session *session = (struct session *)events[i].data.ptr;
      if (session->mailer == NULL) continue;
      if ((events[i].events & EPOLLOUT) != 0) session->writable = true;
      if ((events[i].events & ~(uint32_t)EPOLLOUT) != 0) session->readable = true;
      if ((events[i].events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) session->hung_up = true;
      drive(session);
    }
    // Deadlines are minutes ahead, move with every step, and are hardly ever reached. So nothing
    // keeps them in order: once a second every session is told the time.
    if (load.now - swept < 1000) continue;
    swept = load.now;
    for (unsigned i = 0; i < count_of_sessions; ++i) {
      if (sessions[i].mailer == NULL) continue;
      if (smtpwire_mailer_next_deadline_ms(sessions[i].mailer) > load.now) continue;
      failed(smtpwire_mailer_handle_timeout(sessions[i].mailer, load.now), "a timeout");
      drive(&sessions[i]);
    }
  }
}

// A message of this length: a header, and lines of 78 octets; the last is what is left.
static uint8_t *make_message(size_t length, const char *from, const char *to) {
  size_t room = length + strlen(from) + strlen(to) + 128;
  char *text = (char *)malloc(room);
  if (text == NULL) return NULL;
  int header =
      snprintf(text, room, "From: <%s>\r\nTo: <%s>\r\nSubject: a message of %zu octets\r\n\r\n",
               from, to, length);
  for (size_t at = (size_t)header, column = 0; at < length; ++at, ++column) {
    if (length - at == 2 || (column == 76 && length - at > 4)) {
      text[at++] = '\r';
      text[at] = '\n';
      column = (size_t)-1;
    } else {
      text[at] = 'x';
    }
  }
  return (uint8_t *)text;
}

static bool prepare(const char *from, const char *to, const char *name, size_t length) {
  uint8_t *message = make_message(length, from, to);
  smtpwire_bytes octets = {message, length};
  bool ready =
      message != NULL && !failed(smtpwire_content_new(octets, &load.content), "the message") &&
      !failed(smtpwire_mailer_config_new(smtpwire_str_of(name), &load.config, &error), "-M") &&
      !failed(smtpwire_mailer_config_set_security(load.config, SMTPWIRE_SECURITY_DISABLED),
              "security") &&
      !failed(smtpwire_envelope_new(smtpwire_str_of(from), NULL, &load.envelope, &error), "-f") &&
      !failed(smtpwire_envelope_add_recipient(load.envelope, smtpwire_str_of(to), NULL, &error),
              "-t");
  free(message);
  return ready;
}

static int usage(void) {
  fputs(
      "usage: send_epoll [-s sessions] [-m messages] [-l length] [-d] [-f from] [-t to] [-M name]\n"
      "                  host:port\n"
      "-d keeps sessions open for more than a message. Exit status: 0 when all were accepted\n",
      stderr);
  return 2;
}

int main(int argc, char **argv) {
  const char *from = "sender@example.org", *to = "recipient@example.net", *name = "[127.0.0.1]";
  unsigned long sessions = 100, messages = 100, length = 1024;
  for (int at; (at = getopt(argc, argv, "s:m:l:df:t:M:")) != -1;) {
    switch (at) {
      case 's': sessions = strtoul(optarg, NULL, 10); break;
      case 'm': messages = strtoul(optarg, NULL, 10); break;
      case 'l': length = strtoul(optarg, NULL, 10); break;
      case 'd': load.keep_open = true; break;
      case 'f': from = optarg; break;
      case 't': to = optarg; break;
      case 'M': name = optarg; break;
      default: return usage();
    }
  }
  char *port = optind + 1 == argc ? strrchr(argv[optind], ':') : NULL;
  size_t least = strlen(from) + strlen(to) + 80;  // What the header takes.
  if (port == NULL || sessions == 0 || sessions > 100000 || length > 1ul << 30) return usage();
  if (length < least) length = least;
  if (sessions > messages) sessions = messages;
  *port++ = 0;

  int why = getaddrinfo(argv[optind], port, NULL, &load.server);
  if (why != 0) {
    fprintf(stderr, "send_epoll: %s: %s\n", argv[optind], gai_strerror(why));
    return 2;
  }
  struct session *table = (struct session *)calloc(sessions + 1, sizeof *table);
  load.epoll = epoll_create1(EPOLL_CLOEXEC);
  load.unsent = messages;
  int exit_code = 2;
  if (table != NULL && load.epoll >= 0 && prepare(from, to, name, length)) {
    uint64_t begin = load.now = clock_ms();
    for (unsigned long i = 0; i < sessions && load.unsent > 0; ++i) open_session(&table[i]);
    run(table, (unsigned)sessions);
    double seconds = (double)(clock_ms() - begin) / 1000;
    printf("%lu messages of %lu octets accepted, %lu failed, in %.3f s: %.0f messages/s\n",
           load.accepted, length, load.failed + load.unsent, seconds,
           seconds > 0 ? (double)load.accepted / seconds : 0.0);
    exit_code = load.accepted == messages ? 0 : 1;
  }
  smtpwire_envelope_free(load.envelope);
  smtpwire_content_free(load.content);
  smtpwire_mailer_config_free(load.config);
  freeaddrinfo(load.server);
  if (load.epoll >= 0) close(load.epoll);
  free(table);
  return exit_code;
}
