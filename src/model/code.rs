//! Facts in, few bytes out, and back. What is kept between runs and carried between machines is written so.
//!
//! Spans and ids are written as the step from the one before: in source order steps are small, and the same
//! shapes of code give the same bytes. Bytes that were not written here give `None`, never a panic.

use super::place::Span;

/// Deepest nesting that is read back; what extraction writes is far less deep.
const DEPTH: u32 = 1024;

/// Something that is written as bytes and read back.
pub trait Code: Sized {
    /// Writes it.
    fn put(&self, out: &mut Out);
    /// Reads it back.
    fn take(input: &mut In<'_>) -> Option<Self>;
}

/// What the next span and ids are counted from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Near {
    pub(super) span: u32,
    pub(super) item: u32,
    pub(super) expr: u32,
    pub(super) pat: u32,
    pub(super) ty: u32,
}

/// Bytes being written.
#[derive(Debug, Default)]
pub struct Out {
    bytes: Vec<u8>,
    pub(super) near: Near,
    /// The names among them, where they are listed.
    names: Option<Vec<u32>>,
}

/// Bytes being read.
#[derive(Debug)]
pub struct In<'b> {
    rest: &'b [u8],
    pub(super) near: Near,
    depth: u32,
}

/// The bytes of a value.
pub fn encode(value: &impl Code) -> Vec<u8> {
    let mut out = Out::default();
    value.put(&mut out);
    out.bytes
}

/// The bytes of what is not held as one value.
pub(super) fn written(put: impl FnOnce(&mut Out)) -> Vec<u8> {
    let mut out = Out::default();
    put(&mut out);
    out.bytes
}

/// The value of bytes, all of which must be used.
pub fn decode<T: Code>(bytes: &[u8]) -> Option<T> {
    let mut input = In::new(bytes);
    let value = T::take(&mut input)?;
    input.rest.is_empty().then_some(value)
}

impl Out {
    /// Nothing yet; the names that are written are listed too.
    pub(super) fn listing_names() -> Self {
        Self { names: Some(Vec::new()), ..Self::default() }
    }

    /// A name, by its number.
    pub(super) fn name(&mut self, name: u32) {
        self.number(name);
        self.names.iter_mut().for_each(|names| names.push(name));
    }

    /// Puts each name once where names go, and itself behind its length where the rest goes: alike, they press better.
    pub(super) fn put_apart(self, into: &mut Self, rest: &mut Self) {
        let mut names = self.names.unwrap_or_default();
        names.sort_unstable();
        names.dedup();
        into.number(names.len() as u32);
        let mut before = 0;
        for name in names {
            into.number(name - before);
            before = name;
        }
        rest.raw(&self.bytes);
    }

    /// Other bytes behind these.
    pub(super) fn append(&mut self, mut other: Self) {
        self.bytes.append(&mut other.bytes);
    }

    pub(crate) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// Seven bits a byte, the lowest first.
    pub(super) fn number(&mut self, mut number: u32) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    /// A number as the step from another, small in both directions.
    pub(super) fn step(&mut self, from: u32, to: u32) {
        let step = to.wrapping_sub(from) as i32;
        self.number(((step << 1) ^ (step >> 31)) as u32);
    }

    fn raw(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u32);
        self.bytes.extend_from_slice(bytes);
    }
}

impl<'b> In<'b> {
    /// Bytes from their beginning.
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes, near: Near::default(), depth: 0 }
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first)
    }

    pub(super) fn number(&mut self) -> Option<u32> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn step(&mut self, from: u32) -> Option<u32> {
        let step = self.number()?;
        Some(from.wrapping_add((step >> 1) ^ (step & 1).wrapping_neg()))
    }

    pub(super) fn raw(&mut self) -> Option<&'b [u8]> {
        let len = self.number()? as usize;
        let (taken, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(taken)
    }

    /// How many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }

    /// A length of what takes at least a byte each.
    fn len(&mut self) -> Option<usize> {
        let len = self.number()? as usize;
        (len <= self.rest.len()).then_some(len)
    }
}

impl Code for u32 {
    fn put(&self, out: &mut Out) {
        out.number(*self);
    }
    fn take(input: &mut In<'_>) -> Option<Self> {
        input.number()
    }
}

impl Code for u8 {
    fn put(&self, out: &mut Out) {
        out.byte(*self);
    }
    fn take(input: &mut In<'_>) -> Option<Self> {
        input.byte()
    }
}

