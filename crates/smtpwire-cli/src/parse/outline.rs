//! JSON told to people: one line for each thing, indented under what it belongs to.

use serde_json::{Map, Value};

use crate::output::{Output, STRONG};
use crate::show;

/// Prints what a text says. What is `null` is not there, and is passed over.
pub(super) fn print(value: &Value, output: &mut Output) {
    let Value::Object(object) = value else { return };
    let mut lines = Vec::new();
    members(object, 0, &mut lines);
    for (depth, name, text) in lines {
        // Names at one depth end in one column.
        let pad = 18_usize.saturating_sub(2 * depth + name.chars().count()).max(1);
        let name = output.styled(STRONG, name);
        let line = format!("{:indent$}{name}{:pad$}{text}", "", "", indent = 2 * depth);
        output.line(line.trim_end());
    }
}

type Line = (usize, String, String);

fn members(object: &Map<String, Value>, depth: usize, lines: &mut Vec<Line>) {
    for (name, value) in object {
        member(&name.replace('_', " "), value, depth, lines);
    }
}

fn member(name: &str, value: &Value, depth: usize, lines: &mut Vec<Line>) {
    let name = show::pictured(name);
    match value {
        Value::Null => {}
        Value::Object(object) => {
            if object.values().any(|value| !value.is_null()) {
                lines.push((depth, name, String::new()));
                members(object, depth + 1, lines);
            }
        }
        Value::Array(items) if items.is_empty() => {}
        Value::Array(items) if items.iter().any(Value::is_object) => {
            lines.push((depth, name, String::new()));
            for item in items {
                named(item, depth + 1, lines);
            }
        }
        // Lines of a reply may hold anything, so each has a line of its own.
        Value::Array(items) if name == "lines" => {
            for (at, item) in items.iter().enumerate() {
                let name = if at == 0 { name.clone() } else { String::new() };
                lines.push((depth, name, scalar(item)));
            }
        }
        Value::Array(items) => {
            let words: Vec<String> = items.iter().map(scalar).collect();
            lines.push((depth, name, words.join(", ")));
        }
        // The lines have shown it.
        Value::String(text) if text.contains('\n') => {}
        value => lines.push((depth, name, scalar(value))),
    }
}

/// An item of a list goes by its first member: the keyword of a parameter, say.
fn named(item: &Value, depth: usize, lines: &mut Vec<Line>) {
    let Value::Object(object) = item else { return member("", item, depth, lines) };
    let mut rest = object.iter();
    let Some((_, first)) = rest.next() else { return };
    let name = scalar(first);
    match rest.next() {
        Some((_, value @ (Value::Object(_) | Value::Array(_)))) => {
            member(&name, value, depth, lines);
        }
        Some((_, value)) if !value.is_null() && !value.is_boolean() => {
            lines.push((depth, show::pictured(&name), scalar(value)));
        }
        _ => lines.push((depth, show::pictured(&name), String::new())),
    }
    for (key, value) in rest {
        if !matches!(value, Value::Array(items) if items.is_empty()) {
            member(&key.replace('_', " "), value, depth + 1, lines);
        }
    }
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => show::pictured(text),
        Value::Bool(true) => "yes".into(),
        Value::Bool(false) => "no".into(),
        value => value.to_string(),
    }
}
