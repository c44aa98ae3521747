//! BURL, XCLIENT and XFORWARD: what only some clients may say.

use alloc::boxed::Box;
use alloc::string::String;

use super::answers::Pause;
use super::content::Content;
use super::{Decisions, Server, ServerEvent, Turn, replies};
use crate::types::command::{Attributes, Burl, Verb};
use crate::types::reply::Reply;

impl Server {
    pub(super) fn burl(&mut self, burl: Burl<'static>) -> Turn {
        if self.config.extensions.burl.is_none() {
            return self.refuse(Verb::Burl, replies::NOT_IMPLEMENTED);
        }
        if !self.wants(Decisions::BURL) {
            return self.refuse(Verb::Burl, replies::NO_URL);
        }
        let binary = self.transaction.binary;
        self.content.get_or_insert_with(|| Box::new(Content::chunks(&self.config, binary)));
        self.pause = Some(Pause::Burl { last: burl.last });
        Turn::Event(ServerEvent::Burl { burl })
    }

    pub(super) fn xclient(&mut self, attributes: Attributes<'static>) -> Turn {
        if let Err(reply) = self.trusts(&self.config.extensions.xclient, &attributes) {
            return self.refuse(Verb::XClient, reply);
        }
        let login = attributes.get("LOGIN").filter(|login| !login.is_empty());
        let authenticated = login.is_some_and(|login| !login.eq_ignore_ascii_case("[UNAVAILABLE]"));
        self.decide(Decisions::XCLIENT, Pause::XClient { authenticated });
        Turn::Event(ServerEvent::XClient { attributes })
    }

    pub(super) fn xforward(&mut self, attributes: Attributes<'static>) -> Turn {
        if let Err(reply) = self.trusts(&self.config.extensions.xforward, &attributes) {
            return self.refuse(Verb::XForward, reply);
        }
        self.decide(Decisions::XFORWARD, Pause::Plain(Verb::XForward));
        Turn::Event(ServerEvent::XForward { attributes })
    }

    /// Whether what is said about the client is taken from this one.
    fn trusts(&self, names: &[String], attributes: &Attributes<'_>) -> Result<(), Reply<'static>> {
        if !self.config.trusted || names.is_empty() {
            return Err(replies::NOT_TRUSTED);
        }
        let offered = |name: &str| names.iter().any(|own| own.eq_ignore_ascii_case(name));
        if attributes.iter().all(|attribute| offered(attribute.name())) {
            Ok(())
        } else {
            Err(replies::UNKNOWN_ATTRIBUTE)
        }
    }
}
