//! Statements of every structure, and what a careful reader derives from them.

use privacy_lint::statement::{derive, read, to_json};

/// Writes what is derived from each statement of a folder beside the folder's copy, for the open benchmark:
/// `PRIVACY_LINT_STATEMENTS=folder PRIVACY_LINT_DERIVED=out cargo test --test it benchmark`.
#[test]
fn benchmark() {
    let (Ok(from), Ok(to)) = (std::env::var("PRIVACY_LINT_STATEMENTS"), std::env::var("PRIVACY_LINT_DERIVED")) else {
        return;
    };
    let mut files: Vec<_> = std::fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|e| e == "md" || e == "html" || e == "txt")) {
        let name = file.file_name().unwrap().to_string_lossy().to_string();
        match read(&name, &std::fs::read(file).unwrap()) {
            Ok(statement) => {
                let json = to_json(&derive(&statement));
                std::fs::write(format!("{to}/{name}.json"), serde_json::to_string_pretty(&json).unwrap()).unwrap();
            }
            Err(problem) => println!("{name}: {}", problem.message),
        }
    }
}
