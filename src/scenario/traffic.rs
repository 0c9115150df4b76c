//! `traffic:`: who sends requests, how many, and how they are spaced.

use super::shape::{self, Shape};
use crate::message::traffic::Fault;
use crate::message::{Beside, Fits, Why, values};
use crate::problem::Span;
use crate::reader::table::Otherwise::{Is, Needed};
use crate::reader::table::{Form, Table, field};
use crate::reader::{Fields, Reading, Spanned, Want};
use crate::sample::Dist;
use crate::yaml::{Node, Value};

/// The most clients of a closed load.
const MOST_CLIENTS: u64 = 10_000_000;

/// The fields of `traffic`.
pub static TRAFFIC: Table = Table::of(
    "traffic",
    &[&[
        field(
            "rate",
            Form::Positive(Want::Rate),
            Is("–"),
            "open load: requests per second, of all requests together",
        )
        .or_else(&["rps", "qps"]),
        field(
            "clients",
            Form::Whole(1, MOST_CLIENTS),
            Is("–"),
            "closed load: so many clients; not together with `rate`",
        )
        .or_else(&["users"]),
        field(
            "times",
            Form::Positive(Want::Count),
            Is("1"),
            "multiplies every rate, or the number of clients: `--load 10x` sets it",
        ),
        field(
            "think",
            Form::Varying(Want::Duration),
            Is("0"),
            "closed load: pause after each answer",
        )
        .shown("[varying duration](#how-long-work-takes)")
        .or_else(&["think_time"]),
        field(
            "arrivals",
            Form::CallOr(&SPACINGS, &ARRIVALS),
            Is("`poisson`"),
            "open load: how arrivals are spaced",
        )
        .shown("see below"),
        field(
            "shape",
            Form::Map(&shape::SHAPE),
            Is("none"),
            "open load: multiplies the rate over time",
        )
        .shown("see below"),
    ]],
);

/// The spacings that are no map.
const SPACINGS: [&str; 3] = ["poisson", "constant", "erlang(4)"];

/// The fields of `arrivals`.
static ARRIVALS: Table = Table::of(
    "arrivals",
    &[&[
        field("bursty", Form::Map(&BURSTY), Is("–"), "two states that take turns, at random"),
        field("batches", Form::Map(&BATCHES), Is("–"), "groups that arrive at one instant"),
    ]],
);

/// The fields of `bursty`.
static BURSTY: Table = Table::of(
    "bursty",
    &[&[
        field(
            "high",
            Form::Positive(Want::Rate),
            Needed,
            "rate in the high state; multiples are scaled so that `rate` stays the mean",
        )
        .shown("rate or multiple")
        .fits(&Fits::Bursty),
        field("low", Form::Amount(Want::Rate), Needed, "rate in the low state")
            .shown("rate or multiple")
            .fits(&Fits::Bursty),
        field("high_for", Form::Positive(Want::Duration), Needed, "mean stay in the high state")
            .fits(&Fits::Bursty),
        field("low_for", Form::Positive(Want::Duration), Needed, "mean stay in the low state")
            .fits(&Fits::Bursty),
    ]],
);

/// The fields of `batches`.
static BATCHES: Table = Table::of(
    "batches",
    &[&[field(
        "mean",
        Form::Amount(Want::Count),
        Needed,
        "mean size of a group (sizes are geometric); `rate` counts requests, not groups",
    )]],
);

/// The section as it is written.
#[derive(Clone, Debug)]
pub struct Traffic {
    /// The whole section.
    pub span: Span,
    /// Requests per second.
    pub rate: Option<Spanned<f64>>,
    /// Clients of a closed load.
    pub clients: Option<Spanned<u32>>,
    /// Multiplies every rate, or the number of clients.
    pub times: Option<Spanned<f64>>,
    /// Pause after each answer.
    pub think: Option<Spanned<Dist>>,
    /// Spacing.
    pub arrivals: Option<Spanned<Arrivals>>,
    /// Multiplier over time.
    pub shape: Option<Spanned<Shape>>,
    /// The keys that were written, whether or not their values could be read.
    pub written: Vec<(String, Span)>,
}

