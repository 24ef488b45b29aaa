//! A statement comes in; each block's role and label, as its headings and lead-ins decide them, go out.

use super::titles::{attribute, data_noun};
use super::{Found, Passage};
use crate::statement::block::{Kind, Text};
use crate::statement::ids::id;
use crate::statement::label::{Label, label};
use crate::statement::lead::lead_role;
use crate::statement::polarity::{Polarity, denies_collection, polarity};
use crate::statement::read::Statement;
use crate::statement::role::{
    Role, heading_role, how_to_heading, is_name_in_capitals, only_frames, purpose_frame, purpose_heading,
    source_heading, unnumbered, usage_heading,
};
use crate::statement::sentence::{folded, says, sentences};
use std::collections::BTreeSet;

pub(super) struct Context<'s> {
    pub statement: &'s Statement,
    /// Role of each block.
    pub roles: Vec<Role>,
    /// Label of each block.
    pub labels: Vec<Option<Label>>,
    /// Whether the text says of itself that nothing is collected at all.
    pub denies_all: bool,
    /// Role that each block gives to what it introduces, once it was asked for.
    leads: Vec<Option<Role>>,
    /// Members of lists about collection that are acts: purposes, beside which data is named.
    pub turned: BTreeSet<usize>,
}

impl<'s> Context<'s> {
    pub(super) fn new(statement: &'s Statement) -> Self {
        let labels = statement.blocks.iter().map(label).collect();
        let leads = vec![None; statement.blocks.len()];
        let denies_all = statement.blocks.iter().take(200).filter(|block| block.kind == Kind::Paragraph).any(|block| {
            let plain = block.text.plain.as_str();
            let said: Vec<&str> = sentences(plain).iter().map(|&(from, to)| &plain[from..to]).collect();
            let of_a_tool = |at: usize| at > 0 && speaks_of_a_tool(said[at - 1]);
            (0..said.len()).any(|at| denies_all(said[at]) && !of_a_tool(at))
        });
        let roles = Vec::with_capacity(statement.blocks.len());
        let mut context = Self { statement, roles, labels, denies_all, leads, turned: BTreeSet::new() };
        for index in 0..statement.blocks.len() {
            let role = context.role_of(index);
            context.roles.push(role);
        }
        context.denies_all = context.denies_all || context.answers_nothing();
        context
    }

    /// "What we collect" is answered by "Nothing."
    fn answers_nothing(&self) -> bool {
        let blocks = &self.statement.blocks;
        let answers = |at: &usize| {
            let plain = self.plain(*at);
            let first = sentences(plain).first().map_or("", |&(_, to)| &plain[..to]);
            self.roles[*at] == Role::Collect
                && blocks[*at].kind == Kind::Paragraph
                && at.checked_sub(1).is_some_and(|above| blocks[above].is_heading())
                && ["nothing", "nothing at all", "none", "no data", "absolutely nothing"]
                    .contains(&folded(first).trim())
        };
        (0..blocks.len().min(200)).any(|at| answers(&at))
    }

    fn role_of(&mut self, index: usize) -> Role {
        let statement = self.statement;
        let block = &statement.blocks[index];
        let above = block.heading.map_or(Role::Neutral, |heading| self.roles[heading]);
        if block.is_heading() {
            return match heading_under(&block.text.plain, self.above(index)) {
                Role::Other if self.is_part(index) => Role::Neutral,
                role => role,
            };
        }
        // What a table of contents lists is told below.
        let contents = |heading: usize| says(&folded(self.plain(heading)), &["contents"]);
        if block.is_item() && block.heading.is_some_and(contents) {
            return Role::Other;
        }
        if let Some(asked) = question_role(&block.text.plain).filter(|_| block.is_item() && block.parent.is_none()) {
            return asked;
        }
        let mut lead = block.lead.map(|lead| self.lead_role(lead));
        // "Your data is used solely to provide the tracking:" names the tracking, and collects nothing.
        if lead == Some(Role::Collect) && above == Role::Use && block.lead.is_some_and(|lead| self.says_used(lead)) {
            lead = Some(Role::Use);
        }
        let inherited = block.parent.map(|parent| {
            // The item above introduces its own list.
            match self.lead_role(parent) {
                Role::Neutral => {
                    self.attribute_role(parent).or_else(|| self.titled_role(parent)).unwrap_or(self.roles[parent])
                }
                role => role,
            }
        });
        // "We collect your data to:" as a heading introduces the plain list under it.
        let framed = block.is_item()
            && block.lead.is_none()
            && block.parent.is_none()
            && self.labels[index].is_none()
            && block.heading.is_some_and(|heading| purpose_frame(self.plain(heading)));
        if framed && above == Role::Collect {
            return Role::Use;
        }
        match lead.filter(|role| *role != Role::Neutral).or(inherited) {
            None | Some(Role::Neutral) => {
                let loose = above == Role::Neutral && self.labels[index].is_some();
                let told = block.lead.filter(|_| loose).is_some_and(|lead| says_collects(self.plain(lead)));
                let goes_on = above == Role::Neutral && block.lead.is_some_and(|lead| self.goes_on(lead));
                if told || goes_on { Role::Collect } else { above }
            }
            Some(role) => within(role, above),
        }
    }

