// openssl_handoff: sends a message where TLS is the program's own, by OpenSSL.
//
//   openssl_handoff -c ca.pem mail.example.org:587 ann@example.org jo@example.net < message.eml
//   SMTP_PASSWORD=... openssl_handoff -u ann ...
//
// For programs that have a TLS library already. smtpwire_client, one level below the mailer, says
// when the handshake is due (SMTPWIRE_EVENT_START_TLS) and waits; the program does it, and says
// what came of it. Two things are the program's to get right: that the server's name is verified,
// and the channel binding.

#define _DEFAULT_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <signal.h>
#include <smtpwire.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct program {
  const char *host, *from, *to, *user;
  uint8_t *message;
  size_t length, given;  // How much of the message the client has.
  bool giving;           // The server waits for content.
  bool accepted;
  int fd;
  SSL_CTX *context;
  SSL *ssl;  // NULL before the handshake.
  smtpwire_client *client;
};

static void print_text(FILE *stream, smtpwire_str text) {
  for (size_t i = 0; i < text.len; ++i) {
    unsigned char octet = (unsigned char)text.data[i];
    fputc((octet < ' ' && octet != '\n') || octet == 127 ? '?' : octet, stream);
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
  fprintf(stderr, "openssl_handoff: %s: ", doing);
  print_text(stderr, why);
  smtpwire_error_free(error);
  error = NULL;
  return true;
}

static uint64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

// Lets reading and writing, by us and by OpenSSL, give up when the client's deadline has come.
static void wait_no_longer(int fd, uint64_t deadline) {
  uint64_t now = now_ms(), left = deadline > now ? deadline - now : 1;
  struct timeval patience = {0, 0};
  if (deadline == SMTPWIRE_NEVER) left = 0;  // To the system this means for ever.
  patience.tv_sec = (time_t)(left / 1000);
  patience.tv_usec = (suseconds_t)(left % 1000 * 1000);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
}

// The handshake, on the same socket. Nothing is lost at the seam: the client has refused whatever
// came behind the server's 220, since somebody else may have put it there.
static bool handshake(struct program *program) {
  struct in6_addr address;
  SSL *ssl = program->ssl = SSL_new(program->context);
  if (ssl == NULL || SSL_set_fd(ssl, program->fd) != 1) return false;
  // That a certificate is valid says nothing if it may be anybody's: it must be for this host. The
  // name is the one that the user gave.
  bool numeric = inet_pton(AF_INET, program->host, &address) == 1 ||
                 inet_pton(AF_INET6, program->host, &address) == 1;
  bool named = numeric ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), program->host) == 1
                       : SSL_set1_host(ssl, program->host) == 1 &&
                             SSL_set_tlsext_host_name(ssl, program->host) == 1;
  SSL_set_verify(ssl, SSL_VERIFY_PEER, NULL);
  return named && SSL_connect(ssl) == 1;
}

// Behind SMTPWIRE_EVENT_START_TLS.
static bool start_tls(struct program *program) {
  wait_no_longer(program->fd, smtpwire_client_next_deadline_ms(program->client));
  if (!handshake(program)) {
    long why = program->ssl != NULL ? SSL_get_verify_result(program->ssl) : X509_V_OK;
    unsigned long other = ERR_peek_last_error();
    const char *text = why != X509_V_OK ? X509_verify_cert_error_string(why)
                       : other != 0     ? ERR_reason_error_string(other)
                                        : "the server closed the connection";
    smtpwire_str detail = smtpwire_str_of(text != NULL ? text : "the handshake failed");
    return !failed(smtpwire_client_tls_failed(program->client, detail, &error), "TLS");
  }
  printf("%s with %s\n", SSL_get_version(program->ssl), SSL_get_cipher(program->ssl));
  // Here the certificate was verified, or there would have been no handshake. A program that goes
  // on with others passes false: then no password is sent.
  return !failed(smtpwire_client_tls_established(program->client, true, now_ms(), &error), "TLS") &&
         // All that was said before TLS is forgotten; so greet again.
         !failed(smtpwire_client_ehlo(program->client, smtpwire_str_of("[127.0.0.1]"), NULL,
                                      &error),
                 "EHLO");
}

