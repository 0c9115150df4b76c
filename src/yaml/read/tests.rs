use proptest::prelude::*;

use super::*;
use crate::message::Lang;
use crate::problem::Sources;
use crate::report::problem::render;

fn tree(text: &str) -> (Node, Sources) {
    let mut sources = Sources::default();
    let file = sources.add("p.yaml", text);
    let mut problems = Problems::default();
    let node = read(text, file, &mut problems);
    let said: Vec<String> =
        problems.iter().map(|found| render(found, &sources, Lang::En, false)).collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
    (node.expect("a text without problems has a tree"), sources)
}

/// The tree as text, with its spans' snippets left out: `{a: 1, b: [x, 'q', ~]}`.
fn shape(node: &Node) -> String {
    match &node.value {
        Value::Null => "~".to_owned(),
        Value::Scalar(scalar) if scalar.quoted => format!("'{}'", scalar.text),
        Value::Scalar(scalar) => scalar.text.clone(),
        Value::List(items) => {
            format!("[{}]", items.iter().map(shape).collect::<Vec<_>>().join(", "))
        }
        Value::Map(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, node)| format!("{}: {}", key.text, shape(node)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

fn check(text: &str, expect: &str) {
    assert_eq!(shape(&tree(text).0), expect, "{text}");
}

/// What the span of the node at a path covers.
fn check_span(text: &str, path: &[&str], expect: &str) {
    let (root, sources) = tree(text);
    let node = path.iter().fold(&root, |node, step| match step.parse::<usize>() {
        Ok(index) => &node.as_list().expect("a list")[index],
        Err(_) => node.get(step).expect("the key is there"),
    });
    assert_eq!(sources.snippet(node.span), expect, "{text}");
}

fn check_problem(text: &str, expect: &str) {
    let mut sources = Sources::default();
    let file = sources.add("p.yaml", text);
    let mut problems = Problems::default();
    let _ = read(text, file, &mut problems);
    let said: Vec<String> = problems
        .sorted()
        .iter()
        .map(|found| crate::words::complaint(&found.what, Lang::En).title)
        .collect();
    assert_eq!(said.join("\n"), expect, "{text}");
}

#[test]
fn scalars_keep_their_spelling() {
    check(
        "[off, yes, 1e3, 0x10, 007, 1_000, 1.50, .5, -0, 12:30, 99.9%, $6000/month, 1.5..3]",
        "[off, yes, 1e3, 0x10, 007, 1_000, 1.50, .5, -0, 12:30, 99.9%, $6000/month, 1.5..3]",
    );
}

#[test]
fn quotes_and_blocks_are_told_from_plain_words() {
    check("[a, 'b', \"c\\td\", !!str 5]", "[a, 'b', 'c\td', '5']");
    check("a: |\n  one\n  two\nb: >-\n  one\n  two\n", "{a: 'one\ntwo\n', b: 'one two'}");
}

#[test]
fn nothing_null_and_tilde_are_null_unless_quoted() {
    check(
        "a:\nb: ~\nc: null\nd: NULL\ne: 'null'\nf: ''\ng: nil\n",
        "{a: ~, b: ~, c: ~, d: ~, e: 'null', f: '', g: nil}",
    );
    check("[~, ]", "[~]");
}

#[test]
fn keys_are_texts_whatever_they_look_like() {
    check(
        "1: x\ntrue: y\nnull: z\n'q r': w\n? long\n: v\n",
        "{1: x, true: y, null: z, q r: w, long: v}",
    );
}

#[test]
fn maps_keep_the_order_written() {
    check("{ z: 1, a: 2, m: { y: 1, b: 2 } }", "{z: 1, a: 2, m: {y: 1, b: 2}}");
}

#[test]
fn one_pair_in_brackets_is_a_map() {
    check("path: [lb, app: { timeout: 1s }, db]", "{path: [lb, {app: {timeout: 1s}}, db]}");
    check_span("path: [lb, app: { timeout: 1s }, db]", &["path", "1"], "app: { timeout: 1s }");
}

#[test]
fn a_document_may_have_markers_comments_a_mark_and_windows_lines() {
    check("# first\n---\na: 1 # one\n...\n", "{a: 1}");
    check("\u{feff}a: 1\n", "{a: 1}");
    check(
        "a: 1\r\nb: x y\r\nc: |\r\n  t\r\nd: [\r\n  'q' ]\r\n",
        "{a: 1, b: x y, c: 't\n', d: ['q']}",
    );
    check_span("a: 1\r\nb: x y\r\nc: 2\r\n", &["b"], "x y");
    check("a: one\n  two\nb: 3", "{a: one two, b: 3}");
}

#[test]
fn spans_are_bytes_and_cover_exactly_what_was_written() {
    let page = "이름: 단축 주소\n구성:\n  앱: { 서버: { cores: 2 } }  # 끝\n경로: [앱, '디비']\n";
    check_span(page, &["이름"], "단축 주소");
    check_span(page, &["구성"], "앱: { 서버: { cores: 2 } }");
    check_span(page, &["구성", "앱"], "{ 서버: { cores: 2 } }");
    check_span(page, &["구성", "앱", "서버", "cores"], "2");
    check_span(page, &["경로"], "[앱, '디비']");
    check_span(page, &["경로", "1"], "'디비'");
    let (root, sources) = tree(page);
    let keys: Vec<&str> =
        root.as_map().expect("a map").iter().map(|(key, _)| sources.snippet(key.span)).collect();
    assert_eq!(keys, ["이름", "구성", "경로"]);
    assert_eq!(sources.snippet(root.span), page.trim_end());
}

#[test]
fn block_lists_start_at_their_first_dash_and_end_with_their_last_item() {
    check_span("a:\n  - x\n  - y: 1\n    z: 2\n\n# c\nb: 1\n", &["a"], "- x\n  - y: 1\n    z: 2");
    check_span("a:\n- x\n- y\nb: 1\n", &["a"], "- x\n- y");
    check_span("a:\n- x: 1\n  y: 2\n", &["a", "0"], "x: 1\n  y: 2");
    check_span("a: |\n  one\n  two\n\nb: 1\n", &["a"], "one\n  two");
}

#[test]
fn nothing_stands_right_behind_its_key() {
    let (root, _) = tree("a:\n\nb: 1\n");
    let span = root.get("a").expect("a").span;
    assert_eq!((span.start, span.end), (1, 1));
}

#[test]
fn aliases_copy_and_point_to_what_they_copy() {
    check("a: &x { k: 1 }\nb: *x\nc: [*x, &y 2, *y]", "{a: {k: 1}, b: {k: 1}, c: [{k: 1}, 2, 2]}");
    check_span("a: &x { k: 1 }\nb: *x\n", &["b"], "{ k: 1 }");
    check_span("r: { a: &x 1, b: *x }\ns: 1", &["r"], "{ a: &x 1, b: *x }");
    check("a: &k key\n*k : 1", "{a: key, key: 1}");
}

#[test]
fn merge_keys_add_what_is_not_written() {
    let base = "x: &x { a: 1, b: 2 }\ny: &y { b: 3, c: 4 }\n";
    let head = "x: {a: 1, b: 2}, y: {b: 3, c: 4}";
    check(
        &format!("{base}z: {{ b: 9, <<: *x, d: 5 }}"),
        &format!("{{{head}, z: {{b: 9, a: 1, d: 5}}}}"),
    );
    check(
        &format!("{base}z:\n  <<: [*y, *x]\n  e: 1"),
        &format!("{{{head}, z: {{b: 3, c: 4, a: 1, e: 1}}}}"),
    );
    check("'<<': 1", "{<<: 1}");
    check_problem("<<: 3", "`<<` merges maps, and this is none");
    check_problem("x: &x {a: 1}\ny: {<<: *x, <<: *x}", "`<<` is written twice in the same map");
}

#[test]
fn a_whole_page_is_read_without_a_word() {
    let (root, sources) = tree(include_str!("../../../tests/language/shortener.yaml"));
    let keys: Vec<&str> =
        root.as_map().expect("a map").iter().map(|(key, _)| key.text.as_str()).collect();
    assert_eq!(
        keys.join(" "),
        "name about slo assume estimate traffic data requests components timeline"
    );
    let app = root.get("components").and_then(|all| all.get("app")).expect("the component");
    assert_eq!(
        sources.snippet(app.span),
        "{ server: { machine: m7g.large, instances: 40, work: { mean: 2ms, cv: 1.5 } } }"
    );
    let peak = root.get("assume").and_then(|all| all.get("peak")).and_then(Node::as_text);
    assert_eq!(peak, Some("1.5..3"));
}

#[test]
fn limits_are_named() {
    let deep = format!("a: {}", "[".repeat(DEPTH_MAX + 1));
    check_problem(&deep, "the page is nested deeper than 64 levels, the most that is read");
    let block: String = (0..70).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    check_problem(&block, "the page is nested deeper than 64 levels, the most that is read");
    let fits = format!("{}1{}", "[".repeat(DEPTH_MAX), "]".repeat(DEPTH_MAX));
    check(&fits, &fits);
    let long = "x".repeat(PAGE_MAX_BYTES + 1);
    check_problem(&long, "the page is larger than 1 MiB, the most that is read");
}

#[test]
fn alias_bombs_are_refused() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..10 {
        let items = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{items}]\n"));
    }
    check_problem(&bomb, "aliases copy more than 100000 values, the most that is read");
    // Few values, but long ones.
    let long = format!("a: &a \"{}\"\nb: [{}]\n", "x".repeat(500_000), vec!["*a"; 50].join(", "));
    check_problem(&long, "aliases copy more than 100000 values, the most that is read");
    // Aliases of aliases must not get around the limit of nesting.
    let inner = format!("a0: &a0 {}1{}\n", "[".repeat(40), "]".repeat(40));
    let nested = format!("{inner}a1: {}*a0{}\n", "[".repeat(40), "]".repeat(40));
    check_problem(&nested, "the page is nested deeper than 64 levels, the most that is read");
    check_problem("a: &a [*a]", "an alias stands inside the value it copies");
}

#[test]
fn a_part_is_read_with_the_whole_texts_offsets() {
    let text = "app.work=exp(5ms, 1)";
    let mut sources = Sources::default();
    let file = sources.add("--set", text);
    let mut problems = Problems::default();
    let node = read_part(text, 9, file, &mut problems).flatten().expect("a value");
    assert_eq!(sources.snippet(node.span), "exp(5ms, 1)");
    assert_eq!(node.as_text(), Some("exp(5ms, 1)"));
    let text = "a=[1, {b: 한";
    let file = sources.add("--set", text);
    assert_eq!(read_part(text, 2, file, &mut problems), None);
    let found = problems.sorted()[0].span.expect("a place");
    assert_eq!(sources.snippet(found), "{");
}

#[test]
fn all_duplicates_are_found_at_once() {
    check_problem(
        "a: 1\nb: { c: 1, c: 2, d: 3, c: 4 }\na: 2\n",
        "`c` is written twice in the same map\n`c` is written twice in the same map\n`a` is written twice in the same map",
    );
}

fn spans_are_sound(node: &Node, text: &str) -> bool {
    let sound = |span: Span| {
        span.start <= span.end && text.get(span.start as usize..span.end as usize).is_some()
    };
    sound(node.span)
        && match &node.value {
            Value::Null | Value::Scalar(_) => true,
            Value::List(items) => items.iter().all(|item| spans_are_sound(item, text)),
            Value::Map(entries) => {
                entries.iter().all(|(key, node)| sound(key.span) && spans_are_sound(node, text))
            }
        }
}

fn survives(text: &str) -> Result<(), TestCaseError> {
    let mut sources = Sources::default();
    let file = sources.add("p.yaml", text);
    let mut problems = Problems::default();
    let node = read(text, file, &mut problems);
    prop_assert!(node.is_some() || problems.any_errors(), "silent: {text:?}");
    if let Some(node) = &node {
        prop_assert!(spans_are_sound(node, text), "{text:?} {node:?}");
    }
    for found in problems.iter() {
        for span in found.span.iter().chain(found.also.iter().map(|(span, _)| span)) {
            prop_assert!(
                text.get(span.start as usize..span.end as usize).is_some(),
                "{text:?} {found:?}"
            );
        }
        let _ = render(found, &sources, Lang::En, false);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,60}") {
        survives(&text)?;
    }

    #[test]
    fn anything_like_yaml_is_read_without_panic(
        text in "([a한： ，\u{a0}\t\r\n:,\\[\\]{}&*!|>'\"%@`#?(). -]|a: |- |\n  |<<|\\*a|&a|---|\\.\\.\\.|f\\(){0,60}"
    ) {
        survives(&text)?;
    }
}
