//! The functions of the header, as C declares them.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};

/// The declarations of a header.
pub(super) struct Header {
    pub(super) functions: Vec<Function>,
    /// The types that C knows by name alone.
    pub(super) handles: BTreeSet<String>,
}

/// A function that is declared.
pub(super) struct Function {
    pub(super) name: String,
    pub(super) answer: String,
    pub(super) parameters: Vec<Parameter>,
}

/// What a function is given.
pub(super) struct Parameter {
    pub(super) name: String,
    /// As it is written, without spaces around its stars: `const smtpwire_reply *`.
    pub(super) kind: String,
}

impl Parameter {
    /// The type behind the stars, and without `const`.
    pub(super) fn base(&self) -> &str {
        let kind = self.kind.trim_start_matches("const ");
        kind.split([' ', '*']).next().unwrap_or(kind)
    }

    pub(super) fn stars(&self) -> usize {
        self.kind.matches('*').count()
    }

    pub(super) fn is_const(&self) -> bool {
        self.kind.starts_with("const ")
    }
}

impl Header {
    pub(super) fn read(header: &str) -> Result<Self> {
        let mut code = String::new();
        for line in header.lines() {
            let line = line.split_once("//").map_or(line, |(code, _)| code);
            if !line.starts_with('#') {
                code.push_str(line);
                code.push('\n');
            }
        }
        let handles = code.lines().filter_map(handle).collect();
        let mut functions = Vec::new();
        for statement in statements(&code) {
            if let Some(function) = Function::read(&statement)? {
                functions.push(function);
            }
        }
        if functions.is_empty() {
            bail!("the header declares no function");
        }
        Ok(Self { functions, handles })
    }
}

/// The name of a type that is declared and no more: `typedef struct x x;`.
fn handle(line: &str) -> Option<String> {
    let names = line.strip_prefix("typedef struct ")?.strip_suffix(';')?;
    let (tag, name) = names.split_once(' ')?;
    (tag == name).then(|| name.to_owned())
}

/// What stands between semicolons outside of braces; bodies are left out.
fn statements(code: &str) -> Vec<String> {
    // The declarations for C++ stand in a block of `extern "C"`.
    let code = code.replace("extern \"C\" {", "");
    let mut statements = Vec::new();
    let mut statement = String::new();
    let mut depth = 0usize;
    for letter in code.chars() {
        match letter {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                // A function with a body ends here; the type of an enumeration or struct goes on.
                if depth == 0 && !statement.trim_start().starts_with("typedef") {
                    statement.clear();
                }
            }
            ';' if depth == 0 => statements.push(std::mem::take(&mut statement)),
            _ if depth == 0 => statement.push(letter),
            _ => (),
        }
    }
    statements.iter().map(|one| one.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

impl Function {
    /// None for what is no function.
    fn read(statement: &str) -> Result<Option<Self>> {
        if statement.starts_with("typedef") || !statement.contains('(') {
            return Ok(None);
        }
        let unread = || format!("cannot read `{statement}`");
        let (before, given) = statement.split_once('(').with_context(unread)?;
        let given = given.strip_suffix(')').with_context(unread)?;
        let Parameter { name, kind: answer } = declared(before).with_context(unread)?;
        let mut parameters = Vec::new();
        if given != "void" {
            for one in given.split(',') {
                parameters.push(declared(one.trim()).with_context(unread)?);
            }
        }
        Ok(Some(Self { name, answer, parameters }))
    }
}

/// Parts a type and the name behind it.
fn declared(text: &str) -> Option<Parameter> {
    let end = text.rfind([' ', '*'])? + 1;
    let (kind, name) = text.split_at(end);
    let is_name = |name: &str| {
        !name.is_empty() && name.chars().all(|one| one.is_alphanumeric() || one == '_')
    };
    is_name(name).then(|| Parameter { name: name.to_owned(), kind: kind.trim_end().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = r#"
#include <stddef.h>
typedef enum { // a comment (with brackets);
  A = 1,
} smtpwire_kind;
typedef struct smtpwire_reply smtpwire_reply;
typedef struct { uint8_t *data; } smtpwire_bytes;
#ifdef __cplusplus
extern "C" {
#endif
// Reads one (or none); really.
smtpwire_status smtpwire_reply_parse(smtpwire_bytes octets,
                                     const smtpwire_reply **reply);
uint32_t smtpwire_number(void);
static inline int helper(void) { return smtpwire_number(); }
void smtpwire_reply_free(smtpwire_reply *reply);
#ifdef __cplusplus
}
#endif
"#;

    #[test]
    fn functions_are_read_with_the_types_and_names_of_what_they_are_given() {
        let header = Header::read(HEADER).expect("it can be read");
        let names: Vec<&str> = header.functions.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["smtpwire_reply_parse", "smtpwire_number", "smtpwire_reply_free"]);
        let parse = &header.functions[0];
        assert_eq!(parse.answer, "smtpwire_status");
        let kinds: Vec<&str> = parse.parameters.iter().map(|one| one.kind.as_str()).collect();
        assert_eq!(kinds, ["smtpwire_bytes", "const smtpwire_reply **"]);
        assert_eq!(parse.parameters[1].base(), "smtpwire_reply");
        assert_eq!(parse.parameters[1].stars(), 2);
        assert_eq!(header.functions[1].parameters.len(), 0);
        assert!(header.handles.contains("smtpwire_reply"));
    }
}
