//! What `napkin explain` says.

use super::number::{
    brief, brief_beside, brief_between, count, duration, fixed, money, points, show, show_between,
    significant,
};
use super::particle::{Particle, with};
use super::terms::{metric, resource as resource_of};
use super::{label, study};
use crate::figure::{Measured, Unit};
use crate::message::explain::{
    Advised, Answer, Cause, Change, Failing, Lever, Most, Moves, Off, Place, Setting, Spent,
    SpentOn, Text, Why,
};
use crate::shell;
use Particle::{Object, Subject, Topic};

/// A figure that is not there.
const NONE: &str = "없음";

// ---- changes ----

pub fn change(change: &Change) -> String {
    let Change { lever, component, from, to } = change;
    let from = &setting(*lever, from);
    match lever {
        Lever::Instances | Lever::FewerInstances => turned(component, "인스턴스", from, to, "개"),
        Lever::Workers | Lever::FewerWorkers => {
            turned(component, "인스턴스당 워커", from, to, "개")
        }
        Lever::Machine | Lever::SmallerMachine | Lever::Policy => {
            format!("{component}: {from} 대신 {to}")
        }
        Lever::Cores => turned(component, "코어", from, to, "개"),
        Lever::Async => format!("{component}: 응답을 기다리는 동안 워커를 놓아줌"),
        Lever::Queue | Lever::LongerQueue => {
            turned(component, "인스턴스당 대기 자리", from, to, "")
        }
        Lever::Memory => turned(component, "메모리", from, to, ""),
        Lever::Ttl | Lever::ShorterTtl => turned(component, "항목의 수명(TTL)", from, to, ""),
        Lever::Merge => format!("{component}: 같은 항목의 캐시 미스를 하나로 합침"),
        Lever::NewCache => format!("{from} 앞에 캐시 추가({to})"),
        Lever::Replicas | Lever::FewerReplicas => turned(component, "레플리카", from, to, "개"),
        Lever::ReadPrimary => format!("{component}: {from} 대신 프라이머리에서 읽기"),
        Lever::ReadMoreAnswers | Lever::ReadQuorum => {
            format!("{component}: 읽기가 기다리는 노드 {from}개 → {to}개")
        }
        Lever::WriteQuorum => format!("{component}: 쓰기가 기다리는 노드 {from}개 → {to}개"),
        Lever::Replication => format!("{component}: 복제 방식 {from} → {to}"),
        Lever::OnWrite => format!("{component}: 쓸 때 캐시 항목 삭제(지금은 {from})"),
        Lever::ReadsFrom => format!("{component}: 읽는 노드 {from} → {to}"),
        Lever::Shards => turned(component, "샤드", from, to, "개"),
        Lever::Connections => turned(component, "노드당 커넥션", from, to, "개"),
        Lever::Buffer => turned(component, "버퍼", from, to, ""),
        Lever::Iops => turned(component, "디스크 IOPS", from, to, ""),
        Lever::Timeout => turned(component, "타임아웃", from, to, ""),
        Lever::RedeliverAfter => turned(component, "메시지를 다시 배달하기까지", from, to, ""),
        Lever::Prefetch => turned(component, "워커가 미리 받는 메시지", from, to, "건"),
        Lever::Failover => turned(component, "죽은 프라이머리를 알아채고 바꾸기까지", from, to, ""),
        Lever::Cancel => format!("{component}: 호출자가 포기하면 작업도 중단"),
        Lever::RetryBudget => {
            format!("{component}: 재시도를 호출의 {to} 이하로 제한(지금은 {from})")
        }
        Lever::FewerRetries | Lever::MoreRetries => turned(component, "재시도", from, to, "번"),
        Lever::NoRetry => format!("{component}: 재시도 없애기(지금은 {from}번)"),
        Lever::AddRetry => format!("{component}: 재시도 추가({to})"),
        Lever::Pool => turned(component, "호출하는 인스턴스당 커넥션", from, to, "개"),
        Lever::Rate => turned(component, "통과시키는 요청", from, to, ""),
        Lever::Burst => turned(component, "버스트", from, to, ""),
        Lever::CountBooting => {
            format!("{component}: 오토스케일러가 부팅 중인 인스턴스도 셈")
        }
        Lever::Cooldown => turned(component, "오토스케일러의 쿨다운", from, to, ""),
        Lever::MaxInstances => turned(component, "최대 인스턴스", from, to, "개"),
        Lever::MinInstances => turned(component, "최소 인스턴스", from, to, "개"),
        Lever::ScaleTarget => turned(component, "오토스케일러의 목표", from, to, ""),
        Lever::Shed => format!("{component}: 모두 {to}보다 오래 기다리면 호출을 거절"),
        Lever::Deadline => {
            format!("{component}: 타임아웃이 지난 뒤에 차례가 온 작업은 버림")
        }
        Lever::NoBreaker => format!("{component}: 서킷 브레이커 없애기"),
        Lever::AddHedge => {
            format!("{component}: {to} 안에 응답이 없으면 같은 호출을 한 번 더 보냄")
        }
        Lever::Health => turned(component, "죽은 인스턴스를 알아채기까지", from, to, ""),
        Lever::NoHedge => format!("{component}: 같은 호출을 두 번 보내지 않기"),
        Lever::ShorterPauses => turned(component, "멈추는 시간", from, to, ""),
        Lever::Breaker => {
            format!("{component}: 호출의 {to} 이상이 실패하면 부르는 쪽이 잠시 호출을 멈춤")
        }
        Lever::Capacity => turned(component, "담을 수 있는 메시지", from, to, "개"),
    }
}

