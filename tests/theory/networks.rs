//! Several stations: tandems, closed systems, threads and connections held while others work, scaling.

use napkin::document::{Measured, Report};

use super::harness::{about, chain, run};
use super::reference::{birth_death, closed, mdc_wait, mean_of, mmc_wait, root};

fn throughput(report: &Report) -> Measured {
    report.requests.completed_per_s
}

/// The quantile of a sum of two exponentials with these means.
fn hypoexponential(a: f64, b: f64, q: f64) -> f64 {
    root(0.0, 100.0 * (a + b), |x| 1.0 - (a * (-x / a).exp() - b * (-x / b).exp()) / (a - b) - q)
}

/// Two M/M/1 in a row: the output of the first is Poisson (Burke, Operations Research 4(6), 1956; Jackson,
/// Operations Research 5(4), 1957), and a request's two sojourns are independent (Reich, Annals of Mathematical
/// Statistics 28(3), 1957), so their sum is hypoexponential.
#[test]
fn two_stations_in_a_row() {
    for (rate, duration_s) in [(500.0, 80), (750.0, 200)] {
        about(
            format!("two M/M/1 in a row, {rate}/s of 1000 and 1250"),
            "Burke 1956; Jackson 1957; Reich 1957",
        );
        let components = "
            a: { server: { cores: 1, work: exp(1ms) } },
            b: { server: { cores: 1, work: exp(0.8ms) } }";
        let (a, b) = (1000.0 / (1000.0 - rate), 1000.0 / (1250.0 - rate));
        let run = chain(&format!("{rate}/s"), "[a, b]", components, duration_s);
        run.mean(a + b);
        run.quantiles(hypoexponential(a, b, 0.5), hypoexponential(a, b, 0.99));
    }
}

/// The same with a network: three names cost 2(3 − 1) hops and two client legs. A constant delay changes no queue.
#[test]
fn two_stations_behind_hops() {
    for (rate, duration_s) in [(500.0, 60), (750.0, 120)] {
        about(format!("the same with hops, {rate}/s"), "Burke 1956; Jackson 1957");
        let page = format!(
            "
name: hops
traffic: {rate}/s
path: [a, b, c]
components:
  a: {{ server: {{ cores: 1, work: exp(1ms) }} }}
  b: {{ server: {{ cores: 1, work: exp(0.8ms) }} }}
  c: {{ server: {{ work: 0.5ms }} }}
network: {{ hop: 250us, client: 2ms }}
run: {{ duration: {duration_s}s, replications: 20, seed: 1 }}
"
        );
        let (a, b) = (1000.0 / (1000.0 - rate), 1000.0 / (1250.0 - rate));
        run(&page).mean(a + b + 0.5 + 4.0 * 0.25 + 2.0 * 2.0);
    }
}

/// Constant works and delays add up to the nanosecond, between sites too.
#[test]
fn constant_delays_add_up() {
    about("constant delays", "a sum, to the nanosecond");
    let page = "
name: delays
traffic: { rate: 100/s, arrivals: constant }
path: [a, b, c, d]
components:
  a: { server: { cores: 1, work: 1001ns } }
  b: { server: { workers: 30, work: { cpu: 20us, io: 7ns } } }
  c: { load_balancer: { work: 13ns } }
  d: { database: { cores: 2, read: 1ms } }
network: { hop: 333ns, client: 5us }
run: { duration: 10s, warmup: 1s, replications: 3 }
";
    let works = 1001 + 20_000 + 7 + 13 + 1_000_000;
    run(page).always(works + 6 * 333 + 2 * 5000);
    let page = page
        .replace("client: 5us", "client: 5us, between: [{ from: seoul, to: tokyo, one_way: 17ms }]")
        .replace("read: 1ms", "read: 1ms, site: tokyo")
        .replace("1001ns", "1001ns, site: seoul")
        .replace("io: 7ns }", "io: 7ns }, site: seoul")
        .replace("13ns", "13ns, site: seoul");
    run(&page).always(works + 4 * 333 + 2 * 17_000_000 + 2 * 5000);
}

