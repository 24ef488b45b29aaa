//! The sentences: every form, every error at its word, and printing as the inverse of parsing.

use privacy_lint::model::grammar::{parse, print};
use privacy_lint::model::mark::*;
use privacy_lint::model::place::Span;
use proptest::prelude::*;

fn parsed(text: &str) -> (Vec<Clause>, Option<GrammarError>) {
    parse(text, &|range| Span::new(range.start, range.end))
}

#[test]
fn every_form_parses_and_prints() {
    let forms = [
        ("credentials", "credentials"),
        ("collects credentials.", "credentials"),
        ("a, b, and c from you", "a, b and c from you"),
        ("location-data.precise and everyday", "location-data.precise and everyday"),
        ("everything from you", "everything from you"),
        (
            "credentials in accounts on cortana kept P30D of customer when crate::consent::given under contract for provide, improve from you",
            "credentials from you for provide and improve under contract when crate::consent::given of customer kept P30D on cortana in accounts",
        ),
        ("infers interests from interactions from you", "infers interests from interactions from you"),
        ("stores credentials in accounts in sign-up", "stores credentials in accounts in sign-up"),
        ("discloses device-data to crash-service for repair", "discloses device-data to crash-service for repair"),
        ("logs a; reviews b; trains on c on cortana", "logs a; reviews b; trains on c on cortana"),
        ("processes voice-data by human-review", "processes voice-data by human-review"),
        ("hashes a; encrypts a; tokenizes a; coarsens a", "hashes a; encrypts a; tokenizes a; coarsens a"),
        ("redacts a; deidentifies a; anonymizes a and b", "redacts a; deidentifies a; anonymizes a and b"),
        ("deletes everything from accounts", "deletes everything from accounts"),
        ("deletes a, b from accounts", "deletes a and b from accounts"),
        ("unauthenticated; credentials kept until-deletion", "unauthenticated; credentials kept until-deletion"),
        ("not personal: a preference; really, and so on.", "not personal: a preference; really, and so on."),
        (
            "credentials; allow sensitive_log by @ann until 2030-02-28: legacy",
            "credentials; allow sensitive_log by @ann until 2030-02-28: legacy",
        ),
        ("not personal : a\ncredentials", "not personal: a\ncredentials"),
    ];
    for (text, printed) in forms {
        let (clauses, error) = parsed(text);
        assert_eq!(error, None, "{text}");
        assert_eq!(print(&clauses), printed, "{text}");
    }
}

#[test]
fn every_word_has_its_place() {
    let text = "voice.pcm from you; not personal: so it is";
    let (clauses, _) = parsed(text);
    let category = &clauses[0].categories[0];
    assert_eq!(category.id.span, Span::new(0, 5));
    assert_eq!(category.element.as_ref().map(|word| word.span), Some(Span::new(6, 9)));
    assert_eq!(clauses[0].options.sources[0].span, Span::new(15, 18));
    assert_eq!((clauses[0].span, clauses[1].span), (Span::new(0, 18), Span::new(20, text.len())));
}

