//! Fields, sections and names.

use super::fits::write;
use super::list::{all_of, code, did_you_mean, named, words};
use super::particle::Particle::{Subject, Topic};
use super::particle::with;
use super::why::why;
use crate::message::fields::Fault;
use crate::message::{Owner, Words};

pub fn fault(what: &Fault) -> Words {
    match what {
        Fault::Unknown { field, owner, near, fits } => unknown(field, owner, near, fits),
        Fault::CommaInFlowMap { field } => words(
            format!("키 `{field}`에 값이 없습니다"),
            "앞의 쉼표에서 값이 끝났습니다",
            "`{ … }` 안에서 쉼표가 있는 값은 따옴표로 감싸세요: `work: \"erlang(3, 5ms)\"`",
        ),
        Fault::Missing { field, owner, fits } => words(
            format!("{}에는 {} 필요합니다", called(owner), code(field, Subject)),
            format!("여기에 {} 없습니다", code(field, Subject)),
            format!("`{field}:`에 {}", write(fits)),
        ),
        Fault::NoEffect { field, why: reason } => {
            words(format!("{} 여기서 효과가 없습니다", code(field, Topic)), why(reason), "")
        }
        Fault::WantsAMap { owner } => words(
            format!("{} 맵이어야 합니다", with(&called(owner), Topic)),
            "맵이 아닙니다",
            map_example(owner),
        ),
        Fault::WantsAList { field } => words(
            format!("{} 목록이어야 합니다", code(field, Topic)),
            "목록이 아닙니다",
            list_example(field),
        ),
        Fault::EmptySection { section } => {
            words(format!("{} 비어 있습니다", code(section, Subject)), "", "채우거나 빼세요")
        }
        Fault::NothingToDo => words(
            "페이지에 추정할 것도 실행할 것도 없습니다",
            "",
            "계산하려면 `assume:`과 `estimate:`를, 설계를 실행하려면 `traffic:`, `path:`, `components:`를 적으세요",
        ),
        Fault::BelongsIntoARequest { field } => words(
            format!("{} 페이지에 바로 적을 수 없습니다", code(field, Topic)),
            "요청 종류에 적는 필드입니다",
            format!(
                "`path:` 대신 `requests: {{ request: {{ {field}: …, path: […] }} }}`처럼 적으세요"
            ),
        ),
        Fault::BelongsInto { field, section } => words(
            format!("{} 페이지에 바로 적을 수 없습니다", code(field, Topic)),
            format!("`{section}`에 적는 필드입니다"),
            format!("`{section}: {{ {field}: … }}`처럼 적으세요"),
        ),
        Fault::KindOnThePage { kind } => words(
            format!("{} 페이지에 바로 적을 수 없습니다", code(kind, Topic)),
            "구성 요소의 종류입니다",
            format!("`components: {{ name: {{ {kind}: {{ … }} }} }}`처럼 적으세요"),
        ),
        Fault::UnknownLatencyList { name, near, lists } => words(
            format!("{} 지연 시간 목록이 없습니다", named(name)),
            did_you_mean(near.as_deref()),
            format!("있는 목록: {}", all_of(lists.iter().map(String::as_str))),
        ),
        Fault::NotAnIdentifier { name } => words(
            format!("식에서 쓸 수 없는 이름입니다: `{name}`"),
            "",
            "이름에는 글자, 숫자, `_`만 쓰고, 숫자로 시작하지 마세요",
        ),
        Fault::NotAName { name } => words(
            format!("이름으로 쓸 수 없습니다: `{name}`"),
            "",
            "이름에는 글자, 숫자, `_`, `-`만 쓰세요",
        ),
        Fault::NamedTwice { name } => {
            words(format!("{} 두 번 정의되었습니다", code(name, Subject)), "두 번째는 여기", "")
        }
    }
}

fn called(owner: &Owner) -> String {
    match owner {
        Owner::Page => "페이지".to_owned(),
        Owner::Event => "이벤트".to_owned(),
        Owner::Request(name) => format!("`requests.{name}`"),
        Owner::Data(name) => format!("`data.{name}`"),
        Owner::Section(name) => format!("`{name}`"),
    }
}