/// M/M/1//N: clients think, then ask one server (the machine repairman; Kleinrock 1975, 3.8). The law of thinking
/// does not matter (Baskett, Chandy, Muntz and Palacios, Journal of the ACM 22(2), 1975).
#[test]
fn clients_of_one_server() {
    for (clients, duration_s) in [(8_u32, 60), (16, 60)] {
        let law =
            birth_death(clients as usize, |n| (f64::from(clients) - n as f64) / 0.01, |_| 1000.0);
        let per_s = 1000.0 * (1.0 - law[0]);
        let response_ms = 1000.0 * f64::from(clients) / per_s - 10.0;
        for think in ["exp(10ms)", "10ms", "{ mean: 10ms, cv: 2 }"] {
            about(
                format!("M/M/1//{clients}, think {think}"),
                "Kleinrock 1975, 3.8; Baskett et al. 1975",
            );
            let traffic = format!("{{ clients: {clients}, think: {think} }}");
            let app = "app: { server: { cores: 1, work: exp(1ms) } }";
            let run = chain(&traffic, "[app]", app, duration_s);
            run.agrees("throughput", throughput, per_s).mean(response_ms);
        }
    }
}

/// M/M/c//N (Kleinrock 1975, 3.9).
#[test]
fn clients_of_several_cores() {
    for clients in [20_u32, 40] {
        about(format!("M/M/3//{clients}"), "Kleinrock 1975, 3.9");
        let law = birth_death(
            clients as usize,
            |n| (f64::from(clients) - n as f64) / 0.01,
            |n| 1000.0 * n.min(3) as f64,
        );
        let per_s = mean_of(&law, |n| 1000.0 * n.min(3) as f64);
        let traffic = format!("{{ clients: {clients}, think: exp(10ms) }}");
        let run = chain(&traffic, "[app]", "app: { server: { cores: 3, work: exp(1ms) } }", 40);
        let response_ms = 1000.0 * f64::from(clients) / per_s - 10.0;
        run.agrees("throughput", throughput, per_s).mean(response_ms);
    }
}

/// The law asks for the mean think time only (Baskett et al. 1975): one that never varies, and is long, must not keep
/// clients in step.
#[test]
fn clients_that_think_for_long_do_not_ask_at_once() {
    for clients in [300_u32, 450] {
        about(format!("M/M/3//{clients}, think 1 s"), "Kleinrock 1975, 3.9; Baskett et al. 1975");
        let law = birth_death(
            clients as usize,
            |n| f64::from(clients) - n as f64,
            |n| 200.0 * n.min(3) as f64,
        );
        let per_s = mean_of(&law, |n| 200.0 * n.min(3) as f64);
        let traffic = format!("{{ clients: {clients}, think: 1s }}");
        let run = chain(&traffic, "[app]", "app: { server: { cores: 3, work: exp(5ms) } }", 100);
        run.agrees("throughput", throughput, per_s);
        run.mean(1000.0 * f64::from(clients) / per_s - 1000.0);
    }
}

/// Two servers and a think time, by mean value analysis (Reiser and Lavenberg 1980).
#[test]
fn clients_of_two_stations() {
    for clients in [10, 30] {
        about(format!("closed, two stations, {clients} clients"), "MVA: Reiser and Lavenberg 1980");
        let (per_s, response_s) = closed(&[1e-3, 0.7e-3], clients, 0.02);
        let components = "
            app: { server: { cores: 1, work: exp(1ms) } },
            db: { database: { cores: 1, read: exp(0.7ms) } }";
        let traffic = format!("{{ clients: {clients}, think: exp(20ms) }}");
        let run = chain(&traffic, "[app, db]", components, 60);
        run.agrees("throughput", throughput, per_s).mean(1000.0 * response_s);
    }
}

