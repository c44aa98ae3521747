//! For which machines there are addons: `bindings/node/platforms.json`, which the release's workflow
//! reads too.

use std::fs;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::repo;

/// One of them.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(super) struct Platform {
    /// As napi-rs names it.
    pub(super) name: String,
    /// As rustc does.
    pub(super) target: String,
    /// As Node does: npm installs the package on no other.
    pub(super) os: Os,
    pub(super) cpu: String,
    /// The C library, on Linux.
    pub(super) libc: Option<String>,
}

/// Node's names of operating systems.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Os {
    Linux,
    Darwin,
    Win32,
}

impl Platform {
    /// The name of its package.
    pub(super) fn package(&self) -> String {
        format!("@smtpwire/{}", self.name)
    }

    /// The file in it that Node loads.
    pub(super) fn file(&self) -> String {
        format!("smtpwire.{}.node", self.name)
    }
}

/// All of them.
pub(super) fn all() -> Result<Vec<Platform>> {
    let path = repo::root().join("bindings/node/platforms.json");
    let text = fs::read_to_string(path).context("cannot read bindings/node/platforms.json")?;
    serde_json::from_str(&text).context("bindings/node/platforms.json is wrong")
}

/// The one that this program was built for.
pub(super) fn of_this_machine() -> Result<Platform> {
    let (os, cpu) = (std::env::consts::OS, std::env::consts::ARCH);
    let target = if cfg!(target_env = "musl") { "musl" } else { "gnu" };
    let fits = |platform: &Platform| {
        let mut parts = platform.target.split('-');
        parts.next() == Some(cpu)
            && match platform.os {
                Os::Linux => os == "linux" && platform.target.ends_with(target),
                Os::Darwin => os == "macos",
                Os::Win32 => os == "windows",
            }
    };
    let found = all()?.into_iter().find(fits);
    found.with_context(|| format!("bindings/node/platforms.json has nothing for {cpu} {os}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_addons_for_linux_macos_and_windows_on_both_processors() {
        let all = all().expect("platforms.json");
        for (os, libc) in [
            (Os::Linux, Some("glibc")),
            (Os::Linux, Some("musl")),
            (Os::Darwin, None),
            (Os::Win32, None),
        ] {
            for cpu in ["x64", "arm64"] {
                let fit = |p: &&Platform| p.os == os && p.libc.as_deref() == libc && p.cpu == cpu;
                assert_eq!(all.iter().filter(fit).count(), 1, "{os:?} {libc:?} {cpu}");
            }
        }
        assert_eq!(all.len(), 8);
    }

    #[test]
    fn the_loader_knows_the_package_of_each_platform_and_no_other() {
        let loader = repo::root().join("bindings/node/js/load.ts");
        let loader = fs::read_to_string(loader).expect("the loader");
        let known: Vec<&str> = loader
            .lines()
            .filter_map(|line| line.split_once("() => require('@smtpwire/")?.1.split_once('\''))
            .map(|(name, _)| name)
            .collect();
        let all = all().expect("platforms.json");
        let made: Vec<&str> = all.iter().map(|platform| platform.name.as_str()).collect();
        assert_eq!(known, made);
    }
}
