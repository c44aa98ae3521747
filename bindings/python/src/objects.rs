//! The small objects that hold what a stream leaves open between two pieces.

use pyo3::prelude::*;
use smtpwire_shell::config::Spelling;
use smtpwire_shell::operations::{
    self as shared, ChunkReaderOperation, ChunkTotalOperation, ContentScannerOperation,
    LineFramerOperation, ReplyReaderOperation, StufferOperation, UnstufferOperation,
};

use crate::guard::{Guarded, call};
use crate::ops::methods;
use crate::read::options;

macro_rules! objects {
    ($(
        $(#[doc = $doc:literal])+
        $class:ident asks $operation:ident {
            $($(#[doc = $about:literal])+ $name:ident($($argument:ident),*);)*
            properties
            $($(#[doc = $told:literal])+ $property:ident;)*
        }
    )+) => {
        $(
            $(#[doc = $doc])+
            #[pyclass(frozen, module = "smtpwire")]
            pub(crate) struct $class {
                held: Guarded<shared::$class>,
            }

            #[pymethods]
            impl $class {
                #[new]
                #[pyo3(signature = (options = None))]
                fn build(options: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
                    call(|| {
                        let made = shared::$class::new(self::options("options", options)?, Spelling::Rust)?;
                        Ok(Self { held: Guarded::new(made) })
                    })
                }
            }

            methods! { $class asks $operation, held => held;
                $($(#[doc = $about])+ $name($($argument),*);)*
                properties
                $($(#[doc = $told])+ $property;)*
            }
        )+

        /// Adds the classes to the module.
        pub(crate) fn add_classes(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(module.add_class::<$class>()?;)+
            Ok(())
        }
    };
}

objects! {
    /// Reads replies out of a stream.
    ///
    /// Options: ``max_line``, ``max_lines``, ``differing_codes``, ``bare_lf``, ``trailing_cr``.
    ///
    /// >>> from smtpwire import ReplyReader
    /// >>> reader = ReplyReader()
    /// >>> reader.receive_data(b"250-mx.example\r\n250 SI")
    /// >>> reader.next_reply() is None
    /// True
    /// >>> reader.receive_data(b"ZE\r\n")
    /// >>> reader.next_reply().lines
    /// ('mx.example', 'SIZE')
    ReplyReader asks ReplyReaderOperation {
        /// Takes octets from the peer.
        receive_data(octets);
        /// The next whole reply; ``None`` until more octets are received. What is no reply raises, now and
        /// from now on.
        next_reply();
        /// The octets that no reply was made of yet.
        unread();
        properties
    }

    /// Writes content for DATA, piece by piece.
    ///
    /// Options: ``line_ends``, ``max_line``.
    ///
    /// >>> from smtpwire import Stuffer
    /// >>> stuffer = Stuffer()
    /// >>> stuffer.push(b"a\r\n.b\r\n") + stuffer.finish()
    /// b'a\r\n..b\r\n.\r\n'
    Stuffer asks StufferOperation {
        /// What goes over the wire for the next piece of content. A last CR is kept back until it is known
        /// what follows it.
        push(content);
        /// The end mark, behind what was kept back.
        finish();
        properties
        /// How many octets of content have come.
        octets;
    }

    /// Reads the content of DATA, piece by piece.
    ///
    /// Options: ``line_ends``, ``max_line``, ``max_size``.
    ///
    /// >>> from smtpwire import Unstuffer
    /// >>> unstuffer = Unstuffer()
    /// >>> unstuffer.push(b"..a\r\n.\r\nQUIT\r\n")
    /// {'content': b'.a\r\n', 'consumed': 8, 'done': True}
    Unstuffer asks UnstufferOperation {
        /// Takes the next piece, as far as the end mark: the content in it, how much of it was consumed, and
        /// whether the end has come. A fault is told by ``outcome``; it is read on to the true end all the
        /// same.
        push(wire);
        /// Raises the first fault in what has come.
        outcome();
        properties
        /// Whether the end mark has come.
        is_done;
        /// How many octets of content have been handed out.
        octets;
    }

    /// Cuts a stream into lines.
    ///
    /// Options: ``limit``, the longest line with its CRLF; ``line_ends``, ``cr-lf-only`` or
    /// ``accept-bare-lf``.
    ///
    /// >>> from smtpwire import LineFramer
    /// >>> framer = LineFramer({"limit": 512})
    /// >>> framer.push(b"NOOP\r\nQU")
    /// 8
    /// >>> framer.next_line(), framer.next_line(), framer.buffered()
    /// (b'NOOP', None, b'QU')
    LineFramer asks LineFramerOperation {
        /// Takes octets from the front of these, and says how many: all, unless the buffer is full.
        push(octets);
        /// The next line, without its end; ``None`` when none is whole. A line that is over-long or holds what
        /// it must not raises once, and is used up.
        next_line();
        /// What is buffered and not handed out, as a copy: what is pushed next moves it.
        buffered();
        /// Drops so many octets from the front of what is buffered; a line starts behind them.
        consume(octets);
        /// All that is buffered, taken out; what is pushed next starts a line.
        take_rest();
        /// Changes the longest line, for the one under way and those behind it.
        set_limit(limit);
        /// Changes what ends a line, for what has not been looked at.
        set_line_ends(line_ends);
        properties
        /// Whether all was handed out, and no line is under way.
        is_at_boundary;
        /// Whether an over-long line is being dropped whose end has not come.
        is_discarding;
        /// The longest line in octets, with its CRLF.
        limit;
        /// How many octets may be buffered.
        capacity;
    }

    /// Counts the octets of one chunk of BDAT.
    ///
    /// Options: ``size``; ``discarding``, for a chunk that was refused, whose octets come all the same.
    ///
    /// >>> from smtpwire import ChunkReader
    /// >>> chunk = ChunkReader({"size": 5})
    /// >>> chunk.push(b"helloNOOP\r\n")
    /// {'content': b'hello', 'consumed': 5, 'done': True}
    ChunkReader asks ChunkReaderOperation {
        /// Takes what belongs to the chunk from the front of these octets.
        push(octets);
        /// From now on, drops what comes.
        discard();
        properties
        /// How many octets are missing.
        remaining;
        /// Whether none is.
        is_done;
        /// Whether what comes is dropped.
        is_discarding;
    }

    /// Counts the octets of all chunks of a message.
    ///
    /// Options: ``limit``.
    ///
    /// >>> from smtpwire import ChunkTotal
    /// >>> total = ChunkTotal({"limit": 10})
    /// >>> total.add(7)
    /// >>> total.octets
    /// 7
    ChunkTotal asks ChunkTotalOperation {
        /// Counts a chunk before its octets come. One that is too much raises and is not counted.
        add(size);
        properties
        /// The octets of all chunks so far.
        octets;
    }

    /// Looks for the first bare CR, bare LF, NUL or over-long line in content that comes in pieces.
    ///
    /// Options: ``line_ends``, ``max_line``.
    ///
    /// >>> from smtpwire import ContentScanner
    /// >>> scanner = ContentScanner()
    /// >>> scanner.scan(b"a\r\n")
    /// >>> scanner.octets
    /// 3
    ContentScanner asks ContentScannerOperation {
        /// Looks at the next piece. The first fault raises, now and from now on.
        scan(content);
        /// Says that the content is complete: a last CR is bare.
        finish();
        properties
        /// How many octets have been looked at, up to the first fault.
        octets;
    }
}
