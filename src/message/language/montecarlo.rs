//! What happens at random.

use super::{Message, say};

/// One entry of `failures`, as the owner of its fields.
pub const A_FAILURE: &str = "failures";
/// Beside the least height.
pub const LEAST_HERE: &str = "the least is here";

/// `window: 2d` of a day.
#[must_use]
pub fn window_beyond_horizon() -> Message {
    say(
        "`window` is longer than the `horizon` that it is a part of",
        "",
        "write a shorter `window`, or a longer `horizon` (a day if it is not written)",
    )
}

/// `every: 1s` for a day.
#[must_use]
pub fn too_often(what: &str) -> Message {
    say(
        format!("`{what}` would happen more than 10,000 times in each `horizon`"),
        "",
        "write a longer time between them, or a shorter `horizon` (a day if it is not written)",
    )
}

/// `times: 0.5`.
#[must_use]
pub fn spike_below_one(field: &str) -> Message {
    say(
        format!("`{field}` must be more than one"),
        "a spike brings more than the load that is there",
        "",
    )
}

/// `{ min: 3, max: 2 }`.
#[must_use]
pub fn most_below_least() -> Message {
    say("`max` is below `min`", "no spike could be as high as the least", "")
}

/// `failures: { lb: … }`, where there is nothing to fail.
#[must_use]
pub fn nothing_to_fail(name: &str) -> Message {
    say(
        format!("`{name}` cannot fail"),
        "a `rate_limiter` has no instances",
        "name a component that has instances",
    )
}
