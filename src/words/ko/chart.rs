//! Korean of the charts.

use super::number::shown;
use super::particle::{Particle, with};
use super::terms::resource as resource_of;
use crate::message::chart::{Against, Busy, Cause, Text, When};
use Particle::{Object, Subject, To, Topic};

/// Any of them.
pub fn text(text: &Text<'_>) -> String {
    match text {
        Text::Seed(seed) => format!("시드 {seed}"),
        Text::Runs { replications, length } => format!("{} × {replications}회 실행", shown(length)),
        Text::WithIntervals => "95% 신뢰 구간 포함".to_owned(),
        Text::PercentileIs { quantile, value } => {
            format!("{} {}", percentile(*quantile), shown(value))
        }
        Text::Objective { quantile, target } => {
            format!("SLO {} ≤ {}", percentile(*quantile), shown(target))
        }
        Text::LatencyAxis { log } => format!("지연 시간{}", scale(*log)),
        Text::QuantileAxis => "이보다 빨리 끝난 요청의 비율".to_owned(),
        Text::OfTheAnswered { title, share } => {
            format!("{title}(성공한 요청 {} 기준)", shown(share))
        }
        Text::LatencyInside(of) => latency(of, &slo(&of.target), "지킵니다"),
        Text::LatencyOver(of) => latency(of, &slo(&of.target), "넘습니다"),
        Text::LatencyUndecided(of) => {
            latency(of, &format!("SLO {}에", shown(&of.target)), "너무 가까워 판정할 수 없습니다")
        }
        Text::LatencyTail { p99, times } => {
            format!("p99는 {}, 중앙값의 {times:.0}배입니다", shown(p99))
        }
        Text::LatencyIs { quantile, value } => {
            format!("{} {}입니다", with(&percentile(*quantile), Topic), shown(value))
        }
        Text::LatencyGrows => "지연 시간이 계속 늘어납니다. 부하가 안정되지 않습니다".to_owned(),
        Text::LatencyFew => "완료된 몇 안 되는 요청의 지연 시간".to_owned(),
        Text::LatencyAlt { values, objectives } => {
            with_list(&format!("백분위수별 지연 시간: {}.", values.join(", ")), "목표", objectives)
        }
        Text::TrafficAxis => "초당 요청 수".to_owned(),
        Text::P99Axis { interval, log } => {
            format!("{} 구간별 p99 지연 시간{}", shown(interval), scale(*log))
        }
        Text::BusyAxis => "구성 요소마다 가장 바쁜 자원의 사용률".to_owned(),
        Text::Offered => "들어온 요청".to_owned(),
        Text::Completed => "완료".to_owned(),
        Text::Errors => "오류".to_owned(),
        Text::P99 => "p99".to_owned(),
        Text::SloLine(target) => format!("SLO {}", shown(target)),
        Text::EventsNotNamed(count) => format!("이름을 생략한 이벤트 {count}개"),
        Text::P99Leaves { target, when: at, back } => {
            let slo = with(&format!("SLO {}", shown(target)), Object);
            match back {
                Some(length) => {
                    format!("p99가 {}부터 {} 동안 {slo} 벗어납니다", when(at), shown(length))
                }
                None => format!("p99가 {}부터 {slo} 벗어나 돌아오지 않습니다", when(at)),
            }
        }
        Text::P99AlwaysOver(target) => {
            format!("p99가 처음부터 끝까지 {} 넘습니다", slo(target))
        }
        Text::P99MostlyInside { target, outside, of } => {
            format!("p99가 {of}개 구간 중 {outside}개만 빼고 {} 지킵니다", slo(target))
        }
        Text::P99Scattered { target, share } => {
            format!("p99가 전체 시간의 {} 동안 거듭 {} 넘습니다", shown(share), slo(target))
        }
        Text::P99Inside(target) => format!("p99가 {} 지킵니다", slo(target)),
        Text::P99InsideThrough { target, event } => {
            format!("‘{event}’에도 p99가 {} 지킵니다", slo(target))
        }
        Text::P99InsideThroughAll { target, events } => {
            format!("이벤트 {events}번에도 p99가 {} 지킵니다", slo(target))
        }
        Text::P99Rises { from, to, event } => {
            format!("‘{event}’ 뒤 p99가 {}에서 {} 오릅니다", shown(from), with(&shown(to), To))
        }
        Text::P99HoldsThrough { value, event } => {
            format!("‘{event}’에도 p99는 {} 그대로입니다", shown(value))
        }
        Text::P99Swings { low, high } => {
            format!("p99가 {}에서 {} 사이를 오갑니다", shown(low), shown(high))
        }
        Text::P99Holds(value) => format!("p99는 내내 {}입니다", shown(value)),
        Text::Collapse { share, cause, length } => {
            collapse(&shown(share), cause, length.as_ref().map(shown).as_deref())
        }
        Text::NoneCompleted => "완료된 요청 없음".to_owned(),
        Text::NothingCompleted => "완료된 요청이 없습니다".to_owned(),
        Text::TimelineAlt { title, events } => with_list(
            &format!("시간에 따른 초당 요청 수와 p99 지연 시간. {title}."),
            "이벤트",
            events,
        ),
        Text::EventAt { event, at } => format!("{} 시점에 {event}", shown(at)),
        Text::UtilizationAxis => "구성 요소마다 가장 바쁜 자원의 사용률".to_owned(),
        Text::Bottleneck(Busy { component, resource, utilization }) => format!(
            "{} 병목입니다({} {})",
            with(component, Subject),
            resource_of(resource),
            shown(utilization)
        ),
        Text::Reaches { peak: Busy { component, resource, utilization }, average } => format!(
            "{component} {} 사용률이 가장 바쁠 때 {}, 평균 {}입니다",
            resource_of(resource),
            shown(utilization),
            shown(average)
        ),
        Text::AverageAndPeak { average, peak } => {
            format!("{}, 최대 {}", shown(average), shown(peak))
        }
        Text::AverageAndPeakOf { average, resource, peak } => {
            format!("{}, {} 최대 {}", shown(average), resource_of(resource), shown(peak))
        }
        Text::NotBusy(Busy { component, resource, utilization }) => format!(
            "바쁜 곳이 없습니다. 가장 높은 {component}의 {} 사용률도 {}입니다",
            resource_of(resource),
            shown(utilization)
        ),
        Text::Idle => "일하는 구성 요소가 없습니다".to_owned(),
        Text::Busiest { component, utilization } => {
            format!("가장 바쁜 구성 요소는 {component}, 사용률 {}입니다", shown(utilization))
        }
        Text::ComponentsLeftOut(count) => components_left_out(*count),
        Text::UtilizationAlt { values, left_out } => {
            let mut text = format!("구성 요소별 사용률: {}.", values.join(", "));
            if *left_out > 0 {
                text.push_str(&format!(" {}.", components_left_out(*left_out)));
            }
            text
        }
        Text::CostAxis => "월 비용(달러)과 전체에서 차지하는 비율".to_owned(),
        Text::Cost { total, share, most } => {
            format!("월 {}, 그중 {} {most}", shown(total), with(&shown(share), Subject))
        }
        Text::CostSpread { total, owners, share, most } => {
            format!("{owners}개 항목에 월 {}, 가장 큰 것은 {most}({})", shown(total), shown(share))
        }
        Text::CostAll { total, owner } => format!("월 {}, 모두 {owner}", shown(total)),
        Text::PerMillion(usd) => format!("요청 100만 건당 {}", shown(usd)),
        Text::OtherLines(count) => format!("기타({count}개)"),
        Text::CostAlt { total, values } => {
            format!("월 비용 {}: {}.", shown(total), values.join(", "))
        }
        Text::TornadoTitle { assumption, result, low, high } => format!(
            "{} 가장 중요합니다. {result}: {}~{}",
            with(assumption, Subject),
            shown(low),
            shown(high)
        ),
        Text::TornadoSubtitle(scenario) => {
            format!("{scenario} · 가정마다 5% 분위수(옅은 색)에서 95% 분위수까지, 나머지는 중앙값")
        }
        Text::TornadoHead { result, median, low, high } => {
            format!("{result}: {}(90% 범위 {}~{})", shown(median), shown(low), shown(high))
        }
        Text::TornadoCenter { outcome, value } => format!("{outcome}: {}", shown(value)),
        Text::TornadoBar { result, assumption, low, high } => {
            format!("{assumption}에 따라 {result} {}~{}", shown(low), shown(high))
        }
        Text::TornadoAlt(bars) => {
            format!("가정마다 결과가 움직이는 폭을 나타낸 막대: {}.", bars.join("; "))
        }
        Text::TornadoLow => "입력이 낮을 때".to_owned(),
        Text::TornadoHigh => "입력이 높을 때".to_owned(),
        Text::HeatNothing => "불안정".to_owned(),
        Text::SpentWaiting => "대기".to_owned(),
        Text::SpentService => "처리".to_owned(),
        Text::SpentNetwork => "네트워크".to_owned(),
        Text::SpentDownstream => "하위 호출의 응답 대기".to_owned(),
        Text::WaterfallAxis => "요청이 들어온 뒤 지난 시간".to_owned(),
        Text::ColumnName => "이름".to_owned(),
        Text::ColumnTime => "시간".to_owned(),
        Text::ColumnSpent => "한 일".to_owned(),
        Text::FromTo { from, to } => format!("{} ~ {}", shown(from), shown(to)),
    }
}

