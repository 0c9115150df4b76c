//! What is said about a page's YAML. Titles say what is wrong, labels stand beside the caret, helps say what
//! to write instead.

use super::words::{Words, quoted, short, words};

/// A page longer than the limit.
#[must_use]
pub fn too_long(limit_mib: usize) -> Words {
    words(
        format!("the page is larger than {limit_mib} MiB, the most that is read"),
        "",
        "split it with `include:`, or keep data in files of their own",
    )
}

/// A document that holds nothing.
#[must_use]
pub fn empty() -> Words {
    words(
        "the page is empty",
        "nothing is written here",
        "the smallest page has `traffic: 200/s`, `path: [app]` and `components: { app: { server: { work: 5ms } } }`",
    )
}

/// A second document after the first.
#[must_use]
pub fn second_document() -> Words {
    words(
        "a page is one YAML document",
        "a second one begins here",
        "remove the `---`, or put what follows into a file of its own",
    )
}

/// Nesting deeper than the limit.
#[must_use]
pub fn too_deep(limit: usize) -> Words {
    words(
        format!("the page is nested deeper than {limit} levels, the most that is read"),
        format!("level {} begins here", limit + 1),
        "",
    )
}

/// Aliases that copy more than the limit.
#[must_use]
pub fn too_many_copies(limit: usize) -> Words {
    words(
        format!("aliases copy more than {limit} values, the most that is read"),
        "the limit is reached here",
        "write fewer aliases of aliases",
    )
}

/// An alias without its anchor.
#[must_use]
pub fn unknown_alias(name: &str, nearest: Option<&str>) -> Words {
    let name = &short(name);
    words(
        format!("`*{name}` is an alias, and nothing above is marked `&{name}`"),
        nearest.map_or_else(String::new, |near| format!("did you mean `*{near}`?")),
        format!(
            "mark the value to copy with `&{name}`, or quote it if text is meant: `\"*{name}\"`"
        ),
    )
}

/// An alias inside the value it stands for.
#[must_use]
pub fn alias_of_itself() -> Words {
    words("an alias stands inside the value it copies", "this would never end", "")
}

/// An anchor that nothing refers to, on a single value: most likely text that begins with `&`.
#[must_use]
pub fn unused_anchor(name: &str) -> Words {
    let name = &short(name);
    words(
        format!("`&{name}` marks a value for copying, and no `*{name}` copies it"),
        "",
        format!("quote it if text is meant: `\"&{name}\"`"),
    )
}

/// A tag such as `!important`.
#[must_use]
pub fn tag(source: &str) -> Words {
    let source = &short(source);
    words(
        format!("`{source}` is a YAML tag, and tags mean nothing here"),
        "",
        format!("remove it, or quote it if text is meant: `\"{source}\"`"),
    )
}

/// A key written twice in one map.
#[must_use]
pub fn duplicate_key(key: &str) -> Words {
    let key = &short(key);
    let help =
        if key == "<<" { "write both in one list: `<<: [*a, *b]`" } else { "keep one of them" };
    words(format!("`{key}` is written twice in the same map"), "the second time", help)
}

/// Beside the first of two equal keys.
#[must_use]
pub fn first_written_here() -> String {
    "first written here".to_owned()
}

/// `: value` without a key.
#[must_use]
pub fn missing_key() -> Words {
    words("a key is missing before the colon", "", "write `key: value`")
}

/// A list or map in the place of a key.
#[must_use]
pub fn key_not_text(source: &str, is_list: bool) -> Words {
    let source = &short(source);
    let (what, extra) = if is_list {
        ("a list", "a key is a single word")
    } else {
        (
            "a map",
            "a key is a single word; `{{ … }}` is no template here, a formula needs no braces",
        )
    };
    words(format!("{what} cannot be a key"), format!("`{source}` is read as a key"), extra)
}

/// `<<` with something that is no map.
#[must_use]
pub fn merge_not_map() -> Words {
    words(
        "`<<` merges maps, and this is none",
        "",
        "write `<<: *name`, where `&name` marks a map, or a list of such aliases",
    )
}

/// A comma inside an unquoted value in braces.
#[must_use]
pub fn comma_in_map(key: &str, whole: &str) -> Words {
    words(
        "a comma inside an unquoted value split it in two",
        "read as more than one entry",
        format!("write `{key}: {}`", quoted(whole)),
    )
}

