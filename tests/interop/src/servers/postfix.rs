//! Postfix: the whole of it, with its own configuration, queue and data folders.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{SIZE_LIMIT, Tls, dovecot, folder_of, give, group_id, user_ids, with_libraries};
use crate::clients::Security;
use crate::peers::{self, Missing, Peer};
use crate::port::free_address;
use crate::process::Process;
use crate::server::{Dialect, Plan, Server};
use crate::store::{LastLine, LineEnds, Place, Store};

/// How a Postfix is to be set up.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Offers AUTH, and relays for nobody who has not used it. Dovecot checks the passwords.
    pub accounts: bool,
    /// Instead of storing mail for `example.org`, sends it on: Postfix as a client.
    pub relay_to: Option<(Dialect, SocketAddr)>,
    /// Speaks TLS.
    pub tls: Option<Tls>,
    /// More lines for `main.cf`; they win over the fixture's own.
    pub settings: Vec<(String, String)>,
}

/// A Postfix that takes mail from anyone on loopback.
///
/// # Errors
///
/// [`Missing`] when Postfix is not there.
pub fn start() -> Result<Server, Missing> {
    start_with(&Options::default())
}

/// A Postfix that offers AUTH and knows [`crate::USER`].
///
/// # Errors
///
/// [`Missing`] when Postfix is not there, or Dovecot, which checks the passwords.
pub fn start_with_accounts() -> Result<Server, Missing> {
    start_with(&Options { accounts: true, ..Options::default() })
}

/// A Postfix that takes mail on its own port and relays it to the server at `address`.
///
/// # Errors
///
/// [`Missing`] when Postfix is not there.
pub fn start_relay_to(dialect: Dialect, address: SocketAddr) -> Result<Server, Missing> {
    start_with(&Options { relay_to: Some((dialect, address)), ..Options::default() })
}

/// A Postfix that takes mail from anyone on loopback, with and without TLS. It demands TLS where it
/// demands certificates.
///
/// # Errors
///
/// [`Missing`] when Postfix is not there.
pub fn start_with_tls(tls: Tls) -> Result<Server, Missing> {
    start_with(&Options { tls: Some(tls), ..Options::default() })
}

/// A Postfix that relays to the server at `address`, and only under TLS as `security` wants it.
///
/// # Errors
///
/// [`Missing`] when Postfix is not there.
pub fn start_relay_secured(
    dialect: Dialect,
    address: SocketAddr,
    security: &Security,
) -> Result<Server, Missing> {
    let client = match dialect {
        Dialect::Smtp => "smtp",
        Dialect::Lmtp => "lmtp",
    };
    let mut settings = relay_settings(security);
    for (name, _) in &mut settings {
        name.insert_str(0, client);
    }
    start_with(&Options { relay_to: Some((dialect, address)), settings, ..Options::default() })
}

