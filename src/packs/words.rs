//! Identifiers come in, their words go out: split at snake and camel boundaries, lower-cased, in the singular.

/// The words of an identifier: `gh_userAgents` is `gh`, `user`, `agent`.
pub fn words(identifier: &str) -> Vec<String> {
    // Most identifiers are one word already.
    if !identifier.is_empty() && identifier.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return vec![singular(identifier)];
    }
    let mut found: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut chars = identifier.chars().peekable();
    let mut before: Option<char> = None;
    while let Some(c) = chars.next() {
        if !c.is_alphanumeric() {
            close(&mut found, &mut word);
            before = None;
            continue;
        }
        let next_is_lower = chars.peek().is_some_and(|next| next.is_lowercase());
        let starts_word = match before {
            Some(last) if c.is_uppercase() => last.is_lowercase() || last.is_numeric() || next_is_lower,
            _ => false,
        };
        if starts_word {
            close(&mut found, &mut word);
        }
        word.extend(c.to_lowercase());
        before = Some(c);
    }
    close(&mut found, &mut word);
    joined_pairs(found)
}

fn close(found: &mut Vec<String>, word: &mut String) {
    if !word.is_empty() {
        found.push(singular(word));
        word.clear();
    }
}

/// `Git` + `Hub`, `Pay` + `Pal`: camel case inside a brand is no boundary.
fn joined_pairs(found: Vec<String>) -> Vec<String> {
    const BRANDS: [(&str, &str, &str); 8] = [
        ("git", "hub", "github"),
        ("git", "lab", "gitlab"),
        ("pay", "pal", "paypal"),
        ("linked", "in", "linkedin"),
        ("you", "tube", "youtube"),
        ("o", "auth", "oauth"),
        ("o", "auth2", "oauth2"),
        ("i", "pv4", "ipv4"),
    ];
    let mut joined: Vec<String> = Vec::with_capacity(found.len());
    for word in found {
        let brand =
            joined.last().and_then(|last| BRANDS.iter().find(|(first, second, _)| last == first && word == *second));
        match (brand, joined.last_mut()) {
            (Some((_, _, whole)), Some(last)) => *last = (*whole).to_owned(),
            _ => joined.push(word),
        }
    }
    joined
}

/// The singular of an English word, roughly: enough to compare two spellings of one word.
pub fn singular(word: &str) -> String {
    let keep = word.len() <= 3
        || ["ss", "us", "is", "os", "as"].iter().any(|end| word.ends_with(end))
        || ["dns", "https", "aws", "tls", "gps", "sms", "news", "always", "jws"].contains(&word);
    if keep {
        return word.to_owned();
    }
    // Endings that the rules below would take for another's.
    const OTHERS: [(&str, &str); 8] = [
        ("cookies", "cookie"),
        ("movies", "movie"),
        ("caches", "cache"),
        ("statuses", "status"),
        ("aliases", "alias"),
        ("personas", "persona"),
        ("selfies", "selfie"),
        ("series", "series"),
    ];
    if let Some((_, single)) = OTHERS.iter().find(|(plural, _)| *plural == word) {
        return (*single).to_owned();
    }
    for (plural, single) in [("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x")] {
        if let Some(stem) = word.strip_suffix(plural) {
            return format!("{stem}{single}");
        }
    }
    match word {
        "people" => "person".to_owned(),
        "children" => "child".to_owned(),
        _ => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}

/// A word without the digits that number it: `address2` is `address`, `sha256` and `ipv4` stay.
pub fn unnumbered(word: &str) -> &str {
    const NAMES: [&str; 12] =
        ["ipv4", "ipv6", "oauth2", "sha1", "sha2", "sha256", "sha512", "md5", "base64", "u2f", "x509", "utf8"];
    if NAMES.contains(&word) {
        return word;
    }
    let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
    if bare.len() < 3 { word } else { bare }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_split_where_people_see_words() {
        assert_eq!(words("gh_userAgents"), ["gh", "user", "agent"]);
        assert_eq!(words("GitHubUser"), ["github", "user"]);
        assert_eq!(words("HTTPServer"), ["http", "server"]);
        assert_eq!(words("X_FORWARDED_FOR"), ["x", "forwarded", "for"]);
        assert_eq!(words("cookies"), ["cookie"]);
        assert_eq!(words("post_statuses"), ["post", "status"]);
        assert_eq!(words("billing.emailAddresses"), ["billing", "email", "address"]);
        assert_eq!(words("status"), ["status"]);
    }

    #[test]
    fn numbers_at_the_end_only_count() {
        assert_eq!(unnumbered("address2"), "address");
        assert_eq!(unnumbered("ipv4"), "ipv4");
        assert_eq!(unnumbered("p2"), "p2");
    }
}
