//! What is said about the language of a page: one function per sentence, so that each is easy to find, to
//! change and to translate. A [`Message`] has a title (what is wrong), a label (the words beside the caret) and
//! a help (what to write instead, or why).

mod label;

pub use label::*;
