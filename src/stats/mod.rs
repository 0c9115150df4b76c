//! Statistics of a simulation's output: intervals, warm-up, growth, and histograms of durations.

pub mod gathered;
pub mod growth;
pub mod histogram;
pub mod interval;
pub mod paired;
pub mod precision;
pub mod quantile;
pub mod trials;
pub mod warmup;

pub use gathered::Gathered;
pub use growth::{Growth, growth, growth_of_replications};
pub use histogram::{HIGHEST_NS, Histogram, Small};
pub use interval::{Interval, sectioned_interval, skewness_of_mean, t_quantile};
pub use paired::{Paired, paired};
pub use quantile::quantile_interval;
pub use trials::{order_quantile, proportion, rank_correlation};
pub use warmup::{mser5, steady_from};
