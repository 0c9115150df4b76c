//! `napkin sweep`.

use super::complaint::title;
use super::number::{base_unit, brief, brief_between, count, per_month, show};
use super::particle::{Particle, with};
use super::terms::{metric, resource as resource_of};
use crate::figure::{Measured, Unit};
use crate::message::Title;
use crate::message::sweep::{Bend, Busiest, Chart, Column, Figure, Line, Refusal, Text};
use Particle::{And, Copula, Object, To, Topic};

pub fn refusal(what: &Refusal) -> String {
    match what {
        Refusal::OneOrTwo { count } => format!(
            "sweep은 파라미터를 하나나 둘 바꾸는데 {count}개를 주었습니다: `--vary traffic.rate=1k/s..20k/s`"
        ),
        Refusal::WithoutEquals { text } => format!(
            "`--vary {text}`에 무엇을 어디까지 바꿀지가 없습니다. `--vary traffic.rate=1k/s..20k/s`나 `--vary \
             app.instances=2,4,8`처럼 적으세요"
        ),
        Refusal::NotARange { text, why } => {
            let why = title(&Title(why));
            format!("`--vary {text}`에서 숫자의 범위를 읽을 수 없습니다: {why}")
        }
        Refusal::EmptyRange { text } => format!(
            "`--vary {text}`의 범위가 비어 있습니다. `1k/s..20k/s`처럼 작은 쪽을 먼저 적으세요"
        ),
        Refusal::LogFromZero { text } => format!(
            "`--vary {text}`에는 로그를 쓸 수 없습니다. 0보다 큰 값에서 시작하거나 `:log`를 빼세요"
        ),
        Refusal::OneValue { text } => format!(
            "`--vary {text}`에 값이 하나뿐입니다. 범위 `1k/s..20k/s`나 목록 `2,4,8`을 적으세요. 값 하나만 바꾸려면 \
             `--set`을 씁니다"
        ),
        Refusal::OnePlace { path } => {
            format!("{} 그 범위에서 값이 하나뿐이라 sweep을 할 수 없습니다", with(path, Topic))
        }
        Refusal::Twice { path } => format!(
            "{} 두 번 바꾸려 합니다. 히트맵을 그리려면 서로 다른 파라미터 둘을 적으세요",
            with(path, Object)
        ),
    }
}

pub fn text(what: &Text<'_>) -> String {
    match *what {
        Text::PointByPoint => "지점별 결과".to_owned(),
        Text::HowItWasSwept => "측정한 방법".to_owned(),
        Text::Knee { path, at, between, bend, p99_ms, busiest } => {
            let p99 = p99_ms.map(|ms| format!("p99 {}", brief(ms, Unit::Ms)));
            let there: Vec<String> =
                p99.into_iter().chain(busiest.as_ref().map(busiest_of)).collect();
            knee(path, at, between, bend, &there)
        }
        Text::BusiestOf(busiest) => busiest_of(&busiest),
        Text::Turns { objective, path, between, about, met_below, clear } => {
            let about = about.map(|(value, unit)| base_unit(value, unit, 3));
            turns(&metric(objective), path, between, about.as_deref(), (met_below, clear))
        }
        Text::NeverTurns { objectives, met } => never_turns(objectives, met),
        Text::DoesNotSettle { path, from, to: Some(to) } => format!(
            "{path} = {from}부터 {to}까지는 부하가 안정되지 않아 지연 시간을 제시할 수 없습니다."
        ),
        Text::DoesNotSettle { path, from, to: None } => {
            format!("{path} = {from}에서는 부하가 안정되지 않아 지연 시간을 제시할 수 없습니다.")
        }
        Text::RangeOf { path, from, to } => range_of(path, from, to),
        Text::BestOfWords { path, best, worst } => format!(
            "p99는 {path} = {}일 때 {} 가장 낮고, {}일 때 {} 가장 높습니다.",
            best.0,
            with(&brief(best.1, Unit::Ms), To),
            worst.0,
            with(&brief(worst.1, Unit::Ms), To)
        ),
        Text::Mark => "두 파라미터에 따른 p99입니다. !는 목표 미달을 뜻합니다.".to_owned(),
        Text::Theory { first, last, exact, inside, of } => {
            let model = if first == last { first.to_owned() } else { format!("{first}~{last}") };
            if exact {
                format!(
                    "{of}개 지점 중 {inside}개에서 평균이 신뢰 구간 안에서 이론({model})과 맞습니다."
                )
            } else {
                format!("점선은 근사식({model})이며 정확한 해가 아닙니다.")
            }
        }
        Text::OfTwo { paths: [first, second], met, of } => format!(
            "{} {second}의 조합 {of}개 중 {met}개가 모든 목표를 달성합니다.",
            with(first, And)
        ),
        Text::OfTwoSettled { paths: [first, second], settled, of } => {
            format!("{} {second}의 조합 {of}개 중 {settled}개가 안정됩니다.", with(first, And))
        }
        Text::Cheapest { paths: [first, second], at, usd, p99_ms } => {
            let value = |index: usize| at.get(index).map_or("", String::as_str);
            format!(
                "그중 가장 싼 것은 {first} = {}, {second} = {}입니다. 비용은 {}, p99는 {}입니다.",
                value(0),
                value(1),
                per_month(usd),
                brief(p99_ms, Unit::Ms)
            )
        }
        Text::Plan { points, max_requests } => format!(
            "{points}개 지점이 요청 {}건을 나누어 시뮬레이션합니다(--max-requests). 이벤트가 있는 페이지는 지점마다 마지막 \
             이벤트까지 시뮬레이션합니다. 모든 지점이 같은 시드를 쓰므로 이웃한 지점끼리 난수가 같습니다. 구간은 95% 신뢰 \
             구간입니다.",
            count(max_requests)
        ),
        Text::Met(Some(true)) => "달성".to_owned(),
        Text::Met(Some(false)) => "미달".to_owned(),
        Text::Met(None) => String::new(),
        Text::GivenUp => "중단함".to_owned(),
        Text::Unsettled => "안정되지 않음".to_owned(),
        Text::NothingCompleted => "완료된 요청 없음".to_owned(),
        Text::Misses { p99_ms } => format!("{} !", brief(p99_ms, Unit::Ms)),
    }
}

