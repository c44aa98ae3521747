// smtpwire for C++17: the C interface with owners, views and errors of C++. Header only.
//
// What is here holds what smtpwire.h describes; the pages of the functions are there.
//
// - Owners (`smtpwire::mailer`, `smtpwire::reply`, ...) free what they hold, move, and don't copy. `get()` is the
//   C object, for every function that has no method here.
// - Views: octets are `smtpwire::bytes`, text is `std::string_view`. They last as their C functions say.
// - What fails throws `smtpwire::error`, a `std::system_error` whose code is of `smtpwire::category()` and compares
//   with the statuses: `if (failure.code() == SMTPWIRE_CONNECTION_LOST)`. A value that may be absent is a
//   `std::optional`.
//
//     smtpwire::mailer_config config{"client.example"};
//     smtpwire::mailer mailer{config, tls, peer, entropy, now};
//     mailer.send(smtpwire::envelope{"ann@client.example", {"bob@example.org"}}, content);
//     mailer.quit();
//     for (;;) {
//       auto [step, event] = mailer.next_event(now());
//       // write mailer.output(), mailer.advance_output(n); then by step: look at the event, read from the
//       // socket and mailer.receive(octets, now()), or end.
//     }

#ifndef SMTPWIRE_HPP
#define SMTPWIRE_HPP

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>

#include "smtpwire.h"

namespace smtpwire {

// ---- Views ----------------------------------------------------------------------------------------------

// Octets that somebody else holds.
class bytes {
 public:
  constexpr bytes() noexcept = default;
  constexpr bytes(const std::uint8_t *data, std::size_t size) noexcept : data_(data), size_(size) {}
  bytes(std::string_view text) noexcept
      : data_(reinterpret_cast<const std::uint8_t *>(text.data())), size_(text.size()) {}
  bytes(const char *text) noexcept : bytes(std::string_view(text)) {}
  bytes(const std::string &text) noexcept : bytes(std::string_view(text)) {}
  bytes(smtpwire_bytes view) noexcept : data_(view.data), size_(view.len) {}
  // Any container whose elements are octets and lie in a row: a vector, an array, a span.
  template <class Container,
            class Element = std::remove_pointer_t<decltype(std::declval<const Container &>().data())>,
            class = std::enable_if_t<std::is_same_v<std::remove_cv_t<Element>, std::uint8_t>>>
  bytes(const Container &container) noexcept : data_(container.data()), size_(container.size()) {}

  constexpr const std::uint8_t *data() const noexcept { return data_; }
  constexpr std::size_t size() const noexcept { return size_; }
  constexpr bool empty() const noexcept { return size_ == 0; }
  constexpr const std::uint8_t *begin() const noexcept { return data_; }
  constexpr const std::uint8_t *end() const noexcept { return data_ + size_; }
  // What is left behind the first `count` octets, of which there must be as many.
  constexpr bytes skip(std::size_t count) const noexcept { return {data_ + count, size_ - count}; }
  std::string_view text() const noexcept {
    return size_ == 0 ? std::string_view() : std::string_view(reinterpret_cast<const char *>(data_), size_);
  }
  operator smtpwire_bytes() const noexcept { return smtpwire_bytes{data_, size_}; }

 private:
  const std::uint8_t *data_ = nullptr;
  std::size_t size_ = 0;
};

inline std::string_view view(smtpwire_str text) noexcept {
  return text.len == 0 ? std::string_view() : std::string_view(text.data, text.len);
}

inline smtpwire_str str(std::string_view text) noexcept { return smtpwire_str{text.data(), text.size()}; }

// ---- Errors ---------------------------------------------------------------------------------------------

namespace detail {

class category_type final : public std::error_category {
 public:
  const char *name() const noexcept override { return "smtpwire"; }
  std::string message(int status) const override {
    return std::string(view(smtpwire_status_text(static_cast<std::uint32_t>(status))));
  }
};

}  // namespace detail

// The category of all codes that come from here; their values are those of `smtpwire_status`.
inline const std::error_category &category() noexcept {
  static const detail::category_type instance;
  return instance;
}

inline std::error_code make_error_code(smtpwire_status status) noexcept {
  return {static_cast<int>(status), category()};
}

// Why a call failed: the status as `code()`, a sentence as `what()`, and what more the library knows.
class error : public std::system_error {
 public:
  explicit error(smtpwire_status status) : std::system_error(make_error_code(status)) {}

