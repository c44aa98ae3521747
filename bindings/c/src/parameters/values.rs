//! What stands behind a parameter's `=`, where it is one of a few.

use smtpwire::types::parameter::{Body, ByMode, Notify, NotifyEvents, Ret, RrvsAction};

use crate::choice::choice;
use crate::smtpwire_status;

choice! {
    /// What octets a message may hold. Where a function takes one, it takes the number.
    smtpwire_body of Body {
        /// `7BIT`: ASCII in lines of at most 998 octets. So it is when nothing is said.
        SMTPWIRE_BODY_7BIT = 1 is SevenBit,
        /// `8BITMIME`: any octet but NUL, in lines (RFC 6152).
        SMTPWIRE_BODY_8BITMIME = 2 is EightBitMime,
        /// `BINARYMIME`: any octets, sent by BDAT only (RFC 3030).
        SMTPWIRE_BODY_BINARYMIME = 3 is BinaryMime,
    }
}

choice! {
    /// How much of a message a failure notice returns (RFC 3461 section 4.3). Where a function takes one, it
    /// takes the number.
    smtpwire_ret of Ret {
        /// `FULL`: the whole message.
        SMTPWIRE_RET_FULL = 1 is Full,
        /// `HDRS`: its header only.
        SMTPWIRE_RET_HDRS = 2 is Headers,
    }
}

choice! {
    /// What happens when the time of BY is over (RFC 2852 section 4). Where a function takes one, it takes the
    /// number.
    smtpwire_by_mode of ByMode {
        /// `N`: the sender is told of the delay, and delivery goes on.
        SMTPWIRE_BY_MODE_NOTIFY = 1 is Notify,
        /// `R`: the message is returned.
        SMTPWIRE_BY_MODE_RETURN = 2 is Return,
    }
}

/// On which events the sender wants a notice about a recipient (RFC 3461 section 4.1): bits, one or more of them,
/// or none for never.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_notify {
    /// `NEVER`: no bit.
    SMTPWIRE_NOTIFY_NEVER = 0,
    /// `SUCCESS`: delivered.
    SMTPWIRE_NOTIFY_SUCCESS = 1,
    /// `FAILURE`: not delivered, for good.
    SMTPWIRE_NOTIFY_FAILURE = 2,
    /// `DELAY`: not delivered yet.
    SMTPWIRE_NOTIFY_DELAY = 4,
}

const SUCCESS: u32 = smtpwire_notify::SMTPWIRE_NOTIFY_SUCCESS as u32;
const FAILURE: u32 = smtpwire_notify::SMTPWIRE_NOTIFY_FAILURE as u32;
const DELAY: u32 = smtpwire_notify::SMTPWIRE_NOTIFY_DELAY as u32;

/// The bits of a notify value.
pub(super) fn notify_bits(notify: Notify) -> u32 {
    let bit = |set: bool, bit: u32| if set { bit } else { 0 };
    match notify {
        Notify::Never => 0,
        Notify::On(events) => {
            bit(events.success(), SUCCESS)
                | bit(events.failure(), FAILURE)
                | bit(events.delay(), DELAY)
        }
    }
}

/// The notify value of these bits.
pub(super) fn notify(bits: u32) -> Result<Notify, smtpwire_status> {
    if bits & !(SUCCESS | FAILURE | DELAY) != 0 {
        return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE);
    }
    let set = |bit: u32| bits & bit != 0;
    let events = NotifyEvents::new(set(SUCCESS), set(FAILURE), set(DELAY));
    Ok(events.map_or(Notify::Never, Notify::On))
}

/// What a relay does when the next hop can't check RRVS (RFC 7293 section 3.1). Where a function takes one, it
/// takes the number.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_rrvs_action {
    /// Nothing is said.
    SMTPWIRE_RRVS_ACTION_NONE = 0,
    /// `C`: carries on without the check.
    SMTPWIRE_RRVS_ACTION_CONTINUE = 1,
    /// `R`: refuses the message.
    SMTPWIRE_RRVS_ACTION_REJECT = 2,
}

impl smtpwire_rrvs_action {
    pub(super) fn of(action: Option<RrvsAction>) -> Self {
        match action {
            None => Self::SMTPWIRE_RRVS_ACTION_NONE,
            Some(RrvsAction::Continue) => Self::SMTPWIRE_RRVS_ACTION_CONTINUE,
            Some(RrvsAction::Reject) => Self::SMTPWIRE_RRVS_ACTION_REJECT,
        }
    }

    pub(super) fn read(number: u32) -> Result<Option<RrvsAction>, smtpwire_status> {
        match number {
            0 => Ok(None),
            1 => Ok(Some(RrvsAction::Continue)),
            2 => Ok(Some(RrvsAction::Reject)),
            _ => Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE),
        }
    }
}
