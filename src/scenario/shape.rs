//! `traffic.shape:`: how the load changes over measured time.

use crate::message::traffic::Fault;
use crate::message::{Beside, EventLabel, Fits, Why, fields};
use crate::reader::table::Otherwise::{Is, Needed};
use crate::reader::table::{Field, Form, Table, field};
use crate::reader::{Fields, Spanned, Want};

/// A multiplier over measured time, piecewise linear; 1 before the first and constant after the last point.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    /// (time ns, multiplier); two points at one time are a jump.
    pub points: Vec<(u64, f64)>,
    /// Repeats every so long (diurnal), if it does.
    pub period_ns: Option<u64>,
    /// The first point's multiplier is also that of the time before it, the warm-up included.
    pub leads: bool,
    /// What to mark on the charts and to cut phases at: (from, until, label).
    pub marks: Vec<(u64, Option<u64>, EventLabel)>,
}

/// Straight pieces in one period of a day's curve.
const SEGMENTS: u32 = 64;
const SECOND_NS: u64 = 1_000_000_000;
/// A day, ns.
const DAY_NS: u64 = 86_400_000_000_000;

/// The fields of `shape`, of which one is written.
pub static SHAPE: Table = Table::of(
    "shape",
    &[&[
        field("steps", Form::List(&STEP), Is("–"), "from each `at` on, so many times the load"),
        field("ramp", Form::Map(&RAMP), Is("–"), "grows to `to` times within `over`, and stays"),
        field(
            "spike",
            Form::Map(&SPIKE),
            Is("–"),
            "up within `ramp`, stays for `hold`, down within `ramp`",
        ),
        field(
            "diurnal",
            Form::Map(&DIURNAL),
            Is("–"),
            "a sinusoid between two multiples; begins at the trough; a period is 1 s at least",
        ),
        field(
            "points",
            Form::List(&STEP),
            Is("–"),
            "straight lines between the points, flat before the first and after the last; the load that is first run \
         until settled is the first point's",
        ),
        field(
            "replay",
            Form::Text,
            Is("–"),
            "a file of times and rates, one row to a line, with straight lines between; it is the load, so `traffic` \
         has no `rate` then",
        )
        .shown("a file"),
    ]],
);

const AT: Field = field(
    "at",
    Form::Amount(Want::Duration),
    Needed,
    "when, from the start of the measured window",
);

const TIMES: Field = field("times", Form::Amount(Want::Count), Needed, "how many times the load")
    .fits(&Fits::Multiple);

/// The fields of a step or a point.
static STEP: Table = Table::of("shape_step", &[&[AT, TIMES]]);

/// The fields of `ramp`.
static RAMP: Table = Table::of(
    "ramp",
    &[&[
        field("to", Form::Amount(Want::Count), Needed, "how many times the load at its end")
            .fits(&Fits::Multiple),
        field("over", Form::Positive(Want::Duration), Needed, "how long it grows"),
        Field { default: Is("0"), ..AT },
    ]],
);

/// The fields of `spike`.
static SPIKE: Table = Table::of(
    "spike",
    &[&[
        AT,
        TIMES,
        field("ramp", Form::Amount(Want::Duration), Is("0"), "how long it rises, and falls"),
        field("hold", Form::Amount(Want::Duration), Is("0"), "how long it stays"),
    ]],
);

/// The fields of `diurnal`.
static DIURNAL: Table = Table::of(
    "diurnal",
    &[&[
        field("peak", Form::Amount(Want::Count), Needed, "the highest multiple of the load")
            .fits(&Fits::Multiple),
        field("trough", Form::Amount(Want::Count), Needed, "the lowest multiple of the load")
            .fits(&Fits::Multiple),
        field("period", Form::Positive(Want::Duration), Is("24h"), "from trough to trough"),
    ]],
);

