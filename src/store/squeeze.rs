//! Facts in, compressed bytes out, and back; damaged bytes give nothing.
//!
//! DEFLATE, two steps above its fastest: smaller for more time to write, which is spent on files that are new and on shards; read back in a fiftieth of the time that parsing takes.

use crate::model::code;
use crate::model::fact::FileFacts;
use miniz_oxide::{deflate, inflate};

/// DEFLATE makes of one byte at most this many.
const MOST: usize = 1032;
const LEVEL: u8 = 3;

/// The facts that were squeezed.
pub(super) fn unseal(sealed: &[u8]) -> Option<FileFacts> {
    code::decode(&unsqueeze(sealed)?)
}

/// Compressed bytes, their length before them.
pub(super) fn squeeze(bytes: &[u8]) -> Vec<u8> {
    let mut squeezed = (bytes.len() as u32).to_le_bytes().to_vec();
    squeezed.append(&mut deflate::compress_to_vec(bytes, LEVEL));
    squeezed
}

/// What was compressed.
pub(super) fn unsqueeze(squeezed: &[u8]) -> Option<Vec<u8>> {
    let (len, rest) = squeezed.split_first_chunk()?;
    let len = u32::from_le_bytes(*len) as usize;
    if len > rest.len().saturating_mul(MOST) {
        return None;
    }
    inflate::decompress_to_vec_with_limit(rest, len).ok().filter(|bytes| bytes.len() == len)
}
