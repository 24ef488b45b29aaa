//! Titles come in; ids go out.

/// The id of a title: lower case, `&` as `and`, punctuation dropped, words joined by `-`.
pub(super) fn id(title: &str) -> String {
    let spelled = title.replace('&', " and ");
    let mut words: Vec<String> = Vec::new();
    for word in spelled.split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | '–' | '—' | '_')) {
        let lower = word.chars().flat_map(char::to_lowercase);
        let word: String = lower.filter(|c| c.is_alphanumeric() && !c.is_uppercase()).collect();
        if !word.is_empty() {
            words.push(word);
        }
    }
    let id = words.join("-");
    // What the loader takes for no id, or for a word of the annotations, gets a word that makes it one.
    if !id.is_empty() && !id.chars().any(char::is_alphabetic) {
        return format!("entry-{id}");
    }
    if crate::model::grammar::is_keyword(&id) { format!("{id}-data") } else { id }
}
