//! `cargo xtask install-c`: builds the C library and puts it, with all that finds and explains it, below a
//! prefix.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

use super::library::Library;
use super::package;
use crate::repo;

#[derive(Args)]
pub(crate) struct Options {
    /// Below which folder it goes.
    #[arg(long, value_name = "DIR", default_value = "/usr/local")]
    prefix: PathBuf,
    /// Write below this folder as if it were the root: for those who make packages.
    #[arg(long, value_name = "DIR")]
    destdir: Option<PathBuf>,
    /// The folder for libraries, from the prefix on, such as lib/x86_64-linux-gnu.
    #[arg(long, value_name = "DIR", default_value = "lib")]
    libdir: PathBuf,
    /// How cargo builds it: release, dev, or another profile.
    #[arg(long, value_name = "NAME", default_value = "release")]
    profile: String,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let prefix = std::path::absolute(&options.prefix)?;
    let below = match &options.destdir {
        Some(destdir) => {
            std::path::absolute(destdir)?.join(prefix.strip_prefix("/").unwrap_or(&prefix))
        }
        None => prefix,
    };
    let installed = Installed { prefix: below, libdir: options.libdir.clone() };
    installed.put(&options.profile)
}

/// An installed library.
#[derive(Clone)]
pub(super) struct Installed {
    pub(super) prefix: PathBuf,
    /// From the prefix on.
    libdir: PathBuf,
}

/// Installs the library below the build output, for whoever wants to try it.
pub(super) fn stage(profile: &str) -> Result<Installed> {
    let prefix = repo::scratch("c").join(profile).join("installed");
    if prefix.exists() {
        fs::remove_dir_all(&prefix)
            .with_context(|| format!("cannot clear {}", prefix.display()))?;
    }
    let installed = Installed { prefix, libdir: "lib".into() };
    installed.put(profile)?;
    Ok(installed)
}

impl Installed {
    /// The same somewhere else.
    pub(super) fn moved(&self, prefix: PathBuf) -> Self {
        Self { prefix, libdir: self.libdir.clone() }
    }

    pub(super) fn include(&self) -> PathBuf {
        self.prefix.join("include")
    }

    pub(super) fn libraries(&self) -> PathBuf {
        self.prefix.join(&self.libdir)
    }

    /// The shared library's file.
    pub(super) fn shared(&self) -> PathBuf {
        self.libraries().join(package::shared_file())
    }

    fn put(&self, profile: &str) -> Result<()> {
        let mut down = self.libdir.components();
        if !down.all(|part| matches!(part, Component::Normal(_))) {
            bail!("--libdir {} is no folder below the prefix", self.libdir.display());
        }
        let library = Library::build(profile)?;
        println!("    below {}:", self.prefix.display());
        let file = package::shared_file();
        self.write(&self.libdir.join(&file), &read(&library.shared)?, 0o755)?;
        self.link(&library.soname, &file)?;
        self.link("libsmtpwire.so", &library.soname)?;
        self.write(&self.libdir.join("libsmtpwire.a"), &read(&library.archive)?, 0o644)?;
        for header in headers()? {
            let name = header.file_name().unwrap_or_default();
            self.write(&Path::new("include").join(name), &read(&header)?, 0o644)?;
        }
        for file in package::FILES {
            let text = file.text(&library, &self.libdir)?;
            let path = self.libdir.join(file.folder).join(file.name);
            self.write(&path, text.as_bytes(), 0o644)?;
        }
        let page = read(&repo::root().join("bindings/c/smtpwire.3"))?;
        self.write(Path::new("share/man/man3/smtpwire.3"), &page, 0o644)
    }

    /// Writes a file in one step, so that a program that uses the old one keeps it.
    fn write(&self, path: &Path, content: &[u8], mode: u32) -> Result<()> {
        let target = self.prefix.join(path);
        let write = || -> std::io::Result<()> {
            let folder = target.parent().unwrap_or(&self.prefix);
            fs::create_dir_all(folder)?;
            let new = folder.join(NEW);
            clear(&new)?;
            fs::write(&new, content)?;
            fs::set_permissions(&new, fs::Permissions::from_mode(mode))?;
            fs::rename(&new, &target)
        };
        write().with_context(|| format!("cannot write {}", target.display()))?;
        println!("      {:<50} {:>10} octets", path.display(), content.len());
        Ok(())
    }

    /// Makes a link in the folder for libraries.
    fn link(&self, name: &str, to: &str) -> Result<()> {
        // A library's file may have the very name of its soname.
        if name == to {
            return Ok(());
        }
        let path = self.libraries().join(name);
        let link = || -> std::io::Result<()> {
            let new = self.libraries().join(NEW);
            clear(&new)?;
            symlink(to, &new)?;
            fs::rename(&new, &path)
        };
        link().with_context(|| format!("cannot make the link {}", path.display()))?;
        println!("      {:<50} -> {to}", self.libdir.join(name).display());
        Ok(())
    }
}

/// What a file is called until it is whole.
const NEW: &str = ".smtpwire-new";

/// Takes away what an installation that was broken off has left.
fn clear(new: &Path) -> std::io::Result<()> {
    fs::remove_file(new).or_else(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Ok(()),
        _ => Err(error),
    })
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

fn headers() -> Result<Vec<PathBuf>> {
    repo::files_under(&repo::root().join("include")).context("cannot look into include")
}