/// A worker is held from admission to answer: c of them before a delay are M/M/c, and the workers' utilization
/// is λ × (own work + what it waits for)/c (Little 1961).
#[test]
fn threads_wait_for_answers() {
    for (rate, duration_s) in [(480.0, 450), (680.0, 400)] {
        about(format!("8 workers held for 10 ms, {rate}/s"), "Little 1961; M/M/8");
        let components = "
            app: { server: { workers: 8 } },
            api: { server: { work: exp(10ms) } }";
        let run = chain(&format!("{rate}/s"), "[app, api]", components, duration_s);
        let wait_ms = 1000.0 * mmc_wait(8, rate, 0.01);
        run.wait(wait_ms).mean(wait_ms + 10.0);
        run.agrees(
            "workers",
            |r| r.components["app"].resources["workers"].utilization,
            rate / 800.0,
        );
    }
}

/// The same with work of its own, hops and a second call: 8 ms in all. `async` gives the worker back first.
#[test]
fn threads_are_held_for_what_they_call() {
    for rate in [400.0, 800.0] {
        about(format!("10 workers held for 8 ms, {rate}/s"), "Little 1961");
        let page = |also: &str| {
            format!(
                "
name: threads
traffic: {rate}/s
path: [app, {{ sequence: [api, api] }}]
components:
  app: {{ server: {{ workers: 10, work: exp(2ms){also} }} }}
  api: {{ server: {{ work: exp(2ms) }} }}
network: {{ hop: 0.5ms }}
run: {{ duration: 25s, replications: 20, seed: 1 }}
"
            )
        };
        let workers = |r: &Report| r.components["app"].resources["workers"].utilization;
        run(&page("")).agrees("held", workers, rate * 0.008 / 10.0);
        let freed = run(&page(", async: true"));
        freed.agrees("async", workers, rate * 0.002 / 10.0);
    }
}

/// A pool of c connections is held from the call to its answer, network included. A constant holding time makes
/// it M/D/c, an exponential one M/M/c.
#[test]
fn a_pool_of_connections() {
    for rate in [1400.0, 1700.0] {
        about(format!("pool of 4 connections, {rate}/s of 2000"), "Crommelin 1932; Erlang 1917");
        let page = |work: &str, hop: &str| {
            format!(
                "
name: pool
traffic: {rate}/s
path: [web, {{ app: {{ pool: 4 }} }}]
components:
  web: {{ server: {{}} }}
  app: {{ server: {{ work: {work} }} }}
network: {{ hop: {hop} }}
run: {{ duration: 120s, replications: 20, seed: 1 }}
"
            )
        };
        let pool = |r: &Report| r.components["app"].resources["pool"].utilization;
        let constant = run(&page("1ms", "0.5ms"));
        let wait_ms = 1000.0 * mdc_wait(4, rate, 2e-3);
        constant.wait(wait_ms).mean(wait_ms + 2.0).agrees("pool", pool, rate * 2e-3 / 4.0);
        let exponential = run(&page("exp(2ms)", "0s"));
        let wait_ms = 1000.0 * mmc_wait(4, rate, 2e-3);
        exponential.wait(wait_ms).mean(wait_ms + 2.0).agrees("pool", pool, rate * 2e-3 / 4.0);
    }
}

/// N busy cores do N/(1 + α(N − 1) + βN(N − 1)) times the work of one (Gunther, Guerrilla Capacity Planning,
/// 2007, ch. 4–5).
#[test]
fn cores_in_each_others_way() {
    for cores in [1, 8, 24] {
        about(format!("{cores} cores under the USL"), "Gunther 2007, ch. 4–5");
        let (alpha, beta) = (0.05, 0.002);
        let app = format!(
            "app: {{ server: {{ cores: {cores}, work: exp(1ms), contention: {alpha}, coherency: {beta} }} }}"
        );
        let run = chain(&format!("{{ clients: {}, think: 0s }}", 4 * cores), "[app]", &app, 20);
        let n = f64::from(cores);
        let law = 1.0 + alpha * (n - 1.0) + beta * n * (n - 1.0);
        run.agrees("throughput", throughput, 1000.0 * n / law);
    }
}
