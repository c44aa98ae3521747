//! Names of hosts and domains as DNS has them: what a policy may list and a URL may hold.

/// The name in lower case and without the dot at its end; none where it is no name of DNS: labels
/// of 1 to 63 letters, digits, hyphens and underscores, 253 octets at most, and not an address.
pub(crate) fn host_name(text: &str) -> Option<String> {
    let name = text.strip_suffix('.').unwrap_or(text);
    let octet = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_');
    let label = |label: &str| matches!(label.len(), 1..=63) && label.bytes().all(octet);
    // No domain of the highest level is a number, so this is an IPv4 address.
    let number = |label: &str| label.bytes().all(|octet| octet.is_ascii_digit());
    let is_name = name.len() <= 253
        && name.split('.').all(label)
        && !name.rsplit('.').next().is_some_and(number);
    is_name.then(|| name.to_ascii_lowercase())
}

/// A text that is not the name of a domain, where one is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a domain is asked for: labels of letters, digits, hyphens and underscores, parted by dots; \
     one that has other letters is given as its A-labels (xn--…)"
)]
pub struct DomainNameError;

/// The name of what belongs to a domain, `prefix` with its dot.
pub(crate) fn below(prefix: &str, domain: &str) -> Result<String, DomainNameError> {
    Ok(format!("{prefix}{}", host_name(domain).ok_or(DomainNameError)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_in_lower_case_without_its_last_dot() {
        assert_eq!(host_name("MX1.Example.ORG.").as_deref(), Some("mx1.example.org"));
        assert_eq!(
            host_name("_dmarc.xn--bcher-kva.example").as_deref(),
            Some("_dmarc.xn--bcher-kva.example")
        );
        assert_eq!(host_name("localhost").as_deref(), Some("localhost"));
    }

    #[test]
    fn what_is_no_name_is_refused() {
        let long = format!("{}.example", "a".repeat(64));
        let longer = format!("{}example", "abcdefgh.".repeat(30));
        for text in [
            "",
            ".",
            "a..b",
            ".a",
            "a b",
            "bücher.example",
            "a/b",
            "u@h",
            "[192.0.2.1]",
            "192.0.2.1",
            "*.example.org",
            "example.org..",
            &long,
            &longer,
        ] {
            assert_eq!(host_name(text), None, "{text}");
        }
    }
}
