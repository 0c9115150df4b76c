//! A strict reader of HTML: what the standard calls an error is one, and every tag is closed where it must be.

use html5gum::{DefaultEmitter, Token, Tokenizer};

/// One start tag.
#[derive(Debug)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What was read.
#[derive(Default)]
pub struct Read {
    pub elements: Vec<Element>,
    pub wrong: Vec<String>,
}

/// Elements that have no end.
const VOID: [&str; 4] = ["br", "link", "meta", "hr"];

pub fn read(page: &str) -> Read {
    let mut found = Read::default();
    let mut open: Vec<String> = Vec::new();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut emitter: DefaultEmitter<()> = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(page, emitter).flatten() {
        match token {
            Token::StartTag(tag) => {
                let name = text(&tag.name);
                if !tag.self_closing && !VOID.contains(&name.as_str()) {
                    open.push(name.clone());
                }
                let attributes =
                    tag.attributes.iter().map(|(key, value)| (text(key), text(value))).collect();
                found.elements.push(Element { name, attributes });
            }
            Token::EndTag(tag) => {
                let name = text(&tag.name);
                let last = open.pop();
                if last.as_deref() != Some(name.as_str()) {
                    found.wrong.push(format!("</{name}> closes {last:?}"));
                }
            }
            Token::Error(error) => found.wrong.push(format!("{error:?}")),
            _ => {}
        }
    }
    found.wrong.extend(open.into_iter().map(|name| format!("<{name}> is never closed")));
    found
}
