//! Pages that are right: what each comes to as a blueprint.

#[path = "../common/mod.rs"]
mod common;

mod fields;
mod load;
mod paths;

use std::path::Path;

use common::PAGE;
use napkin::blueprint::{Arrivals, Blueprint, Load, Metric, Page, Step, Verb, Which};
use napkin::component::{Spec, cache, database, server};
use napkin::message::EventLabel;
use napkin::sample::Dist;

const MS: u64 = 1_000_000;
const S: u64 = 1_000 * MS;

fn read(text: &str) -> Result<(Page, String), String> {
    let mut only = common::only(text);
    let mut files = |file: &Path| match file.to_str() {
        Some("plain.csv") => Ok(b"1ms\n2ms\n\n# a note\n4ms\n".to_vec()),
        Some("header.csv") => Ok(b"latency_us\n1000\n3000\n".to_vec()),
        Some("rates.csv") => Ok(b"time,rate\n00:00,100\n00:01,300\n00:03,0\n".to_vec()),
        _ => only(file),
    };
    let (page, said) = common::build(&mut files, Path::new(PAGE), &[]);
    page.map(|page| (page, said.join("\n"))).ok_or_else(|| said.join("\n\n"))
}

fn page(text: &str) -> Page {
    let (page, said) = read(text).unwrap_or_else(|said| panic!("{said}\n\nin\n{text}"));
    assert_eq!(said, "", "in\n{text}");
    page
}

fn blueprint(text: &str) -> Blueprint {
    page(text).blueprint.expect("the page describes a design")
}

/// A page whose one server has these fields.
fn server(fields: &str) -> server::Spec {
    let text = format!(
        "traffic: 200/s\npath: [app]\ncomponents:\n  app:\n    server:\n      {}\n",
        fields.replace('\n', "\n      ")
    );
    match blueprint(&text).components.remove(0).spec {
        Spec::Server(server) => server,
        other => panic!("{other:?}"),
    }
}

/// A page with one more component of this kind behind a server.
fn behind(component: &str) -> Spec {
    let text = format!(
        "requests: {{ get: {{ rate: 1/s, reads: a, path: [app, it, app] }} }}\n\
         data: {{ a: {{ keys: 1M }} }}\n\
         components:\n  app: {{ server: {{ instances: 2 }} }}\n  it: {{ {component} }}\n"
    );
    blueprint(&text).components.remove(1).spec
}

fn one_path(path: &str, more: &str) -> Vec<Step> {
    let text = format!(
        "traffic: 1/s\npath: {path}\ncomponents:\n  a: {{ server: {{ work: 1ms }} }}\n{more}"
    );
    blueprint(&text).request_types.remove(0).path
}

fn traffic(traffic: &str) -> Blueprint {
    blueprint(&format!(
        "traffic: {traffic}\npath: [app]\ncomponents: {{ app: {{ server: {{ work: 5ms }} }} }}\n"
    ))
}

#[test]
fn the_smallest_page() {
    let page = page(
        "name: One server\ntraffic: 200/s\npath: [app]\ncomponents:\n  app: { server: { cores: 2, work: 5ms } }\n",
    );
    let blueprint = page.blueprint.expect("a design");
    assert_eq!(blueprint.name, "One server");
    assert_eq!(blueprint.components.len(), 1);
    let Spec::Server(app) = &blueprint.components[0].spec else { panic!("not a server") };
    assert_eq!(app.hardware.cores, Some(2));
    assert_eq!(app.work.cpu, Dist::Constant(5 * MS));
    assert_eq!(app.instances, 1);
    assert_eq!(blueprint.request_types.len(), 1);
    assert_eq!(blueprint.request_types[0].name, "request");
    assert_eq!(blueprint.request_types[0].rate_per_s, 200.0);
    assert_eq!(blueprint.request_types[0].share, 1.0);
    assert!(matches!(blueprint.load, Load::Open { arrivals: Arrivals::Poisson, shared: false }));
    assert!(blueprint.run.caches_warm);
    assert_eq!(blueprint.network.hop, Dist::Constant(250_000));
    assert_eq!(blueprint.network.client, Dist::ZERO);
    assert_eq!(page.latency_rows_used.len(), 1);
    assert_eq!(page.assumed.len(), 1);
    assert_eq!(page.assumed[0].path, "network.hop");
}

/// Something of everything.
const SHORTENER: &str = include_str!("shortener.yaml");

