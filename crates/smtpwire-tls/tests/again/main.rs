//! The pair tests of the core again, with TLS between the two sides: whole sessions, the line cut at
//! every octet of what really crosses it, and the model that plays random sessions.

#[path = "../pair/authority.rs"]
#[allow(dead_code, reason = "the pair tests use more of it")]
mod authority;
#[path = "../../../smtpwire/tests/pair/configs.rs"]
mod configs;
#[path = "../../../smtpwire/tests/pair/faults.rs"]
mod faults;
#[path = "../../../smtpwire/tests/pair/line.rs"]
#[allow(dead_code, reason = "nothing is bare here")]
mod line;
mod lines;
#[path = "../../../smtpwire/tests/pair/model.rs"]
mod model;
#[path = "../../../smtpwire/tests/pair/pair.rs"]
mod pair;
#[path = "../../../smtpwire/tests/pair/play.rs"]
mod play;
#[path = "../../../smtpwire/tests/pair/sessions.rs"]
mod sessions;

use configs::{client_config, host, recipient, sender, server_config};

/// TLS from the first octet.
mod implicit {
    use crate::lines::Implicit;
    use crate::{faults, model, sessions};

    sessions::sessions!(Implicit);
    faults::faults!(Implicit);
    model::model!(Implicit);
}

/// The client goes through STARTTLS by itself, before its host hears of EHLO.
mod upgraded {
    use crate::lines::Upgraded;
    use crate::{faults, model, sessions};

    sessions::sessions!(Upgraded);
    faults::faults!(Upgraded);
    model::model!(Upgraded);
}

/// The client's host asks for STARTTLS when it likes.
mod by_hand {
    use crate::lines::ByHand;
    use crate::{model, sessions};

    sessions::starttls!(ByHand);
    model::model!(ByHand);
}
