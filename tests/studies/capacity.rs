//! `napkin capacity`.

use napkin::document::capacity::Verdict;
use napkin::document::{Capacity, Measured};
use napkin::message::Lang;
use napkin::message::capacity::{Criterion, LoadUnit};
use napkin::study::StudyError;
use napkin::study::capacity::growth::{Rate, Start};
use napkin::study::capacity::{Request, study};
use napkin::words::Say as _;

use super::pages::{document, said, with_pages};

/// Half of the 99.9 % interval over half of the 95 % one, of 10 replications: t(9) at 99.95 % and 97.5 %.
const WIDENING: f64 = 4.780_9 / 2.262_2;

fn capacity_with(page: &str, request: &Request, threads: usize) -> Result<Capacity, StudyError> {
    with_pages(&[page], threads, |pages, watch| study(&pages[0], request, watch))
}

fn capacity(page: &str) -> Capacity {
    capacity_with(page, &Request::default(), 2).unwrap_or_else(|error| panic!("{}", said(&error)))
}

/// One station of `cores`, without a network.
fn station(slo: &str, rate: u32, cores: u32, work: &str) -> String {
    format!(
        "
name: Station
slo: {slo}
traffic: {rate}/s
path: [app]
components: {{ app: {{ server: {{ cores: {cores}, work: {work} }} }} }}
network: {{ hop: 0s }}
"
    )
}

/// The capacity's 99.9 % interval contains the closed form, and its 95 % interval is within 2 %.
fn agrees(found: &Capacity, expect: f64) {
    let Some(Measured { value, low: Some(low), high: Some(high) }) = found.capacity else {
        panic!("no interval: {:?} {:?}", found.capacity, found.verdict);
    };
    assert!((high - low) / 2.0 <= 0.02 * value, "{low} to {high} is not tight");
    let (below, above) = ((value - low) * WIDENING, (high - value) * WIDENING);
    assert!(
        value - below <= expect && expect <= value + above,
        "{value} ({low} to {high}), not {expect}"
    );
}

/// The probability that a call waits in M/M/c, by the recursion over Erlang's B.
fn erlang_c(offered: f64, cores: u32) -> f64 {
    let blocked = (1..=cores).fold(1.0, |b, k| offered * b / (f64::from(k) + offered * b));
    let busy = offered / f64::from(cores);
    blocked / (1.0 - busy * (1.0 - blocked))
}

/// P(sojourn > t) in M/M/c: the wait is exponential with rate cμ − λ where there is one, and the service follows.
fn mmc_tail(rate: f64, service_rate: f64, cores: u32, t: f64) -> f64 {
    let spare = f64::from(cores) * service_rate - rate;
    let waits = erlang_c(rate / service_rate, cores);
    let service = (-service_rate * t).exp();
    let both = service_rate / (service_rate - spare) * ((-spare * t).exp() - service);
    service + waits * both
}

/// Where a function falls to 0.
fn root(mut low: f64, mut high: f64, above: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if above(middle) { low = middle } else { high = middle }
    }
    low
}

fn objective(name: &str) -> Criterion {
    Criterion::Objective(name.to_owned())
}

#[test]
fn of_an_mm1_under_p99_it_is_the_closed_form() {
    // P(T > t) = exp(−(μ − λ) t), so that λ = μ − ln 100 / t.
    agrees(&capacity(&station("{ p99: 10ms }", 400, 1, "exp(1ms)")), 1000.0 - 100_f64.ln() / 0.010);
    // Close to saturation the same interval of p99 is a much narrower one of the rate.
    agrees(&capacity(&station("{ p99: 60ms }", 100, 1, "exp(1ms)")), 1000.0 - 100_f64.ln() / 0.060);
}

#[test]
fn of_an_mmc_under_p99_it_is_the_closed_form() {
    let check = |cores: u32, t: f64| {
        let slo = format!("{{ p99: {t}s }}");
        let most = f64::from(cores) * 200.0;
        let expect = root(1.0, most - 1e-9, |rate| mmc_tail(rate, 200.0, cores, t) < 0.01);
        agrees(&capacity(&station(&slo, 300, cores, "exp(5ms)")), expect);
    };
    check(8, 0.030);
    check(2, 0.050);
}

#[test]
fn of_a_mean_it_is_the_closed_form() {
    // E T = 1 / (μ − λ).
    let found = capacity(&station("{ mean: 4ms }", 500, 1, "exp(1ms)"));
    agrees(&found, 750.0);
    let limit = found.limit.expect("it is found");
    assert_eq!((limit.objective, limit.component.as_deref()), (objective("mean"), Some("app")));
    assert!((limit.utilization.expect("a core") - 0.75).abs() < 0.02);
}

#[test]
fn what_is_refused_follows_erlangs_loss() {
    // M/M/3/3: 1 % is lost at a = 0.4555 erlangs.
    let page = station("{ errors: 1% }", 50, 3, "exp(10ms), queue: 0");
    let blocked = |a: f64| (1..=3).fold(1.0, |b, k| a * b / (f64::from(k) + a * b));
    agrees(&capacity(&page), 100.0 * root(0.01, 3.0, |a| blocked(a) < 0.01));
}

#[test]
fn without_objectives_it_fills_the_busiest_resource() {
    let page = station("{ cost: $1000/month }", 300, 4, "exp(5ms)");
    let found = capacity(&page);
    assert!(found.by_utilization);
    agrees(&found, 800.0);
}

