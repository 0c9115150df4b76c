//! What is wrong with a component.

use super::list::{any_of, code, did_you_mean, grouped, named, words};
use super::particle::Particle::{Object, Subject, Topic};
use crate::message::Words;
use crate::message::component::{DiskSpeed, Fault};

pub fn fault(what: &Fault) -> Words {
    match what {
        Fault::ScalesOnNothing { metric, field } => words(
            format!("`metric: {metric}`을 쓰려면 `{field}`가 필요합니다"),
            format!("`{field}`가 없으면 잴 것이 없습니다"),
            format!("서버에 `{field}:`를 적거나 다른 `metric`을 쓰세요"),
        ),
        Fault::PausesForEver => words(
            "정지 시간이 정지 간격만큼 깁니다",
            "아무 일도 하지 못합니다",
            "`every`는 한 정지의 시작부터 다음 정지의 시작까지입니다. 더 길게 적으세요",
        ),
        Fault::MaxBelowMin => words(
            "`max`가 `min`보다 작습니다",
            "가장 많을 때의 인스턴스가 가장 적을 때보다 적습니다",
            "",
        ),
        Fault::StartsOutsideItsScale { instances, min, max } => words(
            format!(
                "처음 인스턴스 {instances}개가 `min` {min}개와 `max` {max}개 사이에 있지 않습니다"
            ),
            "오토스케일러가 허용하지 않는 수입니다",
            "`min`개로 시작하려면 `instances`를 빼세요",
        ),
        Fault::ScalesOnNoQueue { name } => words(
            format!("`{name}`에서는 아무것도 기다리지 않습니다"),
            "오토스케일러는 기다리는 호출을 봅니다",
            "서버에 `workers:`나 `cores:`를 적거나, 앞에 큐를 두세요",
        ),
        Fault::UnknownKind { kind, near, kinds } => words(
            format!("{} 구성 요소 종류가 없습니다", named(kind)),
            did_you_mean(near.as_deref()),
            format!("종류는 {}입니다", any_of(kinds.iter().copied())),
        ),
        Fault::WantsAKind { name, kinds } => words(
            format!("`{name}`에 종류가 없습니다"),
            "구성 요소는 `name: { kind: { fields } }`로 적습니다",
            format!(
                "`{name}: {{ server: {{ … }} }}`처럼 적으세요. 종류는 {}입니다",
                any_of(kinds.iter().copied())
            ),
        ),
        Fault::BesideAKind { name, kind, keys } => words(
            format!("`{name}`에 키가 {keys}개 있습니다. 구성 요소의 키는 종류 하나뿐입니다"),
            "종류와 나란히 적혀 있습니다",
            format!("필드를 모두 안에 넣으세요: `{name}: {{ {kind}: {{ … }} }}`"),
        ),
        Fault::NamedLikeABlock { name } => words(
            format!("구성 요소 이름으로 {} 쓸 수 없습니다", code(name, Object)),
            "경로에서 블록을 여는 단어입니다",
            "",
        ),
        Fault::FixedInAStep { field, name, fits } => words(
            format!("{} 단계마다 바꿀 수 없습니다", code(field, Topic)),
            format!("구성 요소 `{name}` 자체의 값입니다"),
            format!(
                "단계에서 바꿀 수 있는 것은 {}`timeout`, `retry`, `pool`, `cancel`입니다",
                own(fits)
            ),
        ),
        Fault::UnknownMachine { name, near, sizes } => words(
            format!("{} 머신이 없습니다", named(name)),
            did_you_mean(near.as_deref()),
            family(sizes),
        ),
        Fault::RetryWithoutTimes => words(
            "`retry`에는 `times`가 필요합니다",
            "여기에 `times`가 없습니다",
            "`times`가 없으면 재시도하지 않습니다. `retry: { times: 3 }`이나 `retry: 3`처럼 적으세요",
        ),
        Fault::WholeBudget => words(
            "재시도 예산이 100% 이상이면 제한이 없는 것과 같습니다",
            "호출 수만큼 재시도할 수 있습니다",
            "호출 가운데 재시도의 비율을 `10%`처럼 적거나 `budget`을 빼세요",
        ),
        Fault::MaxBelowBase => {
            words("`max`가 `base`보다 작습니다", "가장 긴 쉬는 시간이 첫 번째보다 짧습니다", "")
        }
        Fault::ZeroWeights => words("가중치가 모두 0입니다", "아무것도 선택되지 않습니다", ""),
        Fault::WeightsOfInstances { weights, next, instances } => words(
            format!("`{next}` 인스턴스는 {instances}개인데 가중치는 {weights}개입니다"),
            "가중치는 인스턴스마다 하나씩입니다",
            "",
        ),
        Fault::WorkWithoutDisk { name, missing } => work_without_disk(name, *missing),
        Fault::MoreCopiesThanNodes { copies, instances } => words(
            format!("사본 {copies}개에는 노드가 {copies}개 필요한데 {instances}개입니다"),
            "한 키의 사본은 저마다 다른 노드에 있습니다",
            format!("`instances: {copies}`로 적거나 `copies`를 줄이세요"),
        ),
        Fault::QuorumAboveCopies { field, quorum, copies } => words(
            format!("{} {quorum}인데 키의 사본은 {copies}개입니다", code(field, Topic)),
            "응답이 그만큼 오는 일은 없습니다",
            format!("`{field}`를 {copies} 이하로 적거나 `copies`를 늘리세요"),
        ),
        Fault::TooManyNodes { nodes, most } => words(
            format!("`shards` × (1 + `replicas`): 노드가 {}개입니다", grouped(*nodes)),
            "",
            format!("구성 요소 하나의 노드는 {}개까지입니다", grouped(u64::from(*most))),
        ),
    }
}

/// The component's own fields that a step may change, before those of the call.
fn own(fits: &[&str]) -> String {
    let fits: Vec<String> = fits.iter().map(|field| format!("`{field}`")).collect();
    if fits.is_empty() {
        String::new()
    } else {
        format!("{}, 그리고 호출의 ", fits.join(", "))
    }
}

fn family(sizes: &[String]) -> String {
    if sizes.is_empty() {
        return "머신은 `prices.yaml`에 있는 것입니다. 쓰지 않으려면 `cores:`와 `memory:`를 적으세요"
            .to_owned();
    }
    let shown = &sizes[..sizes.len().min(12)];
    let more = if sizes.len() > shown.len() { ", …" } else { "" };
    format!("이 계열에 있는 머신: {}{more}", shown.join(", "))
}

fn work_without_disk(name: &str, missing: DiskSpeed) -> Words {
    let (missing, example) = match missing {
        DiskSpeed::Iops => ("iops", "iops: 3000"),
        DiskSpeed::Bandwidth => ("bandwidth", "bandwidth: 200MB/s"),
    };
    words(
        format!("`{name}`의 작업이 쓰는 디스크의 속도를 알 수 없습니다"),
        format!("디스크에 {} 없습니다", code(missing, Subject)),
        format!(
            "구성 요소에 `disk: {{ {example} }}`처럼 적거나, 작업을 `disk: 10ms`처럼 시간으로 적으세요"
        ),
    )
}
