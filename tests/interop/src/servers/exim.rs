//! Exim, with a configuration and a spool of its own.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use super::{SIZE_LIMIT, Tls, Version, folder_of, user_ids};
use crate::peers::{Missing, Peer};
use crate::port::free_address;
use crate::server::{Dialect, Plan, Server};
use crate::store::{LastLine, LineEnds, Place, Store};
use crate::{PASSWORD, USER};

/// An Exim that takes mail from anyone on loopback, with or without AUTH.
///
/// # Errors
///
/// [`Missing`] when it is not there.
pub fn start() -> Result<Server, Missing> {
    launch(None)
}

/// The same, with and without TLS. Who shows a certificate that holds is offered EXTERNAL.
///
/// # Errors
///
/// [`Missing`] when it is not there.
pub fn start_with_tls(tls: &Tls) -> Result<Server, Missing> {
    launch(Some(tls))
}

fn launch(tls: Option<&Tls>) -> Result<Server, Missing> {
    let exim = Peer::Exim.program()?;
    Ok(Server::launch("Exim", Dialect::Smtp, |folder, address| plan(&exim, tls, folder, address)))
}

const RUNS_AS: &str = "Debian-exim";

fn plan(exim: &Path, tls: Option<&Tls>, folder: &Path, address: SocketAddr) -> io::Result<Plan> {
    for name in ["spool", "log", "mail"] {
        folder_of(RUNS_AS, &folder.join(name))?;
    }
    let configuration = folder.join("exim.conf");
    let (wrapped, tls) = match tls {
        Some(tls) => (Some(free_address()?), Some(tls.placed(folder, user_ids(RUNS_AS)?)?)),
        None => (None, None),
    };
    let tls = tls_conf(tls.as_ref(), address, wrapped);
    fs::write(&configuration, tls + &exim_conf(exim, folder, address))?;
    let mut command = Command::new(exim);
    command.arg("-C").arg(&configuration).args(["-bdf", "-q10s"]).current_dir(folder);
    let store = Store {
        place: Place::Maildirs(folder.join("mail")),
        line_ends: LineEnds::Kept,
        last_line: LastLine::Ended,
    };
    let mut plan = Plan::new(command, store);
    plan.wrapped = wrapped;
    plan.logs.extend(["log/mainlog", "log/paniclog"].map(|log| folder.join(log)));
    Ok(plan)
}

fn tls_conf(tls: Option<&Tls>, address: SocketAddr, wrapped: Option<SocketAddr>) -> String {
    let port = address.port();
    let (Some(tls), Some(wrapped)) = (tls, wrapped) else {
        return format!("daemon_smtp_ports = {port}\ntls_advertise_hosts =\n");
    };
    let (chain, key) = tls.files();
    let wrapped = wrapped.port();
    let mut text = format!(
        "daemon_smtp_ports = {port} : {wrapped}\n\
         tls_on_connect_ports = {wrapped}\n\
         tls_advertise_hosts = *\n\
         tls_certificate = {chain}\n\
         tls_privatekey = {key}\n\
         log_selector = +tls_cipher +tls_peerdn +tls_certificate_verified +tls_sni\n"
    );
    match tls.only {
        None => {}
        Some(Version::Tls12) => text += "tls_require_ciphers = NORMAL:-VERS-ALL:+VERS-TLS1.2\n",
        Some(Version::Tls13) => text += "tls_require_ciphers = NORMAL:-VERS-ALL:+VERS-TLS1.3\n",
    }
    let clients = tls.client_roots().map(|(roots, demanded)| {
        let hosts = if demanded { "tls_verify_hosts" } else { "tls_try_verify_hosts" };
        format!("tls_verify_certificates = {roots}\n{hosts} = *\n")
    });
    text + &clients.unwrap_or_default()
}

fn exim_conf(exim: &Path, folder: &Path, address: SocketAddr) -> String {
    let main = format!(
        "primary_hostname = exim.test\n\
         exim_path = {exim}\n\
         spool_directory = {folder}/spool\n\
         log_file_path = {folder}/log/%slog\n\
         pid_file_path = {folder}/pid\n\
         exim_user = {RUNS_AS}\n\
         exim_group = {RUNS_AS}\n\
         local_interfaces = {ip}\n\
         host_lookup =\n\
         rfc1413_hosts =\n\
         keep_environment =\n\
         acl_smtp_rcpt = accept\n\
         acl_smtp_data = accept\n\
         message_size_limit = {SIZE_LIMIT}\n\
         smtputf8_advertise_hosts = *\n\
         chunking_advertise_hosts = *\n\
         pipelining_advertise_hosts = *\n\
         dsn_advertise_hosts = *\n\
         auth_advertise_hosts = *\n\
         prdr_enable = true\n\
         smtp_accept_max = 100\n\
         smtp_accept_queue_per_connection = 0\n",
        exim = exim.display(),
        folder = folder.display(),
        ip = address.ip(),
    );
    let delivery = format!(
        "begin routers\n\
         all:\n  driver = accept\n  domains = example.org\n  transport = box\n\
         elsewhere:\n  driver = redirect\n  data = :blackhole:\n\
         begin transports\n\
         box:\n  driver = appendfile\n  maildir_format\n  directory = {folder}/mail/box\n  \
         create_directory\n  user = {RUNS_AS}\n  use_crlf\n  envelope_to_add\n  return_path_add\n  \
         delivery_date_add\n",
        folder = folder.display(),
    );
    let accounts = format!(
        "begin authenticators\n\
         plain:\n  driver = plaintext\n  public_name = PLAIN\n  \
         server_condition = ${{if and{{{{eq{{$auth2}}{{{USER}}}}}{{eq{{$auth3}}{{{PASSWORD}}}}}}}}}\n  \
         server_set_id = $auth2\n\
         login:\n  driver = plaintext\n  public_name = LOGIN\n  \
         server_prompts = Username:: : Password::\n  \
         server_condition = ${{if and{{{{eq{{$auth1}}{{{USER}}}}}{{eq{{$auth2}}{{{PASSWORD}}}}}}}}}\n  \
         server_set_id = $auth1\n\
         cram:\n  driver = cram_md5\n  public_name = CRAM-MD5\n  \
         server_secret = ${{if eq{{$auth1}}{{{USER}}}{{{PASSWORD}}}fail}}\n  \
         server_set_id = $auth1\n\
         external:\n  driver = external\n  public_name = EXTERNAL\n  \
         server_advertise_condition = ${{if eq{{$tls_in_certificate_verified}}{{1}}}}\n  \
         server_condition = ${{if match{{$auth1}}{{^({USER})?\\$}}}}\n  \
         server_set_id = ${{certextract{{subject,CN}}{{$tls_in_peercert}}}}\n",
    );
    main + &delivery + &accounts
}
