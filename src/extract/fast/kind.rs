//! A word in, what kind of token it is out.

/// What a token is. Punctuation is one character each, as `syn` peeks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Kind {
    /// An identifier that is no keyword; raw ones too.
    Ident,
    /// `'a`.
    Lifetime,
    Int,
    Float,
    Str,
    RawStr,
    ByteStr,
    RawByteStr,
    CStr,
    RawCStr,
    Byte,
    Char,
    True,
    False,
    /// `///` and `/** */`.
    Doc,
    /// `//!` and `/*! */`.
    InnerDoc,
    OpenParen,
    OpenBracket,
    OpenBrace,
    CloseParen,
    CloseBracket,
    CloseBrace,
    /// Past the last token.
    End,
    Tilde,
    Bang,
    At,
    Pound,
    Dollar,
    Percent,
    Caret,
    And,
    Star,
    Minus,
    Eq,
    Plus,
    Or,
    Semi,
    Colon,
    Comma,
    Lt,
    Dot,
    Gt,
    Slash,
    Question,
    Underscore,
    As,
    Async,
    Await,
    Break,
    Const,
    Continue,
    Crate,
    Dyn,
    Else,
    Enum,
    Extern,
    Fn,
    For,
    If,
    Impl,
    In,
    Let,
    Loop,
    Match,
    Mod,
    Move,
    Mut,
    Pub,
    Ref,
    Return,
    SelfType,
    SelfValue,
    Static,
    Struct,
    Super,
    Trait,
    Try,
    Type,
    Unsafe,
    Use,
    Where,
    While,
    Yield,
    /// A keyword without a use in stable Rust, `macro` and `box` among them.
    Reserved,
}

impl Kind {
    /// Whether it is a word: `syn` peeks it with `Ident::peek_any`.
    pub(super) fn is_word(self) -> bool {
        self == Kind::Ident || self as u8 >= Kind::Underscore as u8 || matches!(self, Kind::True | Kind::False)
    }

    /// Whether it is punctuation; a lifetime begins with some.
    pub(super) fn is_punct(self) -> bool {
        self == Kind::Lifetime || (Kind::Tilde as u8..=Kind::Question as u8).contains(&(self as u8))
    }

    pub(super) fn opens(self) -> bool {
        matches!(self, Kind::OpenParen | Kind::OpenBracket | Kind::OpenBrace)
    }

    /// Whether nothing follows among its siblings.
    pub(super) fn ends(self) -> bool {
        matches!(self, Kind::CloseParen | Kind::CloseBracket | Kind::CloseBrace | Kind::End)
    }

    pub(super) fn is_literal(self) -> bool {
        (Kind::Int as u8..=Kind::False as u8).contains(&(self as u8))
    }

    /// The kind of a word that is not raw.
    pub(super) fn of_word(word: &[u8]) -> Kind {
        if word.len() > 8 || !(word[0].is_ascii_lowercase() || matches!(word[0], b'S' | b'_')) {
            return Kind::Ident;
        }
        match word.len() {
            1 if word == b"_" => Kind::Underscore,
            1 => Kind::Ident,
            2 => match word {
                b"as" => Kind::As,
                b"fn" => Kind::Fn,
                b"if" => Kind::If,
                b"in" => Kind::In,
                b"do" => Kind::Reserved,
                _ => Kind::Ident,
            },
            3 => match word {
                b"let" => Kind::Let,
                b"pub" => Kind::Pub,
                b"use" => Kind::Use,
                b"mut" => Kind::Mut,
                b"for" => Kind::For,
                b"mod" => Kind::Mod,
                b"ref" => Kind::Ref,
                b"dyn" => Kind::Dyn,
                b"try" => Kind::Try,
                b"box" => Kind::Reserved,
                _ => Kind::Ident,
            },
            4 => match word {
                b"self" => Kind::SelfValue,
                b"Self" => Kind::SelfType,
                b"impl" => Kind::Impl,
                b"else" => Kind::Else,
                b"true" => Kind::True,
                b"enum" => Kind::Enum,
                b"type" => Kind::Type,
                b"move" => Kind::Move,
                b"loop" => Kind::Loop,
                b"priv" => Kind::Reserved,
                _ => Kind::Ident,
            },
            5 => match word {
                b"match" => Kind::Match,
                b"async" => Kind::Async,
                b"await" => Kind::Await,
                b"const" => Kind::Const,
                b"crate" => Kind::Crate,
                b"false" => Kind::False,
                b"where" => Kind::Where,
                b"while" => Kind::While,
                b"break" => Kind::Break,
                b"super" => Kind::Super,
                b"trait" => Kind::Trait,
                b"yield" => Kind::Yield,
                b"final" | b"macro" => Kind::Reserved,
                _ => Kind::Ident,
            },
            6 => match word {
                b"return" => Kind::Return,
                b"struct" => Kind::Struct,
                b"static" => Kind::Static,
                b"unsafe" => Kind::Unsafe,
                b"extern" => Kind::Extern,
                b"become" | b"typeof" => Kind::Reserved,
                _ => Kind::Ident,
            },
            7 => match word {
                b"unsized" | b"virtual" => Kind::Reserved,
                _ => Kind::Ident,
            },
            _ => match word {
                b"continue" => Kind::Continue,
                b"abstract" | b"override" => Kind::Reserved,
                _ => Kind::Ident,
            },
        }
    }

    /// The kind of a character of punctuation.
    pub(super) fn of_punct(byte: u8) -> Option<Kind> {
        Some(match byte {
            b'~' => Kind::Tilde,
            b'!' => Kind::Bang,
            b'@' => Kind::At,
            b'#' => Kind::Pound,
            b'$' => Kind::Dollar,
            b'%' => Kind::Percent,
            b'^' => Kind::Caret,
            b'&' => Kind::And,
            b'*' => Kind::Star,
            b'-' => Kind::Minus,
            b'=' => Kind::Eq,
            b'+' => Kind::Plus,
            b'|' => Kind::Or,
            b';' => Kind::Semi,
            b':' => Kind::Colon,
            b',' => Kind::Comma,
            b'<' => Kind::Lt,
            b'.' => Kind::Dot,
            b'>' => Kind::Gt,
            b'/' => Kind::Slash,
            b'?' => Kind::Question,
            _ => return None,
        })
    }
}
