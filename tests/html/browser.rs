//! The page in a headless Chromium: nothing is said on the console, nothing is asked of the network, it can be pictured
//! and printed, and its script puts figures under the arrow keys.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Where Debian and others put it.
const PLACES: [&str; 3] =
    ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/// The browser, if there is one.
pub fn find() -> Option<PathBuf> {
    PLACES.iter().map(PathBuf::from).find(|path| path.exists())
}

/// The browser may take this long: a page that opens a dialog would wait for an answer for ever.
const PATIENCE: Duration = Duration::from_secs(120);

/// Runs the browser on a file with flags of its own; what it printed, and what it said on the console.
fn run(chromium: &Path, folder: &Path, flags: &[&str]) -> (String, String) {
    let profile = tempfile::tempdir().expect("a folder can be made");
    let [out, err] = ["out", "err"].map(|name| profile.path().join(name));
    let to = |file: &Path| fs::File::create(file).expect("a file can be made");
    let mut running = Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr"])
        .arg(format!("--user-data-dir={}", profile.path().join("profile").display()))
        .args(flags)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(to(&out))
        .stderr(to(&err))
        .spawn()
        .expect("the browser can be started");
    let started = Instant::now();
    while running.try_wait().expect("it is ours").is_none() {
        if started.elapsed() > PATIENCE {
            running.kill().expect("it is ours");
            running.wait().expect("it is ours");
            panic!("the browser has not come back: {flags:?}");
        }
        sleep(Duration::from_millis(50));
    }
    let text =
        |file: &Path| String::from_utf8_lossy(&fs::read(file).expect("it was made")).into_owned();
    (text(&out), text(&err))
}

/// What a page does when it is used: appended to the file, so that what it finds can be read from the document.
const USE: &str = r#"
const spot = document.querySelector(".values rect");
spot.focus();
const first = document.querySelector(".tip").textContent;
spot.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
const second = document.querySelector(".tip").textContent;
const asked = performance.getEntriesByType("resource").map((entry) => entry.name);
const said = { first, second, moved: document.activeElement !== spot, asked };
document.body.setAttribute("data-said", JSON.stringify(said));
"#;

/// Opens, uses, pictures and prints the page.
pub fn check(chromium: &Path, page: &str) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("report.html");
    fs::write(&file, page).expect("a page can be written");
    let address = format!("file://{}", file.display());

    let (_, said) = run(
        chromium,
        folder.path(),
        &["--screenshot=page.png", "--window-size=1200,3000", &address],
    );
    let console: Vec<&str> = said.lines().filter(|line| line.contains("CONSOLE")).collect();
    assert_eq!(console, Vec::<&str>::new());
    assert!(folder.path().join("page.png").metadata().is_ok_and(|file| file.len() > 20_000));

    run(chromium, folder.path(), &["--print-to-pdf=page.pdf", &address]);
    let printed = fs::read(folder.path().join("page.pdf")).expect("it is printed");
    assert!(printed.starts_with(b"%PDF") && printed.len() > 20_000);

    let used = page.replace("</body>", &format!("<script>{USE}</script></body>"));
    fs::write(&file, used).expect("a page can be written");
    let (document, said) = run(chromium, folder.path(), &["--dump-dom", &address]);
    assert!(!said.contains("CONSOLE"), "{said}");
    let found = document.split("data-said=\"").nth(1).and_then(|rest| rest.split('"').next());
    let found =
        found.expect("the page could be used").replace("&quot;", "\"").replace("&amp;", "&");
    let found: serde_json::Value = serde_json::from_str(&found).expect("it is JSON");
    assert_eq!(found["asked"], serde_json::json!([]), "nothing is asked of anyone");
    assert_eq!(found["moved"], true, "{found}");
    assert!(found["first"] != "" && found["first"] != found["second"], "{found}");
}
