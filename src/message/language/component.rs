//! Components and calls.

use super::{Message, any_of, did_you_mean, say};

/// A kind that does not exist.
#[must_use]
pub fn unknown_kind<'k>(
    kind: &str,
    near: Option<&str>,
    kinds: impl IntoIterator<Item = &'k str>,
) -> Message {
    let help = format!("a kind is {}", any_of(kinds));
    say(format!("unknown kind of component `{kind}`"), did_you_mean(near), help)
}

/// A component without a kind.
#[must_use]
pub fn component_wants_a_kind<'k>(name: &str, kinds: impl IntoIterator<Item = &'k str>) -> Message {
    say(
        format!("`{name}` has no kind"),
        "a component is `name: { kind: { fields } }`",
        format!("write `{name}: {{ server: {{ … }} }}`; a kind is {}", any_of(kinds)),
    )
}

/// More than one key where the kind is the key.
#[must_use]
pub fn beside_a_kind(name: &str, kind: &str, keys: usize) -> Message {
    say(
        format!("`{name}` has {keys} keys; a component has one, its kind"),
        "this stands beside the kind",
        format!("put every field inside: `{name}: {{ {kind}: {{ … }} }}`"),
    )
}

/// A component that a path could not tell from a block.
#[must_use]
pub fn named_like_a_block(name: &str) -> Message {
    say(format!("a component cannot be called `{name}`"), "in a path this word begins a block", "")
}

/// A field that cannot change from step to step; `fits` are the component's own fields that can.
#[must_use]
pub fn fixed_in_a_step<'f>(
    field: &str,
    name: &str,
    fits: impl IntoIterator<Item = &'f str>,
) -> Message {
    let fits: Vec<String> = fits.into_iter().map(|field| format!("`{field}`")).collect();
    let own = if fits.is_empty() {
        String::new()
    } else {
        format!("{} and the call's ", fits.join(", "))
    };
    say(
        format!("`{field}` cannot change from step to step"),
        format!("it belongs to the component `{name}` itself"),
        format!("a step may change {own}`timeout`, `retry`, `pool` and `cancel`"),
    )
}

/// A machine that is not in the price book.
#[must_use]
pub fn unknown_machine(name: &str, near: Option<&str>, sizes: &[&str]) -> Message {
    let help = if sizes.is_empty() {
        "the machines are those of `prices.yaml`; without one, write `cores:` and `memory:`"
            .to_owned()
    } else {
        let shown: Vec<&str> = sizes.iter().copied().take(12).collect();
        let more = if sizes.len() > shown.len() { ", …" } else { "" };
        format!("of this family there are {}{more}", shown.join(", "))
    };
    say(format!("unknown machine `{name}`"), did_you_mean(near), help)
}

/// `retry: { backoff: exponential }`.
#[must_use]
pub fn retry_without_times() -> Message {
    say(
        "`retry` needs `times`",
        "no `times` here",
        "without it nothing is tried again; write `retry: { times: 3 }` or `retry: 3`",
    )
}

/// A retry budget that is no limit.
#[must_use]
pub fn whole_budget() -> Message {
    say(
        "a retry budget of 100% or more is no limit",
        "as many retries as calls",
        "write the share of calls that may be retries, such as `10%`, or leave `budget` out",
    )
}

/// A longest pause below the first.
#[must_use]
pub fn max_below_base() -> Message {
    say("`max` is below `base`", "the longest pause is shorter than the first", "")
}

/// Shares that sum to nothing.
#[must_use]
pub fn zero_weights() -> Message {
    say("the weights are all zero", "nothing would ever be picked", "")
}

/// As many weights as instances.
#[must_use]
pub fn weights_of_instances(weights: usize, next: &str, instances: u32) -> Message {
    say(
        format!("{weights} weights for {instances} instances of `{next}`"),
        "one weight for each instance",
        "",
    )
}

/// Disk operations without a disk.
#[must_use]
pub fn work_without_disk(name: &str, missing: &str) -> Message {
    let example = if missing == "iops" { "iops: 3000" } else { "bandwidth: 200MB/s" };
    say(
        format!("the work of `{name}` uses a disk whose speed is not known"),
        format!("the disk has no `{missing}`"),
        format!(
            "write `disk: {{ {example} }}` in the component, or the work as a duration: `disk: 10ms`"
        ),
    )
}

/// Shards times copies beyond what can be simulated.
#[must_use]
pub fn too_many_nodes(nodes: u64, most: u32) -> Message {
    let (nodes, most) = (super::grouped(nodes), super::grouped(u64::from(most)));
    say(
        format!("`shards` × (1 + `replicas`) are {nodes} nodes"),
        "",
        format!("the limit is {most} nodes of one component"),
    )
}
