//! `cargo xtask release-npm`: all packages of a release, from the addons that were built for it.
//!
//! The release's workflow builds the addons, each on a machine of its kind, and gives them here.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;

use super::assemble;
use super::platforms::{self, Platform};

#[derive(Args)]
pub(crate) struct Options {
    /// The folder of the addons, each under the name that its package has for it
    /// (`smtpwire.linux-x64-gnu.node`).
    #[arg(long, value_name = "DIR")]
    addons: PathBuf,
    /// Where to put the tarballs, and `order.txt`, which names them in the order of publishing.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let tarballs = assemble::assemble(&found(&platforms::all()?, &options.addons)?, false)?;
    fs::create_dir_all(&options.out)?;
    let mut order = String::new();
    for tarball in tarballs.all() {
        let name = tarball.file_name().unwrap_or_default();
        fs::copy(tarball, options.out.join(name))?;
        let _ = writeln!(order, "{}", name.to_string_lossy());
    }
    print!("{order}");
    fs::write(options.out.join("order.txt"), order)?;
    Ok(())
}

/// The addon of each platform. A release without one of them would leave its users with WebAssembly.
fn found(platforms: &[Platform], folder: &Path) -> Result<Vec<(Platform, PathBuf)>> {
    let addons: Vec<(Platform, PathBuf)> =
        platforms.iter().map(|p| (p.clone(), folder.join(p.file()))).collect();
    let missing: Vec<String> =
        addons.iter().filter(|(_, addon)| !addon.is_file()).map(|(p, _)| p.file()).collect();
    if !missing.is_empty() {
        bail!("{} has no {}", folder.display(), missing.join(", no "));
    }
    Ok(addons)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_that_lacks_an_addon_is_not_made() {
        let platforms = platforms::all().expect("platforms.json");
        let folder = crate::repo::scratch("no-addons");
        let error = found(&platforms, &folder).expect_err("nothing is there").to_string();
        for platform in platforms {
            assert!(error.contains(&platform.file()), "{error}");
        }
    }
}