    /// "Part A: when Acme is the controller", over headings that say what is collected: a part of the text, which is
    /// about all that they say.
    fn is_part(&self, heading: usize) -> bool {
        let says = |at: usize| {
            self.statement.blocks[at].is_heading()
                && !self.statement.blocks[at].contents_link
                && heading_role(self.plain(at)) == Role::Collect
        };
        only_frames(self.plain(heading)) && self.section(heading).any(says)
    }

    /// What stands above a heading: the sentence that introduces it and its like ("We use your information to:"), or the
    /// heading that they stand under.
    pub(super) fn above(&self, heading: usize) -> Role {
        let Some(over) = self.statement.blocks[heading].heading else { return Role::Neutral };
        let own =
            |at: &usize| self.statement.blocks[*at].heading == Some(over) && !self.statement.blocks[*at].is_heading();
        let last = (over + 1..heading).rev().find(own).filter(|&at| self.kind(at) == Kind::Paragraph);
        let introduced = last.map(|at| self.statement.last_sentence(at)).filter(|lead| lead.ends_with(':'));
        match (introduced.map(lead_role), self.roles[over]) {
            (Some(role @ (Role::Collect | Role::Use)), Role::Neutral | Role::Collect | Role::Use | Role::Share) => role,
            (_, role) => role,
        }
    }

    fn lead_role(&mut self, lead: usize) -> Role {
        if let Some(known) = self.leads[lead] {
            return known;
        }
        let plain = self.plain(lead);
        let mut role = lead_role(self.statement.last_sentence(lead));
        if matches!(role, Role::Collect | Role::Use) && self.is_about_rights(lead) {
            role = Role::Other;
        }
        if role == Role::Neutral && self.introduces_means(lead) {
            role = Role::Other;
        }
        if role == Role::Neutral && self.goes_on_from_taking(lead) {
            role = Role::Collect;
        }
        if role == Role::Neutral && plain.ends_with(':') {
            // "Information we share. Here is who we work with:"
            let label = self.labels[lead].filter(|label| label.strong);
            role = label.map_or(role, |label| heading_role(&plain[label.from..label.to]));
        }
        self.leads[lead] = Some(role);
        role
    }

    /// "**Deletion rights.** You have the right to ask us. Once we receive your request, we will provide:"
    fn is_about_rights(&self, lead: usize) -> bool {
        let plain = self.plain(lead);
        let label = self.labels[lead].filter(|label| label.strong);
        let titled = label.is_some_and(|label| says(&folded(&plain[label.from..label.to]), &["right", "rights"]));
        let told = |&(from, to): &(usize, usize)| {
            says(
                &folded(&plain[from..to]),
                &["you have the right", "you have a right", "you may request", "consumer request"],
            )
        };
        titled || sentences(plain).iter().any(told)
    }

    /// "We collect it with a variety of technologies. These include:" is followed by technologies.
    fn introduces_means(&self, lead: usize) -> bool {
        let plain = self.plain(lead);
        let found = sentences(plain);
        let [.., before, last] = found.as_slice() else { return false };
        let goes_on = ["these ", "they ", "those ", "such "];
        let last = plain[last.0..last.1].to_lowercase();
        let before = folded(&plain[before.0..before.1]);
        last.ends_with(':')
            && goes_on.iter().any(|start| last.starts_with(start))
            && ["technologies", "methods", "tools", "mechanisms", "techniques", "cookies"]
                .iter()
                .any(|noun| before.trim_end().ends_with(noun))
    }

