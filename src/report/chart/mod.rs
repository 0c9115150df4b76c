//! Charts of a report as SVG, fit for a talk; `png` turns the same SVG into pixels.
//!
//! Each drawing is one file with `draw(&Report) -> Option<Chart>`: `None` when there is nothing to show.
//! The same report gives the same bytes, always.
//!
//! ```text
//! story, number   what to say          latency  timeline  utilization  cost  latency_table
//! scale, label    where it goes                           │
//! text, style     how it looks         frame, bars ── svg (a sheet → plotters → SVG) ── png
//! ```

mod bars;
mod cost;
mod frame;
mod label;
mod latency;
mod latency_table;
mod number;
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
mod utilization;

pub use latency_table::log_bars;

use crate::report::Report;

/// One picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Name of its file, without the ending: `latency`, `timeline`, `utilization`, `cost`.
    pub file_stem: &'static str,
    /// The picture's message, one sentence.
    pub title: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// The whole SVG document.
    pub svg: String,
}

/// Every chart that this report has something to show for, in the order they should be read.
#[must_use]
pub fn all(report: &Report) -> Vec<Chart> {
    [latency::draw(report), timeline::draw(report), utilization::draw(report), cost::draw(report)]
        .into_iter()
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_report_gives_the_same_bytes() {
        for (name, report) in samples::all() {
            assert_eq!(all(&report), all(&report), "{name}");
        }
    }

    #[test]
    fn nothing_measured_is_no_picture() {
        assert!(all(&Report::default()).is_empty());
    }

    #[cfg(feature = "png")]
    mod drawn {
        use super::*;
        use resvg::usvg::{self, Group, Node};

        /// Every text as it will be drawn: what it says and `[left, top, right, bottom]` in logical pixels.
        fn texts(group: &Group, into: &mut Vec<(String, [f32; 4])>) {
            for node in group.children() {
                match node {
                    Node::Group(group) => texts(group, into),
                    Node::Text(text) => {
                        let said = text.chunks().iter().map(|chunk| chunk.text()).collect();
                        let drawn = text.abs_bounding_box();
                        let edges = [drawn.left(), drawn.top(), drawn.right(), drawn.bottom()];
                        into.push((said, edges));
                    }
                    _ => {}
                }
            }
        }

        fn check(name: &str, chart: &Chart) {
            let tree = usvg::Tree::from_str(&chart.svg, png::options()).expect("well-formed");
            let (width, height) = (tree.size().width(), tree.size().height());
            let mut found = Vec::new();
            texts(tree.root(), &mut found);
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
                for chart in all(&report) {
                    check(name, &chart);
                }
            }
            check("table", &samples::table());
        }

        #[test]
        fn pictures_are_small_and_the_same_each_time() {
            for (name, report) in samples::all() {
                for chart in all(&report) {
                    let picture = png::to_png(&chart.svg, 2.0).expect("drawable");
                    let size = picture.len();
                    assert!(size < 150_000, "{name}/{}: {size} bytes", chart.file_stem);
                    assert_eq!(png::to_png(&chart.svg, 2.0), Ok(picture));
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
                for chart in all(&report) {
                    write(name, &chart);
                }
            }
            write("table", &samples::table());
        }
    }
}
