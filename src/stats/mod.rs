//! Statistics of a simulation's output: intervals, warm-up, growth, and histograms of durations.

pub mod growth;
pub mod histogram;
pub mod interval;
pub mod paired;
pub mod warmup;

pub use growth::{Growth, growth, growth_of_replications};
pub use histogram::{Histogram, Small};
pub use interval::{Interval, quantile_interval, t_quantile};
pub use paired::{Paired, paired};
pub use warmup::mser5;
