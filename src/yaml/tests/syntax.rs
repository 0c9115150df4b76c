//! What the parser cannot read.

use super::check;

#[test]
fn no_space_after_one_colon() {
    check(
        "name: One\ntraffic:200/s\npath: [app]\n",
        r#"
error: a space is missing after the colon
 --> p.yaml:2:1
2 | traffic:200/s
  | ^^^^^^^^^^^^^ read as the one word `traffic:200/s`
  = help: write `traffic: 200/s`
"#,
    );
}

#[test]
fn a_tab_in_the_indentation() {
    check(
        "components:\n\tapp: {}\n",
        r#"
error: a tab is used for indentation
 --> p.yaml:2:1
2 |     app: {}
  | ^^^^ a tab
  = help: YAML indents with spaces only: write two spaces instead
"#,
    );
}

#[test]
fn a_tab_below_a_value() {
    check(
        "a: 1\n\tb: 2\n",
        r#"
error: a tab is used for indentation
 --> p.yaml:2:1
2 |     b: 2
  | ^^^^ a tab
  = help: YAML indents with spaces only: write two spaces instead
"#,
    );
}

#[test]
fn an_at_sign() {
    check(
        "name: @home # c\n",
        r#"
error: an unquoted value cannot begin with `@`
 --> p.yaml:1:7
1 | name: @home # c
  |       ^^^^^
  = help: quote it: `"@home"`
"#,
    );
}

#[test]
fn a_backtick() {
    check(
        "name: `x`\n",
        r#"
error: an unquoted value cannot begin with a backtick
 --> p.yaml:1:7
1 | name: `x`
  |       ^^^
  = help: quote it: "`x`"
"#,
    );
}

#[test]
fn a_percent_sign() {
    check(
        "share: { of: %10, at: 5s }\n",
        r#"
error: an unquoted value cannot begin with `%`
 --> p.yaml:1:14
1 | share: { of: %10, at: 5s }
  |              ^^^
  = help: quote it: `"%10"`
"#,
    );
}

#[test]
fn a_directive() {
    check(
        "a: 1\n%b: 2\n",
        r#"
error: a `%` at the start of a line begins a YAML directive
 --> p.yaml:2:1
2 | %b: 2
  | ^
  = help: quote the line, or indent it below its key
"#,
    );
}

#[test]
fn a_star_with_a_space() {
    check(
        "rate: * 3\n",
        r#"
error: `*` begins an alias in YAML, and no name follows
 --> p.yaml:1:7
1 | rate: * 3
  |       ^
  = help: quote the value if text is meant: `"* 3"`
"#,
    );
}

#[test]
fn an_anchor_without_a_name() {
    check(
        "name: & more\n",
        r#"
error: `&` begins an anchor in YAML, and no name follows
 --> p.yaml:1:7
1 | name: & more
  |       ^
  = help: quote the value if text is meant: `"& more"`
"#,
    );
}