fn setting(lever: Lever, setting: &Setting) -> String {
    match setting {
        Setting::Written(text) => text.clone(),
        Setting::Cores { cores } => format!("{cores}코어"),
        Setting::Unset if matches!(lever, Lever::Queue | Lever::LongerQueue) => {
            "제한 없음".to_owned()
        }
        Setting::Unset => NONE.to_owned(),
    }
}

/// `app: 인스턴스 4 → 8개`
fn turned(component: &str, what: &str, from: &str, to: &str, each: &str) -> String {
    format!("{component}: {what} {from} → {to}{each}")
}

pub fn why(why: &Why) -> String {
    let words = match why {
        Why::MoreShareTheCalls => "더 많은 인스턴스가 호출을 나누어 받습니다",
        Why::AskedForTwice => "점검할 때마다 이미 오고 있는 인스턴스를 다시 요청했습니다",
        Why::GoneBeforeNeeded => "곧 다시 필요한 인스턴스를 없앴습니다",
        Why::ReadyBeforeNeeded => "부하가 오기 전에 충분한 인스턴스가 준비됩니다",
        Why::MoreCores => "더 많은 코어가 작업을 나누어 합니다",
        Why::RetriesAreALoad => "재시도 자체가 부하입니다",
        Why::SecondIsSeldomSlow => "두 번째 호출까지 느린 일은 드뭅니다",
        Why::NoticedSooner => "죽은 인스턴스로 가는 호출이 줄어듭니다",
        Why::StandsStillLess => "호출이 멈춤이 끝나기를 기다렸습니다",
        Why::CopiesAreALoad => "두 번 보낸 호출도 부하입니다",
        Why::WaitedForAConnection => "다른 자원은 노는데 요청이 커넥션을 기다렸습니다",
        Why::InEachOthersWay => "한꺼번에 많이 처리하면 서로 방해합니다",
        Why::AnswersWereOnTheirWay => "호출자가 포기할 때 응답은 이미 오고 있었습니다",
        Why::ToldAtOnce => "너무 오래 기다릴 요청은 바로 거절하고, 받은 요청은 제때 응답합니다",
        Why::UselessWork => "아무도 기다리지 않는 작업을 하지 않습니다",
        Why::WorkedAtTwice => "앞의 소비자가 처리하는 동안 메시지를 다시 배달하지 않습니다",
        Why::ReplacedSooner => "죽은 프라이머리를 더 빨리 바꿉니다",
        Why::EvenQueues => "한쪽 대기열만 길어지지 않습니다",
        Why::WaitedForAWorker => "요청이 코어가 아니라 워커를 기다렸습니다",
        Why::WorkersWaited => "워커가 하위 호출의 응답을 기다렸습니다",
        Why::FetchedOnce => "같은 항목은 미스 하나만 가져오고 나머지는 그 응답을 기다립니다",
        Why::MoreIsFound => "뒤쪽에 묻지 않고 바로 찾는 경우가 늘어납니다",
        Why::BurstIsWaitedFor => "한꺼번에 몰린 요청을 거절하지 않고 기다리게 합니다",
        Why::MoreNodesAnswer => "더 많은 노드가 읽기에 응답합니다",
        Why::RefusedWithoutNeed => "감당할 수 있는 요청까지 거절했습니다",
        Why::ItWasFull => "가득 찼습니다",
        Why::MessagesWereRefused => "메시지를 받지 못했습니다",
        Why::PartOfTheKeys => "샤드마다 키의 일부만 맡습니다",
        Why::PrimaryIsNeverBehind => "프라이머리는 뒤처지지 않습니다",
        Why::QuorumsMeet => "읽기는 언제나 마지막 쓰기를 가진 노드에도 묻습니다",
        Why::FewerAnswersAreEnough => {
            "더 적은 노드만 응답하면 됩니다(읽기가 마지막 쓰기를 놓칠 수 있습니다)"
        }
        Why::SoonerAcknowledged => {
            "쓰기에 더 빨리 응답합니다(프라이머리가 죽으면 마지막 쓰기를 잃습니다)"
        }
        Why::OldValuesGoSooner => "오래된 값을 덜 오래 들고 있습니다",
        Why::NobodyWaitsForIt => "부르는 쪽이 응답하지 않는 곳을 더는 기다리지 않습니다",
        Why::WorksTheSecondTime => "한 번 실패한 호출도 다시 시도하면 성공합니다",
        Why::ObjectivesLeaveRoom => {
            "목표까지 여유가 있습니다(하나가 죽었을 때 남는 여유는 시뮬레이션하지 않았습니다)"
        }
        Why::NotTheLimit { component, resource } => {
            return format!("한계는 여기가 아니라 {component}의 {}입니다", resource_of(resource));
        }
        Why::WritesGoToThePrimary => "쓰기는 여전히 모두 프라이머리로, 또 모든 레플리카로 갑니다",
        Why::EntriesExpire => "메모리가 차기 전에 항목이 만료됩니다",
        Why::MoreToDo => "이미 가득 찬 곳에 일이 더 몰립니다",
        Why::OneIsHot => {
            "가장 뜨거운 키들이 여전히 한 노드에 모여 있거나, 뜨거운 키가 하나뿐입니다"
        }
        Why::EachShardAnyway => "샤드를 늘려도 샤드마다 해야 하는 일은 줄지 않습니다",
        Why::OnlyWaitsLonger => "오래 걸리던 요청이 더 오래 기다릴 뿐입니다",
        Why::WorkersWaitForWhatIsBusy => "워커가 바쁜 것은 워커가 기다리는 곳이 바쁘기 때문입니다",
        Why::RefusedInItsPlace => "어차피 늦었을 요청을 거절로 바꿀 뿐입니다",
        Why::MetTooClosely => "미달이거나 아슬아슬하게 지키는 목표가 생깁니다",
        Why::ChangesLittle => "요청이 기다리거나 실패하는 원인을 거의 바꾸지 못합니다",
    };
    words.to_owned()
}

