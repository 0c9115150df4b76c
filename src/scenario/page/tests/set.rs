//! `--set`: paths into the page, and what is written there.

use super::*;

#[test]
fn set_writes_values_in_order() {
    check(
        &[("a.yaml", "name: One\nslo: { p99: 1s }\n")],
        &[
            "name=Two",
            "slo.p99=2s",
            "slo.p50=1ms",
            "run.caches.app=warm",
            "name=Three = 3",
            " slo.p99 = 9s",
        ],
        "{name: Three = 3, slo: {p99: 9s, p50: 1ms}, run: {caches: {app: warm}}}",
    );
}

#[test]
fn set_reads_values_as_yaml() {
    check(
        &[("a.yaml", "name: One\nassume: { x: 1 }\n")],
        &[
            "path=[lb, app]",
            "components={app: {server: {cores: 2}}}",
            "assume.x=f(1ms, 2ms)",
            "app.async=true",
        ],
        "{name: One, assume: {x: f(1ms, 2ms)}, path: [lb, app], components: {app: {server: {cores: 2, async: true}}}}",
    );
}

#[test]
fn set_knows_components_by_their_names() {
    let expect = |server: &str| {
        format!(
            "{{name: One, traffic: 200/s, path: [app], components: {{app: {{server: {server}}}}}, \
             timeline: [{{at: 1s, kill: app}}, {{at: 9s, flush: app}}]}}"
        )
    };
    let file = [("a.yaml", SERVER)];
    check(&file, &["app.instances=4"], &expect("{cores: 2, work: 5ms, instances: 4}"));
    check(&file, &["components.app.server.cores=8"], &expect("{cores: 8, work: 5ms}"));
    check(&file, &["app.server.cores=8"], &expect("{cores: 8, work: 5ms}"));
    check(&file, &["components.app.cores=8"], &expect("{cores: 8, work: 5ms}"));
    check(&file, &["app.cores=null"], &expect("{work: 5ms}"));
    check(&file, &["app.disk.iops=5"], &expect("{cores: 2, work: 5ms, disk: {iops: 5}}"));
    check(
        &[("a.yaml", "app: { x: 1 }\ncomponents: { app: { server: {} } }")],
        &["app.x=2"],
        "{app: {x: 2}, components: {app: {server: {}}}}",
    );
    check(
        &[("a.yaml", "components: { app: { server: {} } }")],
        &["app={cache: {}}"],
        "{components: {app: {cache: {}}}}",
    );
}

#[test]
fn set_writes_short_forms_out() {
    let check = |text: &str, sets: &[&str], expect: &str| check(&[("a.yaml", text)], sets, expect);
    let traffic = "traffic: 200/s\n";
    check(traffic, &["traffic.rate=300/s"], "{traffic: {rate: 300/s}}");
    check(traffic, &["traffic.arrivals=constant"], "{traffic: {rate: 200/s, arrivals: constant}}");
    check(traffic, &["traffic.shape.at=1s"], "{traffic: {rate: 200/s, shape: {at: 1s}}}");
    check(
        traffic,
        &["traffic.clients=9", "traffic.think=1s"],
        "{traffic: {clients: 9, think: 1s}}",
    );
    let app = "components: { app: { server: { work: 5ms, retry: 3 } } }";
    let expect = |fields: &str| format!("{{components: {{app: {{server: {{{fields}}}}}}}}}");
    check(app, &["app.retry.base=1ms"], &expect("work: 5ms, retry: {times: 3, base: 1ms}"));
    check(app, &["app.work.disk=1ms"], &expect("work: {cpu: 5ms, disk: 1ms}, retry: 3"));
}

#[test]
fn set_refuses_quantities_that_the_page_does_not_have() {
    let file = [("a.yaml", "assume: { peak: 2 }\nestimate: { users: 3 * peak }\n")];
    check_said(
        &file,
        &["assume.peek=5", "assume.users=5"],
        "
error: the page has no `assume.peek` to set
 --> --set:1:8
1 | assume.peek=5
  |        ^^^^ did you mean `assume.peak`?
  = help: `--set` changes a quantity that the page names; a new one has to be written on the page

error: the page has no `assume.users` to set
 --> --set:1:8
1 | assume.users=5
  |        ^^^^^ did you mean `estimate.users`?
  = help: `--set` changes a quantity that the page names; a new one has to be written on the page",
    );
}

