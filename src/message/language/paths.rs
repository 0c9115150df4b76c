//! Paths and blocks.

use super::{Message, did_you_mean, say};

/// What fits `path:`.
pub const A_PATH: &str = "a list of components, such as `[lb, app, db]`";
/// What fits the `paths` of `parallel:`.
pub const PATHS: &str = "a list of paths, such as `[a, [b, c]]`";
/// What fits the `paths` of `one_of:`.
pub const NAMED_PATHS: &str = "paths with names, such as `{ main: [app, db], spare: [app2, db] }`";

/// A path that leads nowhere.
#[must_use]
pub fn empty_path(field: &str) -> Message {
    say(format!("`{field}` leads nowhere"), "no step here", format!("write {A_PATH}"))
}

/// A step that is nothing.
#[must_use]
pub fn empty_step() -> Message {
    say("this step is empty", "", "write the name of a component")
}

/// A list in a list.
#[must_use]
pub fn list_in_a_path() -> Message {
    say(
        "a step cannot be a list",
        "a path inside a path",
        "write `parallel: [[a, b], c]` if they are called at once, `sequence: [[a, b], c]` if one after the other",
    )
}

/// A block word alone.
#[must_use]
pub fn block_without_paths(block: &str) -> Message {
    say(format!("`{block}` has no paths"), "this word begins a block", block_example(block))
}

/// A block with something else than paths.
#[must_use]
pub fn block_wants_paths(block: &str) -> Message {
    say(format!("`{block}` takes a list of paths"), "", block_example(block))
}

fn block_example(block: &str) -> &'static str {
    match block {
        "parallel" => "write `parallel: [a, [b, c]]`, or `parallel: { need: 1, paths: [a, b] }`",
        "sequence" => "write `sequence: [a, [b, c]]`",
        "repeat" => "write `repeat: { times: 200, at_once: 10, path: [a, b] }`",
        "chance" => "write `chance: { share: 10%, path: [a, b] }`",
        "one_of" => "write `one_of: { policy: weighted, paths: { main: [a], spare: [b] } }`",
        _ => "write `later: [queue, worker]`",
    }
}

/// A step of several keys.
#[must_use]
pub fn several_keys_in_a_step(name: &str, stray: &str, is_block: bool) -> Message {
    let help = if is_block {
        block_example(name).to_owned()
    } else {
        format!("a step is `{name}` or `{name}: {{ fields }}`; begin the next one with its own `-`")
    };
    say(format!("a step has one key, and `{stray}` is a second"), "", help)
}

/// `worker: [a]`: a name with a list.
#[must_use]
pub fn not_a_block(name: &str, near: Option<&str>) -> Message {
    if near.is_none() {
        return say(
            format!("the fields of the step `{name}` are a map"),
            "",
            format!("write `{name}`, or `{name}: {{ work: 5ms }}` to change a field for this step"),
        );
    }
    say(
        format!("`{name}` is not a block"),
        did_you_mean(near),
        "the blocks are `parallel`, `sequence`, `repeat`, `chance`, `one_of` and `later`; a component's fields are a map",
    )
}

/// More answers needed than asked for.
#[must_use]
pub fn need_beyond_paths(need: u64, paths: usize) -> Message {
    let need = super::values::grouped(need);
    say(format!("`need` is {need}, but there are {paths} paths"), "these answers never come", "")
}

/// A weight of a path that does not exist.
#[must_use]
pub fn weight_of_no_path(name: &str, near: Option<&str>) -> Message {
    say(format!("`{name}` is not one of the paths"), did_you_mean(near), "")
}

/// A component that does not exist.
#[must_use]
pub fn unknown_component(name: &str, near: Option<&str>) -> Message {
    let help = match near {
        Some(_) => String::new(),
        None => format!("describe it: `components: {{ {name}: {{ server: {{ work: 5ms }} }} }}`"),
    };
    say(format!("unknown component `{name}`"), did_you_mean(near), help)
}

/// `path: app -> db`.
#[must_use]
pub fn path_in_one_word(written: &str) -> Message {
    let names = written.split([',', '>', '→']).map(|name| name.trim().trim_end_matches('-').trim());
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    say(
        format!("`{written}` is read as one name"),
        "",
        format!("a path is a list: `path: [{}]`", names.join(", ")),
    )
}

/// A queue where an answer is waited for.
#[must_use]
pub fn queue_outside_later(name: &str) -> Message {
    say(
        format!("`{name}` is a queue, and nobody waits for a queue"),
        "what follows is done later",
        format!("write `later: [{name}, worker]`"),
    )
}

/// A load balancer at the end.
#[must_use]
pub fn balances_nothing(name: &str) -> Message {
    say(
        format!("`{name}` balances over nothing"),
        "the path ends here",
        format!("write what it balances over behind it: `[{name}, app]`"),
    )
}

/// A rate limiter at the end.
#[must_use]
pub fn limits_nothing(name: &str) -> Message {
    say(
        format!("`{name}` lets calls through to nothing"),
        "the path ends here",
        format!("write what it protects behind it: `[{name}, app]`"),
    )
}

/// `later` without a queue.
#[must_use]
pub fn later_without_queue(kind: &str) -> Message {
    let kind = if kind == "block" { "a block".to_owned() } else { format!("a `{kind}`") };
    say(
        "`later` starts at a queue",
        format!("this is {kind}"),
        "write `later: [queue, worker]`, and `queue: { queue: {} }` among the components",
    )
}

/// `later: [queue]`.
#[must_use]
pub fn queue_without_consumer() -> Message {
    say(
        "nobody takes the messages of this queue",
        "the path ends here",
        "write who does the work behind it: `later: [queue, worker]`",
    )
}

/// A block right behind a queue.
#[must_use]
pub fn consumer_is_a_block() -> Message {
    say(
        "right behind a queue stands whoever takes its messages",
        "this is a block",
        "write a server first: `later: [queue, worker, { parallel: [a, b] }]`",
    )
}

/// Something without workers behind a queue.
#[must_use]
pub fn consumer_is_a(kind: &str) -> Message {
    say(
        "right behind a queue stands whoever takes its messages",
        format!("a `{kind}` has no workers"),
        "write a server first: `later: [queue, worker]`",
    )
}

/// More calls than can be simulated.
#[must_use]
pub fn endless(calls: f64, most: f64) -> Message {
    say(
        format!("one request makes about {} calls", super::values::grouped(calls.min(1e18) as u64)),
        "the `repeat`s of this path multiply",
        format!("the limit is {} calls for one request", super::values::grouped(most as u64)),
    )
}

/// A chain longer than can be walked.
#[must_use]
pub fn too_deep(waiting: usize, most: usize) -> Message {
    let grouped = |count: usize| super::values::grouped(count as u64);
    say(
        format!("in this path {} components wait for each other", grouped(waiting)),
        "each name calls the next",
        format!(
            "the limit is {} in a row; what is called one after the other stands in `sequence: [a, b]`",
            grouped(most)
        ),
    )
}