pub fn advised(advised: &Advised) -> String {
    let mut said = advised.changes.iter().map(change).collect::<Vec<_>>().join("; ");
    if let Some(reason) = &advised.why {
        said.push_str(". ");
        said.push_str(&why(reason));
    }
    if advised.sheds {
        said.push_str("(거절되는 요청이 늘지만 그에 대한 목표는 없습니다)");
    }
    said
}

/// `p99 1.2초 → 80ms, 오류율 12% → 0%, 월 60달러 증가`
fn moved(moves: &Moves) -> String {
    format!("{}, {}", felt(moves), billed(moves))
}

/// `p99 1.2초 → 80ms, 오류율 12% → 0%`
fn felt(moves: &Moves) -> String {
    let ends = |(before, after): (Option<f64>, Option<f64>), unit: Unit| {
        format!("{} → {}", value(before, unit), value(after, unit))
    };
    let (p99, errors) = (ends(moves.p99_ms, Unit::Ms), ends(moves.errors, Unit::Percent));
    let later = moves
        .later_ms
        .map_or(String::new(), |later| format!("나중 작업 {}, ", ends(later, Unit::Ms)));
    format!("p99 {p99}, {later}오류율 {errors}")
}

/// `월 60달러 증가`
fn billed(moves: &Moves) -> String {
    match moves.usd {
        None => "비용은 알 수 없음(페이지에 가격이 있는 것이 없음)".to_owned(),
        Some(usd) if usd.abs() < 0.5 => "비용 그대로".to_owned(),
        Some(usd) => {
            let more = if usd > 0.0 { "증가" } else { "감소" };
            format!("{} {more}", show(usd.abs(), Unit::UsdPerMonth))
        }
    }
}

