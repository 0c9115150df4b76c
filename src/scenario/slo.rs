//! `slo:`: objectives, of the whole page or of one request.

use crate::message::traffic::Fault;
use crate::message::values;
use crate::problem::Span;
use crate::reader::table::Otherwise::Is;
use crate::reader::table::{Field, Form, Table, field};
use crate::reader::{Fields, Want};

/// What an objective measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Metric {
    Mean,
    P50,
    P75,
    P90,
    P95,
    P99,
    P999,
    P9999,
    /// Of the time until work left for `later` is done, from the request's intended arrival.
    LaterP50,
    LaterP75,
    LaterP90,
    LaterP95,
    LaterP99,
    LaterP999,
    LaterP9999,
    /// Failed over ended requests.
    Errors,
    /// Share of seconds whose error rate is within `errors`.
    Availability,
    /// USD per month.
    Cost,
    /// Share of reads that were stale.
    Stale,
}

impl Metric {
    /// What it is called on a page.
    #[must_use]
    pub fn name(self) -> &'static str {
        METRICS.iter().find(|(_, own)| *own == self).map_or("", |(name, _)| name)
    }

    /// The quantile of the time until later work is done that it is on; `None` of every other metric.
    #[must_use]
    pub const fn later_quantile(self) -> Option<f64> {
        match self {
            Self::LaterP50 => Some(0.5),
            Self::LaterP75 => Some(0.75),
            Self::LaterP90 => Some(0.9),
            Self::LaterP95 => Some(0.95),
            Self::LaterP99 => Some(0.99),
            Self::LaterP999 => Some(0.999),
            Self::LaterP9999 => Some(0.9999),
            _ => None,
        }
    }

    /// Of which quantile of the latency it speaks, if it does.
    #[must_use]
    pub const fn quantile(self) -> Option<f64> {
        match self {
            Self::P50 => Some(0.5),
            Self::P75 => Some(0.75),
            Self::P90 => Some(0.9),
            Self::P95 => Some(0.95),
            Self::P99 => Some(0.99),
            Self::P999 => Some(0.999),
            Self::P9999 => Some(0.9999),
            _ => None,
        }
    }
}

/// Objectives as they are written: metric, target in the metric's unit, place.
#[derive(Clone, Debug, Default)]
pub struct Objectives {
    /// In the order of [`Metric`].
    pub list: Vec<(Metric, f64, Span)>,
}

/// The objectives of the whole page.
pub static SLO: Table = Table::of("slo", &[OF_REQUESTS, OF_THE_WHOLE]);

/// The objectives of a type of request.
pub static OF_REQUEST: Table = Table::of("request_slo", &[OF_REQUESTS]);

const OF_REQUESTS: &[Field] = &[
    latency(
        "mean",
        "mean latency of successes, from the intended arrival; nothing completes, none is met",
    ),
    latency("p50", "median latency of successes"),
    latency("p75", "latency within which 75 % of the successes are"),
    latency("p90", "latency within which 90 % of the successes are"),
    latency("p95", "latency within which 95 % of the successes are"),
    latency("p99", "latency within which 99 % of the successes are").or_else(&["latency"]),
    latency("p999", "latency within which 99.9 % of the successes are"),
    latency("p9999", "latency within which 99.99 % of the successes are"),
    latency("later_p50", "time within which half of the work left for `later` is done"),
    latency("later_p75", "time within which 75 % of the work left for `later` is done"),
    latency("later_p90", "time within which 90 % of the work left for `later` is done"),
    latency("later_p95", "time within which 95 % of the work left for `later` is done"),
    latency("later_p99", "time within which 99 % of the work left for `later` is done")
        .or_else(&["later"]),
    latency("later_p999", "time within which 99.9 % of the work left for `later` is done"),
    latency("later_p9999", "time within which 99.99 % of the work left for `later` is done"),
    field("errors", Form::Amount(Want::Share), Is("–"), "share of requests that fail"),
    field("stale", Form::Amount(Want::Share), Is("–"), "share of reads that were stale"),
];

const OF_THE_WHOLE: &[Field] = &[
    field(
        "availability",
        Form::Amount(Want::Share),
        Is("–"),
        "share of seconds whose error rate is within `errors` (needs `errors`), and in which somebody is answered \
         if 10 or more ask",
    ),
    field("cost", Form::Positive(Want::Cost), Is("–"), "the bill").shown("money per month"),
];

const fn latency(name: &'static str, doc: &'static str) -> Field {
    field(name, Form::Positive(Want::Duration), Is("–"), doc)
}

const METRICS: [(&str, Metric); 19] = [
    ("mean", Metric::Mean),
    ("p50", Metric::P50),
    ("p75", Metric::P75),
    ("p90", Metric::P90),
    ("p95", Metric::P95),
    ("p99", Metric::P99),
    ("p999", Metric::P999),
    ("p9999", Metric::P9999),
    ("later_p50", Metric::LaterP50),
    ("later_p75", Metric::LaterP75),
    ("later_p90", Metric::LaterP90),
    ("later_p95", Metric::LaterP95),
    ("later_p99", Metric::LaterP99),
    ("later_p999", Metric::LaterP999),
    ("later_p9999", Metric::LaterP9999),
    ("errors", Metric::Errors),
    ("availability", Metric::Availability),
    ("cost", Metric::Cost),
    ("stale", Metric::Stale),
];

/// Reads the section; a request's has no `cost` and no `availability`, which are of the whole.
pub fn read(owner: &mut Fields<'_, '_>, of_the_whole: bool) -> Objectives {
    let Some(mut fields) = owner.nested("slo") else { return Objectives::default() };
    let mut list = Vec::new();
    let only_whole = |metric| matches!(metric, Metric::Cost | Metric::Availability);
    for (name, metric) in METRICS {
        if !of_the_whole && only_whole(metric) {
            continue;
        }
        refuse_bare_one(&mut fields, name, metric);
        let target = fields.amount(name);
        list.extend(target.map(|target| (metric, target.value, target.span)));
    }
    if let Some(availability) = fields.has("availability")
        && of_the_whole
        && fields.has("errors").is_none()
    {
        fields.reading.complain(availability, Fault::AvailabilityWithoutErrors);
    }
    let of_the_whole = |field: &str| Fault::ObjectiveOfTheWhole { field: field.to_owned() };
    fields.finish_but(&|field| SLO.row(field).map(|_| of_the_whole(field).into()));
    Objectives { list }
}

/// `errors: 1` means one percent more often than all of them, and as all of them it can never be missed.
fn refuse_bare_one(fields: &mut Fields<'_, '_>, name: &'static str, metric: Metric) {
    if !matches!(metric, Metric::Errors | Metric::Stale) {
        return;
    }
    let Some(node) = fields.node(name) else { return };
    let is_one = node.as_text().is_some_and(|text| text.trim().parse::<f64>() == Ok(1.0));
    if is_one {
        fields.reading.complain(node.span, values::Fault::BareWhole { field: name });
    }
}
