//! Writing the calls.

use std::fmt::Write as _;

use anyhow::{Result, bail};

use super::prototype::{Function, Header, Parameter};
use super::table::{self, ANSWERS, BORROWED};

/// What a function is given, as `driver.h` knows it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// By value: a number, an enumeration's number, an index, a flag, a struct.
    Number(&'static str),
    Text,
    Octets,
    /// An object that is looked at, changed or freed.
    Object,
    /// A struct that is looked at.
    Struct,
    /// Where a list begins; its count is the next.
    List,
    Count,
    /// Where a result goes: a new object, which the caller frees.
    Made,
    /// Where any other result goes.
    Result,
    Error,
}

/// The file with all calls.
pub(super) fn calls(header: &Header) -> Result<String> {
    let mut text = String::from(
        "/* How every function is called; made from the header by `cargo xtask test-c`. */\n\n\
         #include \"driver.h\"\n#include \"fixtures.h\"\n\n#include <stdint.h>\n#include <string.h>\n\n\
         #define NONE ((void)0)\n",
    );
    for function in &header.functions {
        let roles = roles(header, function)?;
        text.push('\n');
        call(header, function, &roles, &mut text)?;
    }
    text.push_str("\nconst struct function functions[] = {\n");
    for function in &header.functions {
        let name = &function.name;
        let (list, count) = match function.parameters.len() {
            0 => ("NULL".to_owned(), 0),
            count => (format!("given_{name}"), count),
        };
        let answer = match function.answer.as_str() {
            "smtpwire_status" if !table::is_question(name) => "ANSWER_STATUS",
            "void" => "ANSWER_NOTHING",
            _ => "ANSWER_QUESTION",
        };
        writeln!(text, "    {{\"{name}\", {answer}, call_{name}, {list}, {count}}},")?;
    }
    text.push_str("};\n\nconst size_t function_count = sizeof functions / sizeof *functions;\n");
    Ok(text)
}

fn roles(header: &Header, function: &Function) -> Result<Vec<Role>> {
    let mut roles = Vec::new();
    for (index, parameter) in function.parameters.iter().enumerate() {
        let next = function.parameters.get(index + 1);
        let before = roles.last() == Some(&Role::List);
        let Some(role) = role(header, function, parameter, next, before) else {
            bail!(
                "xtask/src/c/arguments does not know what to give {} as `{} {}`",
                function.name,
                parameter.kind,
                parameter.name
            );
        };
        roles.push(role);
    }
    Ok(roles)
}

fn role(
    header: &Header,
    function: &Function,
    parameter: &Parameter,
    next: Option<&Parameter>,
    behind_list: bool,
) -> Option<Role> {
    let is_handle = header.handles.contains(parameter.base());
    let is_count = |one: &Parameter| {
        one.kind == "size_t" && ["count", "length"].iter().any(|end| one.name.ends_with(end))
    };
    match (parameter.stars(), parameter.is_const()) {
        (0, _) if behind_list => Some(Role::Count),
        (0, _) => match parameter.kind.as_str() {
            "smtpwire_str" => Some(Role::Text),
            "smtpwire_bytes" => Some(Role::Octets),
            _ if table::is_slow(&function.name, &parameter.name) => {
                Some(Role::Number("SHAPE_VALUE"))
            }
            "size_t" if parameter.name.ends_with("index") => Some(Role::Number("SHAPE_INDEX")),
            "uint32_t" if !table::is_plain(&function.name, &parameter.name) => {
                Some(Role::Number("SHAPE_CHOICE"))
            }
            "uint8_t" | "uint16_t" | "uint32_t" | "uint64_t" | "int32_t" | "size_t" => {
                Some(Role::Number("SHAPE_NUMBER"))
            }
            "bool" | "smtpwire_datetime" | "smtpwire_enhanced_code" => {
                Some(Role::Number("SHAPE_VALUE"))
            }
            _ => None,
        },
        (1 | 2, true) if next.is_some_and(is_count) => Some(Role::List),
        (1, _) if is_handle => Some(Role::Object),
        (1, true) => Some(Role::Struct),
        (1, false) => Some(Role::Result),
        (2, false) if parameter.base() == "smtpwire_error" => Some(Role::Error),
        (2, false) if is_handle => Some(Role::Made),
        (2, true) if is_handle => Some(Role::Result),
        _ => None,
    }
}

