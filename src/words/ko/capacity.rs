//! What `napkin capacity` says.

use super::findings::one_of;
use super::label;
use super::number::{brief, brief_between, per_month, show, show_between, significant, unit_price};
use super::particle::{Particle, with};
use super::terms::{metric, resource as resource_of};
use crate::figure::{Measured, Unit};
use crate::message::PhaseLabel;
use crate::message::capacity::{Busiest, Criterion, LoadUnit, Missed, Refusal, Text};
use Particle::{Object, Subject, To, Topic};

pub fn refusal(what: &Refusal) -> String {
    match what {
        Refusal::ClosedWithoutObjective => "응답을 기다렸다가 다음 요청을 보내는 클라이언트는 아무리 많아도 오래 기다릴 \
            뿐 과부하를 일으키지 않습니다. 얼마나 느리면 안 되는지를 `slo: { p99: 200ms }`처럼 적으세요"
            .to_owned(),
        Refusal::RateOfClients => "--rate는 열린 부하에만 씁니다. 이 페이지에는 클라이언트 수가 있으니 --set \
            traffic.clients=N을 쓰세요"
            .to_owned(),
        Refusal::GrowthForm => {
            "증가율은 5%/month, 30%/year처럼 기간당 비율로 적으세요(day, week, month, quarter, year)"
                .to_owned()
        }
        Refusal::StartForm => {
            "페이지의 부하가 언제의 것인지를 2026-11(또는 2026-11-20)처럼 적으세요".to_owned()
        }
        Refusal::SizeForm { path, fields } => format!(
            "--size {path}: 구성 요소와 그 개수를 app.instances처럼 적으세요({})",
            fields.join(", ")
        ),
        Refusal::NoCount { field, kind, near: Some(near), .. } => {
            format!("{kind}에는 `{field}`라는 개수가 없습니다. `{near}`인가요?")
        }
        Refusal::NoCount { kind, near: None, known, .. } if known.is_empty() => {
            format!("{kind}에는 셀 것이 없습니다. 언제나 하나입니다")
        }
        Refusal::NoCount { field, kind, near: None, known } => {
            format!("{kind}에는 `{field}`라는 개수가 없습니다. 있는 것은 {}입니다", known.join(", "))
        }
        Refusal::SizeWithoutLimit { path } => format!(
            "{} 페이지에 없어 한계가 되지 않습니다. 몇 개가 필요한지 알려면 먼저 적으세요",
            with(path, Subject)
        ),
    }
}

/// What has to hold.
pub fn criterion(criterion: &Criterion) -> String {
    match criterion {
        Criterion::Objective(name) => metric(name),
        Criterion::Settles => "부하의 안정".to_owned(),
        Criterion::Utilization => "사용률".to_owned(),
    }
}

