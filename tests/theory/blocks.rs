//! Blocks of a path: parallel, need, repeat, chance, one_of.

use napkin::document::Report;
use statrs::distribution::{ContinuousCDF, Gamma};

use super::harness::{Run, about, chain};
use super::reference::harmonic;

/// The path over delays: nothing limits, so requests do not meet.
fn delays(rate: f64, path: &str) -> Run {
    let slow = if path.contains("slow") { ", slow: { server: { work: exp(40ms) } }" } else { "" };
    let components =
        format!("web: {{ server: {{}} }}, api: {{ server: {{ work: exp(10ms) }} }}{slow}");
    chain(&format!("{rate}/s"), path, &components, 50)
}

fn copies(n: u32) -> String {
    vec!["api"; n as usize].join(", ")
}

/// The slowest of n exponentials: mean H(n)/μ, quantile −ln(1 − q^(1/n))/μ (David and Nagaraja, Order Statistics,
/// 3rd ed. 2003, 2.5 and 3.1).
#[test]
fn the_slowest_of_several() {
    for (rate, n) in [(200.0, 4), (1000.0, 4), (200.0, 20)] {
        about(
            format!("slowest of {n} exponentials, {rate}/s"),
            "David and Nagaraja 2003, 2.5, 3.1",
        );
        let run = delays(rate, &format!("[web, {{ parallel: [{}] }}]", copies(n)));
        let quantile = |q: f64| -10.0 * (1.0 - q.powf(1.0 / f64::from(n))).ln();
        run.mean(10.0 * harmonic(n)).quantiles(quantile(0.5), quantile(0.99));
    }
}

/// The fastest of n exponentials is exponential with mean 1/(nμ) (David and Nagaraja 2003, 2.5).
#[test]
fn the_fastest_of_several() {
    for (rate, n) in [(500.0, 2), (1000.0, 2), (500.0, 5)] {
        about(format!("fastest of {n} exponentials, {rate}/s"), "David and Nagaraja 2003, 2.5");
        let path = format!("[web, {{ parallel: {{ need: 1, paths: [{}] }} }}]", copies(n));
        let mean_ms = 10.0 / f64::from(n);
        let run = delays(rate, &path);
        run.mean(mean_ms).quantiles(mean_ms * 2_f64.ln(), mean_ms * 100_f64.ln());
    }
}

/// The others go on without a caller, unless they are cancelled: then each of two works for 1/(2μ).
#[test]
fn hedges_cost_capacity() {
    for rate in [500.0, 1000.0] {
        let components = "web: { server: {} }, api: { server: { cores: 100, work: exp(10ms) } }";
        for (cancel, share) in [(false, 2.0), (true, 1.0)] {
            about(
                format!("hedge of two, cancel: {cancel}, {rate}/s"),
                "David and Nagaraja 2003, 2.5",
            );
            let branch = format!("{{ api: {{ cancel: {cancel} }} }}");
            let path = format!("[web, {{ parallel: {{ need: 1, paths: [{branch}, {branch}] }} }}]");
            let run = chain(&format!("{rate}/s"), &path, components, 40);
            let used = |r: &Report| r.components["api"].utilization.expect("cores");
            run.mean(5.0).agrees("utilization", used, rate * share * 0.01 / 100.0);
        }
    }
}

/// A hedge that waits: the second call is made if the first has not answered within d. P(T > t) = e^(−t/m) up to d,
/// and e^(−(2t − d)/m) beyond; a share e^(−d/m) of the calls is made twice (Dean and Barroso, Communications of the
/// ACM 56(2), 2013).
#[test]
fn a_hedge_that_waits() {
    for (rate, after_ms) in [(500.0, 5.0), (1000.0, 5.0), (500.0, 20.0)] {
        about(format!("hedge after {after_ms} ms, {rate}/s"), "minimum of two exponentials");
        let components = format!(
            "web: {{ server: {{}} }}, timer: {{ server: {{ work: {after_ms}ms }} }},
             api: {{ server: {{ cores: 100, work: exp(10ms) }} }}"
        );
        let path = "[web, { parallel: { need: 1, paths: [
            { api: { cancel: true } }, [{ timer: { cancel: true } }, api]] } }]";
        let run = chain(&format!("{rate}/s"), path, &components, 60);
        let twice = (-after_ms / 10.0_f64).exp();
        let quantile = |q: f64| {
            let first = -10.0 * (1.0 - q).ln();
            if first <= after_ms { first } else { (after_ms + first) / 2.0 }
        };
        run.mean(10.0 * (1.0 - twice) + 5.0 * twice).quantiles(quantile(0.5), quantile(0.99));
        // The first works for min(S, T), the second for what is left of T after d: m in all.
        let used = |r: &Report| r.components["api"].utilization.expect("cores");
        run.agrees("utilization", used, rate * 0.01 / 100.0);
        // A call that was cancelled on its way has not arrived, and one that was cancelled at work did that much.
        let calls = |r: &Report| r.components["api"].arrivals_per_s;
        run.agrees("calls", calls, rate * (1.0 + twice));
        let work = |r: &Report| r.components["api"].service_ms.mean;
        run.agrees("work", work, 10.0 / (1.0 + twice));
        let timer = |r: &Report| r.components["timer"].service_ms.mean;
        run.agrees("timer", timer, 10.0 * (1.0 - twice));
    }
}

