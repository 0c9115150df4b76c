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

/// What the sentence of a page's opening comment begins with that says what it teaches.
const TEACHES: &str = "Teaches:";

impl Entry {
    /// What it teaches: the part of the page's opening comment that says so, on one line.
    pub fn teaches(&self) -> String {
        let comment = self.text.lines().map_while(|line| line.strip_prefix('#')).map(str::trim);
        let lesson = comment.skip_while(|line| !line.starts_with(TEACHES));
        let lines: Vec<&str> = lesson.take_while(|line| !line.is_empty()).collect();
        lines.join(" ").trim_start_matches(TEACHES).trim().to_owned()
    }
}

/// The page of this name.
macro_rules! page {
    ($name:literal) => {
        Entry { name: $name, text: include_str!(concat!("../../scenarios/", $name, ".yaml")) }
    };
}

/// In the order in which one should read them.
pub const GALLERY: &[Entry] = &[
    page!("one-server"),
    page!("url-shortener"),
    page!("dean-thumbnails"),
    page!("photo-sharing"),
    page!("news-feed"),
    page!("cache-dies"),
    page!("stampede"),
    page!("retry-storm"),
    page!("circuit-breaker"),
    page!("overload"),
    page!("herd"),
    page!("hedging"),
    page!("scale-up"),
    page!("scale-out"),
    page!("autoscaling"),
    page!("gray-failure"),
    page!("pauses"),
    page!("cpu-limit"),
    page!("quorum"),
    page!("launch-day"),
];

/// The scenario of this name.
pub fn find(name: &str) -> Option<&'static Entry> {
    GALLERY.iter().find(|entry| entry.name == name)
}

/// A file of the gallery, as one page of it names another.
pub fn read(file: &Path) -> Option<Vec<u8>> {
    let name = file.to_str()?.strip_suffix(".yaml")?;
    find(name).map(|entry| entry.text.as_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_of_the_folder_is_listed() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
        let mut found: Vec<String> = std::fs::read_dir(folder)
            .expect("the gallery is part of the repository")
            .filter_map(|entry| {
                entry.expect("an entry of the folder").file_name().into_string().ok()
            })
            .filter_map(|name| name.strip_suffix(".yaml").map(str::to_owned))
            .collect();
        let mut listed: Vec<&str> = GALLERY.iter().map(|entry| entry.name).collect();
        found.sort_unstable();
        listed.sort_unstable();
        assert_eq!(listed, found);
    }

    #[test]
    fn every_page_says_what_it_teaches() {
        for entry in GALLERY {
            let lesson = entry.teaches();
            assert!(lesson.ends_with('.'), "{}: {lesson:?}", entry.name);
        }
    }
}