pub fn text(text: &Text<'_>) -> String {
    match *text {
        Text::Carries { capacity, headroom, today, unit } => format!(
            "{}까지 감당합니다. 지금 부하 {}의 {}입니다.",
            whole_or_between(capacity, unit),
            roughly(today, unit),
            times(headroom)
        ),
        Text::CarriesBetween { low, high, headroom, today, unit } => {
            let end = |value| {
                // As many digits as the width of the bracket supports.
                let quarter = (high - low) / 4.0;
                let around = Measured {
                    value,
                    low: Some(value - quarter),
                    high: Some(value + quarter),
                };
                between(around, unit)
            };
            format!(
                "한계는 {}에서 {} 사이로, 지금 부하 {}의 {}입니다. 그 지점에서 한꺼번에 무너집니다.",
                end(low),
                end(high),
                roughly(today, unit),
                times(headroom)
            )
        }
        Text::Unlimited { at_least: Some(load), unit } => format!(
            "시뮬레이션해 본 데까지는 한계가 없습니다. {}까지 모든 목표를 달성합니다.",
            roughly(load, unit)
        ),
        Text::Unlimited { at_least: None, .. } => {
            "한계가 없습니다. 부하가 채울 수 있는 한계를 가진 구성 요소가 없습니다.".to_owned()
        }
        Text::Never { criterion, load, unit } => format!(
            "시뮬레이션해 본 어떤 부하에서도 목표를 달성하지 못합니다. {}에서도 {} 미달입니다.",
            roughly(load, unit),
            with(&self::criterion(criterion), Subject)
        ),
        Text::Unknown { met, missed, unit } => {
            let load = |load| roughly(load, unit);
            let known = match (met.map(load), missed.map(load)) {
                (Some(met), Some(missed)) => {
                    format!("{} 감당하고 {} 감당하지 못합니다", with(&met, Topic), with(&missed, Topic))
                }
                (Some(met), None) => format!("적어도 {} 감당합니다", with(&met, Topic)),
                (None, Some(missed)) => format!("{} 감당하지 못합니다", with(&missed, Topic)),
                (None, None) => {
                    return "한계를 찾기 전에 멈췄습니다.".to_owned();
                }
            };
            format!("아직 찾지 못했습니다. 그때까지의 짧은 실행으로는 {known}.")
        }
        Text::SizeUnknown { field, enough, missed, load, unit } => {
            let load = with(&roughly(load, unit), Object);
            let known = match (enough, missed) {
                (Some(enough), Some(missed)) => {
                    format!("{field} = {enough}이면 {load} 감당하고 {missed}이면 감당하지 못합니다")
                }
                (Some(enough), None) => format!("{field} = {enough}이면 {load} 감당합니다"),
                (None, Some(missed)) => {
                    format!("{field} = {missed}이면 {load} 감당하지 못합니다")
                }
                (None, None) => {
                    return "가장 작은 개수를 찾기 전에 멈췄습니다.".to_owned();
                }
            };
            format!("아직 찾지 못했습니다. 그때까지의 실행으로는 {known}.")
        }
        Text::TooDear { target_usd, until: Some(load), unit } => format!(
            "월 비용 목표 {} 넘습니다. 목표는 약 {}까지 지킵니다.",
            with(&per_month(target_usd), Object),
            in_unit(&significant(load, 2), unit)
        ),
        Text::TooDear { target_usd, until: None, .. } => format!(
            "월 비용 목표 {} 넘습니다. 부하와 상관없이 드는 비용만으로 이미 넘습니다.",
            with(&per_month(target_usd), Object)
        ),
        Text::TooFew => {
            "한계 부근의 실행이 너무 적어 신뢰 구간을 구할 수 없습니다. `--replications`를 늘리세요."
                .to_owned()
        }
        Text::Over { share } => {
            format!("지금 부하가 이미 한계를 {} 넘었습니다.", whole_percent(share))
        }
        Text::Headroom { share } => format!("여유는 {}입니다.", whole_percent(share)),
        Text::Limit { criterion, busiest, during } => limit(criterion, busiest, during),
        Text::WaitsAt { component } => format!("대기열이 가장 긴 곳은 {component}입니다."),
        Text::Bill { per_million_usd, per_month_usd } => format!(
            "그 부하에서 요청 100만 건당 비용은 {}입니다(같은 머신으로 {}).",
            // Its last digits follow the random draws.
            unit_price(in_digits(per_million_usd, 3)),
            per_month(per_month_usd)
        ),
        Text::RunsOut { given, months: left, date } => {
            let date = date.map_or(String::new(), |date| format!("({date})"));
            format!("{given}씩 늘어나면 {} 뒤{date} 한계에 이릅니다.", months(left))
        }
        Text::RanOut { given, months: past, date } => {
            let date = date.map_or(String::new(), |date| format!("({date})"));
            format!("{given}씩 늘어났다면 {} 전{date} 이미 한계를 넘었습니다.", months(past))
        }
        Text::NoDate => {
            "날짜로 알려면 페이지의 부하가 언제의 것인지 적으세요: --from 2026-11.".to_owned()
        }
        Text::DateBetween { low, high } => {
            format!("한계의 신뢰 구간으로 보면 {low}에서 {high} 사이입니다.")
        }
        Text::Smallest { field, count, load, unit, usd } => {
            let cost = usd.map_or(String::new(), |usd| format!(" 비용은 {}입니다.", per_month(usd)));
            let load = with(&roughly(load, unit), Object);
            format!("{load} 감당하는 가장 작은 값은 {field} = {count}입니다.{cost}")
        }
        Text::OneFewer { count, missed } => format!("{count}이면 {}.", misses(&missed)),
        Text::NoneFewer => "이 페이지에서는 더 줄일 수 없습니다.".to_owned(),
        Text::SizeUnclear => {
            "그 경계에서는 신뢰 구간이 기준에 걸쳐 있습니다. 더 오래 실행하면(--max-requests) 하나 많거나 적은 값이 답일 \
             수 있습니다."
                .to_owned()
        }
        Text::NoSize { field, tried, load, unit } => format!(
            "{} {tried}까지 늘려도 {} 감당하지 못합니다. 다른 것이 한계입니다.",
            with(field, Object),
            with(&roughly(load, unit), Object)
        ),
        Text::OnPage { count, field } => format!("페이지에는 {field} = {count}입니다."),
        Text::JudgedBy(criteria) => format!(
            "다음을 모두 지키면 감당하는 것으로 봅니다: {}. 비용은 부하를 제한하지 않고 함께 알려 드립니다.",
            all(criteria)
        ),
        Text::JudgedByUtilization => {
            "페이지에 부하가 늘어 못 지키게 될 목표가 없으므로, 가장 바쁜 자원이 가득 차는 부하를 한계로 봅니다. 한계 아래의 \
             실행에서 잰 부하를 사용률로 나눈 값입니다(사용률 법칙)."
                .to_owned()
        }
        Text::JudgedByDefault(criteria) => format!(
            "페이지에 부하가 늘어 못 지키게 될 목표가 없으므로 napkin의 기준을 씁니다: {}, 실패한 요청 1% 이하.",
            all(criteria)
        ),
        Text::Method { unit, requests } => method(unit, requests),
        Text::EventsLeftOut => {
            "트래픽 모양과 타임라인은 뺐습니다. 급증은 자원을 잠시 채울 수 있지만, 여기서 구하는 것은 끊이지 않는 부하의 \
             한계입니다."
                .to_owned()
        }
        Text::Runs => "한계 부근의 실행".to_owned(),
        Text::Counts => "시뮬레이션한 개수".to_owned(),
        Text::How => "구한 방법".to_owned(),
        Text::Load => "부하".to_owned(),
        Text::Count => "개수".to_owned(),
        Text::Carried => "감당".to_owned(),
        Text::Replications => "반복".to_owned(),
        Text::Each => "길이".to_owned(),
        Text::Busiest => "가장 바쁜 자원".to_owned(),
        Text::Monthly => "월 비용".to_owned(),
        Text::LoadOfRun { load, unit } => in_unit(&significant(load, 5), unit),
        Text::IsCarried(true) => "예".to_owned(),
        Text::IsCarried(false) => "아니요".to_owned(),
        Text::BusiestCell { component, resource, utilization } => {
            format!("{component} {} {}", resource_of(resource), brief(utilization, Unit::Percent))
        }
        Text::ChartTitle { objective, capacity, unit } => format!(
            "{} {}에서 한계에 이릅니다",
            with(&metric(objective), Topic),
            between(capacity, unit)
        ),
        Text::ChartAlt { objective, runs, capacity, unit } => format!(
            "들어온 부하에 따른 {}, 실행 {runs}번. {}에서 기준을 넘습니다.",
            metric(objective),
            between(capacity, unit)
        ),
        Text::Offered(LoadUnit::PerSecond) => "들어오는 부하".to_owned(),
        Text::Offered(LoadUnit::Clients) => "클라이언트".to_owned(),
        Text::Today => "지금".to_owned(),
        Text::Capacity { capacity, unit } => format!("한계 {}", between(capacity, unit)),
        Text::SizeTitle { field, count } => {
            format!("{field} = {count}부터 모든 목표를 달성합니다")
        }
        Text::SizeAlt { objective, field, count } => format!(
            "{field}에 따른 {}. {count}부터 모든 목표를 달성합니다.",
            metric(objective)
        ),
        Text::Subtitle { scenario, seed, runs } => format!(
            "{scenario} · 시드 {seed} · 부하나 개수 {runs}가지 시뮬레이션 · 띠는 95% 신뢰 구간"
        ),
    }
}