/// What an answer more costs where no hardware is added: bytes and calls are billed as they are.
fn billed_by_use(moves: &Moves) -> String {
    match moves.usd {
        Some(usd) if usd >= 0.5 => {
            format!("응답이 늘어 비용이 {} 증가", show(usd, Unit::UsdPerMonth))
        }
        _ => billed(moves),
    }
}

/// `` `--set app.instances=8 --set app.workers=20` ``
fn flags(set: &[String]) -> String {
    let flags: Vec<String> = set.iter().map(|set| format!("--set {}", shell::word(set))).collect();
    format!("`{}`", flags.join(" "))
}

// ---- where time goes, what fails ----

pub fn place(place: &Place) -> String {
    match place {
        Place::Component(name) => name.clone(),
        Place::Client => "클라이언트".to_owned(),
        Place::Network => "네트워크".to_owned(),
    }
}

/// `db의 커넥션 대기`
pub fn spent_on(spent: &SpentOn) -> String {
    let component = match (&spent.component, spent.spent) {
        (_, Spent::Network) => return "네트워크".to_owned(),
        (Place::Client, Spent::Waiting) if spent.on == "retry" => {
            return "다음 시도 전 대기".to_owned();
        }
        (at, Spent::Waiting | Spent::Service) => place(at),
    };
    match (spent.spent, spent.on.as_str()) {
        (Spent::Waiting, "retry") => format!("{component}에서 다음 시도 전 대기"),
        (Spent::Waiting, "hang") => format!("멈춘 {component}에서 대기"),
        (Spent::Waiting, "pool") => format!("{component} 커넥션 대기"),
        (Spent::Waiting, "load") => format!("{component}에서 다른 미스의 응답 대기"),
        (Spent::Waiting, "rate") => format!("{component}의 처리율 제한 대기"),
        (Spent::Waiting, "work") => format!("{component}에서 대기"),
        (Spent::Waiting, on) => format!("{component}의 {} 대기", resource_of(on)),
        (Spent::Service | Spent::Network, "work") => format!("{component}의 처리"),
        (Spent::Service | Spent::Network, on) => {
            format!("{component}의 {} 작업", resource_of(on))
        }
    }
}

pub fn failing(failing: &Failing) -> String {
    let component = place(&failing.component);
    let what = match failing.cause {
        Cause::ClientStopsWaiting => "클라이언트가 기다리다 포기해서".to_owned(),
        Cause::NotInTime => format!("{} 제때 응답하지 않아서", with(&component, Subject)),
        Cause::Full => format!("{} 가득 차서", with(&component, Subject)),
        Cause::NoPlace => format!("{component}의 대기 자리가 모두 차서"),
        Cause::NoneUp => format!("{component}에 살아 있는 인스턴스가 없어서"),
        Cause::Dies => format!("{component}의 인스턴스가 호출 중에 죽었거나 이미 죽어 있어서"),
        Cause::Limited => format!("{} 더 통과시키지 않아서", with(&component, Subject)),
        Cause::AnswersWithAnError => format!("{} 오류로 응답해서", with(&component, Subject)),
        Cause::BreakerIsOpen => {
            format!("{} 부르는 쪽의 서킷 브레이커가 열려 있어서", with(&component, Object))
        }
        Cause::NobodyWaits => format!("{component}에서 차례가 왔을 때 호출자가 이미 포기해서"),
        Cause::NoQuorum => format!("{component}에서 키를 가진 노드가 너무 적게 살아 있어서"),
        Cause::Sheds => {
            format!("{component}에서 호출이 너무 오래 기다려 거절해서")
        }
        Cause::Leaves => format!("요청이 {} 대기열을 떠나서", component),
    };
    let mostly = failing.phase.as_ref().filter(|(_, share)| *share > 0.5);
    let when = mostly.map_or_else(String::new, |(phase, share)| {
        format!("(그중 {} {})", with(&percent(*share), Topic), label::during(phase))
    });
    format!("실패의 {} {what}입니다{when}.", with(&percent(failing.share), Topic))
}

