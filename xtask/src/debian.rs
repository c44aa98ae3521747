//! Installing Debian's packages, where there is a Debian and we are root.

use anyhow::Result;

use crate::process::Program;

/// Debian's installer, which asks no questions.
pub(crate) fn apt_get() -> Program {
    Program::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive").arg("--quiet")
}

/// Whether packages can be installed here.
pub(crate) fn may_install() -> bool {
    Program::is_root() && apt_get().arg("--version").works()
}

/// Fetches the lists of what there is. Where that fails the old ones may do.
pub(crate) fn update() {
    let _ = apt_get().arg("update").ask();
}

/// Installs packages. When that fails it says why, and whoever looks for them will say what is missing.
pub(crate) fn install<P: AsRef<str>>(packages: impl IntoIterator<Item = P>) -> Result<()> {
    let install = apt_get().args(["install", "--yes", "--no-install-recommends", "--no-upgrade"]);
    let said =
        install.args(packages.into_iter().map(|package| package.as_ref().to_owned())).ask()?;
    if !said.succeeded {
        println!("{}", said.stdout);
    }
    Ok(())
}
