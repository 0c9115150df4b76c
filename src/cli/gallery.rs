//! The scenarios that come with the program, by name.

use std::path::Path;

/// A scenario of the gallery.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The name of its file, without the ending.
    pub name: &'static str,
    /// The page.
    pub text: &'static str,
}

impl Entry {
    /// What it teaches, in a sentence: the comment line after the picture that the page opens with.
    pub fn teaches(&self) -> String {
        let comments = self.text.lines().take_while(|line| line.starts_with('#'));
        let lesson = comments.map(|line| line.trim_start_matches('#').trim());
        lesson.filter(|line| !line.is_empty()).last().unwrap_or("").to_owned()
    }
}

/// In the order in which one should read them.
pub const GALLERY: [Entry; 0] = [];

/// The scenario of this name.
pub fn find(name: &str) -> Option<&'static Entry> {
    GALLERY.iter().find(|entry| entry.name == name)
}

/// A file of the gallery, as one page of it names another.
pub fn read(file: &Path) -> Option<Vec<u8>> {
    let name = file.file_name()?.to_str()?.strip_suffix(".yaml")?;
    find(name).map(|entry| entry.text.as_bytes().to_vec())
}