/// `p99.9`.
fn percentile(quantile: f64) -> String {
    format!("p{}", crate::figure::fixed(quantile * 100.0, 4).trimmed().text())
}

fn scale(log: bool) -> &'static str {
    if log { "(로그 눈금)" } else { "" }
}

/// `SLO 100ms를`.
fn slo(target: &crate::figure::Shown) -> String {
    with(&format!("SLO {}", shown(target)), Object)
}

/// `p99는 212ms, SLO 100ms를 넘습니다`
fn latency(of: &Against, slo: &str, verdict: &str) -> String {
    let percentile = with(&percentile(of.quantile), Topic);
    format!("{percentile} {}, {slo} {verdict}", shown(&of.value))
}

fn with_list(text: &str, name: &str, list: &[String]) -> String {
    if list.is_empty() { text.to_owned() } else { format!("{text} {name}: {}.", list.join(", ")) }
}

fn when(at: &When<'_>) -> String {
    match at {
        When::At(at) => format!("{} 시점", shown(at)),
        When::With(event) => format!("‘{event}’"),
        When::Into { delay, event } => format!("‘{event}’ 시작 {} 뒤", shown(delay)),
        When::After { delay, event } => format!("‘{event}’ 끝나고 {} 뒤", shown(delay)),
    }
}

fn collapse(share: &str, cause: &Cause<'_>, length: Option<&str>) -> String {
    let share =
        share.strip_prefix('<').map_or_else(|| with(share, To), |share| format!("{share} 아래로"));
    let cause = match cause {
        Cause::Event(event) => format!("‘{event}’ 때"),
        Cause::At(at) => format!("{} 시점에", shown(at)),
    };
    match length {
        Some(length) => {
            format!("{cause} 완료되는 요청이 {length} 동안 들어온 요청의 {share} 떨어집니다")
        }
        None => {
            format!("{cause} 완료되는 요청이 들어온 요청의 {share} 떨어져 돌아오지 않습니다")
        }
    }
}

fn components_left_out(count: usize) -> String {
    format!("덜 바쁜 구성 요소 {count}개는 생략")
}
