//! Varying durations: `5ms`, `exp(5ms)`, `{ mean, cv }`, `{ p50, p99 }`, `uniform(a..b)`, `{ min, alpha }`,
//! `erlang(k, 5ms)`, `samples(file.csv)`, or a formula. The same forms describe varying counts.

use super::table::Otherwise::Needed;
use super::table::{Form, Table, field};
use super::{Amount, Fields, Reading, Spanned, Text, Want};
use crate::message::Beside;
use crate::message::values::Fault;
use crate::problem::Problems;
use crate::sample::Dist;
use crate::yaml::{Node, Value};

/// The forms that are written as a call.
const CALLS: [&str; 4] = ["erlang", "exp", "samples", "uniform"];

/// Functions of formulas, which a call may also be.
const FORMULA_CALLS: [&str; 8] = ["min", "max", "sqrt", "ceil", "floor", "round", "log2", "ln"];

/// The forms that are written as a map.
pub static MAPS: [Table; 3] = [
    Table::of(
        "lognormal",
        &[&[
            field(
                "mean",
                Form::Amount(Want::Duration),
                Needed,
                "the mean, of a lognormal distribution",
            ),
            field(
                "cv",
                Form::Amount(Want::Count),
                Needed,
                "its coefficient of variation: standard deviation ÷ mean",
            ),
        ]],
    ),
    Table::of(
        "percentiles",
        &[&[
            field(
                "p50",
                Form::Positive(Want::Duration),
                Needed,
                "the median, of a lognormal distribution",
            ),
            field("p99", Form::Positive(Want::Duration), Needed, "its 99th percentile"),
        ]],
    ),
    Table::of(
        "pareto",
        &[&[
            field(
                "min",
                Form::Positive(Want::Duration),
                Needed,
                "the least, of a Pareto distribution",
            ),
            field(
                "alpha",
                Form::Positive(Want::Count),
                Needed,
                "its exponent, above 1: the smaller, the heavier the tail",
            ),
        ]],
    ),
];

impl<'a> Reading<'a> {
    /// A value that may vary from draw to draw. Durations are in ns; a count stands in place of nanoseconds.
    pub fn varying(&mut self, node: &'a Node, field: &str, want: Want) -> Option<Dist> {
        match &node.value {
            Value::Map(_) => self.varying_map(node, field, want),
            _ => {
                let text = self.text(node, field, want)?;
                self.varying_text(&text, field, want)
            }
        }
    }

    fn varying_text(&mut self, text: &Text<'a>, field: &str, want: Want) -> Option<Dist> {
        let Some((name, arguments)) = text.call() else {
            return self.constant(text, field, want);
        };
        match (name, arguments.as_slice()) {
            ("exp", [mean]) => {
                let mean = self.amount(mean, field, want)?.value;
                self.found(text, Dist::exponential(mean), field)
            }
            ("uniform", [range]) => self.uniform(text, range, field, want),
            ("erlang", [stages, mean]) => {
                let stages = self.whole(stages, "erlang", (1, 1_000_000))?.value;
                let mean = self.amount(mean, field, want)?.value;
                let stages = u32::try_from(stages).unwrap_or(u32::MAX);
                self.found(text, Dist::erlang(stages, mean), field)
            }
            ("samples", [file]) => self.samples(file),
            ("exp" | "uniform" | "erlang" | "samples", _) => {
                let (name, found) = (name.to_owned(), arguments.len());
                self.complain(text.span, Fault::WrongArguments { name, found });
                None
            }
            _ if FORMULA_CALLS.contains(&name) => self.constant(text, field, want),
            _ => {
                let near = Problems::nearest(name, CALLS);
                let name = name.to_owned();
                self.complain(text.span, Fault::UnknownDistribution { name, near });
                None
            }
        }
    }

    fn constant(&mut self, text: &Text<'_>, field: &str, want: Want) -> Option<Dist> {
        let is_open = text.text.matches('(').count() > text.text.matches(')').count();
        if is_open && let Some(name) = mixed_call(text.text) {
            self.complain(text.span, Fault::UnclosedCall { name });
            return None;
        }
        if let Some(name) = mixed_call(text.text) {
            self.complain(text.span, Fault::VaryingInFormula { name });
            return None;
        }
        let amount = self.amount(text, field, want)?;
        Some(Dist::Constant(amount.value.round() as u64))
    }

