//! Processes against their closed forms; tolerances are four standard errors.

use super::*;
use crate::blueprint::{Failure, MonteCarlo, Spikes};
use crate::stats::Interval;

const DAY_NS: u64 = 86_400_000_000_000;
const HOUR_NS: f64 = 3600.0 * NS_PER_S;

fn random(spikes: Option<Spikes>, failures: Vec<Failure>) -> Randomness {
    let settings = MonteCarlo { horizon_ns: DAY_NS, spikes, ..MonteCarlo::default() };
    Randomness { settings, failures }
}

fn draw_all(random: &Randomness, trials: u32) -> Vec<Course> {
    (0..trials).map(|trial| Course::draw(random, &Shape::default(), 5, trial)).collect()
}

#[test]
fn spikes_are_a_poisson_process() {
    let spikes = Spikes { every_ns: 6.0 * HOUR_NS, ..Spikes::default() };
    let courses = draw_all(&random(Some(spikes), Vec::new()), 4000);
    let n = courses.len() as f64;
    let counts: Vec<f64> = courses.iter().map(|course| course.begun[0] as f64).collect();
    let mean = counts.iter().sum::<f64>() / n;
    let variance = counts.iter().map(|count| (count - mean) * (count - mean)).sum::<f64>() / n;
    // Mean and variance of four a day; the variance of a Poisson sample variance is (2 λ² + λ) ÷ n.
    assert!((mean - 4.0).abs() < 4.0 * (4.0 / n).sqrt(), "{mean}");
    assert!((variance - 4.0).abs() < 4.0 * (36.0 / n).sqrt(), "{variance}");
}

#[test]
fn heights_are_pareto_up_to_the_most() {
    let height = Height { min: 1.5, alpha: Some(2.0), max: 10.0 };
    let mut stream = Stream::new(1, 0, "test", "height");
    let draws: Vec<f64> = (0..20_000).map(|_| draw_height(height, &mut stream)).collect();
    let n = draws.len() as f64;
    for x in [2.0, 3.0, 6.0, 9.99] {
        let expect = (1.5_f64 / x).powi(2);
        let above = draws.iter().filter(|draw| **draw > x).count() as f64 / n;
        assert!(
            (above - expect).abs() < 4.0 * (expect * (1.0 - expect) / n).sqrt(),
            "{x}: {above}"
        );
    }
    assert!(draws.iter().all(|draw| (1.5..=10.0).contains(draw)));
}

#[test]
fn the_time_under_spikes_is_that_of_an_infinite_server_queue() {
    // M/G/∞ in equilibrium: nobody is there with probability exp(−λ E[length]), from the first instant on.
    let spikes = Spikes { every_ns: HOUR_NS / 4.0, ..Spikes::default() };
    let courses = draw_all(&random(Some(spikes), Vec::new()), 4000);
    let expect = (-(30.0 + 120.0 + 60.0) / 900.0_f64).exp();
    for at in [0.0, 43_200.0, 86_400.0] {
        let quiet = courses.iter().filter(|course| course.load(at, true) == 1.0).count();
        let share = quiet as f64 / courses.len() as f64;
        let error = (expect * (1.0 - expect) / courses.len() as f64).sqrt();
        assert!((share - expect).abs() < 4.0 * error, "{share} against {expect} at {at}");
    }
}

#[test]
fn availability_is_mtbf_over_mtbf_and_mttr() {
    let failure =
        Failure { component: 0, instances: 3, mtbf_ns: 20.0 * HOUR_NS, mttr_ns: 5.0 * HOUR_NS };
    let courses = draw_all(&random(None, vec![failure]), 2000);
    let up: Vec<f64> = courses.iter().map(|course| 1.0 - course.failures(0, 3).1).collect();
    let found = Interval::from_means(&up).expect("there are trials");
    // The interval is two standard errors; twice as wide is four.
    assert!((found.value - 0.8).abs() < 2.0 * found.half_width(), "{found:?}");
    // Failures that begin: the rate of a renewal process in equilibrium.
    let begun: Vec<f64> = courses.iter().map(|course| course.failures(0, 3).0 as f64).collect();
    let found = Interval::from_means(&begun).expect("there are trials");
    assert!((found.value - 3.0 * 24.0 / 25.0).abs() < 2.0 * found.half_width(), "{found:?}");
}

#[test]
fn what_several_bring_adds_up() {
    let knots = |from: f64, extra: f64| {
        vec![(from, 0.0), (from + 10.0, extra), (from + 20.0, extra), (from + 30.0, 0.0)]
    };
    let mut course = Course { horizon_s: 100.0, ..Course::default() };
    course.surges = vec![Surge { knots: knots(0.0, 2.0) }, Surge { knots: knots(15.0, 1.0) }];
    course.longest_s = [30.0, 0.0];
    let check = |at: f64, expect: f64| {
        assert!((course.load(at, false) - expect).abs() < 1e-12, "{at}");
    };
    check(5.0, 2.0);
    check(15.0, 3.0);
    check(20.0, 3.5);
    check(25.0, 3.0);
    check(60.0, 1.0);
    let (highest, mean) = course.highest_and_mean();
    // Two trapezoids of area 40 and 20 over 100 s.
    assert!((highest - 3.5).abs() < 1e-12 && (mean - 1.6).abs() < 1e-12, "{highest} {mean}");
}

#[test]
fn a_crowd_comes_at_once_and_fades() {
    let knots = fading(10.0, 3.0, 60.0);
    assert_eq!((value(&knots, 10.0, true), value(&knots, 10.0, false)), (0.0, 3.0));
    let after = value(&knots, 70.0, false);
    assert!((after - 3.0 / std::f64::consts::E).abs() < 1e-9, "{after}");
    assert_eq!(value(&knots, 1000.0, false), 0.0);
}
