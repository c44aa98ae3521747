//! What the Python package says of each choice: that it says something, and that the default which it
//! tells is the core's.

use std::fmt::Debug;

use smtpwire_shell::javascript::snake_case;

const PYTHON: &str = include_str!("../../../python/python/smtpwire/types/choices.py");

/// The fields of a core's struct with their values, by its `Debug`, since it is non-exhaustive.
fn fields(core: &impl Debug) -> Vec<(String, String)> {
    let shown = format!("{core:?}");
    let (_, inside) = shown.split_once(" { ").expect("a struct");
    let inside = inside.strip_suffix(" }").expect("a struct");
    let mut depth = 0;
    let mut parts = vec![String::new()];
    for letter in inside.chars() {
        match letter {
            '{' | '[' | '(' => depth += 1,
            '}' | ']' | ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        parts.last_mut().expect("there is one").push(letter);
    }
    let field = |part: &String| {
        let (name, value) = part.trim().split_once(": ").expect("a field");
        (name.to_owned(), value.to_owned())
    };
    parts.iter().map(field).collect()
}

/// The value as Python has it; none for what is made of several.
fn in_python(value: &str) -> Option<String> {
    let value =
        value.strip_prefix("Some(").and_then(|value| value.strip_suffix(')')).unwrap_or(value);
    Some(match value {
        "true" => "True".to_owned(),
        "false" => "False".to_owned(),
        "None" => value.to_owned(),
        "[]" => "()".to_owned(),
        "\"\"" => "\"\"".to_owned(),
        number if number.bytes().all(|digit| digit.is_ascii_digit()) => number.to_owned(),
        word if word.bytes().all(|letter| letter.is_ascii_alphabetic()) => {
            let word = snake_case(word).replace('_', "-");
            format!("\"{}\"", word.to_ascii_lowercase())
        }
        _ => return None,
    })
}

/// What stands behind the field of a class, as its docstring.
fn told(class: &str, field: &str) -> Option<String> {
    let (_, body) = PYTHON.split_once(&format!("\nclass {class}(TypedDict"))?;
    let body = body.split("\n\n\n").next()?;
    let (_, behind) = body.split_once(&format!("\n    {field}: "))?;
    let (_, behind) = behind.split_once('\n')?;
    let text = behind.trim_start().strip_prefix("\"\"\"")?;
    let (text, _) = text.split_once("\"\"\"")?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn every_choice_is_documented_in_python_with_the_default_that_it_has() {
    let host = || smtpwire::Host::parse("a.example").expect("a host");
    let all = [
        ("Limits", fields(&smtpwire::Limits::default())),
        ("Timeouts", fields(&smtpwire::Timeouts::default())),
        ("ReplyOptions", fields(&smtpwire::ReplyOptions::default())),
        ("ClientConfig", fields(&smtpwire::ClientConfig::new())),
        ("SaslPolicy", fields(&smtpwire::sasl::SaslPolicy::default())),
        ("MailerConfig", fields(&smtpwire::MailerConfig::new(host()))),
        ("Leniency", fields(&smtpwire::Leniency::default())),
        ("Extensions", fields(&smtpwire::Extensions::default())),
        ("ServerConfig", fields(&smtpwire::ServerConfig::new(host()))),
        ("CommandOptions", fields(&smtpwire::CommandOptions::default())),
    ];
    let mut wrong = Vec::new();
    for (class, fields) in all {
        assert!(!fields.is_empty(), "{class}");
        for (field, value) in fields {
            let told = told(class, &field).unwrap_or_default();
            let default = in_python(&value).map(|value| format!("Default: ``{value}``."));
            let good = !told.is_empty() && default.as_ref().is_none_or(|text| told.ends_with(text));
            if !good {
                wrong.push(format!("{class}.{field}: {}", default.unwrap_or_default()));
            }
        }
    }
    assert!(wrong.is_empty(), "not told, or with another default:\n{}", wrong.join("\n"));
}
