//! No panic leaves the addon: whatever Node enters by is one call of `guard`, which catches it.
//!
//! Unwinding into Node would end the process. Node enters by what `#[napi]` stands over, and by functions
//! of C's calling convention. The sources are looked at as rustfmt leaves them.

use anyhow::{Result, bail};

use crate::repo;

/// Looks at every export of the addon.
pub(super) fn check() -> Result<()> {
    let folder = repo::root().join("bindings/node/src");
    let (mut count, mut bare) = (0, Vec::new());
    for file in repo::files_under(&folder)? {
        let source = std::fs::read_to_string(&file)?;
        for export in exports_of(&source) {
            count += 1;
            if !export.is_guarded {
                bare.push(export.name);
            }
        }
    }
    if !bare.is_empty() {
        bail!("what Node enters by, and is not `guard(…)`: {}", bare.join(", "));
    }
    if count == 0 {
        bail!("Node enters nowhere: how that is looked for is wrong");
    }
    println!("    Node enters the addon in {count} places, each guarded");
    Ok(())
}

/// Something by which Node enters.
#[derive(Debug, PartialEq, Eq)]
struct Export {
    name: String,
    is_guarded: bool,
}

/// What `#[napi]` stands over, and what is `extern "C"`. What is not understood counts as without a guard.
fn exports_of(source: &str) -> Vec<Export> {
    let lines: Vec<&str> = source.lines().collect();
    let mut exports = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        if !code.starts_with("#[napi") && !code.contains("extern \"C\" fn ") {
            continue;
        }
        let indent = &line[..line.len() - code.len()];
        let end = format!("{indent}}}");
        let item: Vec<&str> = lines[at..].iter().copied().take_while(|line| *line != end).collect();
        let signature = item.iter().find(|line| line.contains("fn ")).copied().unwrap_or(line);
        let name = signature.split_once("fn ").map_or(signature, |(_, name)| name);
        let name = name.split(['(', '<']).next().unwrap_or(name).trim().to_owned();
        exports.push(Export { name, is_guarded: is_guarded(&item, indent) });
    }
    exports
}

/// Whether the lines of a function, without the brace that ends it, are a signature and one call of
/// `guard`. Behind what the call gave there may be one more line, which makes Node's value of it.
fn is_guarded(item: &[&str], indent: &str) -> bool {
    let inside = format!("{indent}    ");
    let opens = item.iter().position(|line| line.ends_with('{') && !line.starts_with(&inside));
    let Some(body) = opens.and_then(|at| item.get(at + 1..)) else { return false };
    let body: Vec<&str> =
        body.iter().copied().filter(|line| !line.trim_start().starts_with("//")).collect();
    let body = match body.split_last() {
        // `leave` is the only one that gets what came, and it looks at nothing else.
        Some((last, before)) if last.trim() == "unsafe { leave(env, &came) }" => before,
        _ => &body[..],
    };
    let body = body.join("\n");
    let body = body.trim();
    let body = body.strip_prefix("let came = ").and_then(|b| b.strip_suffix(';')).unwrap_or(body);
    let Some(call) = body.strip_prefix("guard") else { return false };
    let mut depth = 0_i32;
    let closes = call.bytes().position(|octet| {
        match octet {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    closes.is_some_and(|at| at > 0 && at + 1 == call.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(source: &str) -> Export {
        let mut exports = exports_of(source);
        assert_eq!(exports.len(), 1, "{source}");
        exports.remove(0)
    }

    #[test]
    fn an_export_that_is_one_call_of_guard_is_guarded() {
        let short = "#[napi]\npub fn free(object: u32) -> Result<()> {\n    guard(|| exports::free(object))\n}\n";
        assert_eq!(one(short), Export { name: "free".into(), is_guarded: true });
        let long = "#[napi]\npub fn run(\n    memory: Memory<'_>,\n) -> Result<i32> {\n    guard(|| {\n        let a = 1;\n        Ok(a)\n    })\n}\n";
        assert_eq!(one(long), Export { name: "run".into(), is_guarded: true });
    }

    #[test]
    fn a_function_of_c_is_an_export_too() {
        let guarded = "unsafe extern \"C\" fn enter<E: Export>(\n    env: Env,\n) -> Value {\n    // SAFETY: it is good.\n    let came = guard(|| E::run(unsafe { call(env) }));\n    // SAFETY: the same.\n    unsafe { leave(env, &came) }\n}\n";
        assert_eq!(one(guarded), Export { name: "enter".into(), is_guarded: true });
        let bare = "unsafe extern \"C\" fn enter(env: Env) -> Value {\n    run(env)\n}\n";
        assert!(!one(bare).is_guarded);
    }

    #[test]
    fn an_export_inside_a_macro_is_seen() {
        let source = "macro_rules! a {\n    () => {\n        #[napi]\n        pub fn start() -> Result<()> {\n            b();\n            guard(|| Ok(()))\n        }\n    };\n}\n";
        assert_eq!(one(source), Export { name: "start".into(), is_guarded: false });
        let guarded = source.replace("            b();\n", "");
        assert_eq!(one(&guarded), Export { name: "start".into(), is_guarded: true });
    }

    #[test]
    fn an_export_that_does_something_outside_of_guard_is_found() {
        let none = "#[napi]\npub fn free(object: u32) {\n    exports::free(object);\n}\n";
        assert!(!one(none).is_guarded);
        let before = "#[napi]\npub fn free(object: u32) {\n    let a = b[1];\n    guard(|| exports::free(a))\n}\n";
        assert!(!one(before).is_guarded);
        let chained = "#[napi]\npub fn free(object: u32) -> u32 {\n    guard(|| exports::free(object)).unwrap_or(b[1])\n}\n";
        assert!(!one(chained).is_guarded);
        let behind = "#[napi]\npub fn free(object: u32) -> u32 {\n    guard(|| exports::free(object));\n    b[1]\n}\n";
        assert!(!one(behind).is_guarded);
        let method =
            "#[napi]\nimpl A {\n    #[napi]\n    pub fn free(&self) {\n        b();\n    }\n}\n";
        assert!(exports_of(method).iter().any(|export| !export.is_guarded));
    }

    #[test]
    fn every_export_of_the_addon_is_guarded() {
        check().expect("every export is guarded");
    }
}
