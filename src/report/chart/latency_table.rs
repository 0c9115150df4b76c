//! The latency table as bars on a logarithmic axis.

use super::Chart;

/// Bars from `low_ns` to `high_ns`, one per row, in the order given.
#[must_use]
pub fn log_bars(title: &str, _rows: &[(String, f64, f64)]) -> Chart {
    Chart {
        file_stem: "latency_table",
        title: title.to_owned(),
        alt: String::new(),
        svg: String::new(),
    }
}
