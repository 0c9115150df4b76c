//! The sentences of `napkin compare`.

use super::number::{Unit, per_month, show_between, significant, unit_price};

/// A share of a bill that is not worth a digit.
const NOTHING_MUCH: f64 = 1e-4;
/// A share, of requests or time, below which it only matters that it is small.
const NEGLIGIBLE_SHARE: f64 = 1e-5;
/// An interval narrower than this share of its value is not worth printing in percent.
const NARROW: f64 = 2e-3;

/// How the page without changes is called.
#[must_use]
pub fn as_it_stands() -> String {
    "as it stands".to_owned()
}

/// The name of the n-th variant that is called the same.
#[must_use]
pub fn again(name: &str, nth: usize) -> String {
    format!("{name} ({nth})")
}

/// Why nothing can be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// `there is nothing to compare it with: name another page, or give a change …`
    OneAlone,
    /// `--variant changes one page, and there are several: …`
    VariantsOfOnePage,
    /// `‘--variant "big"’ does not say what changes: …`
    #[allow(missing_docs)]
    NotAVariant { text: String },
}

/// A figure's name, as people say it.
#[must_use]
pub fn metric(name: &str) -> String {
    let (of, own) = name.rsplit_once('.').map_or(("", name), |(of, own)| (of, own));
    let own = match own {
        "p999" => "p99.9",
        "completed_per_s" => "completed",
        "cost_per_million" => "cost per million",
        "hit_ratio" => "hit ratio",
        "utilization" => "busy",
        other => other,
    };
    if of.is_empty() { own.to_owned() } else { format!("{} {own}", of.replace('.', " ")) }
}

/// A figure's unit, to be written with.
fn unit_of(unit: &str) -> Unit {
    Unit::named(unit)
}

/// Dollars of one unit, the sign before the dollar.
fn dollars(usd: f64) -> String {
    let sign = if usd < 0.0 { "-" } else { "" };
    format!("{sign}{}", unit_price((usd.abs() * 1e4).round() / 1e4))
}

/// A figure of one variant.
#[must_use]
pub fn figure(value: f64, unit: &str) -> String {
    match unit {
        "USD" => dollars(value),
        "ms" | "1/s" => super::number::brief(value, unit_of(unit)),
        "ratio" if value > 0.0 && value < NEGLIGIBLE_SHARE => super::number::NEGLIGIBLE.to_owned(),
        _ => super::number::show(value, unit_of(unit)),
    }
}

/// A difference with its sign: `+3.1 ± 0.2 ms`, `-0.4 ± 0.1 pp`, `-$71/month`. `pp` are percentage points.
#[must_use]
pub fn difference(value: f64, low: Option<f64>, high: Option<f64>, unit: &str) -> String {
    let width = |end: Option<f64>| end.map_or(0.0, |end| (end - value).abs());
    let most = value.abs().max(width(low)).max(width(high));
    let words = match unit {
        "ratio" if most < NEGLIGIBLE_SHARE => "0%".to_owned(),
        "USD/month" => per_month(value),
        "USD" => dollars(value),
        _ => show_between(value, low, high, unit_of(unit)),
    };
    let words = if unit == "ratio" { words.replace('%', " pp") } else { words };
    let is_zero = words.chars().take_while(|c| *c != '±').all(|c| !('1'..='9').contains(&c));
    if value > 0.0 && !is_zero { format!("+{words}") } else { words }
}

