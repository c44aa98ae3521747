//! publint and `@arethetypeswrong/cli` look at the tarballs: do the entries that a package names exist, in the
//! form that each way of loading them expects, and do the declarations fit the code?

use anyhow::{Result, bail};

use super::Tarballs;
use crate::npm::{self, Packed};

pub(super) fn check(tarballs: &Tarballs) -> Result<()> {
    let mut wrong = Vec::new();
    for tarball in tarballs.all() {
        let strict = npm::tool("publint")?.args(["run", "--strict"]).arg(tarball);
        if let Err(error) = strict.run() {
            wrong.push(format!("{error:#}"));
        }
    }
    // An addon's package has no declarations: only our loader asks for it.
    let attw = |packed: &Packed, more: &[&str]| {
        let look =
            npm::tool("attw")?.arg(&packed.tarball).args(["--no-emoji", "--format", "ascii"]);
        look.args(more.iter().copied()).run()
    };
    // There is nothing to `require` in `smtpwire-wasm` by intent (a program that does so uses `smtpwire`), nothing
    // for resolution as it was before `exports`, and the modules are octets.
    let of_modules = ["--profile", "node16", "--ignore-rules", "cjs-resolves-to-esm"];
    let of_wasm =
        [&of_modules[..], &["--exclude-entrypoints", "./smtpwire.wasm", "./smtpwire-check.wasm"]]
            .concat();
    for looked in [attw(&tarballs.smtpwire, &[]), attw(&tarballs.wasm, &of_wasm)] {
        if let Err(error) = looked {
            wrong.push(format!("{error:#}"));
        }
    }
    if !wrong.is_empty() {
        bail!("{}", wrong.join("; "));
    }
    Ok(())
}
