//! Input that is too much, or not what it should be.

use std::fs::File;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::{CLEAN, run, smtpwire};

/// 1 GiB that takes no room on the disk.
fn gigabyte(name: &str) -> PathBuf {
    let path = crate::file("limits", name, "");
    File::options().write(true).open(&path).unwrap().set_len(1 << 30).unwrap();
    path
}

#[test]
fn a_gigabyte_is_refused_at_once_with_the_limit() {
    let path = gigabyte("file");
    let start = Instant::now();
    let file = run(smtpwire(&["check"]).arg(&path));
    assert_eq!((file.code, file.stdout.as_str()), (Some(2), ""));
    assert!(file.stderr.contains("too large: at most 16777216 octets"), "{}", file.stderr);
    let json = run(smtpwire(&["check", "--json"]).arg(&path));
    assert_eq!((json.code, &json.document()["error"]["kind"]), (Some(2), &"too-large".into()));
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[cfg(target_os = "linux")]
#[test]
fn a_gigabyte_on_standard_input_is_refused_in_bounded_memory() {
    let path = gigabyte("stdin");
    for task in ["check -", "parse -", "explain -"] {
        let start = Instant::now();
        // 128 MiB of address space: far less than the input, and enough for the program.
        let line = format!(
            "ulimit -v 131072; exec \"{}\" {task} < \"{}\"",
            env!("CARGO_BIN_EXE_smtpwire"),
            path.display()
        );
        let run = run(assert_cmd::Command::new("sh").args(["-c", &line]));
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{task}: {}", run.stderr);
        assert!(run.stderr.contains("too large"), "{task}: {}", run.stderr);
        assert!(start.elapsed() < Duration::from_secs(5), "{task}: {:?}", start.elapsed());
    }
}

#[cfg(unix)]
#[test]
fn a_device_without_end_is_refused() {
    let run = run(&mut smtpwire(&["check", "/dev/zero"]));
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("too large"), "{}", run.stderr);
}

#[test]
fn binary_files_are_named_as_what_they_are() {
    for (octets, sentence) in [
        (&b"\x7FELF\x02\x01\x01\0\0\0\0\0"[..], "executable"),
        (b"\xD4\xC3\xB2\xA1\x02\0\x04\0", "packet capture"),
        (b"\xFF\xFES\0:\0 \0", "UTF-16"),
        (b"\x1F\x8B\x08\0\0\0\0\0", "gzip"),
    ] {
        let run = run(smtpwire(&["check"]).write_stdin(octets));
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
        assert!(run.stderr.contains(sentence), "{}", run.stderr);
    }
}

#[test]
fn very_long_lines_are_shown_in_part() {
    let long = format!("{CLEAN}C: NOOP {}\x01\n", "x".repeat(1 << 20));
    let run = run(smtpwire(&["check", "-"]).write_stdin(long));
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.len() < 1 << 17, "{} octets were printed", run.stdout.len());
}

#[cfg(unix)]
#[test]
fn a_file_name_that_is_no_utf8_works_and_is_shown_escaped() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let path = crate::file("limits", "plain.txt", CLEAN);
    let odd = path.with_file_name(OsStr::from_bytes(b"caf\xe9\x1b[2J.txt"));
    std::fs::copy(&path, &odd).unwrap();
    let text = run(smtpwire(&["check"]).arg(&odd));
    assert_eq!(text.code, Some(0));
    assert!(text.stdout.contains("caf\\xe9\\x1b[2J.txt: labelled"), "{}", text.stdout);
    let json = run(smtpwire(&["check", "--json"]).arg(&odd));
    let name = json.document()["file"].as_str().map(str::to_owned).unwrap_or_default();
    assert!(name.ends_with("caf\\xe9\\x1b[2J.txt"), "{name}");
}
