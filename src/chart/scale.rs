//! From values to pixels: linear, logarithmic and "nines" axes with their ticks.

/// Whether a value can be shown at all: what is not finite cannot, nor what no measurement gives.
#[must_use]
pub fn drawable(value: f64) -> bool {
    value.is_finite() && value.abs() <= 1e15
}

/// How values are spread over the axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Spread {
    Linear,
    Log,
}

/// An axis: a range of values over a range of pixels.
#[derive(Clone, Debug)]
pub struct Scale {
    spread: Spread,
    low: f64,
    high: f64,
    from_px: f64,
    to_px: f64,
    /// Where to put a label.
    pub ticks: Vec<f64>,
}

/// Values that span more than this are drawn on a logarithmic axis.
const LOG_FROM: f64 = 20.0;
/// Room below the lowest value of a logarithmic axis, as a factor.
const ROOM_BELOW: f64 = 1.15;

impl Scale {
    /// An axis from 0 to a little over `max`, with about `want` ticks at 1-2-5 steps.
    #[must_use]
    pub fn from_zero(max: f64, want: usize) -> Self {
        let max = if drawable(max) && max > 1e-9 { max } else { 1.0 };
        let step = step_125(max * 1.04 / want.max(1) as f64);
        let count = (max * 1.04 / step).ceil().max(1.0);
        let ticks = multiples(step, count);
        Self {
            spread: Spread::Linear,
            low: 0.0,
            high: step * count,
            from_px: 0.0,
            to_px: 1.0,
            ticks,
        }
    }

    /// An axis from 0 to exactly `high`, with about `want` ticks.
    #[must_use]
    pub fn until(high: f64, want: usize, step: impl Fn(f64) -> f64) -> Self {
        let high = if high.is_finite() && high > 0.0 { high } else { 1.0 };
        let step = step(high / want.max(1) as f64);
        let ticks = multiples(step, (high / step * (1.0 + 1e-9)).floor());
        Self { spread: Spread::Linear, low: 0.0, high, from_px: 0.0, to_px: 1.0, ticks }
    }

    /// For latencies: logarithmic where the positive values span more than 20×, else from zero.
    #[must_use]
    pub fn fitting(values: impl Iterator<Item = f64>, want: usize) -> Self {
        let (mut low, mut high) = (f64::INFINITY, 0.0_f64);
        for value in values.filter(|value| drawable(*value) && *value > 0.0) {
            low = low.min(value);
            high = high.max(value);
        }
        if high > LOG_FROM * low { Self::log(low, high) } else { Self::from_zero(high, want) }
    }

    /// The same for a curve that may begin at next to nothing: what is below `floor` (the fastest few) does not
    /// stretch the axis, and the lowest value left does not lie on its end.
    #[must_use]
    pub fn fitting_above(values: impl Iterator<Item = f64>, floor: f64, want: usize) -> Self {
        let shown = |value: &f64| drawable(*value) && *value > 0.0 && *value >= floor;
        let shown: Vec<f64> = values.filter(shown).collect();
        let low = shown.iter().copied().fold(f64::INFINITY, f64::min);
        let high = shown.iter().copied().fold(0.0, f64::max);
        if high > LOG_FROM * low {
            Self::log(low / ROOM_BELOW, high)
        } else {
            Self::from_zero(high, want)
        }
    }

    /// A logarithmic axis around these two positive values, its ends on 1-2-5 steps.
    #[must_use]
    pub fn log(low: f64, high: f64) -> Self {
        // Twelve decades are as many as can be labelled; what is below is drawn at the end.
        let steps = steps_125(low.max(high * 1e-12), high * 1.08);
        let (low, high) = (steps[0], steps[steps.len() - 1]);
        let decades = libm::log10(high / low);
        let every = (decades / 11.0).ceil().max(1.0);
        let is_tick = |value: &f64| {
            let power = libm::log10(*value);
            decades <= 2.4
                || ((power - power.round()).abs() < 1e-6 && (power.round() % every).abs() < 0.5)
        };
        let ticks = steps.into_iter().filter(is_tick).collect();
        Self { spread: Spread::Log, low, high, from_px: 0.0, to_px: 1.0, ticks }
    }

