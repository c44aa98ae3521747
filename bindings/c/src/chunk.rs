//! BDAT chunks: content of an announced size.

use smtpwire::{ChunkReader, ChunkTotal};

use crate::error::{attempt, smtpwire_error};
use crate::guard::{ask, free, handle, put, put_new, status_of, with};
use crate::{smtpwire_bytes, smtpwire_status};

handle! {
    /// Counts the octets of one BDAT chunk out of the input (RFC 3030 section 2). Dots mean nothing there, and
    /// nothing ends a chunk but its size, which is only ever counted down, and never allocated.
    smtpwire_chunk_reader holds ChunkReader
}

handle! {
    /// Adds up the sizes of the chunks of one message.
    smtpwire_chunk_total holds ChunkTotal
}

/// A reader of a chunk of `size` octets.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_chunk_reader_new(
    size: u64,
    reader: *mut *mut smtpwire_chunk_reader,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        if reader.is_null() {
            return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
        }
        put_new(reader, ChunkReader::new(size))
    })
}

/// Splits the input into octets of the chunk and what stands behind it, which is commands. Both views are
/// of `input` itself: nothing is copied, and they last as long as it does. The octets of a chunk that is
/// being discarded are not handed out: `*chunk` is empty then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_chunk_reader_push(
    reader: *mut smtpwire_chunk_reader,
    input: smtpwire_bytes,
    chunk: *mut smtpwire_bytes,
    rest: *mut smtpwire_bytes,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(reader, |reader| {
            if chunk.is_null() || rest.is_null() {
                return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
            }
            let (octets, behind) = reader.push(input.read()?);
            put(chunk, smtpwire_bytes::of(octets))?;
            put(rest, smtpwire_bytes::of(behind))
        })
    }
}

/// How many octets of the chunk have not come yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_chunk_reader_remaining(
    reader: *const smtpwire_chunk_reader,
) -> u64 {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(reader, 0, ChunkReader::remaining) }
}

/// Whether all of the chunk has come.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_chunk_reader_is_done(
    reader: *const smtpwire_chunk_reader,
) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(reader, false, ChunkReader::is_done) }
}

/// Drops what is still to come of the chunk. The octets of a chunk that was refused are on their way all the
/// same, and are counted and dropped before the reply (RFC 3030 section 2).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_chunk_reader_discard(
    reader: *mut smtpwire_chunk_reader,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(reader, |reader| {
            reader.discard();
            Ok(())
        })
    }
}

/// Whether the octets of the chunk are being dropped.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_chunk_reader_is_discarding(
    reader: *const smtpwire_chunk_reader,
) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(reader, false, ChunkReader::is_discarding) }
}

/// Ends a reader; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_chunk_reader_free(reader: *mut smtpwire_chunk_reader) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(reader) }
}

/// A total for a message of at most `limit` octets, `SMTPWIRE_UNLIMITED` for any that can be counted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_chunk_total_new(
    limit: u64,
    total: *mut *mut smtpwire_chunk_total,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        if total.is_null() {
            return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
        }
        put_new(total, ChunkTotal::new((limit != u64::MAX).then_some(limit)))
    })
}

/// Adds the announced size of a chunk, before any of it is read. `SMTPWIRE_MALFORMED` where the message would
/// be larger than the limit; the total stays as it was. The chunk has to be read and dropped, and the
/// reply is 552.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_chunk_total_add(
    total: *mut smtpwire_chunk_total,
    size: u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { attempt(total, error, |total| Ok(total.add(size)?)) }
}

/// The octets of all chunks so far.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_chunk_total_octets(total: *const smtpwire_chunk_total) -> u64 {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(total, 0, ChunkTotal::octets) }
}

/// Ends a total; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_chunk_total_free(total: *mut smtpwire_chunk_total) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(total) }
}
