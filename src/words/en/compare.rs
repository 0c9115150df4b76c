//! What `napkin compare` says.

use super::number::{
    self, brief_between, per_month, points, show, show_between, significant, unit_price,
};
use super::study;
use crate::document::{State, Verdict};
use crate::figure::Measured;
use crate::figure::{NEGLIGIBLE, NOTHING, Unit};
use crate::message::compare::{Does, Missing, Name, Refusal, Text};

/// A share of a bill that is not worth a digit.
const NOTHING_MUCH: f64 = 1e-4;
/// A share, of requests or time, below which it only matters that it is small.
const NEGLIGIBLE_SHARE: f64 = 1e-5;
/// An interval narrower than this share of its value is not worth printing in percent.
const NARROW: f64 = 2e-3;

pub fn refusal(what: &Refusal) -> String {
    match what {
        Refusal::OneAlone => "there is nothing to compare it with: name another page, or give a \
            change with `--set app.instances=8` or `--variant \"big: app.instances=8; app.work=3ms\"`"
            .to_owned(),
        Refusal::VariantsOfOnePage => "--variant changes one page, and there are several: compare \
            the pages as they are (--set changes them all), or one page with its variants"
            .to_owned(),
        Refusal::NotAVariant { text } => format!(
            "`--variant \"{text}\"` does not say what changes: write \"NAME: app.instances=8; \
             app.work=3ms\""
        ),
    }
}

pub fn name(name: &Name) -> String {
    match name {
        Name::AsItStands => "as it stands".to_owned(),
        Name::Given(name) => name.clone(),
    }
}

pub fn verdict(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Better => "better",
        Verdict::Worse => "worse",
        Verdict::Tie => "tie",
        Verdict::Unknown => "not known",
    }
    .to_owned()
}

/// What stands in place of latencies.
pub fn state(state: &State) -> String {
    match state {
        State::Settles => "nothing completed",
        State::Unstable => "does not settle",
        State::GaveUp => "given up",
        State::Stopped => "stopped",
    }
    .to_owned()
}

pub fn text(text: &Text<'_>) -> String {
    match *text {
        Text::Metric(name) => metric(name),
        Text::Value { value, unit } => value_in(value, unit),
        Text::Difference { by, unit } => difference(by, unit),
        Text::Relative(share) => relative(share),
        Text::Answer { variant, does, against, usd } => answer(variant, does, against, usd),
        Text::NoFigures { variant, because } => {
            let because = match because {
                Missing::Trouble(trouble) => study::trouble(trouble),
                Missing::Stopped => state(&State::Stopped),
                Missing::NothingCompleted => state(&State::Settles),
            };
            format!("{} has no latency to compare. {because}", named(variant))
        }
        Text::ObjectiveTurns { variant, objective, met, clear } => {
            let doubt = if clear { "" } else { ", though the interval leaves a doubt" };
            let (now, before) = if met { ("meets", "missed") } else { ("misses", "met") };
            let variant = named(variant);
            format!("{variant} {now} the {objective} objective, which was {before}{doubt}.")
        }
        Text::Better(metrics) => format!("Better: {}.", listed(metrics)),
        Text::Worse(metrics) => format!("Worse: {}.", listed(metrics)),
        Text::Ties(metrics) => format!("A tie, as far as was simulated: {}.", listed(metrics)),
        Text::Narrower { metric: name, times } => format!(
            "Both saw the same requests: the interval of the difference of {} is {} times narrower \
             than with independent runs.",
            metric(name),
            significant(times, 2)
        ),
        Text::Plan { replications, simulated_s, warmup_s } => format!(
            "{replications} replications of {} each, after a warm-up of {}; replication for \
             replication, all variants see the same arrivals and draws. Differences have the 95 % \
             interval of the paired replications; a tie is an interval that contains 0; pp are \
             percentage points.",
            number::duration(simulated_s),
            number::duration((warmup_s * 1e6).round() / 1e6)
        ),
        Text::BusiestCell { component, resource, utilization } => {
            format!("{component} {resource} {}", number::brief(utilization, Unit::Percent))
        }
        Text::ObjectiveCell { actual, unit, met, clear } => {
            let actual = actual.map_or(NOTHING.to_owned(), |value| value_in(value, unit));
            let word = match (clear, met) {
                (false, _) => "not clear",
                (true, true) => "met",
                (true, false) => "MISSED",
            };
            format!("{actual} {word}")
        }
        Text::AtMost { objective, target, unit } => {
            format!("{} ≤ {}", metric(objective), show(target, Unit::named(unit)))
        }
        Text::AtLeast { objective, target, unit } => {
            format!("{objective} ≥ {}", show(target, Unit::named(unit)))
        }
        Text::Title(sentence) => self::text(sentence).trim_end_matches('.').replace('`', ""),
        Text::Subtitle { scenario, seed, replications } => {
            format!("{scenario} · seed {seed} · {replications} replications")
        }
        Text::LatencyAlt(figures) => {
            let all = figures.iter().map(|(variant, p99)| {
                let p99 = brief_between(p99.value, p99.low, p99.high, Unit::Ms);
                format!("{} p99 {p99}", name(variant))
            });
            alt(&Text::Latency, all)
        }
        Text::OverTimeAlt(events) => {
            alt(&Text::OverTimeTitle, events.iter().map(|event| (*event).to_owned()))
        }
        Text::CostAlt(figures) => {
            let all = figures.iter().map(|(variant, usd, ms)| {
                format!("{} {} {}", name(variant), per_month(*usd), show(*ms, Unit::Ms))
            });
            alt(&Text::CostTitle, all)
        }
        Text::Variants => "Side by side".to_owned(),
        Text::Objectives => "Objectives".to_owned(),
        Text::How => "How it was compared".to_owned(),
        Text::Figure => "figure".to_owned(),
        Text::DifferenceColumn => "difference".to_owned(),
        Text::RelativeColumn => "relative".to_owned(),
        Text::Verdict => "verdict".to_owned(),
        Text::Variant => "variant".to_owned(),
        Text::P99 => "p99".to_owned(),
        Text::Errors => "errors".to_owned(),
        Text::Completed => "completed".to_owned(),
        Text::Busiest => "busiest".to_owned(),
        Text::Cost => "cost".to_owned(),
        Text::LatencyTitle => "How slow the slowest are, by variant".to_owned(),
        Text::OverTimeTitle => "p99 over time, side by side".to_owned(),
        Text::CostTitle => "What each variant costs, and the p99 it buys".to_owned(),
        Text::OneInSoMany => "one request in so many is slower".to_owned(),
        Text::Latency => "latency".to_owned(),
        Text::Time => "time in the run".to_owned(),
        Text::CostAMonth => "cost a month".to_owned(),
    }
}

