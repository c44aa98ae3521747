use crate::{CLEAN, WRONG, run, smtpwire};

const SUBCOMMANDS: [&str; 8] =
    ["demo", "check", "explain", "parse", "rules", "send", "serve", "probe"];

#[test]
fn help_names_every_subcommand_and_each_has_help_of_its_own() {
    let help = run(&mut smtpwire(&["--help"]));
    assert_eq!(help.code, Some(0));
    for subcommand in SUBCOMMANDS {
        assert!(help.stdout.contains(&format!("\n  {subcommand} ")), "{}", help.stdout);
        let long = run(&mut smtpwire(&[subcommand, "--help"]));
        assert_eq!(long.code, Some(0));
        assert!(long.stdout.contains(&format!("Usage: smtpwire {subcommand}")), "{}", long.stdout);
        assert!(long.stdout.contains("--json") && long.stdout.contains("Examples:"));
        assert_eq!(run(&mut smtpwire(&["help", subcommand])).stdout, long.stdout);
    }
}

#[test]
fn version_is_that_of_the_package() {
    let version = run(&mut smtpwire(&["--version"]));
    assert_eq!(version.stdout, format!("smtpwire {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_wrong_command_line_exits_2_and_says_so_on_standard_error() {
    for arguments in
        [&[][..], &["chek"], &["check", "--nope"], &["explain"], &["check", "-q", "--json"]]
    {
        let run = run(&mut smtpwire(arguments));
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(run.stderr.contains("Usage: smtpwire"), "{}", run.stderr);
    }
}

/// What stands below "Examples:" in the help of the command and of each subcommand.
fn examples() -> Vec<String> {
    let mut examples = Vec::new();
    for arguments in
        std::iter::once(vec!["--help"]).chain(SUBCOMMANDS.map(|name| vec![name, "--help"]))
    {
        let help = run(&mut smtpwire(&arguments)).stdout;
        let (_, below) = help.split_once("Examples:\n").expect("help has examples");
        let lines = below.lines().take_while(|line| line.starts_with("  "));
        examples.extend(lines.map(|line| line.trim().to_owned()));
    }
    examples
}

/// `smtpwire serve` on a free port; ended with the test.
#[cfg(unix)]
struct Sandbox {
    child: std::process::Child,
    address: String,
}

#[cfg(unix)]
impl Sandbox {
    /// With a certificate that it writes into this folder.
    fn start(folder: &std::path::Path) -> Self {
        use std::io::BufRead;
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_smtpwire"))
            .args(["serve", "--quiet", "--listen", "127.0.0.1:0", "--self-signed=server.pem"])
            .current_dir(folder)
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        std::io::BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on ").unwrap().to_owned();
        Self { child, address }
    }
}

#[cfg(unix)]
impl Drop for Sandbox {
    fn drop(&mut self) {
        // A server that is gone already can't be ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
#[test]
fn every_example_of_the_help_runs() {
    let session = crate::file("examples", "session.txt", CLEAN);
    crate::file("examples", "mail.log", WRONG);
    let bin = std::path::Path::new(env!("CARGO_BIN_EXE_smtpwire")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    crate::file("examples", "message.eml", "Subject: hello\n\nhi\n");
    let examples = examples();
    assert!(examples.len() >= 20, "{examples:?}");
    let server = Sandbox::start(session.parent().unwrap());
    for example in examples {
        // swaks and jq are not everywhere; the rest of their lines is.
        let line = match example.split_once(" | ") {
            Some((first, rest)) if first.starts_with("swaks") => {
                format!("cat session.txt | {rest}")
            }
            Some((first, rest)) if rest.starts_with("jq") => {
                first.replace("localhost:2525", &server.address)
            }
            // It serves until it is told to stop, which it may be once it listens.
            None if example.starts_with("smtpwire serve") => {
                // On a port of its own: that of the example may be taken.
                let listen = "smtpwire serve --listen 127.0.0.1:0";
                let example = if example.contains("--listen") {
                    example.clone()
                } else {
                    example.replacen("smtpwire serve", listen, 1)
                };
                format!(
                    "rm -f served; {example} > served & until [ -s served ] || ! kill -0 $!; do sleep .1; done; kill $!; wait $! && cat served"
                )
            }
            // The servers of the examples are the one of this test; a message comes by standard input
            // where no file is named.
            _ if example.contains("smtpwire send") || example.starts_with("smtpwire probe") => {
                let line = example
                    .replace("localhost:2525", &server.address)
                    .replace("mx.example.net", &server.address);
                if line.starts_with("smtpwire send") {
                    format!("cat message.eml | {line}")
                } else {
                    line
                }
            }
            _ => example.clone(),
        };
        let mut shell = assert_cmd::Command::new("sh");
        shell.args(["-c", &line]).env("PATH", &path).current_dir(session.parent().unwrap());
        let run = run(&mut shell);
        assert!(matches!(run.code, Some(0 | 1)), "{example}: {:?} {}", run.code, run.stderr);
        // The server of this test has a certificate that nobody vouches for.
        let warned = run
            .stderr
            .lines()
            .all(|line| line.starts_with("warning: TLS with ") && line.contains("self-signed"));
        assert!(!run.stdout.is_empty() && warned, "{example}: {}", run.stderr);
    }
}
