//! What only `napkin estimate` says: the answers at a glance, which assumption matters, what round numbers cost.

use super::arithmetic::{interval, written};
use super::{Block, Section, Side, Table};
use crate::document::EstimateLine;
use crate::document::estimate::Bar;
use crate::document::estimate::{Document, results};
use crate::figure::signed_percent;
use crate::message::estimate::{self, Step};
use crate::message::report::{Label, Text};
use crate::message::{Lang, Say};
use crate::words::number::base_unit;

/// Significant digits: of a figure, and of one that is only known to a range.
const DIGITS: i32 = 4;
const RANGE_DIGITS: i32 = 3;
/// Columns of a text bar.
const BAR: usize = 31;
/// Assumptions shown of each result; the others matter less than these.
const MOST_BARS: usize = 6;

/// The page's results, or the standard ones of a design, each in one row.
pub fn glance(document: &Document, lang: Lang) -> Option<Section> {
    let rows = glance_lines(&document.estimate, lang);
    let mut table = Table::new(
        &[
            (Label::Quantity, Side::Left),
            (Label::Value, Side::Right),
            (Label::Range, Side::Left),
            (Label::RoundNumbers, Side::Right),
            (Label::RoundingError, Side::Right),
            (Label::Remark, Side::Left),
        ],
        lang,
    );
    for (name, line, remark) in rows {
        let ranged = line.low < line.high;
        let (value, low, high) = figures(line, lang);
        table.row([
            name,
            value,
            if ranged { interval(line, &low, &high, lang) } else { String::new() },
            line.interview_step
                .as_deref()
                .map_or(String::new(), |step| written(concluded(step), lang)),
            line.error.map(|error| signed_percent(error).say(lang)).unwrap_or_default(),
            remark,
        ]);
    }
    if table.rows.is_empty() {
        return None;
    }
    let mut blocks = vec![Block::Table(table.without_empty_columns())];
    if let Some(cost) = &document.rounding {
        let name = &shown_name(&cost.worst, lang);
        let [worst, median] = [cost.worst_error, cost.median_error].map(signed_percent);
        let cost = estimate::Text::RoundingCost { worst: &worst, name, median: &median };
        blocks.push(Block::Sentence(cost.say(lang)));
    }
    Some(Section { title: Label::Glance.say(lang), blocks })
}

/// Value, low and high as they are shown.
fn figures(line: &EstimateLine, lang: Lang) -> (String, String, String) {
    let end = |value| base_unit(value, &line.unit, RANGE_DIGITS, lang);
    let shown = line.shown.as_ref();
    let shown = shown
        .map(|(value, low, high)| (written(value, lang), written(low, lang), written(high, lang)));
    shown.unwrap_or_else(|| {
        let digits = if line.low < line.high { RANGE_DIGITS } else { DIGITS };
        (base_unit(line.value, &line.unit, digits, lang), end(line.low), end(line.high))
    })
}

/// What a step comes to.
fn concluded(step: &str) -> &str {
    let (_, result) = step.rsplit_once(['=', '≈']).unwrap_or(("", step));
    result.split(';').next().unwrap_or("").trim()
}

/// Name, line and remark of each row.
fn glance_lines(lines: &[EstimateLine], lang: Lang) -> Vec<(String, &EstimateLine, String)> {
    if !lines.iter().any(|line| line.kind == "napkin") {
        let own = lines.iter().filter(|line| line.kind == "estimate");
        return own.map(|line| (line.name.clone(), line, String::new())).collect();
    }
    let find = |name: &str| lines.iter().find(|line| line.name == name && line.kind == "napkin");
    let mut rows: Vec<(String, &EstimateLine, String)> = Vec::new();
    for name in [
        "average_qps",
        "peak_qps",
        "storage_a_year",
        "storage_kept",
        "bandwidth_in",
        "bandwidth_out",
    ] {
        rows.extend(find(name).map(|line| (shown_name(name, lang), line, String::new())));
    }
    for line in lines.iter().filter(|line| line.kind == "napkin") {
        let Some((owner, quantity)) = line.name.rsplit_once('.') else { continue };
        let remark = match quantity {
            "cache_memory" => find(&format!("{owner}.cache_hits"))
                .map(|hits| estimate::Text::Hits(hits.value).say(lang)),
            "instances_needed" => Some(remark_of(line, lang)),
            _ => continue,
        };
        rows.push((
            estimate::Text::NameOf { owner, quantity }.say(lang),
            line,
            remark.unwrap_or_default(),
        ));
    }
    for name in ["downtime_a_year", "monthly_bill"] {
        rows.extend(find(name).map(|line| (shown_name(name, lang), line, String::new())));
    }
    rows
}

