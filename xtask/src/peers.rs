//! `cargo xtask peers`: installs the real mail servers and clients that `tests/interop` runs.
//!
//! Debian's packages, and only as root. Programs that harm nothing by being installed come by
//! `apt-get install`. Postfix, Exim and `OpenSMTPD` do not: each would replace the mail server of
//! this machine and the others, so their packages are unpacked below the build output and run from
//! there; `apt-get` installs only the libraries that they want.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context, Result, bail};
use smtpwire_interop::peers::{Missing, folder, missing, required};
use smtpwire_interop::servers::opensmtpd::{LIBEXEC, SPOOL, SPOOL_IS_OURS};

use crate::debian::{self, apt_get};
use crate::process::Program;
use crate::repo;
use crate::test::Outcome;

/// What is installed as usual. Of the libraries that swaks recommends, TLS wants one.
const INSTALLED: [&str; 9] = [
    "dovecot-lmtpd",
    "swaks",
    "libnet-ssleay-perl",
    "curl",
    "msmtp",
    "python3-aiosmtpd",
    "openssl",
    "gsasl",
    "python3-openssl",
];

/// What is unpacked: the package, and the folder that the fixtures look into.
const UNPACKED: [(&str, &str); 3] =
    [("postfix", "postfix"), ("exim4-daemon-light", "exim"), ("opensmtpd", "opensmtpd")];

/// The users that the unpacked servers change to, which their packages would have made.
const USERS: [&str; 4] = ["postfix", "Debian-exim", "opensmtpd", "opensmtpq"];

pub(crate) fn run() -> Result<()> {
    let missing = install()?;
    for missing in &missing {
        println!("    {missing}");
    }
    if !missing.is_empty() {
        bail!("{} of the peers are missing", missing.len());
    }
    println!("    every peer is here");
    Ok(())
}

/// For `cargo xtask test`: installs, and runs the tests of `tests/interop`.
pub(crate) fn test() -> Result<Outcome> {
    let missing = install()?;
    let names: Vec<String> = missing.iter().map(ToString::to_string).collect();
    let names = names.join("; ");
    if !missing.is_empty() && required() {
        bail!("nothing may be skipped here, but {names}");
    }
    crate::test::run_tests(&["--package", "smtpwire-interop", "--locked"])?;
    if missing.is_empty() { Ok(Outcome::Passed) } else { Ok(Outcome::Skipped(names)) }
}

/// Installs what is missing where we may, and gives what is missing still.
pub(crate) fn install() -> Result<Vec<Missing>> {
    // The servers run as other users, below a folder that is named in full.
    fs::create_dir_all(folder())?;
    let ready = || missing().is_empty() && Path::new(SPOOL_IS_OURS).exists();
    if ready() || !debian::may_install() {
        return Ok(missing());
    }
    println!("    installing what the interoperability tests need (half a minute)");
    debian::update();
    let mut packages: Vec<String> = INSTALLED.map(str::to_owned).to_vec();
    for (package, _) in UNPACKED {
        packages.extend(libraries_of(package)?);
    }
    debian::install(packages)?;
    for (package, name) in UNPACKED {
        unpack(package, &folder().join(name))
            .with_context(|| format!("cannot unpack {package}"))?;
    }
    users()?;
    places_of_opensmtpd().context("cannot prepare the places that OpenSMTPD insists on")?;
    Ok(missing())
}

/// The libraries that a package would bring along; none when they are all there.
fn libraries_of(package: &str) -> Result<Vec<String>> {
    let plan = apt_get().args(["--simulate", "install", "--no-install-recommends", package]);
    Ok(libraries_in(&plan.ask()?.stdout))
}

/// The names of libraries among the packages that a simulated `apt-get` would install.
fn libraries_in(plan: &str) -> Vec<String> {
    let names = plan.lines().filter_map(|line| line.strip_prefix("Inst ")?.split(' ').next());
    names.filter(|name| name.starts_with("lib")).map(str::to_owned).collect()
}

/// Downloads a package and unpacks its files, in one step for whoever looks.
fn unpack(package: &str, folder: &Path) -> Result<()> {
    if folder.exists() {
        return Ok(());
    }
    let partial = repo::scratch("peers-partial");
    if partial.exists() {
        fs::remove_dir_all(&partial)?;
    }
    let files = partial.join("files");
    fs::create_dir_all(&files)?;
    let download = apt_get().args(["-o", "APT::Sandbox::User=root", "download", package]);
    if !download.ask_in(&partial)?.succeeded {
        // The peer is missing, and will be told so.
        return Ok(());
    }
    for entry in fs::read_dir(&partial)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "deb") {
            let unpack = Program::new("dpkg-deb").arg("--extract").arg(&path).arg(&files);
            unpack.run_quietly()?;
        }
    }
    fs::rename(&files, folder)?;
    fs::remove_dir_all(&partial)?;
    Ok(())
}

fn users() -> Result<()> {
    for user in USERS {
        if !Program::new("id").arg(user).works() {
            let add = ["--system", "--user-group", "--no-create-home", "--shell"];
            let add = Program::new("useradd").args(add).arg("/usr/sbin/nologin");
            add.args(["--home-dir", EMPTY, user]).run_quietly()?;
        }
    }
    if !Program::new("getent").args(["group", "postdrop"]).works() {
        Program::new("groupadd").args(["--system", "postdrop"]).run_quietly()?;
    }
    Ok(())
}

/// An empty folder of root's, into which `OpenSMTPD` locks itself: the home of its user.
const EMPTY: &str = "/var/lib/opensmtpd/empty";

/// Where this machine has an `OpenSMTPD` of its own, all stays as it is.
fn places_of_opensmtpd() -> io::Result<()> {
    let ours = Path::new(SPOOL_IS_OURS).exists();
    let unpacked = folder().join("opensmtpd").join(LIBEXEC.trim_start_matches('/'));
    if (!ours && (Path::new(SPOOL).exists() || Path::new(LIBEXEC).exists())) || !unpacked.exists() {
        return Ok(());
    }
    fs::create_dir_all(EMPTY)?;
    fs::create_dir_all(LIBEXEC)?;
    for program in fs::read_dir(unpacked)? {
        let program = program?;
        fs::copy(program.path(), Path::new(LIBEXEC).join(program.file_name()))?;
    }
    fs::write(SPOOL_IS_OURS, "The tests of smtpwire use the folder smtpd beside this file.\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_plan_only_the_libraries_are_taken() {
        let plan = "Reading package lists...\n\
            Inst exim4-base (4.96-15 Debian:12 [amd64])\n\
            Inst libidn12 (1.41-1 Debian:12 [amd64])\n\
            Remv postfix [3.7.11]\n\
            Conf libidn12 (1.41-1 Debian:12 [amd64])\n";
        assert_eq!(libraries_in(plan), ["libidn12"]);
    }
}
