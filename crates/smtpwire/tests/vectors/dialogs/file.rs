//! Reading a file of dialogs.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::case::{Case, expand, load_file};

/// One dialog.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dialog {
    name: String,
    requirements: Vec<String>,
    note: Option<String>,
    #[serde(default)]
    pub(crate) config: Map<String, Value>,
    pub(super) splits: Option<String>,
    pub(super) why: Option<String>,
    pub(crate) steps: Vec<Map<String, Value>>,
}

impl Case for Dialog {
    fn name(&self) -> &str {
        &self.name
    }

    fn requirements(&self) -> &[String] {
        &self.requirements
    }

    fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: u32,
    subject: String,
    about: String,
    #[serde(default)]
    preludes: BTreeMap<String, Vec<Map<String, Value>>>,
    cases: Vec<Dialog>,
}

/// The dialogs of a file, with the preludes written out.
pub(crate) fn load(subject: &str) -> Vec<Dialog> {
    let mut value = load_file(subject);
    expand(&mut value);
    let file: File = serde_json::from_value(value).unwrap_or_else(|e| panic!("{subject}: {e}"));
    assert_eq!(file.format, 1, "{subject}: this runner reads format 1");
    assert_eq!(file.subject, subject);
    assert!(!file.about.is_empty() && !file.cases.is_empty(), "{subject} says nothing");
    let mut cases = file.cases;
    for case in &mut cases {
        case.steps = written_out(&case.steps, &file.preludes);
    }
    cases
}

fn written_out(
    steps: &[Map<String, Value>],
    preludes: &BTreeMap<String, Vec<Map<String, Value>>>,
) -> Vec<Map<String, Value>> {
    let mut all = Vec::new();
    for step in steps {
        match step.get("use").and_then(Value::as_str) {
            Some(name) => {
                let prelude = preludes.get(name).unwrap_or_else(|| panic!("no prelude {name}"));
                all.extend(written_out(prelude, preludes));
            }
            None => all.push(step.clone()),
        }
    }
    all
}