#[test]
fn the_real_page() {
    let page = page(SHORTENER);
    assert_eq!(page.estimate.len(), 10);
    assert!(page.estimate[0].is_assume && !page.estimate[9].is_assume);
    let blueprint = page.blueprint.expect("a design");
    let names: Vec<&str> = blueprint.components.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["cdn", "lb", "app", "cache", "db"]);
    let write = 100e6 / 86_400.0;
    let read = write * 10.0 * (1.5_f64 * 3.0).sqrt();
    assert!((blueprint.request_types[0].rate_per_s / read - 1.0).abs() < 1e-9);
    assert!((blueprint.request_types[1].rate_per_s / write - 1.0).abs() < 1e-9);
    assert!((blueprint.request_types[0].share - read / (read + write)).abs() < 1e-9);
    assert_eq!(blueprint.request_types[0].reads, Some(0));
    assert_eq!(blueprint.request_types[1].writes, Some(0));
    assert_eq!(blueprint.request_types[0].size_b, Some(500.0));
    assert_eq!(blueprint.request_types[0].path.len(), 5);
    assert_eq!(blueprint.data[0].keys, 100_000_000);
    let points = [(20, 1.0), (25, 3.0), (35, 3.0), (40, 1.0)];
    assert_eq!(blueprint.shape.points, points.map(|(at, times)| (at * S, times)));
    assert_eq!(blueprint.shape.marks, [(20 * S, Some(40 * S), EventLabel::Spike { times: 3.0 })]);
    assert_eq!(blueprint.timeline[0].label, EventLabel::Kill { component: "cache".to_owned() });
    assert_eq!(blueprint.timeline[0].for_ns, Some(15 * S));
    assert!(matches!(blueprint.timeline[0].verb, Verb::Kill(3, Which::All)));
    let slo: Vec<(Metric, f64)> = blueprint.slo.iter().map(|t| (t.metric, t.target)).collect();
    assert_eq!(slo[0], (Metric::P99, 100e6));
    assert_eq!(slo[1], (Metric::Errors, 0.001));
    assert!((slo[2].1 - 0.9995).abs() < 1e-12 && (slo[3].1 - 6000.0).abs() < 1e-6);
    check_shortener_parts(&blueprint);
}

fn check_shortener_parts(blueprint: &Blueprint) {
    let Spec::Cdn(cdn) = &blueprint.components[0].spec else { panic!("no cdn") };
    assert_eq!(cdn.hardware.memory_b, Some(10.0 * 1_073_741_824.0));
    assert_eq!(cdn.ttl_ns, Some(300 * S));
    assert_eq!(cdn.work, Dist::ZERO);
    let Spec::Server(app) = &blueprint.components[2].spec else { panic!("no server") };
    assert_eq!((app.instances, app.hardware.cores), (40, Some(2)));
    assert!((app.work.cpu.mean_ns() / 2e6 - 1.0).abs() < 1e-9);
    assert!((app.work.cpu.cv2() - 2.25).abs() < 1e-9);
    let Spec::Cache(cache) = &blueprint.components[3].spec else { panic!("no cache") };
    assert_eq!(cache.work, Dist::Constant(10_000));
    assert_eq!(cache.on_write, cache::OnWrite::Invalidate);
    let memory = cache.hardware.memory_b.expect("a machine has memory") / 1_073_741_824.0;
    assert!((13.0..13.2).contains(&memory), "usable memory, not all of it: {memory}");
    let Spec::Database(db) = &blueprint.components[4].spec else { panic!("no database") };
    assert_eq!((db.replicas, db.shards), (2, 4));
    assert_eq!(db.lag, Dist::Constant(50 * MS));
    assert_eq!(db.reads_from, database::ReadsFrom::Replicas);
    assert_eq!((&db.read, &db.write), (&Dist::Constant(200_000), &Dist::Constant(600_000)));
}

#[test]
fn a_page_of_arithmetic_alone() {
    let page = page("assume: { users: 150M users }\nestimate: { tweets: users * 2/day }\n");
    assert!(page.blueprint.is_none());
    assert_eq!(page.estimate.len(), 2);
}

#[test]
fn a_page_without_a_name_has_its_files() {
    assert_eq!(traffic("1/s").name, "page");
}

#[test]
fn formulas_stand_wherever_a_number_may() {
    let text = "assume: { n: 4, slow: 2ms }\ntraffic: 10/s * n\npath: [app]\ncomponents:\n  app: { server: { cores: n, instances: n * 10, work: exp(slow * 2) } }\n";
    let blueprint = blueprint(text);
    assert_eq!(blueprint.request_types[0].rate_per_s, 40.0);
    let Spec::Server(app) = &blueprint.components[0].spec else { panic!("not a server") };
    assert_eq!((app.hardware.cores, app.instances), (Some(4), 40));
    assert_eq!(app.work.cpu, Dist::Exponential { mean_ns: 4e6 });
}

/// Cuts, doubles and swaps pieces of right pages: whatever comes out is read or refused, never a panic.
#[test]
fn mangled_pages_are_read_or_refused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rejects");
    let mut texts = vec![SHORTENER.to_owned()];
    for entry in std::fs::read_dir(folder).expect("the folder of rejects") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            texts.push(std::fs::read_to_string(path).expect("a page"));
        }
    }
    texts.sort();
    let mut stream = napkin::sample::Stream::new(1, 0, "page", "mangle");
    let words = [
        "0", "-1", "1e308", "5ms", "..", "(", ")", "{", "}", "[", "]", ":", ",", "null", "\"", "%",
        "1/0", "é",
    ];
    for _ in 0..3000 {
        let mut text = texts[stream.below(texts.len() as u64) as usize].clone();
        for _ in 0..=stream.below(3) {
            let mut tokens: Vec<&str> = text.split_inclusive([' ', '\n', ',', '(']).collect();
            let at = stream.below(tokens.len() as u64) as usize;
            let other = stream.below(tokens.len() as u64) as usize;
            match stream.below(4) {
                0 => drop(tokens.remove(at)),
                1 => tokens.insert(at, tokens[other]),
                2 => tokens.swap(at, other),
                _ => tokens[at] = words[stream.below(words.len() as u64) as usize],
            }
            text = tokens.concat();
            if text.is_empty() {
                break;
            }
        }
        if let Err(said) = read(&text) {
            assert!(said.contains("error"), "refused without a word:\n{text}");
        }
    }
}
