// send: one message over an SMTP server, on a blocking socket, with TLS and login by the library.
//
//   send -f ann@example.org mx.example.net:25 jo@example.net < message.eml
//   SMTP_PASSWORD=... send --tls required --user ann -f ann@example.org mail.example.org:587 ...
//
// The whole session is the mailer's affair: it greets, brings up TLS, logs in, pipelines, chooses
// DATA or BDAT. The program moves octets between it and the socket, tells it the time, and learns
// what has become of the message, recipient by recipient.

#define _DEFAULT_SOURCE
#include <errno.h>
#include <getopt.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <smtpwire.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

// The largest message that is read.
#define LARGEST ((size_t)64 << 20)

struct options {
  const char *from, *host, *port, *name, *user, *ca, *file;
  uint32_t security;
  char **recipients;
  int recipient_count;
};

// Text of the server's may hold anything, and a terminal obeys control characters.
static void print_text(FILE *stream, smtpwire_str text) {
  for (size_t i = 0; i < text.len; ++i) {
    unsigned char octet = (unsigned char)text.data[i];
    if (octet == '\n') fputs("\n   ", stream);
    fputc(octet < ' ' ? ' ' : octet == 127 ? '?' : octet, stream);
  }
  fputc('\n', stream);
}

// What the last call that failed has to say; one is enough for a program of one thread.
static smtpwire_error *error;

// Whether a call went wrong; if it did, says so.
static bool failed(smtpwire_status status, const char *doing) {
  if (status == SMTPWIRE_OK) return false;
  // The error's sentence fits the case; calls that give no error have their status's own.
  smtpwire_str why = error != NULL ? smtpwire_error_message(error) : smtpwire_status_text(status);
  fprintf(stderr, "send: %s: ", doing);
  print_text(stderr, why);
  smtpwire_error_free(error);
  error = NULL;
  return true;
}

// The clock that the library is told: any origin does, as long as it never goes back.
static uint64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static int connect_to(const struct options *options, int *exit_code) {
  struct addrinfo hints, *found = NULL;
  struct timeval patience = {30, 0};
  int one = 1, connected = -1;
  memset(&hints, 0, sizeof hints);
  hints.ai_socktype = SOCK_STREAM;
  int why = getaddrinfo(options->host, options->port, &hints, &found);
  if (why != 0) {
    fprintf(stderr, "send: %s: %s\n", options->host, gai_strerror(why));
    if (why != EAI_AGAIN) *exit_code = EX_NOHOST;
    return -1;
  }
  for (struct addrinfo *at = found; at != NULL && connected < 0; at = at->ai_next) {
    connected = socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC, at->ai_protocol);
    if (connected < 0) continue;
    // On Linux this bounds connect(), too. Small writes are to go out at once: every SMTP client
    // wants TCP_NODELAY, or the end of each message waits for a delayed acknowledgement.
    setsockopt(connected, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    setsockopt(connected, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(connected, at->ai_addr, at->ai_addrlen) != 0) {
      fprintf(stderr, "send: %s port %s: %s\n", options->host, options->port, strerror(errno));
      close(connected);
      connected = -1;
    }
  }
  freeaddrinfo(found);
  return connected;
}

