//! What is parsed: texts of our own, of the kinds that real sessions have.

/// Twenty commands of different kinds: ten have no parameter, five have some, and five are rare.
///
/// smtp-proto, the fastest peer, reads all of them: address literals and unknown parameters, which
/// it refuses, are left out in its favour.
pub(crate) const COMMANDS: [&[u8]; 20] = [
    b"DATA\r\n",
    b"EHLO mail.sender.example\r\n",
    b"HELO mail.sender.example\r\n",
    b"MAIL FROM:<alice.liddell@sender.example>\r\n",
    b"RCPT TO:<humpty.dumpty@receiver.example>\r\n",
    b"MAIL FROM:<>\r\n",
    b"RSET\r\n",
    b"NOOP\r\n",
    b"VRFY humpty\r\n",
    b"STARTTLS\r\n",
    b"MAIL FROM:<alice.liddell@sender.example> SIZE=10240 BODY=8BITMIME\r\n",
    b"MAIL FROM:<bounce+7f3a9c@news.sender.example> SIZE=48213 BODY=8BITMIME SMTPUTF8\r\n",
    b"MAIL FROM:<alice@sender.example> RET=HDRS ENVID=QQ314159 SIZE=2048\r\n",
    b"RCPT TO:<dana@receiver.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;dana@receiver.example\r\n",
    b"RCPT TO:<erin@receiver.example> NOTIFY=NEVER\r\n",
    b"BDAT 86400 LAST\r\n",
    b"EXPN staff\r\n",
    b"HELP MAIL\r\n",
    b"AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=\r\n",
    b"QUIT\r\n",
];

/// The indices of those of [`COMMANDS`] that have no parameter.
pub(crate) const WITHOUT_PARAMETERS: [usize; 15] =
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 18, 19];

/// The indices of those of [`COMMANDS`] that have parameters.
pub(crate) const WITH_PARAMETERS: [usize; 5] = [10, 11, 12, 13, 14];

/// A reply to EHLO, of twelve lines.
///
/// `PLAIN-CLIENTTOKEN`, `DELIVERBY 240` and lower case, each of which breaks a peer, are left out.
pub(crate) const EHLO: &[u8] = b"250-mx.receiver.example at your service\r\n\
    250-PIPELINING\r\n\
    250-SIZE 52428800\r\n\
    250-VRFY\r\n\
    250-ETRN\r\n\
    250-STARTTLS\r\n\
    250-AUTH PLAIN LOGIN\r\n\
    250-ENHANCEDSTATUSCODES\r\n\
    250-8BITMIME\r\n\
    250-DSN\r\n\
    250-SMTPUTF8\r\n\
    250 CHUNKING\r\n";

/// Five replies of one line each.
pub(crate) const REPLIES: [&[u8]; 5] = [
    b"220 mx.receiver.example ESMTP ready\r\n",
    b"250 2.1.0 <alice@sender.example> sender ok\r\n",
    b"354 End data with <CR><LF>.<CR><LF>\r\n",
    b"250 2.0.0 Ok: queued as 4F2B51A07C\r\n",
    b"550 5.1.1 <nobody@receiver.example> no such mailbox here\r\n",
];

/// A reply of a hundred lines, about 3.9 KB: smtp-proto refuses more than 4,096 octets.
pub(crate) fn long_reply() -> Vec<u8> {
    let lines: Vec<String> = (1..=100)
        .map(|line| {
            let mark = if line == 100 { ' ' } else { '-' };
            format!("250{mark}line {line:03} of what this host can do\r\n")
        })
        .collect();
    lines.concat().into_bytes()
}

/// One MiB of message text in lines of 78 octets; every `dotted`th line starts with a dot,
/// but for the first: smtp-proto would keep that one doubled.
pub(crate) fn message(dotted: usize) -> Vec<u8> {
    const LINE: &[u8] =
        b"The Walrus and the Carpenter were walking close at hand; they wept to see it\r\n";
    let mut text = Vec::with_capacity(MIB);
    let mut number = 0;
    while text.len() + LINE.len() <= MIB {
        number += 1;
        let start = text.len();
        text.extend_from_slice(LINE);
        if number > 1 && number % dotted == 0 {
            text[start] = b'.';
        }
    }
    // The rest, as one shorter line that ends well.
    text.resize(MIB - 2, b'-');
    text.extend_from_slice(b"\r\n");
    text
}

pub(crate) const MIB: usize = 1 << 20;

/// A message of so many octets, in lines of 78 octets.
pub(crate) fn message_of(size: usize) -> Vec<u8> {
    let mut text = message(usize::MAX);
    text.truncate(size - 2);
    text.extend_from_slice(b"\r\n");
    text
}
