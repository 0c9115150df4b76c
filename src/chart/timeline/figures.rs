//! The same series as figures: what was offered, answered and failed, how slow and how busy it was, by interval.

use super::{Line, busy, thinned, traffic_lines};
use crate::chart::frame::{BETWEEN, Frame};
use crate::chart::scale::{Scale, drawable, step_125};
use crate::chart::svg::Rect;
use crate::document::Report;
use crate::figure::{Shown, Time, about_duration, about_percent, about_rate, in_time};
use crate::message::chart::Text;
use crate::message::{Lang, Say};

/// Intervals told at most: more cannot be pointed at, and nobody reads them.
const MOST: usize = 120;

/// One column: its title, and its figures by interval.
struct Column {
    title: String,
    cells: Vec<String>,
}

impl Column {
    fn new(title: String, values: &[Option<f64>], shown: fn(f64) -> Shown, lang: Lang) -> Self {
        let cell = |value: &Option<f64>| {
            let value = value.filter(|value| drawable(*value));
            value.map_or_else(String::new, |value| shown(value).say(lang))
        };
        Self { title, cells: values.iter().map(cell).collect() }
    }
}

/// Puts the figures behind the picture; `plot` is all of its panels.
pub(super) fn tell(frame: &mut Frame, report: &Report, plot: &Rect, time: &Scale, lang: Lang) {
    let whole = &report.timeseries;
    let count = whole.offered_per_s.len().max(whole.p99_ms.len());
    // At least 1 and far below 2^53.
    let every = step_125(count.div_ceil(MOST).max(1) as f64).round() as usize;
    let series = thinned(whole, every);
    let line = |line: Line, shown| Column::new(line.name, &line.values, shown, lang);
    let mut columns: Vec<Column> =
        traffic_lines(&series, lang).into_iter().map(|each| line(each, about_rate)).collect();
    columns.push(Column::new(Text::P99.say(lang), &series.p99_ms, about_duration, lang));
    columns.extend(busy::lines(report, every).into_iter().map(|each| line(each, about_percent)));

    let unit = Time::of_axis(whole.interval_s * count as f64, series.interval_s);
    let mut places = Vec::new();
    let mut rows = Vec::new();
    for i in 0..count.div_ceil(every) {
        let start = series.interval_s * i as f64;
        let at = in_time(start, unit).say(lang);
        let cells: Vec<String> =
            columns.iter().map(|column| column.cells.get(i).cloned().unwrap_or_default()).collect();
        let said = columns.iter().zip(&cells).filter(|(_, cell)| !cell.is_empty());
        let said = said.map(|(column, cell)| format!("{} {cell}", column.title));
        let said: Vec<String> = std::iter::once(at.clone()).chain(said).collect();
        places.push((time.px(start + series.interval_s / 2.0), said.join(BETWEEN)));
        rows.push(std::iter::once(at).chain(cells).collect());
    }
    frame.figures.strips(plot, places);
    let titles = columns.into_iter().map(|column| column.title);
    let head = std::iter::once(Text::ColumnTime.say(lang)).chain(titles).collect();
    frame.figures.table(String::new(), head, rows);
}