  // Takes over what a call has written through its last argument, which may be NULL.
  error(smtpwire_status status, smtpwire_error *detail)
      : std::system_error(make_error_code(status)),
        detail_(detail, smtpwire_error_free),
        message_(std::make_shared<const std::string>(view(smtpwire_error_message(detail)))) {}

  // The sentence of the error, where the call had one to tell; else that of the status.
  const char *what() const noexcept override {
    return message_ == nullptr ? std::system_error::what() : message_->c_str();
  }

  // What is wrong by a name that stays the same, as in "bad-domain"; empty where it was not said.
  std::string_view detail_name() const noexcept { return view(smtpwire_error_detail_name(detail_.get())); }
  // Where what was given is wrong, in octets.
  std::optional<std::uint64_t> offset() const noexcept {
    std::uint64_t found = 0;
    if (smtpwire_error_offset(detail_.get(), &found) != SMTPWIRE_OK) return std::nullopt;
    return found;
  }
  // The reply that belongs to it, or NULL; it lasts as long as this error and its copies.
  const smtpwire_reply *reply() const noexcept {
    const smtpwire_reply *found = nullptr;
    return smtpwire_error_reply(detail_.get(), &found) == SMTPWIRE_OK ? found : nullptr;
  }
  // The C object; NULL where there is none.
  const smtpwire_error *get() const noexcept { return detail_.get(); }

 private:
  std::shared_ptr<smtpwire_error> detail_;
  std::shared_ptr<const std::string> message_;
};

// Throws unless a call went well. For the methods here, and for C functions that one calls oneself.
inline void check(smtpwire_status status) {
  if (status != SMTPWIRE_OK) throw error(status);
}

// The same for a call that takes a `smtpwire_error **`: `check([&](auto e) { return smtpwire_x(y, e); })`.
template <class Call, class = std::enable_if_t<std::is_invocable_r_v<smtpwire_status, Call, smtpwire_error **>>>
void check(Call &&call) {
  smtpwire_error *detail = nullptr;
  const smtpwire_status status = call(&detail);
  if (status == SMTPWIRE_OK) return;
  if (detail == nullptr) throw error(status);
  throw error(status, detail);
}

namespace detail {

// A value that may be absent: what `read` writes, or nothing where it says that there is none.
template <class Value, class Read>
std::optional<Value> maybe(Read &&read) {
  Value value{};
  const smtpwire_status status = read(&value);
  if (status == SMTPWIRE_ABSENT || status == SMTPWIRE_OUT_OF_RANGE) return std::nullopt;
  check(status);
  return value;
}

}  // namespace detail

// ---- Owners ---------------------------------------------------------------------------------------------

// Holds an object of C's and frees it.
template <class Object, void (*Free)(Object *)>
class owner {
 public:
  owner() noexcept = default;
  explicit owner(Object *object) noexcept : object_(object) {}
  Object *get() const noexcept { return object_.get(); }
  Object *release() noexcept { return object_.release(); }
  explicit operator bool() const noexcept { return object_ != nullptr; }

 protected:
  // Makes it by a call that writes it through a pointer and may tell why it can't.
  template <class Make>
  void make(Make &&call) {
    Object *made = nullptr;
    check([&](smtpwire_error **error) { return call(&made, error); });
    object_.reset(made);
  }

 private:
  struct freeing {
    void operator()(Object *object) const noexcept { Free(object); }
  };
  std::unique_ptr<Object, freeing> object_;
};

// A reply that somebody else holds: an event, an error, an outcome.
class reply_view {
 public:
  explicit reply_view(const smtpwire_reply *reply) noexcept : reply_(reply) {}
  const smtpwire_reply *get() const noexcept { return reply_; }
  std::uint16_t code() const noexcept { return smtpwire_reply_code(reply_); }
  smtpwire_enhanced_code enhanced_code() const noexcept { return smtpwire_reply_enhanced_code(reply_); }
  // All lines' text for people.
  std::string_view text() const noexcept { return view(smtpwire_reply_text(reply_)); }
  bytes wire() const noexcept { return smtpwire_reply_wire(reply_); }
  std::size_t line_count() const noexcept { return smtpwire_reply_line_count(reply_); }
  bytes line(std::size_t index) const {
    smtpwire_bytes found{};
    check(smtpwire_reply_line(reply_, index, &found));
    return found;
  }

