//! Figures as data: a measured value with its interval, and the one place that rounds. Floor 0.
//!
//! Here it is decided how many digits a figure deserves and which unit a person would choose for it; what comes out is
//! a [`Shown`]. How a language writes one (its words for units and for large numbers) is in `words`.
//!
//! ```text
//! Measured, f64 + Unit ── show, round, scale ──▶ Shown { Number, Scale } ── words ──▶ "9.10 ± 0.03 ms"
//! ```

mod brief;
mod busy;
mod measured;
mod round;
mod scale;
mod show;
mod shown;

pub use brief::{
    about_dollars, about_duration, about_percent, about_rate, about_seconds, brief, brief_beside,
    exact_percent, fine_percent, in_time, tick_duration,
};
pub use busy::{EXHAUSTED, NEAR_LIMIT, telling_peak};
pub use measured::Measured;
pub use round::{Digits, NEGLIGIBLE, NOTHING, fixed, round, significant};
pub use scale::{Scale, Size, Time, Unit};
pub use show::{
    base_unit, count, duration, money, per_month, show, signed_percent, significant_count,
    unit_price,
};
pub use shown::{Number, Shown};
