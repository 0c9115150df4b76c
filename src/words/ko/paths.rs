//! What is wrong with a path.

use super::fits::write;
use super::list::{code, did_you_mean, grouped, words};
use super::particle::Particle::{Copula, Subject, Topic};
use crate::message::paths::Fault;
use crate::message::{Fits, Words};

pub fn fault(what: &Fault) -> Words {
    match what {
        Fault::Empty { field } => words(
            format!("{} 비어 있습니다", code(field, Subject)),
            "여기에 단계가 없습니다",
            write(&Fits::Path),
        ),
        Fault::EmptyStep => words("이 단계가 비어 있습니다", "", "구성 요소의 이름을 적으세요"),
        Fault::ListInAPath => words(
            "단계에는 목록을 적을 수 없습니다",
            "경로 안의 경로",
            "한꺼번에 호출하면 `parallel: [[a, b], c]`, 차례로 호출하면 `sequence: [[a, b], c]`처럼 적으세요",
        ),
        Fault::BlockWithoutPaths { block } => {
            words(format!("`{block}`에 경로가 없습니다"), "블록을 여는 단어입니다", example(block))
        }
        Fault::BlockWantsPaths { block } => {
            words(format!("`{block}`에는 경로 목록이 필요합니다"), "", example(block))
        }
        Fault::SeveralKeys { name, stray, is_block } => {
            let help = if *is_block {
                example(name).to_owned()
            } else {
                format!(
                    "단계는 {}나 `{name}: {{ fields }}`처럼 적고, 다음 단계는 새 `-`로 시작하세요",
                    code(name, Copula)
                )
            };
            words(format!("단계의 키는 하나인데 {} 더 있습니다", code(stray, Subject)), "", help)
        }
        Fault::FieldsWantAMap { name } => words(
            format!("단계 `{name}`의 필드는 맵이어야 합니다"),
            "",
            format!(
                "`{name}`만 적거나, 이 단계에서만 필드를 바꾸려면 `{name}: {{ work: 5ms }}`처럼 적으세요"
            ),
        ),
        Fault::NotABlock { name, near } => words(
            format!("{} 블록이 아닙니다", code(name, Topic)),
            did_you_mean(Some(near)),
            "블록은 `parallel`, `sequence`, `repeat`, `chance`, `one_of`, `later`입니다. 구성 요소의 필드는 맵으로 적으세요",
        ),
        Fault::NeedBeyondPaths { need, paths } => words(
            format!("경로는 {paths}개인데 `need` 값은 {}입니다", grouped(*need)),
            "이 응답은 오지 않습니다",
            "",
        ),
        Fault::WeightOfNoPath { name, near } => words(
            format!("경로 중에 {} 없습니다", code(name, Subject)),
            did_you_mean(near.as_deref()),
            "",
        ),
        Fault::InOneWord { written, names } => words(
            format!("이름 하나로 읽었습니다: `{written}`"),
            "",
            format!("경로는 목록으로 적으세요: `path: [{}]`", names.join(", ")),
        ),
        Fault::QueueOutsideLater { name } => words(
            format!("{} 메시지 큐이고, 큐를 기다리는 요청은 없습니다", code(name, Topic)),
            "이다음은 나중 작업입니다",
            format!("`later: [{name}, worker]`처럼 적으세요"),
        ),
        Fault::BalancesNothing { name } => words(
            format!("{} 부하를 나눌 대상이 없습니다", code(name, Topic)),
            "경로가 여기서 끝납니다",
            format!("나눌 대상을 뒤에 적으세요: `[{name}, app]`"),
        ),
        Fault::LimitsNothing { name } => words(
            format!("{} 호출을 통과시킬 대상이 없습니다", code(name, Topic)),
            "경로가 여기서 끝납니다",
            format!("보호할 대상을 뒤에 적으세요: `[{name}, app]`"),
        ),
        Fault::LaterWithoutQueue { kind } => {
            let this = kind.map_or_else(|| "블록".to_owned(), |kind| format!("`{kind}`"));
            words(
                "`later`는 메시지 큐로 시작해야 합니다",
                format!("여기는 {this}입니다"),
                "`later: [queue, worker]`처럼 적고, `components`에 `queue: { queue: {} }`를 적으세요",
            )
        }
        Fault::QueueWithoutConsumer => words(
            "이 메시지 큐에서 메시지를 가져가는 쪽이 없습니다",
            "경로가 여기서 끝납니다",
            "작업할 쪽을 뒤에 적으세요: `later: [queue, worker]`",
        ),
        Fault::ConsumerIsABlock => words(
            "메시지 큐 바로 뒤에는 메시지를 가져가는 쪽이 와야 합니다",
            "블록입니다",
            "서버를 먼저 적으세요: `later: [queue, worker, { parallel: [a, b] }]`",
        ),
        Fault::ConsumerIsA { kind } => words(
            "메시지 큐 바로 뒤에는 메시지를 가져가는 쪽이 와야 합니다",
            format!("`{kind}`에는 워커가 없습니다"),
            "서버를 먼저 적으세요: `later: [queue, worker]`",
        ),
        Fault::Endless { calls, most } => words(
            format!("요청 하나에 호출이 약 {}번 일어납니다", grouped(calls.min(1e18) as u64)),
            "이 경로의 `repeat`들이 곱해집니다",
            format!("요청 하나의 호출은 {}번까지입니다", grouped(*most as u64)),
        ),
        Fault::TooDeep { waiting, most } => words(
            format!("이 경로에서는 구성 요소 {}개가 서로를 기다립니다", grouped(*waiting as u64)),
            "이름마다 다음 이름을 호출합니다",
            format!(
                "이어지는 호출은 {}개까지입니다. 차례로 호출하려면 `sequence: [a, b]`처럼 적으세요",
                grouped(*most as u64)
            ),
        ),
    }
}

fn example(block: &str) -> &'static str {
    match block {
        "parallel" => {
            "`parallel: [a, [b, c]]`나 `parallel: { need: 1, paths: [a, b] }`처럼 적으세요"
        }
        "sequence" => "`sequence: [a, [b, c]]`처럼 적으세요",
        "repeat" => "`repeat: { times: 200, at_once: 10, path: [a, b] }`처럼 적으세요",
        "chance" => "`chance: { share: 10%, path: [a, b] }`처럼 적으세요",
        "one_of" => "`one_of: { policy: weighted, paths: { main: [a], spare: [b] } }`처럼 적으세요",
        _ => "`later: [queue, worker]`처럼 적으세요",
    }
}
