//! What a core gets done in a time: parts of a core under a quota, pauses, one instance that is slow.

use napkin::document::Measured;

use super::harness::{Run, about, alone, chain, run};

/// Random numbers that share nothing with the simulator's: SplitMix64 (Steele, Lea & Flood 2014).
struct Luck(u64);

impl Luck {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn exponential(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.uniform()).ln()
    }
}

/// Mean time in the system, ms: Poisson arrivals and exponential work on `cores` with a quota for each 100 ms, first
/// come, first served, from one change to the next: an arrival, an end, a quota that is spent, a period that is over.
fn step_by_step(rate_per_s: f64, work_ms: f64, cores: usize, quota_ms: f64, jobs: usize) -> f64 {
    let mut luck = Luck(7);
    let (mut now, mut left, mut next) = (0.0, quota_ms, luck.exponential(1e3 / rate_per_s));
    let (mut line, mut ends, mut done, mut sum) = (Vec::new(), 100.0, 0_usize, 0.0);
    while done < jobs {
        let busy = if left > 1e-9 { line.len().min(cores) } else { 0 };
        let mut step = f64::min(next - now, ends - now);
        if busy > 0 {
            step = step.min(left / busy as f64);
            step = line.iter().take(busy).map(|job: &(f64, f64)| job.1).fold(step, f64::min);
        }
        now += step;
        left -= step * busy as f64;
        line.iter_mut().take(busy).for_each(|job| job.1 -= step);
        if now >= ends - 1e-9 {
            (ends, left) = (ends + 100.0, quota_ms);
        }
        if now >= next - 1e-9 {
            line.push((next, luck.exponential(work_ms)));
            next += luck.exponential(1e3 / rate_per_s);
        }
        line.retain(|(came, work)| {
            let is_done = *work <= 1e-9;
            if is_done {
                done += 1;
                sum += now - came;
            }
            !is_done
        });
    }
    sum / done as f64
}

/// How busy its cores are, of what there is of them.
fn busy(run: &Run) -> Measured {
    run.report.components["app"].resources["cpu"].utilization
}

/// Work of 80 ms, 50 of each 100, alone: the period in which it comes ends after e, spread evenly. Up to 30 it takes 130
/// (e, a whole quota, 30 − e of the third); up to 50 it is done in the second period, in 80; beyond, 50 are done in the
/// first, and it ends 30 after it. 0.3 × 130 + 0.2 × 80 + 0.5 × 105 = 107.5.
#[test]
fn work_that_outlasts_its_quota() {
    about("80 ms of work on 0.5 cores", "three cases of the phase");
    for cores in ["0.5", "500m"] {
        let app = format!("app: {{ server: {{ cores: {cores}, work: 80ms }} }}");
        let traffic = "{ rate: 0.97/s, arrivals: constant }";
        let run = chain(traffic, "[app]", &app, 1000);
        run.mean(107.5).within("cpu", busy(&run), 0.97 * 0.08 / 0.5);
    }
}

/// One core whose quota is often spent, and two cores that spend one and a half.
#[test]
fn a_quota_against_a_simulation_of_its_own() {
    for (rate, work, cores, quota) in [(10.0, 25.0, 1, 50.0), (40.0, 25.0, 2, 150.0)] {
        let written = quota / 100.0;
        about(format!("{rate}/s × exp({work} ms) on {written} cores"), "simulated in the test");
        let server = format!("cores: {written}, work: exp({work}ms)");
        let expected = step_by_step(rate, work, cores, quota, 2_000_000);
        let run = alone(rate, &server, 800);
        run.mean(expected).within("cpu", busy(&run), rate * work / 1e3 / written);
        let throttled = run.report.components["app"].resources["cpu"].throttled;
        assert!(throttled.expect("it has a quota").value > 0.05, "{throttled:?}");
    }
}

/// A call of 10 ms alone, pauses of 30 ms every 1.5 s: one that comes in a pause (30 of 1,500) waits for half of it on
/// average, and one whose work a pause falls into (10 of 1,500) for all of it. 10 + 0.02 × 15 + 0.0067 × 30 = 10.5.
#[test]
fn pauses_of_an_idle_server() {
    about("10 ms of work, pauses of 30 ms every 1.5 s", "cases of the phase");
    let app = "app: { server: { cores: 1, work: 10ms, pauses: { every: 1.5s, for: 30ms } } }";
    chain("{ rate: 7.3/s, arrivals: constant }", "[app]", app, 2000).mean(10.5);
}

/// Mean time in the system, ms, of M/M/1 with constant pauses: each job after the other, its work cut by the pauses.
fn with_pauses(rate_per_s: f64, work_ms: f64, every_ms: f64, length_ms: f64, jobs: usize) -> f64 {
    let mut luck = Luck(11);
    let (mut came, mut free, mut sum) = (0.0, 0.0_f64, 0.0);
    for _ in 0..jobs {
        came += luck.exponential(1e3 / rate_per_s);
        let (mut now, mut left) = (free.max(came), luck.exponential(work_ms));
        loop {
            let since = now % every_ms;
            if since < length_ms {
                now += length_ms - since;
                continue;
            }
            let part = left.min(every_ms - since);
            (now, left) = (now + part, left - part);
            if left <= 1e-9 {
                break;
            }
        }
        free = now;
        sum += now - came;
    }
    sum / jobs as f64
}

#[test]
fn pauses_of_a_busy_server() {
    about("M/M/1, 60 % busy, pauses of 20 ms every 400 ms", "simulated in the test");
    let expected = with_pauses(120.0, 5.0, 400.0, 20.0, 4_000_000);
    let server = "cores: 1, work: exp(5ms), pauses: { every: 400ms, for: 20ms }";
    alone(120.0, server, 1500).mean(expected);
}

/// Two queues of their own, one of which works a third as fast: M/M/1 both, half of the calls in each.
#[test]
fn one_slow_instance_of_two() {
    about("one of two M/M/1 three times as slow", "Kleinrock 1975, 3.2");
    let expected = 1e3 * (1.0 / (1000.0 - 200.0) + 1.0 / (1000.0 / 3.0 - 200.0)) / 2.0;
    run("
name: theory
traffic: 400/s
path: [lb, app]
components:
  lb: { load_balancer: { policy: random } }
  app: { server: { cores: 1, instances: 2, work: exp(1ms) } }
network: { hop: 0s }
timeline: [{ at: 0s, slow: app, times: 3, instance: 2 }]
run: { duration: 100s, replications: 20, seed: 1 }
")
    .mean(expected);
}

/// A call of 10 ms that is done elsewhere, pauses of 30 ms every 1.5 s. One that comes in a pause goes out at its end (half
/// of it on average); one whose answer comes back in a pause is answered at its end. Those that go out before a pause
/// and come back in it are 10 of 1,500, and wait for 25 of its 30 ms on average. 10 + 0.02 × 15 + 0.0067 × 25 = 10.467.
#[test]
fn pauses_do_not_stop_what_is_done_elsewhere() {
    about("10 ms elsewhere, pauses of 30 ms every 1.5 s", "cases of the phase");
    let app = "app: { server: { work: { io: 10ms }, pauses: { every: 1.5s, for: 30ms } } }";
    let expected = 10.0 + 0.02 * 15.0 + 10.0 / 1500.0 * 25.0;
    chain("{ rate: 7.3/s, arrivals: constant }", "[app]", app, 2000).mean(expected);
}
