use super::*;

fn check(name: &str, text: &str, marked: &str, label: &str, help: &str, expect: &str) {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    let start = text.find(marked).expect("the test marks something in its text");
    let span = Span { file, start: start as u32, end: (start + marked.len()) as u32 };
    let problem = Problem::error(span, "unknown field `x`").label(label).help(help);
    assert_eq!(render(&problem, &sources, Lang::En, false), expect);
}

#[test]
fn shows_title_place_line_caret_label_and_help() {
    check(
        "page.yaml",
        "name: One\ncomponents:\n  app: { server: { wrokers: 4 } }\n",
        "wrokers",
        "did you mean `workers`?",
        "threads of one instance",
        "\
error: unknown field `x`
 --> page.yaml:3:20
  |
3 |   app: { server: { wrokers: 4 } }
  |                    ^^^^^^^ did you mean `workers`?
  |
  = help: threads of one instance",
    );
}

#[test]
fn counts_columns_in_characters_and_places_the_caret_under_wide_ones() {
    check(
        "쪽.yaml",
        "이름: 단축 주소\n구성: { 앱: 서버 }\n",
        "서버",
        "여기",
        "",
        "\
error: unknown field `x`
 --> 쪽.yaml:2:10
  |
2 | 구성: { 앱: 서버 }
  |             ^^^^ 여기",
    );
}

#[test]
fn a_problem_without_a_place_is_its_title_and_help() {
    let problem = Problem::nowhere("`x.yaml` does not exist").help("check the name");
    assert_eq!(
        render(&problem, &Sources::default(), Lang::En, false),
        "error: `x.yaml` does not exist\n |\n = help: check the name"
    );
    assert_eq!(
        render(&Problem::nowhere("gone"), &Sources::default(), Lang::En, false),
        "error: gone"
    );
}

#[test]
fn two_places_in_one_file_stand_in_one_snippet() {
    let mut sources = Sources::default();
    let file = sources.add("p.yaml", "a: 1\nb: 2\nc: 3\nd: 4\na: 5\n");
    let at = |start, end| Span { file, start, end };
    let problem = Problem::warning(at(20, 21), "`a` twice").label("again").also(at(0, 1), "first");
    assert_eq!(
        render(&problem, &sources, Lang::En, false),
        "\
warning: `a` twice
 --> p.yaml:5:1
  |
1 | a: 1
  | - first
...
5 | a: 5
  | ^ again"
    );
}

#[test]
fn two_places_in_two_files_name_both() {
    let mut sources = Sources::default();
    let one = sources.add("one.yaml", "a: 1\n");
    let two = sources.add("two.yaml", "b: 2\na: 3\n");
    let problem = Problem::error(Span { file: two, start: 5, end: 6 }, "`a` twice")
        .label("again")
        .also(Span { file: one, start: 0, end: 1 }, "first");
    assert_eq!(
        render(&problem, &sources, Lang::En, false),
        "\
error: `a` twice
 --> two.yaml:2:1
  |
2 | a: 3
  | ^ again
  |
 ::: one.yaml:1:1
  |
1 | a: 1
  | - first"
    );
}

#[test]
fn a_span_at_the_end_or_outside_still_renders() {
    let mut sources = Sources::default();
    let file = sources.add("p.yaml", "a: [1\n");
    for (start, end) in [(6, 6), (5, 5), (90, 95), (4, 2), (0, 6)] {
        let text =
            render(&Problem::error(Span { file, start, end }, "t"), &sources, Lang::En, false);
        assert!(text.starts_with("error: t\n --> p.yaml:"), "{text}");
    }
    let empty = sources.add("e.yaml", "");
    let text = render(
        &Problem::error(Span { file: empty, start: 0, end: 0 }, "t"),
        &sources,
        Lang::En,
        false,
    );
    assert!(text.starts_with("error: t\n --> e.yaml:1:1"), "{text}");
}

#[test]
fn colour_adds_styles_only() {
    let mut sources = Sources::default();
    let file = sources.add("p.yaml", "a: 1\n");
    let problem = Problem::error(Span { file, start: 3, end: 4 }, "t").label("l").help("h");
    let colored = render(&problem, &sources, Lang::En, true);
    assert!(colored.contains('\u{1b}'));
    let mut plain = String::new();
    let mut rest = colored.as_str();
    while let Some(at) = rest.find('\u{1b}') {
        plain.push_str(&rest[..at]);
        rest = rest[at..].split_once('m').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    assert_eq!(plain, render(&problem, &sources, Lang::En, false));
}
