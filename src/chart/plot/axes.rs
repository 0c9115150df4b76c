//! The two axes of a plot: from the values on it to a scale with ticks that can be read.

use super::super::scale::{Scale, drawable, step_125, step_of_time};
use super::super::style::TICK_SIZE;
use super::super::text::width;
use super::{Axis, Plot, Spread, Written};
use crate::message::Lang;

/// Ticks wished for on the horizontal axis, and on the vertical one.
const WANT: (usize, usize) = (8, 5);
/// Two labels below the horizontal axis are at least so far apart.
const TICKS_APART: f64 = 16.0;
/// Values this many times below the greatest do not stretch a logarithmic axis.
const DECADES: f64 = 1e6;

/// The scale of the horizontal axis, not yet laid over pixels.
pub fn horizontal(plot: &Plot) -> Scale {
    let curves = plot.curves.iter().flat_map(|curve| curve.points.iter().map(|point| point.0));
    let rules = plot.rules.iter().filter(|rule| !rule.horizontal).map(|rule| rule.at);
    let dots = plot.dots.iter().map(|dot| dot.x);
    scale(&plot.x, curves.chain(rules).chain(dots).collect(), WANT.0)
}

/// The scale of the vertical axis, not yet laid over pixels.
pub fn vertical(plot: &Plot) -> Scale {
    let points = plot.curves.iter().flat_map(|curve| curve.points.iter().map(|point| point.1));
    let bands =
        plot.curves.iter().flat_map(|curve| curve.band.iter().flat_map(|band| [band.1, band.2]));
    let rules = plot.rules.iter().filter(|rule| rule.horizontal).map(|rule| rule.at);
    let dots = plot.dots.iter().map(|dot| dot.y);
    scale(&plot.y, points.chain(bands).chain(rules).chain(dots).collect(), WANT.1)
}

fn scale(axis: &Axis, mut values: Vec<f64>, want: usize) -> Scale {
    values.retain(|value| drawable(*value));
    if let Some(until) = axis.until.filter(|until| drawable(*until)) {
        values.retain(|value| *value <= until);
        values.push(until);
    }
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let positive = values.iter().copied().filter(|value| *value > 0.0);
    let least = positive.clone().fold(f64::INFINITY, f64::min);
    let most = positive.fold(0.0, f64::max);
    match axis.spread {
        Spread::Log if most > 0.0 => Scale::log(least.max(most / DECADES), most),
        Spread::Fitting | Spread::Linear if axis.unit == Written::Seconds && low >= 0.0 => {
            Scale::until(high, want, step_of_time)
        }
        Spread::Linear if low >= 0.0 && axis.until.is_some() => Scale::until(high, want, step_125),
        Spread::Fitting if low >= 0.0 && most > 0.0 => {
            Scale::fitting(values.into_iter().filter(|value| *value >= most / DECADES), want)
        }
        Spread::Tight => Scale::between(low, high, want),
        _ if low < 0.0 => Scale::between(low, high.max(0.0), want),
        _ => Scale::from_zero(high, want),
    }
}

/// What stands at each tick.
pub fn labels(axis: &Axis, scale: &Scale, lang: Lang) -> Vec<String> {
    scale.ticks.iter().map(|tick| axis.unit.show(*tick, lang)).collect()
}

/// Ticks of the horizontal axis as pixels and labels; of labels that would touch, every other is left out.
pub fn ticks(axis: &Axis, scale: &Scale, lang: Lang) -> Vec<(f64, String)> {
    let mut ticks: Vec<(f64, String)> =
        scale.ticks.iter().map(|tick| scale.px(*tick)).zip(labels(axis, scale, lang)).collect();
    let touch = |ticks: &[(f64, String)]| {
        ticks.windows(2).any(|pair| {
            let half = |label: &str| width(label, TICK_SIZE, false) / 2.0;
            pair[1].0 - half(&pair[1].1) < pair[0].0 + half(&pair[0].1) + TICKS_APART
        })
    };
    while ticks.len() > 2 && touch(&ticks) {
        let mut index = 0;
        ticks.retain(|_| {
            index += 1;
            index % 2 == 1
        });
    }
    ticks
}
