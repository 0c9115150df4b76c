//! The napkin against the run, where nothing queues: both say the same.

use super::harness::{near, run};

/// A client elsewhere is a leg of its own away from its site, and its site as far from the component's as
/// `between` says, else a hop.
#[test]
fn a_client_elsewhere_comes_over_its_own_leg_and_the_way_between() {
    let between = "between: [ { from: x, to: y, one_way: 17ms } ]";
    for (site, between, expected_ms) in [
        ("x", "", 2.0 * (50.0 + 1.0) + 1.0),
        ("x", between, 2.0 * (50.0 + 17.0) + 1.0),
        ("y", "", 2.0 * 50.0 + 1.0),
    ] {
        let run = run(&format!(
            "
name: from another site
requests: {{ a: {{ rate: 10/s, site: {site}, path: [app] }} }}
components:
  app: {{ server: {{ work: 1ms, site: y }} }}
network: {{ client: 50ms, hop: 1ms, {between} }}
run: {{ warmup: 1s, duration: 20s, replications: 3, seed: 1 }}
"
        ));
        near("mean", run.latency().mean.value, expected_ms, 1e-9);
        near("max", run.latency().max.value, expected_ms, 1e-9);
        near("napkin", run.napkin("a.latency") * 1e3, expected_ms, 1e-9);
    }
}

/// A miss of the page buffer takes a default read where no disk is described: 100 µs.
#[test]
fn a_page_buffer_without_a_disk() {
    for (buffer, expected_ms) in [("300KB", 1.0 + 0.7 * 0.1), ("1MB", 1.0)] {
        let run = run(&format!(
            "
name: pages in memory
data:
  item: {{ keys: 1k, popularity: uniform, size: 1KB }}
requests:
  get: {{ rate: 100/s, reads: item, path: [db] }}
components:
  db: {{ database: {{ buffer: {buffer}, read: 1ms }} }}
network: {{ hop: 0s }}
run: {{ warmup: 0s, duration: 100s, replications: 10, seed: 1 }}
"
        ));
        let napkin_ms = run.napkin("get.latency") * 1e3;
        near("napkin", napkin_ms, expected_ms, 1e-9);
        run.agrees("mean", run.latency().mean, napkin_ms, 0.001);
    }
}
