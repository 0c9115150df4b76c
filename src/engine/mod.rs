//! The simulation kernel: it knows time, order, limited things and sharing, and no web word.

pub mod calendar;
mod heap;
pub mod line;
pub mod quota;
pub mod resource;
pub mod sharing;

pub use calendar::{Booking, Calendar, Ring};
pub use line::Line;
pub use quota::Quota;
pub use resource::{Claim, Resource};
pub use sharing::Sharing;
