//! How busy each component's busiest resource is.

use super::Chart;
use super::bars::{self, Bar, Guide};
use super::frame::{self, Frame, name_in_title};
use super::scale::drawable;
use super::style::{BLUE, HEIGHT, INK, PALE_BLUE, VERMILLION, VERMILLION_INK};
use crate::document::{Bottleneck, ComponentReport, Measured, Report};
use crate::figure::{NEAR_LIMIT, about_percent, telling_peak};
use crate::message::Lang;
use crate::message::Say;
use crate::message::chart::{Busy, Text};
use crate::message::report;

/// More bars than this cannot be read from the last row of a room.
const MOST: usize = 20;
/// The axis ends here at the latest; a bar that is longer is drawn to the end.
const END_MAX: f64 = 1.3;

/// A component's name, what it did, and its utilization.
type Row<'a> = (&'a str, &'a ComponentReport, Measured);

/// Draws the bars; `None` when nothing limits.
#[must_use]
pub fn draw(report: &Report, lang: Lang) -> Option<Chart> {
    let mut rows: Vec<Row<'_>> = report
        .components
        .iter()
        .filter_map(|(name, part)| part.utilization.map(|u| (name.as_str(), part, u)))
        .filter(|(_, _, utilization)| drawable(utilization.value) && utilization.value >= 0.0)
        .collect();
    if rows.is_empty() {
        return None;
    }
    // The sort is stable, so equals stay in the order of their names.
    rows.sort_by(|a, b| b.2.value.total_cmp(&a.2.value));
    let left_out = rows.len().saturating_sub(MOST);
    rows.truncate(MOST);

    let title = title(report, &rows, lang);
    let mut notes = Vec::new();
    if rows.iter().any(|(_, _, utilization)| utilization.low.is_some()) {
        notes.push(Text::WithIntervals);
    }
    if left_out > 0 {
        notes.push(Text::ComponentsLeftOut(left_out));
    }
    let mut frame = Frame::new(&title, &frame::subtitle(report, &notes, lang), HEIGHT);
    let bars: Vec<Bar> =
        rows.iter().map(|row| bar(report, named(report, &rows), row, lang)).collect();
    let highest = rows.iter().map(|(_, _, u)| u.value).fold(1.0, f64::max).min(END_MAX);
    let guide = |value: f64, limit| Guide { value, label: about_percent(value).say(lang), limit };
    let guides = [guide(0.0, false), guide(0.5, false), guide(NEAR_LIMIT, true), guide(1.0, true)];
    let name = Text::UtilizationAxis.say(lang);
    let top = frame.top + 24.0;
    frame::axis_name(
        &mut frame.canvas,
        &name,
        super::style::MARGIN,
        top,
        super::svg::Anchor::Start,
    );
    bars::draw(&mut frame, &bars, &guides, highest, top + 16.0, HEIGHT - 62.0);
    let named = |bar: &Bar| [bar.name.as_str(), &bar.note].join(" ").trim_end().to_owned();
    let rows = bars.iter().map(|bar| vec![named(bar), bar.text.clone()]).collect();
    let head = vec![Text::ColumnName.say(lang), name];
    frame.figures.table(String::new(), head, rows);
    let values: Vec<String> = bars.iter().map(|bar| format!("{} {}", bar.name, bar.text)).collect();
    let alt = Text::UtilizationAlt { values: &values, left_out };
    Some(frame.finish("utilization", alt.say(lang)))
}

/// The resource that a bar is of.
fn busiest(part: &ComponentReport) -> &str {
    part.busiest().unwrap_or_default()
}

/// The bottleneck's busiest interval, where it is near its limit and far from the average.
fn peak(report: &Report) -> Option<(&Bottleneck, f64)> {
    let bottleneck = report.bottleneck.as_ref()?;
    let peak = telling_peak(bottleneck.utilization, bottleneck.peak_utilization);
    peak.filter(|peak| drawable(*peak)).map(|peak| (bottleneck, peak))
}

