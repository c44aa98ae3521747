//! How often the category is the one that people gave to real bounces.
//!
//! The corpus is text of third parties and is not part of this project: set `SMTPWIRE_CORPUS` to
//! a folder that holds `bounces.jsonl`, one object per line with `text`, `code` and `category`.

use std::{env, fs, path::Path};

use serde_json::Value;
use smtpwire_diagnose::registry::explain_reply;

/// Per cent of the rows; the measured accuracy must not fall below it.
const AT_LEAST: usize = 90;

#[test]
fn real_bounces_get_the_category_that_people_gave_them() {
    let Some(folder) = env::var_os("SMTPWIRE_CORPUS") else {
        eprintln!("SMTPWIRE_CORPUS is not set: no bounces to classify");
        return;
    };
    let path = Path::new(&folder).join("bounces.jsonl");
    let rows = fs::read_to_string(&path).expect("SMTPWIRE_CORPUS holds bounces.jsonl");
    let rows: Vec<Value> =
        rows.lines().map(|line| serde_json::from_str(line).expect("one object per line")).collect();
    let mut right = 0;
    for (number, row) in rows.iter().enumerate() {
        let text = row["text"].as_str().expect("each row has a text");
        let wanted = row["category"].as_str().expect("each row has a category").replace('_', "-");
        let explanation = explain_reply(text);
        if explanation.category.as_str() == wanted {
            right += 1;
        } else {
            eprintln!(
                "row {number}: wanted {wanted}, got {} by {:?} {:?}: {}",
                explanation.category.as_str(),
                explanation.evidence,
                explanation.topic,
                text.chars().take(160).collect::<String>()
            );
        }
    }
    let percent = right * 100 / rows.len();
    eprintln!("{right} of {} bounces classified as people did ({percent} %)", rows.len());
    assert!(percent >= AT_LEAST, "{percent} % is less than {AT_LEAST} %");
}
