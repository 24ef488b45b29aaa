//! Findings of the lints, and problems that keep a run from a verdict.

use super::place::Region;
use serde::{Deserialize, Serialize};

/// How strictly a lint is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not reported.
    Allow,
    /// Reported.
    #[default]
    Warn,
    /// Reported; exit code 1.
    Deny,
    /// Like deny; no flag, waiver or mark can lower it.
    Forbid,
}

/// What a lint found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Finding {
    /// The lint's name.
    pub lint: String,
    /// Its level; `check` sets the default or what caps it, `gate` decides.
    pub level: Level,
    /// A level that this finding may not exceed (draft entries, `possible` detections); not in the contract.
    #[serde(skip)]
    pub at_most: Option<Level>,
    /// File: under the root, or `policy:NAME`.
    pub path: String,
    /// Where.
    #[serde(flatten)]
    pub region: Region,
    /// What is wrong, one sentence, no full stop.
    pub message: String,
    /// What is written at the label; not in the contract.
    #[serde(skip)]
    pub label: String,
    /// What to do.
    pub help: String,
    /// Category spoken of.
    pub category: Option<String>,
    /// Data key spoken of.
    pub key: Option<String>,
    /// Findings of one group are shown together.
    pub group: String,
    /// Item path spoken of; waivers match it.
    #[serde(default)]
    pub item: String,
    /// The passage of the statement it rests on.
    pub anchor: Option<AnchorRef>,
    /// Further places: policy lines, rows, columns, steps of the flow.
    pub related: Vec<Related>,
    /// Identity that survives moved lines: see `gate::fingerprint`.
    pub fingerprint: String,
    /// A suggested edit.
    pub fix: Option<Fix>,
    /// The annotation that would settle it, where one is missing: told without the text of the code, of which a merge
    /// of shards has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annotation: Option<Proposal>,
}

/// A line to write.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Proposal {
    /// The line, without its indentation; `TODO` where a person has to decide.
    pub text: String,
    /// The lines above which it stands (1-based), each with the indentation of that line.
    pub above: Vec<u32>,
}

impl Proposal {
    /// What to do, for a person who looks at line `at`.
    pub fn as_help(&self, at: u32) -> String {
        let place = match self.above.as_slice() {
            [one] if *one == at => "it".to_owned(),
            [one] => format!("line {one}"),
            many => {
                let lines: Vec<String> = many.iter().map(u32::to_string).collect();
                format!("each of the lines {}", lines.join(", "))
            }
        };
        format!("write above {place}: {}", self.text)
    }
}

/// A passage of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AnchorRef {
    /// Id of the document.
    pub document: String,
    /// The quote.
    pub quote: String,
    /// Its line when it was anchored.
    pub line: u32,
    /// The sentence around the quote, where the text is at hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentence: Option<String>,
}

impl AnchorRef {
    /// What a reader is shown: the sentence, or without the text the quote.
    pub fn words(&self) -> &str {
        self.sentence.as_deref().unwrap_or(&self.quote)
    }
}

/// A further place of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Related {
    /// File.
    pub path: String,
    /// Line.
    pub line: u32,
    /// The whole region, for labels; not in the contract.
    #[serde(skip)]
    pub region: Region,
    /// What stands there.
    pub message: String,
}

/// A suggested edit of one file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Fix {
    /// What it does, in the imperative.
    pub title: String,
    /// Whether it may be applied without a person looking.
    pub machine_applicable: bool,
    /// File.
    pub path: String,
    /// First byte replaced.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The new text.
    pub replacement: String,
}

/// Why there is no verdict: an error in the policy, a pack, a manifest, a flag, git or the disk. Exit code 2.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Problem {
    /// What is wrong, one sentence, no full stop.
    pub message: String,
    /// What to do.
    pub help: String,
    /// File, when there is one.
    pub path: Option<String>,
    /// Where in it, when that is known.
    pub region: Option<Region>,
    /// The text of the file, for the picture; not serialised.
    #[serde(skip)]
    pub text: Option<std::sync::Arc<str>>,
}

impl Problem {
    /// A problem without a place.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), ..Self::default() }
    }

    /// The same problem at a file.
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// The same problem at a place in a text.
    pub fn within(mut self, text: &std::sync::Arc<str>, region: Region) -> Self {
        self.text = Some(text.clone());
        self.region = Some(region);
        self
    }
}
