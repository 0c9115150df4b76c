//! The simulation kernel: it knows time and order, and no web word.

pub mod calendar;

pub use calendar::Calendar;
