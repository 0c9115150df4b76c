//! What is said about the language of a page: one function per sentence, so that each is easy to find, to
//! change and to translate. A [`Message`] has a title (what is wrong), a label (the words beside the caret) and
//! a help (what to write instead, or why).

mod component;
mod label;

pub use crate::message::words::Words as Message;
use crate::message::words::words as say;

pub use component::*;
pub use label::*;

/// The label where a word may be misspelt.
fn did_you_mean(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!("did you mean `{near}`?"))
}

/// `` `a`, `b` or `c` ``.
#[must_use]
pub fn any_of<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    listed(words, "or")
}

fn listed<'w>(words: impl IntoIterator<Item = &'w str>, last: &str) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., end] => format!("{} {last} {end}", most.join(", ")),
    }
}

/// `1,000,000`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