/// A relative difference: `-62 ± 3%`.
#[must_use]
pub fn relative(value: f64, low: Option<f64>, high: Option<f64>) -> String {
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

/// In a word.
#[must_use]
pub fn verdict(name: &str) -> String {
    match name {
        "unknown" => "not known".to_owned(),
        other => other.to_owned(),
    }
}

/// What a variant does to a figure: `lowers p99 by 31 ± 2 ms (-62%)`.
#[must_use]
pub fn moves(
    metric: &str,
    value: f64,
    ends: Option<(f64, f64)>,
    unit: &str,
    relative: Option<f64>,
) -> String {
    let verb = if value < 0.0 { "lowers" } else { "raises" };
    let (low, high) = match ends {
        Some((low, high)) if value < 0.0 => (Some(-high), Some(-low)),
        Some((low, high)) => (Some(low), Some(high)),
        None => (None, None),
    };
    let by = difference(value.abs(), low, high, unit);
    let share = relative.map_or(String::new(), |share| {
        let sign = if share > 0.0 { "+" } else { "" };
        format!(" ({sign}{}%)", significant(share * 100.0, 2))
    });
    format!("{verb} {metric} by {}{share}", by.trim_start_matches('+'))
}

/// Two things that a variant does.
#[must_use]
pub fn and(one: &str, other: &str) -> String {
    format!("{one} and {other}")
}

/// What a variant leaves as it is, as far as can be told.
#[must_use]
pub fn leaves(metric: &str, value: f64, ends: Option<(f64, f64)>, unit: &str) -> String {
    let (low, high) = ends.map_or((None, None), |(low, high)| (Some(low), Some(high)));
    format!("leaves {metric} where it is (a tie: {})", difference(value, low, high, unit))
}

/// What it costs or saves.
#[must_use]
pub fn money(usd: f64) -> String {
    let amount = per_month(usd.abs()).replace("/month", "");
    let word = if usd > 0.0 { "more" } else { "less" };
    format!("{amount} {word} a month")
}

/// The answer: one variant, what it does, for how much.
#[must_use]
pub fn answer(variant: &str, against: Option<&str>, does: &str, money: Option<&str>) -> String {
    let money = money.map_or(", at the same cost".to_owned(), |money| format!(", for {money}"));
    let against = against.map_or(String::new(), |against| format!(", against {}", named(against)));
    format!("{} {does}{against}{money}.", named(variant))
}

/// The answer where one of the two has no figures.
#[must_use]
pub fn no_figures(variant: &str, because: &str) -> String {
    format!("{} has no latency to compare. {because}", named(variant))
}

/// A change as it is typed stands in quotes; a page's name does not.
#[must_use]
pub fn named(variant: &str) -> String {
    if variant.contains('=') { format!("`{variant}`") } else { variant.to_owned() }
}

/// Figures by verdict.
#[must_use]
pub fn by_verdict(word: &str, metrics: &[String]) -> String {
    format!("{word}: {}.", metrics.join(", "))
}

/// The words before the figures of each verdict.
#[must_use]
pub fn better_worse_tie() -> [String; 3] {
    ["Better", "Worse", "A tie, as far as was simulated"].map(str::to_owned)
}

/// An objective that one variant meets and the other does not.
#[must_use]
pub fn objective_turns(variant: &str, objective: &str, met: bool, clear: bool) -> String {
    let doubt = if clear { "" } else { ", though the interval leaves a doubt" };
    let (now, before) = if met { ("meets", "missed") } else { ("misses", "met") };
    format!("{} {now} the {objective} objective, which was {before}{doubt}.", named(variant))
}

/// What pairing was worth.
#[must_use]
pub fn narrower(metric: &str, times: f64) -> String {
    format!(
        "Both saw the same requests: the interval of the difference of {metric} is {} times narrower than \
         with independent runs.",
        significant(times, 2)
    )
}

/// How it was done.
#[must_use]
pub fn plan(replications: u32, simulated_s: f64, warmup_s: f64) -> String {
    let time = |s: f64| super::number::duration(s);
    format!(
        "{replications} replications of {} each, after a warm-up of {}; replication for replication, all \
         variants see the same arrivals and draws. Differences have the 95 % interval of the paired \
         replications; a tie is an interval that contains 0; pp are percentage points.",
        time(simulated_s),
        time((warmup_s * 1e6).round() / 1e6)
    )
}

/// The headings.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub enum Heading {
    Variants,
    Objectives,
    How,
}

/// A heading.
#[must_use]
pub fn heading(heading: Heading) -> &'static str {
    match heading {
        Heading::Variants => "Side by side",
        Heading::Objectives => "Objectives",
        Heading::How => "How it was compared",
    }
}

/// Column titles of a comparison of two.
#[must_use]
pub fn columns(from: &str, to: &str) -> [String; 6] {
    [
        "figure".to_owned(),
        from.to_owned(),
        to.to_owned(),
        "difference".to_owned(),
        "relative".to_owned(),
        "verdict".to_owned(),
    ]
}

/// Column titles of the overview.
#[must_use]
pub fn overview() -> [&'static str; 6] {
    ["variant", "p99", "errors", "completed", "busiest", "cost"]
}

