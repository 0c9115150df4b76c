//! `run:`: what the flags of the same names override.

use crate::message::Fits;
use crate::message::values::Fault;
use crate::reader::table::Otherwise::Is;
use crate::reader::table::{Form, Table, Word, choice, field};
use crate::reader::{Fields, Spanned, Want};

/// The longest measured window.
const MOST_DAYS: u64 = 30;
/// The same, ns.
const MOST_DURATION_NS: u64 = MOST_DAYS * 86_400 * 1_000_000_000;
/// Precisions that may be asked for: a histogram tells no finer, and beyond 15 % the interval no longer
/// keeps its word when it decides itself when to stop (Law, 9.4.1).
pub const PRECISIONS: std::ops::RangeInclusive<f64> = 0.001..=0.15;

/// The fields of `run`.
pub static RUN: Table = Table::of("run", &[&[
    field(
        "duration",
        Form::Positive(Want::Duration),
        Is("napkin's choice"),
        "the measured window: 60 s, or as long as 100,000 requests (or 20 million calls) take; with a shape or a \
         timeline a quarter longer than the last event's end, and 10 s at least",
    )
    .shown("duration, at most 30 d"),
    field(
        "warmup",
        Form::WordOr("auto", Want::Duration),
        Is("`auto`"),
        "what is cut off before: found by a pilot run (MSER-5)",
    )
    .shown("`auto` or duration")
    .fits(&Fits::Warmup),
    field(
        "replications",
        Form::Whole(1, 100_000),
        Is("10, or what the budget allows, at least 3"),
        "independent repetitions, from which the 95 % intervals come",
    ),
    field(
        "seed",
        Form::Whole(0, 1 << 53),
        Is("1"),
        "the same seed gives the same report, to the byte",
    )
    .shown("whole number"),
    field(
        "caches",
        choice::<Caches>(),
        Is("`warm`"),
        "whether caches start as their load would have left them",
    ),
    field(
        "max_requests",
        Form::Whole(1, 1_000_000_000_000),
        Is("10M"),
        "about how many requests are simulated in all; napkin shrinks what the page leaves open, and says so",
    ),
    field(
        "until_precision",
        Form::Amount(Want::Share),
        Is("no"),
        "`napkin run` adds replications until mean, p50, p99, throughput and every objective are known to this \
         relative error, or `max_requests` is spent; `replications` is then how many it begins with, 10 at least",
    )
    .shown("share, 0.1 % to 15 %"),
]]);

/// How caches start.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Caches {
    Warm,
    Cold,
}

impl Word for Caches {
    const WORDS: &'static [(&'static str, Self)] = &[("warm", Self::Warm), ("cold", Self::Cold)];
}

/// `run:` and its flags.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct RunSettings {
    pub duration_ns: Option<u64>,
    /// `None` is `auto`.
    pub warmup_ns: Option<u64>,
    pub replications: Option<u32>,
    pub seed: Option<u64>,
    /// False for `caches: cold`.
    pub caches_warm: bool,
    pub max_requests: Option<u64>,
    /// The relative error at which `napkin run` stops, a share; `None` runs a fixed number of replications.
    pub until_precision: Option<f64>,
}

impl Default for RunSettings {
    fn default() -> Self {
        Self {
            duration_ns: None,
            warmup_ns: None,
            replications: None,
            seed: None,
            caches_warm: true,
            max_requests: None,
            until_precision: None,
        }
    }
}

/// The section as it is written.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// What it sets.
    pub settings: RunSettings,
    /// `duration`, with its place.
    pub duration: Option<Spanned<u64>>,
}

/// Reads the section.
pub fn read(page: &mut Fields<'_, '_>) -> Run {
    let Some(mut fields) = page.nested("run") else { return Run::default() };
    let duration = bounded(&mut fields, "duration");
    let warmup = read_warmup(&mut fields);
    let replications = fields.count("replications");
    let seed = fields.text("seed");
    let seed = seed.and_then(|text| match text.text.parse::<u64>() {
        // A seed is a name rather than a number: every one of the 2^64 must come through unharmed.
        Ok(seed) => Some(seed),
        Err(_) => fields.reading.whole(&text, "seed", (0, 1 << 53)).map(|seed| seed.value),
    });
    let caches = fields.choice::<Caches>("caches");
    let max_requests = fields.whole("max_requests");
    let until_precision = read_precision(&mut fields);
    fields.finish();
    let settings = RunSettings {
        duration_ns: duration.map(|duration| duration.value),
        warmup_ns: warmup.map(|warmup| warmup.value),
        replications: replications.map(|replications| replications.value),
        seed,
        caches_warm: caches.is_none_or(|caches| caches.value == Caches::Warm),
        max_requests: max_requests.map(|most| most.value),
        until_precision,
    };
    Run { settings, duration }
}

/// `auto`, or how long it takes.
fn read_warmup(fields: &mut Fields<'_, '_>) -> Option<Spanned<u64>> {
    let text = fields.text("warmup")?;
    let is_word = text.text.chars().all(char::is_alphabetic);
    if is_word && text.text != "auto" && fields.reading.dimension_of(text.text).is_none() {
        let near = crate::problem::Problems::nearest(text.text, ["auto"]);
        let (field, written) = ("warmup".to_owned(), text.text.to_owned());
        let fault = Fault::NotAChoice { field, written, near, fits: Fits::Warmup };
        fields.reading.complain(text.span, fault);
        return None;
    }
    if text.text == "auto" { None } else { fields.duration("warmup") }
}

fn read_precision(fields: &mut Fields<'_, '_>) -> Option<f64> {
    let found = fields.amount("until_precision")?;
    if !PRECISIONS.contains(&found.value) {
        fields.reading.complain(found.span, Fault::NotAPrecision);
        return None;
    }
    Some(found.value)
}

fn bounded(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<Spanned<u64>> {
    let found = fields.duration(name)?;
    if found.value > MOST_DURATION_NS {
        fields.reading.complain(found.span, Fault::BeyondDays { field: name, most: MOST_DAYS });
        return None;
    }
    Some(found)
}