/// One function that calls one.
fn call(header: &Header, function: &Function, roles: &[Role], text: &mut String) -> Result<()> {
    let name = &function.name;
    if !function.parameters.is_empty() {
        writeln!(text, "static const struct parameter given_{name}[] = {{")?;
        for (parameter, role) in function.parameters.iter().zip(roles) {
            let shape = shape(function, parameter, *role);
            writeln!(text, "    {{\"{}\", {shape}}},", parameter.name)?;
        }
        text.push_str("};\n\n");
    }
    writeln!(
        text,
        "static void call_{name}(const struct misuse *misuse, struct became *became) {{"
    )?;
    let mut given = Vec::new();
    let mut ends = Vec::new();
    for (index, (parameter, role)) in function.parameters.iter().zip(roles).enumerate() {
        let one = Argument { header, function, parameter, role: *role, index };
        one.prepare(text, &mut given, &mut ends)?;
    }
    if given.is_empty() {
        text.push_str("  (void)misuse;\n");
    }
    let call = format!("{name}({})", given.join(", "));
    answered(function, &call, text)?;
    for end in ends {
        writeln!(text, "  {end}")?;
    }
    text.push_str("}\n");
    Ok(())
}

/// What is done with the answer.
fn answered(function: &Function, call: &str, text: &mut String) -> Result<()> {
    let answer = function.answer.as_str();
    match answer {
        "void" => writeln!(text, "  {call};\n  (void)became;")?,
        "smtpwire_status" if !table::is_question(&function.name) => {
            writeln!(text, "  became->status = {call};")?;
        }
        _ => {
            writeln!(text, "  {answer} answer = {call};")?;
            let neutral = match (ANSWERS.iter().find(|one| one.0 == function.name), answer) {
                (Some((_, expected)), "smtpwire_str" | "smtpwire_bytes") => {
                    format!(
                        "answer.len == strlen({expected}) && memcmp(answer.data, {expected}, answer.len) == 0"
                    )
                }
                (Some((_, expected)), _) => format!("answer == {expected}"),
                (None, "smtpwire_str" | "smtpwire_bytes") => "answer.len == 0".to_owned(),
                (None, "smtpwire_enhanced_code") => {
                    "answer.class_ == 0 && answer.subject == 0 && answer.detail == 0".to_owned()
                }
                (None, "bool") => "!answer".to_owned(),
                (None, _) => "answer == 0".to_owned(),
            };
            writeln!(text, "  became->is_neutral = {neutral};")?;
        }
    }
    Ok(())
}

fn shape(function: &Function, parameter: &Parameter, role: Role) -> &'static str {
    let optional = table::may_be_null(&function.name, &parameter.name);
    match role {
        Role::Number(shape) => shape,
        Role::Text => "SHAPE_TEXT",
        Role::Octets => "SHAPE_OCTETS",
        Role::List if parameter.base() == "smtpwire_str" => "SHAPE_TEXTS",
        Role::List => "SHAPE_LIST",
        Role::Count => "SHAPE_COUNT",
        Role::Error => "SHAPE_OPTIONAL",
        Role::Object | Role::Struct | Role::Made | Role::Result if optional => "SHAPE_OPTIONAL",
        Role::Object | Role::Struct | Role::Made | Role::Result => "SHAPE_POINTER",
    }
}

struct Argument<'f> {
    header: &'f Header,
    function: &'f Function,
    parameter: &'f Parameter,
    role: Role,
    index: usize,
}

