//! A clause that says what for comes in; the acts that it joins go out: "find faults, to plan, and to answer you".

use super::aims::clause;

/// Words after which a clause only elaborates: what is joined there is joined to something else.
const ENDS: [&str; 13] = [
    ". ",
    " (",
    ": ",
    "; ",
    " that ",
    " which ",
    " who ",
    " if ",
    " when ",
    " because ",
    " including ",
    " such as ",
    " for example",
];

/// The ranges of the acts that a clause joins, the first of them at its start; one range where it joins none.
pub(super) fn coordinated(text: &str) -> Vec<(usize, usize)> {
    let first = text.trim_start_matches("to ");
    let gerund = is_gerund(first);
    let plain = ENDS.iter().filter_map(|end| text.find(end)).min().unwrap_or(text.len());
    let whole = [". ", "; ", ", we ", ", our "].iter().filter_map(|end| text.find(end)).min().unwrap_or(text.len());
    let mut bounds = vec![(0, text.len() - first.len())];
    let mut repeated = false;
    let mut from = 0;
    while let Some((at, after)) = joint(text, from).filter(|&(at, _)| at < whole) {
        let member = &text[after..];
        let marked = member.strip_prefix("to ").filter(|act| !gerund && !is_object(act));
        let marked = marked.or(member.strip_prefix("for ").filter(|act| gerund && is_gerund(act)));
        if marked.is_some() || gerund && at < plain && is_gerund(member) {
            repeated |= marked.is_some();
            bounds.push((at, after + member.len() - marked.unwrap_or(member).len()));
        }
        from = after;
    }
    // "To improve and fix it" is one act; "to improve it and to answer you" are two, and so are the members of a long list
    // of nouns: "for providing …, answering …, and complying …".
    if !repeated && (!gerund || bounds.len() < 4) {
        bounds.truncate(1);
    }
    let ends = bounds.iter().skip(1).map(|bound| bound.0).chain([whole]).collect::<Vec<_>>();
    let acts = bounds.iter().zip(ends).filter_map(|(&(_, from), to)| {
        let (start, end) = clause(&text[from..to]);
        (end > start).then_some((from + start, from + end))
    });
    acts.collect()
}

/// The next comma or "and" from an offset: where it stands, and where the words behind it begin.
fn joint(text: &str, from: usize) -> Option<(usize, usize)> {
    const JOINTS: [&str; 6] = [", and ", ", as well as ", " as well as ", ", or ", ", ", " and "];
    let at = JOINTS.iter().filter_map(|mark| text[from..].find(mark)).min()? + from;
    let mark = JOINTS.iter().filter(|mark| text[at..].starts_with(**mark)).map(|mark| mark.len()).max()?;
    Some((at, at + mark))
}

/// "To you", "to the team": whom something goes to.
fn is_object(words: &str) -> bool {
    // "And to processing": no infinitive.
    if words.split([' ', ',', '.']).next().is_some_and(|word| word.ends_with("ing")) {
        return true;
    }
    const NOUNS: [&str; 14] =
        ["the", "a", "an", "you", "your", "us", "our", "their", "its", "any", "this", "these", "other", "third"];
    NOUNS.contains(&words.split([' ', ',', '.']).next().unwrap_or_default())
}

/// "Improving the service", and no noun in "-ing": "marketing".
fn is_gerund(text: &str) -> bool {
    const NOUNS: [&str; 18] = [
        "marketing",
        "advertising",
        "billing",
        "including",
        "following",
        "according",
        "pricing",
        "existing",
        "ongoing",
        "hosting",
        "training",
        "being",
        "using",
        "upcoming",
        "relating",
        "regarding",
        "pending",
        "everything",
    ];
    let word = text.split([' ', ',', '.']).next().unwrap_or_default();
    let goes_on = text.len() > word.len() && text[word.len()..].starts_with(' ');
    word.ends_with("ing") && word.len() > 4 && !NOUNS.contains(&word) && goes_on
}