/// `평균 797ms 걸리고, 그중 90%는 db의 CPU 대기입니다`
fn most(most: &Most) -> String {
    let at_one = match most.at_one_instance {
        Some(share) if share > 0.8 => "(거의 모두 인스턴스 하나에서)",
        Some(share) if share > 0.5 => "(대부분 인스턴스 하나에서)",
        _ => "",
    };
    format!(
        "평균 {} 걸리고, 그중 {} {}{at_one}입니다",
        brief(most.mean_ms, Unit::Ms),
        with(&percent(most.share), Topic),
        spent_on(&most.on)
    )
}

// ---- the answer ----

pub fn answer(answer: &Answer) -> String {
    match answer {
        Answer::Cut(cut) => study::cut(cut),
        Answer::TooShort { component, utilization, needed, instances, simulated_s } => format!(
            "계산으로는 {component}에 감당할 수 있는 양의 {} 작업이 들어와 인스턴스가 {}개 필요한데 페이지에는 {}개입니다. \
             {} 실행으로는 너무 짧아 드러나지 않으므로 어떤 목표도 달성했다고 하지 않습니다.",
            brief(*utilization, Unit::Percent),
            count(*needed),
            count(u64::from(*instances)),
            duration(*simulated_s)
        ),
        Answer::Recovers { set, missed, moves } => {
            let still = if missed.is_empty() {
                String::new()
            } else {
                format!(" 다만 실행 전체로는 {} 여전히 미달입니다.", with(&named(missed), Subject))
            };
            format!(
                "{} 적용하면 하드웨어를 늘리지 않고도 마지막 이벤트 뒤에 회복합니다({}; {}).{still}",
                with(&flags(set), Object),
                felt(moves),
                billed_by_use(moves)
            )
        }
        Answer::Met { implied } => format!("모든 목표를 달성합니다.{}", of_napkin(*implied)),
        Answer::DoesNotSettle { implied } => {
            format!("부하가 안정되지 않습니다.{}", of_napkin(*implied))
        }
        Answer::Missed { missed, settles, implied } => {
            let missed = missed.iter().map(off).collect::<Vec<_>>().join("; ");
            let settles = if *settles { "" } else { " 부하가 안정되지 않습니다." };
            format!("미달: {missed}.{settles}{}", of_napkin(*implied))
        }
        Answer::Fails(what) => failing(what),
        Answer::SlowestSpend(slowest) => format!("가장 느린 1%는 {}.", most(slowest)),
        Answer::FailedSpend(failed) => format!("실패한 요청은 {}.", most(failed)),
        Answer::CouldCostLess { set, moves } => {
            format!("비용을 줄일 수 있습니다: {}({}).", flags(set), moved(moves))
        }
        Answer::Enough { set, moves } => format!(
            "{} 적용하면 모든 목표를 달성합니다: {}.",
            with(&flags(set), Object),
            moved(moves)
        ),
        Answer::HelpsMost { set, missed, moves } => format!(
            "{} 가장 도움이 되지만 {} 여전히 미달입니다: {}.",
            with(&flags(set), Subject),
            with(&named(missed), Topic),
            moved(moves)
        ),
        Answer::Helps { set, moves } => format!(
            "{} 적용하면 실패가 줄지만 아직 한참 모자랍니다: {}.",
            with(&flags(set), Object),
            moved(moves)
        ),
        Answer::NothingToWeigh => {
            "목표(`slo:`)를 적으면 무엇을 아낄 수 있는지도 따져 볼 수 있습니다.".to_owned()
        }
        Answer::NothingToSpare => {
            "비용을 줄이면서 목표를 확실히 지키는 변경은 찾지 못했습니다.".to_owned()
        }
        Answer::StoppedEarly => "목표에 가까워지는 변경을 찾기 전에 멈췄습니다.".to_owned(),
        Answer::NothingHelps => {
            "시뮬레이션해 본 변경 중 크게 도움이 되는 것은 없었습니다.".to_owned()
        }
    }
}

