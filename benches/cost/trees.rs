//! Trees to measure on: those given, or workspaces made for it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The Rust files of a tree, as the tool would list them.
pub(crate) fn files_of(tree: &Path) -> Vec<(PathBuf, u64)> {
    let entered = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with('.') || name == "target" && entry.file_type().is_dir())
    };
    let listed = walkdir::WalkDir::new(tree).sort_by_file_name().into_iter().filter_entry(entered).flatten();
    let rust = listed.filter(|e| e.file_type().is_file() && e.path().extension().is_some_and(|e| e == "rs"));
    rust.filter_map(|entry| Some((entry.path().to_owned(), entry.metadata().ok()?.len()))).collect()
}

/// The same bytes as new files, as a checkout makes them.
pub(crate) fn check_out_anew(root: &Path) {
    for (path, _) in files_of(root) {
        let bytes = std::fs::read(&path).unwrap_or_default();
        let _ = std::fs::remove_file(&path);
        let _ = std::fs::write(&path, bytes);
    }
}

/// Changes one file in a hundred.
pub(crate) fn change_a_hundredth(root: &Path) {
    for (path, _) in files_of(root).into_iter().step_by(100) {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let _ = std::fs::write(&path, format!("{text}// Changed.\n"));
    }
}

/// A workspace of small crates that use each other.
pub(crate) fn generate(root: &Path, crates: usize) {
    let write = |path: PathBuf, text: String| {
        let _ = std::fs::create_dir_all(path.parent().unwrap_or(root));
        std::fs::write(&path, text).expect("a generated file");
    };
    write(root.join("Cargo.toml"), "[workspace]\nmembers = [\"crates/*\"]\nresolver = \"2\"\n".to_owned());
    for at in 0..crates {
        let dir = root.join(format!("crates/part{at}"));
        let before = at.checked_sub(1).map_or(String::new(), |before| {
            format!("[dependencies]\npart{before} = {{ path = \"../part{before}\" }}\n")
        });
        let manifest = format!("[package]\nname = \"part{at}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n{before}");
        write(dir.join("Cargo.toml"), manifest);
        let mut lib = String::new();
        for module in 0..10 {
            let _ = writeln!(lib, "pub mod m{module};");
            write(dir.join(format!("src/m{module}.rs")), module_text(at, module));
        }
        write(dir.join("src/lib.rs"), lib);
    }
}

fn module_text(at: usize, module: usize) -> String {
    let mut text = String::from("use serde::Deserialize;\n");
    for n in 0..20 {
        let next = match at.checked_sub(1) {
            Some(before) => {
                format!("part{before}::m{module}::handle{n}(Form{n} {{ email: form.email, age: form.age }})")
            }
            None => "form.email.len() as u64".to_owned(),
        };
        let _ = write!(
            text,
            "\n/// A form that someone fills in.\n#[derive(Debug, Clone, Deserialize)]\npub struct Form{n} {{\n    \
             pub email: String,\n    pub age: u32,\n}}\n\npub fn handle{n}(form: Form{n}) -> u64 {{\n    let key = \
             format!(\"{{}}-{{}}\", form.age, {n});\n    if key.len() > {n} {{\n        tracing::info!(age = form.age, \
             \"a form came in: {{key}}\");\n    }}\n    match form.age {{\n        0..=17 => 0,\n        _ => {next},\n    }}\n}}\n"
        );
    }
    text
}
