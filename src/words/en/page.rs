//! What is wrong with composing a page.

use super::list::{did_you_mean, words};
use super::number::count;
use crate::message::Words;
use crate::message::page::Fault;

pub fn fault(what: &Fault) -> Words {
    match what {
        Fault::NotFound { name } => words(
            format!("`{name}` does not exist"),
            "",
            "check the name, and the folder it is looked for in",
        ),
        Fault::Folder { name } => {
            words(format!("`{name}` is a folder, not a page"), "", "name a file in it")
        }
        Fault::Forbidden { name } => {
            words(format!("`{name}` may not be read"), "", "check its permissions")
        }
        Fault::Unreadable { name, detail } => {
            words(format!("`{name}` cannot be read: {detail}"), "", "")
        }
        Fault::TooLarge { name, limit_mib } => words(
            format!("`{name}` is larger than {limit_mib} MiB, the most that a page may have"),
            "",
            "split it with `include:`, or keep data in files of their own",
        ),
        Fault::NotUtf8 { name, byte, value, line } => words(
            format!(
                "`{name}` is not UTF-8: byte {byte} (0x{value:02x}, line {line}) is no part of a character"
            ),
            "here",
            "save the file again as UTF-8",
        ),
        Fault::Utf16 { name } => {
            words(format!("`{name}` is UTF-16, not UTF-8"), "", "save the file again as UTF-8")
        }
        Fault::NotAPage { is_list } => {
            let what = if *is_list { "a list" } else { "a single value" };
            words(format!("a page is a map of `key: value`, and this is {what}"), "", "")
        }
        Fault::FileNameExpected { key } => {
            let help = match *key {
                "base" => "write `base: other.yaml`",
                _ => "write `include: other.yaml`, or a list of files",
            };
            words(format!("`{key}` names a file"), "this is no file name", help)
        }
        Fault::Cycle { files } => words(
            "the page builds on itself",
            files.join(" → "),
            "remove one of these `base` or `include` lines",
        ),
        Fault::ChainTooLong { limit } => words(
            format!("pages build on each other more than {limit} deep, the most that is read"),
            format!("base number {}", limit + 1),
            "",
        ),
        Fault::Hidden { code } => words(
            format!("the character U+{code:04X} is not shown, and changes what stands around it"),
            "in here",
            "leave it out: a terminal would obey a control character, and one that turns the direction of writing hides \
             what is written",
        ),
        Fault::TooMuch { files, mib } => words(
            format!(
                "the page is made of more than {} files, or of more than {mib} MiB, each file counted as often as it is \
                 named",
                count(*files as u64)
            ),
            "one too many",
            "a file that includes files which include files grows with every level",
        ),
        Fault::IncludedTwice { path } => words(
            format!("`{path}` is written in two included files"),
            "the second time",
            "keep one of them; to change what another page says, use `base:`",
        ),
        Fault::RemovesNothing { path, near } => words(
            format!("`{path}` is removed here, and was never there"),
            did_you_mean(near.as_deref()),
            "",
        ),
        Fault::SetWithoutEquals => words(
            "`--set` needs a path and a value",
            "no `=` here",
            "write `--set app.instances=4`",
        ),
        Fault::SetWithoutValue { path } => {
            words("`--set` has no value", "", format!("write `{path}=null` to remove `{path}`"))
        }
        Fault::SetEmptyName => words(
            "a name is missing in this path",
            "",
            "write names with one dot between them: `app.instances`",
        ),
        Fault::SetUnknown { name, near, components } => {
            let help = if components.is_empty() {
                String::new()
            } else {
                format!(
                    "a path begins with a component ({}) or a key of the page",
                    components.join(", ")
                )
            };
            words(
                format!("`{name}` is neither a component nor a key of the page"),
                did_you_mean(near.as_deref()),
                help,
            )
        }
        Fault::SetUnknownQuantity { path, near } => words(
            format!("the page has no `{path}` to set"),
            did_you_mean(near.as_deref()),
            "`--set` changes a quantity that the page names; a new one has to be written on the page",
        ),
        Fault::SetThroughValue { path, value, name } => words(
            format!("`{path}` is the single value `{value}`, and has no `{name}`"),
            "",
            format!("set it whole: `{path}=…`"),
        ),
        Fault::SetNoItem { path, name, items } => {
            let help = match items {
                0 => format!("set it whole: `{path}=[…]`"),
                1 => "its only item is number 0".to_owned(),
                _ => format!("its items are numbered 0 to {}", items - 1),
            };
            words(format!("`{path}` is a list without an item `{name}`"), "", help)
        }
    }
}