fn alt(what: &Text<'_>, figures: impl Iterator<Item = String>) -> String {
    format!("{}: {}.", text(what), figures.collect::<Vec<_>>().join("; "))
}

fn listed(metrics: &[&str]) -> String {
    metrics.iter().map(|name| metric(name)).collect::<Vec<_>>().join(", ")
}

/// A figure's name, as people say it.
pub(super) fn metric(name: &str) -> String {
    let (of, own) = name.rsplit_once('.').map_or(("", name), |(of, own)| (of, own));
    let own = match own {
        "p999" => "p99.9",
        "p9999" => "p99.99",
        "later_p50" => "p50 of later work",
        "later_p75" => "p75 of later work",
        "later_p90" => "p90 of later work",
        "later_p95" => "p95 of later work",
        "later_p99" => "p99 of later work",
        "later_p999" => "p99.9 of later work",
        "later_p9999" => "p99.99 of later work",
        "waiting_at_end" => "still waiting at the end",
        "redelivered" => "handed out again",
        "completed_per_s" => "completed",
        "cost_per_million" => "cost per million",
        "hit_ratio" => "hit ratio",
        "utilization" => "busy",
        other => other,
    };
    if of.is_empty() { own.to_owned() } else { format!("{} {own}", of.replace('.', " ")) }
}

/// A change as it is typed stands in quotes; a page's name does not.
fn named(variant: &Name) -> String {
    match variant {
        Name::Given(given) if given.contains('=') => format!("`{given}`"),
        Name::AsItStands | Name::Given(_) => name(variant),
    }
}

