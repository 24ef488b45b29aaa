//! Rust files without a manifest: names meet across files as they do in a crate. And with one or without: nothing that
//! code or a link names is read outside of the root.

use crate::project::{Project, TODAY};
use privacy_lint::discover::Options;
use privacy_lint::gate::Settings;
use privacy_lint::model::outcome::Outcome;
use privacy_lint::pipeline::{Request, analyse};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().expect("a folder");
    for (path, text) in files {
        let place = dir.path().join(path);
        fs::create_dir_all(place.parent().expect("below the folder")).expect("folders");
        fs::write(place, text).expect("a file");
    }
    dir
}

/// Scans a folder for what it collects and where it goes.
fn scan(start: &Path) -> Outcome {
    let settings = Settings { flags: Vec::new(), deny_warnings: false, today: TODAY, tests: false };
    let outcome = analyse(&Request {
        discover: Options { start: start.to_owned(), ..Options::default() },
        policy: None,
        policy_optional: true,
        settings,
        flow: true,
        threads: Some(1),
        no_cache: true,
        facts: Vec::new(),
    })
    .outcome;
    assert!(outcome.errors.is_empty(), "{:?}", outcome.errors);
    outcome
}

fn items(outcome: &Outcome) -> Vec<&str> {
    outcome.inventory.points.iter().map(|point| point.item.as_str()).collect()
}

const USER: &str = "// PRIVACY: contact-data\npub struct User { pub email: String }\n";
const LOGS: &str = "pub fn tell(text: &str) { log::info!(\"{text}\"); }\n";

#[test]
fn a_folder_with_a_main_is_a_crate() {
    for (root, folder_of) in [("main.rs", ""), ("src/main.rs", "src/")] {
        let at = |path: &str| format!("{folder_of}{path}");
        let dir = folder(&[
            (root, "mod model;\nmod out;\nfn go(u: model::user::User) { out::tell(&u.email); }\n"),
            (&at("model/mod.rs"), "pub mod user;\n"),
            (&at("model/user.rs"), USER),
            (&at("out.rs"), LOGS),
        ]);
        let outcome = scan(dir.path());
        assert_eq!(items(&outcome), ["code::model::user::User"], "{root}");
        let flows: Vec<&str> = outcome.inventory.flows.iter().map(|flow| flow.sink.kind.as_str()).collect();
        assert_eq!(flows, ["log"], "{root}: across three files");
    }
}

#[test]
fn without_a_root_each_file_is_called_by_its_path_and_finds_its_modules() {
    let dir = folder(&[
        // A script with a module beside it that comes before it in the order of names.
        ("tool.rs", "mod a_user;\nmod say;\nfn go(u: a_user::User) { say::tell(&u.email); }\n"),
        ("a_user.rs", USER),
        ("say.rs", LOGS),
        // A piece of a crate: what is below it lies in a folder of its name.
        ("parts/shop.rs", "pub mod user;\nfn go(u: user::User) { log::info!(\"{}\", u.email); }\n"),
        ("parts/shop/user.rs", USER),
    ]);
    let outcome = scan(dir.path());
    assert_eq!(items(&outcome), ["code::tool::a_user::User", "code::parts::shop::user::User"]);
    assert_eq!(outcome.inventory.flows.len(), 2, "{:?}", outcome.inventory.flows);
    assert!(outcome.inventory.gaps.is_empty(), "{:?}", outcome.inventory.gaps);
}

#[test]
fn a_module_of_a_folder_that_is_not_there_is_a_gap() {
    let dir = folder(&[("main.rs", "mod gone;\n")]);
    let gaps = scan(dir.path()).inventory.gaps;
    assert_eq!(gaps.len(), 1);
    assert_eq!(gaps[0].reason, "module `gone` has no file: neither gone.rs nor gone/mod.rs");
}

