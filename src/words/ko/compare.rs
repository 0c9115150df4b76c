//! What `napkin compare` says.

use super::number::{
    brief, brief_between, duration, per_month, points, show, show_between, significant, unit_price,
};
use super::particle::{Particle, with};
use super::study;
use super::terms::{metric, resource as resource_of};
use crate::document::{State, Verdict};
use crate::figure::{Measured, NEGLIGIBLE, NOTHING, Unit};
use crate::message::compare::{Does, Missing, Name, Refusal, Text};
use Particle::{And, Object, Topic};

/// A share of a bill that is not worth a digit.
const NOTHING_MUCH: f64 = 1e-4;
/// A share, of requests or time, below which it only matters that it is small.
const NEGLIGIBLE_SHARE: f64 = 1e-5;
/// An interval narrower than this share of its value is not worth printing in percent.
const NARROW: f64 = 2e-3;

pub fn refusal(what: &Refusal) -> String {
    match what {
        Refusal::OneAlone => {
            "비교할 대상이 없습니다. 다른 페이지를 적거나 `--set app.instances=8`, `--variant \
            \"크게: app.instances=8; app.work=3ms\"`처럼 바꿀 것을 적으세요"
                .to_owned()
        }
        Refusal::VariantsOfOnePage => {
            "--variant는 페이지 하나를 바꾸는데 페이지가 여럿입니다. 페이지끼리 그대로 \
            비교하거나(--set은 모두에 적용됩니다), 페이지 하나와 그 변형안을 비교하세요"
                .to_owned()
        }
        Refusal::NotAVariant { text } => format!(
            "`--variant \"{text}\"`에 무엇을 바꿀지가 없습니다. \"이름: app.instances=8; app.work=3ms\"처럼 적으세요"
        ),
    }
}

pub fn name(name: &Name) -> String {
    match name {
        Name::AsItStands => "지금 설계".to_owned(),
        Name::Given(name) => name.clone(),
    }
}

pub fn verdict(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Better => "개선",
        Verdict::Worse => "악화",
        Verdict::Tie => "차이 없음",
        Verdict::Unknown => "알 수 없음",
    }
    .to_owned()
}

/// What stands in place of latencies.
pub fn state(state: &State) -> String {
    match state {
        State::Settles => "완료된 요청 없음",
        State::Unstable => "안정되지 않음",
        State::GaveUp => "중단함",
        State::Stopped => "멈춤",
    }
    .to_owned()
}

