//! Charts of a report as SVG, fit for a talk; `png` turns the same SVG into pixels.
//!
//! Each drawing is one file with `draw(&Report) -> Option<Chart>`: `None` when there is nothing to show.
//! The same report gives the same bytes, always.
//!
//! ```text
//! story           what to say          design  latency  timeline  utilization  cost  film (the design in every instant)
//! scale, label    where it goes                           │
//! text, style     how it looks         frame, bars ── svg (a sheet → plotters → backend) ── outline ── png
//! figures         what is behind it           └─ figures: what `report/html` says under the pointer
//! ```

mod backend;
mod bars;
mod cost;
pub(crate) mod design;
mod figures;
pub mod film;
mod frame;
pub mod heat;
mod label;
mod latency;
#[cfg(feature = "png")]
mod outline;
pub mod plot;
#[cfg(feature = "png")]
pub mod png;
#[cfg(test)]
mod samples;
mod scale;
mod story;
mod style;
mod svg;
mod text;
mod timeline;
pub mod tornado;
mod utilization;
pub mod waterfall;

pub use design::STEM as DESIGN;
pub use figures::{Figured, Figures, Spot};
pub use frame::BETWEEN;

use crate::document::Report;
use crate::message::Lang;

/// One picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chart {
    /// Name of its file, without the ending: `design`, `latency`, `timeline`, `utilization`, `cost`.
    pub file_stem: &'static str,
    /// The picture's message, one sentence.
    pub title: String,
    /// The small line below it; may be empty.
    pub subtitle: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// How far down title and subtitle reach, in units of the `viewBox`: a page that sets them itself leaves them out.
    pub head: u32,
    /// How far down anything is drawn, in the same units; 0 for all of it.
    pub foot: u32,
    /// The whole SVG document.
    pub svg: String,
    /// Its figures, for a page that can show them.
    pub figures: Figures,
}

/// Every chart that this report has something to show for, in the order they should be read.
#[must_use]
pub fn all(report: &Report, lang: Lang) -> Vec<Chart> {
    let drawn = [design::draw, latency::draw, timeline::draw, utilization::draw, cost::draw];
    drawn.into_iter().filter_map(|draw| draw(report, lang)).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    #[test]
    fn the_same_report_gives_the_same_bytes() {
        for (name, report) in samples::all() {
            assert_eq!(all(&report, Lang::En), all(&report, Lang::En), "{name}");
        }
    }

    #[test]
    fn nothing_measured_is_no_picture() {
        assert!(all(&Report::default(), Lang::En).is_empty());
    }

    #[cfg(feature = "png")]
    pub(super) mod drawn {
        use super::*;
        use proptest::prelude::*;
        pub fn check(name: &str, chart: &Chart) {
            let ([width, height], found) = outline::boxes(&chart.svg);
            assert!(!found.is_empty(), "{name}/{}", chart.file_stem);
            for (i, (said, a)) in found.iter().enumerate() {
                let inside =
                    a[0] >= 8.0 && a[1] >= 8.0 && a[2] <= width - 8.0 && a[3] <= height - 8.0;
                assert!(inside, "{name}/{}: {said} at {a:?} is cut", chart.file_stem);
                for (other, b) in &found[..i] {
                    // The boxes are those of the line, not of the ink: descents may touch.
                    let apart =
                        a[0] >= b[2] || b[0] >= a[2] || a[1] + 4.5 >= b[3] || b[1] + 4.5 >= a[3];
                    assert!(apart, "{name}/{}: {said} {a:?} on {other} {b:?}", chart.file_stem);
                }
            }
        }

        #[test]
        fn no_text_is_cut_or_lies_on_another() {
            for (name, report) in samples::all() {
                for chart in all(&report, Lang::En) {
                    check(name, &chart);
                }
            }
        }

        #[test]
        fn pictures_are_small_and_the_same_each_time() {
            for (name, report) in samples::all() {
                for chart in all(&report, Lang::En) {
                    let picture = png::to_png(&chart.svg, 2.0).expect("drawable");
                    let size = picture.len();
                    assert!(size < 150_000, "{name}/{}: {size} bytes", chart.file_stem);
                    assert_eq!(png::to_png(&chart.svg, 2.0), Ok(picture));
                }
            }
        }

        /// Ordinary figures and those that arithmetic should never have let through.
        fn figure() -> impl Strategy<Value = f64> {
            let odd = [0.0, -1.0, f64::NAN, f64::INFINITY, f64::MIN_POSITIVE, 1e-320, f64::MAX];
            prop_oneof![4 => 0.0..1e4, 1 => prop::sample::select(odd.to_vec())]
        }

        proptest! {
            #![proptest_config(ProptestConfig {
                cases: 100,
                rng_seed: proptest::test_runner::RngSeed::Fixed(1),
                failure_persistence: None,
                ..ProptestConfig::default()
            })]

            #[test]
            fn no_figure_breaks_a_picture(
                figures in prop::collection::vec(figure(), 1..40),
                name in "\\PC{0,60}",
                length in 0_usize..12,
            ) {
                let chosen = |i: usize| figures[i % figures.len()];
                let mut report = samples::spike();
                report.scenario.clone_from(&name);
                for (i, value) in report.percentiles.iter_mut().enumerate().take(length * 3) {
                    value.1 = chosen(i);
                }
                report.timeseries.interval_s = chosen(1);
                report.timeseries.offered_per_s = figures.clone();
                report.timeseries.p99_ms = figures.iter().copied().map(Some).collect();
                report.marks.extend((0..length).map(|i| crate::document::Mark {
                    at_s: chosen(i),
                    until_s: Some(chosen(i + 1)),
                    label: crate::message::EventLabel::Kill { component: name.clone() }.into(),
                }));
                for (i, part) in report.components.values_mut().enumerate() {
                    let low = Some(chosen(i + 3));
                    part.utilization = Some(crate::document::Measured { value: chosen(i + 2), low, high: low });
                }
                for (i, line) in report.cost.lines.iter_mut().enumerate() {
                    line.per_month_usd = chosen(i);
                    line.item = crate::message::cost::Item::CdnBytes { components: name.clone() }.into();
                }
                for slo in &mut report.slo {
                    slo.target = chosen(4);
                }
                for chart in all(&report, Lang::En) {
                    check(&name, &chart);
                }
            }
        }

        /// `cargo test --lib chart -- --ignored` leaves every sample under `target/charts/`, to be looked at.
        #[test]
        #[ignore = "writes files to look at"]
        fn write_samples() {
            let folder = std::env::current_dir().expect("a folder").join("target/charts");
            std::fs::create_dir_all(&folder).expect("writable");
            let write = |name: &str, chart: &Chart| {
                let started = std::time::Instant::now();
                let picture = png::to_png(&chart.svg, 2.0).expect("drawable");
                let stem = format!("{name}-{}", chart.file_stem);
                let (svg, png, took) = (chart.svg.len(), picture.len(), started.elapsed());
                println!("{stem}: svg {svg}, png {png}, {took:?}\n    {}", chart.title);
                std::fs::write(folder.join(format!("{stem}.svg")), &chart.svg).expect("writable");
                std::fs::write(folder.join(format!("{stem}.png")), picture).expect("writable");
            };
            for (name, report) in samples::all() {
                let started = std::time::Instant::now();
                let charts = all(&report, Lang::En);
                println!("{name}: drawn in {:?}", started.elapsed());
                charts.iter().for_each(|chart| write(name, chart));
            }
        }
    }
}
