//! `napkin scale`.

use super::number::{brief, brief_between, per_month, significant, unit_price};
use super::particle::{Particle, with};
use crate::figure::{Measured, Unit, round};
use crate::message::capacity::Criterion as Judged;
use crate::message::scale::{
    Cell, Cores, Criterion, Head, Left, Machines, Refusal, Scaled, Text, Way, Why,
};
use Particle::{Object, Subject, Topic};

pub fn refusal(what: &Refusal) -> String {
    match what {
        Refusal::CannotScale { name, kind } => format!(
            "{} {kind}라서 더 큰 머신으로 바꾸거나 늘릴 수 없습니다. server, cache, database를 고르세요",
            with(name, Topic)
        ),
        Refusal::NoRate => "scale은 감당하는 초당 요청 수로 설계를 비교하는데 이 페이지에는 클라이언트 수가 있습니다. \
                            traffic.rate를 적으세요"
            .to_owned(),
        Refusal::NoMachine { name } => format!(
            "{name}의 머신이 페이지에 없어 비교할 크기가 없습니다. --family m7g처럼 고르거나 머신을 적으세요"
        ),
        Refusal::NoFamily { family, near: Some(near) } => {
            format!("가격표에 `{family}` 계열이 없습니다. `{near}`인가요?")
        }
        Refusal::NoFamily { family, near: None } => {
            format!("가격표에 `{family}` 계열이 없습니다")
        }
        Refusal::OneSize { family } => {
            format!("`{family}`에는 가격이 있는 크기가 하나뿐이라 비교할 것이 없습니다")
        }
    }
}

fn rate(per_s: f64) -> String {
    brief(per_s, Unit::PerSecond)
}