// The channel binding ties a SCRAM login to this very connection (RFC 9266), so that nobody in
// between can pass it on. With TLS 1.2 it does so only where the extended master secret is in use.
static bool channel_binding(SSL *ssl, smtpwire_channel_binding **binding) {
  static const char label[] = "EXPORTER-Channel-Binding";
  unsigned char exported[32];
  smtpwire_bytes octets = {exported, sizeof exported};
  if (SSL_version(ssl) < TLS1_3_VERSION && SSL_get_extms_support(ssl) != 1) return true;
  if (SSL_export_keying_material(ssl, exported, sizeof exported, label, sizeof label - 1, NULL, 0,
                                 1) != 1) {
    return true;  // Without it the login is by SCRAM without -PLUS.
  }
  return !failed(smtpwire_channel_binding_new(SMTPWIRE_CHANNEL_BINDING_TLS_EXPORTER, octets,
                                              binding),
                 "channel binding");
}

static bool log_in(struct program *program) {
  smtpwire_credentials *credentials = NULL;
  smtpwire_channel_binding *binding = NULL;
  const char *password = getenv("SMTP_PASSWORD");
  uint8_t random[32];
  smtpwire_bytes entropy = {random, sizeof random};
  bool done =
      password != NULL && getentropy(random, sizeof random) == 0 &&
      channel_binding(program->ssl, &binding) &&
      !failed(smtpwire_credentials_new_password(smtpwire_str_of(program->user),
                                                smtpwire_str_of(password), &credentials, &error),
              "-u") &&
      // The strongest mechanism that the server offers, down to PLAIN.
      !failed(smtpwire_client_auth(program->client, credentials, NULL, binding, entropy, NULL,
                                   &error),
              "login");
  smtpwire_credentials_free(credentials);
  smtpwire_channel_binding_free(binding);
  return done;
}

// All three at once: the client sends them in one piece where the server offers PIPELINING.
static bool begin_message(struct program *program) {
  smtpwire_parameters *parameters = NULL;
  bool eight_bit = false;
  for (size_t i = 0; i < program->length; ++i) eight_bit |= program->message[i] > 127;
  bool begun =
      !failed(smtpwire_parameters_new(SMTPWIRE_VERB_MAIL, &parameters), "MAIL") &&
      (!eight_bit ||
       !failed(smtpwire_parameters_add_body(parameters, SMTPWIRE_BODY_8BITMIME, &error), "BODY")) &&
      !failed(smtpwire_client_mail(program->client, smtpwire_str_of(program->from), parameters,
                                   NULL, &error),
              "MAIL") &&
      !failed(smtpwire_client_rcpt(program->client, smtpwire_str_of(program->to), NULL, NULL,
                                   &error),
              "RCPT") &&
      !failed(smtpwire_client_data(program->client, NULL, &error), "DATA");
  smtpwire_parameters_free(parameters);
  return begun;
}

// Gives as much of the message as the client takes; the rest when that is written.
static bool give_content(struct program *program) {
  smtpwire_bytes rest = {program->message + program->given, program->length - program->given};
  size_t taken = 0;
  if (failed(smtpwire_client_content(program->client, rest, &taken, &error), "the message")) {
    return false;
  }
  program->given += taken;
  if (program->given < program->length) return true;
  program->giving = false;
  return !failed(smtpwire_client_end_content(program->client, &error), "the message");
}

static bool quit(struct program *program) {
  if (smtpwire_client_is_quitting(program->client)) return true;
  return !failed(smtpwire_client_quit(program->client, NULL, &error), "QUIT");
}

