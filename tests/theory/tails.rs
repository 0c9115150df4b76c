//! Percentiles of one station: M/M/c in closed form, M/G/1 by the transform of Pollaczek and Khinchine.

use statrs::distribution::{ContinuousCDF, Gamma, LogNormal};

use super::harness::{about, alone};
use super::reference::{mg1_sojourn_quantiles, mmc_sojourn_quantile};

/// M/M/c: the wait is zero, or exponential with rate cμ − λ; the sojourn is its convolution with the work (Gross and
/// Harris, Fundamentals of Queueing Theory, 3rd ed. 1998, 2.3).
#[test]
fn several_exponential_servers() {
    for (cores, rate, duration_s) in [(4, 3400.0, 80), (8, 6800.0, 60), (16, 14_400.0, 40)] {
        about(format!("M/M/{cores}, {rate}/s of {cores}000"), "Gross and Harris 1998, 2.3");
        let quantile = |q| 1000.0 * mmc_sojourn_quantile(cores, rate, 1e-3, q);
        let run = alone(rate, &format!("cores: {cores}, work: exp(1ms)"), duration_s);
        run.quantiles(quantile(0.5), quantile(0.99));
        run.agrees("p90", |report| super::harness::latency(report).p90, quantile(0.9));
    }
}

/// Runs a page of one core with this work, whose distribution function is `law`, x in ms.
fn one_server(system: &str, rate: f64, work: &str, duration_s: u32, law: impl Fn(f64) -> f64) {
    about(format!("{system}, {rate}/s of 1000"), "Pollaczek 1930; Khinchine 1932, inverted");
    let expected = mg1_sojourn_quantiles(rate * 1e-3, law, &[0.5, 0.9, 0.99]);
    let run = alone(rate, &format!("cores: 1, work: {work}"), duration_s);
    run.quantiles(expected[0], expected[2]);
    run.agrees("p90", |report| super::harness::latency(report).p90, expected[1]);
}

#[test]
fn one_constant_server() {
    for (rate, duration_s) in [(500.0, 60), (850.0, 150)] {
        one_server("M/D/1", rate, "1ms", duration_s, |x| f64::from(x >= 1.0));
    }
}

#[test]
fn one_erlang_server() {
    let erlang = Gamma::new(3.0, 3.0).expect("valid");
    for (rate, duration_s) in [(500.0, 60), (800.0, 150)] {
        one_server("M/E3/1", rate, "'erlang(3, 1ms)'", duration_s, |x| erlang.cdf(x));
    }
}

#[test]
fn one_lognormal_server() {
    // Mean 1 and cv 1.5.
    let squared = (1.0_f64 + 1.5 * 1.5).ln();
    let law = LogNormal::new(-squared / 2.0, squared.sqrt()).expect("valid");
    for (rate, duration_s) in [(300.0, 300), (700.0, 900)] {
        let work = "{ mean: 1ms, cv: 1.5 }";
        one_server("M/G/1, lognormal cv 1.5", rate, work, duration_s, |x| law.cdf(x));
    }
}
