//! The tornado of an estimate: how far each result swings with each assumption, the longest bar on top.

use crate::chart::Chart;
use crate::chart::tornado::{self, Panel, Swing, Tornado};
use crate::document::EstimateLine;
use crate::document::estimate::Bar;
use crate::document::estimate::{Document, results};
use crate::figure::{Shown, base_unit};
use crate::message::chart::Text;
use crate::message::{Lang, Say};

/// Bars of one result.
const MOST: usize = 6;
/// Significant digits.
const DIGITS: i32 = 3;

/// Draws it; `None` where nothing is uncertain.
#[must_use]
pub fn draw(document: &Document, lang: Lang) -> Option<Chart> {
    let shown = results(document);
    let (first, bars) = shown.first()?;
    let most = bars.first()?;
    let alt: Vec<String> = shown
        .iter()
        .flat_map(|(line, bars)| bars.iter().take(MOST).map(|bar| said(line, bar, lang)))
        .collect();
    let title = Text::TornadoTitle {
        assumption: &most.assumption,
        result: &first.name,
        low: figure(first, most.low),
        high: figure(first, most.high),
    };
    let tornado = Tornado {
        file_stem: "tornado",
        title: title.say(lang),
        subtitle: Text::TornadoSubtitle(&document.scenario).say(lang),
        alt: Text::TornadoAlt(&alt).say(lang),
        panels: shown.iter().map(|(line, bars)| panel(line, bars, lang)).collect(),
    };
    tornado::draw(&tornado, lang)
}

fn figure(line: &EstimateLine, value: f64) -> Shown {
    base_unit(value, &line.unit, DIGITS)
}

fn said(line: &EstimateLine, bar: &Bar, lang: Lang) -> String {
    let (low, high) = (figure(line, bar.low), figure(line, bar.high));
    Text::TornadoBar { result: &line.name, assumption: &bar.assumption, low, high }.say(lang)
}

/// One result with its bars.
fn panel(line: &EstimateLine, bars: &[&Bar], lang: Lang) -> Panel {
    let end = |value| (value, figure(line, value).say(lang));
    let swing = |bar: &&Bar| Swing {
        name: bar.assumption.clone(),
        at_low: end(bar.low),
        at_high: end(bar.high),
        ..Swing::default()
    };
    let head = Text::TornadoHead {
        result: &line.name,
        median: figure(line, line.value),
        low: figure(line, line.low),
        high: figure(line, line.high),
    };
    Panel {
        head: head.say(lang),
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
        let chart = draw(&document, Lang::En).expect("a chart");
        assert_eq!(chart.title, "keep matters most: storage is 18 TB to 73 TB with it");
        assert!(chart.svg.contains("record") && !chart.svg.contains("NaN"));
        assert_eq!(draw(&Document::default(), Lang::En), None);
    }
}