fn knee(path: &str, at: &str, between: [&str; 2], bend: Bend, there: &[String]) -> String {
    let there = if there.is_empty() {
        String::new()
    } else {
        format!(" 여기서 {}입니다.", there.join(", "))
    };
    let beyond = match bend {
        Bend::Load => {
            "지연 시간 대비 처리량이 여기서 가장 크고, 여기를 넘으면 지연 시간이 처리량보다 빨리 늘어납니다"
        }
        Bend::Climbs => "여기를 넘으면 p99가 점점 가파르게 오릅니다",
        Bend::Falls => "여기를 넘으면 더 늘려도 p99가 별로 달라지지 않습니다",
    };
    let [below, above] = between;
    format!("무릎은 {path} = {at} 부근입니다({below}~{above} 사이).{there} {beyond}.")
}

fn busiest_of(found: &Busiest<'_>) -> String {
    let Busiest { component, resource, utilization, is_peak } = *found;
    let peak = if is_peak { "최대 " } else { "" };
    format!("{component} {} {peak}{}", resource_of(resource), brief(utilization, Unit::Percent))
}

fn turns(
    objective: &str,
    path: &str,
    between: &[String; 2],
    about: Option<&str>,
    (met_below, clear): (bool, bool),
) -> String {
    let about = about.map_or(String::new(), |at| format!("(약 {at})"));
    let doubt = if clear {
        ""
    } else {
        " 다만 그 부근의 신뢰 구간을 보면 확실하지는 않습니다."
    };
    let [below, above] = between;
    let objective = with(&format!("{objective} 목표"), Topic);
    if met_below {
        format!("{objective} {path} = {below}~{above} 사이에서{about} 깨집니다.{doubt}")
    } else {
        format!("{objective} {path} = {below}에서는 미달이고 {above}부터{about} 달성입니다.{doubt}")
    }
}

fn never_turns(objectives: &[&str], met: bool) -> String {
    let what = if met { "달성합니다" } else { "달성하지 못합니다" };
    let names: Vec<String> = objectives.iter().map(|name| metric(name)).collect();
    format!("{} 목표를 모든 지점에서 {what}.", names.join(", "))
}

fn range_of(path: &str, from: (&str, f64), to: (&str, f64)) -> String {
    let [first, last] = [brief(from.1, Unit::Ms), brief(to.1, Unit::Ms)];
    if first == last {
        let or = with(from.0, Copula);
        return format!("p99는 {path} = {or}나 {}나 똑같이 {first}입니다.", with(to.0, Copula));
    }
    let turns = if to.1 > from.1 { "늘어납니다" } else { "줄어듭니다" };
    let (from, to) = (from.0, with(to.0, To));
    format!(
        "{} {from}에서 {to} 바꾸면 p99가 {first}에서 {} {turns}.",
        with(path, Object),
        with(&last, To)
    )
}

