//! What is wrong with a component.

use super::list::{any_of, did_you_mean, grouped, words};
use crate::message::Words;
use crate::message::component::{DiskSpeed, Fault};

pub fn fault(what: &Fault) -> Words {
    match what {
        Fault::UnknownKind { kind, near, kinds } => words(
            format!("unknown kind of component `{kind}`"),
            did_you_mean(near.as_deref()),
            format!("a kind is {}", any_of(kinds.iter().copied())),
        ),
        Fault::WantsAKind { name, kinds } => words(
            format!("`{name}` has no kind"),
            "a component is `name: { kind: { fields } }`",
            format!(
                "write `{name}: {{ server: {{ … }} }}`; a kind is {}",
                any_of(kinds.iter().copied())
            ),
        ),
        Fault::BesideAKind { name, kind, keys } => words(
            format!("`{name}` has {keys} keys; a component has one, its kind"),
            "this stands beside the kind",
            format!("put every field inside: `{name}: {{ {kind}: {{ … }} }}`"),
        ),
        Fault::NamedLikeABlock { name } => words(
            format!("a component cannot be called `{name}`"),
            "in a path this word begins a block",
            "",
        ),
        Fault::FixedInAStep { field, name, fits } => words(
            format!("`{field}` cannot change from step to step"),
            format!("it belongs to the component `{name}` itself"),
            format!("a step may change {}`timeout`, `retry`, `pool` and `cancel`", own(fits)),
        ),
        Fault::UnknownMachine { name, near, sizes } => {
            words(format!("unknown machine `{name}`"), did_you_mean(near.as_deref()), family(sizes))
        }
        Fault::RetryWithoutTimes => words(
            "`retry` needs `times`",
            "no `times` here",
            "without it nothing is tried again; write `retry: { times: 3 }` or `retry: 3`",
        ),
        Fault::WholeBudget => words(
            "a retry budget of 100% or more is no limit",
            "as many retries as calls",
            "write the share of calls that may be retries, such as `10%`, or leave `budget` out",
        ),
        Fault::MaxBelowBase => {
            words("`max` is below `base`", "the longest pause is shorter than the first", "")
        }
        Fault::ZeroWeights => words("the weights are all zero", "nothing would ever be picked", ""),
        Fault::WeightsOfInstances { weights, next, instances } => words(
            format!("{weights} weights for {instances} instances of `{next}`"),
            "one weight for each instance",
            "",
        ),
        Fault::WorkWithoutDisk { name, missing } => work_without_disk(name, *missing),
        Fault::TooManyNodes { nodes, most } => words(
            format!("`shards` × (1 + `replicas`) are {} nodes", grouped(*nodes)),
            "",
            format!("the limit is {} nodes of one component", grouped(u64::from(*most))),
        ),
        Fault::MoreCopiesThanNodes { copies, instances } => words(
            format!("{copies} copies need {copies} nodes; there are {instances}"),
            "each copy of a key is on a node of its own",
            format!("write `instances: {copies}` or fewer `copies`"),
        ),
        Fault::QuorumAboveCopies { field, quorum, copies } => words(
            format!("`{field}` is {quorum}, and there are {copies} copies of a key"),
            "so many answers never come",
            format!("write `{field}: {copies}` or fewer, or more `copies`"),
        ),
        Fault::ScalesOnNothing { metric, field } => words(
            format!("`metric: {metric}` needs `{field}`"),
            format!("without `{field}` there is nothing to measure"),
            format!("write `{field}:` in the server, or another `metric`"),
        ),
        Fault::PausesForEver => words(
            "the pauses last as long as they are apart",
            "nothing would ever be done",
            "`every` is from the beginning of one to that of the next: write a longer one",
        ),
        Fault::MaxBelowMin => {
            words("`max` is below `min`", "the most instances are fewer than the least", "")
        }
        Fault::StartsOutsideItsScale { instances, min, max } => words(
            format!("{instances} instances at the start are outside `min` {min} and `max` {max}"),
            "the autoscaler allows no such number",
            "leave `instances` out to start with `min`",
        ),
        Fault::ScalesOnNoQueue { name } => words(
            format!("nothing at `{name}` ever waits"),
            "its autoscaler looks at what waits",
            "write `workers:` or `cores:` in the server, or put a queue before it",
        ),
    }
}

/// The component's own fields that a step may change, before those of the call.
fn own(fits: &[&str]) -> String {
    let fits: Vec<String> = fits.iter().map(|field| format!("`{field}`")).collect();
    if fits.is_empty() { String::new() } else { format!("{} and the call's ", fits.join(", ")) }
}

fn family(sizes: &[String]) -> String {
    if sizes.is_empty() {
        return "the machines are those of `prices.yaml`; without one, write `cores:` and `memory:`"
            .to_owned();
    }
    let shown = &sizes[..sizes.len().min(12)];
    let more = if sizes.len() > shown.len() { ", …" } else { "" };
    format!("of this family there are {}{more}", shown.join(", "))
}

fn work_without_disk(name: &str, missing: DiskSpeed) -> Words {
    let (missing, example) = match missing {
        DiskSpeed::Iops => ("iops", "iops: 3000"),
        DiskSpeed::Bandwidth => ("bandwidth", "bandwidth: 200MB/s"),
    };
    words(
        format!("the work of `{name}` uses a disk whose speed is not known"),
        format!("the disk has no `{missing}`"),
        format!(
            "write `disk: {{ {example} }}` in the component, or the work as a duration: `disk: 10ms`"
        ),
    )
}
