//! Words of the estimate.