/// Spacing of open arrivals.
#[derive(Clone, Debug, PartialEq)]
pub enum Arrivals {
    /// Exponential gaps.
    Poisson,
    /// Equal gaps.
    Constant,
    /// Gaps of k exponential stages.
    Erlang(u32),
    /// A two-state Markov-modulated Poisson process; rates relative to the mean rate.
    Bursty {
        /// Rate in the high state ÷ mean rate.
        high: f64,
        /// Rate in the low state ÷ mean rate.
        low: f64,
        /// Mean stay in the high state.
        high_for_ns: f64,
        /// Mean stay in the low state.
        low_for_ns: f64,
    },
    /// Poisson batches of geometric size.
    Batches {
        /// Mean size.
        mean: f64,
    },
}

impl Traffic {
    /// Where a field was written.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<Span> {
        self.written.iter().find(|(key, _)| key == name).map(|(_, span)| *span)
    }
}

/// Reads `traffic: 200/s` or `traffic: { … }`.
pub fn read(page: &mut Fields<'_, '_>) -> Option<Traffic> {
    let (key, node) = page.take("traffic")?;
    let nothing = Traffic {
        span: node.span,
        rate: None,
        clients: None,
        times: None,
        think: None,
        arrivals: None,
        shape: None,
        written: Vec::new(),
    };
    if !matches!(node.value, Value::Map(_)) {
        let rate = page.amount("traffic");
        let written = vec![("rate".to_owned(), key.span)];
        return Some(Traffic { rate, written, ..nothing });
    }
    let mut fields = page.nested("traffic")?;
    let mut written: Vec<(String, Span)> =
        fields.entries().iter().map(|(key, _)| (key.text.clone(), key.span)).collect();
    let mut rate = fields.amount("rate");
    let clients = fields.count("clients");
    let times = fields.amount("times");
    let think = fields.varying("think");
    let arrivals = fields.node("arrivals").and_then(|node| {
        let arrivals = read_arrivals(&mut fields, node, &mut rate)?;
        Some(Spanned::new(arrivals, node.span))
    });
    let shape = fields.node("shape").and_then(|node| {
        let shape = shape::read(fields.nested("shape")?, &mut rate)?;
        Some(Spanned::new(shape, node.span))
    });
    if fields.has("rate").is_none()
        && let Some(shape) = fields.node("shape").filter(|shape| shape.get("replay").is_some())
    {
        // The recording is the load, even where it could not be read.
        written.push(("rate".to_owned(), shape.span));
    }
    refuse_mixtures(&mut fields);
    fields.finish();
    Some(Traffic { rate, clients, times, think, arrivals, shape, written, ..nothing })
}

fn refuse_mixtures(fields: &mut Fields<'_, '_>) {
    if let (Some(rate), Some(clients)) = (fields.has("rate"), fields.has("clients")) {
        let also = (clients, Beside::Clients);
        fields.reading.complain_also(rate, Fault::RateAndClients, also);
        return;
    }
    if fields.has("clients").is_none() {
        fields.useless("think", Why::OpenLoad);
    } else {
        fields.useless("arrivals", Why::ClosedLoad);
        fields.useless("shape", Why::ClosedLoad);
    }
}