/// Sentence, the word the error points at (with what stands before it, to be unique), a piece of message or help.
const ERRORS: &[(&str, usize, &str, &str)] = &[
    ("credentials fron you", 12, "fron", "did you mean `from`?"),
    ("credentials form you", 12, "form", "did you mean `from`?"),
    ("colects credentials", 0, "colects", "did you mean `collects`?"),
    ("logs a; encrpts b", 8, "encrpts", "did you mean `encrypts`?"),
    ("collects", 0, "collects", "a category is missing"),
    ("voice-data and", 11, "and", "a category is missing"),
    ("voice-data for", 11, "for", "a purpose is missing"),
    ("voice-data from for x", 16, "for", "the keyword `for`"),
    ("voice-data from you from me", 20, "from", "said twice"),
    ("voice-data content", 11, "content", "join ids"),
    ("Voice-Data from you", 0, "Voice-Data", "write `voice-data`"),
    ("voice_data from you", 0, "voice_data", "write `voice-data`"),
    ("voice-data for ProvideProducts", 15, "ProvideProducts", "write `provide-products`"),
    ("voice-data.", 0, "", ""),
    ("voice-data. And more", 0, "voice-data.", "`;`"),
    ("voice-data.a.b", 0, "voice-data.a.b", "category with an element"),
    ("voice-data kept 30 days", 16, "30", "write `P30D`"),
    ("voice-data kept p30d", 16, "p30d", "write `P30D`"),
    ("voice-data kept P0D", 16, "P0D", "P6M"),
    ("voice-data when asked()", 16, "asked()", "when asked"),
    ("voice-data when", 11, "when", "a Rust path is missing"),
    ("voice-data;", 10, ";", "nothing follows"),
    ("stores voice-data", 7, "voice-data", "`in` is missing"),
    ("stores voice-data for x in y", 18, "for", "names the store"),
    ("discloses voice-data from x", 21, "from", "names the recipient"),
    ("infers voice-data", 7, "voice-data", "`from` is missing"),
    ("processes voice-data by", 21, "by", "a method is missing"),
    ("deletes voice-data", 8, "voice-data", "`from` is missing"),
    ("hashes voice-data for x", 18, "for", "no options"),
    ("trains voice-data", 7, "voice-data", "trains on"),
    ("unauthenticated voice-data", 16, "voice-data", "stands alone"),
    ("not personal", 4, "personal", "`:` is missing"),
    ("not personal:", 12, ":", "a reason is missing"),
    ("not sure: x", 4, "sure", "not personal: "),
    ("allow x-log by a until 2030-01-01: r", 6, "x-log", "write `x_log`"),
    ("allow log: r", 9, ":", "allow LINT by OWNER"),
    ("allow log by until 2030-01-01: r", 13, "until", "an owner"),
    ("allow log by a until 2030-02-30: r", 21, "2030-02-30", "a day of the calendar"),
    ("allow log by a until 2030-01-01", 21, "2030-01-01", "`:` is missing"),
];

#[test]
fn every_error_is_at_its_word_and_says_what_to_write() {
    for &(text, start, word, says) in ERRORS {
        let (_, error) = parsed(text);
        if word.is_empty() {
            assert_eq!(error, None, "{text}");
            continue;
        }
        let error = error.unwrap_or_else(|| panic!("`{text}` parses"));
        assert_eq!((error.span.start as usize, &text[error.span.range()]), (start, word), "{text}: {error:?}");
        assert!(format!("{} {}", error.message, error.help).contains(says), "{text}: {error:?}");
        assert!(!error.not_a_mark, "{text}: {error:?}");
    }
}

#[test]
fn clauses_before_an_error_are_kept() {
    let (clauses, error) = parsed("logs a; stores b; c");
    assert_eq!(clauses.len(), 1);
    assert_eq!(error.map(|error| error.span), Some(Span::new(15, 16)));
}

#[test]
fn prose_is_told_from_a_typing_error() {
    let prose = [
        "TODO",
        "TODO: ask legal",
        "see the docs",
        "note that this is odd",
        "Logs are kept for a week",
        "we never store it",
        "note that",
    ];
    for text in prose {
        let (clauses, error) = parsed(text);
        assert!(clauses.is_empty() && error.is_some_and(|error| error.not_a_mark), "{text}");
    }
    assert_eq!(parsed("note from you").1, None);
    for text in ["", " ", ".", "from"] {
        assert!(parsed(text).1.is_some(), "`{text}`");
    }
}

fn word(text: String) -> Word {
    Word { text, span: Span::default() }
}

fn id() -> impl Strategy<Value = Word> {
    "[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,4}){1,2}".prop_map(word)
}

fn ids() -> impl Strategy<Value = Vec<Word>> {
    prop::collection::vec(id(), 0..3)
}

