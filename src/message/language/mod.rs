//! What is said about the language of a page: one function per sentence, so that each is easy to find, to
//! change and to translate. A [`Message`] has a title (what is wrong), a label (the words beside the caret) and
//! a help (what to write instead, or why).

mod blueprint;
mod component;
mod fields;
mod label;
mod montecarlo;
mod paths;
mod timeline;
mod traffic;
mod values;
mod why;

pub use crate::message::words::Words as Message;
use crate::message::words::words as say;

pub use blueprint::*;
pub use component::*;
pub use fields::*;
pub use label::*;
pub use montecarlo::*;
pub use paths::*;
pub use timeline::*;
pub use traffic::*;
pub use values::*;
pub use why::*;

/// The label where a word may be misspelt.
fn did_you_mean(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!("did you mean `{near}`?"))
}

/// `` `a`, `b` or `c` ``.
#[must_use]
pub fn any_of<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    listed(words, "or")
}

/// `` `a`, `b` and `c` ``.
fn all_of<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    listed(words, "and")
}

fn listed<'w>(words: impl IntoIterator<Item = &'w str>, last: &str) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., end] => format!("{} {last} {end}", most.join(", ")),
    }
}
