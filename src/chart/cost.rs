//! The monthly bill, line by line.

use super::Chart;
use super::bars::{self, Bar};
use super::frame::{self, BETWEEN, Frame, name_in_title};
use super::scale::drawable;
use super::style::{BLUE, GREY, HEIGHT, INK, MARGIN, PALE_BLUE};
use super::svg::Anchor;
use crate::document::{CostLine, Report};
use crate::figure::{about_dollars, about_percent};
use crate::message::Lang;
use crate::message::Say;
use crate::message::chart::Text;
use crate::message::cost::{Owner, Short};
use std::collections::BTreeMap;

/// More lines than this are put together.
const MOST: usize = 14;
/// So are lines below this share.
const SMALL: f64 = 0.015;
/// Below this share, nothing is what the bill is mostly about.
const MAIN: f64 = 0.2;

/// Draws the bill; `None` when nothing costs anything.
#[must_use]
pub fn draw(report: &Report, lang: Lang) -> Option<Chart> {
    let merged = by_item(&report.cost.lines);
    let mut lines: Vec<&CostLine> = merged.iter().collect();
    let total: f64 = lines.iter().map(|line| line.per_month_usd).sum();
    if lines.is_empty() || !drawable(total) {
        return None;
    }
    lines.sort_by(|a, b| b.per_month_usd.total_cmp(&a.per_month_usd));

    let owners = by_owner(&lines, lang);
    let largest = largest(&owners);
    let title = title(&owners, largest, total, lang);
    let million = report.cost.per_million_requests_usd.filter(|usd| drawable(*usd));
    let notes: Vec<Text<'_>> =
        million.map(|usd| Text::PerMillion(about_dollars(usd))).into_iter().collect();
    let mut frame = Frame::new(&title, &frame::subtitle(report, &notes, lang), HEIGHT);
    let bars = bars_of(&lines, largest.0, total, lang);
    let longest = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
    let top = frame.top + 24.0;
    frame::axis_name(&mut frame.canvas, &Text::CostAxis.say(lang), MARGIN, top, Anchor::Start);
    bars::draw(&mut frame, &bars, &[], longest, top + 16.0, HEIGHT - 40.0);
    let head = [Text::ColumnName, Text::CostAxis].map(|title| title.say(lang));
    let rows = bars.iter().map(|bar| vec![bar.name.clone(), bar.text.clone()]).collect();
    frame.figures.table(String::new(), head.into(), rows);
    let values: Vec<String> = bars.iter().map(|bar| format!("{} {}", bar.name, bar.text)).collect();
    let alt = Text::CostAlt { total: about_dollars(total), values: &values };
    Some(frame.finish("cost", alt.say(lang)))
}

/// One bar per line; what is too small to see, or too much to read, is put together at the end.
fn bars_of(lines: &[&CostLine], most: &str, total: f64, lang: Lang) -> Vec<Bar> {
    let large = lines.iter().filter(|line| line.per_month_usd >= SMALL * total).count();
    let mut shown = large.min(MOST);
    // A group of one would say less than the line itself.
    if lines.len() - shown == 1 {
        shown = lines.len();
    }
    let bar = |name: String, usd: f64, color| Bar {
        peak: None,
        name,
        note: String::new(),
        value: usd,
        text: [about_dollars(usd), about_percent(usd / total)]
            .map(|part| part.say(lang))
            .join(BETWEEN),
        interval: None,
        color,
        stress: None,
    };
    let mut bars: Vec<Bar> = Vec::new();
    for line in &lines[..shown] {
        // The title speaks of these, so they stand out.
        let (color, stress) =
            if owner(line, lang) == most { (BLUE, Some(INK)) } else { (PALE_BLUE, None) };
        let plain = bar(Short(&line.item).say(lang), line.per_month_usd, color);
        bars.push(Bar { stress, ..plain });
    }
    let rest = &lines[shown..];
    if !rest.is_empty() {
        let usd = rest.iter().map(|line| line.per_month_usd).sum();
        bars.push(bar(Text::OtherLines(rest.len()).say(lang), usd, GREY));
    }
    bars
}

/// One line per item: the tiers of a price are one thing to look at.
fn by_item(lines: &[CostLine]) -> Vec<CostLine> {
    let mut merged: Vec<CostLine> = Vec::new();
    for line in lines {
        if !drawable(line.per_month_usd) || line.per_month_usd <= 0.0 {
            continue;
        }
        match merged.iter_mut().find(|known| known.item == line.item) {
            Some(known) => known.per_month_usd += line.per_month_usd,
            None => merged.push(line.clone()),
        }
    }
    merged
}

/// The component that a line is for: `app: 40 × m7g.large`.
fn owner(line: &CostLine, lang: Lang) -> String {
    Owner(&line.item).say(lang)
}

/// What each component costs, all its lines together.
fn by_owner(lines: &[&CostLine], lang: Lang) -> BTreeMap<String, f64> {
    let mut sums = BTreeMap::new();
    for line in lines {
        *sums.entry(owner(line, lang)).or_default() += line.per_month_usd;
    }
    sums
}

/// The dearest; of equals the first by name.
fn largest(owners: &BTreeMap<String, f64>) -> (&str, f64) {
    let mut most = ("", 0.0);
    for (owner, usd) in owners {
        if *usd > most.1 {
            most = (owner.as_str(), *usd);
        }
    }
    most
}

/// The total, and what most of it is.
fn title(owners: &BTreeMap<String, f64>, (most, usd): (&str, f64), all: f64, lang: Lang) -> String {
    let most = &name_in_title(most);
    let (total, share) = (about_dollars(all), about_percent(usd / all));
    if owners.len() == 1 {
        Text::CostAll { total, owner: most }
    } else if usd < MAIN * all {
        Text::CostSpread { total, owners: owners.len(), share, most }
    } else {
        Text::Cost { total, share, most }
    }
    .say(lang)
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    fn check(lines: &[(&str, f64)], expect: Option<&str>) {
        let mut report = Report::default();
        report.cost.lines = lines
            .iter()
            .map(|(item, usd)| CostLine {
                item: samples::item(item).into(),
                per_month_usd: *usd,
                ..CostLine::default()
            })
            .collect();
        assert_eq!(draw(&report, Lang::En).map(|chart| chart.title).as_deref(), expect);
    }

    #[test]
    fn the_title_says_where_the_money_goes() {
        let lines = [
            ("app: 40 × m7g.large", 3_000.0),
            ("app: egress", 600.0),
            ("db: 1 × m7g.large", 2_130.0),
        ];
        check(&lines, Some("$5,730 a month: 63% is app"));
        check(&[("app: 1 × m7g.large", 60.0)], Some("$60 a month, all of it app"));
        check(&[("app: 1 × m7g.large", 0.0)], None);
        check(&[("app: 1 × m7g.large", f64::NAN)], None);
        check(&[], None);
    }

    #[test]
    fn small_lines_are_put_together() {
        let report = samples::crowd();
        let lines: Vec<&CostLine> = report.cost.lines.iter().collect();
        let total: f64 = lines.iter().map(|line| line.per_month_usd).sum();
        let bars = bars_of(&lines, "service-00", total, Lang::En);
        assert_eq!(bars.len(), MOST + 1);
        let sum: f64 = bars.iter().map(|bar| bar.value).sum();
        assert!((sum - total).abs() < 1e-6);
    }
}