fn categories() -> impl Strategy<Value = Vec<CategoryRef>> {
    let one = (id(), prop::option::of(id())).prop_map(|(id, element)| CategoryRef { id, element });
    let all = Just(vec![CategoryRef { id: word("everything".into()), element: None }]);
    prop_oneof![4 => prop::collection::vec(one, 1..4), 1 => all]
}

fn options() -> impl Strategy<Value = Options> {
    let kept = prop_oneof!["P[1-9][0-9]{0,3}[DWMY]", Just("until-deletion".to_owned())].prop_map(word);
    let gate = "(::)?[a-z]{1,5}(::[a-z_]{1,5}){0,2}".prop_map(word);
    let lists = (ids(), ids(), ids(), ids());
    let singles = (prop::option::of(gate), prop::option::of(kept), prop::option::of(id()), prop::option::of(id()));
    (lists, singles).prop_map(|((sources, purposes, bases, subjects), (gate, kept, product, activity))| Options {
        sources,
        purposes,
        bases,
        gate,
        subjects,
        kept,
        product,
        activity,
    })
}

fn clause() -> impl Strategy<Value = Clause> {
    use Transform::*;
    let transforms = prop::sample::select(vec![Hash, Encrypt, Tokenize, Coarsen, Redact, Deidentify, Anonymize]);
    let reason = "[a-zA-Z][a-zA-Z;,.:]{0,4}( [a-z;:.]{1,5}){0,3}".prop_map(word);
    let waiver = ("[a-z]{2,5}_[a-z]{2,5}", "@[a-z]{1,5}", "20[3-9][0-9]-0[1-9]-[12][0-8]", reason.clone());
    let verb = prop_oneof![
        Just(Verb::Collects),
        categories().prop_map(Verb::Infers),
        id().prop_map(Verb::Stores),
        id().prop_map(Verb::Discloses),
        Just(Verb::Logs),
        Just(Verb::Reviews),
        Just(Verb::TrainsOn),
        id().prop_map(Verb::Processes),
        transforms.prop_map(Verb::Transforms),
        id().prop_map(Verb::Deletes),
        Just(Verb::Unauthenticated),
        reason.prop_map(Verb::NotPersonal),
        waiver.prop_map(|(lint, owner, until, reason)| {
            let (lint, owner, until) = (word(lint), word(owner), word(until));
            Verb::Allow(Allow { lint, owner, until, reason })
        }),
    ];
    (verb, categories(), options()).prop_map(|(verb, categories, options)| {
        let (has_data, has_options) = match verb {
            Verb::Unauthenticated | Verb::NotPersonal(_) | Verb::Allow(_) => (false, false),
            Verb::Transforms(_) | Verb::Deletes(_) => (true, false),
            _ => (true, true),
        };
        let categories = if has_data { categories } else { Vec::new() };
        let options = if has_options { options } else { Options::default() };
        Clause { verb, span: Span::default(), categories, options }
    })
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(clauses in prop::collection::vec(clause(), 1..4)) {
        let text = print(&clauses);
        let (read, error) = parse(&text, &|_| Span::default());
        prop_assert_eq!(error, None, "{}", text);
        prop_assert_eq!(read, clauses, "{}", text);
    }

    #[test]
    fn any_text_is_read_without_panic_and_errors_stay_inside(text in "\\PC{0,60}") {
        let (_, error) = parsed(&text);
        if let Some(error) = error {
            prop_assert!(error.span.end as usize <= text.len());
        }
    }

    #[test]
    fn any_words_of_the_grammar_are_read_without_panic(
        words in prop::collection::vec(prop::sample::select(vec![
            "collects", "infers", "stores", "trains", "not", "personal", "allow", "from", "for", "kept", "P3D", ":", ";",
            ",", "and", "a-b", "a-b.c", ".", "until", "2030-01-01", "by", "everything", "\n", "x::y", "unauthenticated",
        ]), 0..12)
    ) {
        parsed(&words.join(" "));
    }
}
