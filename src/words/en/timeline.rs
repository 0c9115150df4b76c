//! What is wrong with what happens, at a time or at random.

use super::cli::nanoseconds;
use super::label::event as named;
use super::list::{all_of, any_of, did_you_mean, words};
use crate::message::Words;
use crate::message::timeline::Fault;

pub fn fault(what: &Fault) -> Words {
    match what {
        Fault::NoVerb { verbs } => words("nothing happens in this entry", "", an_entry_has(verbs)),
        Fault::UnknownVerb { word, near, verbs } => {
            words(format!("unknown event `{word}`"), did_you_mean(*near), an_entry_has(verbs))
        }
        Fault::TwoVerbs { first, second } => words(
            format!("one entry has `{first}` and `{second}`"),
            "the second is here",
            "write two entries with the same `at`",
        ),
        Fault::CutWantsTwo => {
            words("`cut` takes two names", "", "write `cut: [app, db]`: components, or sites")
        }
        Fault::CutOfOne { name } => {
            words(format!("`{name}` cannot be cut from itself"), "the same name twice", "")
        }
        Fault::UnknownSide { name, near } => words(
            format!("`{name}` is neither a component nor a site"),
            did_you_mean(near.as_deref()),
            "",
        ),
        Fault::NothingAtSite { name } => {
            words(format!("no component is at the site `{name}`"), "", "")
        }
        Fault::UnknownRequest { name, near } => {
            words(format!("no request is called `{name}`"), did_you_mean(near.as_deref()), "")
        }
        Fault::SetWantsAMap => words(
            "`set` takes fields and their new values",
            "",
            "write `set: { app.instances: 8 }`",
        ),
        Fault::SetWantsAField { key, is_component } => {
            let label = if *is_component {
                format!("did you mean `{key}.instances`?")
            } else {
                String::new()
            };
            words(format!("`{key}` names no field"), label, "write `set: { app.instances: 8 }`")
        }
        Fault::CannotSet { field, name, kind, fits } => {
            let help = if fits.is_empty() {
                format!("nothing of a `{kind}` can be set while it runs")
            } else {
                format!("of a `{kind}`, {} can be set", any_of(fits.iter().copied()))
            };
            words(format!("`{field}` of `{name}` cannot change while it runs"), "", help)
        }
        Fault::SetOfNoLimit { name } => words(
            format!("`{name}` has no `workers` to change"),
            "",
            format!("write `workers` in the component `{name}` first"),
        ),
        Fault::SetOfScaled { name } => words(
            format!("the instances of `{name}` follow its `autoscale`"),
            "they cannot be set",
            "leave `autoscale` out to say how many there are, or change the load",
        ),
        Fault::SetOfMeasuredRatio { name } => words(
            format!("the hit ratio of `{name}` comes out of the run"),
            "it cannot be set",
            format!("write `hit_ratio` in the component `{name}` first, if it is known"),
        ),
        Fault::NothingToStrike { verb, name } => words(
            format!("`{verb}` does not work on `{name}`"),
            "a `rate_limiter` has no instances and no work",
            "",
        ),
        Fault::NothingToSlow { name } => words(
            format!("`{name}` has no work that could be slower"),
            "a balancer without `work` takes no time",
            "write its `work`, or slow what stands behind it",
        ),
        Fault::CountAndInstance => words(
            "`count` and `instance` both say which instances",
            "the second is here",
            "leave one of them out",
        ),
        Fault::NoSuchInstance { name, instance, all } => words(
            format!("`{name}` has no instance {instance}"),
            format!("it has {all}, counted from 1"),
            "",
        ),
        Fault::MoreThanThereAre { name, count, all } => {
            let instances = if *all == 1 { "instance" } else { "instances" };
            words(
                format!("`{name}` has {all} {instances}, not {count}"),
                "",
                "without `count`, all of them are struck",
            )
        }
        Fault::FlushOfNoCache { name, kind } => words(
            format!("`{name}` is not a cache"),
            format!("it is a `{kind}`"),
            "only a `cache` or a `cdn` can be flushed",
        ),
        Fault::FlushOfKnownRatio { name } => words(
            format!("flushing `{name}` has no effect"),
            "with a known `hit_ratio` no entries are simulated",
            "leave `hit_ratio` out, and give the request `reads`",
        ),
        Fault::AfterTheEnd => words("this happens after the end of the run", "", LONGER),
        Fault::ShapeAfterTheEnd => words("this shape begins after the end of the run", "", LONGER),
        Fault::NotReached { event, at_ns, end_ns } => words(
            format!(
                "`{}` would begin at {}, but the run ends at {}: it was not simulated",
                named(event),
                nanoseconds(*at_ns),
                nanoseconds(*end_ns)
            ),
            "",
            "",
        ),
        Fault::WindowBeyondHorizon => words(
            "`window` is longer than the `horizon` that it is a part of",
            "",
            "write a shorter `window`, or a longer `horizon` (a day if it is not written)",
        ),
        Fault::TooOften { what } => words(
            format!("`{what}` would happen more than 10,000 times in each `horizon`"),
            "",
            "write a longer time between them, or a shorter `horizon` (a day if it is not written)",
        ),
        Fault::SpikeBelowOne { field } => words(
            format!("`{field}` must be more than one"),
            "a spike brings more than the load that is there",
            "",
        ),
        Fault::MostBelowLeast => {
            words("`max` is below `min`", "no spike could be as high as the least", "")
        }
        Fault::NothingToFail { name } => words(
            format!("`{name}` cannot fail"),
            "a `rate_limiter` has no instances",
            "name a component that has instances",
        ),
    }
}

const LONGER: &str = "make `run: { duration: … }` longer, or leave it out";

fn an_entry_has(verbs: &[&str]) -> String {
    format!("an entry has `at` and one of {}", all_of(verbs.iter().copied()))
}