 private:
  const smtpwire_reply *reply_;
};

// A reply of one's own.
class reply : public owner<smtpwire_reply, smtpwire_reply_free> {
 public:
  using owner::owner;
  reply(std::uint16_t code, smtpwire_enhanced_code enhanced, std::string_view line) {
    const smtpwire_str lines[] = {str(line)};
    make([&](auto out, auto error) { return smtpwire_reply_new(code, enhanced, lines, 1, out, error); });
  }
  reply(std::uint16_t code, std::string_view line) : reply(code, smtpwire_enhanced_code{}, line) {}
  reply_view look() const noexcept { return reply_view(get()); }
};

// Parameters of MAIL or RCPT.
class parameters : public owner<smtpwire_parameters, smtpwire_parameters_free> {
 public:
  using owner::owner;
  // Reads them as they stand in a command: `parameters{SMTPWIRE_VERB_RCPT, "NOTIFY=NEVER"}`.
  parameters(smtpwire_verb verb, std::string_view text) {
    make([&](auto out, auto error) { return smtpwire_parameters_parse(verb, str(text), SMTPWIRE_COMMAND_OPTION_SMTPUTF8, out, error); });
  }
};

class envelope : public owner<smtpwire_envelope, smtpwire_envelope_free> {
 public:
  using owner::owner;
  explicit envelope(std::string_view from, const parameters &with = parameters()) {
    make([&](auto out, auto error) { return smtpwire_envelope_new(str(from), with.get(), out, error); });
  }
  envelope(std::string_view from, std::initializer_list<std::string_view> recipients) : envelope(from) {
    for (const auto &recipient : recipients) add(recipient);
  }
  envelope &add(std::string_view to, const parameters &with = parameters()) {
    check([&](auto error) { return smtpwire_envelope_add_recipient(get(), str(to), with.get(), error); });
    return *this;
  }
};

// Content that several messages share.
class content : public owner<smtpwire_content, smtpwire_content_free> {
 public:
  using owner::owner;
  explicit content(bytes octets) {
    make([&](auto out, auto) { return smtpwire_content_new(octets, out); });
  }
};

class credentials : public owner<smtpwire_credentials, smtpwire_credentials_free> {
 public:
  using owner::owner;
  static credentials password(std::string_view username, std::string_view password) {
    credentials made;
    made.make([&](auto out, auto error) {
      return smtpwire_credentials_new_password(str(username), str(password), out, error);
    });
    return made;
  }
  static credentials bearer(std::string_view username, std::string_view token) {
    credentials made;
    made.make([&](auto out, auto error) {
      return smtpwire_credentials_new_bearer(str(username), str(token), out, error);
    });
    return made;
  }
  static credentials external() {
    credentials made;
    made.make([](auto out, auto) { return smtpwire_credentials_new_external(out); });
    return made;
  }
};

// ---- TLS ------------------------------------------------------------------------------------------------

class roots : public owner<smtpwire_roots, smtpwire_roots_free> {
 public:
  // None yet.
  roots() {
    make([](auto out, auto) { return smtpwire_roots_new(out); });
  }
  roots &add_webpki() {
    check(smtpwire_roots_add_webpki(get()));
    return *this;
  }
  roots &add_platform() {
    check([&](auto error) { return smtpwire_roots_add_platform(get(), error); });
    return *this;
  }
  roots &add_pem(bytes pem) {
    check([&](auto error) { return smtpwire_roots_add_pem(get(), pem, error); });
    return *this;
  }
  roots &add_pem_file(std::string_view path) {
    check([&](auto error) { return smtpwire_roots_add_pem_file(get(), str(path), error); });
    return *this;
  }
};

class identity : public owner<smtpwire_identity, smtpwire_identity_free> {
 public:
  using owner::owner;
  identity(bytes chain_pem, bytes key_pem) {
    make([&](auto out, auto error) { return smtpwire_identity_from_pem(chain_pem, key_pem, out, error); });
  }
  static identity from_files(std::string_view chain, std::string_view key) {
    identity made;
    made.make([&](auto out, auto error) {
      return smtpwire_identity_from_pem_files(str(chain), str(key), out, error);
    });
    return made;
  }
};

// What a client trusts, and shows.
class client_tls : public owner<smtpwire_client_tls, smtpwire_client_tls_free> {
 public:
  using owner::owner;
  // Mozilla's roots.
  client_tls() : client_tls([](smtpwire_client_tls_builder *) {}) {}
  explicit client_tls(const roots &trusted)
      : client_tls([&](smtpwire_client_tls_builder *builder) {
          check(smtpwire_client_tls_builder_set_roots(builder, trusted.get()));
        }) {}
  // What the builder of C can do: `client_tls([&](auto *builder) { ... })`.
  template <class Configure,
            class = std::enable_if_t<std::is_invocable_v<Configure, smtpwire_client_tls_builder *>>>
  explicit client_tls(Configure &&configure) {
    smtpwire_client_tls_builder *made = nullptr;
    check(smtpwire_client_tls_builder_new(&made));
    const owner<smtpwire_client_tls_builder, smtpwire_client_tls_builder_free> builder(made);
    configure(builder.get());
    make([&](auto out, auto error) { return smtpwire_client_tls_builder_build(builder.get(), out, error); });
  }
};

// What a server shows, and asks for.
class server_tls : public owner<smtpwire_server_tls, smtpwire_server_tls_free> {
 public:
  using owner::owner;
  explicit server_tls(const identity &shown)
      : server_tls([&](smtpwire_server_tls_builder *builder) {
          check(smtpwire_server_tls_builder_add_identity(builder, shown.get()));
        }) {}
  template <class Configure,
            class = std::enable_if_t<std::is_invocable_v<Configure, smtpwire_server_tls_builder *>>>
  explicit server_tls(Configure &&configure) {
    smtpwire_server_tls_builder *made = nullptr;
    check(smtpwire_server_tls_builder_new(&made));
    const owner<smtpwire_server_tls_builder, smtpwire_server_tls_builder_free> builder(made);
    configure(builder.get());
    make([&](auto out, auto error) { return smtpwire_server_tls_builder_build(builder.get(), out, error); });
  }
};

// Who the server must prove to be.
class peer : public owner<smtpwire_peer, smtpwire_peer_free> {
 public:
  using owner::owner;
  explicit peer(std::string_view host) {
    make([&](auto out, auto error) { return smtpwire_peer_new(str(host), out, error); });
  }
};

// ---- Events and connections -----------------------------------------------------------------------------

// Something that happened. It lasts until the connection's next `next_event`.
class event {
 public:
  event() noexcept = default;
  explicit event(const smtpwire_event *happened) noexcept : event_(happened) {}
  const smtpwire_event *get() const noexcept { return event_; }
  explicit operator bool() const noexcept { return event_ != nullptr; }

