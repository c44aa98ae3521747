//! The dialogs of `tests/vectors` again, on connections that do TLS themselves.
//!
//! The runner is that of the core's tests. Each dialog runs with the connection under test wrapped
//! as a [`TlsClient`](smtpwire_tls::TlsClient) or [`TlsServer`](smtpwire_tls::TlsServer), and raw
//! rustls as its peer: `sealed` is what lies between. Dialogs that know nothing of TLS are carried
//! inside implicit TLS, and in plaintext besides; where a dialog says STARTTLS, a real handshake
//! takes the place of the hand-off's calls. `exceptions` lists what can't be carried so.

#[path = "../pair/authority.rs"]
#[allow(dead_code, reason = "the pair tests use more of it")]
mod authority;
#[path = "../../../smtpwire/tests/vectors/build.rs"]
mod build;
#[path = "../../../smtpwire/tests/vectors/case.rs"]
#[allow(dead_code, reason = "the core's tests use more of it")]
mod case;
#[path = "../../../smtpwire/tests/vectors/dialogs/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the core's tests use more of it")]
mod dialogs;
mod exceptions;
mod modes;
#[path = "../../../smtpwire/tests/vectors/proxy.rs"]
#[allow(dead_code, reason = "the core's tests use more of it")]
mod proxy;
#[path = "../pair/raw.rs"]
#[allow(dead_code, reason = "the pair tests use more of it")]
mod raw;
mod sealed;
#[path = "../../../smtpwire/tests/vectors/show.rs"]
#[allow(dead_code, reason = "the core's tests use more of it")]
mod show;
#[path = "../../../smtpwire/tests/vectors/split.rs"]
#[allow(dead_code, reason = "the core's tests use more of it")]
mod split;

use std::collections::BTreeSet;
use std::fs;

/// Each file of dialogs: this is the list of all there are.
macro_rules! files {
    ($($test:ident: $role:literal / $subject:literal;)*) => {
        $(
            #[test]
            fn $test() {
                modes::every($role, concat!($role, "/", $subject));
            }
        )*

        const FILES: &[&str] = &[$(concat!($role, "/", $subject),)*];
    };
}

files! {
    a_client_holds_a_session: "client" / "session";
    a_client_reads_greetings: "client" / "greeting";
    a_client_pairs_replies: "client" / "replies";
    a_client_sends_content: "client" / "content";
    a_client_sends_chunks: "client" / "bdat";
    a_client_speaks_lmtp: "client" / "lmtp";
    a_client_starts_tls: "client" / "starttls";
    a_client_logs_in: "client" / "auth";
    a_client_writes_no_command_of_others: "client" / "injection";
    a_client_keeps_its_limits: "client" / "limits";
    a_client_keeps_time: "client" / "time";
    a_server_holds_a_session: "server" / "session";
    a_server_keeps_the_order: "server" / "order";
    a_server_is_not_smuggled_past: "server" / "smuggling";
    a_server_counts_chunks: "server" / "bdat";
    a_server_speaks_lmtp: "server" / "lmtp";
    a_server_starts_tls: "server" / "starttls";
    a_server_asks_who_it_is: "server" / "auth";
    a_server_keeps_clients_in_step: "server" / "sync";
    a_server_keeps_its_limits: "server" / "limits";
    a_server_keeps_time: "server" / "time";
    a_server_reads_proxies: "server" / "proxy";
    a_server_asks_its_host: "server" / "decisions";
}

#[test]
fn there_is_no_file_of_dialogs_that_is_not_run() {
    let mut found = BTreeSet::new();
    for role in ["client", "server"] {
        for entry in fs::read_dir(case::folder().join(role)).expect("the folder of the vectors") {
            let name = entry.expect("an entry").file_name().into_string().unwrap();
            found.insert(format!("{role}/{}", name.trim_end_matches(".json")));
        }
    }
    assert_eq!(found, FILES.iter().map(|file| (*file).to_owned()).collect());
}