    fn uniform(
        &mut self,
        whole: &Text<'_>,
        range: &Text<'_>,
        field: &str,
        want: Want,
    ) -> Option<Dist> {
        let Some((low, high)) = range.split_once("..") else {
            let written = range.text.to_owned();
            self.complain(range.span, Fault::UniformWantsARange { written });
            return None;
        };
        let high_amount = self.amount(&high, field, want)?;
        // `1..9ms` means 1ms..9ms, as it does in a range.
        let borrowed = format!("{}{}", low.text, unit_of(high.text));
        let bare = !low.text.is_empty() && low.text.parse::<f64>().is_ok();
        let low_amount = if bare && want == Want::Duration {
            let text = Text::made_up(&borrowed, low.span);
            self.amount(&text, field, want)?
        } else {
            self.amount(&low, field, want)?
        };
        if low_amount.value > high_amount.value {
            let [written, low, high] = [range, &low, &high].map(|text| text.text.to_owned());
            self.complain(range.span, Fault::RangeBackwards { written, low, high });
            return None;
        }
        let to_u64 = |amount: Amount| amount.value.round() as u64;
        self.found(whole, Dist::uniform(to_u64(low_amount), to_u64(high_amount)), field)
    }

    fn varying_map(&mut self, node: &'a Node, field: &str, want: Want) -> Option<Dist> {
        let has = |name: &str| node.get(name).is_some();
        let table = MAPS.iter().find(|table| table.fields().any(|field| has(field.name)));
        let Some(table) = table else {
            self.complain(node.span, Fault::NoSuchShape { field: field.to_owned() });
            return None;
        };
        let [[first, second]] = table.groups else { return None };
        let (first, second) = (first.name, second.name);
        let mut fields = Fields::of(self, node, table, field, "")?;
        if let Some(missing) = [first, second].into_iter().find(|name| !has(name)) {
            let field = field.to_owned();
            let fault = Fault::HalfAShape { field, first, second, missing };
            fields.reading.complain(node.span, fault);
            fields.node(first);
            fields.node(second);
            fields.finish();
            return None;
        }
        let dist = match first {
            "mean" => mean_cv(&mut fields, want),
            "p50" => p50_p99(&mut fields, want),
            _ => min_alpha(&mut fields, want),
        };
        fields.finish();
        dist
    }

    /// A distribution whose parameters were checked; the last line of defence if they were not.
    fn found(&mut self, text: &Text<'_>, dist: Option<Dist>, field: &str) -> Option<Dist> {
        if dist.is_none() {
            self.complain(text.span, Fault::TooLarge { field: field.to_owned() });
        }
        dist
    }
}

fn mean_cv(fields: &mut Fields<'_, '_>, want: Want) -> Option<Dist> {
    let mean = fields.amount_in("mean", want);
    let cv = fields.amount("cv");
    let dist = Dist::lognormal_mean_cv(mean?.value, cv?.value);
    or_impossible(fields, dist)
}

fn p50_p99(fields: &mut Fields<'_, '_>, want: Want) -> Option<Dist> {
    let p50 = fields.positive_in("p50", want);
    let p99 = fields.positive_in("p99", want);
    let (p50, p99) = (p50?, p99?);
    if p99.value < p50.value {
        let also = (p50.span, Beside::Median);
        fields.reading.complain_also(p99.span, Fault::PercentilesBackwards, also);
        return None;
    }
    let dist = Dist::lognormal_p50_p99(p50.value, p99.value);
    or_impossible(fields, dist)
}

fn min_alpha(fields: &mut Fields<'_, '_>, want: Want) -> Option<Dist> {
    let min = fields.positive_in("min", want);
    let alpha = fields.amount("alpha");
    let (min, alpha): (Spanned<f64>, Spanned<f64>) = (min?, alpha?);
    if alpha.value <= 1.0 {
        fields.reading.complain(alpha.span, Fault::InfiniteMean);
        return None;
    }
    let dist = Dist::pareto(min.value, alpha.value);
    or_impossible(fields, dist)
}

fn or_impossible(fields: &mut Fields<'_, '_>, dist: Option<Dist>) -> Option<Dist> {
    if dist.is_none() {
        fields.reading.complain(fields.span, Fault::ImpossibleShape);
    }
    dist
}

/// The letters that a number ends with: `ms` of `9ms`.
fn unit_of(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '_' | ',' | ' '))
}

/// The distribution that a formula tries to compute with: `exp` of `exp(5ms) + 1ms`.
fn mixed_call(text: &str) -> Option<&'static str> {
    CALLS.into_iter().find(|name| {
        text.match_indices(name).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let apart = before.is_none_or(|c| !(c.is_alphanumeric() || c == '_'));
            apart && text[at + name.len()..].trim_start().starts_with('(')
        })
    })
}