  smtpwire_event_kind kind() const noexcept { return smtpwire_event_kind_of(event_); }
  std::string_view kind_name() const noexcept { return view(smtpwire_event_kind_name(kind())); }
  std::optional<std::uint64_t> command_id() const { return field<std::uint64_t>(smtpwire_event_command_id); }
  std::optional<smtpwire_verb> verb() const { return field<smtpwire_verb>(smtpwire_event_verb); }
  std::optional<std::uint64_t> transaction() const { return field<std::uint64_t>(smtpwire_event_transaction); }
  std::optional<std::uint64_t> size() const { return field<std::uint64_t>(smtpwire_event_size); }
  std::optional<std::string_view> path() const { return text(smtpwire_event_path); }
  std::optional<std::string_view> mechanism() const { return text(smtpwire_event_mechanism); }
  std::optional<std::string_view> username() const { return text(smtpwire_event_username); }
  std::optional<bytes> octets() const {
    const auto found = field<smtpwire_bytes>(smtpwire_event_octets);
    return found ? std::optional<bytes>(*found) : std::nullopt;
  }
  std::optional<reply_view> reply() const {
    const auto found = field<const smtpwire_reply *>(smtpwire_event_reply);
    return found ? std::optional<reply_view>(*found) : std::nullopt;
  }
  // Ask it by the functions `smtpwire_command_...`; NULL where there is none.
  const smtpwire_command *command() const {
    return field<const smtpwire_command *>(smtpwire_event_command).value_or(nullptr);
  }
  // Ask it by the functions `smtpwire_outcome_...`; NULL where there is none.
  const smtpwire_outcome *outcome() const {
    return field<const smtpwire_outcome *>(smtpwire_event_outcome).value_or(nullptr);
  }
  bool claim_matches(std::string_view password) const {
    bool matches = false;
    check(smtpwire_event_claim_matches(event_, str(password), &matches));
    return matches;
  }

