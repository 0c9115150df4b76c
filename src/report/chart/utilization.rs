//! How busy each component's busiest resource is.

use super::Chart;
use super::bars::{self, Bar, Guide};
use super::frame::{self, Frame, name_in_title};
use super::number::percent;
use super::scale::drawable;
use super::style::{BLUE, HEIGHT, INK, PALE_BLUE, VERMILLION, VERMILLION_INK};
use crate::message::chart as say;
use crate::report::{ComponentReport, Measured, Report};

/// More bars than this cannot be read from the last row of a room.
const MOST: usize = 20;
/// The axis ends here at the latest; a bar that is longer is drawn to the end.
const END_MAX: f64 = 1.3;
/// Above this, waiting grows fast with load (at 70 % of a single server it is 2.3 times the work).
const BUSY: f64 = 0.7;

/// Draws the bars; `None` when nothing limits.
#[must_use]
pub fn draw(report: &Report) -> Option<Chart> {
    let mut rows: Vec<(&str, &ComponentReport, Measured)> = report
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

    let title = title(report, &rows);
    let mut notes = Vec::new();
    if rows.iter().any(|(_, _, utilization)| utilization.low.is_some()) {
        notes.push(say::intervals());
    }
    if left_out > 0 {
        notes.push(say::components_left_out(left_out));
    }
    let mut frame = Frame::new(&title, &frame::subtitle(report, &notes), HEIGHT);
    let bars: Vec<Bar> = rows.iter().map(|row| bar(report, row)).collect();
    let highest = rows.iter().map(|(_, _, u)| u.value).fold(1.0, f64::max).min(END_MAX);
    let guide = |value: f64, limit| Guide { value, label: percent(value), limit };
    let guides = [guide(0.0, false), guide(0.5, false), guide(BUSY, true), guide(1.0, true)];
    let name = say::utilization_axis();
    let top = frame.top + 24.0;
    frame::axis_name(
        &mut frame.canvas,
        &name,
        super::style::MARGIN,
        top,
        super::svg::Anchor::Start,
    );
    bars::draw(&mut frame.canvas, &bars, &guides, highest, top + 16.0, HEIGHT - 62.0);
    let values: Vec<String> = bars.iter().map(|bar| format!("{} {}", bar.name, bar.text)).collect();
    Some(frame.finish("utilization", say::utilization_alt(&values, left_out)))
}

fn bar(report: &Report, (name, part, utilization): &(&str, &ComponentReport, Measured)) -> Bar {
    let is_bottleneck = report.bottleneck.as_ref().is_some_and(|b| b.component == *name);
    let (color, stress) = match (is_bottleneck, utilization.value >= BUSY) {
        (true, true) => (VERMILLION, Some(VERMILLION_INK)),
        (true, false) => (BLUE, Some(INK)),
        _ => (PALE_BLUE, None),
    };
    let busiest = part
        .resources
        .iter()
        .max_by(|a, b| a.1.utilization.value.total_cmp(&b.1.utilization.value))
        .map_or("", |(resource, _)| resource.as_str());
    Bar {
        name: (*name).to_owned(),
        note: say::resource(busiest),
        value: utilization.value,
        text: percent(utilization.value),
        interval: utilization.low.zip(utilization.high),
        color,
        stress,
    }
}

fn title(report: &Report, rows: &[(&str, &ComponentReport, Measured)]) -> String {
    match &report.bottleneck {
        Some(b) if b.utilization >= BUSY => say::bottleneck(
            &name_in_title(&b.component),
            &say::resource(&b.resource),
            &percent(b.utilization),
        ),
        Some(b) => say::not_busy(
            &name_in_title(&b.component),
            &say::resource(&b.resource),
            &percent(b.utilization),
        ),
        None if rows.iter().all(|(_, _, utilization)| utilization.value == 0.0) => say::idle(),
        None => {
            let highest = rows.first().map_or(0.0, |(_, _, utilization)| utilization.value);
            let name = rows.first().map_or("", |(name, _, _)| name);
            say::busiest(&name_in_title(name), &percent(highest))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    fn check(report: &Report, expect: Option<&str>) {
        assert_eq!(draw(report).map(|chart| chart.title).as_deref(), expect);
    }

    #[test]
    fn the_title_names_the_bottleneck() {
        check(&samples::steady(), Some("db (cpu) is the bottleneck at 87 %"));
        let mut report = samples::steady();
        if let Some(bottleneck) = &mut report.bottleneck {
            bottleneck.utilization = 0.23;
        }
        check(&report, Some("Nothing is busy: db (cpu), the busiest, is at 23 %"));
        check(&Report::default(), None);
    }

    #[test]
    fn the_twenty_busiest_of_many() {
        let chart = draw(&samples::crowd()).expect("a crowd has bars");
        assert!(chart.svg.contains("service-19") && !chart.svg.contains("service-20"));
        assert!(chart.svg.contains("10 less busy components not shown"), "{}", chart.svg);
    }
}