/// Reads the one form that was written.
///
/// What is replayed from a file brings a rate of its own, which becomes `rate`.
pub fn read(mut fields: Fields<'_, '_>, rate: &mut Option<Spanned<f64>>) -> Option<Shape> {
    let forms = ["steps", "ramp", "spike", "diurnal", "points", "replay"];
    let written: Vec<_> = forms.iter().filter_map(|form| fields.has(form)).collect();
    let shape = if let [first, second, ..] = written.as_slice() {
        let (first, second) = (*first.min(second), *first.max(second));
        let also = (first, Beside::FirstShape);
        fields.reading.complain_also(second, Fault::TwoShapes, also);
        None
    } else {
        let found = read_steps(&mut fields);
        let found = found.or_else(|| fields.nested("ramp").and_then(read_ramp));
        let found = found.or_else(|| fields.nested("spike").and_then(read_spike));
        let found = found.or_else(|| fields.nested("diurnal").and_then(read_diurnal));
        let found = found.or_else(|| read_replay(&mut fields, rate));
        found.or_else(|| read_points(&mut fields))
    };
    for form in forms {
        fields.take(form);
    }
    if written.is_empty() && fields.is_empty() {
        fields.complain("shape", Fault::NoShape);
    }
    fields.finish();
    shape
}

