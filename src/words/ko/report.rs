//! The labels and sentences of the report.

use super::findings::percent;
use super::number::{count as counted, duration, significant};
use super::particle::{Particle, with};
use super::terms;
use crate::message::report::{Count, Label, Text};

pub fn label(what: &Label) -> String {
    match what {
        Label::Design => "설계",
        Label::Arithmetic => "개략적인 규모 추정",
        Label::ArithmeticAdded => "napkin이 덧붙인 계산",
        Label::Simulation => "시뮬레이션 결과",
        Label::Components => "구성 요소별",
        Label::Findings => "결과 해석",
        Label::Phases => "국면별(이벤트 전, 중, 후)",
        Label::Objectives => "목표(SLO)",
        Label::Bill => "월 비용",
        Label::Assumed => "napkin이 정한 기본값",
        Label::LatencyRows => "지연 시간 표에서 쓴 값",
        Label::Warnings => "주의할 점",
        Label::Run => "실행 정보",
        Label::Reproduce => "다시 실행하기",
        Label::Quantity => "항목",
        Label::Formula => "식",
        Label::Worked => "계산",
        Label::Value => "값",
        Label::Range => "90% 범위",
        Label::Glance => "한눈에 보기",
        Label::Matters => "결과를 좌우하는 가정",
        Label::RoundNumbers => "어림셈",
        Label::RoundingError => "오차",
        Label::Remark => "",
        Label::Assumption => "가정",
        Label::AtLow => "하위 5%",
        Label::Swing => "결과가 움직이는 폭",
        Label::AtHigh => "상위 5%",
        Label::RankCorrelation => "순위 상관",
        Label::Requests => "요청",
        Label::PerSecond => "초당",
        Label::InAll => "전체",
        Label::Share => "비율",
        Label::Offered => "들어온 요청",
        Label::Completed => "완료",
        Label::Failed => "실패",
        Label::Latency => "지연 시간",
        Label::Interval => "95% 신뢰 구간",
        Label::Mean => "평균",
        Label::P50 => "p50",
        Label::P90 => "p90",
        Label::P95 => "p95",
        Label::P99 => "p99",
        Label::P999 => "p99.9",
        Label::Max => "최대",
        Label::Reason => "원인",
        Label::Where => "위치",
        Label::Request => "요청 종류",
        Label::LaterP99 => "p99(나중 작업 포함)",
        Label::Component => "구성 요소",
        Label::Calls => "호출",
        Label::Busy => "사용률",
        Label::BusyOf => "자원",
        Label::Queue => "대기열",
        Label::WaitMean => "평균 대기",
        Label::WaitP99 => "p99 대기",
        Label::OwnWork => "처리 시간",
        Label::HitRatio => "적중률",
        Label::Stale => "오래된 읽기",
        Label::Phase => "국면",
        Label::Time => "시간",
        Label::Objective => "목표",
        Label::Target => "기준",
        Label::Actual => "측정값",
        Label::Met => "판정",
        Label::Item => "항목",
        Label::Amount => "사용량",
        Label::UnitPrice => "단가",
        Label::PerMonth => "월 비용",
        Label::Total => "합계",
        Label::TotalOfPriced => "합계(가격이 없는 항목 제외)",
        Label::Setting => "설정",
        Label::Why => "이유",
        Label::Row => "항목",
        Label::Source => "출처",
        Label::Replications => "반복",
        Label::MeasuredTime => "측정 구간",
        Label::WarmUp => "예열(집계 제외)",
        Label::Events => "처리한 이벤트",
        Label::IsMet => "✓ 달성",
        Label::IsMissed => "✗ 미달",
        Label::NotClear => "~ 불분명",
        Label::OnThisPage => "이 페이지의 내용",
        Label::OverTime => "시간에 따른 변화",
        Label::AsTable => "값을 표로 보기",
        Label::ByKeys => "값을 하나씩 보기: 화살표 키로 다음 값으로 넘어갑니다",
    }
    .to_owned()
}

