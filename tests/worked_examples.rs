//! Published back-of-the-envelope estimates come out as their sources print them: each is a page of
//! `scenarios/estimates`, and each figure of `tests/data/worked-examples.csv` is one of its lines.
//!
//! A figure agrees if it rounds to what is printed, in as many digits as are printed. The sources' conventions:
//! A works with 86,400 s a day, B with 10^5, C with 2.5 million s a month; the rates of B and C are held against
//! `--rounding interview`, all others against the exact value.

use std::fs;
use std::path::{Path, PathBuf};

use napkin::document::EstimateLine;
use napkin::message::{Complaint, units};
use napkin::message::{Lang, Say};
use napkin::pipeline::{self, Facts};

const MONTH_S: f64 = 730.0 * 3600.0;
const DAY_S: f64 = 86_400.0;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/estimates")
}

/// A page's lines, in round numbers as well.
fn lines(path: &Path) -> Vec<EstimateLine> {
    lines_of(path, &mut |file: &Path| fs::read(file))
}

fn lines_of(
    path: &Path,
    reader: &mut dyn FnMut(&Path) -> std::io::Result<Vec<u8>>,
) -> Vec<EstimateLine> {
    let facts = Facts::default();
    let mut reader = |file: &Path| reader(file);
    match pipeline::load(&mut reader, path, &[], facts.tables()) {
        Ok(loaded) => {
            // `5B per day` is asked about: five bytes, or five billion?
            let asked = |warning: &&Complaint| {
                matches!(warning, Complaint::Units(units::Fault::BelowABit { .. }))
            };
            let others: Vec<&Complaint> =
                loaded.warnings.iter().filter(|warning| !asked(warning)).collect();
            assert!(others.is_empty(), "{}: {others:?}", path.display());
            pipeline::estimate(&loaded, napkin::estimate::SEED, true).0.lines
        }
        Err(wrong) => panic!("{}: {:?}", path.display(), wrong.problems.sorted()),
    }
}

/// Half a unit of the last digit that is printed; zeros at the end are not taken for digits.
fn half_unit(printed: &str) -> f64 {
    let (mantissa, exponent) = printed.split_once('e').unwrap_or((printed, "0"));
    let exponent: i32 = exponent.parse().expect("an exponent");
    let decimals = mantissa.split_once('.').map_or(0, |(_, digits)| digits.len());
    let zeros =
        if decimals > 0 { 0 } else { mantissa.len() - mantissa.trim_end_matches('0').len() };
    let place =
        exponent - i32::try_from(decimals).expect("few") + i32::try_from(zeros).expect("few");
    0.5 * 10f64.powi(place)
}

fn check(what: &str, found: f64, printed: &str) {
    let expect: f64 = printed.parse().expect("a number");
    // One digit alone would let anything from 350 to 450 pass for 400: no error above a tenth.
    let tolerance = half_unit(printed).min(0.1 * expect) * (1.0 + 1e-9);
    assert!((found - expect).abs() <= tolerance, "{what}: {found}, printed {printed}");
}

/// How a figure of the table is called on its page, and what it is counted in.
fn unit_of(key: &str) -> (&str, f64) {
    match key {
        "in" => ("incoming", 1.0),
        "out" => ("outgoing", 1.0),
        "bytes_per_day" | "bytes_day" | "cdn_usd_day" | "res_per_day" => (key, DAY_S),
        "bytes_per_month" | "bytes_mo" => (key, MONTH_S),
        "bps" => (key, 8.0),
        _ => (key, 1.0),
    }
}

#[test]
fn published_figures_come_out_as_printed() {
    let table = include_str!("data/worked-examples.csv");
    let (mut rows, mut figures) = (0, 0);
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let (id, convention, outputs) = (cells[0], cells[2], cells[4]);
        let lines = lines(&folder().join(format!("{id}.yaml")));
        for output in outputs.split(';') {
            let (key, printed) = output.split_once('=').expect("key=value");
            let (name, factor) = unit_of(key);
            let line = lines
                .iter()
                .find(|line| line.name == name)
                .unwrap_or_else(|| panic!("{id} has no line `{name}`"));
            let is_rate = line.unit == "1/s";
            // The hotel's figures are rounded up on the way, which its page says itself.
            let round = is_rate && ["B", "C"].contains(&convention) && id != "xu2-hotel";
            let value = if round { line.interview.expect("asked for") } else { line.value };
            check(&format!("{id}.{name}"), value * factor, printed);
            figures += 1;
        }
        rows += 1;
    }
    assert_eq!((rows, figures), (21, 67));
}

/// What a page itself says was published: `# published: 3,500 tweets/s`, in the unit of the line.
fn published(text: &str) -> Vec<(&str, &str)> {
    let said = |line| -> Option<(&str, &str)> {
        let line: &str = line;
        let (formula, figure) = line.split_once("# published:")?;
        Some((formula.trim().split_once(':')?.0, figure.trim()))
    };
    text.lines().filter_map(said).collect()
}

#[test]
fn every_page_keeps_to_what_it_says_was_published() {
    let mut count = 0;
    for entry in fs::read_dir(folder()).expect("the folder is part of the repository") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("a page");
        let lines = lines(&path);
        for (name, figure) in published(&text) {
            let line = lines.iter().find(|line| line.name == name).expect(name);
            let expect = napkin::units::parse_quantity(figure).expect(figure);
            assert_eq!(line.unit, expect.dim.unit(), "{}: {name}", path.display());
            let error = line.value / expect.value - 1.0;
            assert!(error.abs() <= 0.05, "{}: {name} is off by {error}", path.display());
            count += 1;
        }
    }
    assert!(count >= 30, "{count}");
}

/// The name of a line, whether its figure is one in round numbers, and the figure: `qps: a / b  #i= 3500`.
fn figure(line: &str) -> Option<(&str, bool, &str)> {
    let (formula, figure) = line.rsplit_once('#')?;
    let name = formula.split_once(':')?.0.trim();
    match figure.trim().strip_prefix("i=") {
        Some(figure) => Some((name, true, figure.trim())),
        None => Some((name, false, figure.trim().strip_prefix('=')?.trim())),
    }
}

#[test]
fn pages_in_every_notation_come_out_as_printed() {
    let text = include_str!("data/whiteboards.txt");
    let (mut pages, mut figures) = (0, 0);
    for page in text.split("\n=== ").skip(1) {
        let id = page.lines().next().unwrap_or("").trim_start_matches("name: ");
        let lines = lines_of(Path::new("page.yaml"), &mut |_| Ok(page.as_bytes().to_vec()));
        for (name, round, printed) in page.lines().filter_map(figure) {
            let line = lines.iter().find(|line| line.name == name).expect(name);
            let found = if round { line.interview.expect("asked for") } else { line.value };
            check(&format!("{id}.{name} ({})", line.formula.say(Lang::En)), found, printed);
            figures += 1;
        }
        pages += 1;
    }
    assert!(pages >= 140 && figures >= 460, "{pages} pages, {figures} figures");
}

#[test]
fn digits_decide() {
    for (printed, half) in [
        ("3500", 50.0),
        ("36.5e12", 0.05e12),
        ("4", 0.5),
        ("1160", 5.0),
        ("12.7e9", 0.05e9),
        ("30e12", 5e12),
    ] {
        assert!((half_unit(printed) / half - 1.0).abs() < 1e-12, "{printed}");
    }
}
