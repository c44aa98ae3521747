//! Blocklists by name: who lists, and where to look an address up.

use serde::Serialize;

use super::{Words, phrase::says};

/// A blocklist that replies name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Blocklist {
    /// The name that operators use.
    pub name: &'static str,
    /// Where an entry is looked up and removed, or why it need not be.
    pub look_up: &'static str,
    /// The phrases by which a reply names it.
    #[serde(skip)]
    pub(super) phrases: &'static [&'static str],
}

/// Every blocklist known by name; parts of a list stand before the list.
pub fn blocklists() -> impl Iterator<Item = &'static Blocklist> {
    LISTS.iter()
}

/// The blocklist that a reply names.
pub(in crate::registry) fn listed_in(words: &Words) -> Option<&'static Blocklist> {
    LISTS.iter().find(|list| list.phrases.iter().any(|phrase| says(words, phrase)))
}

const fn list(
    name: &'static str,
    look_up: &'static str,
    phrases: &'static [&'static str],
) -> Blocklist {
    Blocklist { name, look_up, phrases }
}

static LISTS: &[Blocklist] = &[
    list(
        "Spamhaus PBL",
        "Look the address up at https://check.spamhaus.org; the PBL holds ranges from which no mail server is expected, so send through your provider's server or ask the provider to exclude a fixed address.",
        &["pbl", "pbl spamhaus org", "policy block list"],
    ),
    list(
        "Spamhaus XBL",
        "Look the address up at https://check.spamhaus.org; the XBL holds hijacked machines, so clean the machine before you ask for removal.",
        &["xbl", "xbl spamhaus org", "cbl abuseat org", "abuseat"],
    ),
    list(
        "Spamhaus CSS",
        "Look the address up at https://check.spamhaus.org; the CSS holds senders of suspect bulk mail.",
        &["css spamhaus*", "spamhaus css"],
    ),
    list(
        "Spamhaus DBL",
        "Look the domain up at https://check.spamhaus.org; the DBL lists domains, not addresses.",
        &["dbl", "dbl spamhaus org"],
    ),
    list(
        "Spamhaus SBL",
        "Look the address up at https://check.spamhaus.org; your provider has to ask for the removal from the SBL.",
        &["sbl", "sbl spamhaus org"],
    ),
    list("Spamhaus", "Look the address up at https://check.spamhaus.org.", &["spamhaus*"]),
    list(
        "SpamCop",
        "Look the address up at https://www.spamcop.net/bl.shtml; entries go by themselves a day after the last spam.",
        &["spamcop*"],
    ),
    list(
        "Barracuda",
        "Look the address up at https://www.barracudacentral.org/lookups.",
        &["barracuda*"],
    ),
    list("SORBS", "SORBS was closed in 2024; tell the receiver to stop asking it.", &["sorbs*"]),
    list(
        "UCEPROTECT",
        "Look the address up at https://www.uceprotect.net; its levels 2 and 3 list whole providers, and entries go by themselves after seven days.",
        &["uceprotect*"],
    ),
    list(
        "Proofpoint",
        "Look the address up at https://ipcheck.proofpoint.com.",
        &["proofpoint*", "pphosted*"],
    ),
    list("Cloudmark", "Ask for a reset at https://csi.cloudmark.com/en/reset.", &["cloudmark*"]),
    list(
        "Abusix",
        "Look the address up at https://lookup.abusix.com.",
        &["abusix*", "mail abusix zone"],
    ),
    list(
        "Invaluement",
        "Look the address up at https://www.invaluement.com/lookup.",
        &["invaluement*", "ivmsip*", "ivmuri*"],
    ),
    list("PSBL", "Look the address up at https://psbl.org.", &["psbl*"]),
    list(
        "SpamRATS",
        "Look the address up at https://www.spamrats.com/lookup.php.",
        &["spamrats*", "rats dyna", "rats noptr"],
    ),
    list("Mailspike", "Look the address up at https://mailspike.io.", &["mailspike*"]),
    list(
        "NiX Spam",
        "NiX Spam was closed in 2025; tell the receiver to stop asking it.",
        &["nixspam*", "ix dnsbl manitu*", "dnsbl manitu net"],
    ),
    list(
        "Trend Micro",
        "Look the address up at https://servicecentral.trendmicro.com.",
        &["mail abuse com", "mail abuse org", "trendmicro*", "trend micro"],
    ),
    list(
        "Cisco Talos",
        "Look the address up at https://talosintelligence.com/reputation_center.",
        &["senderbase*", "ironport*", "talosintelligence*"],
    ),
    list(
        "Validity Sender Score",
        "Look the address up at https://senderscore.org.",
        &["senderscore*", "return path reputation", "returnpath*"],
    ),
    list(
        "Trellix TrustedSource",
        "Look the address up at https://trustedsource.org.",
        &["trustedsource*"],
    ),
    list(
        "Vade",
        "Ask for a removal at https://sendertool.vadesecure.com.",
        &["vadesecure*", "vade secure"],
    ),
    list(
        "Symantec",
        "Look the address up at https://ipremoval.sms.symantec.com.",
        &["symantec*", "messagelabs*", "brightmail*"],
    ),
    list(
        "Hostkarma",
        "Look the address up at https://ipadmin.junkemailfilter.com.",
        &["hostkarma*", "junkemailfilter*"],
    ),
    list(
        "Backscatterer",
        "Look the address up at https://www.backscatterer.org; it lists servers that bounce to strangers.",
        &["backscatterer*"],
    ),
    list("DroneBL", "Look the address up at https://dronebl.org/lookup.", &["dronebl*"]),
    list(
        "Spam Eating Monkey",
        "Look the address up at https://spameatingmonkey.com/lookup.",
        &["spameatingmonkey*"],
    ),
    list("0spam", "Look the address up at https://0spam.org.", &["0spam*"]),
    list(
        "TRUNCATE",
        "Entries go by themselves once the spam stops; see https://www.gbudb.com/truncate.",
        &["gbudb*", "truncate gbudb net"],
    ),
];