impl Argument<'_> {
    /// Writes what has to be there before the call, what is given, and what is done behind it.
    fn prepare(
        &self,
        text: &mut String,
        given: &mut Vec<String>,
        ends: &mut Vec<String>,
    ) -> Result<()> {
        let (index, name, base) = (self.index, &self.parameter.name, self.parameter.base());
        let right = table::value(&self.function.name, name);
        match self.role {
            Role::Number(_) => given.push(self.number(right)),
            Role::Text => {
                let right = right.unwrap_or("\"example.com\"");
                given.push(format!("give_text(misuse, {index}, {right})"));
            }
            Role::Octets => {
                let right = right.unwrap_or("octets_of(\"some octets\")");
                given.push(format!("give_octets(misuse, {index}, {right})"));
            }
            Role::Object => {
                let made = right.map_or_else(|| self.fixture(), str::to_owned);
                let kind = &self.parameter.kind;
                writeln!(text, "  {kind}{name} = give_null(misuse, {index}) ? NULL : {made};")?;
                given.push(name.clone());
                let freed = format!("{base}_free");
                if self.function.name != freed && !BORROWED.contains(&base) {
                    // One that is only looked at is ours to free all the same.
                    ends.push(format!("{freed}(({base} *){name});"));
                }
            }
            Role::Struct => {
                let right = right.map_or_else(|| self.fixture(), str::to_owned);
                writeln!(text, "  {base} {name} = {right};")?;
                given.push(format!("give_null(misuse, {index}) ? NULL : &{name}"));
            }
            Role::List => self.list(right, text, given, ends)?,
            Role::Count => given.push(format!("give_count(misuse, {})", index - 1)),
            Role::Made | Role::Result | Role::Error => {
                let kind = self.parameter.kind.strip_suffix('*').unwrap_or(base);
                let space = if kind.ends_with('*') { "" } else { " " };
                writeln!(text, "  {kind}{space}{name};\n  fill(&{name}, sizeof {name});")?;
                given.push(format!("give_null(misuse, {index}) ? NULL : &{name}"));
                if self.role == Role::Error {
                    let look = format!("look_at_error(became, &{name});");
                    ends.insert(0, format!("if (!give_null(misuse, {index})) {look}"));
                } else {
                    let filled = format!("is_filled(&{name}, sizeof {name})");
                    ends.insert(0, format!("became->is_kept = became->is_kept && {filled};"));
                    if self.role == Role::Made {
                        let free = format!("if (!{filled}) {base}_free({name});");
                        ends.push(free);
                    }
                }
            }
        }
        Ok(())
    }

    fn number(&self, right: Option<&str>) -> String {
        let (index, kind) = (self.index, self.parameter.kind.as_str());
        match kind {
            "bool" => format!("give_flag(misuse, {index})"),
            "smtpwire_datetime" | "smtpwire_enhanced_code" => {
                right.map_or_else(|| self.fixture(), str::to_owned)
            }
            _ => {
                let plain = if self.role == Role::Number("SHAPE_INDEX") { "0" } else { "1" };
                let right = right.unwrap_or(plain);
                format!("({kind})give_number(misuse, {index}, (uint64_t){right})")
            }
        }
    }

    /// A list of one.
    fn list(
        &self,
        right: Option<&str>,
        text: &mut String,
        given: &mut Vec<String>,
        ends: &mut Vec<String>,
    ) -> Result<()> {
        let (index, name, base) = (self.index, &self.parameter.name, self.parameter.base());
        let list = format!("give_list(misuse, {index}, &first_{name}, &wrong_{name})");
        let (right, wrong) = match base {
            "smtpwire_str" => {
                let right = right.unwrap_or("\"example.com\"");
                (format!("smtpwire_str_of({right})"), format!("give_wrong_text(misuse, {index})"))
            }
            "smtpwire_bytes" => {
                (right.unwrap_or("octets_of(\"some octets\")").to_owned(), "{NULL, 5}".to_owned())
            }
            _ if self.header.handles.contains(base) => {
                writeln!(text, "  {base} *kept_{name} = {};", self.fixture())?;
                ends.push(format!("{base}_free(kept_{name});"));
                (format!("kept_{name}"), "NULL".to_owned())
            }
            _ => {
                let of = format!("{}_of(give_wrong_text(misuse, {index}))", self.fixture_name());
                (right.map_or_else(|| self.fixture(), str::to_owned), of)
            }
        };
        let star = if self.header.handles.contains(base) { "const " } else { "" };
        let pointer = if star.is_empty() { "" } else { "*" };
        writeln!(text, "  {star}{base} {pointer}first_{name} = {right};")?;
        writeln!(text, "  {star}{base} {pointer}wrong_{name} = {wrong};")?;
        let kind = self.parameter.kind.as_str();
        given.push(format!("({kind}){list}"));
        Ok(())
    }

    fn fixture_name(&self) -> String {
        format!("fixture_{}", self.parameter.base().trim_start_matches("smtpwire_"))
    }

    /// An object or struct of the type, of `fixtures.h`.
    fn fixture(&self) -> String {
        format!("{}()", self.fixture_name())
    }
}
