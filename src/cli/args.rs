//! What can be written on the command line. Help texts, completions and the manual page come from here.

use crate::model::finding::Level;
use crate::render::Format;
use crate::render::report::ReportFormat;
use clap::builder::PossibleValue;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Holds a Rust codebase against the privacy statement its users were given.
#[derive(Debug, Parser)]
#[command(name = "cargo-privacy-lint", bin_name = "cargo privacy-lint", version, max_term_width = 100)]
#[command(styles = clap_cargo::style::CLAP_STYLING, disable_help_subcommand = true)]
#[command(after_help = "Without a command, `check` runs. Exit codes: 0 clean, 1 findings at deny, 2 no verdict.")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Lint the workspace against its policy (the default)
    Check(Check),
    /// Show what the code collects and where it goes; needs no policy
    Scan(Scan),
    /// Write privacy.lock: what the code does, one fact a line, for reviews
    Lock(Lock),
    /// Write a policy that holds what was found, and say what to do next
    Init(Init),
    /// Write the data-flow inventory
    Report(Report),
    /// Draft a policy from the text of a privacy statement
    Derive(Derive),
    /// Hold the policy's anchors against the text of the statement
    Drift(Drift),
    /// Propose annotations for detected collection points
    Annotate(Annotate),
    /// Write the facts of the code, or of a part of it, for `check --facts` on another machine
    Extract(Extract),
    /// Show the evidence for and against a line
    Why(Why),
    /// Show the card of a lint
    Explain(Explain),
    /// List all lints with their levels
    Lints(Common),
    /// Print the grammar of annotations
    Grammar,
    /// Print a `data_privacy` taxonomy made from the policy's categories
    Taxonomy(Taxonomy),
    /// Print a JSON Schema: of `--format json`, or of policy.toml for editors
    Schema {
        /// Of what
        #[arg(default_value = "output")]
        of: SchemaOf,
    },
    /// Print shell completions
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// What every command that reads code takes.
#[derive(Debug, Clone, Default, Args)]
pub struct Common {
    /// The policy [default: policy.toml at the workspace root, or `[workspace.metadata.privacy-lint] policy`]
    #[arg(long, value_name = "FILE", alias = "config")]
    pub policy: Option<PathBuf>,
    /// The Cargo.toml of the workspace or package
    #[arg(long, value_name = "FILE")]
    pub manifest_path: Option<PathBuf>,
    /// Only these packages (names or globs)
    #[arg(short, long = "package", value_name = "SPEC")]
    pub packages: Vec<String>,
    /// Without these packages (names or globs)
    #[arg(long, value_name = "SPEC")]
    pub exclude: Vec<String>,
    /// Every member: the default, accepted for habit
    #[arg(long, hide = true)]
    pub workspace: bool,
    /// Read test code, benches and examples too
    #[arg(long)]
    pub tests: bool,
    /// Today's date, for runs that can be repeated
    #[arg(long, value_name = "YYYY-MM-DD", env = "PRIVACY_LINT_TODAY", hide_env = true)]
    pub today: Option<jiff::civil::Date>,
    /// Threads to read with [default: one a core]
    #[arg(short = 'j', long, value_name = "N")]
    pub threads: Option<usize>,
    /// Colours: auto, always, never
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// Findings only
    #[arg(short, long)]
    pub quiet: bool,
    /// Gaps, waived findings and further places too
    #[arg(short, long)]
    pub verbose: bool,
    /// Read every file anew
    #[arg(long)]
    pub no_cache: bool,
    /// Take the facts from these shards of `extract` instead of the files
    #[arg(long, value_name = "SHARD", num_args = 1.., conflicts_with_all = ["packages", "exclude"])]
    pub facts: Vec<PathBuf>,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
#[allow(missing_docs)]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

/// The names of formats are those of `render`, so that neither list can lack what the other has.
macro_rules! named {
    ($format:ty) => {
        impl ValueEnum for $format {
            fn value_variants<'a>() -> &'a [Self] {
                const ALL: [$format; <$format>::NAMES.len()] = {
                    let mut all = [<$format>::NAMES[0].1; <$format>::NAMES.len()];
                    let mut at = 0;
                    while at < all.len() {
                        all[at] = <$format>::NAMES[at].1;
                        at += 1;
                    }
                    all
                };
                &ALL
            }

            fn to_possible_value(&self) -> Option<PossibleValue> {
                let named = <$format>::NAMES.iter().find(|(_, format)| format == self);
                named.map(|(name, _)| PossibleValue::new(*name))
            }
        }
    };
}

named!(Format);
named!(ReportFormat);

/// `check`.
#[derive(Debug, Clone, Default, Args)]
pub struct Check {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub common: Common,
    /// How to write the findings
    #[arg(long, value_name = "FORMAT", default_value = "human", alias = "message-format")]
    pub format: Format,
    /// Every finding, not only the first twenty groups
    #[arg(long)]
    pub all: bool,
    /// Report a lint and fail on it
    #[arg(short = 'D', long = "deny", value_name = "LINT")]
    pub deny: Vec<String>,
    /// Report a lint
    #[arg(short = 'W', long = "warn", value_name = "LINT")]
    pub warn: Vec<String>,
    /// Do not report a lint
    #[arg(short = 'A', long = "allow", value_name = "LINT")]
    pub allow: Vec<String>,
    /// Treat every warning as an error
    #[arg(long)]
    pub deny_warnings: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub ledger: LedgerArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub fixing: Fixing,
    /// Run another checker first and pass its messages through; with `--format cargo-json` only
    #[arg(long, value_name = "COMMAND")]
    pub with: Option<String>,
}

/// What earlier commits and runs say about this one.
#[derive(Debug, Clone, Default, Args)]
pub struct LedgerArgs {
    /// Only what the change brought since it left REV
    #[arg(long, value_name = "REV")]
    pub since: Option<String>,
    /// Findings that are known and may only become fewer
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write the baseline: all findings when there is none, else drop what is gone
    #[arg(long, requires = "baseline", conflicts_with = "since")]
    pub write_baseline: bool,
    /// The last day on which the baseline counts, when it is written
    #[arg(long, value_name = "YYYY-MM-DD", requires = "write_baseline")]
    pub baseline_until: Option<jiff::civil::Date>,
    /// Fail when privacy.lock is not what the code does
    #[arg(long)]
    pub locked: bool,
}

/// `--fix` and what it may touch.
#[derive(Debug, Clone, Default, Args)]
pub struct Fixing {
    /// Make the suggested edits that need no person
    #[arg(long, conflicts_with = "write_baseline")]
    pub fix: bool,
    /// Fix although files have changes that are not committed
    #[arg(long, requires = "fix")]
    pub allow_dirty: bool,
    /// Fix although there is no repository to take the files back from
    #[arg(long, requires = "fix")]
    pub allow_no_vcs: bool,
}

/// What has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum SchemaOf {
    Output,
    Policy,
}

