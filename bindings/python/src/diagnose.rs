//! Transcripts checked, replies explained, and what is known of codes and names.

use smtpwire_shell::operations::DiagnoseFunction;

use crate::ops::functions;

functions! { ask DiagnoseFunction;
    /// What is wrong with a dialog: a report with findings.
    ///
    /// >>> import smtpwire
    /// >>> report = smtpwire.check(b"S: 220 mx.example\nC: MAIL FROM: <jo@a.example>\nS: 503 5.5.1 No\n")
    /// >>> report["summary"]["errors"] > 0
    /// True
    check(transcript, format = None);
    /// A transcript with every octet of a secret replaced by ``*``.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.mask_transcript(b"S: 220 mx\nC: AUTH PLAIN AGEAYg==\n")
    /// b'S: 220 mx\nC: AUTH PLAIN ********\n'
    mask_transcript(transcript, format = None);
    /// The forms of transcript that are read.
    ///
    /// >>> import smtpwire
    /// >>> len(smtpwire.transcript_formats()) > 1
    /// True
    transcript_formats();
    /// What a reply means, why it came, and what to do. It is given whole, or in parts.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.explain("550 5.1.1 No such user")["class"]
    /// 'permanent'
    explain(reply = None, code = None, enhanced = None, text = None);
    /// What is known of a reply code, or ``None``.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.describe_reply_code(999) is None
    /// True
    describe_reply_code(code);
    /// What is known of an enhanced code, or ``None``.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.describe_enhanced_code("5.1.1") is None
    /// False
    describe_enhanced_code(code);
    /// What is known of an EHLO keyword, or ``None``.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.describe_keyword("PIPELINING") is None
    /// False
    describe_keyword(keyword);
    /// What is known of a SASL mechanism, or ``None``.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.describe_mechanism("PLAIN") is None
    /// False
    describe_mechanism(name);
    /// A rule of the checker by its id, or ``None``.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.describe_rule(smtpwire.rules()[0])["id"] == smtpwire.rules()[0]
    /// True
    describe_rule(id);
    /// The reply codes that are known.
    ///
    /// >>> import smtpwire
    /// >>> 550 in smtpwire.reply_codes()
    /// True
    reply_codes();
    /// The enhanced codes that are known, as ``X.1.1``.
    ///
    /// >>> import smtpwire
    /// >>> "X.1.1" in smtpwire.enhanced_codes()
    /// True
    enhanced_codes();
    /// The SASL mechanisms that are known, the ones to prefer first.
    ///
    /// >>> import smtpwire
    /// >>> "SCRAM-SHA-256" in smtpwire.mechanisms()
    /// True
    mechanisms();
    /// The ids of the checker's rules.
    ///
    /// >>> import smtpwire
    /// >>> len(smtpwire.rules()) > 10
    /// True
    rules();
}
