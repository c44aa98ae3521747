//! A virtual environment.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process::Program;

/// A folder with an interpreter and what was installed for it.
pub(super) struct Environment {
    folder: PathBuf,
}

impl Environment {
    /// The environment in this folder, made where it is missing.
    pub(super) fn at(folder: PathBuf) -> Result<Self> {
        let environment = Self { folder };
        if !environment.python().arg("--version").works() {
            Program::new("python3").args(["-m", "venv"]).arg(&environment.folder).run()?;
        }
        Ok(environment)
    }

    /// A new one with nothing in it.
    pub(super) fn empty(folder: PathBuf) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .with_context(|| format!("cannot clear {}", folder.display()))?;
        }
        Self::at(folder)
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// A command of what is installed here.
    pub(super) fn command(&self, name: &str) -> Program {
        Program::new(self.folder.join("bin").join(name)).env("VIRTUAL_ENV", &self.folder)
    }

    /// The interpreter. It leaves no compiled files beside sources, and warns of what is leaving the
    /// language.
    pub(super) fn python(&self) -> Program {
        self.command("python").env("PYTHONDONTWRITEBYTECODE", "1").arg("-Wdefault")
    }

    /// pip, which asks nothing and installs only what it is told.
    pub(super) fn pip(&self) -> Program {
        let quiet = ["-m", "pip", "--disable-pip-version-check", "--quiet", "--no-input"];
        self.command("python").args(quiet)
    }
}