fn named(objectives: &[String]) -> String {
    objectives.iter().map(|name| metric(name)).collect::<Vec<_>>().join(", ")
}

const fn of_napkin(implied: bool) -> &'static str {
    if implied { " 페이지에 목표가 없어 napkin의 기준을 썼습니다." } else { "" }
}

/// `p99 1.2초(기준 100ms)`
fn off(off: &Off) -> String {
    let Off { objective, unit, target, actual } = off;
    let unit = Unit::named(unit);
    let (objective, asked) = (metric(objective), show(*target, unit));
    match actual {
        Some(actual) => {
            format!("{objective} {}(기준 {asked})", brief_beside(*actual, *target, unit))
        }
        None => format!("{objective} 측정값 없음(기준 {asked})"),
    }
}

// ---- the note ----

pub fn text(text: &Text<'_>) -> String {
    match *text {
        Text::PieceOfAdvice { set, says } => format!("{}: {}", flags(set), advised(says)),
        Text::ToSeeIt { command } => format!("첫 번째 변경을 직접 보려면: `{command}`"),
        Text::ManyFail { rate: Measured { value, low, high } } => {
            let rate = brief_between(value, low, high, Unit::Percent);
            format!("요청의 {} 실패합니다.", with(&rate, Subject))
        }
        Text::Now { component, resource, utilization } => format!(
            "지금의 한계는 {component}의 {}입니다(사용률 {}).",
            resource_of(resource),
            brief(utilization, Unit::Percent)
        ),
        Text::Next { set, then: Some((component, resource, utilization)), moves } => format!(
            "{} 적용하면 가장 바쁜 곳은 {component}의 {}({})입니다: {}.",
            with(&flags(set), Object),
            resource_of(resource),
            brief(utilization, Unit::Percent),
            moved(&moves)
        ),
        Text::Next { set, then: None, moves } => {
            format!("{} 적용하면 한계가 없습니다: {}.", with(&flags(set), Object), moved(&moves))
        }
        Text::HowSimulated { variants, requests, replications, seconds } => format!(
            "페이지의 변형안 {}개를 같은 요청으로 {}초씩 {}번 시뮬레이션했습니다(요청 총 {}건). 차이는 반복마다 짝지어 \
             구했고, ±는 95% 신뢰 구간입니다.",
            count(variants),
            significant(seconds, 3),
            count(u64::from(replications)),
            count(requests)
        ),
        Text::Followed { followed, median, slowest } => format!(
            "한 번의 반복에서 요청 {}건을 들어올 때부터 응답할 때까지 추적했습니다. 아래는 그중 중앙값 부근 {}건과 가장 느린 1%인 \
             {}건의 평균입니다.",
            count(followed),
            count(median),
            count(slowest)
        ),
        Text::SlowestArrivedIn { phase, share } => format!(
            "가장 느린 요청의 {} {} 들어왔습니다.",
            with(&percent(share), Subject),
            label::during(phase)
        ),
        Text::Time => "시간을 쓰는 곳".to_owned(),
        Text::Failures => "실패하는 곳".to_owned(),
        Text::Limit => "한계".to_owned(),
        Text::Advice => "해 볼 만한 변경".to_owned(),
        Text::NoHelp => "도움이 되지 않는 변경".to_owned(),
        Text::Simulated => "시뮬레이션한 변경".to_owned(),
        Text::Spent => "시간을 쓴 곳".to_owned(),
        Text::Median => "p50 부근".to_owned(),
        Text::ShareColumn => "비율".to_owned(),
        Text::Slowest => "가장 느린 1%".to_owned(),
        Text::Failed => "실패한 요청".to_owned(),
        Text::Where => "위치".to_owned(),
        Text::Reason => "원인".to_owned(),
        Text::Requests => "요청".to_owned(),
        Text::ShareOfFailures => "실패 중 비율".to_owned(),
        Text::When => "주로 언제".to_owned(),
        Text::Set => "--set".to_owned(),
        Text::P99 => "p99".to_owned(),
        Text::Errors => "오류율".to_owned(),
        Text::Bill => "월 비용".to_owned(),
        Text::Misses => "미달".to_owned(),
        Text::AsItStands => "지금 설계".to_owned(),
        Text::InAll => "합계".to_owned(),
        Text::Value { value: figure, unit } => value(figure, unit),
        Text::Changed { after, by, unit } => changed(after, by, unit),
        Text::BillChanged { usd } if usd.abs() < 0.5 => "그대로".to_owned(),
        Text::BillChanged { usd } => {
            let sign = if usd > 0.0 { "+" } else { "−" };
            format!("{sign}{}", money(usd.abs()).replace(".00달러", "달러"))
        }
        Text::Met => NONE.to_owned(),
        Text::MetClosely => "없음(아슬아슬)".to_owned(),
        Text::StillMissed([]) => "안정되지 않음".to_owned(),
        Text::StillMissed(missed) => named(missed),
        Text::Share(share) => percent(share),
        Text::MostlyIn { phase, share } => format!("{}({})", label::phase(phase), percent(share)),
        Text::WaterfallTitle { on, share } => format!(
            "느린 요청은 시간의 {} {}에 씁니다",
            with(&percent(share), Object),
            spent_on(on)
        ),
        Text::Panel { is_slow, request, latency_ms } => {
            let which = if is_slow { "가장 느린 1% 중 하나" } else { "중앙값 부근" };
            format!("{which}: {request}, {}", brief(latency_ms, Unit::Ms))
        }
        Text::WaterfallSubtitle { scenario, seed } => {
            format!("{scenario}: 시뮬레이션한 요청 두 건(시드 {seed})")
        }
        Text::WaterfallAlt { median_ms, slow_ms } => {
            let slow = brief(slow_ms, Unit::Ms);
            let median = median_ms.map_or_else(String::new, |ms| {
                format!("과 중앙값 부근의 요청({})", brief(ms, Unit::Ms))
            });
            format!("느린 요청({slow}){median}의 폭포 그림: 구성 요소별 대기, 처리, 네트워크.")
        }
    }
}