static bool handle(struct program *program, const smtpwire_event *event) {
  const smtpwire_reply *reply = NULL;
  switch (smtpwire_event_kind_of(event)) {
    case SMTPWIRE_EVENT_EHLO:
      if (program->ssl == NULL) {
        // Not offered? Then somebody may have cut the offer out: this fails, and nothing is sent.
        return !failed(smtpwire_client_starttls(program->client, NULL, &error), "STARTTLS");
      }
      return program->user != NULL ? log_in(program) : begin_message(program);
    case SMTPWIRE_EVENT_START_TLS: return start_tls(program);
    case SMTPWIRE_EVENT_AUTHENTICATED: return begin_message(program);
    case SMTPWIRE_EVENT_DATA_READY: program->giving = true; return true;
    case SMTPWIRE_EVENT_CONTENT_REPLY:
    case SMTPWIRE_EVENT_REPLY:
      if (smtpwire_event_reply(event, &reply) != SMTPWIRE_OK) return false;
      if (smtpwire_reply_code(reply) >= 400) {
        fprintf(stderr, "refused: %u ", (unsigned)smtpwire_reply_code(reply));
        print_text(stderr, smtpwire_reply_text(reply));
      } else if (smtpwire_event_kind_of(event) == SMTPWIRE_EVENT_CONTENT_REPLY) {
        program->accepted = true;
        print_text(stdout, smtpwire_reply_text(reply));
      }
      // Done, one way or the other, once every command has its answer.
      return smtpwire_client_pending(program->client) > 0 || quit(program);
    default: return true;
  }
}

// Moves octets one way or the other: writes while there is output, then reads. False: the time is
// over.
static bool transfer(struct program *program) {
  uint8_t buffer[16384];
  smtpwire_bytes output = smtpwire_client_output(program->client);
  bool writes = output.len > 0, again;
  int length;
  wait_no_longer(program->fd, smtpwire_client_next_deadline_ms(program->client));
  errno = 0;
  ERR_clear_error();
  if (program->ssl == NULL) {
    length = (int)(writes ? send(program->fd, output.data, output.len, 0)
                          : recv(program->fd, buffer, sizeof buffer, 0));
    again = length < 0 && (errno == EAGAIN || errno == EINTR);
  } else {
    int most = output.len > 65536 ? 65536 : (int)output.len;
    length = writes ? SSL_write(program->ssl, output.data, most)
                    : SSL_read(program->ssl, buffer, (int)sizeof buffer);
    int why = length > 0 ? SSL_ERROR_NONE : SSL_get_error(program->ssl, length);
    again = why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE;
  }
  if (length > 0 && writes) {
    return !failed(smtpwire_client_advance_output(program->client, (size_t)length, &error),
                   "writing");
  }
  if (length > 0) {
    smtpwire_bytes input = {buffer, (size_t)length};
    return !failed(smtpwire_client_receive(program->client, input, now_ms(), &error), "reading");
  }
  // Nothing moved: it is late, or the server has left. What that means, the next question for an
  // event tells.
  return !failed(again ? smtpwire_client_handle_timeout(program->client, now_ms())
                       : smtpwire_client_receive_eof(program->client, now_ms()),
                 "the connection");
}

static bool run(struct program *program) {
  for (;;) {
    smtpwire_step step;
    const smtpwire_event *event;
    if (failed(smtpwire_client_next_event(program->client, now_ms(), &step, &event, &error),
               "the session")) {
      return false;
    }
    if (step == SMTPWIRE_STEP_CLOSED) return program->accepted;
    if (step == SMTPWIRE_STEP_EVENT) {
      if (!handle(program, event)) return false;
      continue;
    }
    if (program->giving && smtpwire_client_content_room(program->client) > 0) {
      if (!give_content(program)) return false;
      continue;
    }
    if (!transfer(program)) return false;
  }
}