    /// "We collect information about you. This includes:" is followed by what is collected, whatever the section is about.
    fn goes_on_from_taking(&self, lead: usize) -> bool {
        let plain = self.plain(lead);
        let found = sentences(plain);
        let [.., before, last] = found.as_slice() else { return false };
        let goes_on = ["This includes:", "These include:", "It includes:", "This may include:", "This can include:"];
        let before = &plain[before.0..before.1];
        goes_on.contains(&&plain[last.0..last.1])
            && polarity(before) == Polarity::Collects
            && says(
                &folded(before),
                &["collect~ * information", "collect~ * data", "receive * information", "receive * data"],
            )
    }

    /// Whether the sentence that introduces a list says what data is used for, and not that it is collected.
    fn says_used(&self, lead: usize) -> bool {
        let text = folded(self.statement.last_sentence(lead));
        says(&text, &["is used", "are used", "use it", "use them", "we use"])
            && !says(&text, &["collect~", "following", "gather~", "includes", "include"])
    }

    /// "This includes a number of things:" after a paragraph about data that is taken.
    fn goes_on(&self, lead: usize) -> bool {
        let begins = ["this includes", "these include", "it includes", "they include", "this may include"];
        let plain = folded(self.plain(lead));
        let heading = self.statement.blocks[lead].heading;
        let before = self.statement.blocks[..lead].iter().rev().take(4);
        let mut before = before.filter(|block| block.kind == Kind::Paragraph && block.heading == heading);
        begins.iter().any(|start| plain.trim_start().starts_with(start))
            && before.any(|block| polarity(&block.text.plain) == Polarity::Collects)
    }

    /// The role of what stands under a label such as "Why we need it:".
    pub(super) fn attribute_role(&self, block: usize) -> Option<Role> {
        let label = self.labels[block]?;
        attribute(&self.statement.blocks[block].text.plain[label.from..label.to])
    }

    /// The role of what stands inside an item that a label heads: "How we share information. We may share it with:".
    fn titled_role(&self, block: usize) -> Option<Role> {
        let label = self.labels[block]?;
        let role = heading_role(&self.statement.blocks[block].text.plain[label.from..label.to]);
        matches!(role, Role::Use | Role::Share | Role::Cookies).then_some(role)
    }