/// What stands behind the step: `the page has 39`.
fn remark_of(line: &EstimateLine, lang: Lang) -> String {
    match *line.step {
        Step::Board { remark: Some(remark), .. } => estimate::Text::Remark(remark).say(lang),
        _ => String::new(),
    }
}

/// The standard quantities in words, others by their names.
fn shown_name(name: &str, lang: Lang) -> String {
    estimate::Text::Name(name).say(lang)
}

/// Which assumption matters: for each of the most interesting results a table of bars.
pub fn tornado(document: &Document, lang: Lang) -> Option<Section> {
    let mut blocks = Vec::new();
    for (line, bars) in results(document) {
        let (median, low, high) = figures(line, lang);
        let range = Text::Range { low: &low, high: &high, median: None }.say(lang);
        let is_own = line.kind != "napkin";
        let name = if is_own { line.name.clone() } else { shown_name(&line.name, lang) };
        blocks.push(Block::Sentence(
            estimate::Text::TornadoOf { name: &name, median: &median, range: &range }.say(lang),
        ));
        blocks.push(Block::Table(bars_table(line, &bars, lang)));
    }
    if blocks.is_empty() {
        return None;
    }
    blocks.push(Block::Sentence(estimate::Text::TornadoLegend.say(lang)));
    Some(Section { title: Label::Matters.say(lang), blocks })
}

fn bars_table(line: &EstimateLine, bars: &[&Bar], lang: Lang) -> Table {
    let mut table = Table::new(
        &[
            (Label::Assumption, Side::Left),
            (Label::AtLow, Side::Right),
            (Label::Swing, Side::Left),
            (Label::AtHigh, Side::Right),
            (Label::RankCorrelation, Side::Right),
        ],
        lang,
    );
    let ends = |bar: &&Bar| [bar.low, bar.high];
    let all = || bars.iter().flat_map(ends).chain([line.value]);
    let (low, high) =
        (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    for bar in bars.iter().take(MOST_BARS) {
        table.row([
            bar.assumption.clone(),
            base_unit(bar.low, &line.unit, RANGE_DIGITS, lang),
            drawn(bar, line.value, low, high),
            base_unit(bar.high, &line.unit, RANGE_DIGITS, lang),
            bar.rank_correlation.map(|rank| format!("{rank:.2}")).unwrap_or_default(),
        ]);
    }
    table
}

/// A bar of characters between the ends, with a mark at the median.
fn drawn(bar: &Bar, median: f64, low: f64, high: f64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a few columns")]
    let place = |value: f64| {
        let share = if high > low { (value - low) / (high - low) } else { 0.5 };
        (share.clamp(0.0, 1.0) * (BAR - 1) as f64).round()
    };
    let (from, to) = (place(bar.low.min(bar.high)), place(bar.low.max(bar.high)));
    let middle = place(median);
    #[expect(clippy::cast_precision_loss, reason = "a few columns")]
    let column = |at: usize| match at as f64 {
        at if at == middle => '│',
        at if (from..=to).contains(&at) => '█',
        _ => '·',
    };
    (0..BAR).map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_drawn_from_end_to_end() {
        let bar = Bar { low: 0.0, high: 10.0, ..Bar::default() };
        assert_eq!(drawn(&bar, 5.0, 0.0, 10.0), format!("{0}│{0}", "█".repeat(15)));
        let bar = Bar { low: 10.0, high: 5.0, ..Bar::default() };
        assert_eq!(drawn(&bar, 5.0, 0.0, 10.0), format!("{}│{}", "·".repeat(15), "█".repeat(15)));
        assert_eq!(drawn(&bar, 5.0, 5.0, 5.0).chars().count(), BAR);
    }
}
