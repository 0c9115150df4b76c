//! The design as a Mermaid flowchart, which GitHub and most blogs draw.

use super::shown::{Node, Shown};
use crate::document::Topology;
use crate::message::Lang;

/// The flowchart's source, without the code fence; every line ends with `\n`.
///
/// Nodes are called `n0`, `n1`, …, so that any component name, 한글 or a word of Mermaid's own, is only ever a
/// label. Labels are quoted, and the characters that mean something inside quotes are written as entities.
#[must_use]
pub fn flowchart(topology: &Topology, lang: Lang) -> String {
    flowchart_of(&Shown::full(topology, lang))
}

fn flowchart_of(shown: &Shown) -> String {
    let mut out = String::from("flowchart LR\n");
    for (index, node) in shown.nodes.iter().enumerate() {
        let (open, close) = shape(node);
        let name = escaped(&node.name);
        let detail = if node.detail.is_empty() {
            String::new()
        } else {
            format!("<br/>{}", escaped(&node.detail))
        };
        out.push_str(&format!("    n{index}{open}\"{name}{detail}\"{close}\n"));
    }
    let size = shown.nodes.len();
    for edge in shown.edges.iter().filter(|edge| edge.from < size && edge.to < size) {
        let arrow = if edge.later { "-.->" } else { "-->" };
        let label = if edge.label.is_empty() {
            String::new()
        } else {
            format!("|\"{}\"|", escaped(&edge.label))
        };
        out.push_str(&format!("    n{} {arrow}{label} n{}\n", edge.from, edge.to));
    }
    out
}

/// The outline that people draw for the kind: a drum for a database, rounded for a cache.
fn shape(node: &Node) -> (&'static str, &'static str) {
    match node.kind.as_str() {
        "" => ("([", "])"),
        "database" | "kv" => ("[(", ")]"),
        "cache" | "cdn" => ("(", ")"),
        "load_balancer" => ("{{", "}}"),
        "queue" => ("[[", "]]"),
        _ => ("[", "]"),
    }
}

/// Mermaid's entities for what would end the label, start markup or be taken for an entity.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '"' => out.push_str("#quot;"),
            '#' | '&' | '<' | '>' | '`' | '|' | '\\' => {
                out.push_str(&format!("#{};", u32::from(c)));
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawing::shown::Edge;

    #[test]
    fn any_name_is_only_a_label() {
        let node = |name: &str, kind: &str, detail: &str| Node {
            name: name.to_owned(),
            kind: kind.to_owned(),
            detail: detail.to_owned(),
        };
        let shown = Shown {
            nodes: vec![
                node("client", "", ""),
                node("end", "load_balancer", ""),
                node("주문 서버", "server", "40 × m7g.large"),
                node("a\"b|c<d>#1", "database", ""),
                node("jobs", "queue", ""),
            ],
            edges: vec![
                Edge { from: 0, to: 1, ..Edge::default() },
                Edge { from: 1, to: 2, label: "10%".into(), later: false },
                Edge { from: 2, to: 4, label: "a|b".into(), later: true },
                Edge { from: 2, to: 99, ..Edge::default() },
            ],
        };
        let expect = "flowchart LR
    n0([\"client\"])
    n1{{\"end\"}}
    n2[\"주문 서버<br/>40 × m7g.large\"]
    n3[(\"a#quot;b#124;c#60;d#62;#35;1\")]
    n4[[\"jobs\"]]
    n0 --> n1
    n1 -->|\"10%\"| n2
    n2 -.->|\"a#124;b\"| n4
";
        assert_eq!(flowchart_of(&shown), expect);
    }
}