#[test]
fn an_unclosed_brace() {
    check(
        "components:\n  app: { server: { cores: 2 }\n  db: { database: {} }\n",
        r#"
error: `{` is never closed
 --> p.yaml:2:8
2 |   app: { server: { cores: 2 }
  |        ^ opened here
3 |   db: { database: {} }
  |   -- `,` or `}` is expected before this
  = help: close it with `}`
"#,
    );
}

#[test]
fn an_unclosed_brace_after_a_value() {
    check(
        "app: { cores: 2\npath: [app]\n",
        r#"
error: `{` is never closed
 --> p.yaml:1:6
1 | app: { cores: 2
  |      ^ opened here
2 | path: [app]
  | ---- `,` or `}` is expected before this
  = help: close it with `}`
"#,
    );
}

#[test]
fn an_unclosed_bracket_at_the_end() {
    check(
        "path: [lb, app\n",
        r#"
error: `[` is never closed
 --> p.yaml:1:7
1 | path: [lb, app
  |       ^ opened here
  = help: close it with `]`
"#,
    );
}

#[test]
fn a_wrong_closing_bracket() {
    check(
        "path: [lb, app}\n",
        r#"
error: `[` is closed by `}`
 --> p.yaml:1:7
1 | path: [lb, app}
  |       ^       - closed here
  |       |
  |       opened here
  = help: write `]`, or close what was opened in between
"#,
    );
}

#[test]
fn a_brace_too_many() {
    check(
        "app: { server: {} }}\n",
        r#"
error: `}` closes nothing
 --> p.yaml:1:20
1 | app: { server: {} }}
  |                    ^
  = help: remove it, or open it before; quote it if text is meant
"#,
    );
}

#[test]
fn a_missing_comma() {
    check(
        "app: { cores: 2 work: 5ms }\n",
        r#"
error: a comma is missing
 --> p.yaml:1:17
1 | app: { cores: 2 work: 5ms }
  |                 ^^^^ write a comma before `work`
  = help: write `2, work: …`
"#,
    );
}

#[test]
fn a_missing_comma_at_a_line_end() {
    check(
        "app: { cores: 2,\n       workers: 3\n       work: 5ms }\n",
        r#"
error: a comma is missing
 --> p.yaml:3:8
3 |        work: 5ms }
  |        ^^^^ write a comma before `work`
  = help: write `3, work: …`
"#,
    );
}

#[test]
fn two_commas() {
    check(
        "path: [lb,, app]\n",
        r#"
error: nothing stands between two commas
 --> p.yaml:1:11
1 | path: [lb,, app]
  |           ^
  = help: remove one of them
"#,
    );
}

#[test]
fn a_second_colon() {
    check(
        "about: Note: this is slow\n",
        r#"
error: a second colon in one value
 --> p.yaml:1:12
1 | about: Note: this is slow
  |            ^ read as a second key
  = help: quote the value: `about: "Note: this is slow"`
"#,
    );
}

#[test]
fn a_line_below_a_value() {
    check(
        "traffic: 200/s\n  path: [app]\n",
        r#"
error: `path` is indented below a line that already has a value
 --> p.yaml:2:3
1 | traffic: 200/s
  |          ----- the value
2 |   path: [app]
  |   ^^^^ read as the value's second line
  = help: start it in the same column as the key above, or write nothing after that key's colon
"#,
    );
}

#[test]
fn a_line_that_lines_up_with_nothing() {
    check(
        "app:\n    cores: 2\n  work: 5ms\n",
        r#"
error: this line's indentation fits no line above
 --> p.yaml:3:3
3 |   work: 5ms
  |   ^^^^
  = help: the keys above start in columns 1 and 5
"#,
    );
}

#[test]
fn a_key_without_a_colon() {
    check(
        "traffic: 200/s\npath\n",
        r#"
error: a key without a colon
 --> p.yaml:2:1
2 | path
  | ^^^^
  = help: write `path: …`
"#,
    );
}

#[test]
fn a_dash_among_keys() {
    check(
        "traffic: 200/s\n- app\n",
        r#"
error: a list item stands among the keys of a map
 --> p.yaml:2:1
2 | - app
  | ^
  = help: indent it below its key, or write it as a key
"#,
    );
}

#[test]
fn a_key_among_dashes() {
    check(
        "path:\n  - app\n  db: 1\n",
        r#"
error: a line among list items does not begin with `- `
 --> p.yaml:3:3
3 |   db: 1
  |   ^^
  = help: begin it with `- `, or indent it like the map it belongs to
"#,
    );
}

#[test]
fn a_dash_behind_a_key() {
    check(
        "path: - app\n",
        r#"
error: a list cannot begin on its key's line with a dash
 --> p.yaml:1:7
1 | path: - app
  |       ^
  = help: put `- …` on a line of its own below the key, or write `[…]`
"#,
    );
}

#[test]
fn an_unclosed_quote() {
    check(
        "name: \"One\npath: [app]\n",
        r#"
error: a quote is never closed
 --> p.yaml:1:7
1 | name: "One
  |       ^ opened here
  = help: close it with `"` on the same line
"#,
    );
}

#[test]
fn text_after_a_quote() {
    check(
        "about: 'it's slow'\n",
        r#"
error: text follows a closing quote
 --> p.yaml:1:12
1 | about: 'it's slow'
  |            ^
  = help: quote the whole value; an apostrophe inside single quotes is written twice: `'it''s'`
"#,
    );
}

#[test]
fn an_unknown_escape() {
    check(
        "about: \"a\\qb\"\n",
        r#"
error: YAML knows no such escape in double quotes
 --> p.yaml:1:10
1 | about: "a\qb"
  |          ^^
  = help: write `\\` for a backslash, or use single quotes, in which it means itself
"#,
    );
}

#[test]
fn a_text_block_with_text() {
    check(
        "about: >50 ms\n",
        r#"
error: `>` begins a block of text, which starts on the next line
 --> p.yaml:1:8
1 | about: >50 ms
  |        ^^^^^^
  = help: quote the value if text is meant: `">50 ms"`
"#,
    );
}
