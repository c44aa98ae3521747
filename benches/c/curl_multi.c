// curl_multi: what bindings/c/examples/send_epoll.c does, done by libcurl, to be measured beside it.
//
//   curl_multi -s 100 -m 10000 -l 4096 -d -f ann@example.org -t jo@example.net 127.0.0.1:2525
//
// One thread, the multi interface driven by the sockets that epoll names (curl_multi_socket_action), which is
// libcurl's way to many transfers at once. A transfer is made once for each session and used for all of its
// messages; with -d, libcurl finds the open connections in its cache.

#define _DEFAULT_SOURCE
#include <curl/curl.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

struct transfer {
  CURL *easy;
  size_t at;  // So much of the message was read.
};

static struct {
  CURLM *multi;
  int epoll;
  uint64_t due;  // When libcurl wants to be called, whatever the sockets do.
  char *message;
  size_t length;
  struct curl_slist *recipients;
  unsigned long unsent, accepted, failed;
  int running;
} load;

static const uint64_t never = UINT64_MAX;

static uint64_t clock_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void complain(const char *why) {
  static bool told;
  if (!told) fprintf(stderr, "curl_multi: %s\n", why);
  told = true;
}

static size_t read_message(char *into, size_t size, size_t count, void *of) {
  struct transfer *transfer = (struct transfer *)of;
  size_t room = size * count, left = load.length - transfer->at;
  size_t taken = left < room ? left : room;
  memcpy(into, load.message + transfer->at, taken);
  transfer->at += taken;
  return taken;
}

// Whatever a server says to people.
static size_t ignore(char *data, size_t size, size_t count, void *of) {
  (void)data;
  (void)of;
  return size * count;
}

// libcurl names the sockets to be watched. What it assigns to one is whether epoll has it.
static int watch(CURL *easy, curl_socket_t fd, int what, void *of, void *known) {
  (void)easy;
  (void)of;
  if (what == CURL_POLL_REMOVE) {
    epoll_ctl(load.epoll, EPOLL_CTL_DEL, fd, NULL);
    return 0;
  }
  struct epoll_event wanted;
  memset(&wanted, 0, sizeof wanted);
  wanted.events = ((what & CURL_POLL_IN) != 0 ? (uint32_t)EPOLLIN : 0) |
                  ((what & CURL_POLL_OUT) != 0 ? (uint32_t)EPOLLOUT : 0);
  wanted.data.fd = fd;
  epoll_ctl(load.epoll, known != NULL ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &wanted);
  if (known == NULL) curl_multi_assign(load.multi, fd, &load);
  return 0;
}

static int set_timer(CURLM *multi, long milliseconds, void *of) {
  (void)multi;
  (void)of;
  load.due = milliseconds < 0 ? never : clock_ms() + (uint64_t)milliseconds;
  return 0;
}

static bool make_transfer(struct transfer *transfer, const char *url, const char *from, bool keep_open) {
  CURL *easy = transfer->easy = curl_easy_init();
  return easy != NULL && curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_URL, url) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_MAIL_FROM, from) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, load.recipients) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L) == CURLE_OK &&
         // The least that it takes: more than these messages need only costs memory that is touched.
         curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, 16384L) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)load.length) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_READFUNCTION, read_message) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_READDATA, transfer) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, ignore) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, keep_open ? 0L : 1L) == CURLE_OK;
}

static void begin(struct transfer *transfer) {
  --load.unsent;
  transfer->at = 0;
  CURLMcode why = curl_multi_add_handle(load.multi, transfer->easy);
  if (why == CURLM_OK) {
    ++load.running;
    return;
  }
  ++load.failed;
  complain(curl_multi_strerror(why));
}

// Counts the messages that are through, and begins others in their place.
static void reap(void) {
  int left;
  for (CURLMsg *told; (told = curl_multi_info_read(load.multi, &left)) != NULL;) {
    if (told->msg != CURLMSG_DONE) continue;
    struct transfer *transfer = NULL;
    if (told->data.result == CURLE_OK) {
      ++load.accepted;
    } else {
      ++load.failed;
      complain(curl_easy_strerror(told->data.result));
    }
    curl_easy_getinfo(told->easy_handle, CURLINFO_PRIVATE, &transfer);
    curl_multi_remove_handle(load.multi, transfer->easy);
    --load.running;
    if (load.unsent > 0) begin(transfer);
  }
}

