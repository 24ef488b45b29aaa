//! Types of the workspace come in; their fields that hold personal data from outside go out.

use super::about::of_variant;
use super::beside::{is_key_of_act, is_liked};
use super::contexts::is_person_key;
use super::declared::{Declared, declared, is_parameter};
use super::judge::{Place, Verdict, confidence, judge, no, yes};
use super::owners::Owner;
use super::place::attribute;
use super::roles::is_kept;
use super::{Detection, Seed};
use crate::link::{Def, Workspace};
use crate::model::fact::{Field, ItemKind};
use crate::model::inventory::PointKind;
use crate::packs::words::words;
use crate::packs::{Detectors, RoleOf};
use rayon::prelude::*;
use std::collections::BTreeMap;

pub(super) fn points(ws: &Workspace, det: &Detectors, owners: &BTreeMap<Def, Owner>) -> Vec<Detection> {
    let of = |(&def, owner): (&Def, &Owner)| {
        let mut found = Vec::new();
        match &ws.item(def).kind {
            ItemKind::Struct { fields, .. } if fields.tuple && fields.list.len() == 1 => {
                found.extend(newtype(ws, det, def, owner, &fields.list[0]));
            }
            ItemKind::Struct { fields, .. } => {
                for (at, field) in fields.list.iter().enumerate() {
                    let name = ws.facts(def).name(field.name).to_owned();
                    found.extend(field_point(ws, det, def, owner, field, &name, Seed::Field(def, at)));
                }
            }
            ItemKind::Enum { variants, .. } => {
                for (which, variant) in variants.iter().enumerate() {
                    let variant_name = ws.facts(def).name(variant.name);
                    let names = variant.fields.list.iter().map(|field| words(ws.facts(def).name(field.name)));
                    let owner = match variant.fields.tuple {
                        true => owner,
                        false => &of_variant(det, owner, variant_name, &names.collect::<Vec<_>>()),
                    };
                    for (at, field) in variant.fields.list.iter().enumerate() {
                        let name = ws.facts(def).name(field.name);
                        let name = if variant.fields.tuple { variant_name } else { name }.to_owned();
                        let seed = Seed::VariantField(def, which, at);
                        if !variant.fields.tuple || variant.fields.list.len() == 1 {
                            found.extend(field_point(ws, det, def, owner, field, &name, seed));
                        }
                    }
                }
            }
            _ => {}
        }
        found
    };
    let found: Vec<Vec<Detection>> = owners.par_iter().map(of).collect();
    found.into_iter().flatten().collect()
}

fn field_point(
    ws: &Workspace,
    det: &Detectors,
    def: Def,
    owner: &Owner,
    field: &Field,
    name: &str,
    seed: Seed,
) -> Option<Detection> {
    let facts = ws.facts(def);
    let ty = declared(ws, def.file as usize, Some(def.item), field.ty);
    // The unnamed field of a variant is called as the variant, which may be a vocabulary's word.
    let unnamed = matches!(seed, Seed::VariantField(..)) && facts.name(field.name) != name;
    let what = if unnamed { "variant" } else { "field" };
    let place = Place { name, declared: &ty, owner, what };
    let mut verdict = judge(det, &place);
    if verdict.keys.is_empty() {
        relation(det, &place, &mut verdict);
    }
    if verdict.evidence.is_empty() {
        return None;
    }
    if !verdict.keys.is_empty() && !owner.collects() {
        let reason = match owner.roles.contains_key(&RoleOf::Output) {
            true => format!("`{}` is only written out", owner.title),
            false => format!("nothing fills `{}` from outside", owner.title),
        };
        refuse(&mut verdict, "owner/role", reason);
    }
    if verdict.keys.first().is_some_and(|key| key.starts_with("user.content")) && tells_of_failure(ws, def, &seed) {
        refuse(&mut verdict, "owner/failure", "it is what a program says of its own failure".to_owned());
    }
    let skipped =
        ["skip", "skip_deserializing"].iter().any(|key| attribute(facts, &field.attrs, "serde", key).is_some());
    if skipped && owner.roles.keys().all(|role| matches!(role, RoleOf::Input | RoleOf::Output)) {
        refuse(&mut verdict, "owner/role", "serde skips it".to_owned());
    }
    let container = ty.class == "struct" || is_parameter(ws, def, &ty);
    if container && !verdict.keys.is_empty() && verdict.keys.iter().all(|key| key != "user.settings") {
        refuse(&mut verdict, "owner/container", "its own fields are judged".to_owned());
    }
    Some(Detection::of_field(ws, def, field, name, &owner.group, verdict, seed))
}