/// The settings of a client, without the client's name, which is their beginning.
fn relay_settings(security: &Security) -> Vec<(String, String)> {
    let mut settings = vec![("_tls_loglevel", "1".to_owned())];
    if let Some(roots) = &security.roots {
        settings.push(("_tls_security_level", "secure".into()));
        settings.push(("_tls_secure_cert_match", security.name.clone()));
        settings.push(("_tls_CAfile", roots.display().to_string()));
    } else {
        settings.push(("_tls_security_level", "encrypt".into()));
    }
    if security.wrapped {
        settings.push(("_tls_wrappermode", "yes".into()));
    }
    if let Some(version) = security.only {
        let only = format!(">={version}, <={version}", version = version.name());
        settings.push(("_tls_mandatory_protocols", only));
    }
    if let Some(credential) = &security.credential {
        settings.push(("_tls_cert_file", credential.chain.display().to_string()));
        settings.push(("_tls_key_file", credential.key.display().to_string()));
    }
    settings.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// A Postfix as `options` want it.
///
/// # Errors
///
/// As [`start_with_accounts`].
pub fn start_with(options: &Options) -> Result<Server, Missing> {
    let master = Peer::Postfix.program()?;
    let dovecot = if options.accounts { Some(Peer::Dovecot.program()?) } else { None };
    Ok(Server::launch("Postfix", Dialect::Smtp, |folder, address| {
        plan(options, &master, dovecot.as_deref(), folder, address)
    }))
}

const USER: &str = "postfix";

fn plan(
    options: &Options,
    master: &Path,
    dovecot: Option<&Path>,
    folder: &Path,
    address: SocketAddr,
) -> io::Result<Plan> {
    let etc = folder.join("etc");
    fs::create_dir(&etc)?;
    queue_folders(&folder.join("queue"))?;
    folder_of(USER, &folder.join("data"))?;
    folder_of(USER, &folder.join("mail"))?;
    let wrapped = if options.tls.is_some() { Some(free_address()?) } else { None };
    fs::write(etc.join("main.cf"), main_cf(options, folder)?)?;
    fs::write(etc.join("master.cf"), master_cf(address, wrapped))?;

    let mut command = with_libraries(Command::new(master), &installed("usr/lib/postfix"));
    command.arg("-d").arg("-c").arg(&etc).env("MAIL_CONFIG", &etc).current_dir(folder);
    let place = if options.relay_to.is_some() {
        Place::Nowhere
    } else {
        Place::Maildirs(folder.join("mail"))
    };
    let store = Store { place, line_ends: LineEnds::Lf, last_line: LastLine::Ended };
    let mut plan = Plan::new(command, store);
    plan.wrapped = wrapped;
    plan.logs.push(folder.join("mail.log"));
    if let Some(dovecot) = dovecot {
        let command = dovecot::password_service(dovecot, folder, &folder.join("auth"), USER)?;
        plan.helpers.push(Process::start(command, folder, "auth-output")?);
        plan.logs.push(folder.join("dovecot.log"));
    }
    Ok(plan)
}

fn installed(path: &str) -> PathBuf {
    peers::folder().join("postfix").join(path)
}

/// The folders of a queue, with the owners and modes that Postfix's own installer gives them.
fn queue_folders(queue: &Path) -> io::Result<()> {
    const PRIVATE: [&str; 11] = [
        "active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private",
        "saved", "trace",
    ];
    fs::create_dir(queue)?;
    let set =
        |name: &str, mode| fs::set_permissions(queue.join(name), fs::Permissions::from_mode(mode));
    for name in PRIVATE {
        folder_of(USER, &queue.join(name))?;
        set(name, 0o700)?;
    }
    let (user, _) = user_ids(USER)?;
    for (name, mode) in [("maildrop", 0o730), ("public", 0o710)] {
        fs::create_dir(queue.join(name))?;
        chown(queue.join(name), Some(user), Some(group_id("postdrop")?))?;
        set(name, mode)?;
    }
    fs::create_dir(queue.join("pid"))?;
    give(&queue.join("pid"), "root")
}

fn main_cf(options: &Options, folder: &Path) -> io::Result<String> {
    let (user, group) = user_ids(USER)?;
    let folder_path = folder;
    let folder = folder.display();
    let libraries = installed("usr/lib/postfix");
    let libraries = libraries.display();
    let mut settings: Vec<(&str, String)> = vec![
        ("compatibility_level", "3.6".into()),
        ("queue_directory", format!("{folder}/queue")),
        ("data_directory", format!("{folder}/data")),
        ("meta_directory", format!("{folder}/etc")),
        ("command_directory", installed("usr/sbin").display().to_string()),
        ("daemon_directory", format!("{libraries}/sbin")),
        ("shlib_directory", libraries.to_string()),
        // The daemons find the libraries by their environment, which master else clears.
        ("import_environment", format!("MAIL_CONFIG TZ LANG=C LD_LIBRARY_PATH={libraries}")),
        ("mail_owner", USER.into()),
        ("setgid_group", "postdrop".into()),
        ("maillog_file", format!("{folder}/mail.log")),
        ("maillog_file_prefixes", folder.to_string()),
        ("myhostname", "postfix.test".into()),
        ("mydestination", String::new()),
        ("alias_maps", String::new()),
        ("alias_database", String::new()),
        ("inet_interfaces", "127.0.0.1".into()),
        ("inet_protocols", "ipv4".into()),
        ("disable_dns_lookups", "yes".into()),
        ("smtputf8_enable", "yes".into()),
        // A message is stored as it came: no address is completed, no field added.
        ("local_header_rewrite_clients", String::new()),
        ("message_size_limit", SIZE_LIMIT.to_string()),
        // Whatever is not for example.org (bounces, mostly) goes nowhere.
        ("default_transport", "discard:".into()),
        ("virtual_mailbox_domains", "example.org".into()),
        ("virtual_mailbox_base", format!("{folder}/mail")),
        ("virtual_mailbox_maps", "static:box/".into()),
        ("virtual_mailbox_limit", "0".into()),
        ("virtual_uid_maps", format!("static:{user}")),
        ("virtual_gid_maps", format!("static:{group}")),
        // A deferred message is tried again at once, not in five minutes.
        ("queue_run_delay", "1s".into()),
        ("minimal_backoff_time", "1s".into()),
        ("maximal_backoff_time", "1s".into()),
    ];
    if options.accounts {
        settings.extend([
            ("smtpd_sasl_auth_enable", "yes".into()),
            ("smtpd_sasl_type", "dovecot".into()),
            ("smtpd_sasl_path", format!("{folder}/auth")),
            ("smtpd_sasl_security_options", "noanonymous".into()),
            ("mynetworks", String::new()),
            ("smtpd_relay_restrictions", "permit_sasl_authenticated, reject".into()),
        ]);
    } else {
        settings.push(("mynetworks", "127.0.0.0/8".into()));
    }
    if let Some(tls) = &options.tls {
        settings.extend(tls_settings(&tls.placed(folder_path, user_ids("root")?)?));
    }
    if let Some((dialect, address)) = options.relay_to {
        let transport = match dialect {
            Dialect::Smtp => "smtp",
            Dialect::Lmtp => "lmtp:inet",
        };
        let next = format!("{transport}:[{}]:{}", address.ip(), address.port());
        settings.push(("virtual_transport", next));
    }
    settings.extend(options.settings.iter().map(|(name, value)| (name.as_str(), value.clone())));
    let lines: Vec<String> =
        settings.into_iter().map(|(name, value)| format!("{name} = {value}")).collect();
    Ok(lines.join("\n") + "\n")
}

fn tls_settings(tls: &Tls) -> Vec<(&'static str, String)> {
    let (chain, key) = tls.files();
    let mut settings = vec![
        ("smtpd_tls_security_level", "may".into()),
        ("smtpd_tls_cert_file", chain),
        ("smtpd_tls_key_file", key),
        ("smtpd_tls_loglevel", "1".into()),
        ("smtpd_tls_received_header", "yes".into()),
        ("smtpd_tls_session_cache_database", String::new()),
    ];
    if let Some(version) = tls.only {
        let only = format!(">={version}, <={version}", version = version.name());
        settings.push(("smtpd_tls_protocols", only.clone()));
        settings.push(("smtpd_tls_mandatory_protocols", only));
    }
    if let Some((roots, demanded)) = tls.client_roots() {
        settings.push(("smtpd_tls_CAfile", roots));
        settings.push(("smtpd_tls_ask_ccert", "yes".into()));
        if demanded {
            // Else it goes on without one, whatever was required.
            settings.push(("smtpd_tls_security_level", "encrypt".into()));
            settings.push(("smtpd_tls_req_ccert", "yes".into()));
        }
    }
    settings
}

/// The services that mail passes through, none of them in a chroot.
fn master_cf(address: SocketAddr, wrapped: Option<SocketAddr>) -> String {
    let inet = format!("{address} inet n - n - - smtpd\n");
    let wrapped = wrapped.map(|wrapped| {
        format!(
            "{wrapped} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes \
             -o smtpd_tls_security_level=encrypt\n"
        )
    });
    let unix = [
        "cleanup unix n - n - 0 cleanup",
        "qmgr unix n - n 300 1 qmgr",
        "rewrite unix - - n - - trivial-rewrite",
        "bounce unix - - n - 0 bounce",
        "defer unix - - n - 0 bounce",
        "trace unix - - n - 0 bounce",
        "verify unix - - n - 1 verify",
        "proxymap unix - - n - - proxymap",
        "tlsmgr unix - - n 1000? 1 tlsmgr",
        "anvil unix - - n - 1 anvil",
        "scache unix - - n - 1 scache",
        "smtp unix - - n - - smtp",
        "lmtp unix - - n - - lmtp",
        "error unix - - n - - error",
        "retry unix - - n - - error",
        "discard unix - - n - - discard",
        "virtual unix - n n - - virtual",
        "postlog unix-dgram n - n - 1 postlogd",
    ];
    inet + &wrapped.unwrap_or_default() + &unix.join("\n") + "\n"
}
