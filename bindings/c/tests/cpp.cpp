// smtpwire.hpp as a C++ program uses it: a client, a mailer and a server of one process that talk to each other,
// and what fails. Every `must` that does not hold is told, and the program ends with 1.

#include <smtpwire.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>
#if __cplusplus >= 202002L
#include <span>
#endif

namespace {

using namespace std::string_view_literals;

int wrong = 0;

void must_at(bool right, const char *what, int line) {
  if (!right) {
    std::fprintf(stderr, "cpp.cpp:%d: %s\n", line, what);
    wrong++;
  }
}

#define MUST(right) must_at((right), #right, __LINE__)

constexpr std::array<std::uint8_t, 32> entropy{};
constexpr auto message = "Subject: hi\r\n\r\n.hello\r\n"sv;

// Owners move and don't copy; views are copied for nothing.
static_assert(!std::is_copy_constructible_v<smtpwire::client>);
static_assert(!std::is_copy_assignable_v<smtpwire::reply>);
static_assert(std::is_nothrow_move_constructible_v<smtpwire::client>);
static_assert(std::is_nothrow_move_assignable_v<smtpwire::mailer>);
static_assert(std::is_trivially_copyable_v<smtpwire::bytes>);
static_assert(std::is_trivially_copyable_v<smtpwire::event>);
static_assert(std::is_error_code_enum_v<smtpwire_status>);

smtpwire::server_config receiving() {
  smtpwire::server_config config("mx.example");
  config.decisions(SMTPWIRE_DECIDE_MAIL | SMTPWIRE_DECIDE_RCPT | SMTPWIRE_DECIDE_MESSAGE)
      .content(SMTPWIRE_CONTENT_WHOLE)
      .limit(SMTPWIRE_LIMIT_RECIPIENTS, 10)
      .option(SMTPWIRE_SERVER_PLAINTEXT_AUTH, true);
  return config;
}

// A server that takes mail for example.org.
struct receiver {
  smtpwire::server server{receiving(), entropy, 0};
  std::vector<std::string> senders;
  std::vector<std::string> recipients;
  std::string stored;

  void run() {
    for (;;) {
      const auto [step, event] = server.next_event(0);
      if (step == SMTPWIRE_STEP_EVENT) {
        decide(event);
      } else {
        return;
      }
    }
  }