/// The name of the busiest resource and how busy it is.
#[must_use]
pub fn busiest(component: &str, resource: &str, utilization: f64) -> String {
    format!("{component} {resource} {}", super::number::brief(utilization, Unit::Percent))
}

/// What stands in place of latencies.
#[must_use]
pub fn state(name: &str) -> String {
    match name {
        "unstable" => "does not settle",
        "gave_up" => "given up",
        "stopped" => "stopped",
        _ => "nothing completed",
    }
    .to_owned()
}

/// Whether an objective is met, in a cell.
#[must_use]
pub fn objective_cell(actual: &str, met: bool, clear: bool) -> String {
    let word = match (clear, met) {
        (false, _) => "not clear",
        (true, true) => "met",
        (true, false) => "MISSED",
    };
    format!("{actual} {word}")
}

/// A chart of a comparison.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub enum Picture {
    Latency,
    OverTime,
    Cost,
}

/// Names of its axes: the horizontal one, the vertical one.
#[must_use]
pub fn axes(picture: Picture) -> [&'static str; 2] {
    match picture {
        Picture::Latency => ["one request in so many is slower", "latency"],
        Picture::OverTime => ["time in the run", "p99"],
        Picture::Cost => ["cost a month", "p99"],
    }
}

/// A sentence as the title of a chart.
#[must_use]
pub fn as_title(sentence: &str) -> String {
    sentence.trim_end_matches('.').replace('`', "")
}

/// The title of the chart of the latencies of several variants.
#[must_use]
pub fn latency_title() -> String {
    "How slow the slowest are, by variant".to_owned()
}

/// The title of the chart over time.
#[must_use]
pub fn over_time_title() -> String {
    "p99 over time, side by side".to_owned()
}

/// The title of the chart of cost and p99.
#[must_use]
pub fn cost_title() -> String {
    "What each variant costs, and the p99 it buys".to_owned()
}

/// An objective on a chart.
#[must_use]
pub fn goal(objective: &str, target: &str) -> String {
    format!("{objective} ≤ {target}")
}

/// An objective of which more is better.
#[must_use]
pub fn at_least(objective: &str, target: &str) -> String {
    format!("{objective} ≥ {target}")
}

/// Scenario, seed and replications under a chart's title.
#[must_use]
pub fn subtitle(scenario: &str, seed: u64, replications: u32) -> String {
    format!("{scenario} · seed {seed} · {replications} replications")
}

/// For those who cannot see the chart.
#[must_use]
pub fn alt(what: &str, figures: &[String]) -> String {
    format!("{what}: {}.", figures.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_have_a_sign_and_honest_digits() {
        let check = |value: f64, half: f64, unit: &str, expect: &str| {
            assert_eq!(difference(value, Some(value - half), Some(value + half), unit), expect);
        };
        check(3.1, 0.2, "ms", "+3.1 ± 0.2 ms");
        check(-0.004, 0.001, "ratio", "-0.40 ± 0.10 pp");
        check(-3e-13, 1e-12, "ratio", "0 pp");
        check(71.0, 0.0, "USD/month", "+$71.00/month");
        check(-0.1174, 0.0, "USD", "-$0.1174");
        check(0.0, 0.0, "USD/month", "$0/month");
        assert_eq!(relative(0.083_333, Some(0.083_332), Some(0.083_334)), "+8.33%");
        assert_eq!(relative(-0.62, Some(-0.65), Some(-0.59)), "-62 ± 3%");
        assert_eq!(relative(3e-7, Some(-1e-6), Some(2e-6)), "0%");
        assert_eq!(figure(1e-6, "ratio"), super::super::number::NEGLIGIBLE);
    }

    #[test]
    fn the_answer_reads_like_this() {
        let does = moves("p99", -31.0, Some((-33.0, -29.0)), "ms", Some(-0.62));
        let money = money(71.0);
        let said = answer("app.instances=8", None, &does, Some(&money));
        let expect = "`app.instances=8` lowers p99 by 31 ± 2 ms (-62%), for $71.00 more a month.";
        assert_eq!(said, expect);
        let does = leaves("p99", -0.1, Some((-0.4, 0.2)), "ms");
        let said = answer("Scale out", Some("Scale up"), &does, None);
        let expect = "Scale out leaves p99 where it is (a tie: -0.1 ± 0.3 ms), against Scale up, at the \
                      same cost.";
        assert_eq!(said, expect);
    }
}
