//! An owner and the names beside its fields come in; the contexts that the packs' rules ask for go out: what a row says
//! of somebody, what a request is for, who stands beside a name.

use super::about::{BUILT, is_request, says_nothing};
use super::beside::{add_beside, is_key_of_act, is_told};
use super::owners::Owner;
use super::roles::Roles;
use crate::packs::{Detectors, RoleOf};

/// What a program opens with a name and a password of its own.
pub(super) const OPENED: [&str; 16] = [
    "turn",
    "stun",
    "ice",
    "database",
    "db",
    "postgre",
    "postgresql",
    "mysql",
    "redis",
    "smtp",
    "mailer",
    "kafka",
    "s3",
    "proxy",
    "server",
    "amqp",
];

/// Whether a field is the key of a person: `user_id`, `author_uuid`.
pub(super) fn is_person_key(det: &Detectors, field: &[String]) -> bool {
    let Some((last, before)) = field.split_last() else { return false };
    matches!(last.as_str(), "id" | "uid" | "uuid" | "guid" | "ulid" | "pk")
        && det.qualifiers.ending(before).is_some_and(|(_, class)| class == "person")
}

/// Whether a field names who did it: `created_by`, `created_by_id`, `author`.
pub(super) fn is_act_of(det: &Detectors, field: &[String]) -> bool {
    field.last().is_some_and(|last| last == "by") && field.len() == 2
        || is_key_of_act(field)
        || det.qualifiers.class(field) == Some("person") && field.len() == 1
}

/// Whether a field of a relation says what the relation is, so that the row's being there is not all it says.
fn states_fact(field: &[String]) -> bool {
    const FACTS: [&str; 9] = ["vote", "upvote", "downvote", "score", "reaction", "emoji", "rating", "liked", "star"];
    field.iter().any(|word| FACTS.contains(&word.as_str()))
        && field.last().is_none_or(|last| last != "id" && last != "at")
}

/// Signs in the names of siblings that a type is about a person.
pub(super) fn tells_of_person(field: &[String]) -> bool {
    let joined = field.join(" ");
    [
        "first name",
        "last name",
        "firstname",
        "lastname",
        "username",
        "password",
        "password hash",
        "date of birth",
        "phone number",
        "full name",
        "surname",
    ]
    .contains(&joined.as_str())
}

pub(super) fn has_any(fields: &[Vec<String>], any: &[&str]) -> bool {
    fields.iter().any(|field| any.contains(&field.join(" ").as_str()))
}

/// `follower`, `follows`, `requested_follow`: one side of a relation.
fn is_party(field: &[String]) -> bool {
    const ENDS: [&str; 10] = [
        "source id",
        "target id",
        "from id",
        "to id",
        "follower id",
        "followee id",
        "following id",
        "followed id",
        "blocked id",
        "blocker id",
    ];
    const PARTIES: [&str; 12] = [
        "follow",
        "follower",
        "following",
        "followed",
        "followee",
        "block",
        "blocked",
        "blocker",
        "mute",
        "muted",
        "friend",
        "target",
    ];
    ENDS.contains(&field.join(" ").as_str()) || field.last().is_some_and(|last| PARTIES.contains(&last.as_str()))
}

pub(super) fn is_contact(field: &[String]) -> bool {
    field.iter().any(|word| matches!(word.as_str(), "email" | "mail" | "phone" | "password" | "address"))
}

/// The words that tell what a type is for: its own, and where these say nothing (`RequestBody`) its module's before them.
fn told_by(det: &Detectors, names: &[Vec<String>]) -> Vec<String> {
    let own = names.first().cloned().unwrap_or_default();
    match names.last().filter(|_| names.len() > 1 && says_nothing(det, &own)) {
        Some(module) => module.iter().filter(|word| !BUILT.contains(&word.as_str())).cloned().chain(own).collect(),
        None => own,
    }
}