pub fn column(what: &Column) -> String {
    match what {
        Column::Completed => "처리량",
        Column::P50 => "p50",
        Column::P99 => "p99",
        Column::Errors => "오류율",
        Column::Busiest => "가장 바쁜 자원",
        Column::Cost => "월 비용",
        Column::Slo => "SLO",
        Column::Mean => "평균",
        Column::MeanTheory { exact: true } => "평균(이론)",
        Column::MeanTheory { exact: false } => "평균(근사)",
        Column::P99Theory { exact: true } => "p99(이론)",
        Column::P99Theory { exact: false } => "p99(근사)",
    }
    .to_owned()
}

pub fn line(what: &Line) -> String {
    match what {
        Line::P99 => "p99",
        Line::P50 => "p50",
        Line::Mean => "평균",
        Line::MeanTheory { exact: true } => "평균(이론)",
        Line::MeanTheory { exact: false } => "평균(근사)",
        Line::P99Theory => "p99(이론)",
        Line::Offered => "들어온 요청",
        Line::Completed => "완료",
        Line::Busiest => "가장 바쁜 자원",
        Line::Errors => "오류율",
        Line::Cost => "월 비용",
    }
    .to_owned()
}

pub fn chart(what: &Chart<'_>) -> String {
    match *what {
        Chart::Latency => "지연 시간".to_owned(),
        Chart::Share => "비율".to_owned(),
        Chart::Requests => "요청 수".to_owned(),
        Chart::CostAMonth => "월 비용".to_owned(),
        Chart::Parameter { path, unit: "" } => path.to_owned(),
        Chart::Parameter { path, unit } => format!("{path}({})", unit.trim()),
        Chart::Knee => "무릎".to_owned(),
        Chart::DoesNotSettle => "안정되지 않음".to_owned(),
        Chart::Goal { p99_ms } => format!("p99 ≤ {}", show(p99_ms, Unit::Ms)),
        Chart::LatencyOver(path) => format!("{path}에 따른 지연 시간"),
        Chart::LoadOver(path) => format!("{path}에 따른 가장 바쁜 자원의 사용률과 오류율"),
        Chart::ThroughputOver(path) => format!("{path}에 따라 들어온 요청과 완료된 요청"),
        Chart::BillOver(path) => format!("{path}에 따른 월 비용"),
        Chart::Breaks { objective, path, between: [below, above], met_below: true } => {
            format!("{} 목표는 {path} = {below}~{above} 사이에서 깨집니다", metric(objective))
        }
        Chart::Breaks { objective, path, between: [_, above], met_below: false } => {
            format!("{} 목표를 {path} = {above}부터 달성합니다", metric(objective))
        }
        Chart::Bends { path, at } => format!("지연 시간이 {path} = {at} 부근에서 꺾입니다"),
        Chart::Heat { paths: [first, second], met, of } => {
            let goals = met.map_or(String::new(), |met| format!(": {of}개 중 {met}개가 목표 달성"));
            format!("{} {second}에 따른 p99{goals}", with(first, And))
        }
        Chart::Subtitle { scenario, seed, points, bands } => {
            let bands = if bands { " · 띠는 95% 신뢰 구간" } else { "" };
            format!("{scenario} · 시드 {seed} · {points}개 지점{bands}")
        }
        Chart::Alt { title, figures } => {
            let figures: Vec<String> = figures.iter().map(figure).collect();
            format!("{title}: {}.", figures.join("; "))
        }
    }
}

fn figure(what: &Figure<'_>) -> String {
    match *what {
        Figure::P99(at, Measured { value, low, high }) => {
            format!("{at} p99 {}", brief_between(value, low, high, Unit::Ms))
        }
        Figure::Latency(at, ms) => format!("{at} {}", show(ms, Unit::Ms)),
        Figure::Busy(at, share) => format!("{at} {}", show(share, Unit::Percent)),
        Figure::Completed(at, Measured { value, low, high }) => {
            format!("{at} {}", brief_between(value, low, high, Unit::PerSecond))
        }
        Figure::Cost(at, usd) => format!("{at} {}", show(usd, Unit::UsdPerMonth)),
    }
}