/// Whoever would hide code from the gate only has to put it where a scan does not look.
#[test]
fn code_that_is_compiled_and_passed_by_is_no_mere_gap() {
    for (names, hidden) in [
        ("#[path = \".h/x.rs\"] mod x;", "src/.h/x.rs"),
        ("#[path = \"x.inc\"] mod x;", "src/x.inc"),
        ("include!(\"x.txt\");", "src/x.txt"),
        ("#[path = \"../target/x.rs\"] mod x;", "target/x.rs"),
    ] {
        let project = Project::new();
        project.put("policy.toml", "version = 1\n");
        project.put("src/lib.rs", &format!("{names}\n"));
        assert!(project.check(&[]).findings.is_empty(), "{names}: it is not there, which is a gap");
        project.put(hidden, USER);
        let found = project.check(&[]).findings;
        assert_eq!(found.len(), 1, "{names}: {found:?}");
        assert_eq!(found[0].lint, "unanalysed_source");
        assert!(found[0].message.contains(&format!("`{hidden}` is passed by")), "{}", found[0].message);
    }
    // As cargo marks its build output.
    let project = Project::new();
    project.put("policy.toml", "version = 1\n");
    project.put("src/lib.rs", "mod built;\n");
    project.put("src/built/mod.rs", USER);
    project.put("src/built/.rustc_info.json", "{}");
    project.put("src/built/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55");
    let found = project.check(&[]).findings;
    assert_eq!(found.len(), 1, "{found:?}");
}

/// What stands above the root has a point that would be seen if it were read.
#[test]
fn no_file_outside_of_the_root_is_read() {
    let dir = folder(&[("x.rs", USER), ("data/x.rs", USER), ("inside/keep.txt", "")]);
    let inside = dir.path().join("inside");
    let absolute = dir.path().join("x.rs");
    let code = format!(
        "#[path = \"../../x.rs\"]\nmod a;\n#[path = \"{absolute}\"]\nmod b;\n#[path = \"../../data/x.rs\"]\nmod c;\n\
         include!(\"../../x.rs\");\ninclude!(\"{absolute}\");\ninclude!(concat!(\"..\", \"/../x.rs\"));\n\
         mod d {{ #[path = \"../../../x.rs\"] mod e; }}\nmod linked;\nmod deep;\n// PRIVACY: contact-data\nstruct Own(u8);\n",
        absolute = absolute.display()
    );
    for manifest in [true, false] {
        let project = Project::new();
        let files = fs::read_to_string(project.path().join("Cargo.toml")).expect("a manifest");
        let _ = fs::remove_dir_all(inside.join("src"));
        fs::create_dir_all(inside.join("src")).expect("a folder");
        fs::write(inside.join("src/lib.rs"), &code).expect("a file");
        let _ = fs::remove_file(inside.join("Cargo.toml"));
        if manifest {
            fs::write(inside.join("Cargo.toml"), files).expect("a file");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&absolute, inside.join("src/linked.rs")).expect("a link");
            std::os::unix::fs::symlink(dir.path().join("data"), inside.join("src/deep")).expect("a link");
        }
        let outcome = scan(&inside);
        let own = if manifest { "app::Own" } else { "code::Own" };
        assert_eq!(items(&outcome), [own], "manifest: {manifest}");
        let files: Vec<&str> = outcome.inventory.points.iter().map(|point| point.path.as_str()).collect();
        assert_eq!(files, ["src/lib.rs"]);
        assert_eq!(outcome.inventory.scope.files, 1);
        // What is not read is said: six paths lead outside, a link does, and a folder behind a link has no module.
        let said = |words: &str| outcome.inventory.gaps.iter().filter(|gap| gap.reason.contains(words)).count();
        assert_eq!(said("named here lies outside of the root"), 6, "{:?}", outcome.inventory.gaps);
        if cfg!(unix) {
            assert_eq!(said("`src/linked.rs` is passed by"), 1, "{:?}", outcome.inventory.gaps);
            assert_eq!(said("module `deep` has no file"), 1, "{:?}", outcome.inventory.gaps);
        }
    }
}

#[test]
fn packages_that_are_no_members_are_named() {
    let member = "[package]\nname = \"a\"\nversion = \"0.1.0\"\n";
    let dir = folder(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"a\"]\n"),
        ("a/Cargo.toml", member),
        ("a/src/lib.rs", USER),
        ("apps/desk/Cargo.toml", member),
        ("apps/desk/src/main.rs", USER),
        ("fuzz/Cargo.toml", member),
        ("fuzz/src/main.rs", USER),
        ("empty/Cargo.toml", member),
    ]);
    let notes = |start: &Path| scan(start).notes;
    assert_eq!(
        notes(dir.path()),
        ["`apps/desk` and 1 more package below this root are no members of its workspace and were not read: \
          `--manifest-path apps/desk/Cargo.toml` reads it"]
    );
    assert_eq!(notes(&dir.path().join("apps/desk")), [""; 0], "read by itself, nothing is passed by");
}