/// `lock`.
#[derive(Debug, Clone, Default, Args)]
#[allow(missing_docs)]
pub struct Lock {
    #[command(flatten)]
    pub common: Common,
    /// Print it instead of writing privacy.lock
    #[arg(long)]
    pub print: bool,
}

impl Check {
    /// The level flags; `-D` wins over `-W` over `-A` where one lint has several.
    pub fn levels(&self) -> Vec<(String, Level)> {
        let with = |lints: &[String], level| lints.iter().map(move |l| (l.clone(), level)).collect::<Vec<_>>();
        [with(&self.allow, Level::Allow), with(&self.warn, Level::Warn), with(&self.deny, Level::Deny)].concat()
    }
}

/// `scan`.
#[derive(Debug, Clone, Default, Args)]
#[allow(missing_docs)]
pub struct Scan {
    #[command(flatten)]
    pub common: Common,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: ScanFormat,
    /// Everything, not only a screenful
    #[arg(long)]
    pub all: bool,
    /// What is collected only: where it goes is not followed
    #[arg(long)]
    pub no_flow: bool,
}

/// Formats of `scan`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
#[allow(missing_docs)]
pub enum ScanFormat {
    #[default]
    Human,
    Json,
}

/// `init`.
#[derive(Debug, Clone, Default, Args)]
#[allow(missing_docs)]
pub struct Init {
    #[command(flatten)]
    pub common: Common,
    /// The privacy statement to derive the policy from
    #[arg(long, value_name = "FILE")]
    pub statement: Option<PathBuf>,
    /// Write over a policy that is there
    #[arg(long)]
    pub force: bool,
}