fn unknown(field: &str, owner: &Owner, near: &[&str], fits: &[&str]) -> Words {
    let near = (!near.is_empty()).then(|| near.join("`, `"));
    let owner = called(owner);
    let help = if fits.is_empty() {
        format!("{owner}에는 필드가 없습니다")
    } else {
        format!("{owner}의 필드: {}", all_of(fits.iter().copied()))
    };
    words(
        format!("{owner}에 {} 필드가 없습니다", named(field)),
        did_you_mean(near.as_deref()),
        help,
    )
}

fn map_example(owner: &Owner) -> &'static str {
    match owner {
        Owner::Event => "`{ at: 60s, kill: cache, for: 15s }`처럼 적으세요",
        Owner::Request(_) => "`{ rate: 10/s, path: [app] }`처럼 적으세요",
        Owner::Data(_) => "`{ keys: 1M }`처럼 적으세요",
        Owner::Page => "`{ field: value }`처럼 적으세요",
        Owner::Section(name) => section_example(name),
    }
}

fn section_example(name: &str) -> &'static str {
    match name {
        "components" => "`components: { app: { server: { work: 5ms } } }`처럼 적으세요",
        "requests" => "`requests: { view: { rate: 10/s, path: [app] } }`처럼 적으세요",
        "data" => "`data: { item: { keys: 1M } }`처럼 적으세요",
        "paths" => "경로마다 이름을 붙이세요: `paths: { main: [app, db], spare: [app2, db] }`",
        "weights" => "`weights: { main: 3, spare: 1 }`처럼 적으세요",
        "slo" => "`slo: { p99: 100ms }`처럼 적으세요",
        "network" => "`network: { hop: 250us }`처럼 적으세요",
        "run" => "`run: { duration: 2m }`처럼 적으세요",
        "montecarlo" => "`montecarlo: { spikes: { every: 6h, times: 3 } }`처럼 적으세요",
        "spikes" => "`spikes: { every: 6h, times: 3 }`처럼 적으세요",
        "crowds" => "`crowds: { every: 7d, times: 5 }`처럼 적으세요",
        "failures" => "`failures: { app: { mtbf: 30d, mttr: 10m } }`처럼 적으세요",
        "assume" => "`assume: { users: 2M users }`처럼 적으세요",
        "estimate" => "`estimate: { qps: users * 10/day }`처럼 적으세요",
        "disk" => "`disk: { iops: 3000, bandwidth: 200MB/s }`처럼 적으세요",
        "failover" => "`failover: { detect: 10s, promote: 20s }`처럼 적으세요",
        "health" => "`health: { every: 2s, fails: 3, passes: 2 }`처럼 적으세요",
        "shape" | "spike" => {
            "`shape: { spike: { at: 20s, times: 3, ramp: 5s, hold: 10s } }`처럼 적으세요"
        }
        "ramp" => "`ramp: { to: 3, over: 30s }`처럼 적으세요",
        "diurnal" => "`diurnal: { peak: 2, trough: 0.5, period: 10m }`처럼 적으세요",
        "traffic" => "`traffic: { times: 5 }`처럼 적으세요",
        "repeat" => "`repeat: { times: 200, at_once: 10, path: [a, b] }`처럼 적으세요",
        "chance" => "`chance: { share: 10%, path: [a, b] }`처럼 적으세요",
        "one_of" => "`one_of: { paths: { main: [a], spare: [b] } }`처럼 적으세요",
        _ => "`{ field: value }`처럼 적으세요",
    }
}

fn list_example(field: &str) -> &'static str {
    match field {
        "timeline" => {
            "`timeline: [ { at: 60s, kill: cache, for: 15s } ]`처럼 적거나, 한 줄에 하나씩 `- …`로 적으세요"
        }
        "between" => "`between: [ { from: seoul, to: tokyo, one_way: 17ms } ]`처럼 적으세요",
        "steps" => "`steps: [ { at: 20s, times: 3 }, { at: 40s, times: 1 } ]`처럼 적으세요",
        "points" => "`points: [ { at: 0s, times: 1 }, { at: 30s, times: 3 } ]`처럼 적으세요",
        "weights" => "인스턴스마다 수를 하나씩 적으세요: `weights: [2, 1, 1]`",
        _ => "`[ …, … ]`처럼 적거나, 한 줄에 하나씩 `- …`로 적으세요",
    }
}
