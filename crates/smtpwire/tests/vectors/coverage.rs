//! `coverage.json`: what is known of attacks and deviations, and which vectors show it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::case::load_file;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Coverage {
    format: u32,
    about: String,
    attacks: BTreeMap<String, Shown>,
    deviations: BTreeMap<String, Shown>,
}

/// The files whose cases show it, or why there are none.
#[derive(Deserialize)]
#[serde(untagged)]
enum Shown {
    By(BTreeSet<String>),
    Not(String),
}

/// Compares the list with what the cases say of themselves: file and ids of each.
pub(crate) fn check(cases: impl Iterator<Item = (&'static str, Vec<String>)>) {
    let value = load_file("coverage");
    let listed: Coverage = serde_json::from_value(value).expect("coverage.json");
    assert_eq!(listed.format, 1);
    assert!(!listed.about.is_empty());
    let mut shown: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, ids) in cases {
        for id in ids.into_iter().filter(|id| !id.starts_with("R-")) {
            shown.entry(id).or_default().insert(file.to_owned());
        }
    }
    let mut all = listed.attacks;
    all.extend(listed.deviations);
    assert!(all.len() >= 429, "{} attacks and deviations are listed", all.len());
    for (id, listed) in &all {
        match (listed, shown.remove(id)) {
            (Shown::By(files), Some(found)) => assert_eq!(*files, found, "{id}"),
            (Shown::By(files), None) => panic!("{id} is shown by no case of {files:?}"),
            (Shown::Not(why), None) => assert!(!why.is_empty(), "{id} has no reason"),
            (Shown::Not(_), Some(found)) => panic!("{id} is shown by {found:?}"),
        }
    }
    assert!(shown.is_empty(), "cases name what is not listed: {shown:?}");
}
