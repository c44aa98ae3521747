//! What the C header says about its version: made of the workspace's, so that nobody forgets to type it.

use std::fmt::Write;

use crate::repo::VERSION;

/// The macros, each with a comment.
pub(super) fn macros() -> String {
    let mut text = format!(
        "\n\n// The version of this header; smtpwire_version() is the library's.\n\
         #define SMTPWIRE_VERSION \"{VERSION}\"\n"
    );
    let parts = VERSION.split(['-', '+']).next().unwrap_or(VERSION).split('.');
    for (name, number) in ["MAJOR", "MINOR", "PATCH"].into_iter().zip(parts) {
        // Writing into memory does not fail.
        let _ = writeln!(text, "#define SMTPWIRE_VERSION_{name} {number}");
    }
    text.push_str(
        "// The same as a number that grows with the version, for `#if`: 65536 for each major version, 256 for\n\
         // each minor, 1 for each patch.\n\
         #define SMTPWIRE_VERSION_NUMBER \\\n  \
         (SMTPWIRE_VERSION_MAJOR * 65536 + SMTPWIRE_VERSION_MINOR * 256 + SMTPWIRE_VERSION_PATCH)",
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_make_the_version_of_the_workspace() {
        let text = macros();
        let part = |name: &str| {
            let define = format!("#define SMTPWIRE_VERSION_{name} ");
            text.lines().find_map(|line| line.strip_prefix(define.as_str())).expect("it is there")
        };
        let whole = format!("\"{}.{}.{}\"", part("MAJOR"), part("MINOR"), part("PATCH"));
        assert!(text.contains(&format!("#define SMTPWIRE_VERSION {whole}\n")), "{text}");
    }
}