pub fn text(text: &Text<'_>) -> String {
    match *text {
        Text::Metric(name) => metric(name),
        Text::Value { value, unit } => value_in(value, unit),
        Text::Difference { by, unit } => difference(by, unit),
        Text::Relative(share) => relative(share),
        Text::Answer { variant, does, against, usd } => answer(variant, does, against, usd),
        Text::NoFigures { variant, because } => {
            let because = match because {
                Missing::Trouble(trouble) => study::trouble(trouble),
                Missing::Stopped => "실행이 도중에 멈췄습니다.".to_owned(),
                Missing::NothingCompleted => "완료된 요청이 없습니다.".to_owned(),
            };
            format!("{} 비교할 지연 시간이 없습니다. {because}", with(&named(variant), Topic))
        }
        Text::ObjectiveTurns { variant, objective, met, clear } => {
            let doubt = if clear {
                ""
            } else {
                " 다만 신뢰 구간을 보면 확실하지는 않습니다."
            };
            let turns = if met {
                "미달에서 달성으로 바뀝니다"
            } else {
                "달성에서 미달로 바뀝니다"
            };
            let variant = with(&named(variant), Topic);
            format!("{variant} {} 목표에서 {turns}.{doubt}", metric(objective))
        }
        Text::Better(metrics) => format!("개선: {}.", listed(metrics)),
        Text::Worse(metrics) => format!("악화: {}.", listed(metrics)),
        Text::Ties(metrics) => format!("이 정도 시뮬레이션으로는 차이 없음: {}.", listed(metrics)),
        Text::Narrower { metric: name, times } => format!(
            "같은 요청으로 비교했으므로 {} 차이의 신뢰 구간이 따로따로 실행할 때보다 {}배 좁습니다.",
            metric(name),
            significant(times, 2)
        ),
        Text::Plan { replications, simulated_s, warmup_s } => format!(
            "예열 {} 뒤 {}씩 {replications}번 반복했습니다. 반복마다 모든 변형안이 같은 요청과 같은 난수를 씁니다. 차이의 \
             95% 신뢰 구간은 반복을 짝지어 구했고, 구간에 0이 들어 있으면 차이가 없는 것으로 봅니다.",
            duration((warmup_s * 1e6).round() / 1e6),
            duration(simulated_s)
        ),
        Text::BusiestCell { component, resource, utilization } => {
            format!("{component} {} {}", resource_of(resource), brief(utilization, Unit::Percent))
        }
        Text::ObjectiveCell { actual, unit, met, clear } => {
            let actual = actual.map_or(NOTHING.to_owned(), |value| value_in(value, unit));
            let word = match (clear, met) {
                (false, _) => "불분명",
                (true, true) => "달성",
                (true, false) => "미달",
            };
            format!("{actual} {word}")
        }
        Text::AtMost { objective, target, unit } => {
            format!("{} ≤ {}", metric(objective), show(target, Unit::named(unit)))
        }
        Text::AtLeast { objective, target, unit } => {
            format!("{} ≥ {}", metric(objective), show(target, Unit::named(unit)))
        }
        Text::Title(sentence) => self::text(sentence).trim_end_matches('.').replace('`', ""),
        Text::Subtitle { scenario, seed, replications } => {
            format!("{scenario} · 시드 {seed} · {replications}회 반복")
        }
        Text::LatencyAlt(figures) => {
            let all = figures.iter().map(|(variant, p99)| {
                let p99 = brief_between(p99.value, p99.low, p99.high, Unit::Ms);
                format!("{} p99 {p99}", name(variant))
            });
            alt(&Text::Latency, all)
        }
        Text::OverTimeAlt(events) => {
            alt(&Text::OverTimeTitle, events.iter().map(|event| (*event).to_owned()))
        }
        Text::CostAlt(figures) => {
            let all = figures.iter().map(|(variant, usd, ms)| {
                format!("{} {} {}", name(variant), per_month(*usd), show(*ms, Unit::Ms))
            });
            alt(&Text::CostTitle, all)
        }
        Text::Variants => "나란히 보기".to_owned(),
        Text::Objectives => "목표(SLO)".to_owned(),
        Text::How => "비교한 방법".to_owned(),
        Text::Figure => "항목".to_owned(),
        Text::DifferenceColumn => "차이".to_owned(),
        Text::RelativeColumn => "변화율".to_owned(),
        Text::Verdict => "판정".to_owned(),
        Text::Variant => "변형안".to_owned(),
        Text::P99 => "p99".to_owned(),
        Text::Errors => "오류율".to_owned(),
        Text::Completed => "처리량".to_owned(),
        Text::Busiest => "가장 바쁜 자원".to_owned(),
        Text::Cost => "월 비용".to_owned(),
        Text::LatencyTitle => "변형안별로 가장 느린 요청들의 지연 시간".to_owned(),
        Text::OverTimeTitle => "시간에 따른 p99 비교".to_owned(),
        Text::CostTitle => "변형안별 월 비용과 p99".to_owned(),
        Text::OneInSoMany => "요청 몇 건 중 하나가 이보다 느린지".to_owned(),
        Text::Latency => "지연 시간".to_owned(),
        Text::Time => "실행 시작부터 지난 시간".to_owned(),
        Text::CostAMonth => "월 비용".to_owned(),
    }
}

fn alt(what: &Text<'_>, figures: impl Iterator<Item = String>) -> String {
    format!("{}: {}.", text(what), figures.collect::<Vec<_>>().join("; "))
}

fn listed(metrics: &[&str]) -> String {
    metrics.iter().map(|name| metric(name)).collect::<Vec<_>>().join(", ")
}

/// A change as it is typed stands in quotes; a page's name does not.
fn named(variant: &Name) -> String {
    match variant {
        Name::Given(given) if given.contains('=') => format!("`{given}`"),
        Name::AsItStands | Name::Given(_) => name(variant),
    }
}

