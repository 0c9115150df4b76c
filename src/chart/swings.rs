//! The tornado of an estimate: how far each result swings with each assumption, the longest bar on top.

use super::Chart;
use super::tornado::{self, Panel, Swing, Tornado};
use crate::document::EstimateLine;
use crate::document::estimate::Bar;
use crate::document::estimate::{Document, results};
use crate::message::chart as say;
use crate::message::number::base_unit;

/// Bars of one result.
const MOST: usize = 6;
/// Significant digits.
const DIGITS: i32 = 3;

/// Draws it; `None` where nothing is uncertain.
#[must_use]
pub fn draw(document: &Document) -> Option<Chart> {
    let shown = results(document);
    let (first, bars) = shown.first()?;
    let most = bars.first()?;
    let alt: Vec<String> = shown
        .iter()
        .flat_map(|(line, bars)| bars.iter().take(MOST).map(|bar| said(line, bar)))
        .collect();
    tornado::draw(&Tornado {
        file_stem: "tornado",
        title: say::tornado(
            &most.assumption,
            &first.name,
            &written(first, most.low),
            &written(first, most.high),
        ),
        subtitle: say::tornado_subtitle(&document.scenario),
        alt: say::tornado_alt(&alt),
        panels: shown.iter().map(|(line, bars)| panel(line, bars)).collect(),
    })
}

fn written(line: &EstimateLine, value: f64) -> String {
    base_unit(value, &line.unit, DIGITS)
}

fn said(line: &EstimateLine, bar: &Bar) -> String {
    say::tornado_bar(&line.name, &bar.assumption, &written(line, bar.low), &written(line, bar.high))
}

/// One result with its bars.
fn panel(line: &EstimateLine, bars: &[&Bar]) -> Panel {
    let end = |value| (value, written(line, value));
    let swing = |bar: &&Bar| Swing {
        name: bar.assumption.clone(),
        at_low: end(bar.low),
        at_high: end(bar.high),
        ..Swing::default()
    };
    let value = |value| written(line, value);
    Panel {
        head: say::tornado_head(
            &line.name,
            &value(line.value),
            &value(line.low),
            &value(line.high),
        ),
        center: line.value,
        swings: bars.iter().take(MOST).map(swing).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str) -> EstimateLine {
        let (value, low, high) = (36.5e12, 20e12, 70e12);
        let (name, unit) = (name.to_owned(), "B".to_owned());
        EstimateLine { name, value, low, high, unit, ..EstimateLine::default() }
    }

    fn bar(quantity: &str, assumption: &str, low: f64, high: f64) -> Bar {
        let (quantity, assumption) = (quantity.to_owned(), assumption.to_owned());
        Bar { quantity, assumption, low, high, rank_correlation: None }
    }

    #[test]
    fn the_longest_bar_is_the_message() {
        let document = Document {
            estimate: vec![line("storage")],
            tornado: vec![
                bar("storage", "keep", 18e12, 73e12),
                bar("storage", "record", 60e12, 30e12),
            ],
            finals: vec!["storage".to_owned()],
            ..Document::default()
        };
        let chart = draw(&document).expect("a chart");
        assert_eq!(chart.title, "keep matters most: storage is 18 TB to 73 TB with it");
        assert!(chart.svg.contains("record") && !chart.svg.contains("NaN"));
        assert_eq!(draw(&Document::default()), None);
    }
}