/// `report`.
#[derive(Debug, Clone, Default, Args)]
#[allow(missing_docs)]
pub struct Report {
    #[command(flatten)]
    pub common: Common,
    /// html, markdown, csv, json, mermaid [default: by the ending of the output file, else markdown]
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<ReportFormat>,
    /// Where to write it [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// An older inventory in JSON to compare with
    #[arg(long, value_name = "FILE")]
    pub against: Option<PathBuf>,
    /// The commit that was read, for the report's head and its links
    #[arg(long, value_name = "REV")]
    pub commit: Option<String>,
    /// The date for the report's head
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// Link of a code place, with {commit}, {path}, {line}
    #[arg(long, value_name = "URL")]
    pub link: Option<String>,
}

/// `derive`.
#[derive(Debug, Clone, Default, Args)]
pub struct Derive {
    /// The statement: Markdown, HTML or plain text
    pub statement: PathBuf,
    /// Where to write the draft [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// toml or json
    #[arg(long, value_name = "FORMAT", default_value = "toml")]
    pub format: DeriveFormat,
    /// Propose changes to the policy at the output, keeping every reviewed entry
    #[arg(long, requires = "output")]
    pub update: bool,
}

/// Formats of `derive`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
#[allow(missing_docs)]
pub enum DeriveFormat {
    #[default]
    Toml,
    Json,
}

/// `drift`.
#[derive(Debug, Clone, Default, Args)]
#[allow(missing_docs)]
pub struct Drift {
    #[command(flatten)]
    pub common: Common,
    /// The statement [default: the policy's document with a `path`]
    #[arg(long, value_name = "FILE")]
    pub statement: Option<PathBuf>,
    /// Anchor an entry anew, after reading its passage again: `ID` or `TABLE.ID`; may be repeated
    #[arg(long, value_name = "ID")]
    pub accept: Vec<String>,
}

/// `annotate`.
#[derive(Debug, Clone, Default, Args)]
#[allow(missing_docs)]
pub struct Annotate {
    #[command(flatten)]
    pub common: Common,
    /// Write the annotations into the files
    #[arg(long)]
    pub write: bool,
}

/// `why`.
#[derive(Debug, Clone, Default, Args)]
#[allow(missing_docs)]
pub struct Why {
    /// FILE:LINE
    pub place: String,
    #[command(flatten)]
    pub common: Common,
}

/// `extract`.
#[derive(Debug, Clone, Default, Args)]
pub struct Extract {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub common: Common,
    /// Where to write the shard; it holds literals of the code and is as confidential as the code
    #[arg(short, long, value_name = "SHARD")]
    pub output: PathBuf,
    /// Only a part of the files: `hash:1/8` is the first of eight parts
    #[arg(long, value_name = "PART", conflicts_with = "packages")]
    pub partition: Option<String>,
}

/// `explain`.
#[derive(Debug, Clone, Default, Args)]
pub struct Explain {
    /// The lint
    pub lint: String,
}

/// `taxonomy`.
#[derive(Debug, Clone, Default, Args)]
#[allow(missing_docs)]
pub struct Taxonomy {
    #[command(flatten)]
    pub common: Common,
    /// Name of the enum
    #[arg(long, default_value = "Privacy")]
    pub name: String,
}