// ---- loads ----

/// So much load, in the words of its unit.
fn in_unit(figure: &str, unit: LoadUnit) -> String {
    match unit {
        LoadUnit::PerSecond => format!("초당 {figure}건"),
        LoadUnit::Clients => format!("클라이언트 {figure}개"),
    }
}

/// In three digits.
fn roughly(load: f64, unit: LoadUnit) -> String {
    in_unit(&brief(load, Unit::Plain), unit)
}

/// With as many digits as its interval supports.
fn between(load: Measured, unit: LoadUnit) -> String {
    in_unit(&brief_between(load.value, load.low, load.high, Unit::Plain), unit)
}

/// With its interval; clients are whole.
fn whole_or_between(load: Measured, unit: LoadUnit) -> String {
    let whole = |end: f64| significant(end, 9);
    let figure = match (unit, load.low, load.high) {
        (LoadUnit::PerSecond, low, high) => show_between(load.value, low, high, Unit::Plain),
        (LoadUnit::Clients, Some(low), Some(high)) if low < high => {
            return format!("클라이언트 {}개({}~{})", whole(load.value), whole(low), whole(high));
        }
        (LoadUnit::Clients, ..) => whole(load.value),
    };
    in_unit(&figure, unit)
}

// ---- parts of sentences ----

