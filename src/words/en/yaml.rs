//! What is wrong with a page's YAML.

use crate::message::Words;
use crate::message::words::{quoted, short, words};
use crate::message::yaml::{Fault, Lookalike, Remark};

pub fn fault(what: &Fault) -> Words {
    match what {
        Fault::TooLong { limit_mib } => words(
            format!("the page is larger than {limit_mib} MiB, the most that is read"),
            "",
            "split it with `include:`, or keep data in files of their own",
        ),
        Fault::Empty => words(
            "the page is empty",
            "nothing is written here",
            "the smallest page has `traffic: 200/s`, `path: [app]` and `components: { app: { server: { work: 5ms } } }`",
        ),
        Fault::SecondDocument => words(
            "a page is one YAML document",
            "a second one begins here",
            "remove the `---`, or put what follows into a file of its own",
        ),
        Fault::TooDeep { limit } => words(
            format!("the page is nested deeper than {limit} levels, the most that is read"),
            format!("level {} begins here", limit + 1),
            "",
        ),
        Fault::TooManyCopies { limit } => words(
            format!("aliases copy more than {limit} values, the most that is read"),
            "the limit is reached here",
            "write fewer aliases of aliases",
        ),
        Fault::UnknownAlias { name, nearest } => unknown_alias(&short(name), nearest.as_deref()),
        Fault::AliasOfItself => {
            words("an alias stands inside the value it copies", "this would never end", "")
        }
        Fault::UnusedAnchor { name } => {
            let name = &short(name);
            words(
                format!("`&{name}` marks a value for copying, and no `*{name}` copies it"),
                "",
                format!("quote it if text is meant: `\"&{name}\"`"),
            )
        }
        Fault::Tag { source } => {
            let source = &short(source);
            words(
                format!("`{source}` is a YAML tag, and tags mean nothing here"),
                "",
                format!("remove it, or quote it if text is meant: `\"{source}\"`"),
            )
        }
        Fault::DuplicateKey { key } => words(
            format!("`{}` is written twice in the same map", short(key)),
            "the second time",
            if key == "<<" { "write both in one list: `<<: [*a, *b]`" } else { "keep one of them" },
        ),
        Fault::MissingKey => words("a key is missing before the colon", "", "write `key: value`"),
        Fault::ListAsKey { source } => words(
            "a list cannot be a key",
            format!("`{}` is read as a key", short(source)),
            "a key is a single word",
        ),
        Fault::MapAsKey { source } => words(
            "a map cannot be a key",
            format!("`{}` is read as a key", short(source)),
            "a key is a single word; `{{ … }}` is no template here, a formula needs no braces",
        ),
        Fault::MergeNotMap => words(
            "`<<` merges maps, and this is none",
            "",
            "write `<<: *name`, where `&name` marks a map, or a list of such aliases",
        ),
        Fault::CommaInMap { key, whole } => words(
            "a comma inside an unquoted value split it in two",
            "read as more than one entry",
            format!("write `{key}: {}`", quoted(whole)),
        ),
        Fault::CommaInList { whole } => words(
            "a comma inside an unquoted value split it in two",
            "read as more than one item",
            format!("write `{}`", quoted(whole)),
        ),
        Fault::NoValue { key, before } => no_value(&short(key), before.as_ref()),
        Fault::BracesForList { list } => words(
            "words in braces without a value are no list",
            "a map in braces needs `key: value`",
            format!("write `[{}]` if a list is meant", short(list)),
        ),
        Fault::SpaceAfterColon { key, rest } => {
            let (key, rest) = (short(key), short(rest));
            words(
                "a space is missing after the colon",
                format!("read as the one word `{key}:{rest}`"),
                format!("write `{key}: {rest}`"),
            )
        }
        Fault::Lookalike { kind, character, ascii } => lookalike(*kind, *character, ascii),
        Fault::Tab => words(
            "a tab is used for indentation",
            "a tab",
            "YAML indents with spaces only: write two spaces instead",
        ),
        Fault::ControlCharacter { character } => words(
            format!("the control character U+{:04X} means nothing to YAML", u32::from(*character)),
            "write nothing here",
            "remove it",
        ),
        Fault::BadStart { character, value } => bad_start(*character, value),
        Fault::BareAlias { value } => words(
            "`*` begins an alias in YAML, and no name follows",
            "",
            format!("quote the value if text is meant: `{}`", quoted(value)),
        ),
        Fault::BareAnchor { value } => words(
            "`&` begins an anchor in YAML, and no name follows",
            "",
            format!("quote the value if text is meant: `{}`", quoted(value)),
        ),
        Fault::Unclosed { open, close } => words(
            format!("`{open}` is never closed"),
            "opened here",
            format!("close it with `{close}`"),
        ),
        Fault::Mismatched { open, close, right } => words(
            format!("`{open}` is closed by `{close}`"),
            "opened here",
            format!("write `{right}`, or close what was opened in between"),
        ),
        Fault::ClosesNothing { close } => words(
            format!("`{close}` closes nothing"),
            "",
            "remove it, or open it before; quote it if text is meant",
        ),
        Fault::MissingComma { before, after } => missing_comma(&short(before), &short(after)),
        Fault::LongKey { most } => words(
            format!("a key has more than {most} characters"),
            "it ends here",
            "shorten it; a long text belongs behind a colon",
        ),
        Fault::EmptyItem => words("nothing stands between two commas", "", "remove one of them"),
        Fault::SecondColon { key, value } => words(
            "a second colon in one value",
            "read as a second key",
            format!("quote the value: `{key}{}`", quoted(value)),
        ),
        Fault::ValueAndLines { key } => words(
            format!("`{}` is indented below a line that already has a value", short(key)),
            "read as the value's second line",
            "start it in the same column as the key above, or write nothing after that key's colon",
        ),
        Fault::NoColon { line } => no_colon(&short(line)),
        Fault::Misaligned { columns } => {
            words("this line's indentation fits no line above", "", columns_above(columns))
        }
        Fault::DashInMap => words(
            "a list item stands among the keys of a map",
            "",
            "indent it below its key, or write it as a key",
        ),
        Fault::KeyInList => words(
            "a line among list items does not begin with `- `",
            "",
            "begin it with `- `, or indent it like the map it belongs to",
        ),
        Fault::DashAfterKey => words(
            "a list cannot begin on its key's line with a dash",
            "",
            "put `- …` on a line of its own below the key, or write `[…]`",
        ),
        Fault::DashInBrackets => {
            words("a dash does not begin an item inside brackets", "", "remove the dash: `[a, b]`")
        }
        Fault::UnclosedQuote { quote } => words(
            "a quote is never closed",
            "opened here",
            format!("close it with `{quote}` on the same line"),
        ),
        Fault::AfterSingleQuote => words(
            "text follows a closing quote",
            "",
            "quote the whole value; an apostrophe inside single quotes is written twice: `'it''s'`",
        ),
        Fault::AfterDoubleQuote => words(
            "text follows a closing quote",
            "",
            "quote the whole value; a quote inside double quotes is written `\\\"`",
        ),
        Fault::BadEscape => words(
            "YAML knows no such escape in double quotes",
            "",
            "write `\\\\` for a backslash, or use single quotes, in which it means itself",
        ),
        Fault::BlockHeader { character, value } => words(
            format!("`{character}` begins a block of text, which starts on the next line"),
            "",
            format!("quote the value if text is meant: `{}`", quoted(value)),
        ),
        Fault::Directive => words(
            "a `%` at the start of a line begins a YAML directive",
            "",
            "quote the line, or indent it below its key",
        ),
        Fault::NotYaml { detail } => words(format!("this is not YAML: {detail}"), "", ""),
    }
}

