//! Latencies as HdrHistogram's own tools read them: the percentile distribution that its plotter draws, and a log of
//! its histograms.

use std::fmt::Write;
use std::time::Duration;

use hdrhistogram::Histogram as Hdr;
use hdrhistogram::serialization::V2DeflateSerializer;
use hdrhistogram::serialization::interval_log::IntervalLogWriterBuilder;

use crate::stats::{HIGHEST_NS, Histogram};

/// Lines of the distribution for each half of what is left to the highest percentile.
const TICKS: u32 = 5;
const NS_PER_MS: f64 = 1e6;

/// The percentile distribution in ms, as HdrHistogram's `outputPercentileDistribution` prints it.
///
/// # Errors
/// What `hdrhistogram` refuses, in its words.
pub fn distribution(histogram: &Histogram) -> Result<String, String> {
    let hdr = converted(histogram)?;
    let mut out = format!(
        "{:>12} {:>14} {:>10} {:>14}\n\n",
        "Value", "Percentile", "TotalCount", "1/(1-Percentile)"
    );
    let mut total = 0;
    for step in hdr.iter_quantiles(TICKS) {
        total += step.count_since_last_iteration();
        let (ms, share) =
            (step.value_iterated_to() as f64 / NS_PER_MS, step.quantile_iterated_to());
        let _ = write!(out, "{ms:12.6} {share:14.12} {total:10}");
        let _ = if share < 1.0 {
            writeln!(out, " {:14.2}", 1.0 / (1.0 - share))
        } else {
            writeln!(out)
        };
    }
    let [mean, deviation, max] =
        [hdr.mean(), hdr.stdev(), hdr.max() as f64].map(|ns| ns / NS_PER_MS);
    let _ = writeln!(out, "#[Mean    = {mean:12.6}, StdDeviation   = {deviation:12.6}]");
    let _ = writeln!(out, "#[Max     = {max:12.6}, Total count    = {:12}]", hdr.len());
    let _ = writeln!(
        out,
        "#[Buckets = {:12}, SubBuckets     = {:12}]",
        hdr.buckets(),
        hdr.distinct_values()
    );
    Ok(out)
}

/// A log of V2 histograms, compressed, in ns: one interval a replication, one after another from 0 s. It has no wall
/// clock, so that the same run gives the same bytes.
///
/// # Errors
/// As [`distribution`].
pub fn log(replications: &[Histogram], window: Duration) -> Result<Vec<u8>, String> {
    let (mut out, mut serializer) = (Vec::new(), V2DeflateSerializer::new());
    // The column of maxima is in ms, as HdrHistogram's tools take it.
    let mut builder = IntervalLogWriterBuilder::new();
    builder.add_comment("[Histogram log format version 1.3]").with_max_value_divisor(NS_PER_MS);
    let mut writer =
        builder.begin_log_with(&mut out, &mut serializer).map_err(|error| error.to_string())?;
    let mut from = Duration::ZERO;
    for replication in replications {
        writer
            .write_histogram(&converted(replication)?, from, window, None)
            .map_err(|error| error.to_string())?;
        from += window;
    }
    Ok(out)
}

/// The same counts in the same buckets: `Histogram` has those of HdrHistogram's three digits.
fn converted(histogram: &Histogram) -> Result<Hdr<u64>, String> {
    let highest = histogram.max().unwrap_or(0).max(HIGHEST_NS);
    let mut hdr = Hdr::new_with_bounds(1, highest, 3).map_err(|error| error.to_string())?;
    for (ns, count) in histogram.buckets() {
        hdr.record_n(ns, count).map_err(|error| error.to_string())?;
    }
    Ok(hdr)
}
