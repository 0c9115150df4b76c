//! Jackson networks whose requests come back: product form, whatever the way.
//!
//! A request that comes back finds itself in the past: the stream into the station is no Poisson stream, and yet the
//! number in each station is that of M/M/1 at the rate of all visits (Jackson, Operations Research 5(4), 1957, and
//! Management Science 10(1), 1963; for routes that remember, Kelly, Reversibility and Stochastic Networks, 1979, 3.1).

use super::harness::{about, chain};

const SOURCE: &str = "Jackson 1957; Kelly 1979, 3.1";

/// Work at a and b; after that one of two comes back, at most twice: 1 + 1/2 + 1/4 visits.
#[test]
fn back_to_the_first_of_two_stations() {
    for (rate, duration_s) in [(300.0, 150), (450.0, 300)] {
        about(format!("a, b, and back with 1/2 at most twice, {rate}/s"), SOURCE);
        let components = "
            web: { server: {} }, again: { server: {} }, more: { server: {} },
            a: { server: { cores: 1, work: exp(1ms) } },
            b: { server: { cores: 1, work: exp(0.8ms) } }";
        let round = "{ sequence: [a, b] }";
        let path = format!(
            "[web, {round}, {{ chance: {{ share: 50%, path: [again, {round},
                {{ chance: {{ share: 50%, path: [more, {round}] }} }}] }} }}]"
        );
        let visits = 1.75;
        let (a_ms, b_ms) = (1000.0 / (1000.0 - visits * rate), 1000.0 / (1250.0 - visits * rate));
        let run = chain(&format!("{rate}/s"), &path, components, duration_s);
        run.mean(visits * (a_ms + b_ms));
        run.agrees("wait at a", |r| r.components["a"].wait_ms.mean, a_ms - 1.0);
        run.agrees("wait at b", |r| r.components["b"].wait_ms.mean, b_ms - 0.8);
        run.agrees("visits/s", |r| r.components["a"].arrivals_per_s, visits * rate);
    }
}

/// One station, one to five visits.
#[test]
fn back_to_the_same_station() {
    for (rate, duration_s) in [(200.0, 100), (270.0, 300)] {
        about(format!("one to five visits of one station, {rate}/s"), SOURCE);
        let components = "web: { server: {} }, a: { server: { cores: 1, work: exp(1ms) } }";
        let path = "[web, { repeat: { times: uniform(1..5), path: a } }]";
        let run = chain(&format!("{rate}/s"), path, components, duration_s);
        run.mean(3.0 * 1000.0 / (1000.0 - 3.0 * rate));
    }
}
