use super::*;
use crate::document::{DrawnNode, Measured, Struck, Topology};
use crate::message::topology::{Blow, Detail, Limit};

fn node(name: &str, kind: &str) -> DrawnNode {
    DrawnNode { name: Some(name.to_owned()), kind: kind.to_owned(), ..DrawnNode::default() }
}

fn edge(from: usize, to: usize, per_s: f64) -> DrawnEdge {
    let calls_per_s = Measured { value: per_s, low: None, high: None };
    DrawnEdge { from, to, calls_per_s, ..DrawnEdge::default() }
}

fn report(nodes: Vec<DrawnNode>, edges: Vec<DrawnEdge>) -> Report {
    let mut all = vec![DrawnNode::default()];
    all.extend(nodes);
    Report { topology: Topology { nodes: all, edges }, ..Report::default() }
}

/// Where the words of a label stand, above its line.
fn words(arrow: &Arrow, place: &Rect) -> Rect {
    let tall: f64 = arrow.label.iter().map(|(_, set)| set.size() * LEADING).sum();
    Rect { y1: place.y0 + tall, ..*place }
}

/// No box on another, no label on a box or a label, no line through a box, and all of it on the sheet.
pub fn check(name: &str, report: &Report) {
    if report.topology.nodes.len() < 2 {
        return;
    }
    let picture = Picture::of(report, Lang::En);
    let (width, height) = picture.plan.size;
    let sheet = Rect { x0: -0.01, y0: -0.01, x1: width + 0.01, y1: height + 0.01 };
    let boxes = &picture.plan.boxes;
    for (at, one) in boxes.iter().enumerate() {
        assert!(sheet.contains(one), "{name}: box {at} at {one:?} leaves {sheet:?}");
        for (other, two) in boxes[..at].iter().enumerate() {
            assert!(!one.overlaps(two), "{name}: box {at} at {one:?} on {other} at {two:?}");
        }
    }
    for (card, place) in picture.cards.iter().zip(&picture.inside) {
        for (text, y, set) in card.baselines(place) {
            let extent = set.anchor(super::super::svg::Anchor::Middle);
            let extent = extent.extent(text, (place.x0 + place.x1) / 2.0, y);
            assert!(place.contains(&extent), "{name}: {text} at {extent:?} leaves {place:?}");
        }
    }
    let labels: Vec<Rect> = picture
        .arrows
        .iter()
        .zip(&picture.plan.arrows)
        .map(|(arrow, placed)| words(arrow, &placed.label))
        .collect();
    for (at, one) in labels.iter().enumerate() {
        assert!(sheet.contains(one), "{name}: label {at} at {one:?} leaves {sheet:?}");
        let on_box = boxes.iter().position(|place| place.overlaps(one));
        assert!(on_box.is_none(), "{name}: label {at} at {one:?} on box {on_box:?}");
        let on_label = labels[..at].iter().position(|other| other.overlaps(one));
        assert!(on_label.is_none(), "{name}: label {at} at {one:?} on label {on_label:?}");
    }
    let edges = report.topology.edges.iter();
    for (edge, course) in edges.zip(&picture.courses) {
        assert!(course.points.len() > 1, "{name}: no line from {} to {}", edge.from, edge.to);
        for &(x, y) in &course.points {
            assert!(sheet.contains(&Rect { x0: x, y0: y, x1: x, y1: y }), "{name}: {x}, {y}");
            let inside = |(at, place): (usize, &Rect)| {
                let dot = Rect { x0: x - 0.5, y0: y - 0.5, x1: x + 0.5, y1: y + 0.5 };
                at != edge.from && at != edge.to && place.overlaps(&dot)
            };
            let through = picture.inside.iter().enumerate().find(|it| inside(*it)).map(|it| it.0);
            assert!(through.is_none(), "{name}: {} to {} through {through:?}", edge.from, edge.to);
        }
    }
    let sites = picture.plan.frames.iter().enumerate();
    for (at, one) in sites {
        let other = picture.plan.frames[..at].iter().find(|other| other.overlaps(one));
        assert!(other.is_none(), "{name}: frame {at} at {one:?} on {other:?}");
    }
}

