use super::*;
use crate::drawing::shown::Edge;

/// Nodes as `name` or `name|detail`; the first is the client. Edges as `from>to`, `from>to:label`, and
/// `from~to` for later.
fn shown(nodes: &[&str], edges: &[&str]) -> Shown {
    let names: Vec<&str> =
        nodes.iter().map(|node| node.split('|').next().unwrap_or_default()).collect();
    let find = |name: &str| names.iter().position(|other| *other == name).unwrap();
    let node = |(index, text): (usize, &&str)| Node {
        name: names[index].to_owned(),
        kind: if index == 0 { String::new() } else { "server".to_owned() },
        detail: text.split_once('|').map_or("", |parts| parts.1).to_owned(),
    };
    let edge = |text: &&str| {
        let (ends, label) = text.split_once(':').unwrap_or((text, ""));
        let later = ends.contains('~');
        let (from, to) = ends.split_once(if later { '~' } else { '>' }).unwrap();
        Edge { from: find(from), to: find(to), label: label.to_owned(), later }
    };
    Shown {
        nodes: nodes.iter().enumerate().map(node).collect(),
        edges: edges.iter().map(edge).collect(),
    }
}

fn check(nodes: &[&str], edges: &[&str], expect: &str) {
    let drawn = draw_shown(&shown(nodes, edges), 100);
    assert_eq!(drawn, expect, "\n{drawn}");
    for line in drawn.lines() {
        assert!(columns(line) <= 100, "{line}");
    }
}

#[test]
fn a_chain() {
    check(
        &["client", "lb", "app|×40", "cache", "db|4 shards +2"],
        &["client>lb", "lb>app", "app>cache", "cache>db:miss"],
        "client ──▶ [lb] ──▶ [app ×40] ──▶ [cache] ──miss──▶ [db 4 shards +2]\n",
    );
}

#[test]
fn writes_that_skip_the_cdn() {
    check(
        &["client", "lb", "app|×40", "cache", "db|4 shards +2", "cdn"],
        &[
            "client>lb:shorten",
            "client>cdn:redirect",
            "cdn>lb:miss",
            "lb>app",
            "app>cache",
            "cache>db:miss",
        ],
        concat!(
            "client ─┬─redirect─▶ [cdn] ──miss──┬─▶ [lb] ──▶ [app ×40] ──▶ [cache] ──miss──▶ [db 4 shards +2]\n",
            "        └─shorten──────────────────┘\n"
        ),
    );
}

#[test]
fn a_fan_out() {
    check(
        &["client", "lb", "app", "cache", "search", "queue", "db", "worker"],
        &[
            "client>lb",
            "lb>app",
            "app>cache",
            "cache>db:miss",
            "app>search",
            "app>queue",
            "queue~worker",
            "worker>db",
        ],
        concat!(
            "client ──▶ [lb] ──▶ [app] ─┬─▶ [cache] ──miss──▶ [db]\n",
            "                           ├─▶ [search]\n",
            "                           └─▶ [queue] ┄┄▶ [worker] ──▶ db ↑\n",
        ),
    );
}

#[test]
fn a_cycle_and_nodes_without_callers() {
    check(
        &["client", "a", "b", "c", "d"],
        &["client>a", "a>b", "b>a", "c>d", "d>c", "d>d"],
        concat!(
            "client ──▶ [a] ──▶ [b] ──▶ a ↺\n",
            "[c] ──▶ [d] ─┬─▶ c ↺\n",
            "             └─▶ d ↑\n"
        ),
    );
}

#[test]
fn hangul_takes_two_columns() {
    check(
        &["client", "앱", "캐시", "저장소"],
        &["client>앱", "앱>캐시", "앱>저장소:쓰기"],
        concat!("client ──▶ [앱] ─┬──────▶ [캐시]\n", "                 └─쓰기─▶ [저장소]\n"),
    );
}

#[test]
fn lanes_nest_and_merge() {
    check(
        &["client", "app", "cache", "search", "db"],
        &[
            "client>app",
            "app>cache:reads",
            "app>db:writes",
            "cache>search",
            "search>db",
            "client>db",
            "cache>db",
        ],
        concat!(
            "client ─┬─▶ [app] ─┬─reads──▶ [cache] ─┬─▶ [search] ──┬─▶ [db]\n",
            "        │          │                   └──────────────┤\n",
            "        │          └─writes───────────────────────────┤\n",
            "        └─────────────────────────────────────────────┘\n",
        ),
    );
}

#[test]
fn two_clients_share_a_service() {
    check(
        &["seoul", "lb", "tokyo", "app"],
        &["seoul>lb", "lb>app", "tokyo>lb:20 ms"],
        "seoul ──▶ [lb] ──▶ [app]\n[tokyo] ──20 ms──▶ lb ↑\n",
    );
}

#[test]
fn a_long_chain_goes_on_below() {
    let names: Vec<String> = (0..16).map(|step| format!("service_{step}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let edges: Vec<String> =
        names.windows(2).map(|pair| format!("{}>{}", pair[0], pair[1])).collect();
    check(
        &names,
        &edges.iter().map(String::as_str).collect::<Vec<_>>(),
        concat!(
            "service_0 ──▶ [service_1] ──▶ [service_2] ──▶ [service_3] ──▶ [service_4] ──▶ service_5 ↓\n",
            "[service_5] ──▶ [service_6] ──▶ [service_7] ──▶ [service_8] ──▶ [service_9] ──▶ service_10 ↓\n",
            "[service_10] ──▶ [service_11] ──▶ [service_12] ──▶ [service_13] ──▶ [service_14] ──▶ [service_15]\n",
        ),
    );
}

proptest::proptest! {
    /// Whatever the graph, nothing panics, every box is drawn once and every line fits.
    #[test]
    fn any_graph(
        size in 1_usize..30,
        ends in proptest::collection::vec((0_usize..30, 0_usize..30, "[a-z한글]{0,9}", proptest::bool::ANY), 0..60),
        width in 0_usize..140,
    ) {
        let nodes = (0..size)
            .map(|index| Node { name: format!("n{index}"), kind: "server".into(), detail: "×3".into() })
            .collect();
        let edges = ends
            .into_iter()
            .map(|(from, to, label, later)| Edge { from, to, label, later })
            .collect();
        let drawn = draw_shown(&Shown { nodes, edges }, width);
        for index in 0..size {
            let boxes = drawn.matches(&format!("[n{index} ")).count() + drawn.matches(&format!("[n{index}]")).count();
            proptest::prop_assert_eq!(boxes, 1, "n{}\n{}", index, &drawn);
        }
        for line in drawn.lines() {
            proptest::prop_assert!(columns(line) <= width.max(LEAST_WIDTH), "{}", &drawn);
        }
    }
}

#[test]
fn a_chain_of_thousands_does_not_exhaust_the_stack() {
    let nodes = (0..20_000).map(|index| Node { name: format!("n{index}"), ..Node::default() });
    let edges = (1..20_000).map(|to| Edge { from: to - 1, to, ..Edge::default() });
    let shown = Shown { nodes: nodes.collect(), edges: edges.collect() };
    assert!(draw_shown(&shown, 100).lines().count() > 1000);
}

#[test]
fn nothing_is_drawn_for_nothing() {
    check(&[], &[], "");
}
