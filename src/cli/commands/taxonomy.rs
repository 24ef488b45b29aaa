//! `taxonomy`: the policy's categories as an enum for the `data_privacy` crate.

use super::super::args::Taxonomy;
use super::super::{Surroundings, request, terminal};
use super::fail;
use std::fmt::Write;

pub(in crate::cli) fn run(args: &Taxonomy, around: &Surroundings) -> u8 {
    let look = terminal::look(&args.common, false, terminal::err_is_terminal(), None);
    let policy = match crate::pipeline::policy_alone(&request(&args.common, Vec::new(), false, around)) {
        Ok(policy) => policy,
        Err(problems) => return fail(&problems, &look),
    };
    let name = &args.name;
    let mut text = format!("//! The data categories of {}, for the `data_privacy` crate.\n\n", policy.path);
    let _ = writeln!(text, "use data_privacy::taxonomy;\n\n/// What the privacy statement calls personal data.");
    let _ = writeln!(text, "#[taxonomy({})]\npub enum {name} {{", name.to_lowercase());
    for category in policy.categories.values().filter(|category| !category.heading) {
        let title = category.entry.title.replace(['\n', '\r'], " ");
        let _ = writeln!(text, "    /// {title}\n    {},", pascal(&category.entry.id));
    }
    text.push_str("}\n");
    super::print(&text)
}

/// `name-and-contact-data` as `NameAndContactData`, which reads back as the same id.
fn pascal(id: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    id.split('-').map(capital).collect()
}