  void decide(const smtpwire::event &event) {
    switch (event.kind()) {
      case SMTPWIRE_EVENT_MAIL:
        senders.emplace_back(event.path().value());
        server.accept();
        break;
      case SMTPWIRE_EVENT_RCPT: {
        const std::string_view path = event.path().value();
        if (path.find("@example.org") == std::string_view::npos) {
          server.answer(smtpwire::reply(550, {5, 1, 1}, "nobody of that name"));
        } else {
          recipients.emplace_back(path);
          server.accept();
        }
        break;
      }
      case SMTPWIRE_EVENT_MESSAGE:
        MUST(event.size() == message.size());
        MUST(server.answers_due() == 1);
        stored = event.octets().value().text();
        server.answer(smtpwire::reply(250, {2, 0, 0}, "Ok: queued as ABC123"));
        break;
      default:
        break;
    }
  }
};

// Takes to one side what the other has said; whether there was anything.
template <class From, class To>
bool carry(From &from, To &to) {
  const smtpwire::bytes said = from.output();
  if (said.empty()) return false;
  const std::vector<std::uint8_t> octets(said.begin(), said.end());
  to.receive(octets, 0);
  from.advance_output(octets.size());
  return true;
}

// ---- A client ------------------------------------------------------------------------------------------------

struct session {
  smtpwire::client client{smtpwire::client_config().timeout_ms(SMTPWIRE_TIMEOUT_COMMAND, 60'000), 0};
  receiver other;
  std::vector<std::string> seen;

  // Until neither has anything more to say; `see` looks at the client's events.
  template <class See>
  void run(See &&see) {
    do {
      other.run();
      carry(other.server, client);
      for (;;) {
        const smtpwire::step next = client.next_event(0);
        if (!next.event) break;
        seen.emplace_back(next.event.kind_name());
        see(next.event);
      }
    } while (carry(client, other.server));
  }

  void run() {
    run([](const smtpwire::event &) {});
  }
};

void a_client_sends_mail() {
  session talk;
  talk.run();
  const std::uint64_t hello = talk.client.ehlo("client.example");
  talk.run([&](const smtpwire::event &event) {
    MUST(event.command_id() == hello);
    MUST(event.reply()->code() == 250);
    MUST(event.reply()->line_count() > 3);
    MUST(event.reply()->line(0).text() == "mx.example");
    // Fields that this kind of event does not have.
    MUST(!event.octets() && !event.size() && !event.path() && !event.transaction());
    MUST(event.command() == nullptr && event.outcome() == nullptr);
  });
  MUST(talk.client.next_deadline_ms() == SMTPWIRE_NEVER);

  talk.client.mail("ann@client.example", smtpwire::parameters(SMTPWIRE_VERB_MAIL, "BODY=8BITMIME"));
  const std::uint64_t refused = talk.client.rcpt("nobody@example.net");
  talk.client.rcpt("bob@example.org", smtpwire::parameters(SMTPWIRE_VERB_RCPT, "NOTIFY=NEVER"));
  std::optional<std::string> why;
  talk.run([&](const smtpwire::event &event) {
    if (event.command_id() == refused) {
      const smtpwire_enhanced_code code = event.reply()->enhanced_code();
      MUST(event.verb() == SMTPWIRE_VERB_RCPT);
      MUST(code.class_ == 5 && code.subject == 1 && code.detail == 1);
      why = event.reply()->text();
    }
  });
  MUST(why.has_value() && why->find("nobody of that name") != std::string::npos);

  talk.client.data();
  talk.run();
  MUST(talk.client.content(message) == message.size());
  talk.client.end_content();
  talk.run();
  MUST(talk.other.stored == message);
  MUST(talk.other.senders == std::vector<std::string>{"ann@client.example"});
  MUST(talk.other.recipients == std::vector<std::string>{"bob@example.org"});

  talk.client.quit();
  talk.run();
  const std::vector<std::string> expected{"greeting", "ehlo", "reply", "reply", "reply", "data-ready", "content-reply", "reply"};
  MUST(talk.seen == expected);
  MUST(talk.client.next_event(0).kind == SMTPWIRE_STEP_CLOSED);
}

// ---- A mailer ------------------------------------------------------------------------------------------------

void a_mailer_sends_mail() {
  receiver other;
  smtpwire::mailer mailer(
      smtpwire::mailer_config("client.example").security(SMTPWIRE_SECURITY_DISABLED).option(SMTPWIRE_MAILER_CHUNKING, false),
      entropy, 0);
  const smtpwire::envelope envelope("ann@client.example", {"bob@example.org", "nobody@example.net"});
  const std::uint64_t first = mailer.send(envelope, message);
  const std::uint64_t second = mailer.send(envelope, smtpwire::content(message));
  const std::uint64_t broken = mailer.send(envelope, smtpwire::bytes("Subject: bare\n\n"));
  mailer.quit();
  std::vector<std::uint64_t> done;
  for (;;) {
    other.run();
    carry(other.server, mailer);
    auto [step, event] = mailer.next_event(0);
    while (step == SMTPWIRE_STEP_EVENT) {
      if (const smtpwire_outcome *outcome = event.outcome()) {
        smtpwire_recipient_outcome of{};
        done.push_back(event.transaction().value());
        MUST(!smtpwire_outcome_is_accepted(outcome));
        smtpwire::check(smtpwire_outcome_recipient(outcome, 0, &of));
        if (done.back() == broken) {
          MUST(of.status == SMTPWIRE_RECIPIENT_NOT_TRIED && of.not_tried == SMTPWIRE_NOT_TRIED_CONTENT);
          MUST(of.reply == nullptr && of.reason.len > 0);
          const smtpwire::step after = mailer.next_event(0);
          step = after.kind;
          event = after.event;
          continue;
        }
        MUST(of.not_tried == SMTPWIRE_NOT_TRIED_NONE && of.reason.len == 0);
        MUST(of.status == SMTPWIRE_RECIPIENT_ACCEPTED && smtpwire::view(of.path) == "bob@example.org");
        smtpwire::check(smtpwire_outcome_recipient(outcome, 1, &of));
        MUST(of.status == SMTPWIRE_RECIPIENT_REFUSED && smtpwire::reply_view(of.reply).code() == 550);
      }
      const smtpwire::step next = mailer.next_event(0);
      step = next.kind;
      event = next.event;
    }
    carry(mailer, other.server);
    if (step == SMTPWIRE_STEP_CLOSED) break;
  }
  // What can't be sent needs no turn.
  std::sort(done.begin(), done.end());
  MUST((done == std::vector<std::uint64_t>{first, second, broken}));
  MUST(other.stored == message);
}

// ---- What fails ----------------------------------------------------------------------------------------------

// What a call throws; nothing is told by itself.
template <class Call>
std::optional<smtpwire::error> thrown(Call &&call) {
  try {
    call();
  } catch (const smtpwire::error &failure) {
    return failure;
  }
  return std::nullopt;
}

void failures_are_exceptions() {
  const auto malformed = thrown([] {
    smtpwire_command *command = nullptr;
    smtpwire::check([&](auto error) {
      return smtpwire_command_parse(smtpwire::bytes("RCPT TO:jo"), 0, &command, error);
    });
  });
  MUST(malformed.has_value());
  MUST(malformed->code() == SMTPWIRE_MALFORMED);
  MUST(malformed->code().category() == smtpwire::category());
  MUST(malformed->code().message() == "what was to be read is not what it should be; the error says why"sv ||
       !malformed->code().message().empty());
  MUST(!malformed->detail_name().empty());
  MUST(malformed->offset().has_value());
  MUST(smtpwire::reply_view(malformed->reply()).code() == 501);
  MUST(std::string_view(malformed->what()).find(':') != std::string_view::npos);

  // The standard's own type is enough to catch it, and a code goes on without exceptions.
  try {
    smtpwire::client client(smtpwire::client_config(), 0);
    client.data();
    MUST(false);
  } catch (const std::system_error &failure) {
    MUST(failure.code() == SMTPWIRE_OUT_OF_ORDER);
    MUST(failure.code() != SMTPWIRE_PAUSED);
  }
  const std::error_code code = SMTPWIRE_CONNECTION_LOST;
  MUST(code.category() == smtpwire::category() && code == SMTPWIRE_CONNECTION_LOST);
  MUST(std::string_view(code.category().name()) == "smtpwire");
  MUST(!std::error_code(SMTPWIRE_OK));

  const auto value = thrown([] { smtpwire::envelope("not a path"); });
  MUST(value.has_value() && value->code() == SMTPWIRE_INVALID_VALUE);
  MUST(value->reply() == nullptr);

  // A status alone, without what C tells beside it.
  const auto bare = thrown([] { smtpwire::check(SMTPWIRE_POISONED); });
  MUST(bare.has_value() && bare->code() == SMTPWIRE_POISONED && bare->get() == nullptr);
  MUST(bare->detail_name().empty() && !bare->offset() && bare->reply() == nullptr);

  // Copies of an exception share what it holds.
  std::optional<smtpwire::error> copy = malformed;
  const smtpwire::error kept = *copy;
  copy.reset();
  MUST(kept.get() == malformed->get() && kept.detail_name() == malformed->detail_name());

  // One that could not be made leaves nothing behind.
  const auto short_entropy = thrown([] { smtpwire::server(receiving(), smtpwire::bytes("short"), 0); });
  MUST(short_entropy.has_value() && short_entropy->code() == SMTPWIRE_OUT_OF_RANGE);
}

// ---- Views and owners ----------------------------------------------------------------------------------------

void views_are_of_whatever_holds_octets() {
  const std::string text = "250 ok\r\n";
  const std::vector<std::uint8_t> octets(text.begin(), text.end());
  const std::array<std::uint8_t, 3> three{1, 2, 3};
  const auto size = [](smtpwire::bytes view) { return view.size(); };
  MUST(size(text) == 8 && size(octets) == 8 && size(three) == 3 && size("four") == 4 && size("five5"sv) == 5);
  MUST(size({}) == 0 && smtpwire::bytes().empty() && smtpwire::bytes().text().empty());
  MUST(smtpwire::bytes(octets).text() == text);
  MUST(smtpwire::bytes(octets).skip(4).text() == "ok\r\n");
  MUST(std::string(smtpwire::bytes(text).begin(), smtpwire::bytes(text).end()) == text);
#if __cplusplus >= 202002L
  const std::span<const std::uint8_t> span(octets);
  MUST(size(span) == 8 && size(span.first(3)) == 3);
#endif
}

void owners_move() {
  smtpwire::reply one(250, {2, 1, 5}, "yes");
  const smtpwire_reply *held = one.get();
  smtpwire::reply two(std::move(one));
  MUST(two.get() == held && two.look().code() == 250);
  smtpwire::reply three(251, "yes, elsewhere");
  three = std::move(two);
  MUST(three.get() == held);
  std::vector<smtpwire::reply> many;
  for (std::uint16_t code = 250; code < 260; code++) many.emplace_back(code, "hi");
  MUST(many.back().look().code() == 259);
  // Given away, it is freed by whoever has it.
  smtpwire::reply back(three.release());
  MUST(!three && back && back.get() == held);
  const smtpwire::credentials who = smtpwire::credentials::password("jo", "secret");
  smtpwire::mailer_config config("client.example");
  config.credentials(who);
  MUST(static_cast<bool>(who) && static_cast<bool>(config));
}

void a_connection_is_held_by_pointer_or_in_a_struct() {
  auto held = std::make_unique<session>();
  held->run();
  session moved(std::move(*held));
  held.reset();
  moved.client.ehlo("client.example");
  moved.run();
  MUST((moved.seen == std::vector<std::string>{"greeting", "ehlo"}));
}

}  // namespace

int main() {
  a_client_sends_mail();
  a_mailer_sends_mail();
  failures_are_exceptions();
  views_are_of_whatever_holds_octets();
  owners_move();
  a_connection_is_held_by_pointer_or_in_a_struct();
  return wrong == 0 ? 0 : 1;
}