/// The k-th of n: mean (H(n) − H(n − k))/μ (David and Nagaraja 2003, 2.5).
#[test]
fn some_of_several() {
    for (rate, need, n) in [(200.0, 2, 3), (1000.0, 2, 3), (200.0, 4, 6)] {
        about(format!("{need} of {n} exponentials, {rate}/s"), "David and Nagaraja 2003, 2.5");
        let path = format!("[web, {{ parallel: {{ need: {need}, paths: [{}] }} }}]", copies(n));
        delays(rate, &path).mean(10.0 * (harmonic(n) - harmonic(n - need)));
    }
}

/// Two queues that each get a part of every request: E T = (12 − ρ)/8 × 1/(μ − λ) (Flatto and Hahn, SIAM Journal
/// on Applied Mathematics 44(5), 1984; Nelson and Tantawi, IEEE Transactions on Computers 37(6), 1988).
#[test]
fn fork_and_join() {
    for (rate, duration_s) in [(500.0, 60), (800.0, 150)] {
        about(
            format!("fork–join of two M/M/1, {rate}/s of 1000"),
            "Flatto and Hahn 1984; Nelson and Tantawi 1988",
        );
        let components = "
            web: { server: {} },
            a: { server: { cores: 1, work: exp(1ms) } },
            b: { server: { cores: 1, work: exp(1ms) } }";
        let path = "[web, { parallel: [a, b] }]";
        let run = chain(&format!("{rate}/s"), path, components, duration_s);
        run.mean((12.0 - rate / 1000.0) / 8.0 * 1000.0 / (1000.0 - rate));
    }
}

/// n exponentials one after the other are Erlang's distribution (Kleinrock 1975, 4.2).
#[test]
fn one_after_the_other() {
    let erlang = Gamma::new(5.0, 0.1).expect("valid");
    for rate in [200.0, 1000.0] {
        for block in ["repeat: { times: 5, path: api }", "sequence: [api, api, api, api, api]"] {
            about(
                format!("{}, {rate}/s", block.replace("api", "10 ms")),
                "Kleinrock 1975, 4.2: Erlang",
            );
            let run = delays(rate, &format!("[web, {{ {block} }}]"));
            run.mean(50.0).quantiles(erlang.inverse_cdf(0.5), erlang.inverse_cdf(0.99));
        }
    }
}

/// n exponentials, k under way: (n − k) departures at rate kμ, then the slowest of k.
#[test]
fn several_at_once() {
    for (rate, n, k) in [(200.0, 10_u32, 3_u32), (1000.0, 10, 3), (200.0, 6, 6)] {
        about(format!("{n} calls, {k} at once, {rate}/s"), "David and Nagaraja 2003, 2.5");
        let path = format!("[web, {{ repeat: {{ times: {n}, at_once: {k}, path: api }} }}]");
        let full = f64::from(n - k) / f64::from(k);
        delays(rate, &path).mean(10.0 * (full + harmonic(k)));
    }
}

/// A random number of exponentials: the mean is the product of the means (Wald, Annals of Mathematical Statistics
/// 15(3), 1944).
#[test]
fn as_often_as_it_takes() {
    for rate in [200.0, 1000.0] {
        about(format!("a random number of calls, {rate}/s"), "Wald 1944");
        delays(rate, "[web, { repeat: { times: uniform(1..5), path: api } }]").mean(30.0);
    }
}

/// A call made with probability p adds p times its mean; what follows the block is made anyway.
#[test]
fn sometimes() {
    for rate in [500.0, 2000.0] {
        about(format!("calls with a probability, {rate}/s"), "mean of a mixture");
        let path = "[web, { chance: { share: 25%, path: slow } }, api]";
        delays(rate, path).mean(10.0 + 0.25 * 40.0);
        let path =
            "[web, { chance: { share: 25%, path: slow } }, { chance: { share: 50%, path: api } }]";
        delays(rate, path).mean(0.25 * 40.0 + 0.5 * 10.0);
    }
}

/// A weighted choice is a mixture of exponentials.
#[test]
fn one_or_the_other() {
    for rate in [500.0, 2000.0] {
        about(format!("one of two paths, {rate}/s"), "mixture of exponentials");
        let path = "[web, { one_of: { paths: { fast: { weight: 3, path: api }, slow: slow } } }]";
        let tail = |x: f64| 0.75 * (-x / 10.0).exp() + 0.25 * (-x / 40.0_f64).exp();
        let quantile = |q: f64| super::reference::root(0.0, 1000.0, |x| 1.0 - tail(x) - q);
        delays(rate, path).mean(17.5).quantiles(quantile(0.5), quantile(0.99));
    }
}

/// The first path is given 10 ms; a share e^(−1) of the calls takes longer, and goes to the second.
#[test]
fn the_second_if_the_first_fails() {
    for rate in [500.0, 2000.0] {
        about(format!("failover after 10 ms, {rate}/s"), "conditional mean of an exponential");
        let path = "[web, { one_of: { policy: failover,
            paths: { first: { api: { timeout: 10ms } }, second: slow } } }]";
        let late = (-1.0_f64).exp();
        delays(rate, path).mean(10.0 * (1.0 - late) + late * 40.0);
    }
}
