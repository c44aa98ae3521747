//! A message while it comes in: its octets on their way to the store, and what is told of it.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::task::spawn_blocking;

use super::store::{Message, Name, Store};
use super::subject::Header;

/// How many octets are held before they are written to the disk.
const HELD: usize = 256 * 1024;

/// A message that is coming in.
///
/// Dropped before [`Delivery::keep`], nothing of it stays.
pub(crate) struct Delivery {
    store: Arc<Store>,
    name: Name,
    message: Option<Message>,
    held: Vec<u8>,
    header: Option<Header>,
    failure: Option<io::Error>,
}

impl Delivery {
    /// A message of which nothing has come; `lines` are put on its top. With `header`, its subject
    /// is looked for.
    pub(crate) fn new(store: Arc<Store>, name: Name, lines: String, header: bool) -> Self {
        let header = header.then(Header::default);
        Self { store, name, message: None, held: lines.into_bytes(), header, failure: None }
    }

    pub(crate) fn name(&self) -> Name {
        self.name
    }

    /// Takes some of the content. What goes wrong is told at the end, when there is a reply to give.
    pub(crate) async fn content(&mut self, octets: &[u8]) {
        if let Some(header) = &mut self.header {
            header.content(octets);
        }
        if self.store.is_nowhere() || self.failure.is_some() {
            return;
        }
        self.held.extend_from_slice(octets);
        if self.held.len() >= HELD
            && let Err(error) = self.write().await
        {
            self.failure = Some(error);
        }
    }

    /// The subject, as far as the header of the message says one.
    pub(crate) fn subject(&mut self) -> Option<String> {
        self.header.take().and_then(|header| header.subject())
    }

    /// Moves the message to its place on the disk, and gives that; `None` where nothing is kept.
    ///
    /// # Errors
    /// When the message could not be kept; nothing of it is left then.
    pub(crate) async fn keep(mut self) -> io::Result<Option<PathBuf>> {
        if let Some(error) = self.failure.take() {
            return Err(error);
        }
        if self.store.is_nowhere() {
            return Ok(None);
        }
        let work = move || {
            let mut message = begun(self.message.take(), &self.store, self.name)?;
            message.write(&self.held)?;
            message.keep().map(Some)
        };
        spawn_blocking(work).await.map_err(io::Error::other)?
    }

    async fn write(&mut self) -> io::Result<()> {
        let (message, store, name) = (self.message.take(), Arc::clone(&self.store), self.name);
        let mut held = std::mem::take(&mut self.held);
        let work = move || {
            let mut message = begun(message, &store, name)?;
            message.write(&held)?;
            held.clear();
            Ok::<_, io::Error>((message, held))
        };
        let (message, held) = spawn_blocking(work).await.map_err(io::Error::other)??;
        (self.message, self.held) = (Some(message), held);
        Ok(())
    }
}

fn begun(message: Option<Message>, store: &Store, name: Name) -> io::Result<Message> {
    match message {
        Some(message) => Ok(message),
        None => store.begin(name)?.ok_or_else(|| io::Error::other("nothing is kept here")),
    }
}