pub fn remark(what: &Remark) -> String {
    match what {
        Remark::ExpectedSeparator { close } => {
            format!("`,` or `{close}` is expected before this")
        }
        Remark::ClosedHere => "closed here".to_owned(),
        Remark::TheValue => "the value".to_owned(),
    }
}

fn unknown_alias(name: &str, nearest: Option<&str>) -> Words {
    words(
        format!("`*{name}` is an alias, and nothing above is marked `&{name}`"),
        nearest.map_or_else(String::new, |near| format!("did you mean `*{near}`?")),
        format!(
            "mark the value to copy with `&{name}`, or quote it if text is meant: `\"*{name}\"`"
        ),
    )
}

fn no_value(key: &str, before: Option<&(String, String)>) -> Words {
    let help = before.map_or_else(
        || format!("write `{key}: …`"),
        |(name, value)| {
            format!(
                "write `{key}: …`; if the comma belongs to the value before it, quote that: `{name}: {}`",
                quoted(&format!("{value}, {key}"))
            )
        },
    );
    words(format!("`{key}` has no value"), "a map in braces needs `key: value`", help)
}

fn lookalike(kind: Lookalike, character: char, ascii: &str) -> Words {
    let (name, visible) = match kind {
        Lookalike::Colon => ("a full-width colon", true),
        Lookalike::Comma => ("a full-width comma", true),
        Lookalike::Brace => ("a full-width brace", true),
        Lookalike::Bracket => ("a full-width bracket", true),
        Lookalike::NumberSign => ("a full-width number sign", true),
        Lookalike::Quote => ("a curly or full-width quote", true),
        Lookalike::FullWidthSpace => ("a full-width space", false),
        Lookalike::NonBreakingSpace => ("a non-breaking space", false),
        Lookalike::Invisible => ("an invisible character", false),
    };
    let shown =
        if visible { format!("`{character}`") } else { format!("U+{:04X}", u32::from(character)) };
    let instead = match ascii {
        " " => "an ordinary space".to_owned(),
        "" => "nothing".to_owned(),
        other => format!("`{other}`"),
    };
    words(
        format!("{name} ({shown}) means nothing to YAML"),
        format!("write {instead} here"),
        "if it is part of the text, quote the text",
    )
}

fn bad_start(character: char, value: &str) -> Words {
    let shown = if character == '`' { "a backtick".to_owned() } else { format!("`{character}`") };
    words(
        format!("an unquoted value cannot begin with {shown}"),
        "",
        if matches!(character, '|' | '>') {
            "a text of several lines cannot stand in braces: write it in one line".to_owned()
        } else if value.contains('`') {
            format!("quote it: {}", quoted(value))
        } else {
            format!("quote it: `{}`", quoted(value))
        },
    )
}

fn missing_comma(before: &str, after: &str) -> Words {
    words(
        "a comma is missing",
        format!("write a comma before `{after}`"),
        if before.is_empty() { String::new() } else { format!("write `{before}, {after}: …`") },
    )
}

fn no_colon(line: &str) -> Words {
    let meant = match line.split_once(' ') {
        Some((key, value)) => format!("{key}: {}", value.trim_start()),
        None => format!("{line}: …"),
    };
    words("a key without a colon", "", format!("write `{meant}`"))
}

fn columns_above(columns: &[usize]) -> String {
    let list: Vec<String> = columns.iter().map(ToString::to_string).collect();
    match list.as_slice() {
        [] => String::new(),
        [one] => format!("the keys above start in column {one}"),
        [head @ .., last] => {
            format!("the keys above start in columns {} and {last}", head.join(", "))
        }
    }
}