fn answer(variant: &Name, does: &[Does<'_>], against: Option<&Name>, usd: Option<f64>) -> String {
    let does: Vec<String> = does.iter().map(effect).collect();
    let money = usd.map_or(", at the same cost".to_owned(), |usd| {
        let amount = per_month(usd.abs()).replace("/month", "");
        let word = if usd > 0.0 { "more" } else { "less" };
        format!(", for {amount} {word} a month")
    });
    let against = against.map_or(String::new(), |against| format!(", against {}", named(against)));
    format!("{} {}{against}{money}.", named(variant), does.join(" and "))
}

/// `lowers p99 by 31 ± 2 ms (-62%)`, or `leaves p99 where it is (a tie: -0.1 ± 0.3 ms)`.
fn effect(does: &Does<'_>) -> String {
    let Does { metric: name, unit, by, relative, is_tie } = *does;
    let name = metric(name);
    let ends = by.low.zip(by.high);
    if is_tie {
        let (low, high) = ends.unzip();
        let by = difference(Measured { value: by.value, low, high }, unit);
        return format!("leaves {name} where it is (a tie: {by})");
    }
    let verb = if by.value < 0.0 { "lowers" } else { "raises" };
    let (low, high) = match ends {
        Some((low, high)) if by.value < 0.0 => (Some(-high), Some(-low)),
        Some((low, high)) => (Some(low), Some(high)),
        None => (None, None),
    };
    let by = difference(Measured { value: by.value.abs(), low, high }, unit);
    let share = relative.map_or(String::new(), |share| {
        let sign = if share > 0.0 { "+" } else { "" };
        format!(" ({sign}{}%)", significant(share * 100.0, 2))
    });
    format!("{verb} {name} by {}{share}", by.trim_start_matches('+'))
}

/// Dollars of one unit, the sign before the dollar.
fn dollars(usd: f64) -> String {
    let sign = if usd < 0.0 { "-" } else { "" };
    format!("{sign}{}", unit_price((usd.abs() * 1e4).round() / 1e4))
}

fn value_in(value: f64, unit: &str) -> String {
    match unit {
        "USD" => dollars(value),
        "ms" | "1/s" => number::brief(value, Unit::named(unit)),
        "ratio" if value > 0.0 && value < NEGLIGIBLE_SHARE => NEGLIGIBLE.to_owned(),
        _ => show(value, Unit::named(unit)),
    }
}

fn difference(by: Measured, unit: &str) -> String {
    let Measured { value, low, high } = by;
    let width = |end: Option<f64>| end.map_or(0.0, |end| (end - value).abs());
    let most = value.abs().max(width(low)).max(width(high));
    let words = match unit {
        "ratio" if most < NEGLIGIBLE_SHARE => "0 pp".to_owned(),
        "ratio" => points(value, low, high),
        "USD/month" => per_month(value),
        "USD" => dollars(value),
        _ => show_between(value, low, high, Unit::named(unit)),
    };
    let is_zero = words.chars().take_while(|c| *c != '±').all(|c| !('1'..='9').contains(&c));
    if value > 0.0 && !is_zero { format!("+{words}") } else { words }
}

fn relative(share: Measured) -> String {
    let Measured { value, low, high } = share;
    let words = match (low, high) {
        (Some(low), Some(high)) if (high - low).max(value.abs()) < NOTHING_MUCH => {
            return "0%".to_owned();
        }
        // Three digits are enough where the interval is narrower still.
        (Some(low), Some(high)) if high - low > NARROW * value.abs() => {
            show_between(value, Some(low), Some(high), Unit::Percent)
        }
        _ if value.abs() < NOTHING_MUCH => return "0%".to_owned(),
        _ => format!("{}%", significant(value * 100.0, 3)),
    };
    if value > 0.0 { format!("+{words}") } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn around(value: f64, low: f64, high: f64) -> Measured {
        Measured { value, low: Some(low), high: Some(high) }
    }

    #[test]
    fn differences_have_a_sign_and_honest_digits() {
        let check = |value: f64, half: f64, unit: &str, expect: &str| {
            assert_eq!(difference(around(value, value - half, value + half), unit), expect);
        };
        check(3.1, 0.2, "ms", "+3.1 ± 0.2 ms");
        check(-0.004, 0.001, "ratio", "-0.40 ± 0.10 pp");
        check(-3e-13, 1e-12, "ratio", "0 pp");
        check(71.0, 0.0, "USD/month", "+$71.00/month");
        check(-0.1174, 0.0, "USD", "-$0.1174");
        check(0.0, 0.0, "USD/month", "$0/month");
        assert_eq!(relative(around(0.083_333, 0.083_332, 0.083_334)), "+8.33%");
        assert_eq!(relative(around(-0.62, -0.65, -0.59)), "-62 ± 3%");
        assert_eq!(relative(around(3e-7, -1e-6, 2e-6)), "0%");
        assert_eq!(value_in(1e-6, "ratio"), NEGLIGIBLE);
    }

    #[test]
    fn the_answer_reads_like_this() {
        let given = |name: &str| Name::Given(name.to_owned());
        let p99 = Does { metric: "p99", unit: "ms", ..Does::default() };
        let does = [Does { by: around(-31.0, -33.0, -29.0), relative: Some(-0.62), ..p99 }];
        let said = answer(&given("app.instances=8"), &does, None, Some(71.0));
        let expect = "`app.instances=8` lowers p99 by 31 ± 2 ms (-62%), for $71.00 more a month.";
        assert_eq!(said, expect);
        let does = [Does { by: around(-0.1, -0.4, 0.2), is_tie: true, ..p99 }];
        let said = answer(&given("Scale out"), &does, Some(&given("Scale up")), None);
        let expect = "Scale out leaves p99 where it is (a tie: -0.1 ± 0.3 ms), against Scale up, at the \
                      same cost.";
        assert_eq!(said, expect);
    }
}