/// Designs that a layout may stumble over.
pub fn hard() -> Vec<(&'static str, Report)> {
    let servers = |count: usize| (1..=count).map(|at| node(&format!("service-{at}"), "server"));
    let chain = |count: usize| (0..count).map(|at| edge(at, at + 1, 1e4 / (at + 1) as f64));
    let cycle = {
        let mut edges: Vec<DrawnEdge> = chain(4).collect();
        edges.extend([edge(3, 1, 20.0), edge(4, 2, 5.0), edge(2, 2, 7.0), edge(4, 4, 1e6)]);
        report(servers(4).collect(), edges)
    };
    let many = {
        let mut edges: Vec<DrawnEdge> = chain(5).collect();
        edges.extend((6..=30).map(|at| edge(at % 6, at, 1000.0 / at as f64)));
        edges.extend((6..=29).map(|at| edge(at, at + 1, 3.0)));
        report(servers(30).collect(), edges)
    };
    let long = "a-very-long-name-of-a-component-that-somebody-really-used-in-a-page";
    let named = [
        "주문내역조회및결제승인처리서비스데이터베이스클러스터",
        long,
        "注文履歴サービスのデータベース",
        "n",
    ];
    let mut struck: Vec<DrawnNode> = named.iter().map(|name| node(name, "database")).collect();
    for (at, node) in struck.iter_mut().enumerate() {
        node.site = Some(["seoul", "도쿄", "a-site-with-a-long-name"][at % 3].to_owned());
        node.detail = Detail::Nodes { shards: 4, replicas: 2 };
        node.machine = Some("db.r6g.16xlarge".to_owned());
        node.limits = vec![Limit::Connections(100), Limit::Rate { per_s: 500.0, per_key: true }];
        let blow = |at_s: f64| Struck { blow: Blow::Hung(None), at_s, until_s: Some(at_s + 5.0) };
        node.struck = (0..at * 2).map(|at| blow(at as f64 * 10.0)).collect();
    }
    let mut cut: Vec<DrawnEdge> =
        vec![edge(0, 1, 9.0), edge(0, 2, 1e7), edge(1, 3, 0.0), edge(2, 3, 0.01)];
    cut[2].cut = vec![(10.0, Some(20.0)), (30.0, None)];
    cut[3].label = Some(Label::Way { name: long.to_owned() });
    vec![
        ("cycle", cycle),
        ("many", many),
        ("sites", report(struck, cut)),
        ("nobody calls", report(servers(3).collect(), vec![edge(0, 1, 1.0)])),
        ("nowhere", report(servers(1).collect(), vec![edge(0, 1, 1.0), edge(1, 9, 1.0)])),
    ]
}

#[test]
fn nothing_lies_on_anything() {
    for (name, report) in hard() {
        check(name, &report);
    }
}

#[test]
fn the_same_design_gives_the_same_picture() {
    for (name, report) in hard() {
        let first = draw(&report, Lang::En).map(|chart| chart.svg);
        for _ in 0..5 {
            assert_eq!(draw(&report, Lang::En).map(|chart| chart.svg), first, "{name}");
        }
    }
}

#[test]
fn a_tenth_of_the_traffic_is_a_step_thinner() {
    let widths = [1e4, 1e3, 1e2, 1.0, 0.0, f64::NAN].map(|rate| thickness(rate, 1e4));
    assert!((widths[0] - THICK).abs() < 1e-9 && (widths[0] - widths[1] - DECADE).abs() < 1e-9);
    assert!((widths[1] - widths[2] - DECADE).abs() < 1e-9 && widths[3..] == [THIN; 3]);
}

#[test]
fn the_client_stands_at_the_left() {
    for (name, report) in hard() {
        let boxes = Picture::of(&report, Lang::En).plan.boxes;
        assert!(boxes.iter().all(|place| place.x0 >= boxes[0].x0 - 60.0), "{name}");
    }
}

/// `cargo test --lib chart::design -- --ignored` leaves the hard ones under `target/charts/`, to be looked at.
#[cfg(feature = "png")]
#[test]
#[ignore = "writes files to look at"]
fn write_hard_ones() {
    let folder = std::env::current_dir().expect("a folder").join("target/charts");
    std::fs::create_dir_all(&folder).expect("writable");
    for (name, report) in hard() {
        let chart = draw(&report, Lang::En).expect("it has components");
        let picture = crate::chart::png::to_png(&chart.svg, 2.0).expect("drawable");
        std::fs::write(folder.join(format!("design-{name}.png")), picture).expect("writable");
    }
}
