//! Which unit a person would choose for a figure of this size.

/// What a figure counts, which decides its scales.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Milliseconds; shown as ns, us, ms or s, whichever reads best.
    Ms,
    /// Events per second: `1,204/s`.
    PerSecond,
    /// A ratio, shown in percent: 0.813 is `81.3%`.
    Percent,
    /// A plain number, also a ratio that is to stay one.
    Plain,
    /// Dollars a month: `$5,730/month`.
    UsdPerMonth,
}

impl Unit {
    /// The unit that an objective names (`ms`, `ratio`, `USD/month`, `1/s`); anything else is plain.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name {
            "ms" => Self::Ms,
            "ratio" => Self::Percent,
            "USD/month" => Self::UsdPerMonth,
            "1/s" | "/s" => Self::PerSecond,
            _ => Self::Plain,
        }
    }

    /// The scale for a figure of this size, and what to multiply it with.
    pub(super) fn scale(self, size: f64) -> (f64, Scale) {
        match self {
            Self::Ms if size == 0.0 => (1.0, Scale::Time(Time::Ms)),
            Self::Ms if size < 0.001 => (1e6, Scale::Time(Time::Ns)),
            Self::Ms if size < 0.1 => (1e3, Scale::Time(Time::Us)),
            Self::Ms if size < 1000.0 => (1.0, Scale::Time(Time::Ms)),
            Self::Ms => (1e-3, Scale::Time(Time::S)),
            Self::PerSecond => (1.0, Scale::Per(Time::S)),
            Self::Percent => (100.0, Scale::Percent),
            Self::Plain => (1.0, Scale::Plain),
            Self::UsdPerMonth => (1.0, Scale::UsdPer(Time::Month)),
        }
    }
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // Their names say it.
pub enum Time {
    Ns,
    Us,
    Ms,
    S,
    Min,
    H,
    Day,
    /// Of 730 h.
    Month,
    /// Of 365 days.
    Year,
}

impl Time {
    /// How many seconds it has.
    pub(super) const fn seconds(self) -> f64 {
        match self {
            Self::Ns => 1e-9,
            Self::Us => 1e-6,
            Self::Ms => 1e-3,
            Self::S => 1.0,
            Self::Min => 60.0,
            Self::H => 3_600.0,
            Self::Day => 86_400.0,
            Self::Month => 2_628_000.0,
            Self::Year => 31_536_000.0,
        }
    }

    /// The largest unit that a duration fills.
    pub(super) fn of(seconds: f64) -> Self {
        const LARGEST_FIRST: [Time; 8] =
            [Time::Year, Time::Day, Time::H, Time::Min, Time::S, Time::Ms, Time::Us, Time::Ns];
        if seconds == 0.0 {
            return Self::S;
        }
        let fills = |unit: &&Self| seconds.abs() >= unit.seconds();
        LARGEST_FIRST.iter().find(fills).copied().unwrap_or(Self::Ns)
    }

    /// The same as one would say it: a minute and a half is rather 90 s than 1.5 min.
    pub(super) fn said(seconds: f64) -> Self {
        match Self::of(seconds) {
            Self::Min if seconds.abs() < 120.0 => Self::S,
            unit => unit,
        }
    }

    /// For a drawing, whose labels stay short: any unit lasts until the next has at least one (seconds, minutes and
    /// hours: two).
    pub(super) fn drawn(ms: f64) -> Self {
        match ms.abs() {
            size if size < 1e-3 => Self::Ns,
            size if size < 1.0 => Self::Us,
            size if size < 1e3 => Self::Ms,
            size if size < 120e3 => Self::S,
            size if size < 7_200e3 => Self::Min,
            size if size < 172_800e3 => Self::H,
            _ => Self::Day,
        }
    }

    /// For an axis of seconds with ticks so far apart, of which this is the last.
    #[must_use]
    pub fn of_axis(last: f64, step: f64) -> Self {
        match (last, step) {
            (_, step) if step >= 86_400.0 => Self::Day,
            (_, step) if step >= 3_600.0 => Self::H,
            (last, step) if step >= 60.0 && last > 120.0 => Self::Min,
            (last, _) if last < 1.0 => Self::Ms,
            _ => Self::S,
        }
    }

    /// The shortest period in which a rate is one or more. A little below one a second is still read best as such.
    pub(super) fn of_rate(per_s: f64) -> Self {
        const SHORTEST_FIRST: [Time; 6] =
            [Time::S, Time::Min, Time::H, Time::Day, Time::Month, Time::Year];
        let fits = |unit: &&Self| {
            let seconds = unit.seconds();
            per_s == 0.0 || per_s.abs() * seconds >= if seconds > 1.0 { 0.9995 } else { 0.1 }
        };
        SHORTEST_FIRST.iter().find(fits).copied().unwrap_or(Self::Year)
    }
}

/// A unit of data, in powers of a thousand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // Their names say it.
pub enum Size {
    B,
    KB,
    MB,
    GB,
    TB,
    PB,
}

impl Size {
    /// How many bytes it has.
    pub(super) const fn bytes(self) -> f64 {
        match self {
            Self::B => 1.0,
            Self::KB => 1e3,
            Self::MB => 1e6,
            Self::GB => 1e9,
            Self::TB => 1e12,
            Self::PB => 1e15,
        }
    }

    /// The largest unit that so much data fills.
    pub(super) fn of(bytes: f64) -> Self {
        const LARGEST_FIRST: [Size; 5] = [Size::PB, Size::TB, Size::GB, Size::MB, Size::KB];
        let fills = |unit: &&Self| bytes.abs() >= unit.bytes();
        LARGEST_FIRST.iter().find(fills).copied().unwrap_or(Self::B)
    }
}

/// What stands at the digits of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Nothing.
    Plain,
    /// `81.3%`.
    Percent,
    /// `39.5 ms`.
    Time(Time),
    /// `3.65 TB`.
    Bytes(Size),
    /// `1.2 GB/s`.
    BytesPerSecond(Size),
    /// `1,204/s`.
    Per(Time),
    /// `$12.50`.
    Usd,
    /// `$5,730/month`.
    UsdPer(Time),
    /// Dollars for something that a page names: `/user` for `$2/user`.
    UsdFor(String),
    /// A unit that a page names: `2 users`.
    Named(String),
}