    /// From about `low` to about `high`, with ticks at 1-2-5 steps inside: for an axis on which zero means nothing.
    #[must_use]
    pub fn between(low: f64, high: f64, want: usize) -> Self {
        let fits = drawable(low) && drawable(high) && high > low;
        let (low, high) = if fits { (low, high) } else { (low.min(0.0), low.max(0.0) + 1.0) };
        let (low, high) = if drawable(low) && drawable(high) { (low, high) } else { (0.0, 1.0) };
        let step = step_125((high - low) / want.max(1) as f64);
        let mut ticks = Vec::new();
        let mut multiple = (low / step * (1.0 - 1e-12)).ceil();
        while step * multiple <= high + step * 1e-9 && ticks.len() < 100 {
            ticks.push(step * multiple);
            multiple += 1.0;
        }
        Self { spread: Spread::Linear, low, high, from_px: 0.0, to_px: 1.0, ticks }
    }

    /// The same axis laid over these pixels (`from` may be the larger).
    #[must_use]
    pub fn over(self, from_px: f64, to_px: f64) -> Self {
        Self { from_px, to_px, ..self }
    }

    /// The value at its lower end.
    #[must_use]
    pub fn low(&self) -> f64 {
        self.low
    }

    /// Whether it is logarithmic.
    #[must_use]
    pub fn is_log(&self) -> bool {
        self.spread == Spread::Log
    }

    /// The pixel of a value; values beyond the ends are drawn at the ends.
    #[must_use]
    pub fn px(&self, value: f64) -> f64 {
        let value = if value.is_nan() { self.low } else { value.clamp(self.low, self.high) };
        let share = match self.spread {
            Spread::Linear => (value - self.low) / (self.high - self.low),
            Spread::Log => libm::log(value / self.low) / libm::log(self.high / self.low),
        };
        self.from_px + share * (self.to_px - self.from_px)
    }
}

/// 0, step, 2 step, …, count × step.
fn multiples(step: f64, count: f64) -> Vec<f64> {
    let mut ticks = Vec::new();
    let mut i = 0.0;
    while i <= count && ticks.len() < 100 {
        ticks.push(step * i);
        i += 1.0;
    }
    ticks
}

/// The smallest of …, 0.1, 0.2, 0.5, 1, 2, 5, 10, … that is not below `least`.
#[must_use]
pub fn step_125(least: f64) -> f64 {
    if !(least.is_finite() && least > 0.0) {
        return 1.0;
    }
    let power = libm::floor(libm::log10(least));
    let candidates = [(1.0, 0.0), (2.0, 0.0), (5.0, 0.0), (1.0, 1.0)];
    let value = |(digit, up): (f64, f64)| decimal(digit, power + up);
    candidates.into_iter().map(value).find(|v| *v >= least * (1.0 - 1e-9)).unwrap_or(least)
}

/// Steps of time that clocks show: 1, 2, 5, 10, 15, 30 s, then minutes, hours, days.
#[must_use]
pub fn step_of_time(least_s: f64) -> f64 {
    const STEPS: [f64; 20] = [
        1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1_800.0, 3_600.0,
        7_200.0, 10_800.0, 21_600.0, 43_200.0, 86_400.0, 172_800.0, 432_000.0,
    ];
    if least_s <= 0.5 {
        return step_125(least_s);
    }
    let days = || 86_400.0 * step_125(least_s / 86_400.0);
    STEPS.into_iter().find(|step| *step >= least_s * (1.0 - 1e-9)).unwrap_or_else(days)
}

/// Every 1-2-5 value from the last not above `low` to the first not below `high`: at least two.
fn steps_125(low: f64, high: f64) -> Vec<f64> {
    let mut power = libm::floor(libm::log10(low)).clamp(-300.0, 300.0);
    let mut steps: Vec<f64> = Vec::new();
    loop {
        for digit in [1.0, 2.0, 5.0] {
            let value = decimal(digit, power);
            if value <= low * (1.0 + 1e-9) {
                steps.clear();
            }
            steps.push(value);
            if steps.len() > 1 && value >= high * (1.0 - 1e-9) {
                return steps;
            }
        }
        power += 1.0;
        if power > 305.0 {
            return steps;
        }
    }
}

