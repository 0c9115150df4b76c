//! Requests that leave: patience in a queue, the client's own timeout.

use super::harness::{Run, about, run};
use super::reference::{birth_death, mean_of};

fn page(rate: f64, client: &str, cores: u32, duration_s: u32) -> Run {
    run(&format!(
        "
name: waiting
requests:
  ask: {{ rate: {rate}/s, {client}, path: [app] }}
components:
  app: {{ server: {{ cores: {cores}, work: exp(1ms) }} }}
run: {{ duration: {duration_s}s, replications: 20, seed: 1 }}
"
    ))
}

fn only_reason(run: &Run, reason: &str) {
    let reasons: Vec<&String> = run.report.errors.by_reason.keys().collect();
    assert_eq!(reasons, [reason]);
}

/// M/M/c+M, Erlang A: with n in the system, min(n, c)μ + max(n − c, 0)θ leave; the share that gives up is θ times
/// the mean queue over λ (Palm 1957; Garnett, Mandelbaum and Reiman, M&SOM 4(3), 2002).
#[test]
fn exponential_patience() {
    for (rate, duration_s) in [(3600.0, 40), (5000.0, 20)] {
        about(
            format!("M/M/4+M, {rate}/s of 4000"),
            "Palm 1957; Garnett, Mandelbaum and Reiman 2002",
        );
        let law = birth_death(
            300,
            |_| rate,
            |n| 1000.0 * n.min(4) as f64 + 200.0 * n.saturating_sub(4) as f64,
        );
        let queue = mean_of(&law, |n| n.saturating_sub(4) as f64);
        let run = page(rate, "patience: exp(5ms)", 4, duration_s);
        run.errors(200.0 * queue / rate);
        run.agrees("queue", |r| r.components["app"].queue_mean, queue);
        only_reason(&run, "gave_up");
    }
}

/// M/M/1+D: the work found has density λ p₀ e^(−(μ−λ)x) below the patience d and falls at rate μ beyond it, so that
/// P(give up) = ρ(1 − ρ)E/(1 − ρ²E), E = e^(−(μ−λ)d) (Barrer, Operations Research 5(5), 1957).
#[test]
fn constant_patience() {
    for (rate, duration_s) in [(800.0_f64, 150), (1300.0, 60)] {
        about(format!("M/M/1+D, {rate}/s of 1000"), "Barrer 1957");
        let (load, gap) = (rate / 1000.0, (1000.0 - rate) * 2e-3);
        let e = (-gap).exp();
        let run = page(rate, "patience: 2ms", 1, duration_s);
        run.errors(load * (1.0 - load) * e / (1.0 - load * load * e));
        only_reason(&run, "gave_up");
        // Those who stay have found less than d: their mean wait is that of the density, cut at d.
        let idle = (1.0 - load) / (1.0 - load * load * e);
        let steps = 100_000;
        let (mut mass, mut area) = (idle, 0.0);
        for i in 0..steps {
            let x = (f64::from(i) + 0.5) * 2e-3 / f64::from(steps);
            let p = rate * idle * (-(1000.0 - rate) * x).exp() * 2e-3 / f64::from(steps);
            mass += p;
            area += p * x;
        }
        run.mean(1.0 + 1000.0 * area / mass);
    }
}

/// A client that stops waiting changes nothing for the others: in M/M/1 a share e^(−(μ−λ)T) is late, and the mean
/// of the rest is that of an exponential cut at T. The server works for all of them.
#[test]
fn a_client_that_hangs_up() {
    for (rate, duration_s) in [(500.0, 100), (800.0, 150)] {
        about(format!("M/M/1, clients hang up, {rate}/s"), "Kleinrock 1975, 5.12");
        let run = page(rate, "timeout: 4ms", 1, duration_s);
        let mean_ms = 1000.0 / (1000.0 - rate);
        let late = (-4.0 / mean_ms).exp();
        run.errors(late).mean(mean_ms - 4.0 * late / (1.0 - late));
        run.agrees("utilization", |r| r.components["app"].utilization.unwrap(), rate / 1000.0);
        only_reason(&run, "timeout");
        assert_eq!(run.report.errors.by_component.keys().collect::<Vec<_>>(), ["client"]);
    }
}

/// With `cancel` the work found never exceeds T: its density is λ p₀ e^(−(μ−λ)x) on 0..T, and a share
/// p₀ e^(−(μ−λ)T) is late (Gavish and Schweitzer, Management Science 23(12), 1977). The core rests more.
#[test]
fn a_client_that_cancels() {
    for (rate, duration_s) in [(500.0, 100), (800.0, 150)] {
        about(format!("M/M/1, work found below T, {rate}/s"), "Gavish and Schweitzer 1977");
        let run = page(rate, "timeout: 4ms, cancel: true", 1, duration_s);
        let (load, e) = (rate / 1000.0, (-(1000.0 - rate) * 4e-3_f64).exp());
        let idle = (1.0 - load) / (1.0 - load * e);
        run.errors(idle * e);
        run.agrees("utilization", |r| r.components["app"].utilization.unwrap(), 1.0 - idle);
    }
}
