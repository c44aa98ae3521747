//! Limits and timeouts.

use super::choices::choices;
use crate::count::Size;

choices! {
    /// How much a connection holds, takes and puts up with. A limit that may be none is null then.
    Limits of smtpwire::Limits {
        command_line: Size,
        auth_line: Size,
        reply_line: Size,
        reply_lines: Size,
        recipients: Size,
        pending_commands: Size,
        input_buffer: Size,
        output_buffer: Size,
        message_size: Option<u64>,
        content_line: Option<Size>,
        errors: u32,
        idle_commands: u32,
        failed_logins: u32,
        transactions: Option<u32>,
    }
}

choices! {
    /// How long each step may take, in milliseconds.
    Timeouts of smtpwire::Timeouts {
        greeting: u64,
        command: u64,
        mail: u64,
        rcpt: u64,
        data_initiation: u64,
        data_block: u64,
        data_termination: u64,
        quit: u64,
        tls: u64,
        idle: u64,
        answer: u64,
    }
}
