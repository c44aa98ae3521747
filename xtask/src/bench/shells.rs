//! The shells of other languages, as they are installed, beside the core.

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::table::{Measured, Row};
use super::{lines, measure};
use crate::{node, npm, python};

/// What installed shells cost. What was skipped, and why.
pub(super) fn measure_shells(rounds: u32, rows: &mut Vec<Row>) -> Result<Vec<String>> {
    let (mut shells, mut skipped) = (Vec::new(), Vec::new());
    match python::bench()? {
        Ok((ours, peer)) => {
            shells.push(shell("Python", &ours, Some(6.0)));
            shells.push(shell("smtpproto, in Python", &peer, None));
        }
        Err(missing) => skipped.push(format!("Python: {missing}")),
    }
    let npm = match npm::missing() {
        Some(missing) => {
            skipped.push(format!("Node and WebAssembly: {missing}"));
            None
        }
        None => Some(node::bench()?),
    };
    if let Some(installed) = &npm {
        // As a program has it that says nothing, and the other way.
        for (name, package, bar, other, option) in [
            ("Node", "smtpwire", 6.0, "not pooled", "--own"),
            ("WebAssembly", "smtpwire-wasm", 3.0, "pooled", "--pooled"),
        ] {
            let mut command = installed.command(package);
            shells.push(shell(name, &command, Some(bar)));
            command.push(option.to_owned());
            shells.push(shell(&format!("{name}, {other}"), &command, Some(bar)));
        }
    }
    if shells.is_empty() {
        bail!("there is no shell to measure: {}", skipped.join("; "));
    }
    let mut arguments = vec![rounds.to_string()];
    arguments.extend(shells.iter().map(Value::to_string));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    for measured in lines::<Measured>(&measure("bench-shells", &arguments)?)? {
        rows.push(Row::new(measured, &[])?);
    }
    Ok(skipped)
}

fn shell(name: &str, command: &[String], bar: Option<f64>) -> Value {
    json!({ "name": name, "command": command, "bar": bar })
}
