//! xtext.json.

use smtpwire::{decode_xtext, encode_xtext};

use crate::case::{Octets, Verdict, case, same};

case! {
    /// A coded form and its text; `null` when it is no xtext.
    struct Xtext {
        input: Octets,
        value: Option<String>,
        wire: Option<Octets>,
    }
}

pub(crate) fn xtext(case: &Xtext) -> Verdict {
    let decoded = decode_xtext(case.input.text()?);
    same("decoded", &case.value.as_deref(), &decoded.as_deref())?;
    let Some(text) = &case.value else { return Ok(()) };
    let wire = case.wire.as_ref().unwrap_or(&case.input).text()?;
    let mut coded = String::new();
    encode_xtext(text, &mut coded);
    same("coded", &wire, &coded.as_str())?;
    same("decoded again", &Some(text.as_str()), &decode_xtext(&coded).as_deref())
}
