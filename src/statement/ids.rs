//! Titles come in; ids go out.

/// The id of a title: lower case, `&` as `and`, punctuation dropped, words joined by `-`.
pub(super) fn id(title: &str) -> String {
    let spelled = title.replace('&', " and ");
    let mut words: Vec<String> = Vec::new();
    for word in spelled.split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | '–' | '—' | '_')) {
        let word: String = word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        if !word.is_empty() {
            words.push(word);
        }
    }
    words.join("-")
}
