//! Objects by their numbers, through what the shells export.

use std::path::Path;

use smtpwire_shell::javascript::camel_case;

use crate::exports::{call, create, free, learn, names, raw, result_into, run};

/// A list of nothing.
const NONE: [u8; 5] = [8, 0, 0, 0, 0];
const CLIENT: u32 = 0;

fn result() -> Vec<u8> {
    let mut octets = vec![0; 1 << 16];
    let length = result_into(&mut octets);
    octets.truncate(length);
    octets
}

fn says(text: &str) -> bool {
    result().windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn an_object_that_was_freed_answers_that_it_is_used_up() {
    let client = create(CLIENT, &NONE).cast_unsigned();
    assert!(run(client, 11, &[], 0.0) > 0, "input_room is answered");
    free(client);
    for _ in 0..2 {
        assert!(run(client, 11, &[], 0.0) < 0);
        assert!(says("used up"));
        free(client);
    }
    let other = create(CLIENT, &NONE).cast_unsigned();
    assert_eq!(other, client, "its number is given again");
    free(other);
}

#[test]
fn numbers_that_nobody_gave_are_errors() {
    for number in [0, 77, u32::MAX] {
        assert!(run(number, 0, &[], 0.0) < 0);
        assert!(raw(number, 0, &[]) < 0);
        assert!(number == 0 || call(number, 0, &NONE) < 0);
    }
    assert!(call(0, u32::MAX, &NONE) < 0, "no such function");
    assert!(create(u32::MAX, &NONE) < 0, "no such kind");
    let client = create(CLIENT, &NONE).cast_unsigned();
    assert!(run(client, 99, &[], 0.0) < 0, "no such step");
    assert!(call(client, 9999, &NONE) < 0, "no such operation");
    assert!(call(client, 0, &[9, 9]) < 0, "no arguments");
    free(client);
}

#[test]
fn times_that_are_none_are_the_beginning() {
    let client = create(CLIENT, &NONE).cast_unsigned();
    for now in [f64::NAN, -1.0, f64::INFINITY, 0.5] {
        assert!(run(client, 0, &[], now) > 0);
    }
    free(client);
}

#[test]
fn a_result_that_has_no_room_is_not_copied() {
    let length = names();
    assert!(length > 1000);
    let mut small = [7; 10];
    assert_eq!(result_into(&mut small), length.cast_unsigned() as usize);
    assert_eq!(small, [7; 10]);
    assert!(learn(0, 0) > 0);
}

fn source(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The TypeScript of a subject, whose parts are in the folder of its name, where there is one.
fn subject(name: &str) -> String {
    let mut all = source(&format!("src-js/{name}.ts"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-js").join(name);
    for part in std::fs::read_dir(folder).into_iter().flatten() {
        let part = part.expect("a file").path();
        all.push_str(&std::fs::read_to_string(part).expect("TypeScript"));
    }
    all
}

#[test]
fn every_operation_has_a_method_or_a_function_in_typescript() {
    let table = serde_json::to_value(smtpwire_javascript_table::table(crate::handle::objects()))
        .expect("JSON");
    let has = |file: &str, name: &str| {
        ["call(", "ask(this, ", "say(this, ", "give(this, "].iter().any(|how| {
            let (same, broken) = (format!("{how}'{name}'"), how.trim_end());
            file.contains(&same) || file.contains(&format!("{broken}\n      '{name}'"))
        })
    };
    let functions = ["codec", "diagnose", "tls"].map(subject);
    let mut lacking = Vec::new();
    for function in table["functions"].as_array().expect("functions") {
        let name = function["name"].as_str().expect("a name");
        if !functions.iter().any(|file| has(file, name)) {
            lacking.push(name.to_owned());
        }
    }
    for object in table["objects"].as_array().expect("objects") {
        let kind = object["name"].as_str().expect("a name");
        let file = match kind {
            // What roles share stands in the classes that theirs are made of.
            "Client" | "Mailer" | "Server" => {
                subject(&kind.to_ascii_lowercase()) + &subject("session")
            }
            _ => subject("codec"),
        };
        for operation in object["operations"].as_array().expect("operations") {
            let name = operation["name"].as_str().expect("a name");
            if !has(&file, name) {
                lacking.push(format!("{kind}.{name}"));
            }
        }
    }
    assert!(lacking.is_empty(), "TypeScript has no {lacking:?}");
}

#[test]
fn every_event_has_its_type_in_typescript() {
    let types = subject("types");
    for kind in smtpwire_shell::Kind::ALL {
        let same = format!("type: '{}'", kind.name());
        assert!(types.contains(&same), "{same}");
    }
}

#[test]
fn every_choice_is_described_in_typescript_and_nothing_else_is() {
    use smtpwire_shell::config::{
        ClientConfig, Extensions, Leniency, Limits, MailerConfig, ReplyOptions, SaslPolicy,
        ServerConfig, Timeouts,
    };
    let types = subject("types");
    for (name, fields) in [
        ("ClientConfig", ClientConfig::FIELDS),
        ("Extensions", Extensions::FIELDS),
        ("Leniency", Leniency::FIELDS),
        ("Limits", Limits::FIELDS),
        ("MailerConfig", MailerConfig::FIELDS),
        ("ReplyOptions", ReplyOptions::FIELDS),
        ("SaslPolicy", SaslPolicy::FIELDS),
        ("ServerConfig", ServerConfig::FIELDS),
        ("Timeouts", Timeouts::FIELDS),
    ] {
        let (_, interface) =
            types.split_once(&format!("export interface {name} {{\n")).expect(name);
        let (interface, _) = interface.split_once("\n}\n").expect(name);
        let lines: Vec<&str> = interface.lines().collect();
        let mut described = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            let Some((field, _)) = line.trim().split_once(':').filter(|_| !line.contains('*'))
            else {
                continue;
            };
            let above = at.checked_sub(1).and_then(|above| lines.get(above)).unwrap_or(&"");
            assert!(above.ends_with("*/"), "{name}: nothing is said of {field}");
            described.push(field.trim_end_matches('?').to_owned());
        }
        let mut wanted: Vec<String> = fields.iter().map(|field| camel_case(field)).collect();
        described.sort();
        wanted.sort();
        assert_eq!(described, wanted, "{name}");
    }
}

#[test]
fn the_tags_of_values_are_those_of_typescript() {
    let (rust, typescript) = (source("crossing/src/wire/tag.rs"), source("src-js/tags.ts"));
    let mut seen = 0;
    for line in rust.lines().filter_map(|line| line.strip_prefix("pub(super) const ")) {
        let (name, value) = line.split_once(": u8 = ").expect("a tag");
        let same = format!("const {name} = {value}");
        assert!(name == "UNDEFINED" || typescript.contains(&same), "{same}");
        seen += 1;
    }
    assert_eq!(seen, 18);
}

#[test]
fn the_steps_of_the_run_loop_are_those_of_typescript() {
    let typescript = source("src-js/connection.ts");
    for (number, step) in smtpwire_javascript_crossing::connected::STEPS.iter().enumerate() {
        let same = format!("const {} = {number};", step.to_ascii_uppercase());
        assert!(typescript.contains(&same), "{same}");
    }
}