pub fn text(what: &Text<'_>) -> String {
    match *what {
        Text::Way(of) => way(of).to_owned(),
        Text::Machines(of) => machines(of),
        Text::UpTo { wins_to, from, why: because } => format!(
            "{}까지는 큰 머신 하나가 이기거나 비깁니다. {}에서는 아닙니다: {}.",
            rate(wins_to),
            rate(from),
            why(because)
        ),
        Text::UpAlways { to } => format!(
            "비교한 모든 부하에서({}까지) 큰 머신 하나가 이기거나 비깁니다.",
            rate(to)
        ),
        Text::UpNever { from, why: because } => format!(
            "{}부터 어느 부하에서도 큰 머신 하나가 이기지 못합니다: {}.",
            rate(from),
            why(because)
        ),
        Text::Nothing => "이 계열로는 이 부하들을 감당하는 설계가 없습니다.".to_owned(),
        Text::Spare { wins_to, from, costs } => spare(wins_to, from, costs),
        Text::OneMachine { machine, carries, misses, criterion } => {
            one_machine(machine, &rate(carries), &rate(misses), criterion)
        }
        Text::OneMachineIsEnough { machine, carries, other } => format!(
            "{machine} 하나로 {}까지 감당합니다. {} 감당하는 최대와 같습니다.",
            rate(carries),
            with(other, Subject)
        ),
        Text::Retrograde { machine } => format!(
            "더 큰 {} 오히려 덜 처리합니다. 코어끼리 서로 기다리기 때문입니다.",
            with(machine, Subject)
        ),
        Text::Effective { machine, cores, worth } => format!(
            "페이지의 contention과 coherency로 보면 {machine}의 코어 {cores}개는 {}개만큼 일합니다.",
            significant(worth, 2)
        ),
        Text::SamePrice { family, usd } => format!(
            "{family}에서는 크기와 상관없이 vCPU당 가격이 같으므로({}), vCPU가 몇 개 필요하고 몇 개씩 늘릴 수 있는지가 승부를 가릅니다.",
            per_month(usd)
        ),
        Text::OtherPrice { family, least, most } => format!(
            "{family}에서 vCPU당 가격은 크기에 따라 {}에서 {} 사이입니다.",
            per_month(least),
            per_month(most)
        ),
        Text::Cores { per_s, up, out, why } => {
            let why = why.map_or(String::new(), |why| format!(" {}.", cores(why)));
            format!(
                "{}에서 큰 머신 하나는 vCPU {up}개, 작은 머신들은 모두 {out}개입니다.{why}",
                rate(per_s)
            )
        }
        Text::Primary { writes, reads } => format!(
            "지금의 최대 부하에서 쓰기는 데이터를 가진 프라이머리와 레플리카마다 코어 {}개를, 읽기는 모두 합쳐 {}개를 씁니다. \
             레플리카는 읽기를 나눌 뿐 쓰기는 나누지 못합니다. 쓰기는 샤딩해야 나뉩니다.",
            significant(writes, 2),
            significant(reads, 2)
        ),
        Text::Elsewhere { component, per_s } => format!(
            "{} 넘으면 여기서 무엇을 하든 {} 가득 차므로 비교는 거기까지입니다.",
            with(&rate(per_s), Object),
            with(component, Subject)
        ),
        Text::NoBalancer => "페이지에 로드 밸런서가 없습니다. 머신이 여럿이면 필요하며, 그 비용은 들어 있지 않습니다."
            .to_owned(),
        Text::Frontier => "방식별로 가장 싼 설계".to_owned(),
        Text::Criteria => "스케일 업과 스케일 아웃".to_owned(),
        Text::Sizes => "머신 계열".to_owned(),
        Text::How => "비교한 방법".to_owned(),
        Text::Footnote => {
            "값은 측정했거나 가격에서 나온 것입니다. *는 측정이 아니라 판단입니다.".to_owned()
        }
        Text::LeftShort { share, meets } => {
            let share = brief(share, Unit::Percent);
            match meets {
                None => share,
                Some(true) => format!("{share}, 달성"),
                Some(false) => format!("{share}, 미달"),
            }
        }
        Text::Judged { by, peak } => judged_by(by, peak),
        Text::WithTheMachine => {
            "페이지에 인스턴스마다 적은 것은 크기를 따라갑니다. 워커, 대기 자리, 커넥션은 vCPU에, 버퍼는 메모리에 비례합니다. \
             contention과 coherency는 페이지의 값입니다."
                .to_owned()
        }
        Text::Method { requests } => method(requests),
        Text::Loss { scaled } => loss(scaled),
        Text::ChartTitle { component, wins_to, spare } => {
            let spare = if spare { "(예비 머신 하나 포함)" } else { "" };
            match wins_to {
                Some(to) => {
                    format!("{component}{spare}: {}까지 큰 머신 하나가 이기거나 비깁니다", rate(to))
                }
                None => format!("{component}{spare}: 큰 머신 하나가 가장 싼 경우는 없습니다"),
            }
        }
        Text::ChartAlt { component, ways } => {
            let ways: Vec<&str> = ways.iter().map(|&of| way(of)).collect();
            format!("감당하는 부하에 따른 {component} 머신의 월 비용: {}.", ways.join(", "))
        }
        Text::RateAxis => "감당하는 부하".to_owned(),
        Text::CostAxis { component } => format!("{component} 머신의 월 비용"),
        Text::LimitRule { machine } => format!("{machine} 하나의 한계"),
        Text::Subtitle { scenario, family, seed } => {
            format!("{scenario} · {family} · 목표를 달성하는 가장 싼 설계, 방식별 · 시드 {seed}")
        }
    }
}

const fn way(way: Way) -> &'static str {
    match way {
        Way::Up => "스케일 업",
        Way::Out => "스케일 아웃",
        Way::Diagonal => "절충",
        Way::Replicas => "레플리카",
        Way::Shards => "샤드",
    }
}

fn machines(of: Machines<'_>) -> String {
    match of {
        Machines::Instances { count, machine } => format!("{machine} × {count}"),
        Machines::Nodes { shards: 1, replicas: 0, machine } => format!("{machine} × 1"),
        Machines::Nodes { shards: 1, replicas, machine } => {
            format!("프라이머리 1 + 레플리카 {replicas} × {machine}")
        }
        Machines::Nodes { shards, machine, .. } => format!("샤드 {shards} × {machine}"),
    }
}

fn why(why: Why<'_>) -> String {
    match why {
        Why::OneMachine { family } => format!("{family} 하나로는 감당하지 못합니다"),
        Why::Price { up_usd, other_usd, other } => format!(
            "{}인데 {} 방식은 {}입니다",
            per_month(up_usd),
            machines(other),
            per_month(other_usd)
        ),
        Why::Elsewhere { component } => {
            format!("여기서 무엇을 하든 {} 가득 찹니다", with(component, Subject))
        }
    }
}

