//! The simulation kernel: it knows time, order, limited things and sharing, and no web word.

pub mod calendar;
pub mod resource;
pub mod sharing;

pub use calendar::Calendar;
pub use resource::{Claim, Resource};
pub use sharing::Sharing;
