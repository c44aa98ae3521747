//! Where things lie in the repository.

use std::path::{Path, PathBuf};

/// The version of the libraries, which this crate has too.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest)
}

/// Where builds that must not share the workspace's own target directory put their output.
pub(crate) fn scratch(name: &str) -> PathBuf {
    target().join("xtask").join(name)
}

/// Where builds put their output.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Every file under `folder`, sorted, without hidden folders and build output.
pub(crate) fn files_under(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    const NOT_SOURCE: [&str; 4] = ["target", "node_modules", "artifacts", "__pycache__"];
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let kind = entry.file_type()?;
            if kind.is_dir() {
                if !name.starts_with('.') && !NOT_SOURCE.contains(&name.as_ref()) {
                    folders.push(entry.path());
                }
            } else if kind.is_file() {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}
