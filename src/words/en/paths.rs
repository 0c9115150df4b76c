//! What is wrong with a path.

use super::fits::fits;
use super::list::{did_you_mean, grouped, words};
use crate::message::paths::Fault;
use crate::message::{Fits, Words};

pub fn fault(what: &Fault) -> Words {
    match what {
        Fault::Empty { field } => words(
            format!("`{field}` leads nowhere"),
            "no step here",
            format!("write {}", fits(&Fits::Path)),
        ),
        Fault::EmptyStep => words("this step is empty", "", "write the name of a component"),
        Fault::ListInAPath => words(
            "a step cannot be a list",
            "a path inside a path",
            "write `parallel: [[a, b], c]` if they are called at once, `sequence: [[a, b], c]` if one after the other",
        ),
        Fault::BlockWithoutPaths { block } => {
            words(format!("`{block}` has no paths"), "this word begins a block", example(block))
        }
        Fault::BlockWantsPaths { block } => {
            words(format!("`{block}` takes a list of paths"), "", example(block))
        }
        Fault::SeveralKeys { name, stray, is_block } => {
            let help = if *is_block {
                example(name).to_owned()
            } else {
                format!(
                    "a step is `{name}` or `{name}: {{ fields }}`; begin the next one with its own `-`"
                )
            };
            words(format!("a step has one key, and `{stray}` is a second"), "", help)
        }
        Fault::FieldsWantAMap { name } => words(
            format!("the fields of the step `{name}` are a map"),
            "",
            format!("write `{name}`, or `{name}: {{ work: 5ms }}` to change a field for this step"),
        ),
        Fault::NotABlock { name, near } => words(
            format!("`{name}` is not a block"),
            did_you_mean(Some(near)),
            "the blocks are `parallel`, `sequence`, `repeat`, `chance`, `one_of` and `later`; a component's fields are a map",
        ),
        Fault::NeedBeyondPaths { need, paths } => words(
            format!("`need` is {}, but there are {paths} paths", grouped(*need)),
            "these answers never come",
            "",
        ),
        Fault::WeightOfNoPath { name, near } => {
            words(format!("`{name}` is not one of the paths"), did_you_mean(near.as_deref()), "")
        }
        Fault::InOneWord { written, names } => words(
            format!("`{written}` is read as one name"),
            "",
            format!("a path is a list: `path: [{}]`", names.join(", ")),
        ),
        Fault::QueueOutsideLater { name } => words(
            format!("`{name}` is a queue, and nobody waits for a queue"),
            "what follows is done later",
            format!("write `later: [{name}, worker]`"),
        ),
        Fault::BalancesNothing { name } => words(
            format!("`{name}` balances over nothing"),
            "the path ends here",
            format!("write what it balances over behind it: `[{name}, app]`"),
        ),
        Fault::LimitsNothing { name } => words(
            format!("`{name}` lets calls through to nothing"),
            "the path ends here",
            format!("write what it protects behind it: `[{name}, app]`"),
        ),
        Fault::LaterWithoutQueue { kind } => {
            let this = kind.map_or_else(|| "a block".to_owned(), |kind| format!("a `{kind}`"));
            words(
                "`later` starts at a queue",
                format!("this is {this}"),
                "write `later: [queue, worker]`, and `queue: { queue: {} }` among the components",
            )
        }
        Fault::QueueWithoutConsumer => words(
            "nobody takes the messages of this queue",
            "the path ends here",
            "write who does the work behind it: `later: [queue, worker]`",
        ),
        Fault::ConsumerIsABlock => words(
            "right behind a queue stands whoever takes its messages",
            "this is a block",
            "write a server first: `later: [queue, worker, { parallel: [a, b] }]`",
        ),
        Fault::ConsumerIsA { kind } => words(
            "right behind a queue stands whoever takes its messages",
            format!("a `{kind}` has no workers"),
            "write a server first: `later: [queue, worker]`",
        ),
        Fault::Endless { calls, most } => words(
            format!("one request makes about {} calls", grouped(calls.min(1e18) as u64)),
            "the `repeat`s of this path multiply",
            format!("the limit is {} calls for one request", grouped(*most as u64)),
        ),
        Fault::TooDeep { waiting, most } => words(
            format!("in this path {} components wait for each other", grouped(*waiting as u64)),
            "each name calls the next",
            format!(
                "the limit is {} in a row; what is called one after the other stands in `sequence: [a, b]`",
                grouped(*most as u64)
            ),
        ),
    }
}

fn example(block: &str) -> &'static str {
    match block {
        "parallel" => "write `parallel: [a, [b, c]]`, or `parallel: { need: 1, paths: [a, b] }`",
        "sequence" => "write `sequence: [a, [b, c]]`",
        "repeat" => "write `repeat: { times: 200, at_once: 10, path: [a, b] }`",
        "chance" => "write `chance: { share: 10%, path: [a, b] }`",
        "one_of" => "write `one_of: { policy: weighted, paths: { main: [a], spare: [b] } }`",
        _ => "write `later: [queue, worker]`",
    }
}
