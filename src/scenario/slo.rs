//! `slo:`: objectives, of the whole page or of one request.

use crate::message::language as say;
use crate::problem::Span;
use crate::reader::{Fields, Want};

/// What an objective measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Metric {
    Mean,
    P50,
    P90,
    P95,
    P99,
    P999,
    /// Failed over ended requests.
    Errors,
    /// Share of seconds whose error rate is within `errors`.
    Availability,
    /// USD per month.
    Cost,
    /// Share of reads that were stale.
    Stale,
}

/// Objectives as they are written: metric, target in the metric's unit, place.
#[derive(Clone, Debug, Default)]
pub struct Objectives {
    /// In the order of [`Metric`].
    pub list: Vec<(Metric, f64, Span)>,
}

const METRICS: [(&str, Metric, Want); 10] = [
    ("mean", Metric::Mean, Want::Duration),
    ("p50", Metric::P50, Want::Duration),
    ("p90", Metric::P90, Want::Duration),
    ("p95", Metric::P95, Want::Duration),
    ("p99", Metric::P99, Want::Duration),
    ("p999", Metric::P999, Want::Duration),
    ("errors", Metric::Errors, Want::Share),
    ("availability", Metric::Availability, Want::Share),
    ("cost", Metric::Cost, Want::Cost),
    ("stale", Metric::Stale, Want::Share),
];

/// Reads the section; a request's has no `cost` and no `availability`, which are of the whole.
pub fn read(owner: &mut Fields<'_, '_>, of_the_whole: bool) -> Objectives {
    let Some(mut fields) = owner.nested("slo") else { return Objectives::default() };
    let mut list = Vec::new();
    let only_whole = |metric| matches!(metric, Metric::Cost | Metric::Availability);
    for (name, metric, want) in METRICS {
        if !of_the_whole && only_whole(metric) {
            continue;
        }
        refuse_bare_one(&mut fields, name, metric);
        let target = match want {
            Want::Duration | Want::Cost => fields.positive(name, want),
            _ => fields.amount(name, want),
        };
        list.extend(target.map(|target| (metric, target.value, target.span)));
    }
    if let Some(availability) = fields.has("availability")
        && of_the_whole
        && fields.has("errors").is_none()
    {
        fields.reading.complain(availability, say::availability_without_errors());
    }
    fields.finish_but(&|field| {
        let whole = field == "cost" || field == "availability";
        (whole && !of_the_whole).then(|| say::objective_of_the_whole(field))
    });
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
        fields.reading.complain(node.span, say::bare_whole(name));
    }
}