fn value(value: Option<f64>, unit: Unit) -> String {
    value.map_or_else(|| NONE.to_owned(), |value| brief(value, unit))
}

/// The new value, and by how much it differs.
fn changed(after: Option<f64>, by: Option<Measured>, unit: Unit) -> String {
    let after = value(after, unit);
    let Some(Measured { value, low, high }) = by else { return after };
    let tied = low.zip(high).is_some_and(|(low, high)| low <= 0.0 && 0.0 <= high);
    if tied || value == 0.0 {
        return format!("{after}(차이 없음)");
    }
    let (sign, low, high) =
        if value < 0.0 { ("−", high.map(|it| -it), low.map(|it| -it)) } else { ("+", low, high) };
    let by = match unit {
        Unit::Percent => points(value.abs(), low, high),
        unit @ (Unit::Ms | Unit::PerSecond | Unit::Plain | Unit::UsdPerMonth) => {
            show_between(value.abs(), low, high, unit)
        }
    };
    format!("{after}({sign}{})", by)
}

/// A share of a sample, in whole percent.
fn percent(share: f64) -> String {
    let text = fixed(share * 100.0, 0);
    match text.as_str() {
        "0" if share > 0.0 => "<1%".to_owned(),
        "100" if share < 1.0 => ">99%".to_owned(),
        _ => format!("{text}%"),
    }
}
