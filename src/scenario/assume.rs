//! `assume:` and `estimate:`: named quantities and formulas over them.

use crate::message::fields::Fault;
use crate::message::{Beside, Fits};
use crate::problem::Span;
use crate::reader::{EstimateLine, Fields, Text};

/// Reads both sections and makes their names known to every formula that follows.
pub fn read(page: &mut Fields<'_, '_>) -> Vec<EstimateLine> {
    let mut lines: Vec<(EstimateLine, Text<'_>)> = Vec::new();
    let mut keys: Vec<Span> = Vec::new();
    for (section, is_assume) in [("assume", true), ("estimate", false)] {
        let Some(map) = page.nested(section) else { continue };
        for (key, node) in map.entries() {
            let name = key.text.clone();
            if !is_identifier(&name) {
                map.reading.complain(key.span, Fault::NotAnIdentifier { name });
                continue;
            }
            let Some(text) = map.reading.text(node, &key.text, Fits::Formula) else { continue };
            let Some(formula) = map.reading.parse(&text) else {
                map.reading.distrust(&key.text);
                continue;
            };
            if let Some(first) = lines.iter().position(|(line, _)| line.name == key.text) {
                let also = (keys[first], Beside::First);
                map.reading.complain_also(key.span, Fault::NamedTwice { name }, also);
                continue;
            }
            keys.push(key.span);
            lines.push((EstimateLine { name, formula, span: node.span, is_assume }, text));
        }
    }
    page.reading.learn(&lines);
    lines.into_iter().map(|(line, _)| line).collect()
}

/// A word that can stand in a formula, or several with single spaces, which stand there in quotes.
fn is_identifier(name: &str) -> bool {
    let starts_well = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let is_word =
        |word: &str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '_');
    starts_well && name.split(' ').all(is_word)
}