#[test]
fn headroom_and_growth_follow_from_it() {
    let page = station("{ mean: 4ms }", 500, 1, "exp(1ms)");
    let request = Request {
        growth: Some(Rate::parse("5%/month").expect("a growth")),
        from: Some(Start::parse("2026-11").expect("a month")),
        ..Request::default()
    };
    let found =
        capacity_with(&page, &request, 2).unwrap_or_else(|error| panic!("{}", said(&error)));
    let headroom = found.headroom.expect("it is found");
    let growth = found.growth.expect("it is asked for");
    assert!((growth.months.value - headroom.value.ln() / 1.05_f64.ln()).abs() < 1e-9);
    assert_eq!(growth.runs_out.expect("a start is given")[1], "2027-07");
}

/// The fewest cores of M/M/c whose p99 is within t, by Erlang C.
fn fewest(rate: f64, t: f64) -> u32 {
    let stable = (rate / 200.0) as u32 + 1;
    (stable..).find(|&cores| mmc_tail(rate, 200.0, cores, t) < 0.01).expect("some number is enough")
}

#[test]
fn the_smallest_count_is_erlang_cs() {
    let check = |rate: f64, t: f64| {
        let page = station(&format!("{{ p99: {t}s }}"), 300, 3, "exp(5ms)");
        let request = Request {
            size: Some("app.cores".to_owned()),
            rate_per_s: Some(rate),
            ..Request::default()
        };
        let found = capacity_with(&page, &request, 2).unwrap_or_else(|e| panic!("{}", said(&e)));
        let size = found.size.expect("it is asked for");
        assert_eq!(size.count, Some(fewest(rate, t)), "{:?}", size.trials);
        let fewer = size.trials.iter().find(|trial| Some(trial.count + 1) == size.count);
        assert!(fewer.is_none_or(|trial| !trial.probe.meets));
    };
    check(300.0, 0.028);
    check(3000.0, 0.028);
}

#[test]
fn what_never_or_always_meets_it_is_said() {
    let never = capacity(&station("{ p99: 1ms }", 300, 4, "exp(5ms)"));
    assert_eq!((never.verdict, never.capacity), (Verdict::Never, None));
    assert_eq!(never.limit.expect("something is missed").objective, objective("p99"));
    let always = capacity(
        "
name: No limit
slo: { p99: 100ms }
traffic: 10/s
path: [app]
components: { app: { server: { work: exp(5ms) } } }
",
    );
    assert_eq!((always.verdict, always.capacity), (Verdict::Unlimited, None));
    assert!(always.at_least.expect("it was tried") >= 1000.0);
}

#[test]
fn clients_are_counted_whole() {
    // The bounds of N clients at one exponential core without thinking: a p99 of N services in a row.
    let page = "
name: Clients
slo: { mean: 20ms }
traffic: { clients: 5, think: exp(50ms) }
path: [app]
components: { app: { server: { cores: 1, work: exp(5ms) } } }
network: { hop: 0s }
";
    let found = capacity(page);
    assert_eq!(found.unit, LoadUnit::Clients);
    // Mean value analysis of one exponential station with think time: R(n) = S (1 + Q(n − 1)).
    let (mut queue, mut clients) = (0.0, 0_u32);
    loop {
        let response = 5.0 * (1.0 + queue);
        if response > 20.0 {
            break;
        }
        clients += 1;
        queue = f64::from(clients) * response / (response + 50.0);
    }
    let capacity = found.capacity.expect("it is found");
    let ends = [Some(capacity.value), capacity.low, capacity.high];
    assert!(ends.iter().flatten().all(|end| end.fract() == 0.0), "{capacity:?}");
    assert!((capacity.value - f64::from(clients)).abs() <= 1.0, "{capacity:?}, not {clients}");
}

#[test]
fn a_bill_that_is_over_its_objective_is_said() {
    // A machine, and 100 kB an answer at $0.09/GB: $23.65 a month for each request per second.
    let page = "
name: Answers
slo: { p99: 50ms, cost: $500/month }
traffic: 10/s
requests: { get: { weight: 1, size: 100KB, path: [app] } }
components: { app: { server: { machine: c7g.large, work: exp(4ms) } } }
";
    let there = capacity(page).there.expect("it is found");
    let per_unit = 100e3 * 730.0 * 3600.0 * 0.09 / 1e9;
    let by_hand = (500.0 - 52.925) / per_unit;
    let until = there.cost_objective_until.expect("the bill grows");
    assert!((until / by_hand - 1.0).abs() < 0.02, "{until}, by hand {by_hand}");
    let today = there.today_per_month_usd.expect("there is a bill");
    assert!((today / (52.925 + 10.0 * per_unit) - 1.0).abs() < 0.02, "{today}");
}

#[test]
fn requests_that_cannot_be_met_are_refused() {
    let page = station("{ p99: 10ms }", 400, 1, "exp(1ms)");
    let check = |size: &str, expect: &str| {
        let request = Request { size: Some(size.to_owned()), ..Request::default() };
        let Err(StudyError::Refused(why)) = capacity_with(&page, &request, 2) else {
            panic!("{size} is refused");
        };
        let words = why.say(Lang::En);
        assert!(words.contains(expect), "{size}: {words}");
    };
    check("ap.cores", "did you mean `app`?");
    check("app.instanses", "did you mean `instances`?");
    check("app.workers", "does not limit");
    check("app.name", "it has cores, instances, workers");
    check("cores", "such as app.instances");
}

#[test]
fn nothing_depends_on_the_threads() {
    let page = station("{ p99: 10ms }", 400, 1, "exp(1ms)");
    let text = |threads: &str| {
        document(&page, &["capacity", "page.yaml", "--max-requests", "400k"], threads)
    };
    let one = text("1");
    assert_eq!(one, text("2"));
    assert!(one.contains("\"verdict\":\"found\""));
}