pub fn count(what: &Count) -> String {
    match what {
        Count::Instances => "인스턴스",
        Count::Fewest => "최소",
        Count::Most => "최대",
        Count::Booting => "부팅 중",
        Count::Increases => "늘린 횟수",
        Count::Decreases => "줄인 횟수",
        Count::LostWrites => "유실된 쓰기",
        Count::Merged => "합친 캐시 미스",
        Count::FetchedAgain => "중복으로 가져온 항목",
        Count::RefreshedEarly => "미리 갱신한 항목",
        Count::AnsweredExpired => "만료된 항목으로 응답",
        Count::BufferHits => "버퍼 적중률",
        Count::Lag => "복제 지연",
        Count::Failovers => "페일오버",
        Count::Recovery => "복구 시간",
        Count::HintsKept => "보관한 힌트",
        Count::HintsDelivered => "전달한 힌트",
        Count::ReadRepairs => "읽기 복구",
        Count::Redelivered => "다시 배달된 메시지",
        Count::Dropped => "버려진 메시지",
        Count::DeadLetters => "배달 실패로 격리",
        Count::WaitingAtEnd => "끝까지 남은 메시지",
        Count::BreakersOpened => "서킷 브레이커 열림",
        Count::Throttled => "CPU 스로틀링",
        Count::Copies => "두 번 보낸 호출",
        Count::CopiesWon => "두 번째가 먼저 응답한 호출",
    }
    .to_owned()
}