/// `poisson`, `constant`, `erlang(k)`, `{ bursty: … }` or `{ batches: … }`.
fn read_arrivals<'a>(
    fields: &mut Fields<'_, 'a>,
    node: &'a Node,
    rate: &mut Option<Spanned<f64>>,
) -> Option<Arrivals> {
    if let Value::Map(_) = node.value {
        let mut inner = fields.nested("arrivals")?;
        let found = match (inner.has("bursty"), inner.has("batches")) {
            (Some(_), Some(second)) => {
                inner.reading.complain(second, Fault::TwoArrivals);
                inner.take("bursty");
                inner.take("batches");
                None
            }
            (Some(_), None) => inner.nested("bursty").and_then(|bursty| read_bursty(bursty, rate)),
            (None, Some(_)) => inner.nested("batches").and_then(read_batches),
            (None, None) => {
                inner.take("bursty");
                inner.take("batches");
                inner.reading.complain(inner.span, Fault::NoArrivals);
                None
            }
        };
        inner.take("bursty");
        inner.take("batches");
        inner.finish();
        return found;
    }
    named_arrivals(fields.reading, node)
}

fn named_arrivals<'a>(reading: &mut Reading<'a>, node: &'a Node) -> Option<Arrivals> {
    let text = reading.text(node, "arrivals", Fits::Arrivals)?;
    match text.text.trim() {
        "poisson" => return Some(Arrivals::Poisson),
        "constant" => return Some(Arrivals::Constant),
        _ => {}
    }
    if let Some(("erlang", arguments)) = text.call()
        && let [stages] = arguments.as_slice()
    {
        let stages = reading.whole(stages, "erlang", (1, 1_000_000))?;
        return Some(Arrivals::Erlang(u32::try_from(stages.value).unwrap_or(u32::MAX)));
    }
    let near = crate::problem::Problems::nearest(text.text, SPACINGS);
    let (field, written) = ("arrivals".to_owned(), text.text.to_owned());
    let fits = Fits::Arrivals;
    reading.complain(node.span, values::Fault::NotAChoice { field, written, near, fits });
    None
}

/// Rates are taken relative to their own mean, so that `rate` stays the mean; if they have units and the
/// section has no `rate`, their mean becomes it.
fn read_bursty(mut fields: Fields<'_, '_>, rate: &mut Option<Spanned<f64>>) -> Option<Arrivals> {
    for name in ["high", "low", "high_for", "low_for"] {
        fields.require(name);
    }
    let is_rate = |fields: &mut Fields<'_, '_>, name: &'static str| {
        let node = fields.node(name)?;
        fields.reading.dimension(node)
    };
    let with_units = is_rate(&mut fields, "high") == Some(crate::units::Dim::RATE);
    let want = if with_units { Want::Rate } else { Want::Count };
    let high = fields.positive_in("high", want);
    let low = fields.amount_in("low", want);
    let high_for = fields.duration("high_for");
    let low_for = fields.duration("low_for");
    let span = fields.span;
    let reading = &mut *fields.reading;
    let (high, low, high_for, low_for) = (high?, low?, high_for?, low_for?);
    if low.value > high.value {
        reading.complain(low.span, Fault::BurstyBackwards);
        return None;
    }
    let (high_ns, low_ns) = (high_for.value as f64, low_for.value as f64);
    let mean = (high.value * high_ns + low.value * low_ns) / (high_ns + low_ns);
    if with_units {
        match rate {
            Some(rate) if ((rate.value - mean) / mean).abs() > 0.01 => {
                let also = (rate.span, Beside::Rate);
                reading.complain_also(span, Fault::BurstyMean { per_s: mean }, also);
            }
            Some(_) => {}
            None => *rate = Some(Spanned::new(mean, span)),
        }
    }
    fields.finish();
    Some(Arrivals::Bursty {
        high: high.value / mean,
        low: low.value / mean,
        high_for_ns: high_ns,
        low_for_ns: low_ns,
    })
}

fn read_batches(mut fields: Fields<'_, '_>) -> Option<Arrivals> {
    fields.require("mean");
    let mean = fields.amount("mean");
    if let Some(mean) = mean.filter(|mean| mean.value < 1.0) {
        fields
            .reading
            .complain(mean.span, values::Fault::Below { field: "mean".to_owned(), least: 1 });
    }
    fields.finish();
    Some(Arrivals::Batches { mean: mean?.value.max(1.0) })
}