impl Code for bool {
    fn put(&self, out: &mut Out) {
        out.byte(u8::from(*self));
    }
    fn take(input: &mut In<'_>) -> Option<Self> {
        match input.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl Code for char {
    fn put(&self, out: &mut Out) {
        out.number(u32::from(*self));
    }
    fn take(input: &mut In<'_>) -> Option<Self> {
        char::from_u32(input.number()?)
    }
}

impl Code for Span {
    fn put(&self, out: &mut Out) {
        out.step(out.near.span, self.start);
        out.number(self.end.wrapping_sub(self.start));
        out.near.span = self.start;
    }
    fn take(input: &mut In<'_>) -> Option<Self> {
        let start = input.step(input.near.span)?;
        let end = start.wrapping_add(input.number()?);
        input.near.span = start;
        Some(Self { start, end })
    }
}

impl Code for [u8; 16] {
    fn put(&self, out: &mut Out) {
        out.bytes.extend_from_slice(self);
    }
    fn take(input: &mut In<'_>) -> Option<Self> {
        let (taken, rest) = input.rest.split_first_chunk()?;
        input.rest = rest;
        Some(*taken)
    }
}

impl Code for Box<str> {
    fn put(&self, out: &mut Out) {
        out.raw(self.as_bytes());
    }
    fn take(input: &mut In<'_>) -> Option<Self> {
        Some(std::str::from_utf8(input.raw()?).ok()?.into())
    }
}

impl Code for String {
    fn put(&self, out: &mut Out) {
        out.raw(self.as_bytes());
    }
    fn take(input: &mut In<'_>) -> Option<Self> {
        Some(std::str::from_utf8(input.raw()?).ok()?.to_owned())
    }
}

impl Code for Box<[u8]> {
    fn put(&self, out: &mut Out) {
        out.raw(self);
    }
    fn take(input: &mut In<'_>) -> Option<Self> {
        Some(input.raw()?.into())
    }
}

impl<T: Code> Code for Option<T> {
    fn put(&self, out: &mut Out) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }
    fn take(input: &mut In<'_>) -> Option<Self> {
        Some(match bool::take(input)? {
            true => Some(T::take(input)?),
            false => None,
        })
    }
}

/// Values that stand in lists.
pub trait Element: Code {}

impl<T: Element> Code for Vec<T> {
    fn put(&self, out: &mut Out) {
        out.number(self.len() as u32);
        self.iter().for_each(|value| value.put(out));
    }
    fn take(input: &mut In<'_>) -> Option<Self> {
        let len = input.len()?;
        input.depth += 1;
        if input.depth > DEPTH {
            return None;
        }
        let mut values = Vec::with_capacity(len.min(1 << 16));
        for _ in 0..len {
            values.push(T::take(input)?);
        }
        input.depth -= 1;
        Some(values)
    }
}

impl<T: Element> Code for Box<[T]> {
    fn put(&self, out: &mut Out) {
        out.number(self.len() as u32);
        self.iter().for_each(|value| value.put(out));
    }
    fn take(input: &mut In<'_>) -> Option<Self> {
        Some(Vec::take(input)?.into())
    }
}

impl<T: Element> Code for Box<T> {
    fn put(&self, out: &mut Out) {
        (**self).put(out);
    }
    fn take(input: &mut In<'_>) -> Option<Self> {
        Some(Box::new(T::take(input)?))
    }
}

impl<A: Code, B: Code> Code for (A, B) {
    fn put(&self, out: &mut Out) {
        self.0.put(out);
        self.1.put(out);
    }
    fn take(input: &mut In<'_>) -> Option<Self> {
        Some((A::take(input)?, B::take(input)?))
    }
}

impl<A: Code, B: Code, C: Code> Code for (A, B, C) {
    fn put(&self, out: &mut Out) {
        self.0.put(out);
        self.1.put(out);
        self.2.put(out);
    }
    fn take(input: &mut In<'_>) -> Option<Self> {
        Some((A::take(input)?, B::take(input)?, C::take(input)?))
    }
}

impl<A: Code, B: Code> Element for (A, B) {}
impl<A: Code, B: Code, C: Code> Element for (A, B, C) {}
impl Element for Span {}

/// `Code` of structs, field by field in the order named.
macro_rules! code_structs {
    ($($name:ident { $($field:ident),* $(,)? })*) => {$(
        impl $crate::model::code::Code for $name {
            fn put(&self, out: &mut $crate::model::code::Out) {
                let Self { $($field),* } = self;
                $($crate::model::code::Code::put($field, out);)*
            }
            fn take(input: &mut $crate::model::code::In<'_>) -> Option<Self> {
                Some(Self { $($field: $crate::model::code::Code::take(input)?),* })
            }
        }
        impl $crate::model::code::Element for $name {}
    )*};
}
pub(crate) use code_structs;

/// `Code` of an enum: a number a variant, then its values in the order named.
macro_rules! code_enum {
    ($name:ident { $($tag:literal $variant:ident $(($($value:ident),*))? $({ $($field:ident),* })?),* $(,)? }) => {
        impl $crate::model::code::Code for $name {
            fn put(&self, out: &mut $crate::model::code::Out) {
                match self {
                    $(Self::$variant $(($($value),*))? $({ $($field),* })? => {
                        out.byte($tag);
                        $($($crate::model::code::Code::put($value, out);)*)?
                        $($($crate::model::code::Code::put($field, out);)*)?
                    })*
                }
            }
            fn take(input: &mut $crate::model::code::In<'_>) -> Option<Self> {
                Some(match input.byte()? {
                    $($tag => {
                        $($(let $value = $crate::model::code::Code::take(input)?;)*)?
                        $($(let $field = $crate::model::code::Code::take(input)?;)*)?
                        Self::$variant $(($($value),*))? $({ $($field),* })?
                    })*
                    _ => return None,
                })
            }
        }
        impl $crate::model::code::Element for $name {}
    };
}
pub(crate) use code_enum;
