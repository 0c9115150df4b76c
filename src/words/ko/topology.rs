//! What is written into the drawings of a design.

use crate::message::topology::{Detail, Label, Text};

pub fn label(what: &Label) -> String {
    match what {
        Label::Miss => "미스".to_owned(),
        Label::Parallel => "병렬".to_owned(),
        Label::Need { need, of } => format!("{of}개 중 {need}개"),
        Label::Times { mean } => format!("× {}", (mean * 10.0).round() / 10.0),
        Label::Share { share } => format!("{}%", (share * 1000.0).round() / 10.0),
        Label::Way { name } => name.clone(),
        Label::Later => "나중".to_owned(),
    }
}

pub fn detail(what: &Detail) -> String {
    match what {
        Detail::Nothing => String::new(),
        Detail::Machines { count, machine } => match (count, machine) {
            (1, None) => String::new(),
            (1, Some(machine)) => machine.clone(),
            (count, None) => format!("인스턴스 {count}개"),
            (count, Some(machine)) => format!("{machine} × {count}"),
        },
        Detail::Scaled { least, most, machine: None } => format!("인스턴스 {least}~{most}개"),
        Detail::Scaled { least, most, machine: Some(machine) } => {
            format!("{machine} × {least}~{most}")
        }
        Detail::Nodes { shards, replicas } => {
            let replicas = match replicas {
                0 => String::new(),
                _ => format!("레플리카 {replicas}개"),
            };
            joined(&[self::shards(*shards), replicas], ", ")
        }
        Detail::Copied { nodes: 1, .. } => String::new(),
        Detail::Copied { nodes, copies: 1, .. } => format!("노드 {nodes}개"),
        Detail::Copied { nodes, copies, write, read } => {
            format!("노드 {nodes}개, 사본 {copies}개, 쓰기 {write}, 읽기 {read}")
        }
    }
}

pub fn text(what: &Text<'_>) -> String {
    match what {
        Text::Client => "클라이언트".to_owned(),
        Text::Brief(Detail::Machines { count, machine: Some(_) }) if *count != 1 => {
            format!("×{count}")
        }
        Text::Brief(Detail::Scaled { least, most, .. }) => format!("×{least}~{most}"),
        Text::Brief(Detail::Nodes { shards, replicas }) => {
            let replicas = if *replicas > 0 { format!("+{replicas}") } else { String::new() };
            joined(&[self::shards(*shards), replicas], " ")
        }
        Text::Brief(Detail::Copied { nodes, copies, write, read }) if *copies > 1 => {
            format!("×{nodes} N{copies} W{write} R{read}")
        }
        Text::Brief(other) => detail(other),
    }
}

fn shards(shards: u32) -> String {
    if shards > 1 { format!("샤드 {shards}개") } else { String::new() }
}

fn joined(parts: &[String], by: &str) -> String {
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
    parts.join(by)
}