/// Whether a field stands in a variant such as `Failed { reason }` or `Error { message }`.
fn tells_of_failure(ws: &Workspace, def: Def, seed: &Seed) -> bool {
    const ENDS: [&str; 16] = [
        "failed",
        "failure",
        "fail",
        "error",
        "err",
        "invalid",
        "reject",
        "rejected",
        "denied",
        "aborted",
        "timeout",
        "disconnect",
        "disconnected",
        "unavailable",
        "skipped",
        "warning",
    ];
    let (Seed::VariantField(_, which, _), ItemKind::Enum { variants, .. }) = (seed, &ws.item(def).kind) else {
        return false;
    };
    let Some(variant) = variants.get(*which) else { return false };
    let said = words(ws.facts(def).name(variant.name));
    said.last().is_some_and(|last| ENDS.contains(&last.as_str()))
}

pub(super) fn refuse(verdict: &mut Verdict, rule: &str, reason: String) {
    verdict.keys.clear();
    verdict.evidence.push(no(rule, reason));
}

/// In a row that relates a person to something, the other side is the fact: `follows.crate_id`.
pub(super) fn relation(det: &Detectors, place: &Place<'_>, verdict: &mut Verdict) {
    let owner = place.owner;
    let name = words(place.name);
    let is_key = name.len() > 1 && matches!(name.last().map(String::as_str), Some("id" | "uuid"));
    let is_object = is_key && !is_person_key(det, &name) && !is_key_of_act(&name) && name != ["parent", "id"]
        || owner.has("federated") && name == ["object"];
    let is_own_key =
        !owner.because.is_empty() && name[..name.len().saturating_sub(1)].ends_with(&words(&owner.because));
    // `users { saved_places }`: a person's own row names what they like.
    let likes = name.len() == 2 && is_liked(&name[0]) && !matches!(name[1].as_str(), "at" | "on" | "count" | "url");
    if owner.class == "person"
        && is_kept(&owner.roles)
        && likes
        && matches!(place.declared.class, "text" | "enum" | "map") | place.declared.many
    {
        verdict.keys.push("user.behavior.interests".to_owned());
        verdict.confidence = confidence(2);
        let reason = format!("`{}` says what a person likes", place.name);
        verdict.evidence.push(yes("owner/likes", reason));
        return;
    }
    let relates = owner.class == "relation" || owner.has("joined") || owner.has("seen");
    if !relates || !owner.has("of-person") || owner.has("stated") || !is_object || is_own_key {
        return;
    }
    let social = ["friendship", "membership", "block", "mute", "following", "rsvp"].contains(&owner.because.as_str());
    let social = social || owner.has("federated") && owner.because == "follow";
    let key = if owner.has("joined") {
        "user.social_activity.membership"
    } else if owner.has("seen") {
        let title = words(&owner.title);
        match title.iter().any(|word| matches!(word.as_str(), "progress" | "watched" | "played" | "listened")) {
            true => "user.behavior.media_consumption",
            false => "user.behavior.browsing_history",
        }
    } else if social {
        "user.social_activity"
    } else {
        "user.behavior.interests"
    };
    verdict.keys.push(key.to_owned());
    verdict.confidence = confidence(2);
    let reason = format!("a row of `{}` says that a person relates to it", owner.title);
    verdict.evidence.push(yes("owner/relation", reason));
}

/// `struct RealIp(IpAddr)`: the type's name is the datum's, when it comes from a request or holds a telling type.
fn newtype(ws: &Workspace, det: &Detectors, def: Def, owner: &Owner, field: &Field) -> Option<Detection> {
    let ty: Declared = declared(ws, def.file as usize, Some(def.item), field.ty);
    let place = Place { name: &owner.title, declared: &ty, owner, what: "newtype" };
    let mut verdict = judge(det, &place);
    if verdict.evidence.is_empty() {
        return None;
    }
    let address = ty.names.iter().any(|name| matches!(name.as_str(), "IpAddr" | "Ipv4Addr" | "SocketAddr"));
    let from_request = owner.roles.contains_key(&RoleOf::Extractor);
    let read_address = address && verdict.keys.first().is_some_and(|key| key == "user.device.ip_address");
    // `struct IpAddr(std::net::IpAddr)` is the type again.
    let is_its_type = ty.names.contains(&owner.title);
    if !verdict.keys.is_empty() && !from_request && (!read_address || is_its_type) {
        refuse(&mut verdict, "owner/newtype", "a newtype is judged where it is used".to_owned());
    }
    Some(Detection {
        file: def.file as usize,
        span: ws.item(def).name_span,
        item: format!("{}::0", ws.item_path(def)),
        name: owner.title.clone(),
        kind: PointKind::Field,
        keys: verdict.keys,
        confidence: verdict.confidence,
        evidence: verdict.evidence,
        owner: owner.group.clone(),
        test: ws.is_test(def),
        seed: Seed::Field(def, 0),
    })
}
