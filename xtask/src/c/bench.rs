//! The programs in C that `cargo xtask bench` measures: one of ours against the installed library, as it
//! is shipped, and one that does the same by libcurl.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::way::{WARNINGS, pkg_config};
use super::{install, tools};
use crate::process::Program;
use crate::repo;

/// The programs, compiled.
pub(crate) struct Senders {
    pub(crate) send_epoll: PathBuf,
    pub(crate) curl_multi: PathBuf,
}

/// Builds both, or tells which packages are missing for that.
pub(crate) fn senders() -> Result<Result<Senders, String>> {
    let missing = tools::missing(&tools::OF_BENCHMARKS)?;
    if !missing.is_empty() {
        return Ok(Err(missing.join(", ")));
    }
    let installed = install::stage("release")?;
    // The library is found wherever the program is started.
    let rpath = format!("-Wl,-rpath,{}", installed.libraries().display());
    let ours = pkg_config(&installed, "smtpwire", &[], &["--cflags", "--libs"])?;
    let send_epoll = ours.into_iter().chain([rpath]);
    let curl = Program::new("pkg-config").args(["--cflags", "--libs", "libcurl"]).answer()?;
    let curl_multi = curl.split_whitespace().map(str::to_owned);
    Ok(Ok(Senders {
        send_epoll: compiled("bindings/c/examples/send_epoll.c", send_epoll)?,
        curl_multi: compiled("benches/c/curl_multi.c", curl_multi)?,
    }))
}

fn compiled(source: &str, flags: impl IntoIterator<Item = String>) -> Result<PathBuf> {
    let folder = repo::scratch("c").join("bench");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let source = repo::root().join(source);
    let program = folder.join(source.file_stem().unwrap_or_default());
    let compile = Program::new("gcc").args(WARNINGS).arg("-O2").arg(&source);
    compile.args(flags).arg("-o").arg(&program).run()?;
    Ok(program)
}
