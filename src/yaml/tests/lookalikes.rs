//! Characters that look like YAML's own.

use super::check;

#[test]
fn a_full_width_colon() {
    check(
        "name: One\n구성： { 앱: 1 }\n",
        r#"
error: a full-width colon (`：`) means nothing to YAML
 --> p.yaml:2:3
2 | 구성： { 앱: 1 }
  |     ^^ write `:` here
  = help: if it is part of the text, quote the text
"#,
    );
}

#[test]
fn a_full_width_colon_at_the_start() {
    check(
        "traffic： 200/s\npath: [app]\n",
        r#"
error: a full-width colon (`：`) means nothing to YAML
 --> p.yaml:1:8
1 | traffic： 200/s
  |        ^^ write `:` here
  = help: if it is part of the text, quote the text
"#,
    );
}

#[test]
fn a_full_width_comma() {
    check(
        "app: { cores: 2， work: 5ms }\n",
        r#"
error: a full-width comma (`，`) means nothing to YAML
 --> p.yaml:1:16
1 | app: { cores: 2， work: 5ms }
  |                ^^ write `,` here
  = help: if it is part of the text, quote the text
"#,
    );
}

#[test]
fn a_full_width_comma_in_a_list() {
    check(
        "path: [앱，디비]\n",
        r#"
error: a full-width comma (`，`) means nothing to YAML
 --> p.yaml:1:9
1 | path: [앱，디비]
  |          ^^ write `,` here
  = help: if it is part of the text, quote the text
"#,
    );
}

#[test]
fn a_full_width_space() {
    check(
        "app: { cores: 2\u{3000}}\n",
        r#"
error: a full-width space (U+3000) means nothing to YAML
 --> p.yaml:1:16
1 | app: { cores: 2　}
  |                ^^ write an ordinary space here
  = help: if it is part of the text, quote the text
"#,
    );
}

#[test]
fn a_non_breaking_space_after_a_colon() {
    check(
        "name: One\ntraffic:\u{a0}200/s\n",
        r#"
error: a non-breaking space (U+00A0) means nothing to YAML
 --> p.yaml:2:9
2 | traffic: 200/s
  |         ^ write an ordinary space here
  = help: if it is part of the text, quote the text
"#,
    );
}

#[test]
fn a_non_breaking_space_in_a_value() {
    check(
        "work: 5\u{a0}ms\n",
        r#"
error: a non-breaking space (U+00A0) means nothing to YAML
 --> p.yaml:1:8
1 | work: 5 ms
  |        ^ write an ordinary space here
  = help: if it is part of the text, quote the text
"#,
    );
}

#[test]
fn full_width_braces() {
    check(
        "app: ｛ cores: 2 ｝\n",
        r#"
error: a full-width brace (`｛`) means nothing to YAML
 --> p.yaml:1:6
1 | app: ｛ cores: 2 ｝
  |      ^^ write `{` here
  = help: if it is part of the text, quote the text
"#,
    );
}

#[test]
fn curly_quotes() {
    check(
        "app: { work: “f(1ms, 5ms)” }\n",
        r#"
error: a curly or full-width quote (`“`) means nothing to YAML
 --> p.yaml:1:14
1 | app: { work: “f(1ms, 5ms)” }
  |              ^ write `"` here
  = help: if it is part of the text, quote the text
"#,
    );
}
