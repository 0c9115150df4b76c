//! What happens when.

use super::{Message, all_of, any_of, did_you_mean, say};

/// Beside the end of the run.
pub const DURATION_HERE: &str = "the run ends here";

/// An entry in which nothing happens.
#[must_use]
pub fn no_verb(word: &str, near: Option<&str>, verbs: &[&str]) -> Message {
    let title = if word.is_empty() {
        "nothing happens in this entry".to_owned()
    } else {
        format!("unknown event `{word}`")
    };
    say(
        title,
        did_you_mean(near),
        format!("an entry has `at` and one of {}", all_of(verbs.iter().copied())),
    )
}

/// Two events in one entry.
#[must_use]
pub fn two_verbs(first: &str, second: &str) -> Message {
    say(
        format!("one entry has `{first}` and `{second}`"),
        "the second is here",
        "write two entries with the same `at`",
    )
}

/// `cut: a`.
#[must_use]
pub fn cut_wants_two() -> Message {
    say("`cut` takes two names", "", "write `cut: [app, db]`: components, or sites")
}

/// `cut: [a, a]`.
#[must_use]
pub fn cut_of_one(name: &str) -> Message {
    say(format!("`{name}` cannot be cut from itself"), "the same name twice", "")
}

/// A side of a cut that does not exist.
#[must_use]
pub fn unknown_side(name: &str, near: Option<&str>) -> Message {
    say(format!("`{name}` is neither a component nor a site"), did_you_mean(near), "")
}

/// A site without components.
#[must_use]
pub fn nothing_at_site(name: &str) -> Message {
    say(format!("no component is at the site `{name}`"), "", "")
}

/// `set: app`.
#[must_use]
pub fn set_wants_a_map() -> Message {
    say("`set` takes fields and their new values", "", "write `set: { app.instances: 8 }`")
}

/// `set: { app: 8 }`.
#[must_use]
pub fn set_wants_a_field(key: &str) -> Message {
    say(
        format!("`{key}` names no field"),
        format!("did you mean `{key}.instances`?"),
        "write `set: { app.instances: 8 }`",
    )
}

/// A field that no event can change.
#[must_use]
pub fn cannot_set(field: &str, name: &str, kind: &str, fits: &[&str]) -> Message {
    let help = if fits.is_empty() {
        format!("nothing of a `{kind}` can be set while it runs")
    } else {
        format!("of a `{kind}`, {} can be set", any_of(fits.iter().copied()))
    };
    say(format!("`{field}` of `{name}` cannot change while it runs"), "", help)
}

/// `workers` of a server without a limit.
#[must_use]
pub fn set_of_no_limit(name: &str) -> Message {
    say(
        format!("`{name}` has no `workers` to change"),
        "",
        format!("write `workers` in the component `{name}` first"),
    )
}

/// A hit ratio that comes out of the run.
#[must_use]
pub fn set_of_measured_ratio(name: &str) -> Message {
    say(
        format!("the hit ratio of `{name}` comes out of the run"),
        "it cannot be set",
        format!("write `hit_ratio` in the component `{name}` first, if it is known"),
    )
}

/// A rate limiter has nothing to kill.
#[must_use]
pub fn nothing_to_strike(verb: &str, name: &str) -> Message {
    say(
        format!("`{verb}` does not work on `{name}`"),
        "a `rate_limiter` has no instances and no work",
        "",
    )
}

/// More dead than there were alive.
#[must_use]
pub fn more_than_there_are(name: &str, count: u32, all: u32) -> Message {
    let instances = if all == 1 { "instance" } else { "instances" };
    say(
        format!("`{name}` has {all} {instances}, not {count}"),
        "",
        "without `count`, all of them are killed",
    )
}

/// A flush of something else.
#[must_use]
pub fn flush_of_no_cache(name: &str, kind: &str) -> Message {
    say(
        format!("`{name}` is not a cache"),
        format!("it is a `{kind}`"),
        "only a `cache` or a `cdn` can be flushed",
    )
}

/// A flush of a cache without entries.
#[must_use]
pub fn flush_of_known_ratio(name: &str) -> Message {
    say(
        format!("flushing `{name}` has no effect"),
        "with a known `hit_ratio` no entries are simulated",
        "leave `hit_ratio` out, and give the request `reads`",
    )
}

/// After the end of the run.
#[must_use]
pub fn after_the_end(field: &str) -> Message {
    let title = if field == "at" { "this happens" } else { "this shape begins" };
    say(
        format!("{title} after the end of the run"),
        "",
        "make `run: { duration: … }` longer, or leave it out",
    )
}
