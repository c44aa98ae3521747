//! Addresses: written and read back, and compared by meaning.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use proptest::prelude::*;
use smtpwire::{Domain, ForwardPath, Host, LocalPart, MAX_DOMAIN, MAX_LOCAL_PART, Mailbox};

use crate::strategies::{
    domain, forward_path, host, literal, local_part, mailbox, reverse_path, text,
};

/// The same local part, written otherwise: quoted, and with any characters escaped.
fn requoted(part: &LocalPart<'_>, escapes: u64) -> Option<LocalPart<'static>> {
    let mut quoted = String::from("\"");
    for (at, character) in part.content().chars().enumerate() {
        let wanted = escapes >> (at % 64) & 1 == 1;
        if matches!(character, '"' | '\\') || (wanted && character.is_ascii()) {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push('"');
    quoted.parse().ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    // R-GRAM-001, R-GRAM-002, R-GRAM-003, R-GRAM-012, R-GRAM-013
    #[test]
    fn every_address_reads_back_as_what_was_written(
        name in any::<bool>().prop_flat_map(domain),
        address in literal(),
        at in any::<bool>().prop_flat_map(host),
        part in any::<bool>().prop_flat_map(local_part),
        who in any::<bool>().prop_flat_map(mailbox),
        from in any::<bool>().prop_flat_map(reverse_path),
        to in forward_path(),
    ) {
        prop_assert_eq!(name.to_string().parse(), Ok(name));
        prop_assert_eq!(address.to_string().parse(), Ok(address));
        prop_assert_eq!(at.to_string().parse(), Ok(at));
        prop_assert_eq!(LocalPart::parse(part.as_str()), Ok(part.clone()));
        prop_assert_eq!(who.to_string().parse(), Ok(who));
        prop_assert_eq!(from.to_string().parse(), Ok(from));
        prop_assert_eq!(to.to_string().parse(), Ok(to));
    }

    // R-GRAM-004
    #[test]
    fn quotings_of_one_local_part_are_equal_and_hash_alike(
        part in any::<bool>().prop_flat_map(local_part),
        escapes in any::<[u64; 2]>(),
    ) {
        let state = RandomState::new();
        let others = escapes.map(|escapes| requoted(&part, escapes));
        let forms: Vec<LocalPart<'_>> =
            others.into_iter().flatten().chain([part.clone()]).collect();
        for one in &forms {
            prop_assert_eq!(one, one);
            for other in &forms {
                prop_assert_eq!(one, other);
                prop_assert_eq!(state.hash_one(one), state.hash_one(other));
            }
            prop_assert_eq!(one.content(), part.content());
        }
        prop_assert_eq!(forms.iter().collect::<HashSet<_>>().len(), 1);
    }

    #[test]
    fn local_parts_are_equal_exactly_when_they_mean_the_same(
        parts in prop::collection::vec("(\"(a|b|\\\\a|\\\\b|\\\\\\\\){1,3}\"|[ab]{1,3})", 2..6),
    ) {
        let parts: Vec<LocalPart<'_>> =
            parts.iter().map(|part| LocalPart::parse(part).unwrap()).collect();
        for one in &parts {
            for other in &parts {
                prop_assert_eq!(one == other, one.content() == other.content());
                prop_assert_eq!(one == other, other == one);
            }
        }
        let meanings: HashSet<_> = parts.iter().map(LocalPart::content).collect();
        prop_assert_eq!(parts.iter().collect::<HashSet<_>>().len(), meanings.len());
    }

    // R-GRAM-005
    #[test]
    fn a_local_part_is_written_from_its_content_with_the_least_quoting(
        part in any::<bool>().prop_flat_map(local_part),
    ) {
        let written = LocalPart::from_content(&part.content()).unwrap();
        prop_assert_eq!(&written, &part);
        prop_assert!(written.as_str().len() <= part.as_str().len());
    }

    #[test]
    fn any_content_is_written_as_a_local_part_that_means_it_or_refused(content in text(70, false)) {
        if let Ok(written) = LocalPart::from_content(&content) {
            prop_assert_eq!(written.content(), content.as_str());
            prop_assert!(written.as_str().len() <= MAX_LOCAL_PART);
        }
    }

    // R-CORE-013
    #[test]
    fn domains_are_equal_in_any_case_and_hash_alike(name in domain(true)) {
        let upper: Domain<'_> = name.as_str().to_ascii_uppercase().parse().unwrap();
        prop_assert_eq!(&upper, &name);
        let state = RandomState::new();
        prop_assert_eq!(state.hash_one(&upper), state.hash_one(&name));
        prop_assert!(name.as_str().len() <= MAX_DOMAIN);
    }

    #[test]
    fn what_any_text_is_read_as_reads_back(text in "[a@.\"\\\\\\[\\]<>:, é-]{0,12}") {
        if let Ok(value) = Mailbox::parse(&text) {
            prop_assert_eq!(value.to_string(), text.as_str());
        }
        if let Ok(value) = ForwardPath::parse(&text) {
            let written = value.to_string();
            prop_assert_eq!(ForwardPath::parse(&written), Ok(value));
        }
        if let Ok(value) = Host::parse(&text) {
            let written = value.to_string();
            prop_assert_eq!(Host::parse(&written), Ok(value));
        }
    }
}