pub fn text(what: &Text<'_>) -> String {
    match *what {
        Text::Reason(name) => terms::reason(name),
        Text::Resource(name) => terms::resource(name),
        Text::Range { low, high, median: None } => format!("{low} ~ {high}"),
        Text::Range { low, high, median: Some(median) } => {
            format!("{low} ~ {high}, 중앙값 {median}")
        }
        Text::NinetyPercent(range) => format!("(90% 범위 {range})"),
        Text::NoFailures => "실패한 요청이 없습니다.".to_owned(),
        Text::OnlyWaits { share } => format!(
            "실패한 요청은 없지만, 실행이 끝날 때 {} 아직 기다리고 있었습니다.",
            with(&percent(share), Particle::Subject)
        ),
        Text::NoLatency => {
            "부하가 안정되지 않아 지연 시간을 제시하지 않습니다.".to_owned()
        }
        Text::RoundedToIntervals => {
            "모든 값은 95% 신뢰 구간이 허용하는 자릿수까지만 적었습니다. 구간은 result.json에 있습니다."
                .to_owned()
        }
        Text::Retries { retries, each } => {
            format!("재시도 {}건, 요청 1건당 {}건입니다.", counted(retries), significant(each, 3))
        }
        Text::FailedCalls(counts) => {
            let one = |(reason, count): &(&str, u64)| {
                format!("{} {}건", terms::reason(reason), counted(*count))
            };
            format!("실패한 호출: {}", counts.iter().map(one).collect::<Vec<_>>().join(", "))
        }
        Text::LeftOut { added, assumed, rows } => left_out(added, assumed, rows),
        Text::Unpriced => "가격을 알 수 없어 뺀 항목:".to_owned(),
        Text::PerMillion(Some(usd)) => {
            format!("완료된 요청 100만 건당 {usd}입니다. 한 달은 730시간으로 계산합니다.")
        }
        Text::PerMillion(None) => {
            "완료된 요청이 없어 요청당 비용은 없습니다. 한 달은 730시간으로 계산합니다.".to_owned()
        }
        Text::Dagger => "† 오래된 가격입니다. 믿고 쓰기 전에 확인하세요.".to_owned(),
        Text::PricesFrom(sources) => format!("가격 출처: {}.", sources.join("; ")),
        Text::Carries { usual, busiest, p99, cost, carries, but_not, missed } => {
            let busiest = busiest.map_or(String::new(), |rate| format!("(최대 {rate}건)"));
            let p99 = with(p99, Particle::To);
            let (does, does_and) = if !carries {
                (format!("요청에 p99 {p99} 응답합니다"), format!("요청에 p99 {p99} 응답하며"))
            } else {
                (format!("요청을 p99 {p99} 감당합니다"), format!("요청을 p99 {p99} 감당하며"))
            };
            let but = match (but_not, missed) {
                ("", 0) => String::new(),
                ("", _) => format!(" 목표 {missed}개를 달성하지 못합니다."),
                (shares, _) => format!(" 다만 {} 실패합니다.", with(shares, Particle::Subject)),
            };
            match cost {
                Some(cost) => format!("초당 {usual}건{busiest}의 {does_and}, 비용은 {cost}입니다.{but}"),
                None => format!("초당 {usual}건{busiest}의 {does}.{but}"),
            }
        }
        Text::AnswersSome { completed, offered, p99, cost } => {
            let price = cost.map_or(String::new(), |cost| format!(" 비용은 {cost}입니다."));
            format!(
                "초당 {offered}건 가운데 {completed}건에 p99 {} 응답합니다. 나머지는 실패하지만 목표가 허용하는 만큼입니다.{price}",
                with(p99, Particle::To)
            )
        }
        Text::ShareOf { share, of } => format!("{of} 요청의 {}", percent(share)),
        Text::CarriesNot { completed, offered, cost } => {
            let price = cost.map_or(String::new(), |cost| format!(" 비용은 {cost}입니다."));
            format!(
                "부하를 감당하지 못합니다. 초당 {offered}건이 들어오는데 {completed}건만 완료됩니다.{price}"
            )
        }
        Text::SameBytes { version, seed } => format!(
            "napkin {version}에서 시드 {seed}{particle} 실행하면 어떤 컴퓨터에서 스레드를 몇 개 쓰든 마지막 자리까지 \
             같은 값이 나옵니다.",
            particle = with(&seed.to_string(), Particle::To).trim_start_matches(char::is_numeric)
        ),
        Text::ArithmeticIntro => {
            "시뮬레이션을 하기 전에 손으로 구할 수 있는 값입니다. 범위는 90% 구간입니다.".to_owned()
        }
        Text::SimulationIntro { replications, measured_s } => {
            let measured = duration(measured_s);
            let times = match replications {
                1 => format!("{measured} 동안 한 번"),
                _ => format!("{measured}씩 {replications}번"),
            };
            format!(
                "같은 페이지를 요청 하나하나 {times} 시뮬레이션했습니다. 지연 시간은 성공한 요청의 값이며, 요청이 \
                 들어왔어야 할 시각부터 잽니다."
            )
        }
        Text::FromTo { from_s, to_s } => {
            format!("{}~{}초", significant(from_s, 3), significant(to_s, 3))
        }
        Text::NotWhole { out_of_steps: None, .. } => {
            "도중에 멈췄습니다. 그때까지 알아낸 값입니다.".to_owned()
        }
        Text::NotWhole { interrupted: true, out_of_steps: Some(steps) } => format!(
            "계산량 한도({}단계)를 다 써서 끝나기 전에 멈췄습니다. 그때까지 알아낸 값입니다. 한도는 `--budget`으로 늘릴 수 \
             있습니다.",
            counted(steps)
        ),
        Text::NotWhole { interrupted: false, out_of_steps: Some(steps) } => format!(
            "계산량 한도({}단계)를 다 써서 일부 실행을 중단했으므로, 그 결과는 빠져 있습니다. 한도는 `--budget`으로 늘릴 수 \
             있습니다.",
            counted(steps)
        ),
        Text::MadeBy { napkin, seed, wall_s } => {
            let took = wall_s
                .map_or(String::new(), |wall_s| format!(", {}초 걸림", significant(wall_s, 2)));
            format!("napkin {napkin}, 시드 {seed}{took}")
        }
    }
}

fn left_out(added: usize, assumed: usize, rows: usize) -> String {
    let parts = [
        (added, "napkin이 덧붙인 계산", "줄"),
        (assumed, "기본값", "개"),
        (rows, "지연 시간 표에서 쓴 값", "개"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, what, each)| format!("{what} {count}{each}"))
        .collect();
    let list = with(&parts.join(", "), Particle::Topic);
    format!("{list} 노트에 있습니다. 터미널에서 보려면 `--full`을 붙이세요.")
}
