//! `memory`: many sessions, and what they leave behind.

use anyhow::Result;

use super::Stage;

pub(in crate::c) fn play(stage: &Stage<'_>) -> Result<()> {
    let sessions = stage.count(100_000, 300).to_string();
    stage.calls("memory").with(&[sessions]).shown().ends_with(0).map(drop)
}