 private:
  template <class Value>
  std::optional<Value> field(smtpwire_status (*read)(const smtpwire_event *, Value *)) const {
    if (event_ == nullptr) return std::nullopt;
    return detail::maybe<Value>([&](Value *value) { return read(event_, value); });
  }
  std::optional<std::string_view> text(smtpwire_status (*read)(const smtpwire_event *, smtpwire_str *)) const {
    const auto found = field<smtpwire_str>(read);
    return found ? std::optional<std::string_view>(view(*found)) : std::nullopt;
  }

  const smtpwire_event *event_ = nullptr;
};

// What the question for the next event was answered.
struct step {
  smtpwire_step kind;
  smtpwire::event event;
};

// The run loop that all connections have.
template <class Object, void (*Free)(Object *), class Calls>
class connection : public owner<Object, Free> {
 public:
  using owner<Object, Free>::owner;
  void receive(bytes octets, std::uint64_t now_ms) {
    check([&](auto error) { return Calls::receive(this->get(), octets, now_ms, error); });
  }
  void receive_eof(std::uint64_t now_ms) { check(Calls::receive_eof(this->get(), now_ms)); }
  std::size_t input_room() const noexcept { return Calls::input_room(this->get()); }
  smtpwire::step next_event(std::uint64_t now_ms) {
    smtpwire_step kind{};
    const smtpwire_event *happened = nullptr;
    check([&](auto error) { return Calls::next_event(this->get(), now_ms, &kind, &happened, error); });
    return {kind, smtpwire::event(happened)};
  }
  bytes output() noexcept { return Calls::output(this->get()); }
  void advance_output(std::size_t octets) {
    check([&](auto error) { return Calls::advance_output(this->get(), octets, error); });
  }
  // When `handle_timeout` is due; `SMTPWIRE_NEVER` when it is not.
  std::uint64_t next_deadline_ms() const noexcept { return Calls::next_deadline_ms(this->get()); }
  void handle_timeout(std::uint64_t now_ms) { check(Calls::handle_timeout(this->get(), now_ms)); }
};

namespace detail {

struct client_calls {
  static constexpr auto receive = smtpwire_client_receive;
  static constexpr auto receive_eof = smtpwire_client_receive_eof;
  static constexpr auto input_room = smtpwire_client_input_room;
  static constexpr auto next_event = smtpwire_client_next_event;
  static constexpr auto output = smtpwire_client_output;
  static constexpr auto advance_output = smtpwire_client_advance_output;
  static constexpr auto next_deadline_ms = smtpwire_client_next_deadline_ms;
  static constexpr auto handle_timeout = smtpwire_client_handle_timeout;
};

struct mailer_calls {
  static constexpr auto receive = smtpwire_mailer_receive;
  static constexpr auto receive_eof = smtpwire_mailer_receive_eof;
  static constexpr auto input_room = smtpwire_mailer_input_room;
  static constexpr auto next_event = smtpwire_mailer_next_event;
  static constexpr auto output = smtpwire_mailer_output;
  static constexpr auto advance_output = smtpwire_mailer_advance_output;
  static constexpr auto next_deadline_ms = smtpwire_mailer_next_deadline_ms;
  static constexpr auto handle_timeout = smtpwire_mailer_handle_timeout;
};

struct server_calls {
  static constexpr auto receive = smtpwire_server_receive;
  static constexpr auto receive_eof = smtpwire_server_receive_eof;
  static constexpr auto input_room = smtpwire_server_input_room;
  static constexpr auto next_event = smtpwire_server_next_event;
  static constexpr auto output = smtpwire_server_output;
  static constexpr auto advance_output = smtpwire_server_advance_output;
  static constexpr auto next_deadline_ms = smtpwire_server_next_deadline_ms;
  static constexpr auto handle_timeout = smtpwire_server_handle_timeout;
};

}  // namespace detail

class client_config : public owner<smtpwire_client_config, smtpwire_client_config_free> {
 public:
  client_config() {
    make([](auto out, auto) { return smtpwire_client_config_new(out); });
  }
  client_config &limit(smtpwire_limit limit, std::uint64_t value) {
    check(smtpwire_client_config_set_limit(get(), limit, value));
    return *this;
  }
  client_config &timeout_ms(smtpwire_timeout timeout, std::uint64_t milliseconds) {
    check(smtpwire_client_config_set_timeout_ms(get(), timeout, milliseconds));
    return *this;
  }
  client_config &option(smtpwire_client_option option, bool on) {
    check(smtpwire_client_config_set_option(get(), option, on));
    return *this;
  }
};

class client : public connection<smtpwire_client, smtpwire_client_free, detail::client_calls> {
 public:
  using connection::connection;
  client(const client_config &config, std::uint64_t now_ms) {
    make([&](auto out, auto error) { return smtpwire_client_new(config.get(), now_ms, out, error); });
  }
  client(const client_config &config, smtpwire_security security, const client_tls &tls, const peer &server,
         std::uint64_t now_ms) {
    make([&](auto out, auto error) {
      return smtpwire_client_new_tls(config.get(), security, tls.get(), server.get(), now_ms, out, error);
    });
  }
  // Each command gives its id, which the event of its answer carries.
  std::uint64_t ehlo(std::string_view host) {
    return queue([&](auto id, auto error) { return smtpwire_client_ehlo(get(), str(host), id, error); });
  }
  std::uint64_t mail(std::string_view from, const parameters &with = parameters()) {
    return queue([&](auto id, auto error) {
      return smtpwire_client_mail(get(), str(from), with.get(), id, error);
    });
  }
  std::uint64_t rcpt(std::string_view to, const parameters &with = parameters()) {
    return queue([&](auto id, auto error) { return smtpwire_client_rcpt(get(), str(to), with.get(), id, error); });
  }
  std::uint64_t data() {
    return queue([&](auto id, auto error) { return smtpwire_client_data(get(), id, error); });
  }
  std::uint64_t bdat(std::uint64_t size, bool last) {
    return queue([&](auto id, auto error) { return smtpwire_client_bdat(get(), size, last, id, error); });
  }
  std::uint64_t rset() {
    return queue([&](auto id, auto error) { return smtpwire_client_rset(get(), id, error); });
  }
  std::uint64_t quit() {
    return queue([&](auto id, auto error) { return smtpwire_client_quit(get(), id, error); });
  }
  std::uint64_t starttls() {
    return queue([&](auto id, auto error) { return smtpwire_client_starttls(get(), id, error); });
  }
  std::uint64_t auth(const credentials &who, bytes entropy) {
    return queue([&](auto id, auto error) {
      return smtpwire_client_auth(get(), who.get(), nullptr, nullptr, entropy, id, error);
    });
  }
  // How many octets were taken; the rest is given again when output was written.
  std::size_t content(bytes octets) {
    std::size_t taken = 0;
    check([&](auto error) { return smtpwire_client_content(get(), octets, &taken, error); });
    return taken;
  }
  void end_content() {
    check([&](auto error) { return smtpwire_client_end_content(get(), error); });
  }
  void tls_established(bool verified, std::uint64_t now_ms) {
    check([&](auto error) { return smtpwire_client_tls_established(get(), verified, now_ms, error); });
  }

