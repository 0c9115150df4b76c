//! `napkin scale`.

use napkin::document::Scaling;
use napkin::document::scale::{Design, Point, Way};
use napkin::message::Lang;
use napkin::study::StudyError;
use napkin::study::scale::{Rates, Request, study};
use napkin::words::Say as _;

use super::pages::{document, said, with_pages};

fn scale_with(page: &str, request: &Request) -> Result<Scaling, StudyError> {
    with_pages(&[page], 2, |pages, watch| study(&pages[0], request, watch))
}

fn scale(page: &str, component: &str, rates: &[f64]) -> Scaling {
    let rates = Some(Rates::Each(rates.to_vec()));
    let request = Request { component: component.to_owned(), family: None, rates };
    scale_with(page, &request).unwrap_or_else(|error| panic!("{}", said(&error)))
}

fn of(point: &Point, way: Way) -> &Design {
    point
        .designs
        .iter()
        .find(|design| design.way == way)
        .unwrap_or_else(|| panic!("{way:?}: {point:?}"))
}

fn page(fields: &str) -> String {
    format!(
        "
name: Scale
slo: {{ p99: 60ms }}
traffic: 1000/s
path: [lb, app]
components:
  lb: {{ load_balancer: {{}} }}
  app: {{ server: {{ machine: c7g.large, instances: 8, work: exp(10ms){fields} }} }}
network: {{ hop: 0s }}
"
    )
}

#[test]
fn pooled_cores_need_fewer_and_the_price_of_a_core_is_the_same() {
    let found = scale(&page(""), "app", &[600.0]);
    let (up, out) = (of(&found.points[0], Way::Up), of(&found.points[0], Way::Out));
    // 6 erlangs: one M/M/8 has a p99 of 46 ms; of two cores each, 4 machines are too few by far.
    assert_eq!((up.machines, up.vcpu, up.machine.as_str()), (1, 8, "c7g.2xlarge"));
    assert!(out.vcpu > up.vcpu, "{out:?}");
    assert!(up.machines_per_month_usd < out.machines_per_month_usd);
    assert_eq!(found.points[0].cheapest, [Way::Up]);
    assert!((up.machines_per_month_usd - 0.29 * 730.0).abs() < 1e-9);
    assert!(up.page_per_month_usd > up.machines_per_month_usd, "the balancer is not free");
    let p99 = up.p99_ms.expect("it settles");
    assert!(p99.low.expect("an interval") <= p99.value && p99.value <= 60.0);
}

#[test]
fn what_is_lost_with_a_machine_and_what_a_spare_costs() {
    let found = scale(&page(""), "app", &[600.0]);
    let (up, out) = (of(&found.points[0], Way::Up), of(&found.points[0], Way::Out));
    assert_eq!((up.after_loss.share_left, up.after_loss.meets), (0.0, false));
    assert_eq!(up.machines_with_spare, 2);
    let count = f64::from(out.machines);
    assert!((out.after_loss.share_left - (count - 1.0) / count).abs() < 1e-12);
    assert!(!out.after_loss.meets, "it is the fewest that carry it");
    assert_eq!(out.machines_with_spare, out.machines + 1);
    assert!(!found.points[0].cheapest_with_spare.contains(&Way::Up));
}

#[test]
fn cores_that_wait_for_each_other_end_scaling_up() {
    // β = 0.002: 64 cores do the work of 7, and most is done by √(1/β) = 22, the 16 of a 4xlarge or the 32 of
    // an 8xlarge: 10.7 against 10.7.
    let found = scale(&page(", coherency: 0.002"), "app", &[500.0, 3000.0]);
    let one = found.one_machine.as_ref().expect("it was found");
    assert!(one.retrograde, "{one:?}");
    let carries = one.carries_per_s.expect("some rate is carried");
    assert!((600.0..1100.0).contains(&carries), "{one:?}");
    assert!(found.points[1].designs.iter().all(|design| design.way != Way::Up));
    assert!(found.crossover.not_from_per_s.is_some());
}

/// So many reads and writes a second of so many rows in one database.
fn database(reads: u32, writes: u32, keys: &str, read: &str) -> String {
    format!(
        "
name: Rows
slo: {{ p99: 50ms }}
data: {{ row: {{ keys: {keys}, size: 100B }} }}
requests:
  read: {{ rate: {reads}/s, reads: row, path: [db] }}
  write: {{ rate: {writes}/s, writes: row, path: [db] }}
components: {{ db: {{ database: {{ machine: db.r6g.large, read: {read}, write: 1ms }} }} }}
"
    )
}

#[test]
fn replicas_do_not_carry_writes_and_shards_do() {
    let found = scale(&database(1000, 4000, "1M", "300us"), "db", &[5000.0]);
    let ways: Vec<Way> = found.points[0].designs.iter().map(|design| design.way).collect();
    assert!(ways.contains(&Way::Up) && ways.contains(&Way::Shards), "{ways:?}");
    assert!(!ways.contains(&Way::Replicas), "4 cores of writes do not fit on 2: {ways:?}");
    let shards = of(&found.points[0], Way::Shards);
    assert_eq!(shards.machines_with_spare, 2 * shards.machines);
    let primary = found.primary.expect("it is a database");
    assert!((primary.write_cores - 4.0).abs() < 1e-9 && (primary.read_cores - 0.3).abs() < 1e-9);
}

#[test]
fn replicas_share_reads_and_are_stale() {
    let found = scale(&database(8000, 200, "1k", "500us"), "db", &[8200.0]);
    let replicas = of(&found.points[0], Way::Replicas);
    assert!(replicas.machines >= 3, "{replicas:?}");
    assert!(replicas.stale.expect("it is measured") > 0.0);
}

#[test]
fn workers_go_with_the_machine() {
    // 4 threads on 2 cores are 16 on 8; with 4 they would be what limits.
    let found = scale(&page(", workers: 4"), "app", &[600.0]);
    assert_eq!(of(&found.points[0], Way::Up).vcpu, 8);
}

#[test]
fn requests_that_cannot_be_met_are_refused() {
    let check = |text: &str, component: &str, family: Option<&str>, expect: &str| {
        let family = family.map(str::to_owned);
        let request = Request { component: component.to_owned(), family, rates: None };
        let Err(StudyError::Refused(why)) = scale_with(text, &request) else {
            panic!("{component} is refused");
        };
        let words = why.say(Lang::En);
        assert!(words.contains(expect), "{component}: {words}");
    };
    let served = page("");
    check(&served, "ap", None, "did you mean `app`?");
    check(&served, "lb", None, "which has no machine");
    check(&served, "app", Some("c7gg"), "did you mean `c7g`?");
    let bare = served.replace("machine: c7g.large", "cores: 2");
    check(&bare, "app", None, "--family");
    let clients = served.replace("1000/s", "{ clients: 10, think: 1s }");
    check(&clients, "app", None, "clients");
}

#[test]
fn nothing_depends_on_the_threads() {
    let text = |threads: &str| {
        let rates = ["--rates", "500/s,1k/s", "--max-requests", "20k"];
        let args = [&["scale", "page.yaml", "--component", "app"], &rates[..]].concat();
        document(&page(""), &args, threads)
    };
    let one = text("1");
    assert_eq!(one, text("2"));
    assert!(one.contains("\"points\":[{"));
}
