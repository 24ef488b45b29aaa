//! Facts in, compressed bytes out, and back; damaged bytes give nothing.
//!
//! LZ4: what is kept must be read back in less time than the file itself takes to parse, by far.

use crate::model::code;
use crate::model::fact::FileFacts;

/// LZ4 makes of one byte at most this many.
const MOST: usize = 255;

/// The facts that were sealed.
pub(super) fn unseal(sealed: &[u8]) -> Option<FileFacts> {
    code::decode(&unsqueeze(sealed)?)
}

/// Compressed bytes, their length before them.
pub(super) fn squeeze(bytes: &[u8]) -> Vec<u8> {
    lz4_flex::block::compress_prepend_size(bytes)
}

/// What was compressed.
pub(super) fn unsqueeze(squeezed: &[u8]) -> Option<Vec<u8>> {
    let (len, rest) = squeezed.split_first_chunk()?;
    let len = u32::from_le_bytes(*len) as usize;
    if len > rest.len().saturating_mul(MOST) {
        return None;
    }
    lz4_flex::block::decompress(rest, len).ok().filter(|bytes| bytes.len() == len)
}
