//! `check`: transcripts, good and bad.

use anyhow::Result;

use super::Stage;

/// What makes a transcript unusable: nothing in it is a dialog's.
const NO_DIALOG: &str = "Dear Ann,\nthe mail does not work.\n";

pub(in crate::c) fn play(stage: &Stage<'_>) -> Result<()> {
    let check = |file: &str| stage.calls("check").with(&[file]);
    check("docs/examples/greylisted.txt").ends_saying(0, " 0 errors,")?;
    check("docs/examples/smuggling.txt").ends_saying(1, ": error: ")?;
    let smuggling = std::fs::read(crate::repo::root().join("docs/examples/smuggling.txt"))?;
    stage.calls("check").reads(smuggling).ends_saying(1, "stdin:")?;
    stage.calls("check").reads(NO_DIALOG).ends_saying(2, "check: stdin: ")?;
    check("docs/examples/there-is-no-such-file.txt").ends_saying(2, "No such file")?;
    Ok(())
}
