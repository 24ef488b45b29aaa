//! `rules/measured.toml` comes in, the measured recall of the built-in packs goes out as a sentence.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Measured {
    caution: String,
    recall: Vec<Recall>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Recall {
    code: String,
    commit: String,
    what: String,
    labelled: usize,
    found: usize,
}

/// What of the labelled data the built-in packs find, and what to keep in mind; `None` where nothing was measured.
pub fn recall() -> Option<String> {
    let text = super::RULES.get_file("measured.toml")?.contents_utf8()?;
    let measured: Measured = toml::from_str(text).ok()?;
    let one = |recall: &Recall| {
        let share = 100 * recall.found / recall.labelled.max(1);
        let Recall { code, commit, what, labelled, found } = recall;
        format!("{found} of {labelled} ({share}%) {what}, {code} at {commit}")
    };
    let all: Vec<String> = measured.recall.iter().map(one).collect();
    (!all.is_empty()).then(|| format!("{}; {}", all.join("; "), measured.caution))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_built_in_file_reads_and_claims_no_more_than_there_is() {
        let text = super::super::RULES.get_file("measured.toml").and_then(|file| file.contents_utf8());
        let measured: super::Measured = toml::from_str(text.unwrap_or_default()).expect("rules/measured.toml reads");
        assert!(measured.recall.iter().all(|recall| recall.found <= recall.labelled && recall.labelled >= 50));
        assert!(super::recall().is_some_and(|words| words.contains("%) ") && words.ends_with(&measured.caution)));
    }
}