fn spare(wins_to: Option<f64>, from: Option<f64>, costs: Option<(f64, f64)>) -> String {
    let costs = costs.map_or(String::new(), |(up, other)| {
        format!("({} 대 {})", per_month(up), per_month(other))
    });
    let spare = "머신 하나를 잃고도 버티려면 큰 머신을 하나 더 세워 두어야 합니다.";
    match (wins_to.map(rate), from.map(rate)) {
        (Some(to), Some(from)) => {
            format!("{spare} 그러면 {to}까지는 이기거나 비기고 {from}부터는 아닙니다{costs}.")
        }
        (None, Some(from)) => {
            format!("{spare} 그러면 {from}부터 어느 부하에서도 이기지 못합니다{costs}.")
        }
        (_, None) => format!("{spare} 그래도 모든 부하에서 이기거나 비깁니다."),
    }
}

fn one_machine(machine: &str, carries: &str, misses: &str, criterion: &Judged) -> String {
    let objective = match criterion {
        Judged::Settles => "요청이 쌓입니다".to_owned(),
        Judged::Objective(_) | Judged::Utilization => {
            format!("{} 기준을 넘습니다", with(&super::capacity::criterion(criterion), Subject))
        }
    };
    if carries == misses {
        return format!("{machine} 하나로 {carries}까지 감당합니다. 그보다 많으면 {objective}.");
    }
    format!("{machine} 하나로 {carries}까지 감당합니다. {misses}에서는 {objective}.")
}

const fn cores(why: Cores) -> &'static str {
    match why {
        Cores::Pooling => {
            "모든 코어 앞에 대기열이 하나면 노는 코어가 없지만, 짧은 대기열이 여럿이면 노는 코어가 생깁니다"
        }
        Cores::SlowEachOther => {
            "한 머신의 코어끼리는 서로를 느리게 하지만 작은 머신끼리는 그렇지 않습니다"
        }
        Cores::Steps => "머신 크기는 두 배씩 커지지만 개수는 하나씩 늘릴 수 있습니다",
    }
}

fn judged_by(by: &[Judged], peak: Option<f64>) -> String {
    let objectives: Vec<String> = by.iter().map(super::capacity::criterion).collect();
    let objectives = objectives.join(", ");
    let peak = peak.map_or(String::new(), |times| {
        format!("(페이지의 트래픽 모양에서 최대인 {}배)", significant(times, 3))
    });
    format!(
        "스케일 업은 머신 하나, 스케일 아웃은 쓸 만한 가장 작은 머신 여럿, 절충은 중간 크기 여럿입니다. ◂는 가장 싼 것과 그와 \
         비기는 것입니다. 일정한 부하{peak}에서 타임라인 없이 다음을 모두 지키면 감당하는 것으로 봅니다: {objectives}."
    )
}

fn method(requests: u64) -> String {
    let requests = brief(requests as f64, Unit::Plain);
    format!(
        "평균으로 이미 가득 차는 설계는 계산으로 거르고, 나머지는 모두 같은 난수로 시뮬레이션합니다. 하나만 적어도 \
         감당하지 못하는 개수를 찾을 때까지 시뮬레이션합니다. 가까운 개수끼리의 차이는 이런 실행의 오차보다 작으므로 ±몇 \
         퍼센트로 보세요. 비용 차이가 2% 이내면 비긴 것으로 봅니다. 시뮬레이션한 요청은 {requests}건입니다."
    )
}

fn loss(scaled: Scaled) -> String {
    let data = match scaled {
        Scaled::Database => {
            " 샤드의 키는 다른 노드에 없으므로 샤드마다 복제본이 있어야 하고, 노드가 두 배로 필요합니다."
        }
        Scaled::Server | Scaled::Cache => "",
    };
    format!(
        "하나 잃으면: 머신 하나가 줄고 더는 호출되지 않을 때 남는 것입니다. N+1: 하나를 잃고도 부하를 감당하는 설계로, 머신이 \
         하나 더, 또는 큰 머신이 하나 더 필요합니다.{data}"
    )
}