/// A comma inside an unquoted item in brackets.
#[must_use]
pub fn comma_in_list(whole: &str) -> Words {
    words(
        "a comma inside an unquoted value split it in two",
        "read as more than one item",
        format!("write `{}`", quoted(whole)),
    )
}

/// A word without a value in braces; `before` is the entry before it, if a comma could belong to it.
#[must_use]
pub fn no_value(key: &str, before: Option<(&str, &str)>) -> Words {
    let key = &short(key);
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

/// Braces in which no word has a value.
#[must_use]
pub fn braces_for_list(list: &str) -> Words {
    let list = &short(list);
    words(
        "words in braces without a value are no list",
        "a map in braces needs `key: value`",
        format!("write `[{list}]` if a list is meant"),
    )
}

/// `key:value`.
#[must_use]
pub fn space_after_colon(key: &str, rest: &str) -> Words {
    let key = &short(key);
    let rest = &short(rest);
    words(
        "a space is missing after the colon",
        format!("read as the one word `{key}:{rest}`"),
        format!("write `{key}: {rest}`"),
    )
}

/// A character of an East Asian keyboard, or an invisible one, where YAML has its own.
#[must_use]
pub fn lookalike(name: &str, character: char, ascii: &str) -> Words {
    let shown = if character.is_whitespace() || character == '\u{200b}' || character == '\u{feff}' {
        format!("U+{:04X}", u32::from(character))
    } else {
        format!("`{character}`")
    };
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

/// What a look-alike character is called.
#[must_use]
pub const fn lookalike_name(character: char) -> &'static str {
    match character {
        '：' => "a full-width colon",
        '，' | '、' => "a full-width comma",
        '｛' | '｝' => "a full-width brace",
        '［' | '］' => "a full-width bracket",
        '＃' => "a full-width number sign",
        '“' | '”' | '‘' | '’' | '＂' => "a curly or full-width quote",
        '\u{3000}' => "a full-width space",
        '\u{200b}' | '\u{feff}' => "an invisible character",
        _ => "a non-breaking space",
    }
}

/// A tab in the indentation.
#[must_use]
pub fn tab() -> Words {
    words(
        "a tab is used for indentation",
        "a tab",
        "YAML indents with spaces only: write two spaces instead",
    )
}

/// A character that may not begin an unquoted value.
#[must_use]
pub fn bad_start(character: char, value: &str) -> Words {
    if character.is_control() {
        return words(
            format!("the control character U+{:04X} means nothing to YAML", u32::from(character)),
            "write nothing here",
            "remove it",
        );
    }
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

/// `*` or `&` without a name.
#[must_use]
pub fn bare_mark(character: char, value: &str) -> Words {
    let what = if character == '*' { "an alias" } else { "an anchor" };
    words(
        format!("`{character}` begins {what} in YAML, and no name follows"),
        "",
        format!("quote the value if text is meant: `{}`", quoted(value)),
    )
}

/// A bracket that is never closed.
#[must_use]
pub fn unclosed(open: char, close: char) -> Words {
    words(format!("`{open}` is never closed"), "opened here", format!("close it with `{close}`"))
}

/// Beside the place at which an open bracket was noticed.
#[must_use]
pub fn expected_separator(close: char) -> String {
    format!("`,` or `{close}` is expected before this")
}

/// Beside the place at which an open bracket was noticed, at the end of the page.
#[must_use]
pub fn mismatched(open: char, close: char, right: char) -> Words {
    words(
        format!("`{open}` is closed by `{close}`"),
        "opened here",
        format!("write `{right}`, or close what was opened in between"),
    )
}

/// Beside the wrong closing bracket.
#[must_use]
pub fn closed_here() -> String {
    "closed here".to_owned()
}

/// A closing bracket that nothing opened.
#[must_use]
pub fn closes_nothing(close: char) -> Words {
    words(
        format!("`{close}` closes nothing"),
        "",
        "remove it, or open it before; quote it if text is meant",
    )
}

/// Two entries in braces or brackets without a comma.
#[must_use]
pub fn missing_comma(before: &str, after: &str) -> Words {
    let before = &short(before);
    let after = &short(after);
    words(
        "a comma is missing",
        format!("write a comma before `{after}`"),
        if before.is_empty() { String::new() } else { format!("write `{before}, {after}: …`") },
    )
}

/// `[a,, b]`.
#[must_use]
pub fn empty_item() -> Words {
    words("nothing stands between two commas", "", "remove one of them")
}

/// `a: b: c`.
#[must_use]
pub fn second_colon(quoted: &str) -> Words {
    words(
        "a second colon in one value",
        "read as a second key",
        format!("quote the value: `{quoted}`"),
    )
}

/// A deeper line under a key that already has a value.
#[must_use]
pub fn value_and_lines(key: &str) -> Words {
    let key = &short(key);
    words(
        format!("`{key}` is indented below a line that already has a value"),
        "read as the value's second line",
        "start it in the same column as the key above, or write nothing after that key's colon",
    )
}

/// Beside the value that the deeper line would go on.
#[must_use]
pub fn the_value() -> String {
    "the value".to_owned()
}

/// A line without a colon where a key is expected.
#[must_use]
pub fn no_colon(word: &str) -> Words {
    let word = &short(word);
    let meant = match word.split_once(' ') {
        Some((key, value)) => format!("{key}: {}", value.trim_start()),
        None => format!("{word}: …"),
    };
    words("a key without a colon", "", format!("write `{meant}`"))
}

/// A line whose indentation fits no line above it.
#[must_use]
pub fn misaligned(columns: &[usize]) -> Words {
    let list: Vec<String> = columns.iter().map(ToString::to_string).collect();
    let help = match list.as_slice() {
        [] => String::new(),
        [one] => format!("the keys above start in column {one}"),
        [head @ .., last] => {
            format!("the keys above start in columns {} and {last}", head.join(", "))
        }
    };
    words("this line's indentation fits no line above", "", help)
}

/// A dash where a key is expected.
#[must_use]
pub fn dash_in_map() -> Words {
    words(
        "a list item stands among the keys of a map",
        "",
        "indent it below its key, or write it as a key",
    )
}

/// A key where a dash is expected.
#[must_use]
pub fn key_in_list() -> Words {
    words(
        "a line among list items does not begin with `- `",
        "",
        "begin it with `- `, or indent it like the map it belongs to",
    )
}

/// `key: - item`.
#[must_use]
pub fn dash_after_key() -> Words {
    words(
        "a list cannot begin on its key's line with a dash",
        "",
        "put `- …` on a line of its own below the key, or write `[…]`",
    )
}

/// `[ - a ]`.
#[must_use]
pub fn dash_in_brackets() -> Words {
    words("a dash does not begin an item inside brackets", "", "remove the dash: `[a, b]`")
}

/// A quote that is never closed.
#[must_use]
pub fn unclosed_quote(quote: char) -> Words {
    words(
        "a quote is never closed",
        "opened here",
        format!("close it with `{quote}` on the same line"),
    )
}

/// Text after a closing quote.
#[must_use]
pub fn after_quote(quote: char) -> Words {
    let help = if quote == '\'' {
        "quote the whole value; an apostrophe inside single quotes is written twice: `'it''s'`"
    } else {
        "quote the whole value; a quote inside double quotes is written `\\\"`"
    };
    words("text follows a closing quote", "", help)
}

/// An escape that YAML does not know.
#[must_use]
pub fn bad_escape() -> Words {
    words(
        "YAML knows no such escape in double quotes",
        "",
        "write `\\\\` for a backslash, or use single quotes, in which it means itself",
    )
}

/// `|` or `>` followed by text on the same line.
#[must_use]
pub fn block_header(character: char, value: &str) -> Words {
    words(
        format!("`{character}` begins a block of text, which starts on the next line"),
        "",
        format!("quote the value if text is meant: `{}`", quoted(value)),
    )
}

/// A `%` at the start of a line.
#[must_use]
pub fn directive() -> Words {
    words(
        "a `%` at the start of a line begins a YAML directive",
        "",
        "quote the line, or indent it below its key",
    )
}

/// Whatever is left, in the parser's words.
#[must_use]
pub fn not_yaml(detail: &str) -> Words {
    words(format!("this is not YAML: {detail}"), "", "")
}
