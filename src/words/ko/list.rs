//! Parts that many sentences have.

use super::particle::{Particle, with};
use crate::message::Words;

/// Title, label and help.
pub fn words(title: impl Into<String>, label: impl Into<String>, help: impl Into<String>) -> Words {
    Words { title: title.into(), label: label.into(), help: help.into() }
}

/// A word of the page with its particle: `` `db`가 ``.
pub fn code(word: &str, particle: Particle) -> String {
    with(&format!("`{word}`"), particle)
}

/// `` `sever`라는 ``, before what there is none of.
pub fn named(word: &str) -> String {
    format!("{}라는", code(word, Particle::Copula))
}

/// The label where a word may be misspelt.
pub fn did_you_mean(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!("`{near}`인가요?"))
}

/// `` `a`, `b`, `c` 중 하나 ``.
pub fn any_of<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    let all = words.join(", ");
    if words.len() > 1 { format!("{all} 중 하나") } else { all }
}

/// `` `a`, `b`, `c` ``.
pub fn all_of<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    words.into_iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// `1,000,000`.
pub fn grouped(number: u64) -> String {
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
