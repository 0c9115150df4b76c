//! One stream of requests over several servers: random, weighted, round robin, least connections, two choices.

use super::harness::{Run, about, chain};
use super::reference::{Dice, balanced, gm1_sojourn, mmc_wait, single_server};

fn balance(rate: f64, servers: u32, balancer: &str, duration_s: u32) -> Run {
    let components = format!(
        "lb: {{ load_balancer: {{ {balancer} }} }},
         app: {{ server: {{ cores: 1, instances: {servers}, work: exp(1ms) }} }}"
    );
    chain(&format!("{rate}/s"), "[lb, app]", &components, duration_s)
}

/// A Poisson stream split at random is as many Poisson streams (Kingman, Poisson Processes, 1993, 5.1): k M/M/1.
#[test]
fn at_random() {
    for (rate, duration_s) in [(2000.0, 40), (3200.0, 60)] {
        about(format!("4 servers at random, {rate}/s of 4000"), "Kingman 1993, 5.1: M/M/1");
        let mean_ms = 1000.0 / (1000.0 - rate / 4.0);
        let run = balance(rate, 4, "policy: random", duration_s);
        run.mean(mean_ms).quantiles(mean_ms * 2_f64.ln(), mean_ms * 100_f64.ln());
    }
}

/// Each of k servers gets every k-th request of a Poisson stream: E_k/M/1 (Kleinrock 1975, 6.4), with
/// A*(s) = (λ/(λ + s))^k.
fn every_kth_ms(rate: f64, servers: u32) -> f64 {
    let transform = |s: f64| (rate / (rate + s)).powf(f64::from(servers));
    1000.0 * gm1_sojourn(1000.0, transform)
}

#[test]
fn round_robin() {
    for (rate, duration_s) in [(2000.0, 40), (3400.0, 80)] {
        about(format!("4 servers round robin, {rate}/s of 4000"), "Kleinrock 1975, 6.4: E4/M/1");
        let mean_ms = every_kth_ms(rate, 4);
        let run = balance(rate, 4, "policy: round_robin", duration_s);
        run.mean(mean_ms).quantiles(mean_ms * 2_f64.ln(), mean_ms * 100_f64.ln());
    }
}

/// The order is that in which requests reach the balancer, not that in which they set out: behind a varying
/// delay (M/G/∞, whose output is Poisson again; Mirasol, Operations Research 11(2), 1963) it is still E_k/M/1.
#[test]
fn round_robin_behind_a_varying_delay() {
    for (rate, duration_s) in [(2000.0, 40), (3400.0, 80)] {
        about(format!("the same behind a varying delay, {rate}/s"), "Mirasol 1963: E4/M/1");
        let mean_ms = every_kth_ms(rate, 4);
        balance(rate, 4, "policy: round_robin, work: exp(20ms)", duration_s).mean(20.0 + mean_ms);
        let components = "
            front: { server: { work: uniform(0ms..20ms) } },
            lb: { load_balancer: {} },
            app: { server: { cores: 1, instances: 4, work: exp(1ms) } }";
        let path = "[front, lb, app]";
        let run = chain(&format!("{rate}/s"), path, components, duration_s);
        run.agrees("sojourn", |r| r.components["app"].wait_ms.mean, mean_ms - 1.0);
    }
}

/// Weights 2, 1, 1 in turn are a, b, c, a (nginx's smooth weighted round robin): b and c get every fourth request; the
/// gaps before a are one and three requests long by turns, and Lindley's recursion gives its mean (Proceedings of the
/// Cambridge Philosophical Society 48(2), 1952).
#[test]
fn by_weight() {
    for (rate, duration_s) in [(1200.0, 60), (1700.0, 80)] {
        about(format!("3 servers by weights 2, 1, 1, {rate}/s"), "Lindley 1952, simulated");
        let run = balance(rate, 3, "policy: weighted, weights: [2, 1, 1]", duration_s);
        let mut gaps = [1, 3].into_iter().cycle();
        let gap = |dice: &mut Dice| {
            let requests = gaps.next().expect("endless");
            (0..requests).map(|_| dice.exponential(1000.0 / rate)).sum::<f64>()
        };
        let (a_ms, half_ms) = single_server(1.0, gap);
        let measured = super::harness::latency(&run.report).mean;
        let mean_ms = 0.5 * a_ms + 0.5 * every_kth_ms(rate, 4);
        run.agrees_with("mean", measured, mean_ms, 0.5 * half_ms);
    }
}

fn shortest(queues: &[u32], _: &mut Dice) -> usize {
    (0..queues.len()).min_by_key(|&at| queues[at]).expect("a server")
}

/// Joining the shortest queue lies between one common queue and a random split (Winston, Journal of Applied
/// Probability 14(1), 1977), at what the Markov chain of the queue lengths says.
#[test]
fn least_connections() {
    for (servers, rate, duration_s) in [(2, 1200.0, 80), (2, 1800.0, 400), (8, 6400.0, 40)] {
        about(format!("{servers} servers, least connections, {rate}/s"), "Markov chain, simulated");
        let run = balance(rate, servers, "policy: least_connections", duration_s);
        let (mean, half) = balanced(servers as usize, rate, 1e-3, shortest);
        let measured = super::harness::latency(&run.report).mean;
        run.agrees_with("chain", measured, 1000.0 * mean, 1000.0 * half);
        let common_ms = 1.0 + 1000.0 * mmc_wait(servers, rate, 1e-3);
        let split_ms = 1000.0 / (1000.0 - rate / f64::from(servers));
        let (low, high) = (measured.low.unwrap(), measured.high.unwrap());
        assert!(low > common_ms && high < split_ms, "{common_ms} < {measured:?} < {split_ms}");
    }
}

/// The shorter of two random queues: of two different ones, or drawn with replacement (Mitzenmacher, IEEE Transactions on
/// Parallel and Distributed Systems 12(10), 2001), by the same Markov chain.
#[test]
fn two_choices() {
    for (policy, rate, duration_s) in [
        ("two_choices", 5000.0, 30),
        ("two_choices", 7200.0, 40),
        ("two_choices_replaced", 5000.0, 30),
        ("two_choices_replaced", 7200.0, 40),
    ] {
        about(
            format!("8 servers, {policy}, {rate}/s of 8000"),
            "Mitzenmacher 2001; Markov chain, simulated",
        );
        let run = balance(rate, 8, &format!("policy: {policy}"), duration_s);
        let distinct = policy == "two_choices";
        let pick = |queues: &[u32], dice: &mut Dice| {
            let one = dice.below(8);
            let other = if distinct { (one + 1 + dice.below(7)) % 8 } else { dice.below(8) };
            if queues[other] < queues[one] { other } else { one }
        };
        let (mean, half) = balanced(8, rate, 1e-3, pick);
        let measured = super::harness::latency(&run.report).mean;
        run.agrees_with("chain", measured, 1000.0 * mean, 1000.0 * half);
    }
}
