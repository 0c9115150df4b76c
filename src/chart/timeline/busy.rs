//! The third panel: how busy the components are, the bottleneck first.

use super::{Line, Panel};
use crate::chart::scale::{Scale, drawable};
use crate::chart::style::{BLUE, GREY, MUTED, VERMILLION, VERMILLION_INK};
use crate::document::{ComponentSeries, Report};
use crate::figure::about_percent;
use crate::message::Say;

/// Lines at most: more cannot be told apart.
const MOST: usize = 3;
/// A component that is never so busy explains nothing.
const LEAST: f64 = 0.3;

/// Utilization over time of the bottleneck, and of the busiest others; nothing where none is busy.
pub(super) fn lines(report: &Report, every: usize) -> Vec<Line> {
    let peak = |series: &ComponentSeries| series.utilization.iter().copied().fold(0.0, f64::max);
    let culprit = report.bottleneck.as_ref().map(|found| found.component.as_str());
    let mut found: Vec<(&String, &ComponentSeries)> = report
        .timeseries
        .components
        .iter()
        .filter(|(_, series)| peak(series) >= LEAST && series.utilization.len() > 1)
        .collect();
    let first = |name: &str| Some(name) == culprit;
    found.sort_by(|a, b| {
        first(b.0).cmp(&first(a.0)).then(peak(b.1).total_cmp(&peak(a.1))).then(a.0.cmp(b.0))
    });
    found.truncate(MOST);
    found
        .into_iter()
        .enumerate()
        .map(|(at, (name, series))| {
            let (color, ink, width) = match at {
                0 if first(name) => (VERMILLION, VERMILLION_INK, 2.6),
                0 | 1 => (BLUE, BLUE, 2.0),
                _ => (GREY, MUTED, 2.0),
            };
            let mean = |chunk: &[f64]| chunk.iter().sum::<f64>() / chunk.len() as f64;
            let thinned = series.utilization.chunks(every.max(1)).map(mean);
            let values = thinned.map(|busy| Some(busy).filter(|busy| drawable(*busy))).collect();
            Line { name: name.clone(), values, color, ink, width }
        })
        .collect()
}

impl Panel<'_> {
    /// Lines of shares between nothing and all.
    pub(super) fn busy(&mut self, lines: &[Line]) {
        let y = Scale::until(1.0, 2, |_| 0.5);
        let lang = self.lang;
        let labels: Vec<String> =
            y.ticks.iter().map(|tick| about_percent(*tick).say(lang)).collect();
        self.traffic(lines, &y.over(self.plot.y1, self.plot.y0), &labels);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Bottleneck;

    #[test]
    fn the_bottleneck_is_first_and_the_idle_are_left_out() {
        let mut report = Report::default();
        for (name, busy) in [("app", 0.99), ("db", 0.8), ("lb", 0.1)] {
            let series = ComponentSeries {
                utilization: vec![0.1, busy],
                queue: vec![0.0; 2],
                ..ComponentSeries::default()
            };
            report.timeseries.components.insert(name.to_owned(), series);
        }
        report.bottleneck =
            Some(Bottleneck { component: "db".to_owned(), ..Bottleneck::default() });
        let names: Vec<String> = lines(&report, 1).into_iter().map(|line| line.name).collect();
        assert_eq!(names, ["db", "app"]);
        assert_eq!(lines(&report, 2)[0].values, [Some(0.45)]);
    }
}
