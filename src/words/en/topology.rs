//! What is written into the drawings of a design.

use crate::message::topology::{Detail, Label, Text};

pub fn label(what: &Label) -> String {
    match what {
        Label::Miss => "miss".to_owned(),
        Label::Parallel => "parallel".to_owned(),
        Label::Need { need, of } => format!("{need} of {of}"),
        Label::Times { mean } => format!("× {}", (mean * 10.0).round() / 10.0),
        Label::Share { share } => format!("{}%", (share * 1000.0).round() / 10.0),
        Label::Way { name } => name.clone(),
        Label::Later => "later".to_owned(),
    }
}

pub fn detail(what: &Detail) -> String {
    match what {
        Detail::Nothing => String::new(),
        Detail::Machines { count, machine } => match (count, machine) {
            (1, None) => String::new(),
            (1, Some(machine)) => machine.clone(),
            (count, None) => format!("{count} instances"),
            (count, Some(machine)) => format!("{count} × {machine}"),
        },
        Detail::Scaled { least, most, machine: None } => format!("{least} to {most} instances"),
        Detail::Scaled { least, most, machine: Some(machine) } => {
            format!("{least} to {most} × {machine}")
        }
        Detail::Nodes { shards, replicas } => {
            let replicas = match replicas {
                0 => String::new(),
                1 => "1 replica".to_owned(),
                _ => format!("{replicas} replicas"),
            };
            joined(&[self::shards(*shards), replicas], ", ")
        }
        Detail::Copied { nodes: 1, .. } => String::new(),
        Detail::Copied { nodes, copies: 1, .. } => format!("{nodes} nodes"),
        Detail::Copied { nodes, copies, write, read } => {
            format!("{nodes} nodes, {copies} copies, write {write}, read {read}")
        }
    }
}

pub fn text(what: &Text<'_>) -> String {
    match what {
        Text::Client => "client".to_owned(),
        Text::Brief(Detail::Machines { count, machine: Some(_) }) if *count != 1 => {
            format!("×{count}")
        }
        Text::Brief(Detail::Scaled { least, most, .. }) => format!("×{least}–{most}"),
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
    if shards > 1 { format!("{shards} shards") } else { String::new() }
}

fn joined(parts: &[String], by: &str) -> String {
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
    parts.join(by)
}