// Moves octets between mailer and socket, whichever way is possible first; waits until the mailer's
// deadline, and tells it when that has passed.
static bool transfer(smtpwire_mailer *mailer, int fd) {
  uint8_t buffer[16384];
  smtpwire_bytes output = smtpwire_mailer_output(mailer);
  size_t room = smtpwire_mailer_input_room(mailer);
  uint64_t deadline = smtpwire_mailer_next_deadline_ms(mailer), now = now_ms();
  struct pollfd ready = {fd, 0, 0};
  if (output.len > 0) ready.events |= POLLOUT;
  if (room > 0) ready.events |= POLLIN;
  // An hour at most: asked too early, handle_timeout does nothing.
  uint64_t left = deadline > now ? deadline - now : 0;
  int count = poll(&ready, 1, left > 3600000 ? 3600000 : (int)left);
  if (count < 0) return errno == EINTR;
  if (count == 0) return !failed(smtpwire_mailer_handle_timeout(mailer, now_ms()), "timeout");
  bool broken = false;
  if (output.len > 0 && (ready.revents & (POLLOUT | POLLERR | POLLHUP)) != 0) {
    ssize_t written = send(fd, output.data, output.len, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (written >= 0) {
      // Only what the system has taken counts as sent: the outcome is worked out from it.
      return !failed(smtpwire_mailer_advance_output(mailer, (size_t)written, &error), "writing");
    }
    if (errno == EINTR || errno == EAGAIN) return true;
    broken = true;  // The server has left; it may have said why, so read before giving up.
  }
  if (room > sizeof buffer) room = sizeof buffer;
  ssize_t length = recv(fd, buffer, room, MSG_DONTWAIT);
  if (length > 0) {
    smtpwire_bytes input = {buffer, (size_t)length};
    return !failed(smtpwire_mailer_receive(mailer, input, now_ms(), &error), "reading");
  }
  if (length < 0 && !broken && (errno == EINTR || errno == EAGAIN)) return true;
  return !failed(smtpwire_mailer_receive_eof(mailer, now_ms()), "the connection's end");
}

// What is left when the session is over, TLS's farewell for one; as far as the socket takes it.
static void say_last_words(smtpwire_mailer *mailer, int fd) {
  smtpwire_bytes output = smtpwire_mailer_output(mailer);
  if (output.len > 0) (void)send(fd, output.data, output.len, MSG_NOSIGNAL | MSG_DONTWAIT);
}

// A refusal: what the server said, what that means, what to do about it.
static void print_refusal(const smtpwire_reply *reply) {
  smtpwire_explanation *explanation = NULL;
  smtpwire_str text = smtpwire_reply_text(reply);
  fprintf(stderr, "    %u ", (unsigned)smtpwire_reply_code(reply));
  print_text(stderr, text);
  if (smtpwire_explain(smtpwire_reply_code(reply), smtpwire_reply_enhanced_code(reply), text,
                       &explanation) != SMTPWIRE_OK) {
    return;
  }
  fputs("    meaning: ", stderr);
  print_text(stderr, smtpwire_explanation_meaning(explanation));
  fputs("    what to do: ", stderr);
  print_text(stderr, smtpwire_explanation_remedy(explanation));
  smtpwire_explanation_free(explanation);
}

// What has become of the message for each recipient.
static void print_outcome(const smtpwire_outcome *outcome, int *exit_code) {
  smtpwire_str queue_id;
  for (size_t i = 0; i < smtpwire_outcome_recipient_count(outcome); ++i) {
    smtpwire_recipient_outcome recipient;
    if (smtpwire_outcome_recipient(outcome, i, &recipient) != SMTPWIRE_OK) continue;
    bool accepted = recipient.status == SMTPWIRE_RECIPIENT_ACCEPTED;
    FILE *stream = accepted ? stdout : stderr;
    fputs(accepted                                         ? "accepted "
          : recipient.status == SMTPWIRE_RECIPIENT_UNKNOWN ? "unknown "
          : recipient.is_retryable                         ? "not now "
          : recipient.reply == NULL                        ? "not sent "
                                                           : "refused ",
          stream);
    print_text(stream, recipient.path);
    if (accepted) continue;
    if (recipient.reply != NULL) {
      print_refusal(recipient.reply);
    } else if (recipient.reason.len > 0) {
      fputs("    ", stderr);
      print_text(stderr, recipient.reason);
    }
    // What needs a person counts more than what only needs time.
    if (*exit_code == EX_OK || *exit_code == EX_TEMPFAIL) {
      *exit_code = recipient.is_retryable    ? EX_TEMPFAIL
                   : recipient.reply != NULL ? EX_UNAVAILABLE
                                             : EX_DATAERR;
    }
  }
  if (smtpwire_outcome_queue_id(outcome, &queue_id) == SMTPWIRE_OK) {
    fputs("the server calls it ", stdout);
    print_text(stdout, queue_id);
  }
}

// The session failed: the status says by what, the mailer knows more about TLS.
static int failure(const smtpwire_mailer *mailer, smtpwire_status status) {
  const smtpwire_tls_failure *tls = NULL;
  if (smtpwire_mailer_tls_failure(mailer, &tls) == SMTPWIRE_OK) {
    fputs("    ", stderr);
    print_text(stderr, smtpwire_tls_failure_advice(tls));
  }
  switch (status) {
    case SMTPWIRE_AUTHENTICATION_REFUSED:
    case SMTPWIRE_AUTHENTICATION_FAILED:
    case SMTPWIRE_NO_MECHANISM:
    case SMTPWIRE_PLAINTEXT_CREDENTIALS: return EX_NOPERM;
    case SMTPWIRE_NOT_OFFERED:
    case SMTPWIRE_TLS_UNAVAILABLE:
    case SMTPWIRE_TLS_FAILED: return EX_UNAVAILABLE;
    default: return EX_TEMPFAIL;
  }
}

// Runs the session to its end.
static int run(smtpwire_mailer *mailer, int fd) {
  int exit_code = EX_OK;
  for (;;) {
    smtpwire_step step;
    const smtpwire_event *event;
    const smtpwire_outcome *outcome;
    const smtpwire_tls_session *session;
    smtpwire_status status = smtpwire_mailer_next_event(mailer, now_ms(), &step, &event, &error);
    if (failed(status, "the session failed")) {
      // All outcomes were told before. Unless a recipient was refused for good, this says why.
      int code = failure(mailer, status);
      say_last_words(mailer, fd);
      return exit_code == EX_OK || exit_code == EX_TEMPFAIL ? code : exit_code;
    }
    switch (step) {
      case SMTPWIRE_STEP_EVENT:
        if (smtpwire_event_outcome(event, &outcome) == SMTPWIRE_OK) {
          print_outcome(outcome, &exit_code);
        }
        if (smtpwire_event_kind_of(event) == SMTPWIRE_EVENT_TLS_ESTABLISHED &&
            smtpwire_mailer_tls_session(mailer, &session) == SMTPWIRE_OK) {
          print_text(stdout, smtpwire_tls_session_description(session));
        }
        break;
      case SMTPWIRE_STEP_NEED_DATA:
      case SMTPWIRE_STEP_NEED_OUTPUT:
        if (!transfer(mailer, fd)) return EX_OSERR;
        break;
      case SMTPWIRE_STEP_CLOSED: say_last_words(mailer, fd); return exit_code;
      default:  // PAUSED: only where the program does TLS, or gives the content, itself.
        return EX_SOFTWARE;
    }
  }
}

// What is to be trusted: the roots of --ca, else those of this machine.
static bool make_tls(const struct options *options, smtpwire_client_tls **tls,
                     smtpwire_peer **peer) {
  smtpwire_roots *roots = NULL;
  smtpwire_client_tls_builder *builder = NULL;
  bool made = !failed(smtpwire_roots_new(&roots), "roots") &&
              !failed(options->ca != NULL
                          ? smtpwire_roots_add_pem_file(roots, smtpwire_str_of(options->ca), &error)
                          : smtpwire_roots_add_platform(roots, &error),
                      "roots") &&
              !failed(smtpwire_client_tls_builder_new(&builder), "TLS") &&
              !failed(smtpwire_client_tls_builder_set_roots(builder, roots), "TLS") &&
              !failed(smtpwire_client_tls_builder_build(builder, tls, &error), "TLS") &&
              !failed(smtpwire_peer_new(smtpwire_str_of(options->host), peer, &error), "the host");
  smtpwire_client_tls_builder_free(builder);
  smtpwire_roots_free(roots);
  return made;
}

static bool make_config(const struct options *options, smtpwire_mailer_config **config) {
  smtpwire_credentials *credentials = NULL;
  const char *password = getenv("SMTP_PASSWORD");
  bool made =
      !failed(smtpwire_mailer_config_new(smtpwire_str_of(options->name), config, &error),
              "--name") &&
      // Files end their lines with LF here. SMTP wants CRLF, and the library wants to be told.
      !failed(smtpwire_mailer_config_set_client_option(*config, SMTPWIRE_CLIENT_NORMALISE_LINE_ENDS,
                                                       true),
              "line ends") &&
      !failed(smtpwire_mailer_config_set_security(*config, options->security), "--tls");
  if (made && options->user != NULL) {
    if (password == NULL) password = "";
    made =
        !failed(smtpwire_credentials_new_password(smtpwire_str_of(options->user),
                                                  smtpwire_str_of(password), &credentials, &error),
                "--user and SMTP_PASSWORD") &&
        !failed(smtpwire_mailer_config_set_credentials(*config, credentials), "--user");
  }
  smtpwire_credentials_free(credentials);
  return made;
}

// Connects, and sends the message. `*again` says that TLS failed where it was only opportunistic.
static int attempt(const struct options *options, smtpwire_bytes content, bool *again) {
  smtpwire_mailer_config *config = NULL;
  smtpwire_client_tls *tls = NULL;
  smtpwire_peer *peer = NULL;
  smtpwire_mailer *mailer = NULL;
  smtpwire_envelope *envelope = NULL;
  smtpwire_fallback fallback;
  uint8_t random[32];
  smtpwire_bytes entropy = {random, sizeof random};
  int fd = -1, exit_code = EX_USAGE;
  bool plain = options->security == SMTPWIRE_SECURITY_DISABLED;

  if (!make_config(options, &config) || (!plain && !make_tls(options, &tls, &peer)) ||
      failed(smtpwire_envelope_new(smtpwire_str_of(options->from), NULL, &envelope, &error),
             options->from)) {
    goto done;
  }
  for (int i = 0; i < options->recipient_count; ++i) {
    const char *to = options->recipients[i];
    if (failed(smtpwire_envelope_add_recipient(envelope, smtpwire_str_of(to), NULL, &error), to)) {
      goto done;
    }
  }
  exit_code = EX_TEMPFAIL;
  // The library makes no random numbers: a login needs some, new for each connection.
  if (getentropy(random, sizeof random) != 0) goto done;
  fd = connect_to(options, &exit_code);
  if (fd < 0) goto done;
  exit_code = EX_SOFTWARE;
  if (failed(plain ? smtpwire_mailer_new(config, entropy, now_ms(), &mailer, &error)
                   : smtpwire_mailer_new_tls(config, tls, peer, entropy, now_ms(), &mailer, &error),
             "starting") ||
      failed(smtpwire_mailer_send(mailer, envelope, content, NULL, &error), "queueing") ||
      failed(smtpwire_mailer_quit(mailer), "quitting")) {  // Once all is sent.
    goto done;
  }
  exit_code = run(mailer, fd);
  *again = smtpwire_mailer_fallback(mailer, &fallback) == SMTPWIRE_OK &&
           fallback == SMTPWIRE_FALLBACK_FAILED;
done:
  if (fd >= 0) close(fd);
  smtpwire_mailer_free(mailer);
  smtpwire_envelope_free(envelope);
  smtpwire_peer_free(peer);
  smtpwire_client_tls_free(tls);
  smtpwire_mailer_config_free(config);
  return exit_code;
}

static uint8_t *read_message(const char *path, size_t *length) {
  FILE *file = path == NULL ? stdin : fopen(path, "rb");
  uint8_t *message = (uint8_t *)malloc(LARGEST + 1);
  bool read = false;
  if (file != NULL && message != NULL) {
    *length = fread(message, 1, LARGEST + 1, file);
    read = !ferror(file) && *length <= LARGEST;
    if (*length > LARGEST) errno = EFBIG;
  }
  if (!read) {
    fprintf(stderr, "send: %s: %s\n", path == NULL ? "stdin" : path, strerror(errno));
    free(message);
  }
  if (file != NULL && path != NULL) fclose(file);
  return read ? message : NULL;
}

static int usage(void) {
  fputs(
      "send: [options] -f FROM HOST:PORT RECIPIENT...\n"
      "  -f, --from ADDRESS   the sender; \"\" is none, as in a bounce\n"
      "  --file FILE          the message; standard input if not given\n"
      "  --tls required|opportunistic|implicit|off    required if not given\n"
      "  --ca FILE            trust these certificates (PEM) and not the system's\n"
      "  --user NAME          log in; the password is in the environment, SMTP_PASSWORD\n"
      "  --name NAME          our own name for EHLO; [127.0.0.1] if not given\n"
      "Exit status: 0 accepted, 64 usage, 65 the message can't be sent as it is, 66 it can't\n"
      "  be read, 68 no such host, 69 refused for good, 75 try again later, 77 login refused\n",
      stderr);
  return EX_USAGE;
}

// By the numbers of smtpwire_security.
static bool security_of(const char *name, uint32_t *security) {
  static const char *const names[] = {"required", "opportunistic", "off", "implicit"};
  for (*security = 0; *security < 4; ++*security) {
    if (strcmp(name, names[*security]) == 0) return true;
  }
  return false;
}

int main(int argc, char **argv) {
  static const struct option known[] = {
      {"from", required_argument, NULL, 'f'},
      {"file", required_argument, NULL, 'i'},
      {"tls", required_argument, NULL, 't'},
      {"ca", required_argument, NULL, 'c'},
      {"user", required_argument, NULL, 'u'},
      {"name", required_argument, NULL, 'n'},
      {NULL, 0, NULL, 0},
  };
  struct options options;
  memset(&options, 0, sizeof options);
  options.security = SMTPWIRE_SECURITY_REQUIRED;
  options.name = "[127.0.0.1]";
  for (int at; (at = getopt_long(argc, argv, "f:", known, NULL)) != -1;) {
    switch (at) {
      case 'f': options.from = optarg; break;
      case 'i': options.file = optarg; break;
      case 't':
        if (!security_of(optarg, &options.security)) return usage();
        break;
      case 'c': options.ca = optarg; break;
      case 'u': options.user = optarg; break;
      case 'n': options.name = optarg; break;
      default: return usage();
    }
  }
  // HOST:PORT, or [2001:db8::1]:PORT.
  char *host = optind < argc ? argv[optind] : NULL;
  char *colon = host != NULL ? strrchr(host, ':') : NULL;
  if (options.from == NULL || colon == NULL || optind + 1 >= argc) return usage();
  *colon = 0;
  if (host[0] == '[' && colon[-1] == ']') {
    colon[-1] = 0;
    ++host;
  }
  options.host = host;
  options.port = colon + 1;
  options.recipients = argv + optind + 1;
  options.recipient_count = argc - optind - 1;

  size_t length = 0;
  uint8_t *message = read_message(options.file, &length);
  if (message == NULL) return EX_NOINPUT;
  smtpwire_bytes content = {message, length};
  bool again = false;
  int exit_code = attempt(&options, content, &again);
  if (again) {
    // As mail between servers has it (RFC 7435): rather in plaintext than not at all.
    fputs("send: TLS failed; once more, in plaintext\n", stderr);
    options.security = SMTPWIRE_SECURITY_DISABLED;
    exit_code = attempt(&options, content, &again);
  }
  free(message);
  return exit_code;
}