fn times(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<Spanned<f64>> {
    fields.require(name);
    fields.amount(name)
}

/// The rates of a file, as multiples of their mean over its time.
fn read_replay(fields: &mut Fields<'_, '_>, rate: &mut Option<Spanned<f64>>) -> Option<Shape> {
    let file = fields.text("replay")?;
    if let Some(rate) = rate {
        let also = (rate.span, Beside::Rate);
        fields.reading.complain_also(file.span, Fault::RateAndReplay, also);
        return None;
    }
    let rows = fields.reading.recorded(&file)?;
    let (first, last) = (rows.first()?, rows.last()?);
    let area: f64 =
        rows.windows(2).map(|pair| (pair[1].0 - pair[0].0) * (pair[0].1 + pair[1].1) / 2.0).sum();
    let length = last.0 - first.0;
    let highest = rows.iter().map(|row| row.1).fold(0.0, f64::max);
    let mean = if length > 0.0 && area > 0.0 { area / length } else { highest };
    *rate = Some(Spanned::new(mean, file.span));
    let points: Vec<(u64, f64)> =
        rows.iter().map(|&(at, rate)| ((at * 1e9).round() as u64, rate / mean)).collect();
    let end = points.last().map(|point| point.0);
    let marks = vec![(0, end, EventLabel::Points { times: highest / mean })];
    Some(Shape { points, leads: true, marks, ..Shape::default() })
}

/// Straight lines between points; flat before the first and after the last.
fn read_points(fields: &mut Fields<'_, '_>) -> Option<Shape> {
    let points = read_items(fields, "points")?;
    let first = points.first()?.0.value;
    let last = points.last()?.0.value;
    let highest = points.iter().map(|point| point.1).fold(0.0, f64::max);
    let points: Vec<(u64, f64)> = points.into_iter().map(|(at, times)| (at.value, times)).collect();
    let marks = vec![(first, Some(last), EventLabel::Points { times: highest })];
    Some(Shape { points, leads: true, marks, ..Shape::default() })
}

fn read_steps(fields: &mut Fields<'_, '_>) -> Option<Shape> {
    let steps = read_items(fields, "steps")?;
    let mut shape = Shape::default();
    let mut before = 1.0;
    for (index, (at, times)) in steps.iter().enumerate() {
        let until = steps.get(index + 1).map(|(next, _)| next.value);
        shape.points.extend([(at.value, before), (at.value, *times)]);
        shape.marks.push((at.value, until, EventLabel::Traffic { times: *times }));
        before = *times;
    }
    Some(shape)
}

/// A list of `{ at, times }`, by ascending time; two points, but not two steps, may be at one time: a jump.
fn read_items(fields: &mut Fields<'_, '_>, form: &'static str) -> Option<Vec<(Spanned<u64>, f64)>> {
    let items = fields.list(form)?;
    let gap = u64::from(form == "steps");
    let mut steps: Vec<(Spanned<u64>, f64)> = Vec::new();
    for item in items {
        let Some(mut step) = Fields::of(fields.reading, item, &STEP, form, "") else { continue };
        step.require("at");
        let at = step.duration("at");
        let times = times(&mut step, "times");
        step.finish();
        let (Some(at), Some(times)) = (at, times) else { continue };
        if let Some((before, _)) = steps.last()
            && before.value + gap > at.value
        {
            let (fault, there) = match form {
                "steps" => (Fault::StepsBackwards, Beside::StepBefore),
                _ => (Fault::PointsBackwards, Beside::PointBefore),
            };
            fields.reading.complain_also(at.span, fault, (before.span, there));
            continue;
        }
        steps.push((at, times.value));
    }
    if items.is_empty() {
        fields.complain(form, Fault::NoShape);
    }
    Some(steps)
}

fn read_ramp(mut fields: Fields<'_, '_>) -> Option<Shape> {
    let to = times(&mut fields, "to");
    fields.require("over");
    let over = fields.duration("over");
    let at = fields.duration("at").map_or(0, |at| at.value);
    fields.finish();
    let (to, end) = (to?.value, at.saturating_add(over?.value));
    Some(Shape {
        points: vec![(at, 1.0), (end, to)],
        marks: vec![(at, Some(end), EventLabel::Ramp { times: to })],
        ..Shape::default()
    })
}

fn read_spike(mut fields: Fields<'_, '_>) -> Option<Shape> {
    fields.require("at");
    let at = fields.duration("at");
    let times = times(&mut fields, "times");
    let ramp = fields.duration("ramp");
    let hold = fields.duration("hold");
    let lasts = ramp.map_or(0, |ramp| ramp.value) + hold.map_or(0, |hold| hold.value);
    let wrong = (fields.has("ramp").is_some() && ramp.is_none())
        || (fields.has("hold").is_some() && hold.is_none());
    if lasts == 0 && !wrong {
        fields.reading.complain(fields.span, Fault::SpikeOfNoLength);
    }
    if let Some(times) = times.filter(|times| times.value == 1.0) {
        fields.reading.complain(
            times.span,
            fields::Fault::NoEffect { field: "times".to_owned(), why: Why::TimesOne },
        );
    }
    fields.finish();
    let (at, times) = (at?.value, times?.value);
    let (ramp, hold) = (ramp.map_or(0, |ramp| ramp.value), hold.map_or(0, |hold| hold.value));
    let top = at.saturating_add(ramp);
    let down = top.saturating_add(hold);
    let end = down.saturating_add(ramp);
    Some(Shape {
        points: vec![(at, 1.0), (top, times), (down, times), (end, 1.0)],
        marks: vec![(at, Some(end), EventLabel::Spike { times })],
        ..Shape::default()
    })
}

/// A sinusoid that starts at the trough and is at its peak half a period later.
fn read_diurnal(mut fields: Fields<'_, '_>) -> Option<Shape> {
    let peak = times(&mut fields, "peak");
    let trough = times(&mut fields, "trough");
    let period = fields.duration("period");
    // Every period is written out for the whole run.
    if let Some(period) = period.filter(|period| period.value < SECOND_NS) {
        fields.reading.complain(period.span, Fault::ShortPeriod);
    }
    if let (Some(peak), Some(trough)) = (peak, trough)
        && peak.value < trough.value
    {
        let also = (trough.span, Beside::Trough);
        fields.reading.complain_also(peak.span, Fault::DiurnalBackwards, also);
    }
    fields.finish();
    let (peak, trough) = (peak?, trough?);
    let period = period.map_or(DAY_NS, |period| period.value);
    let middle = f64::midpoint(peak.value, trough.value);
    let swing = (peak.value - trough.value) / 2.0;
    let points = (0..=SEGMENTS)
        .map(|index| {
            let part = f64::from(index) / f64::from(SEGMENTS);
            let at = (period as f64 * part).round() as u64;
            (at, middle - swing * libm::cos(std::f64::consts::TAU * part))
        })
        .collect();
    Some(Shape { points, period_ns: Some(period), ..Shape::default() })
}
