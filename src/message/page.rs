//! What is said about composing a page: its files, `base`, `include` and `--set`.

use super::words::{Words, words};

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |near| format!("did you mean `{near}`?"))
}

/// A file that is not there.
#[must_use]
pub fn not_found(name: &str) -> Words {
    words(
        format!("`{name}` does not exist"),
        "",
        "check the name, and the folder it is looked for in",
    )
}

/// A folder in the place of a file.
#[must_use]
pub fn folder(name: &str) -> Words {
    words(format!("`{name}` is a folder, not a page"), "", "name a file in it")
}

/// A file that may not be read.
#[must_use]
pub fn forbidden(name: &str) -> Words {
    words(format!("`{name}` may not be read"), "", "check its permissions")
}

/// Any other trouble with a file, in the system's words.
#[must_use]
pub fn unreadable(name: &str, detail: &str) -> Words {
    words(format!("`{name}` cannot be read: {detail}"), "", "")
}

/// A file longer than the limit.
#[must_use]
pub fn too_large(name: &str, limit_mib: usize) -> Words {
    words(
        format!("`{name}` is larger than {limit_mib} MiB, the most that a page may have"),
        "",
        "split it with `include:`, or keep data in files of their own",
    )
}

/// Bytes that are no UTF-8. `line` counts from 1, `byte` from 0.
#[must_use]
pub fn not_utf8(name: &str, byte: usize, value: u8, line: usize) -> Words {
    words(
        format!(
            "`{name}` is not UTF-8: byte {byte} (0x{value:02x}, line {line}) is no part of a character"
        ),
        "here",
        "save the file again as UTF-8",
    )
}

/// A file in UTF-16.
#[must_use]
pub fn utf16(name: &str) -> Words {
    words(format!("`{name}` is UTF-16, not UTF-8"), "", "save the file again as UTF-8")
}

/// A list or a single value where a page's map is expected.
#[must_use]
pub fn not_a_page(is_list: bool) -> Words {
    let what = if is_list { "a list" } else { "a single value" };
    words(format!("a page is a map of `key: value`, and this is {what}"), "", "")
}

/// `base:` or `include:` with something that is no file name.
#[must_use]
pub fn file_name_expected(key: &str) -> Words {
    let help = if key == "base" {
        "write `base: other.yaml`"
    } else {
        "write `include: other.yaml`, or a list of files"
    };
    words(format!("`{key}` names a file"), "this is no file name", help)
}

/// A page that is its own base, by way of the files named.
#[must_use]
pub fn cycle(files: &[String]) -> Words {
    words(
        "the page builds on itself",
        files.join(" → "),
        "remove one of these `base` or `include` lines",
    )
}

/// A chain of `base` longer than the limit.
#[must_use]
pub fn chain_too_long(limit: usize) -> Words {
    words(
        format!("pages build on each other more than {limit} deep, the most that is read"),
        format!("base number {}", limit + 1),
        "",
    )
}

/// A key that an included file and another one both have.
#[must_use]
pub fn included_twice(path: &str) -> Words {
    words(
        format!("`{path}` is written in two included files"),
        "the second time",
        "keep one of them; to change what another page says, use `base:`",
    )
}

/// Beside the other place of `included_twice`.
#[must_use]
pub fn first_written_here() -> String {
    "first written here".to_owned()
}

/// `null` for a key that is not there.
#[must_use]
pub fn removes_nothing(path: &str, nearest: Option<&str>) -> Words {
    words(format!("`{path}` is removed here, and was never there"), did_you_mean(nearest), "")
}

/// `--set` without an equals sign.
#[must_use]
pub fn set_without_equals() -> Words {
    words("`--set` needs a path and a value", "no `=` here", "write `--set app.instances=4`")
}

/// `--set` with nothing after the equals sign.
#[must_use]
pub fn set_without_value(path: &str) -> Words {
    words("`--set` has no value", "", format!("write `{path}=null` to remove `{path}`"))
}

/// `--set` with an empty name in its path.
#[must_use]
pub fn set_empty_name() -> Words {
    words(
        "a name is missing in this path",
        "",
        "write names with one dot between them: `app.instances`",
    )
}

/// `--set` with a first name that is neither a component nor a key of the language.
#[must_use]
pub fn set_unknown(name: &str, nearest: Option<&str>, components: &[&str]) -> Words {
    let help = if components.is_empty() {
        String::new()
    } else {
        format!("a path begins with a component ({}) or a key of the page", components.join(", "))
    };
    words(
        format!("`{name}` is neither a component nor a key of the page"),
        did_you_mean(nearest),
        help,
    )
}

/// `--set` of a name that neither `assume` nor `estimate` has.
#[must_use]
pub fn set_unknown_quantity(path: &str, nearest: Option<&str>) -> Words {
    words(
        format!("the page has no `{path}` to set"),
        did_you_mean(nearest),
        "`--set` changes a quantity that the page names; a new one has to be written on the page",
    )
}

/// `--set` through a value that has no fields.
#[must_use]
pub fn set_through_value(path: &str, value: &str, name: &str) -> Words {
    words(
        format!("`{path}` is the single value `{value}`, and has no `{name}`"),
        "",
        format!("set it whole: `{path}=…`"),
    )
}

/// `--set` with something that is no index of a list.
#[must_use]
pub fn set_no_item(path: &str, name: &str, items: usize) -> Words {
    let help = match items {
        0 => format!("set it whole: `{path}=[…]`"),
        1 => "its only item is number 0".to_owned(),
        _ => format!("its items are numbered 0 to {}", items - 1),
    };
    words(format!("`{path}` is a list without an item `{name}`"), "", help)
}