static void run(void) {
  struct epoll_event events[256];
  int running;
  while (load.running > 0) {
    uint64_t now = load.due == never ? 0 : clock_ms();
    int patience = load.due == never ? 1000 : load.due <= now ? 0 : (int)(load.due - now);
    int ready = epoll_wait(load.epoll, events, 256, patience);
    for (int i = 0; i < ready; ++i) {
      int what = ((events[i].events & EPOLLIN) != 0 ? CURL_CSELECT_IN : 0) |
                 ((events[i].events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0) |
                 ((events[i].events & (EPOLLERR | EPOLLHUP)) != 0 ? CURL_CSELECT_ERR : 0);
      curl_multi_socket_action(load.multi, events[i].data.fd, what, &running);
    }
    if (load.due != never && load.due <= clock_ms()) {
      load.due = never;  // It sets another one if it wants to.
      curl_multi_socket_action(load.multi, CURL_SOCKET_TIMEOUT, 0, &running);
    }
    reap();
  }
}

// The same message as send_epoll's: a header, and lines of 78 octets.
static char *make_message(size_t length, const char *from, const char *to) {
  size_t room = length + strlen(from) + strlen(to) + 128;
  char *text = (char *)malloc(room);
  if (text == NULL) return NULL;
  int header = snprintf(text, room, "From: <%s>\r\nTo: <%s>\r\nSubject: a message of %zu octets\r\n\r\n",
                        from, to, length);
  for (size_t at = (size_t)header, column = 0; at < length; ++at, ++column) {
    if (length - at == 2 || column == 76) {
      text[at++] = '\r';
      text[at] = '\n';
      column = (size_t)-1;
    } else {
      text[at] = 'x';
    }
  }
  return text;
}

static int usage(void) {
  fputs("usage: curl_multi [-s sessions] [-m messages] [-l length] [-d] [-f from] [-t to] [-M name]\n"
        "                  host:port\n",
        stderr);
  return 2;
}

int main(int argc, char **argv) {
  const char *from = "sender@example.org", *to = "recipient@example.net", *name = "[127.0.0.1]";
  unsigned long sessions = 100, messages = 100;
  bool keep_open = false;
  load.length = 1024;
  for (int at; (at = getopt(argc, argv, "s:m:l:df:t:M:")) != -1;) {
    switch (at) {
      case 's': sessions = strtoul(optarg, NULL, 10); break;
      case 'm': messages = strtoul(optarg, NULL, 10); break;
      case 'l': load.length = strtoul(optarg, NULL, 10); break;
      case 'd': keep_open = true; break;
      case 'f': from = optarg; break;
      case 't': to = optarg; break;
      case 'M': name = optarg; break;
      default: return usage();
    }
  }
  size_t least = strlen(from) + strlen(to) + 80;  // What the header takes.
  if (optind + 1 != argc || sessions == 0 || sessions > 100000 || load.length > 1ul << 30) return usage();
  if (load.length < least) load.length = least;
  if (sessions > messages) sessions = messages;

  char url[512];
  int exit_code = 2;
  snprintf(url, sizeof url, "smtp://%s/%s", argv[optind], name);
  load.due = never;
  load.unsent = messages;
  load.message = make_message(load.length, from, to);
  load.epoll = epoll_create1(EPOLL_CLOEXEC);
  struct transfer *table = (struct transfer *)calloc(sessions, sizeof *table);
  if (curl_global_init(CURL_GLOBAL_NOTHING) != CURLE_OK) return 2;
  load.recipients = curl_slist_append(NULL, to);
  load.multi = curl_multi_init();
  bool ready = table != NULL && load.message != NULL && load.recipients != NULL && load.epoll >= 0 &&
               load.multi != NULL &&
               curl_multi_setopt(load.multi, CURLMOPT_SOCKETFUNCTION, watch) == CURLM_OK &&
               curl_multi_setopt(load.multi, CURLMOPT_TIMERFUNCTION, set_timer) == CURLM_OK &&
               curl_multi_setopt(load.multi, CURLMOPT_MAXCONNECTS, (long)sessions) == CURLM_OK;
  for (unsigned long i = 0; ready && i < sessions; ++i) {
    ready = make_transfer(&table[i], url, from, keep_open);
  }
  if (ready) {
    uint64_t start = clock_ms();
    for (unsigned long i = 0; i < sessions && load.unsent > 0; ++i) begin(&table[i]);
    run();
    double seconds = (double)(clock_ms() - start) / 1000;
    printf("%lu messages of %zu octets accepted, %lu failed, in %.3f s: %.0f messages/s\n", load.accepted,
           load.length, load.failed + load.unsent, seconds,
           seconds > 0 ? (double)load.accepted / seconds : 0.0);
    exit_code = load.accepted == messages ? 0 : 1;
  }
  for (unsigned long i = 0; table != NULL && i < sessions; ++i) curl_easy_cleanup(table[i].easy);
  curl_multi_cleanup(load.multi);
  curl_slist_free_all(load.recipients);
  curl_global_cleanup();
  if (load.epoll >= 0) close(load.epoll);
  free(load.message);
  free(table);
  return exit_code;
}
