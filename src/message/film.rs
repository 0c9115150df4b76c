//! What a film of the story says, beside the story itself.

use super::topology::Blow;
use crate::figure::Shown;

/// Any of its words.
#[derive(Clone, Debug)]
pub enum Text<'a> {
    /// In a box: `1,240 wait`.
    Waiting(Shown),
    /// In the box of an autoscaler: `8 instances`.
    Instances(Shown),
    /// In a box, as long as it lasts: `dead`, `hangs`.
    Struck(&'a Blow),
    /// Above the clock.
    Clock,
    /// Above the requests a second.
    Load,
    /// Above p99.
    P99,
    /// Above the share of those that fail.
    Failing,
    /// What the lines are.
    Lines,
    /// What is behind the picture, in a sentence: what is seen, and how long it lasts.
    Alt {
        /// What the film says.
        title: &'a str,
        /// Every instant of the story.
        story: &'a [String],
    },
}
