//! What the core has, by its source.

/// The variants of an enum, from its source: the core's are non-exhaustive, and so no list of them can
/// be had otherwise.
pub(crate) fn variants(source: &'static str, name: &str) -> Vec<&'static str> {
    let (_, body) = source.split_once(&format!("pub enum {name} {{\n")).expect("the enum");
    let (body, _) = body.split_once("\n}\n").expect("its end");
    let variant = |line: &'static str| {
        let name = line.strip_prefix("    ")?;
        let first = name.starts_with(|first: char| first.is_ascii_uppercase());
        first.then(|| name.split([' ', ',', '(', '{']).next())?
    };
    body.lines().filter_map(variant).collect()
}

/// The plain data of these enums has an arm for what is newer; this is where it is found that
/// something is.
#[test]
fn nothing_in_the_core_is_newer_than_its_plain_data() {
    let command = include_str!("../../../../crates/smtpwire/src/types/command.rs");
    assert_eq!(
        variants(command, "Command<'a>").join(" "),
        "Ehlo Helo Lhlo Mail Rcpt Data Bdat Rset Noop Quit Vrfy Expn Help StartTls Auth Etrn Atrn Burl \
         XClient XForward Unknown"
    );
    let parameter = include_str!("../../../../crates/smtpwire/src/types/parameter/mod.rs");
    assert_eq!(
        variants(parameter, "MailParameter<'a>").join(" "),
        "Size Body SmtpUtf8 Ret Envid Auth RequireTls By HoldFor HoldUntil MtPriority Mtrk TransId \
         Solicit ConPerm Other"
    );
    assert_eq!(
        variants(parameter, "RcptParameter<'a>").join(" "),
        "Notify Orcpt Rrvs ConNeg Other"
    );
    let capability = include_str!("../../../../crates/smtpwire/src/types/capability.rs");
    assert_eq!(
        variants(capability, "Capability<'a>").join(" "),
        "Size Auth XExps DeliverBy FutureRelease MtPriority Limits Burl NoSoliciting XClient XForward \
         Plain Other Malformed"
    );
    let outcome = include_str!("../../../../crates/smtpwire/src/flow/mailer/outcome.rs");
    assert_eq!(variants(outcome, "Status").join(" "), "Accepted Refused NotTried Unknown");
    assert_eq!(
        variants(outcome, "NotTried").join(" "),
        "NotOffered TooLarge Content Unfit TooManyRecipients TooManyTransactions GivenUp SessionEnded"
    );
    let server = include_str!("../../../../crates/smtpwire/src/flow/server/event.rs");
    assert_eq!(
        variants(server, "Abort").join(" "),
        "Reset Greeting Content Refused Quit Connection"
    );
    let claim = include_str!("../../../../crates/smtpwire/src/flow/sasl/claim.rs");
    assert_eq!(variants(claim, "Claim").join(" "), "Password CramMd5 Bearer External Anonymous");
}