pub fn head(what: &Head) -> String {
    match what {
        Head::Rate => "부하",
        Head::Kind | Head::Criterion => "",
        Head::Machines => "머신",
        Head::Vcpus => "vCPU",
        Head::P99 => "p99",
        Head::Month => "월 비용",
        Head::Page => "페이지 전체",
        Head::OneLost => "하나 잃으면",
        Head::Spare => "N+1",
        Head::Machine => "머신",
        Head::Worth => "실제 몫",
        Head::AMonth => "월 비용",
        Head::Of(Criterion::InitialCost) => "초기 비용",
        Head::Of(Criterion::Limit) => "한계",
        Head::Of(Criterion::Operate) => "운영",
        Head::Of(Criterion::Resize) => "크기를 바꿀 때의 중단",
        Head::Of(Criterion::Lost) => "머신 하나를 잃으면",
        Head::Of(Criterion::Consistency) => "일관성",
        Head::Of(Criterion::LongTerm) => "장기 비용",
        Head::Of(Criterion::Spare) => "예비를 하나 두면",
    }
    .to_owned()
}

pub fn cell(what: &Cell) -> String {
    match *what {
        Cell::Cost { usd, per_s } => format!("{}에 {}", rate(per_s), per_month(usd)),
        Cell::LongTerm { usd, per_s, per_million_usd } => format!(
            "{}에 {}(페이지 전체: 100만 건당 {})",
            rate(per_s),
            per_month(usd),
            unit_price(round(per_million_usd, 3)) // It comes of a simulation.
        ),
        Cell::NoneAt { per_s } => format!("{}에는 없음", rate(per_s)),
        Cell::Limit { per_s, machines: Some(machines) } => {
            format!("{machines}대로 {} 감당, 한계는 그 위", rate(per_s))
        }
        Cell::Limit { per_s, machines: None } => format!("{}까지", rate(per_s)),
        Cell::Operate(way, machines) => {
            let more = match way {
                Way::Up => "그 밖에 없음",
                Way::Replicas => "복제와 복제 지연 감시",
                Way::Shards => "키 배치와 재샤딩",
                Way::Out | Way::Diagonal => "로드 밸런서, 상태 확인, 순차 배포",
            };
            judged(&format!("가장 높은 부하에서 {machines}대; {more}"))
        }
        Cell::Resize(way) => judged(match way {
            Way::Up => "재시작 또는 페일오버",
            Way::Replicas => "읽기는 없음, 프라이머리는 페일오버",
            Way::Shards => "없음, 다만 키를 옮김",
            Way::Out | Way::Diagonal => "없음: 머신을 넣고 뺌",
        }),
        Cell::Lost(of) => left(of),
        Cell::ReplicaLost(of) => {
            format!("레플리카: {}; 프라이머리: 승격될 때까지 쓰기 불가", left(of))
        }
        Cell::Consistency { way, scaled, stale } => consistency(way, scaled, stale),
    }
}

fn left(of: Left) -> String {
    match of {
        Left::Nothing => "0% 남음".to_owned(),
        Left::Keys { share } => format!("키의 {} 남음", brief(share, Unit::Percent)),
        Left::Share { share, p99_ms: None, .. } => {
            format!("{} 남음, 과부하", brief(share, Unit::Percent))
        }
        Left::Share { share, p99_ms: Some(Measured { value, low, high }), meets } => format!(
            "{} 남음, p99 {}, {}",
            brief(share, Unit::Percent),
            brief_between(value, low, high, Unit::Ms),
            if meets { "달성" } else { "미달" }
        ),
    }
}

fn consistency(way: Way, scaled: Scaled, stale: Option<f64>) -> String {
    match (way, scaled, stale) {
        (Way::Up, _, _) => judged("사본이 하나라 맞출 것이 없음"),
        (Way::Replicas, _, Some(stale)) => {
            format!("읽기의 {}가 오래된 값", brief(stale, Unit::Percent))
        }
        (Way::Replicas, _, None) => judged("레플리카가 뒤처짐"),
        (Way::Shards | Way::Diagonal, Scaled::Database, _) => judged("샤드를 넘는 트랜잭션 없음"),
        (Way::Out | Way::Shards | Way::Diagonal, Scaled::Cache, _) => judged("키마다 노드 하나"),
        (Way::Out | Way::Shards | Way::Diagonal, Scaled::Server | Scaled::Database, _) => {
            judged("상태는 다른 곳에 두어야 함")
        }
    }
}

/// A cell that no figure stands behind.
fn judged(text: &str) -> String {
    format!("{text} *")
}