pub(super) fn contexts(
    det: &Detectors,
    owner: &mut Owner,
    names: &[Vec<String>],
    fields: &[Vec<String>],
    around: &[String],
    roles: &Roles,
) {
    let class = owner.class.clone();
    let because = owner.because.clone();
    let own = &told_by(det, names)[..];
    let mut add = |context: String| owner.contexts.insert(context);
    add(class.clone());
    let is_input = roles.contains_key(&RoleOf::Input) || roles.contains_key(&RoleOf::Extractor);
    if class == "unknown" {
        add(if is_input { "unknown-request" } else { "unknown-row" }.to_owned());
    }
    if roles.contains_key(&RoleOf::Extractor) {
        add("extractor".to_owned());
    }
    // What is also written out may be read back as it was: a program's own record, nothing that somebody filled in.
    if class == "unknown" && is_input && !roles.contains_key(&RoleOf::Output) {
        add("unknown-form".to_owned());
    }
    let subject = own.iter().rev().find_map(|word| match det.owners.class(std::slice::from_ref(word)) {
        Some(found @ ("person" | "thing" | "server")) => Some(found == "person"),
        _ => None,
    });
    let keyed = fields.iter().any(|field| is_person_key(det, field));
    // A comment that was `created_by` somebody is theirs; a project is not.
    let acted = matches!(class.as_str(), "content" | "relation" | "activity" | "payment")
        && fields.iter().any(|f| is_act_of(det, f));
    let told = fields.iter().filter(|field| tells_of_person(field)).count();
    let not_thing = !matches!(class.as_str(), "thing" | "server");
    if class == "person" || keyed || acted || (not_thing && (subject == Some(true) || told >= 2)) {
        add("of-person".to_owned());
        add(format!("{class}-of-person"));
    }
    // Who is told by a name, a way to reach them and a face.
    let shown = has_any(fields, &["gender", "picture", "avatar", "avatar url", "birthday", "locale"]);
    let introduced = has_any(fields, &["name"]) && has_any(fields, &["email", "username"]) && shown;
    // `FormData { name, email }`, `subscriptions (name, email)`: nothing but somebody has both.
    let asked = class == "unknown" && has_any(fields, &["name"]) && has_any(fields, &["email", "email address"]);
    // A destination has a name too, and a kind or an address of the network.
    const PLACED: [&str; 7] = ["url", "kind", "type", "endpoint", "template", "method", "host"];
    let asked = asked && !has_any(fields, &PLACED);
    // So has whoever an identity service tells of.
    let asked = asked || has_any(fields, &["name"]) && has_any(fields, &["preferred username"]);
    if not_thing && introduced || asked {
        add("of-person".to_owned());
        add(format!("{class}-of-person"));
        add("person".to_owned());
    }
    if class == "unknown" && told >= 2 {
        add("person".to_owned());
    }
    // What a client sends as a session, a message or a card is its own.
    let changes = roles.contains_key(&RoleOf::Insert) && !roles.contains_key(&RoleOf::Row);
    if is_input && matches!(class.as_str(), "session" | "content" | "contact") || changes && class == "content" {
        add(format!("{class}-of-person"));
    }
    let says = |list: &[&str]| own.iter().any(|word| list.contains(&word.as_str()));
    let is_option = own.last().is_some_and(|last| matches!(last.as_str(), "opt" | "option" | "config" | "setting"));
    // `target_http { method, url }` is asked by the program itself.
    let answered = has_any(fields, &["status", "status code", "user agent", "ip", "client ip", "referer", "duration"]);
    if class == "activity"
        && !is_option
        && (because != "http" || answered)
        && says(&["request", "access", "log", "visit", "page", "pageview", "hit", "http", "view", "browse"])
    {
        add("activity-request".to_owned());
    }
    if says(&["delete", "deleted", "deletion", "cancel", "cancellation", "close", "deactivate", "unsubscribe"]) {
        add("deletion".to_owned());
    }
    // `Send { email, message }`: what somebody writes to whoever runs a service, with where to answer.
    let is_asked = is_input || roles.contains_key(&RoleOf::Args);
    let answerable = has_any(fields, &["email", "user email", "reply to"]) && has_any(fields, &["message", "comment"]);
    const ADDRESSED: [&str; 8] = ["to", "recipient", "cc", "password", "error", "token", "status", "success"];
    if is_asked && not_thing && answerable && !has_any(fields, &ADDRESSED) {
        add("act".to_owned());
    }
    if says(&["ban", "report", "complain", "feedback", "abuse", "appeal", "contact"]) {
        add("act".to_owned());
    }
    const ORGANISED: [&str; 11] = [
        "org",
        "organization",
        "organisation",
        "team",
        "project",
        "tenant",
        "bot",
        "probe",
        "agent",
        "ingestion",
        "workspace",
    ];
    // `local_auth { user_id }` is somebody's, `SshAuth` opens another machine, an `OrgToken` is the organisation's.
    let opens = |word: &String| {
        det.qualifiers.class(std::slice::from_ref(word)) == Some("server")
            || because == "auth" && matches!(word.as_str(), "remote" | "target" | "ssh" | "upstream")
            || because == "token" && ORGANISED.contains(&word.as_str())
    };
    let of_device = matches!(because.as_str(), "device token" | "push token");
    if class == "session" && !keyed && !of_device && own.iter().any(opens) {
        add("of-server".to_owned());
    }
    // `RedisSource { password }` opens a store of the program's.
    let of_somebody = has_any(fields, &["access token", "refresh token", "email", "user id"]);
    let connects = own.iter().any(|word| OPENED.contains(&word.as_str())) && !of_somebody;
    // `HttpLogStream { url, username, password }` is where the program itself writes to.
    let writes_to = says(&["stream", "sink", "exporter", "forwarder", "destination", "drain", "syslog", "output"])
        && has_any(fields, &["url", "host", "endpoint", "address", "uri"])
        && !of_somebody;
    // `emailers { username, smtp_host }` sends mail for whoever runs the service.
    let sends_mail = has_any(fields, &["smtp host", "smtp server", "imap host", "imap server"]) && !keyed;
    let writes_to = writes_to || sends_mail;
    let outward = writes_to && matches!(class.as_str(), "unknown" | "thing" | "server" | "activity");
    if outward || matches!(class.as_str(), "unknown" | "thing" | "server") && connects && !keyed {
        add("of-server".to_owned());
        add("store".to_owned());
    }
    // `FulltextMode { term, threshold, exact }`: how what is sought is to be matched.
    let matches_words = has_any(fields, &["term", "query", "q"])
        && has_any(fields, &["threshold", "similarity", "exact", "fuzzy", "tolerance", "typo"]);
    if is_input && (says(&["search", "autocomplete", "suggest"]) || matches_words && class != "server") {
        add("search".to_owned());
    }
    const LETTERS: [&str; 9] =
        ["message", "mail", "email", "chat", "letter", "sms", "conversation", "transcript", "correspondence"];
    if class == "content" && names.iter().take(2).flatten().any(|word| LETTERS.contains(&word.as_str())) {
        add("message".to_owned());
        if keyed || acted || is_input {
            add("message-of-person".to_owned());
        }
    }
    if says(&["cipher", "vault", "keychain"]) && keyed && class == "content" {
        add("vault-of-person".to_owned());
    }
    let has = |any: &[&str]| has_any(fields, any);
    // What is asked of a list, page by page.
    let paged = has(&["page", "page size", "per page", "limit", "offset", "page number", "cursor"]);
    if is_input && not_thing && paged {
        add("listing".to_owned());
    }
    // Who asked for what, from where: one line for each request.
    let asked_from = has(&["client ip", "remote ip", "ip", "ip address", "remote addr"]) && has(&["user agent"]);
    if asked_from && has(&["method", "status", "status code", "referer", "referrer"]) && not_thing {
        add("activity-request".to_owned());
    }
    // `unauthorized_accesses { user_id, path }`: who asked for what.
    if keyed && says(&["access", "visit", "view"]) && has(&["path", "url"]) && not_thing {
        add("activity-request".to_owned());
    }
    // Where the holder of an address is: what a service of geography answers.
    let of_address = has(&["ip", "ip address", "ipv4", "ipv6", "ip addr", "public ip"]);
    if of_address
        && not_thing
        && has(&["latitude", "longitude", "lat", "lon", "lng", "city", "country", "country code"])
    {
        add("located".to_owned());
    }
    let of_addresses = around.iter().any(|word| matches!(word.as_str(), "geoip" | "maxmind" | "ipinfo"));
    if class == "location" && of_addresses {
        add("located".to_owned());
    }
    // What is connected to: an address beside its port.
    let at_port = has(&["port", "remote port", "server port"]) && !has(&["user agent", "user id", "device id"]);
    let of_somebody = matches!(class.as_str(), "person" | "session" | "device" | "activity" | "telemetry");
    if at_port && !of_somebody && !roles.contains_key(&RoleOf::Row) {
        add("endpoint".to_owned());
    }
    // `Callback { code, state }`: what an identity service sends somebody back with.
    let exchanged = has(&["state", "code verifier", "redirect uri", "grant type"]);
    if is_input && not_thing && has(&["code"]) && exchanged && !has(&["city", "country", "zip"]) {
        add("session-of-person".to_owned());
    }
    // What was run, and how it ended or when; where something is to be run says nothing of what was.
    let of_shell = has(&["cmd", "command", "command line"])
        && has(&["exit", "exit code", "exit status", "duration", "elapsed", "started at", "ended at", "timestamp"]);
    if not_thing && has(&["city", "postal code", "postcode", "zip", "zip code", "street"]) {
        add("addressed".to_owned());
    }
    if own.windows(2).any(|pair| pair[0] == "ssh" && pair[1] == "key") {
        add("ssh-key".to_owned());
    }
    // Where a person's secret key stands, a `key` beside it is the one that wraps it.
    if class == "person" && has(&["private key", "encrypted private key"]) {
        add("keyed-person".to_owned());
    }
    if says(&["history"]) || of_shell && class != "server" {
        add("history".to_owned());
    }
    // What somebody's calendar holds, whichever service keeps it.
    let of_calendar = own.windows(2).any(|pair| pair[0] == "calendar" && matches!(pair[1].as_str(), "event" | "entry"));
    let begins = has(&["start", "start time", "starts at", "start at", "start ts", "begin"]);
    let planned = has(&["all day", "rrule", "recurrence", "attendee", "location", "ical uid", "ical data"]);
    if of_calendar || begins && (says(&["appointment", "meeting"]) || says(&["event"]) && planned) {
        add("appointment".to_owned());
    }
    // `Phone { number }` of somebody, `AddressRow { street, city, country }` of whatever name.
    if not_thing && says(&["phone", "telephone", "mobile", "fax"]) {
        add("phone-contact".to_owned());
    }
    if not_thing && has(&["street", "street address", "address line", "address line1", "line1"]) {
        add("at-street".to_owned());
    }
    // What an identity service says of somebody in a token.
    if has(&["given name", "family name", "preferred username", "email verified"]) {
        add("told-elsewhere".to_owned());
    }
    // A model or a provider has a name for programs and one to be shown.
    let hinted = fields.iter().any(|field| tells_of_person(field) || is_contact(field) || is_person_key(det, field));
    let named = has(&["name", "id", "slug", "public", "visibility", "project", "projects"]);
    if class == "unknown" && named && has(&["display name"]) && !hinted {
        add("titled".to_owned());
    }
    // `Location` that is a row of `profile_states`.
    let person = |word: &String| det.owners.class(std::slice::from_ref(word)) == Some("person");
    if class == "location" && roles.contains_key(&RoleOf::Row) && names.iter().flatten().any(person) {
        add("location-of-person".to_owned());
    }
    // What somebody opened last: `recent_files { user_id, file_id, accessed_at }`.
    let looked =
        has(&["accessed at", "viewed at", "visited at", "opened at", "watched at", "played at", "listened at"]);
    const WORKED: [&str; 8] = ["upload", "download", "import", "export", "job", "task", "scan", "sync"];
    let progressed = own.last().is_some_and(|last| last == "progress") && !says(&WORKED);
    if keyed
        && !is_input
        && (looked || progressed || says(&["recent", "recently", "viewed", "visited", "watched", "opened"]))
    {
        add("seen".to_owned());
    }
    // What a device says of itself beside the key it goes by.
    if is_input && not_thing && has(&["device id", "device uuid"]) {
        add("by-device".to_owned());
    }
    // `GetListsParams { search }` asks, whether by page or not.
    if is_input && not_thing && is_request(own, roles) && !has(&["replace", "replacement"]) {
        add("asking".to_owned());
    }
    // A session that somebody signed in with, not one of a debugger, a window or a queue.
    const SIGNED: [&str; 14] = [
        "user",
        "login",
        "auth",
        "authentication",
        "code",
        "token",
        "jwt",
        "claim",
        "cookie",
        "web",
        "browser",
        "account",
        "oauth",
        "sso",
    ];
    let lets_in = has(&["access token", "refresh token", "token", "expires at", "expire at", "expiry", "expires"]);
    if class == "session" && (keyed || told >= 1 || lets_in || says(&SIGNED)) {
        add("signed-session".to_owned());
    }
    // `LoginByCode { code }`, `EmailVerificationFollowup { code }`, whatever the code is of.
    let of_factor = own.windows(2).any(|pair| pair[0] == "two" && pair[1] == "factor");
    const LETS_IN: [&str; 16] = [
        "oauth",
        "oauth2",
        "oidc",
        "sso",
        "login",
        "signin",
        "auth",
        "otp",
        "totp",
        "mfa",
        "twofactor",
        "verify",
        "verification",
        "activation",
        "recovery",
        "passcode",
    ];
    let of_factor = of_factor || own.iter().any(|word| word.contains("2fa"));
    // `ActiveRequest { user_id, code }`: the code that was sent to somebody.
    let of_factor = of_factor || keyed && has(&["code"]);
    if is_input && not_thing && (says(&LETS_IN) || of_factor) && !roles.contains_key(&RoleOf::Row) {
        add("session-of-person".to_owned());
    }
    // A token kept with the key of a device lets that device's holder in.
    if class == "session" && has(&["device id", "device uuid"]) {
        add("session-of-person".to_owned());
    }
    // An invitation beside a mail address is somebody's, and its code lets them in.
    if class == "session" && has(&["email", "mail", "phone", "phone number"]) {
        add("session-of-person".to_owned());
    }
    // Somebody wrote what is posted, whichever table says who.
    const POSTED: [&str; 9] =
        ["post", "comment", "reply", "toot", "tweet", "review", "direct message", "private message", "blog post"];
    let is_row = roles.contains_key(&RoleOf::Row);
    if class == "content" && is_row && POSTED.contains(&because.as_str()) {
        add("content-of-person".to_owned());
    }
    // `PipelinePost` is what posts a pipeline.
    let is_plain = |word: &String| {
        matches!(word.as_str(), "base" | "forum" | "blog" | "user" | "community" | "local" | "remote")
            || because.split(' ').any(|told| told == word)
            || det.owners.class(std::slice::from_ref(word)) == Some("affix")
    };
    if class == "content" && POSTED.contains(&because.as_str()) && own.iter().all(is_plain) {
        add("posted".to_owned());
    }
    // What a row keeps of somebody's words, what a form takes of them.
    let writes = matches!(
        own.first().map(String::as_str),
        Some("create" | "new" | "edit" | "update" | "post" | "submit" | "publish")
    );
    let is_form = own.last().is_some_and(|last| last == "form") && is_input && writes;
    if class == "unknown" && !is_told(own) && (keyed && is_row || is_form) {
        add("content-of-person".to_owned());
    }
    // A request to a model: what steers it stands beside what is asked.
    const STEERS: [&str; 11] = [
        "max token",
        "max new token",
        "temperature",
        "top p",
        "top k",
        "stream",
        "stop",
        "model",
        "parameter",
        "frequency penalty",
        "seed",
    ];
    let steered = fields.iter().filter(|field| STEERS.contains(&field.join(" ").as_str())).count();
    let asks_model = says(&["completion", "generate", "generation", "infill", "chat", "prompt", "llm"]);
    // `Interaction { messages, conversation_id, llm_config }`.
    let talks = has(&["message", "messages"])
        && has(&["conversation id", "llm config", "model"])
        && has(&["query", "prompt", "system prompt", "system prompt id"]);
    if is_input && not_thing && (steered > 1 || steered == 1 && asks_model || talks) {
        add("to-model".to_owned());
    }
    // The tokens of a text, each with its likelihood or place.
    if has(&["logprob", "log prob", "prob", "logit", "special"]) {
        add("lexical".to_owned());
    }
    // Beside somebody's name, and without a password, a hash is the password's.
    if not_thing
        && has(&["username", "user name", "login", "email"])
        && has(&["hash"])
        && !has(&["password", "password hash", "size", "path", "url", "avatar", "content", "file"])
    {
        add("hashed-login".to_owned());
    }
    // Who follows whom, by keys that are called as what they do.
    let follows = says(&["follow", "follower", "following", "block", "mute", "friend", "friendship"]);
    let pairs = follows && fields.iter().filter(|field| is_party(field)).count() >= 2;
    if pairs && !roles.contains_key(&RoleOf::Output) {
        add("pair".to_owned());
    }
    // Who speaks to a model is told apart from it by a role.
    if class == "content" && has(&["role"]) && has(&["content", "text"]) {
        add("message-of-person".to_owned());
    }
    // What somebody says of themselves.
    let of_somebody = class == "person" || subject == Some(true);
    if of_somebody && own.iter().any(|word| matches!(word.as_str(), "profile" | "status" | "about")) {
        add("self-told".to_owned());
    }
    // `struct RefreshTokenRow { token }` needs no key to say whose it is: somebody signs in with it.
    if class == "session" && (owner.because.ends_with(" token") || owner.because.ends_with(" code")) {
        add("session-of-person".to_owned());
    }
    // `TopicFollower { user_id, topic_id }` says of somebody that they follow, `Member { user_id, name }` who they are.
    const JOINED: [&str; 9] = [
        "owner",
        "follower",
        "member",
        "subscriber",
        "moderator",
        "participant",
        "attendee",
        "collaborator",
        "maintainer",
    ];
    let is_key = |field: &&Vec<String>| field.len() > 1 && matches!(field[field.len() - 1].as_str(), "id" | "uuid");
    let keys = || fields.iter().filter(is_key);
    if JOINED.contains(&owner.because.as_str())
        && keys().any(|field| is_person_key(det, field))
        && keys().any(|field| !is_person_key(det, field))
        && !is_input
    {
        add("joined".to_owned());
    }
    // Where and with what a picture was taken.
    if has(&["camera make", "camera model", "lens model", "date taken", "taken at", "exif"]) || says(&["exif"]) {
        add("photo".to_owned());
    }
    if says(&["card"]) {
        add("card".to_owned());
    }
    if names
        .iter()
        .flatten()
        .any(|word| matches!(word.as_str(), "reserved" | "forbidden" | "blocked" | "banned" | "disallowed"))
    {
        add("reserved".to_owned());
    }
    const BRANDS: [&str; 19] = [
        "bitbucket",
        "gitea",
        "spotify",
        "github",
        "gitlab",
        "google",
        "facebook",
        "twitter",
        "oauth",
        "oauth2",
        "oidc",
        "discord",
        "slack",
        "steam",
        "apple",
        "microsoft",
        "azure",
        "keycloak",
        "okta",
    ];
    if not_thing && around.iter().any(|word| BRANDS.contains(&word.as_str())) {
        add("third-party".to_owned());
        if class == "person" && is_input {
            add("third-party-person".to_owned());
        }
    }
    // `ProviderUser { id, login }`.
    if class == "person" && is_input && says(&["provider", "idp", "upstream"]) {
        add("third-party".to_owned());
        add("third-party-person".to_owned());
    }
    // `Like { actor, object }` of a federated service: whoever acts, and what the act is about.
    let federated = has(&["actor"]) && has(&["object"]);
    if class == "relation" && federated {
        add("federated".to_owned());
        add("of-person".to_owned());
    }
    if class == "relation" && (keyed || acted || is_input) {
        add("relation-of-person".to_owned());
        if fields.iter().any(|field| states_fact(field)) {
            add("stated".to_owned());
        }
    }
    add_beside(det, owner, own, fields, roles);
}
