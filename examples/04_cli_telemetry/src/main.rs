//! Puts files in order.

mod telemetry;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::time::Instant;

/// Puts files in order.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Say what would move where
    Plan { folder: PathBuf },
    /// Move files into folders by their ending
    Sort { folder: PathBuf },
}

fn main() -> std::io::Result<()> {
    let begun = Instant::now();
    let (name, folder, really) = match Cli::parse().command {
        Command::Plan { folder } => ("plan", folder, false),
        Command::Sort { folder } => ("sort", folder, true),
    };
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        let (Some(ending), Some(name)) = (path.extension(), path.file_name()) else { continue };
        let target = folder.join(ending).join(name);
        println!("{} -> {}", path.display(), target.display());
        if really {
            std::fs::create_dir_all(folder.join(ending))?;
            std::fs::rename(&path, &target)?;
        }
    }
    telemetry::ran(name, begun.elapsed());
    Ok(())
}
