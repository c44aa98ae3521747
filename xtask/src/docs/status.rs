//! The statuses of the C library: the core's table of errors, and a few that only C can meet.

use std::fmt::Write;

use smtpwire::ErrorCode;

/// What only C can meet: number, name, what it means.
const OWN: [(u16, &str, &str); 9] = [
    (0, "OK", "All is well."),
    (1, "NULL_POINTER", "A pointer is NULL where something is needed."),
    (2, "POISONED", "An earlier call met a defect of the library; the object can only be freed."),
    (3, "INVALID_UTF8", "A text is not UTF-8."),
    (4, "MALFORMED", "What was to be read is not what it should be; the error says why."),
    (5, "OUT_OF_RANGE", "A number, a length or an index is not one of those that are allowed."),
    (6, "ABSENT", "What is asked for is not there: the event or value has no such field."),
    (7, "UNUSABLE_CERTIFICATE", "A certificate, key or root can't be used; the error says why."),
    (8, "UNREADABLE_FILE", "A file can't be read; the error says why."),
];

/// `bindings/c/src/status.rs`.
pub(super) fn source() -> String {
    let mut page = String::from(
        "//! What a call came to: the core's table of errors, and a few statuses that only C can meet.\n\
         //!\n\
         //! Made by `cargo xtask docs`; not to be edited.\n\n\
         use smtpwire::ErrorCode;\n\n\
         use crate::smtpwire_str;\n\n\
         /// What a call came to. The numbers never change their meaning. From 100 on they are those of\n\
         /// the library's errors, and the hundreds say whose fault it is: 1 the caller's, 2 the peer's, 3 a\n\
         /// limit, 4 a timeout, 5 a defect of the library.\n\
         #[repr(C)]\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq)]\n\
         pub enum smtpwire_status {\n",
    );
    for (number, name, text) in OWN {
        line(&mut page, format_args!("    /// {text}\n    SMTPWIRE_{name} = {number},"));
    }
    for code in ErrorCode::ALL {
        let (text, name) = (sentence(code.text()), screaming(code.name()));
        line(&mut page, format_args!("    /// {text}\n    SMTPWIRE_{name} = {},", code.number()));
    }
    page.push_str("}\n\nimpl smtpwire_status {\n");
    page.push_str("    /// The status of an error of the core.\n");
    page.push_str("    pub(crate) const fn of(code: ErrorCode) -> Self {\n        match code {\n");
    for code in ErrorCode::ALL.iter().filter(|code| **code != ErrorCode::Internal) {
        let name = screaming(code.name());
        line(&mut page, format_args!("            ErrorCode::{code:?} => Self::SMTPWIRE_{name},"));
    }
    // And a code that this page does not know yet, which is a defect of the build.
    page.push_str("            _ => Self::SMTPWIRE_INTERNAL,\n        }\n    }\n}\n\n");
    let own_text = |text: &str| {
        let text = text.trim_end_matches('.');
        text[..1].to_lowercase() + &text[1..]
    };
    let own = OWN.map(|(number, name, text)| (number, kebab(name), own_text(text)));
    let core = ErrorCode::ALL
        .iter()
        .map(|code| (code.number(), code.name().to_owned(), code.text().to_owned()));
    let all: Vec<_> = own.into_iter().chain(core).collect();
    let names = all.iter().map(|(number, name, _)| (*number, name.as_str()));
    let texts = all.iter().map(|(number, _, text)| (*number, text.as_str()));
    table(&mut page, "name", "The name of a status, as in \"out-of-order\".", names);
    table(&mut page, "text", "What a status means, in a sentence without a full stop.", texts);
    // One line end behind the last item, as rustfmt has it.
    page.pop();
    page
}

fn line(page: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing into memory does not fail.
    let _ = writeln!(page, "{text}");
}

/// A function of C's from a number to a text.
fn table<'t>(
    page: &mut String,
    what: &str,
    about: &str,
    rows: impl Iterator<Item = (u16, &'t str)>,
) {
    line(
        page,
        format_args!(
            "/// {about} The text lasts for ever. A number that is no status gets\n/// \"unknown\"."
        ),
    );
    line(
        page,
        format_args!(
            "#[unsafe(no_mangle)]\npub extern \"C\" fn smtpwire_status_{what}(status: u32) -> smtpwire_str {{\n    \
             smtpwire_str::of({what}_of(status))\n}}\n"
        ),
    );
    line(page, format_args!("pub(crate) const fn {what}_of(status: u32) -> &'static str {{"));
    page.push_str("    match status {\n");
    for (number, text) in rows {
        line(page, format_args!("        {number} => {text:?},"));
    }
    page.push_str("        _ => \"unknown\",\n    }\n}\n\n");
}

fn kebab(name: &str) -> String {
    name.to_lowercase().replace('_', "-")
}

fn screaming(name: &str) -> String {
    name.replace('-', "_").to_uppercase()
}

fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", characters.as_str())
}
