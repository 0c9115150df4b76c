//! What is wrong with composing a page: its files, `base`, `include` and `--set`.

/// A mistake in the files of a page, or in a change to it.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the sentence of a variant says what its fields are")]
pub enum Fault {
    /// `` `page.yaml` does not exist ``.
    NotFound { name: String },
    /// `` `pages` is a folder, not a page ``.
    Folder { name: String },
    /// `` `page.yaml` may not be read ``.
    Forbidden { name: String },
    /// `` `page.yaml` cannot be read: …``, in the system's words.
    Unreadable { name: String, detail: String },
    /// `` `page.yaml` is larger than 1 MiB, the most that a page may have ``.
    TooLarge { name: String, limit_mib: usize },
    /// `` `page.yaml` is not UTF-8: byte 12 (0xff, line 1) is no part of a character ``; `line` counts from 1,
    /// `byte` from 0.
    NotUtf8 { name: String, byte: usize, value: u8, line: usize },
    /// `` `page.yaml` is UTF-16, not UTF-8 ``.
    Utf16 { name: String },
    /// ``a page is a map of `key: value`, and this is a list``, or a single value.
    NotAPage { is_list: bool },
    /// `` `base` names a file ``, and something else stands there.
    FileNameExpected { key: &'static str },
    /// `the page builds on itself`, by way of these files.
    Cycle { files: Vec<String> },
    /// `pages build on each other more than 8 deep, the most that is read`.
    ChainTooLong { limit: usize },
    /// `the character U+001B is not shown, and changes what stands around it`.
    Hidden { code: u32 },
    /// `the page is made of more than 1,000 files, or of more than 16 MiB`.
    TooMuch { files: usize, mib: usize },
    /// `` `components.app` is written in two included files ``.
    IncludedTwice { path: String },
    /// `` `components.app` is removed here, and was never there ``.
    RemovesNothing { path: String, near: Option<String> },
    /// `` `--set` needs a path and a value ``.
    SetWithoutEquals,
    /// `` `--set` has no value ``.
    SetWithoutValue { path: String },
    /// `a name is missing in this path`.
    SetEmptyName,
    /// `` `ap` is neither a component nor a key of the page ``.
    SetUnknown { name: String, near: Option<String>, components: Vec<String> },
    /// ``the page has no `assume.usres` to set``.
    SetUnknownQuantity { path: String, near: Option<String> },
    /// `` `traffic` is the single value `200/s`, and has no `rte` ``.
    SetThroughValue { path: String, value: String, name: String },
    /// `` `timeline` is a list without an item `7` ``.
    SetNoItem { path: String, name: String, items: usize },
}
