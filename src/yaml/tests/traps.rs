//! YAML's traps: text that is right to YAML and means something else than it says.

use super::check;

#[test]
fn a_comma_in_a_call_in_braces() {
    check(
        "components:\n  app: { server: { work: f(1ms, 5ms) } }\n",
        r#"
error: a comma inside an unquoted value split it in two
 --> p.yaml:2:26
2 |   app: { server: { work: f(1ms, 5ms) } }
  |                          ^^^^^^^^^^^ read as more than one entry
  = help: write `work: "f(1ms, 5ms)"`
"#,
    );
}

#[test]
fn two_commas_in_a_call() {
    check(
        "app: { server: { work: hot(1%, 2%, 3%), cores: 2 } }\n",
        r#"
error: a comma inside an unquoted value split it in two
 --> p.yaml:1:24
1 | app: { server: { work: hot(1%, 2%, 3%), cores: 2 } }
  |                        ^^^^^^^^^^^^^^^ read as more than one entry
  = help: write `work: "hot(1%, 2%, 3%)"`
"#,
    );
}

#[test]
fn a_comma_in_a_number() {
    check(
        "{ cost: 1,500 }",
        r#"
error: a comma inside an unquoted value split it in two
 --> p.yaml:1:9
1 | { cost: 1,500 }
  |         ^^^^^ read as more than one entry
  = help: write `cost: "1,500"`
"#,
    );
}

#[test]
fn a_comma_in_a_call_in_brackets() {
    check(
        "path: [lb, erlang(3, 5ms), db]\n",
        r#"
error: a comma inside an unquoted value split it in two
 --> p.yaml:1:12
1 | path: [lb, erlang(3, 5ms), db]
  |            ^^^^^^^^^^^^^^ read as more than one item
  = help: write `"erlang(3, 5ms)"`
"#,
    );
}

#[test]
fn a_word_without_value_in_braces() {
    check(
        "app: { server: { cores: 2, async } }\n",
        r#"
error: `async` has no value
 --> p.yaml:1:28
1 | app: { server: { cores: 2, async } }
  |                            ^^^^^ a map in braces needs `key: value`
  = help: write `async: …`; if the comma belongs to the value before it, quote that: `cores: "2, async"`
"#,
    );
}

#[test]
fn braces_for_a_list() {
    check(
        "path: { lb, app, db }\n",
        r#"
error: words in braces without a value are no list
 --> p.yaml:1:9
1 | path: { lb, app, db }
  |         ^^^^^^^^^^^ a map in braces needs `key: value`
  = help: write `[lb, app, db]` if a list is meant
"#,
    );
}

#[test]
fn braces_inside_braces() {
    check(
        "rate: {{ peak }}\n",
        r#"
error: a map cannot be a key
 --> p.yaml:1:8
1 | rate: {{ peak }}
  |        ^^^^^^^^ `{ peak }` is read as a key
  = help: a key is a single word; `{{ … }}` is no template here, a formula needs no braces
"#,
    );
}

#[test]
fn no_space_after_the_colon_in_braces() {
    check(
        "app: { server: {cores:2, work:5ms} }\n",
        r#"
error: a space is missing after the colon
 --> p.yaml:1:17
1 | app: { server: {cores:2, work:5ms} }
  |                 ^^^^^^^ read as the one word `cores:2`
  = help: write `cores: 2`

error: a space is missing after the colon
 --> p.yaml:1:26
1 | app: { server: {cores:2, work:5ms} }
  |                          ^^^^^^^^ read as the one word `work:5ms`
  = help: write `work: 5ms`
"#,
    );
}

#[test]
fn no_space_after_the_colon_in_a_block() {
    check(
        "app:\n  server:\n    cores:2\n    work:5ms\n",
        r#"
error: a space is missing after the colon
 --> p.yaml:3:5
3 |     cores:2
  |     ^^^^^^^ read as the one word `cores:2`
  = help: write `cores: 2`

error: a space is missing after the colon
 --> p.yaml:4:5
4 |     work:5ms
  |     ^^^^^^^^ read as the one word `work:5ms`
  = help: write `work: 5ms`
"#,
    );
}

#[test]
fn an_anchor_that_nothing_uses() {
    check(
        "name: &co\npath: [app]\n",
        r#"
warning: `&co` marks a value for copying, and no `*co` copies it
 --> p.yaml:1:7
1 | name: &co
  |       ^^^
  = help: quote it if text is meant: `"&co"`
"#,
    );
}

#[test]
fn a_tag() {
    check(
        "name: !important One\n",
        r#"
error: `!important` is a YAML tag, and tags mean nothing here
 --> p.yaml:1:7
1 | name: !important One
  |       ^^^^^^^^^^
  = help: remove it, or quote it if text is meant: `"!important"`
"#,
    );
}

#[test]
fn a_list_as_a_key() {
    check(
        "[a, b]: 1\n",
        r#"
error: a list cannot be a key
 --> p.yaml:1:1
1 | [a, b]: 1
  | ^^^^^^ `[a, b]` is read as a key
  = help: a key is a single word
"#,
    );
}

#[test]
fn a_colon_without_a_key() {
    check(
        "a: 1\n: 2\n",
        r#"
error: a key is missing before the colon
 --> p.yaml:2:1
2 | : 2
  | ^
  = help: write `key: value`
"#,
    );
}

#[test]
fn a_key_twice() {
    check(
        "components:\n  app: {}\n  db: {}\n  app: {}\n",
        r#"
error: `app` is written twice in the same map
 --> p.yaml:4:3
2 |   app: {}
  |   --- first written here
3 |   db: {}
4 |   app: {}
  |   ^^^ the second time
  = help: keep one of them
"#,
    );
}

#[test]
fn two_documents() {
    check(
        "a: 1\n---\nb: 2\n",
        r#"
error: a page is one YAML document
 --> p.yaml:2:1
2 | ---
  | ^^^ a second one begins here
  = help: remove the `---`, or put what follows into a file of its own
"#,
    );
}

#[test]
fn an_empty_page() {
    check(
        "",
        r#"
error: the page is empty
 --> p.yaml:1:1
1 |
  | ^ nothing is written here
  = help: the smallest page has `traffic: 200/s`, `path: [app]` and `components: { app: { server: { work: 5ms } } }`
"#,
    );
}

#[test]
fn a_page_of_comments() {
    check(
        "# nothing yet\n",
        r#"
error: the page is empty
 --> p.yaml:1:1
1 | # nothing yet
  | ^ nothing is written here
  = help: the smallest page has `traffic: 200/s`, `path: [app]` and `components: { app: { server: { work: 5ms } } }`
"#,
    );
}

#[test]
fn an_alias_of_nothing() {
    check(
        "peak: &peak 3\nassume: { p: *paek }\nq: *peak\n",
        r#"
error: `*paek` is an alias, and nothing above is marked `&paek`
 --> p.yaml:2:14
2 | assume: { p: *paek }
  |              ^^^^^ did you mean `*peak`?
  = help: mark the value to copy with `&paek`, or quote it if text is meant: `"*paek"`
"#,
    );
}