static int connect_to(const char *host, const char *port) {
  struct addrinfo hints, *found = NULL;
  int one = 1, fd = -1;
  memset(&hints, 0, sizeof hints);
  hints.ai_socktype = SOCK_STREAM;
  if (getaddrinfo(host, port, &hints, &found) == 0) {
    for (struct addrinfo *at = found; at != NULL && fd < 0; at = at->ai_next) {
      fd = socket(at->ai_family, at->ai_socktype, at->ai_protocol);
      if (fd < 0) continue;
      wait_no_longer(fd, now_ms() + 30000);
      setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
      if (connect(fd, at->ai_addr, at->ai_addrlen) == 0) break;
      close(fd);
      fd = -1;
    }
    freeaddrinfo(found);
  }
  if (fd < 0) fprintf(stderr, "openssl_handoff: %s port %s can't be reached\n", host, port);
  return fd;
}

// What is trusted, and nothing older than TLS 1.2.
static bool make_context(struct program *program, const char *ca) {
  program->context = SSL_CTX_new(TLS_client_method());
  if (program->context == NULL ||
      SSL_CTX_set_min_proto_version(program->context, TLS1_2_VERSION) != 1 ||
      (ca != NULL ? SSL_CTX_load_verify_locations(program->context, ca, NULL)
                  : SSL_CTX_set_default_verify_paths(program->context)) != 1) {
    ERR_print_errors_fp(stderr);
    return false;
  }
  SSL_CTX_set_mode(program->context, SSL_MODE_ENABLE_PARTIAL_WRITE);
  return true;
}

static bool make_client(struct program *program) {
  smtpwire_client_config *config = NULL;
  bool made =
      !failed(smtpwire_client_config_new(&config), "configuration") &&
      // Files end their lines with LF; SMTP wants CRLF, and refuses all else unless told to mend
      // it.
      !failed(smtpwire_client_config_set_option(config, SMTPWIRE_CLIENT_NORMALISE_LINE_ENDS, true),
              "line ends") &&
      !failed(smtpwire_client_new(config, now_ms(), &program->client, &error), "starting") &&
      !failed(smtpwire_client_ehlo(program->client, smtpwire_str_of("[127.0.0.1]"), NULL, &error),
              "EHLO");
  smtpwire_client_config_free(config);
  return made;
}

int main(int argc, char **argv) {
  enum { LARGEST = 32 << 20 };
  struct program program;
  const char *ca = NULL;
  memset(&program, 0, sizeof program);
  program.fd = -1;
  for (int at; (at = getopt(argc, argv, "c:u:")) != -1;) {
    if (at == 'c')
      ca = optarg;
    else if (at == 'u')
      program.user = optarg;
    else
      optind = argc;
  }
  char *port = optind + 3 == argc ? strrchr(argv[optind], ':') : NULL;
  if (port == NULL || (program.user != NULL && getenv("SMTP_PASSWORD") == NULL)) {
    fputs(
        "usage: [SMTP_PASSWORD=...] openssl_handoff [-c ca.pem] [-u user] host:port from to < "
        "message\n",
        stderr);
    return 2;
  }
  *port++ = 0;
  program.host = argv[optind];
  program.from = argv[optind + 1];
  program.to = argv[optind + 2];
  signal(SIGPIPE, SIG_IGN);  // OpenSSL writes by write(), which can't be told to leave it.
  program.message = (uint8_t *)malloc(LARGEST);
  if (program.message != NULL) program.length = fread(program.message, 1, LARGEST, stdin);

  bool sent = program.message != NULL && feof(stdin) && make_context(&program, ca) &&
              make_client(&program) && (program.fd = connect_to(program.host, port)) >= 0 &&
              run(&program);

  smtpwire_client_free(program.client);
  if (program.ssl != NULL && sent) SSL_shutdown(program.ssl);
  SSL_free(program.ssl);
  SSL_CTX_free(program.context);
  if (program.fd >= 0) close(program.fd);
  free(program.message);
  return sent ? 0 : 1;
}