#[test]
fn set_reaches_list_items_by_number() {
    let file = [("a.yaml", "timeline:\n  - { at: 1s, kill: app }\n  - { at: 9s, flush: app }\n")];
    check(&file, &["timeline.1.at=5s"], "{timeline: [{at: 1s, kill: app}, {at: 5s, flush: app}]}");
    check(&file, &["timeline.0=null"], "{timeline: [{at: 9s, flush: app}]}");
    check_said(
        &file,
        &["timeline.2.at=5s"],
        "
error: `timeline` is a list without an item `2`
 --> --set:1:10
1 | timeline.2.at=5s
  |          ^
  = help: its items are numbered 0 to 1",
    );
}

#[test]
fn set_refuses_paths_that_lead_nowhere() {
    let file = [("a.yaml", SERVER)];
    check_said(
        &file,
        &["ap.instances=4", "slos.p99=1s"],
        "
error: `ap` is neither a component nor a key of the page
 --> --set:1:1
1 | ap.instances=4
  | ^^ did you mean `app`?
  = help: a path begins with a component (app) or a key of the page

error: `slos` is neither a component nor a key of the page
 --> --set:1:1
1 | slos.p99=1s
  | ^^^^ did you mean `slo`?
  = help: a path begins with a component (app) or a key of the page",
    );
    check_said(
        &file,
        &["app.work.mean=5ms"],
        "
error: `components.app.server.work` is the single value `5ms`, and has no `mean`
 --> --set:1:10
1 | app.work.mean=5ms
  |          ^^^^
  = help: set it whole: `components.app.server.work=…`",
    );
    check_said(
        &file,
        &["app.croes=null"],
        "
error: `components.app.server.croes` is removed here, and was never there
 --> --set:1:5
1 | app.croes=null
  |     ^^^^^ did you mean `cores`?",
    );
}

#[test]
fn set_refuses_what_is_no_path_and_value() {
    let file = [("a.yaml", SERVER)];
    check_said(
        &file,
        &["app.cores", "app.cores=", "app..cores=1", "app.cores=[1"],
        "
error: `--set` needs a path and a value
 --> --set:1:1
1 | app.cores
  | ^^^^^^^^^ no `=` here
  = help: write `--set app.instances=4`

error: `--set` has no value
 --> --set:1:1
1 | app.cores=
  | ^^^^^^^^^^
  = help: write `app.cores=null` to remove `app.cores`

error: a name is missing in this path
 --> --set:1:4
1 | app..cores=1
  |    ^^
  = help: write names with one dot between them: `app.instances`

error: `[` is never closed
 --> --set:1:11
1 | app.cores=[1
  |           ^ opened here
  = help: close it with `]`",
    );
}

#[test]
fn lookup_follows_the_same_paths() {
    let loaded = load_files(&[("a.yaml", SERVER.as_bytes())], &[]);
    let page = loaded.page.expect("a page");
    let text = |path: &str| lookup(&page, path).and_then(Node::as_text);
    assert_eq!(text("app.cores"), Some("2"));
    assert_eq!(text("components.app.server.work"), Some("5ms"));
    assert_eq!(text("timeline.1.at"), Some("9s"));
    assert_eq!(text("traffic"), Some("200/s"));
    assert_eq!(text("traffic.rate"), Some("200/s"));
    for path in [
        "",
        ".",
        "app.",
        "traffic.times",
        "traffic.rate.x",
        "timeline.9",
        "timeline.x",
        "gone.cores",
        "app.gone",
    ] {
        assert_eq!(lookup(&page, path), None, "{path}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        cases: 512,
        failure_persistence: None,
        ..proptest::prelude::ProptestConfig::default()
    })]

    #[test]
    fn any_set_is_applied_or_refused(text in "(app|timeline|slo|[01.=한 {}:,\\[\\]\"~-]|null){0,12}=?\\PC{0,8}") {
        let loaded = load_files(&[("a.yaml", SERVER.as_bytes())], &[&text]);
        proptest::prop_assert!(loaded.page.is_some() != loaded.problems.any_errors());
        let _ = said(&loaded);
    }
}
