//! Forty owners that are people and forty that are things, with the same field names: what is a person's is found, what
//! is a thing's is not.

use privacy_lint::model::project::{Language, Project, SourceFile};
use privacy_lint::{detect, extract, link, packs};

const PEOPLE: [&str; 40] = [
    "User",
    "Account",
    "Member",
    "Customer",
    "Patient",
    "Profile",
    "NewUser",
    "UserRow",
    "PublicUser",
    "UpdateUserRequest",
    "Person",
    "Employee",
    "Student",
    "Teacher",
    "Subscriber",
    "Guest",
    "Visitor",
    "Buyer",
    "Seller",
    "Author",
    "Maintainer",
    "Contributor",
    "Moderator",
    "Participant",
    "Attendee",
    "Passenger",
    "Driver",
    "Applicant",
    "Candidate",
    "Donor",
    "Friend",
    "SignupForm",
    "RegisterRequest",
    "LoginUser",
    "GitHubUser",
    "TeamMember",
    "OrgUser",
    "CustomerDto",
    "EmergencyContact",
    "Beneficiary",
];
const THINGS: [&str; 40] = [
    "Crate",
    "Site",
    "Team",
    "Region",
    "Package",
    "Repository",
    "Project",
    "Organization",
    "Category",
    "Keyword",
    "Community",
    "Product",
    "Warehouse",
    "Country",
    "Currency",
    "Template",
    "Role",
    "Permission",
    "Workflow",
    "Branch",
    "UserGroup",
    "UserTeam",
    "Tenant",
    "Domain",
    "Channel",
    "Folder",
    "Theme",
    "Playlist",
    "Album",
    "Course",
    "SmtpConfig",
    "DatabaseSettings",
    "Webhook",
    "OauthProvider",
    "Cluster",
    "Node",
    "Bucket",
    "Plugin",
    "FeatureFlag",
    "Certificate",
];

/// The names of the fields that are found in a deserialised struct of this name.
fn found(owner: &str) -> Vec<String> {
    let text = format!(
        "#[derive(serde::Deserialize)]\npub struct {owner} {{\n    id: i64,\n    name: String,\n    url: String,\n    key: String,\n    \
         description: String,\n    address: String,\n    token: String,\n    code: String,\n}}\n"
    );
    let path = "src/lib.rs".to_owned();
    let file = SourceFile { path, package: None, language: Language::Rust, size: text.len() as u64 };
    let project = Project { files: vec![file], ..Project::default() };
    let ws = link::link(project, vec![extract::rust(text.as_bytes())]);
    let detectors = packs::load(&[]).unwrap_or_else(|problems| panic!("{problems:#?}"));
    detect::detect(&ws, &detectors).into_iter().map(|point| point.name).collect()
}

#[test]
fn what_is_a_persons_is_found() {
    for owner in PEOPLE {
        let wanted: &[&str] = match owner {
            // What another service calls somebody by is no key of ours.
            "GitHubUser" => &["id", "name", "description", "address", "token", "code"],
            _ => &["name", "description", "address", "token", "code"],
        };
        assert_eq!(found(owner), wanted, "{owner}");
    }
}

#[test]
fn what_is_a_things_is_not() {
    for owner in THINGS {
        assert_eq!(found(owner), Vec::<String>::new(), "{owner}");
    }
}
