use std::path::Path;

use smtpwire_diagnose::transcript::{Format, Side, masked_source, read};

/// How many lines each side said.
fn count(transcript: &smtpwire_diagnose::transcript::Transcript, side: Side) -> usize {
    let entries = transcript.sessions.iter().flat_map(|session| &session.entries);
    entries.filter(|entry| entry.side() == Some(side)).count()
}

#[test]
fn every_dialog_of_the_corpus_is_read_as_labelled() {
    let Ok(corpus) = std::env::var("SMTPWIRE_CORPUS") else {
        eprintln!("SMTPWIRE_CORPUS is not set: the corpus of dialogs was not read");
        return;
    };
    let folder = Path::new(&corpus).join("dialogs");
    let index = std::fs::read_to_string(folder.join("index.json")).unwrap();
    let index: Vec<serde_json::Value> = serde_json::from_str(&index).unwrap();
    assert_eq!(index.len(), 61);
    for dialog in &index {
        let name = dialog["file"].as_str().unwrap();
        let input = std::fs::read(folder.join(name)).unwrap();
        let transcript = read(&input).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(transcript.format, Format::Labelled, "{name}");
        assert_eq!(transcript.sessions.len(), 1, "{name}");
        let text = String::from_utf8_lossy(&input);
        for (side, label) in [(Side::Client, "C:"), (Side::Server, "S:")] {
            let labelled = text.lines().filter(|line| line.starts_with(label));
            let remarks = text.lines().filter(|line| {
                let rest = line.strip_prefix(label).unwrap_or("").trim();
                (rest.starts_with('<') && rest.ends_with('>') && rest != "<CRLF>.<CRLF>")
                    || (rest.starts_with('[') && rest.ends_with(']'))
                    || (rest.starts_with('(') && rest.ends_with(')'))
            });
            let remarks = remarks.count();
            let labelled = labelled.count();
            assert!(labelled > remarks, "{name}");
            let found = count(&transcript, side);
            // A client's remark in content is content, and what an RFC folds there is a line each.
            let folds = text.lines().filter(|line| line.starts_with("   ")).count();
            let most = if side == Side::Client { labelled + folds } else { labelled - remarks };
            assert!((labelled - remarks..=most).contains(&found), "{name}: {found} {label}");
        }
        assert_eq!(masked_source(&input, &transcript).len(), input.len());
    }
}
