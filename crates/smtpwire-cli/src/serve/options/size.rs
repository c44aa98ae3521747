//! `--size N[K|M]`: a number of octets.

/// Reads `1000`, `64K` or `25M` (K is 1024 octets, M is 1024 K).
///
/// # Errors
/// A clause that says what a size looks like.
pub(crate) fn read(text: &str) -> Result<u64, String> {
    let unit = match text.as_bytes().last() {
        Some(b'k' | b'K') => 1 << 10,
        Some(b'm' | b'M') => 1 << 20,
        Some(b'g' | b'G') => 1 << 30,
        _ => 1,
    };
    let digits = if unit == 1 { text } else { &text[..text.len() - 1] };
    let number: Option<u64> = if digits.starts_with('+') { None } else { digits.parse().ok() };
    let size = number.and_then(|number| number.checked_mul(unit)).filter(|size| *size > 0);
    size.ok_or_else(|| "a size is a number of octets, or of K, M or G as in 25M".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_powers_of_1024() {
        assert_eq!(read("1000"), Ok(1000));
        assert_eq!(read("64K"), Ok(65_536));
        assert_eq!(read("25m"), Ok(26_214_400));
        assert_eq!(read("2G"), Ok(2_147_483_648));
    }

    #[test]
    fn what_is_no_size_is_refused() {
        for text in ["", "K", "-1", "+1", "1.5M", "0", "99999999999G", "ü"] {
            assert!(read(text).is_err(), "{text:?}");
        }
    }
}