/// `app.instances=8은 p99를 31 ± 2ms 낮추고(-62%), 비용은 월 71달러 늘어납니다.`
fn answer(variant: &Name, does: &[Does<'_>], against: Option<&Name>, usd: Option<f64>) -> String {
    let against = against
        .map_or(String::new(), |against| format!("{} 비교하면 ", with(&named(against), And)));
    let does: Vec<String> = does.iter().map(effect).collect();
    let money = usd.map_or("비용은 같습니다".to_owned(), |usd| {
        let word = if usd > 0.0 { "늘어납니다" } else { "줄어듭니다" };
        format!("비용은 {} {word}", per_month(usd.abs()))
    });
    format!("{against}{} {}, {money}.", with(&named(variant), Topic), does.join(", "))
}

/// `p99를 31 ± 2ms 낮추고(-62%)`, or `p99는 그대로이고(차이 없음: -0.1 ± 0.3ms)`.
fn effect(does: &Does<'_>) -> String {
    let Does { metric: name, unit, by, relative, is_tie } = *does;
    let name = metric(name);
    let ends = by.low.zip(by.high);
    if is_tie {
        let (low, high) = ends.unzip();
        let by = difference(Measured { value: by.value, low, high }, unit);
        return format!("{} 그대로이고(차이 없음: {by})", with(&name, Topic));
    }
    let verb = if by.value < 0.0 { "낮추고" } else { "높이고" };
    let (low, high) = match ends {
        Some((low, high)) if by.value < 0.0 => (Some(-high), Some(-low)),
        Some((low, high)) => (Some(low), Some(high)),
        None => (None, None),
    };
    let by = difference(Measured { value: by.value.abs(), low, high }, unit);
    let share = relative.map_or(String::new(), |share| {
        let sign = if share > 0.0 { "+" } else { "" };
        format!("({sign}{}%)", significant(share * 100.0, 2))
    });
    format!("{} {} {verb}{share}", with(&name, Object), by.trim_start_matches('+'))
}

/// Dollars of one unit, the sign before the digits.
fn dollars(usd: f64) -> String {
    let sign = if usd < 0.0 { "-" } else { "" };
    format!("{sign}{}", unit_price((usd.abs() * 1e4).round() / 1e4))
}

fn value_in(value: f64, unit: &str) -> String {
    match unit {
        "USD" => dollars(value),
        "ms" | "1/s" => brief(value, Unit::named(unit)),
        "ratio" if value > 0.0 && value < NEGLIGIBLE_SHARE => NEGLIGIBLE.to_owned(),
        _ => show(value, Unit::named(unit)),
    }
}

fn difference(by: Measured, unit: &str) -> String {
    let Measured { value, low, high } = by;
    let width = |end: Option<f64>| end.map_or(0.0, |end| (end - value).abs());
    let most = value.abs().max(width(low)).max(width(high));
    let words = match unit {
        "ratio" if most < NEGLIGIBLE_SHARE => "0%p".to_owned(),
        "ratio" => points(value, low, high),
        "USD/month" => per_month(value),
        "USD" => dollars(value),
        _ => show_between(value, low, high, Unit::named(unit)),
    };
    let is_zero = words.chars().take_while(|c| *c != '±').all(|c| !('1'..='9').contains(&c));
    match words.strip_prefix("월 ") {
        Some(rest) if value > 0.0 && !is_zero => format!("월 +{rest}"),
        None if value > 0.0 && !is_zero => format!("+{words}"),
        _ => words,
    }
}

fn relative(share: Measured) -> String {
    let Measured { value, low, high } = share;
    let words = match (low, high) {
        (Some(low), Some(high)) if (high - low).max(value.abs()) < NOTHING_MUCH => {
            return "0%".to_owned();
        }
        // Three digits are enough where the interval is narrower still.
        (Some(low), Some(high)) if high - low > NARROW * value.abs() => {
            show_between(value, Some(low), Some(high), Unit::Percent)
        }
        _ if value.abs() < NOTHING_MUCH => return "0%".to_owned(),
        _ => format!("{}%", significant(value * 100.0, 3)),
    };
    if value > 0.0 { format!("+{words}") } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_reads_like_this() {
        let by = Measured { value: -31.0, low: Some(-33.0), high: Some(-29.0) };
        let does = [Does { metric: "p99", unit: "ms", by, relative: Some(-0.62), is_tie: false }];
        let said = answer(&Name::Given("app.instances=8".to_owned()), &does, None, Some(71.0));
        let expect =
            "`app.instances=8`은 p99를 31 ± 2ms 낮추고(-62%), 비용은 월 71.00달러 늘어납니다.";
        assert_eq!(said, expect);
    }
}