    pub(super) fn plain(&self, block: usize) -> &'s str {
        &self.statement.blocks[block].text.plain
    }

    pub(super) fn kind(&self, block: usize) -> Kind {
        self.statement.blocks[block].kind
    }

    /// The words after a block's label, and those of the blocks inside it.
    pub(super) fn body(&self, block: usize) -> String {
        let plain = self.plain(block);
        let from = self.labels[block].map_or(0, |label| label.body.min(plain.len()));
        let mut body = plain[from..].to_string();
        for &child in self.statement.children(block) {
            body.push_str(if body.ends_with(['.', ':', ';', '!', '?', ',']) { " " } else { ". " });
            body.push_str(self.plain(child));
        }
        body
    }

    /// The blocks under a heading, up to the next heading of the same rank; sub-headings included.
    pub(super) fn section(&self, heading: usize) -> std::ops::Range<usize> {
        let level = |index: usize| match self.kind(index) {
            Kind::Heading(level) => Some(level),
            _ => None,
        };
        let own = level(heading).unwrap_or(7);
        let blocks = &self.statement.blocks;
        let end = (heading + 1..blocks.len()).find(|&at| level(at).is_some_and(|level| level <= own));
        heading + 1..end.unwrap_or(blocks.len())
    }

    /// What stands under a heading before the next one of any level.
    pub(super) fn own_section(&self, heading: usize) -> impl Iterator<Item = usize> {
        self.section(heading).take_while(|&at| !self.statement.blocks[at].is_heading())
    }

    /// What the sentences of a text say together.
    pub(super) fn judged(&self, text: &str) -> Judged {
        let mut judged = Judged::default();
        for (from, to) in sentences(text) {
            let silent = complies(&text[from..to]) || refers(&text[from..to]);
            let polarity = if silent { Polarity::Silent } else { polarity(&text[from..to]) };
            let other_denial = polarity == Polarity::Denies && !denies_collection(&text[from..to]);
            if judged.first.is_none() && polarity != Polarity::Silent && !other_denial {
                judged.first = Some(polarity);
            }
            judged.collects |= polarity == Polarity::Collects;
            judged.denies |= polarity == Polarity::Denies && denies_collection(&text[from..to]);
            judged.local |= matches!(polarity, Polarity::OnDevice | Polarity::Past);
        }
        judged
    }

    /// Whether a heading stands under one that is a purpose, or that introduces purposes.
    pub(super) fn under_purpose(&self, heading: usize) -> bool {
        let mut at = self.statement.blocks[heading].heading;
        while let Some(above) = at {
            if purpose_frame(self.plain(above)) || purpose_heading(self.plain(above)) {
                return true;
            }
            at = self.statement.blocks[above].heading;
        }
        false
    }

    /// The passage of a whole text: its first sentence; none where there are no words.
    pub(super) fn opening(&self, block: usize, text: &Text) -> Option<Passage> {
        let to = sentences(&text.plain).first().map_or(text.plain.len(), |&(_, to)| to);
        let passage = self.passage(block, text, 0, to);
        (!passage.quote.text.is_empty()).then_some(passage)
    }

    pub(super) fn passage(&self, block: usize, text: &Text, from: usize, to: usize) -> Passage {
        let statement = self.statement;
        Passage {
            quote: statement.quote(text, from, to),
            block,
            heading: statement.heading_path(block),
            lead_in: statement.introduced_by(block).map(|lead| statement.last_sentence(lead).to_string()),
            digest: statement.digest(block),
        }
    }

    /// An entry whose title stands in a cell of a row; none where it has no letters.
    pub(super) fn found_in_cell(
        &self,
        row: usize,
        cell: &Text,
        from: usize,
        to: usize,
        cue: &'static str,
    ) -> Option<Found> {
        let title = super::phrase::title(&cell.plain[from..to]);
        let id = id(&title);
        (!id.is_empty()).then(|| Found { id, title, passages: vec![self.passage(row, cell, from, to)], cue })
    }

    /// An entry whose title stands in a block's words.
    pub(super) fn found(&self, block: usize, from: usize, to: usize, title: &str, cue: &'static str) -> Found {
        let text = &self.statement.blocks[block].text;
        Found { id: id(title), title: title.to_string(), passages: vec![self.passage(block, text, from, to)], cue }
    }
}

/// "We use a counter to tally visits. No personal data is collected.": by that counter.
fn speaks_of_a_tool(sentence: &str) -> bool {
    let text = folded(sentence);
    says(&text, &["we use", "we self-host", "we also use", "uses", "is used"]) && !says(&text, &["your", "our app"])
}

/// "We do not collect any personal data", and not only of children, or beyond what was named.
fn denies_all(sentence: &str) -> bool {
    let text = folded(sentence);
    let nothing = says(
        &text,
        &[
            "collects no personal",
            "collect no personal",
            "collects no data",
            "collect no data",
            "not collect any personal",
            "not collect any data",
            "not collect any information",
            "not collect store",
            "no personal data is collected",
            "no personal information is collected",
            "no data is collected",
            "no data whatsoever",
            "data not collected",
        ],
    );
    nothing
        && !says(
            &text,
            &[
                "child~",
                "minors",
                "knowingly",
                "under",
                "unless",
                "except",
                "other than",
                "beyond",
                "additional",
                "without",
                "until",
                "sensitive",
                "by default",
                "they",
                "these",
                "through",
                "related to",
                "third parties",
                "voluntarily",
                "you have not",
                "you do not provide",
                "from this",
                "from the website",
                "from the app",
                "from the software",
                "on this website",
            ],
        )
}

/// "Our use of information received from … adheres to …" says nothing of what is received.
pub(super) fn complies(sentence: &str) -> bool {
    says(&folded(sentence), &["adheres to", "complies with", "will adhere to"])
}

