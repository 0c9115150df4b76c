//! What is wrong with what happens, at a time or at random.

use super::label::event as event_label;
use super::list::{all_of, code, did_you_mean, named, words};
use super::number::duration;
use super::particle::Particle::{And, Object, Subject, Topic};
use crate::message::Words;
use crate::message::timeline::Fault;

pub fn fault(what: &Fault) -> Words {
    match what {
        Fault::SetOfScaled { name } => words(
            format!("`{name}`의 인스턴스 수는 `autoscale`이 정합니다"),
            "직접 정할 수 없습니다",
            "수를 직접 적으려면 `autoscale`을 빼거나, 대신 부하를 바꾸세요",
        ),
        Fault::NoVerb { verbs } => {
            words("이 항목에서는 아무 일도 일어나지 않습니다", "", an_entry_has(verbs))
        }
        Fault::UnknownVerb { word, near, verbs } => words(
            format!("{} 이벤트가 없습니다", named(word)),
            did_you_mean(*near),
            an_entry_has(verbs),
        ),
        Fault::TwoVerbs { first, second } => words(
            format!("한 항목에 {} {} 함께 있습니다", code(first, And), code(second, Subject)),
            "두 번째는 여기",
            "`at`이 같은 항목 두 개로 나누세요",
        ),
        Fault::CutWantsTwo => words(
            "`cut`에는 이름이 두 개 필요합니다",
            "",
            "구성 요소나 사이트 둘을 `cut: [app, db]`처럼 적으세요",
        ),
        Fault::CutOfOne { name } => words(
            format!("{} 자기 자신과 끊을 수 없습니다", code(name, Object)),
            "같은 이름이 두 번 적혀 있습니다",
            "",
        ),
        Fault::UnknownSide { name, near } => words(
            format!("{} 구성 요소도 사이트도 아닙니다", code(name, Topic)),
            did_you_mean(near.as_deref()),
            "",
        ),
        Fault::NothingAtSite { name } => {
            words(format!("사이트 `{name}`에 구성 요소가 없습니다"), "", "")
        }
        Fault::UnknownRequest { name, near } => {
            words(format!("`{name}`이라는 요청이 없습니다"), did_you_mean(near.as_deref()), "")
        }
        Fault::SetWantsAMap => words(
            "`set`에는 필드와 새 값을 적어야 합니다",
            "",
            "`set: { app.instances: 8 }`처럼 적으세요",
        ),
        Fault::SetWantsAField { key, is_component } => {
            let label =
                if *is_component { format!("`{key}.instances`인가요?") } else { String::new() };
            words(
                format!("{} 필드 이름이 아닙니다", code(key, Topic)),
                label,
                "`set: { app.instances: 8 }`처럼 적으세요",
            )
        }
        Fault::CannotSet { field, name, kind, fits } => {
            let help = if fits.is_empty() {
                format!("실행 중에 `{kind}`에서 바꿀 수 있는 것은 없습니다")
            } else {
                format!("실행 중에 `{kind}`에서 바꿀 수 있는 것: {}", all_of(fits.iter().copied()))
            };
            words(format!("`{name}`의 {} 실행 중에 바꿀 수 없습니다", code(field, Topic)), "", help)
        }
        Fault::SetOfNoLimit { name } => words(
            format!("`{name}`에는 바꿀 `workers`가 없습니다"),
            "",
            format!("먼저 구성 요소 `{name}`에 `workers`를 적으세요"),
        ),
        Fault::SetOfMeasuredRatio { name } => words(
            format!("`{name}`의 적중률은 실행해서 얻는 값입니다"),
            "바꿀 수 없습니다",
            format!("적중률을 알고 있다면 먼저 구성 요소 `{name}`에 `hit_ratio`를 적으세요"),
        ),
        Fault::NothingToStrike { verb, name } => words(
            format!("`{name}`에는 {} 쓸 수 없습니다", code(verb, Object)),
            "`rate_limiter`에는 인스턴스도 작업도 없습니다",
            "",
        ),
        Fault::NothingToSlow { name } => words(
            format!("`{name}`에는 느려질 작업이 없습니다"),
            "`work`가 없는 로드 밸런서는 시간이 걸리지 않습니다",
            "`work`를 적거나, 그 뒤에 있는 구성 요소를 느리게 하세요",
        ),
        Fault::CountAndInstance => words(
            "`count`와 `instance`가 둘 다 인스턴스를 고릅니다",
            "두 번째가 여기 있습니다",
            "둘 중 하나를 지우세요",
        ),
        Fault::NoSuchInstance { name, instance, all } => words(
            format!("`{name}`에는 {instance}번 인스턴스가 없습니다"),
            format!("1번부터 {all}개가 있습니다"),
            "",
        ),
        Fault::MoreThanThereAre { name, count, all } => words(
            format!("`{name}`의 인스턴스는 {count}개가 아니라 {all}개입니다"),
            "",
            "`count`를 빼면 모두에 일어납니다",
        ),
        Fault::FlushOfNoCache { name, kind } => words(
            format!("{} 캐시가 아닙니다", code(name, Topic)),
            format!("종류가 `{kind}`입니다"),
            "비울 수 있는 것은 `cache`와 `cdn`뿐입니다",
        ),
        Fault::FlushOfKnownRatio { name } => words(
            format!("{} 비워도 효과가 없습니다", code(name, Object)),
            "`hit_ratio`를 알고 있으면 항목을 시뮬레이션하지 않습니다",
            "`hit_ratio`를 빼고 요청에 `reads`를 적으세요",
        ),
        Fault::AfterTheEnd => words("실행이 끝난 뒤에 일어나는 이벤트입니다", "", LONGER),
        Fault::ShapeAfterTheEnd => words("이 모양은 실행이 끝난 뒤에 시작합니다", "", LONGER),
        Fault::NotReached { event, at_ns, end_ns } => words(
            format!(
                "실행이 {}에서 끝나, {} 시점의 ‘{}’ 이벤트는 시뮬레이션하지 않았습니다",
                nanoseconds(*end_ns),
                nanoseconds(*at_ns),
                event_label(event)
            ),
            "",
            "",
        ),
        Fault::WindowBeyondHorizon => words(
            "`window`가 자신을 포함하는 `horizon`보다 깁니다",
            "",
            "`window`를 줄이거나 `horizon`을 늘리세요(적지 않으면 하루)",
        ),
        Fault::TooOften { what } => words(
            format!("{} `horizon`마다 10,000번 넘게 일어납니다", code(what, Subject)),
            "",
            "간격을 늘리거나 `horizon`을 줄이세요(적지 않으면 하루)",
        ),
        Fault::SpikeBelowOne { field } => words(
            format!("{} 1보다 커야 합니다", code(field, Topic)),
            "급증한 부하는 평소 부하보다 커야 합니다",
            "",
        ),
        Fault::MostBelowLeast => {
            words("`max`가 `min`보다 작습니다", "급증의 최댓값이 최솟값보다 작습니다", "")
        }
        Fault::NothingToFail { name } => words(
            format!("{} 고장 날 수 없습니다", code(name, Topic)),
            "`rate_limiter`에는 인스턴스가 없습니다",
            "인스턴스가 있는 구성 요소를 적으세요",
        ),
    }
}

const LONGER: &str = "`run: { duration: … }` 값을 늘리거나 빼세요";

fn an_entry_has(verbs: &[&str]) -> String {
    format!("항목에는 `at`과 함께 다음 중 하나를 적으세요: {}", all_of(verbs.iter().copied()))
}

fn nanoseconds(ns: u64) -> String {
    duration(ns as f64 * 1e-9)
}
