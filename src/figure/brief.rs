//! Figures at three digits or fewer: what a sentence, an axis or a point of a drawing can carry.

use super::round::{fixed, round, significant};
use super::scale::{Scale, Time, Unit};
use super::show::show;
use super::shown::{Number, Shown};

/// Three significant digits and no interval: what a sentence can carry.
#[must_use]
pub fn brief(value: f64, unit: Unit) -> Shown {
    if !value.is_finite() || unit == Unit::UsdPerMonth {
        return show(value, unit);
    }
    let (factor, scale) = unit.scale(value.abs());
    let figure = value * factor;
    if unit == Unit::Percent && (99.0..100.0).contains(&figure) {
        return show(value, unit);
    }
    Shown::one(significant(figure, 3), scale)
}

/// A figure beside the one that it misses: three digits are enough, unless they hide by how little.
#[must_use]
pub fn brief_beside(value: f64, other: f64, unit: Unit) -> Shown {
    let rough = brief(value, unit);
    if rough == show(other, unit) { show(value, unit) } else { rough }
}

/// A duration given in milliseconds, in the unit that suits a drawing: `39.5 ms`, `1.25 s`, `250 us`.
#[must_use]
pub fn about_duration(ms: f64) -> Shown {
    duration_to(ms, 3)
}

pub(super) fn duration_to(ms: f64, digits: usize) -> Shown {
    if !ms.is_finite() {
        return Shown::NOTHING;
    }
    let ms = round(ms, digits);
    let unit = if ms == 0.0 { Time::Ms } else { Time::drawn(ms) };
    let number = round(ms / (unit.seconds() * 1e3), digits);
    Shown::one(significant(number, 3), Scale::Time(unit))
}

/// A duration on an axis: as [`about_duration`], but seconds stay seconds, so that decades look alike.
#[must_use]
pub fn tick_duration(ms: f64) -> Shown {
    if ms.is_finite() && ms >= 1e3 {
        Shown::one(significant(ms / 1e3, 3), Scale::Time(Time::S))
    } else {
        about_duration(ms)
    }
}

/// Seconds from the start, for ticks and for titles: `90 s`, `12 min`.
#[must_use]
pub fn about_seconds(s: f64) -> Shown {
    if s == 0.0 {
        Shown::one(significant(s, 1), Scale::Time(Time::S))
    } else {
        about_duration(s * 1e3)
    }
}

/// Seconds from the start in a given unit, for the ticks of one axis: `1.5 min`.
#[must_use]
pub fn in_time(seconds: f64, unit: Time) -> Shown {
    Shown::one(fixed(seconds / unit.seconds(), 6).trimmed(), Scale::Time(unit))
}

/// A share of one in whole percents, finer only where it is next to nothing or all: `87%`, `0.4%`, `99.5%`.
#[must_use]
pub fn about_percent(share: f64) -> Shown {
    let p = share * 100.0;
    let number = match p {
        _ if !p.is_finite() => return Shown::NOTHING,
        p if p <= 0.0 => Number::One(fixed(0.0, 0)),
        p if p < 0.1 => Number::Below(fixed(0.1, 1)),
        p if p < 0.95 => Number::One(fixed(p, 1)),
        p if p > 99.0 && p < 99.95 => Number::One(significant(p, 3)),
        p if p > 99.0 && p < 100.0 => Number::Above(fixed(99.9, 1)),
        p => Number::One(fixed(p.round(), 0)),
    };
    Shown { number, scale: Scale::Percent }
}

/// A share of one to three digits, however small: `0.02%`, `12.5%`.
#[must_use]
pub fn fine_percent(share: f64) -> Shown {
    if share.is_finite() {
        Shown::one(significant(share * 100.0, 3), Scale::Percent)
    } else {
        Shown::NOTHING
    }
}

/// A share of one with all digits that it has: `99.99%`.
#[must_use]
pub fn exact_percent(share: f64) -> Shown {
    Shown::one(significant(share * 100.0, 9), Scale::Percent)
}

/// A rate per second with a short word for large ones: `12,500/s`, `1.2M/s`.
#[must_use]
pub fn about_rate(per_s: f64) -> Shown {
    let number = if !per_s.is_finite() {
        return Shown::NOTHING;
    } else if per_s.abs() >= 1e6 {
        Number::Large { value: per_s, digits: 3, short: true }
    } else {
        Number::One(significant(per_s, 3))
    };
    Shown { number, scale: Scale::Per(Time::S) }
}

/// Dollars: cents below a hundred, none above.
#[must_use]
pub fn about_dollars(usd: f64) -> Shown {
    let size = usd.abs();
    let number = match size {
        _ if !size.is_finite() => return Shown::NOTHING,
        size if size > 0.0 && size < 0.005 => Number::Below(fixed(0.01, 2)),
        size if size < 99.995 => Number::One(fixed(usd, 2).cents_if_any()),
        _ => Number::One(fixed(usd, 0)),
    };
    Shown { number, scale: Scale::Usd }
}