/// The component that the title names, and whether it is near its limit.
fn named<'a>(report: &'a Report, rows: &[Row<'a>]) -> (&'a str, bool) {
    match &report.bottleneck {
        Some(b) if b.utilization >= NEAR_LIMIT || peak(report).is_some() => (&b.component, true),
        _ => (rows.first().map_or("", |row| row.0), false),
    }
}

fn bar(report: &Report, (name, near_limit): (&str, bool), row: &Row<'_>, lang: Lang) -> Bar {
    let (this, part, utilization) = row;
    let (color, stress) = match (*this == name, near_limit) {
        (true, true) => (VERMILLION, Some(VERMILLION_INK)),
        (true, false) => (BLUE, Some(INK)),
        _ => (PALE_BLUE, None),
    };
    let average = about_percent(utilization.value);
    let peak = peak(report).filter(|(bottleneck, _)| bottleneck.component == *this);
    let text = match peak {
        Some((of, peak)) if of.resource == busiest(part) => {
            Text::AverageAndPeak { average, peak: about_percent(peak) }.say(lang)
        }
        Some((of, peak)) => {
            let resource = &of.resource;
            Text::AverageAndPeakOf { average, resource, peak: about_percent(peak) }.say(lang)
        }
        None => average.say(lang),
    };
    Bar {
        name: (*this).to_owned(),
        note: report::Text::Resource(busiest(part)).say(lang),
        value: utilization.value,
        peak: peak.map(|(_, peak)| peak),
        text,
        interval: utilization.low.zip(utilization.high),
        color,
        stress,
    }
}

fn title(report: &Report, rows: &[Row<'_>], lang: Lang) -> String {
    let near_limit = report.bottleneck.as_ref().filter(|b| b.utilization >= NEAR_LIMIT);
    let name = |name: &str| name_in_title(name);
    if let Some((b, peak)) = peak(report) {
        let (component, resource) = (&name(&b.component), &b.resource);
        let peak = Busy { component, resource, utilization: about_percent(peak) };
        return Text::Reaches { peak, average: about_percent(b.utilization) }.say(lang);
    }
    if let Some(b) = near_limit {
        let (component, resource) = (&name(&b.component), &b.resource);
        let utilization = about_percent(b.utilization);
        return Text::Bottleneck(Busy { component, resource, utilization }).say(lang);
    }
    let Some((first, part, highest)) = rows.first().filter(|row| row.2.value > 0.0) else {
        return Text::Idle.say(lang);
    };
    let (component, resource) = (&name(first), busiest(part));
    let utilization = about_percent(highest.value);
    if highest.value >= NEAR_LIMIT || resource.is_empty() {
        return Text::Busiest { component, utilization }.say(lang);
    }
    Text::NotBusy(Busy { component, resource, utilization }).say(lang)
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    fn check(report: &Report, expect: Option<&str>) {
        assert_eq!(draw(report, Lang::En).map(|chart| chart.title).as_deref(), expect);
    }

    #[test]
    fn the_title_names_the_bottleneck() {
        check(&samples::steady(), Some("db (cpu) is the bottleneck at 87%"));
        let mut report = samples::steady();
        if let Some(bottleneck) = &mut report.bottleneck {
            bottleneck.utilization = 0.23;
        }
        if let Some(part) = report.components.get_mut("db") {
            part.utilization = Some(Measured { value: 0.01, low: None, high: None });
        }
        let highest = "Nothing is busy: app (cpu), the busiest, is at 61%";
        check(&report, Some(highest));
        if let Some(bottleneck) = &mut report.bottleneck {
            bottleneck.peak_utilization = Some(0.981);
        }
        check(&report, Some("db (cpu) reaches 98% at its busiest, 23% on average"));
        check(&Report::default(), None);
    }

    #[test]
    fn the_twenty_busiest_of_many() {
        let chart = draw(&samples::crowd(), Lang::En).expect("a crowd has bars");
        assert!(chart.svg.contains("service-19") && !chart.svg.contains("service-20"));
        assert!(chart.svg.contains("10 less busy components not shown"), "{}", chart.svg);
    }
}