/// `digit × 10^power`, the float nearest to the decimal, so that labels come out clean.
fn decimal(digit: f64, power: f64) -> f64 {
    format!("{digit}e{power}").parse().unwrap_or(digit)
}

/// Where a quantile stands on an axis that gives each further nine the same room: −log10(1 − q).
#[must_use]
pub fn nines(quantile: f64) -> f64 {
    -libm::log10((1.0 - quantile).max(1e-9))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(scale: &Scale, ticks: &[f64]) {
        assert_eq!(scale.ticks, ticks);
    }

    #[test]
    fn linear_ticks_are_one_two_five() {
        check(&Scale::from_zero(93.0, 5), &[0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        check(&Scale::from_zero(0.7, 5), &[0.0, 0.2, 0.4, 0.600_000_000_000_000_1, 0.8]);
        check(&Scale::from_zero(12_000.0, 5), &[0.0, 5_000.0, 10_000.0, 15_000.0]);
        check(&Scale::from_zero(0.0, 2), &[0.0, 1.0, 2.0]);
        check(&Scale::from_zero(f64::NAN, 2), &[0.0, 1.0, 2.0]);
    }

    #[test]
    fn log_ticks_are_decades_or_one_two_five() {
        check(&Scale::log(3.0, 80.0), &[2.0, 5.0, 10.0, 20.0, 50.0, 100.0]);
        check(&Scale::log(0.4, 900.0), &[1.0, 10.0, 100.0, 1_000.0]);
        let wide = Scale::log(1e-3, 1e7);
        assert!(wide.ticks.len() <= 11 && wide.ticks[0] <= 1e-3, "{:?}", wide.ticks);
        check(&Scale::log(5.0, 5.0), &[5.0, 10.0]);
    }

    #[test]
    fn the_range_decides_the_spread() {
        assert!(!Scale::fitting([1.0, 19.0].into_iter(), 5).is_log());
        assert!(Scale::fitting([1.0, 0.0, f64::NAN, 21.0].into_iter(), 5).is_log());
        assert!(!Scale::fitting([0.0, 0.0].into_iter(), 5).is_log());
        assert!(!Scale::fitting(std::iter::empty(), 5).is_log());
    }

    #[test]
    fn next_to_nothing_does_not_stretch_the_axis() {
        let curve = [6e-6, 0.08, 0.8, 5.0, 63.0];
        check(
            &Scale::fitting_above(curve.into_iter(), 0.5, 5),
            &[0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0],
        );
        assert!(!Scale::fitting_above(curve.into_iter(), 4.0, 5).is_log());
        // A value on a step is lifted off the axis.
        assert!(Scale::fitting_above([1.0, 200.0].into_iter(), 0.1, 5).low() < 1.0);
    }

    #[test]
    fn pixels_are_inside() {
        let scale = Scale::log(1.0, 1_000.0).over(400.0, 100.0);
        for value in [-5.0, 0.0, 1.0, 30.0, 1e9, f64::NAN] {
            assert!((100.0..=400.0).contains(&scale.px(value)), "{value}");
        }
        assert!(scale.px(10.0) > scale.px(100.0));
        let linear = Scale::from_zero(95.0, 5).over(0.0, 100.0);
        assert!((linear.px(50.0) - 50.0).abs() < 1e-9);
    }

    #[test]
    fn time_ticks_are_the_clocks() {
        check(&Scale::until(120.0, 6, step_of_time), &[0.0, 30.0, 60.0, 90.0, 120.0]);
        check(
            &Scale::until(3_600.0, 6, step_of_time).over(0.0, 1.0),
            &[0.0, 600.0, 1_200.0, 1_800.0, 2_400.0, 3_000.0, 3_600.0],
        );
        assert!((step_of_time(0.03) - 0.05).abs() < 1e-12);
        assert!((step_of_time(1e7) - 17_280_000.0).abs() < 1.0);
    }

    #[test]
    fn each_nine_has_the_same_room() {
        assert!((nines(0.9) - 1.0).abs() < 1e-12);
        assert!((nines(0.99) - 2.0).abs() < 1e-9);
        assert!((nines(0.999) - nines(0.99) - 1.0).abs() < 1e-9);
        assert!(nines(0.0) == 0.0 && nines(1.0).is_finite());
    }
}