/// "You can read about how we collect data here": what is collected stands elsewhere.
fn refers(sentence: &str) -> bool {
    says(
        &folded(sentence),
        &[
            "read about how",
            "learn about how",
            "read more",
            "refer to our",
            "refer to the",
            "learn more",
            "find out more",
            "find out how",
        ],
    )
}

/// Polarities that occur in a passage.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Judged {
    pub first: Option<Polarity>,
    pub collects: bool,
    pub denies: bool,
    pub local: bool,
}

impl Judged {
    /// Nothing is collected: every sentence that speaks of it denies it, or keeps it on the device.
    pub(super) fn nothing_collected(self) -> bool {
        !self.collects && (self.denies || self.local)
    }
}

fn heading_under(heading: &str, above: Role) -> Role {
    let own = heading_role(heading);
    let collected = matches!(above, Role::Collect);
    match own {
        _ if collected && source_heading(heading) => Role::Collect,
        // "How we approach …" among the data names none of it.
        Role::Neutral if collected && asks(heading) && !usage_heading(heading) => Role::Other,
        // "Contact information", "Cookies" among the data that is collected.
        Role::Other | Role::Cookies | Role::Share if collected && data_noun(heading) => Role::Collect,
        // "Contact information" among the purposes: what that data is for.
        Role::Other if above == Role::Use && data_noun(heading) => Role::Use,
        Role::Other if collected && purpose_heading(heading) => Role::Collect,
        // "Consent" among the purposes: those for which it is asked.
        Role::Other if above == Role::Use && bare_consent(heading) => Role::Use,
        Role::Neutral if above == Role::Neutral && how_to_heading(heading) => Role::Other,
        Role::Neutral if above == Role::Neutral && is_name_in_capitals(heading) => Role::Neutral,
        Role::Neutral if purpose_heading(heading) && matches!(above, Role::Neutral | Role::Use) => Role::Use,
        Role::Neutral => above,
        Role::Collect | Role::Use | Role::Share => within(own, above),
        own => own,
    }
}

/// "Consent", "2.3 With your consent": the basis of what stands below, and nothing else.
fn bare_consent(heading: &str) -> bool {
    let text = folded(unnumbered(heading));
    ["consent", "your consent", "with your consent", "based on consent", "explicit consent"].contains(&text.trim())
}

/// What an item answers that begins with a question about something else than collection: "Do you share my data? No."
fn question_role(plain: &str) -> Option<Role> {
    let &(from, to) = sentences(plain).first()?;
    let question = plain[from..to].trim();
    if !question.ends_with('?') {
        return None;
    }
    match heading_role(question) {
        // "How many people use a rule?" asks what is counted.
        Role::Use if !says(&folded(question), &["why", "how do we", "how is", "how are"]) => None,
        Role::Collect => None,
        Role::Neutral => Some(Role::Other),
        role => Some(role),
    }
}

/// A paragraph without a colon that introduces a list all the same: "We may receive personal information when …".
fn says_collects(lead: &str) -> bool {
    sentences(lead).first().is_some_and(|&(from, to)| {
        let sentence = &lead[from..to];
        let general = says(
            &folded(sentence),
            &["we * receive * information", "we * collect * information", "we * collect * data", "we * receive * data"],
        );
        // "This policy explains how we collect your information" speaks of the text, and introduces all of it.
        let itself = says(&folded(sentence), &["explains", "describes", "outlines", "sets out", "explain", "describe"]);
        general && !itself && polarity(sentence) == Polarity::Collects
    })
}

/// "How …", "Why …": a question, or an answer to one.
fn asks(heading: &str) -> bool {
    let text = folded(unnumbered(heading));
    [" how ", " why ", " who ", " where "].iter().any(|word| text.starts_with(word))
}

/// A role inside a section whose own role may forbid it.
fn within(role: Role, above: Role) -> Role {
    match (role, above) {
        (Role::Collect | Role::Use | Role::Share, Role::Regional) => Role::Regional,
        (Role::Collect, Role::Denied | Role::OnDevice | Role::Other | Role::Cookies | Role::Share) => above,
        (Role::Use, Role::Denied | Role::OnDevice | Role::Other | Role::Cookies) => above,
        _ => role,
    }
}
