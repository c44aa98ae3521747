//! What kinds of events there are, and which one a core's event is, at no cost.

use smtpwire::{ClientEvent, MailerEvent, ServerEvent};

use super::AnyEvent;

macro_rules! kinds {
    ($($kind:ident $name:literal,)+) => {
        /// A kind of event, of every role. A shell that has something for each matches on it, and does
        /// not compile when there is one more.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "each is the event's of the same name")]
        pub enum Kind {
            $($kind,)+
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)+];

            /// The name, as in `content-reply`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)+ }
            }
        }
    };
}

kinds! {
    Greeting "greeting",
    Ehlo "ehlo",
    Reply "reply",
    DataReady "data-ready",
    ContentReply "content-reply",
    RecipientReply "recipient-reply",
    StartTls "start-tls",
    TlsEstablished "tls-established",
    Challenge "challenge",
    Authenticated "authenticated",
    Closing "closing",
    Ready "ready",
    NeedContent "need-content",
    Outcome "outcome",
    Proxy "proxy",
    Connected "connected",
    EarlyTalker "early-talker",
    Helo "helo",
    AuthVerify "auth-verify",
    AuthLookup "auth-lookup",
    AuthFailed "auth-failed",
    Mail "mail",
    Rcpt "rcpt",
    Data "data",
    Content "content",
    Message "message",
    Aborted "aborted",
    Rset "rset",
    Noop "noop",
    Vrfy "vrfy",
    Expn "expn",
    Help "help",
    Etrn "etrn",
    Atrn "atrn",
    Burl "burl",
    XClient "xclient",
    XForward "xforward",
    Unknown "unknown",
    Refused "refused",
    Quit "quit",
    Other "other",
}

pub(super) fn of(event: &AnyEvent) -> Kind {
    match event {
        AnyEvent::Client(event) => of_client(event),
        AnyEvent::Mailer(event) => of_mailer(event),
        AnyEvent::Server(event) => of_server(event),
    }
}

fn of_client(event: &ClientEvent) -> Kind {
    match event {
        ClientEvent::Greeting { .. } => Kind::Greeting,
        ClientEvent::Ehlo { .. } => Kind::Ehlo,
        ClientEvent::Reply { .. } => Kind::Reply,
        ClientEvent::DataReady { .. } => Kind::DataReady,
        ClientEvent::ContentReply { .. } => Kind::ContentReply,
        ClientEvent::RecipientReply { .. } => Kind::RecipientReply,
        ClientEvent::StartTls { .. } => Kind::StartTls,
        ClientEvent::TlsEstablished { .. } => Kind::TlsEstablished,
        ClientEvent::Challenge { .. } => Kind::Challenge,
        ClientEvent::Authenticated { .. } => Kind::Authenticated,
        ClientEvent::Closing { .. } => Kind::Closing,
        _ => Kind::Other,
    }
}

fn of_mailer(event: &MailerEvent) -> Kind {
    match event {
        MailerEvent::Ready => Kind::Ready,
        MailerEvent::StartTls => Kind::StartTls,
        MailerEvent::TlsEstablished => Kind::TlsEstablished,
        MailerEvent::NeedContent { .. } => Kind::NeedContent,
        MailerEvent::Outcome(_) => Kind::Outcome,
        _ => Kind::Other,
    }
}

fn of_server(event: &ServerEvent) -> Kind {
    match event {
        ServerEvent::Proxy { .. } => Kind::Proxy,
        ServerEvent::Connected => Kind::Connected,
        ServerEvent::EarlyTalker => Kind::EarlyTalker,
        ServerEvent::Helo { .. } => Kind::Helo,
        ServerEvent::StartTls => Kind::StartTls,
        ServerEvent::TlsEstablished => Kind::TlsEstablished,
        ServerEvent::AuthVerify { .. } => Kind::AuthVerify,
        ServerEvent::AuthLookup { .. } => Kind::AuthLookup,
        ServerEvent::Authenticated { .. } => Kind::Authenticated,
        ServerEvent::AuthFailed { .. } => Kind::AuthFailed,
        ServerEvent::Mail { .. } => Kind::Mail,
        ServerEvent::Rcpt { .. } => Kind::Rcpt,
        ServerEvent::Data => Kind::Data,
        ServerEvent::Content { .. } => Kind::Content,
        ServerEvent::Message { .. } => Kind::Message,
        ServerEvent::Aborted { .. } => Kind::Aborted,
        ServerEvent::Rset => Kind::Rset,
        ServerEvent::Noop => Kind::Noop,
        ServerEvent::Vrfy { .. } => Kind::Vrfy,
        ServerEvent::Expn { .. } => Kind::Expn,
        ServerEvent::Help { .. } => Kind::Help,
        ServerEvent::Etrn { .. } => Kind::Etrn,
        ServerEvent::Atrn { .. } => Kind::Atrn,
        ServerEvent::Burl { .. } => Kind::Burl,
        ServerEvent::XClient { .. } => Kind::XClient,
        ServerEvent::XForward { .. } => Kind::XForward,
        ServerEvent::Unknown { .. } => Kind::Unknown,
        ServerEvent::Refused { .. } => Kind::Refused,
        ServerEvent::Quit => Kind::Quit,
        _ => Kind::Other,
    }
}