fn all(criteria: &[Criterion]) -> String {
    criteria.iter().map(criterion).collect::<Vec<_>>().join(", ")
}

/// `1.06배`
fn times(headroom: Measured) -> String {
    let Measured { value, low, high } = headroom;
    format!("{}배", brief_between(value, low, high, Unit::Plain))
}

fn whole_percent(share: f64) -> String {
    show((share * 100.0).round() / 100.0, Unit::Percent)
}

/// So many significant digits of a figure.
fn in_digits(value: f64, digits: i32) -> f64 {
    crate::figure::significant(value, digits).value()
}

fn limit(
    criterion: &Criterion,
    busiest: Option<Busiest<'_>>,
    during: Option<&PhaseLabel>,
) -> String {
    let during = during.map_or(String::new(), |phase| format!("({})", label::during(phase)));
    let what = match criterion {
        Criterion::Settles | Criterion::Utilization => {
            format!("그보다 많으면 요청이 끝없이 쌓입니다{during}.")
        }
        Criterion::Objective(objective) => {
            let objective = with(&metric(objective), Subject);
            format!("그보다 많으면 {objective} 가장 먼저 기준을 넘습니다{during}.")
        }
    };
    let Some(Busiest { component, place, resource, utilization, is_near }) = busiest else {
        return format!("{what} 한계가 되는 자원은 없습니다.");
    };
    let (resource, busy) = (resource_of(resource), brief(utilization, Unit::Percent));
    let component = place.map_or(component.to_owned(), |place| one_of(component, place));
    if is_near {
        format!("{what} 이때 가장 바쁜 자원은 {component}의 {resource}({busy})입니다.")
    } else {
        format!(
            "{what} 이때 한계에 가까운 자원은 없습니다(가장 바쁜 자원은 {component}의 {resource}, {busy})."
        )
    }
}

/// Months; years from three on.
fn months(months: Measured) -> String {
    let Measured { value, low, high } = months;
    let (scale, word) = if value >= 36.0 { (12.0, "년") } else { (1.0, "개월") };
    let part = |end: Option<f64>| end.map(|end| end / scale);
    format!("{}{word}", brief_between(value / scale, part(low), part(high), Unit::Plain))
}

fn misses(missed: &Missed<'_>) -> String {
    match *missed {
        Missed::Objective { objective, actual, target, unit } => {
            let unit = Unit::named(unit);
            let Measured { value, low, high } = actual;
            let actual = with(&brief_between(value, low, high, unit), To);
            let objective = with(&metric(objective), Subject);
            let target = with(&show(target, unit), Object);
            format!("{objective} {actual}, 기준 {target} 지키지 못합니다")
        }
        Missed::DoesNotSettle => "요청이 끝없이 쌓입니다".to_owned(),
    }
}

fn method(unit: LoadUnit, requests: u64) -> String {
    let scaled = match unit {
        LoadUnit::PerSecond => {
            "모든 요청의 부하를 같은 배수로 늘립니다. 트래픽 모양과 타임라인, 머신, 데이터, 한계는 그대로입니다."
        }
        LoadUnit::Clients => "클라이언트 수만 바꾸고 나머지는 그대로 둡니다.",
    };
    format!(
        "{scaled} 짧은 실행으로 찾아볼 곳을 정하고, 이웃한 부하에서 길게 실행해 신뢰 구간을 구합니다. ±나 괄호 안의 범위는 \
         목표의 95% 신뢰 구간에 기준이 들어 있는 부하입니다. 모든 실행이 같은 난수를 씁니다. 시뮬레이션한 요청은 {}건입니다.",
        brief(requests as f64, Unit::Plain)
    )
}
