//! Arguments, read.

use smtpwire_shell::Failure;
use smtpwire_shell::config::Plain;

use super::tag;

/// How deep lists and objects may stand in each other. JavaScript refuses more, too; here it keeps the
/// stack from running out whatever is written.
const MAX_DEPTH: u32 = 64;

/// The value that was written; nothing at all is an empty list.
///
/// # Errors
/// `invalid-choice` for octets that are no value: whoever wrote them is not our own code.
pub fn read(octets: &[u8]) -> Result<Plain, Failure> {
    if octets.is_empty() {
        return Ok(Plain::List(Vec::new()));
    }
    let mut rest = octets;
    let value = value(&mut rest, MAX_DEPTH);
    value.filter(|_| rest.is_empty()).ok_or_else(|| {
        Failure::invalid("invalid-choice", "what was given for arguments can't be read")
    })
}

fn value(rest: &mut &[u8], depth: u32) -> Option<Plain> {
    let (tag, behind) = rest.split_first()?;
    *rest = behind;
    Some(match *tag {
        tag::NULL => Plain::Null,
        tag::FALSE => Plain::Bool(false),
        tag::TRUE => Plain::Bool(true),
        tag::SMALL => {
            let [number] = array(rest)?;
            Plain::Integer(number.into())
        }
        tag::NUMBER => Plain::Integer(u32::from_le_bytes(array(rest)?).into()),
        tag::FLOAT => float(f64::from_le_bytes(array(rest)?)),
        tag::TEXT => Plain::Text(text(rest)?.to_owned()),
        tag::OCTETS => Plain::Octets(counted(rest)?.to_vec()),
        tag::DIGITS => digits(text(rest)?)?,
        tag::LIST => {
            let depth = depth.checked_sub(1)?;
            let length = count(rest)?;
            // Each item has an octet at least, so that a false count allocates nothing.
            let mut items = Vec::with_capacity(length.min(rest.len()));
            for _ in 0..length {
                items.push(value(rest, depth)?);
            }
            Plain::List(items)
        }
        tag::OBJECT => {
            let depth = depth.checked_sub(1)?;
            let length = count(rest)?;
            let mut fields = Vec::with_capacity(length.min(rest.len() / 2));
            for _ in 0..length {
                let Plain::Text(name) = value(rest, depth)? else { return None };
                fields.push((name, value(rest, depth)?));
            }
            Plain::Object(fields)
        }
        _ => return None,
    })
}

/// A number without a fraction is an integer, however JavaScript holds it. Above 2^53 - 1 it may stand for
/// another number, and is none.
#[allow(clippy::cast_possible_truncation, reason = "it is in range, and without a fraction")]
fn float(number: f64) -> Plain {
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < LIMIT {
        Plain::Integer(number as i128)
    } else {
        Plain::Float(number)
    }
}

/// A `bigint`; one that is out of all range is told by its size.
fn digits(text: &str) -> Option<Plain> {
    text.parse().map(Plain::Integer).or_else(|_| text.parse().map(Plain::Float)).ok()
}

fn array<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (octets, behind) = rest.split_first_chunk::<N>()?;
    *rest = behind;
    Some(*octets)
}

fn count(rest: &mut &[u8]) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(array(rest)?)).ok()
}

fn counted<'o>(rest: &mut &'o [u8]) -> Option<&'o [u8]> {
    let length = count(rest)?;
    let (octets, behind) = rest.split_at_checked(length)?;
    *rest = behind;
    Some(octets)
}

fn text<'o>(rest: &mut &'o [u8]) -> Option<&'o str> {
    std::str::from_utf8(counted(rest)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_in_lists_without_end_is_refused() {
        let mut octets = Vec::new();
        for _ in 0..100_000 {
            octets.extend_from_slice(&[tag::LIST, 1, 0, 0, 0]);
        }
        octets.push(tag::NULL);
        assert!(read(&octets).is_err());
    }

    #[test]
    fn a_count_that_is_false_is_refused() {
        assert!(read(&[tag::LIST, 255, 255, 255, 255]).is_err());
        assert!(read(&[tag::OCTETS, 255, 255, 255, 255, 1]).is_err());
        assert!(read(&[tag::NULL, tag::NULL]).is_err(), "something stands behind the value");
    }

    #[test]
    fn integers_are_integers_however_they_are_held() {
        let mut octets = vec![tag::FLOAT];
        octets.extend_from_slice(&(-2.0_f64).to_le_bytes());
        assert!(read(&octets).is_ok_and(|value| value == Plain::Integer(-2)));
        let digits = b"\x0a\x14\x00\x00\x0018446744073709551615";
        assert!(read(digits).is_ok_and(|value| value == Plain::Integer(u64::MAX.into())));
    }
}