 private:
  template <class Call>
  std::uint64_t queue(Call &&call) {
    std::uint64_t id = 0;
    check([&](smtpwire_error **error) { return call(&id, error); });
    return id;
  }
};

class mailer_config : public owner<smtpwire_mailer_config, smtpwire_mailer_config_free> {
 public:
  // `name` is who the mailer says it is, in EHLO.
  explicit mailer_config(std::string_view name) {
    make([&](auto out, auto error) { return smtpwire_mailer_config_new(str(name), out, error); });
  }
  mailer_config &security(smtpwire_security security) {
    check(smtpwire_mailer_config_set_security(get(), security));
    return *this;
  }
  mailer_config &credentials(const smtpwire::credentials &who) {
    check(smtpwire_mailer_config_set_credentials(get(), who.get()));
    return *this;
  }
  mailer_config &limit(smtpwire_limit limit, std::uint64_t value) {
    check(smtpwire_mailer_config_set_limit(get(), limit, value));
    return *this;
  }
  mailer_config &timeout_ms(smtpwire_timeout timeout, std::uint64_t milliseconds) {
    check(smtpwire_mailer_config_set_timeout_ms(get(), timeout, milliseconds));
    return *this;
  }
  mailer_config &client_option(smtpwire_client_option option, bool on) {
    check(smtpwire_mailer_config_set_client_option(get(), option, on));
    return *this;
  }
  mailer_config &option(smtpwire_mailer_option option, bool on) {
    check(smtpwire_mailer_config_set_option(get(), option, on));
    return *this;
  }
};

class mailer : public connection<smtpwire_mailer, smtpwire_mailer_free, detail::mailer_calls> {
 public:
  using connection::connection;
  // `entropy` is 32 octets that nobody can guess, new for each mailer.
  mailer(const mailer_config &config, bytes entropy, std::uint64_t now_ms) {
    make([&](auto out, auto error) { return smtpwire_mailer_new(config.get(), entropy, now_ms, out, error); });
  }
  mailer(const mailer_config &config, const client_tls &tls, const peer &server, bytes entropy,
         std::uint64_t now_ms) {
    make([&](auto out, auto error) {
      return smtpwire_mailer_new_tls(config.get(), tls.get(), server.get(), entropy, now_ms, out, error);
    });
  }
  // The message's number, which its events carry.
  std::uint64_t send(const envelope &to, bytes octets) {
    std::uint64_t transaction = 0;
    check([&](auto error) { return smtpwire_mailer_send(get(), to.get(), octets, &transaction, error); });
    return transaction;
  }
  std::uint64_t send(const envelope &to, const smtpwire::content &shared) {
    std::uint64_t transaction = 0;
    check([&](auto error) {
      return smtpwire_mailer_send_shared(get(), to.get(), shared.get(), &transaction, error);
    });
    return transaction;
  }
  void quit() { check(smtpwire_mailer_quit(get())); }
  // What TLS of this library came to, and why it failed; NULL where it did not.
  const smtpwire_tls_session *tls_session() const {
    return detail::maybe<const smtpwire_tls_session *>([&](auto out) {
             return smtpwire_mailer_tls_session(get(), out);
           })
        .value_or(nullptr);
  }
  const smtpwire_tls_failure *tls_failure() const {
    return detail::maybe<const smtpwire_tls_failure *>([&](auto out) {
             return smtpwire_mailer_tls_failure(get(), out);
           })
        .value_or(nullptr);
  }
};

class server_config : public owner<smtpwire_server_config, smtpwire_server_config_free> {
 public:
  explicit server_config(std::string_view hostname) {
    make([&](auto out, auto error) { return smtpwire_server_config_new(str(hostname), out, error); });
  }
  // What the program decides: SMTPWIRE_DECIDE_... or-ed.
  server_config &decisions(std::uint32_t decisions) {
    check(smtpwire_server_config_set_decisions(get(), decisions));
    return *this;
  }
  server_config &content(smtpwire_content_mode mode) {
    check(smtpwire_server_config_set_content(get(), mode));
    return *this;
  }
  server_config &limit(smtpwire_limit limit, std::uint64_t value) {
    check(smtpwire_server_config_set_limit(get(), limit, value));
    return *this;
  }
  server_config &option(smtpwire_server_option option, bool on) {
    check(smtpwire_server_config_set_option(get(), option, on));
    return *this;
  }
};

class server : public connection<smtpwire_server, smtpwire_server_free, detail::server_calls> {
 public:
  using connection::connection;
  // `entropy` is 32 octets that nobody can guess, new for each connection.
  server(const server_config &config, bytes entropy, std::uint64_t now_ms) {
    make([&](auto out, auto error) { return smtpwire_server_new(config.get(), entropy, now_ms, out, error); });
  }
  // With TLS of this library, behind STARTTLS or from the first octet.
  server(const server_config &config, smtpwire_server_tls_mode mode, const server_tls &tls, bytes entropy,
         std::uint64_t now_ms) {
    make([&](auto out, auto error) {
      return smtpwire_server_new_tls(config.get(), mode, tls.get(), entropy, now_ms, out, error);
    });
  }
  void accept() {
    check([&](auto error) { return smtpwire_server_accept(get(), error); });
  }
  void answer(const reply &with) {
    check([&](auto error) { return smtpwire_server_answer(get(), with.get(), error); });
  }
  void verify(bool accepted) {
    check([&](auto error) { return smtpwire_server_verify(get(), accepted, error); });
  }
  std::size_t answers_due() const noexcept { return smtpwire_server_answers_due(get()); }
};

}  // namespace smtpwire

// `std::error_code code = SMTPWIRE_CONNECTION_LOST;` and comparisons with it.
inline std::error_code make_error_code(smtpwire_status status) noexcept {
  return smtpwire::make_error_code(status);
}
template <>
struct std::is_error_code_enum<smtpwire_status> : std::true_type {};

#endif  // SMTPWIRE_HPP
