//! `napkin montecarlo`.

use super::complaint::title;
use super::number::{base_unit, brief, count, duration, fixed, show, show_between, significant};
use super::particle::{Particle, with};
use super::terms::metric;
use crate::figure::{Measured, Unit};
use crate::message::Title;
use crate::message::montecarlo::{
    Chart, Drawn, Drew, Head, Moment, NoPage, Outcome, Refusal, Text,
};
use Particle::{Object, Subject};

pub fn refusal(what: &Refusal) -> String {
    match what {
        Refusal::NothingRandom { page } => format!(
            "`{page}`에는 범위도 없고 `montecarlo:`에 `spikes`, `crowds`, `failures`도 없어 몇 번을 시행해도 똑같습니다.\n\
             모르는 값은 `rate: 500/s..2k/s`처럼 범위로, 우연히 일어나는 일은 `montecarlo: {{ spikes: {{ every: 6h }} \
             }}`처럼 적으세요"
        ),
    }
}

pub fn drawn(what: &Drawn) -> String {
    match what {
        Drawn::HighestLoad => "가장 높은 부하".to_owned(),
        Drawn::Range { name } => name.clone(),
        Drawn::Spikes => "급증".to_owned(),
        Drawn::Crowds => "쏠림".to_owned(),
        Drawn::Failures { component } => format!("{component}: 장애"),
        Drawn::Down { component } => format!("{component}: 정지"),
    }
}

pub fn drew(what: &Drew) -> String {
    format!("{} {}", drawn(&what.what), figure(&what.what, what.value, &what.unit))
}

pub fn no_page(of: &NoPage) -> String {
    title(&Title(&of.what))
}

fn figure(of: &Drawn, value: f64, unit: &str) -> String {
    match of {
        Drawn::HighestLoad => format!("× {}", significant(value, 3)),
        Drawn::Range { .. }
        | Drawn::Spikes
        | Drawn::Crowds
        | Drawn::Failures { .. }
        | Drawn::Down { .. } => base_unit(value, unit, 3),
    }
}

/// The share of the trials; its interval stands beside it.
fn percent(share: Measured) -> String {
    brief(share.value, Unit::Percent)
}

/// `10~14%`.
fn percents(share: Measured) -> String {
    let end = |share: Option<f64>| significant(share.unwrap_or(0.0) * 100.0, 2);
    format!("{}~{}%", end(share.low), end(share.high))
}

/// A latency, if it is one.
fn ms(value: Option<f64>) -> String {
    value.map_or_else(|| "무한대".to_owned(), |ms| brief(ms, Unit::Ms))
}

pub fn text(what: &Text<'_>) -> String {
    match *what {
        Text::Missed { objective, share } => format!(
            "시행의 {}에서 {} 목표를 달성하지 못합니다(신뢰 구간 {}).",
            percent(share),
            metric(objective),
            percents(share)
        ),
        Text::WithoutObjectives { median, high } => format!(
            "p99의 중앙값은 {}이고, 95% 분위수는 {}입니다.",
            ms(median),
            ms(high)
        ),
        Text::MissedAny(share) => format!(
            "목표를 하나라도 놓치는 시행은 {}입니다(신뢰 구간 {}).",
            percent(share),
            percents(share)
        ),
        Text::Trial { trials, moment, window_s, horizon_s, ranges } => {
            trial(&count(u64::from(trials)), moment, [window_s, horizon_s], ranges)
        }
        Text::Drives { input, correlation } => format!(
            "p99를 가장 크게 좌우하는 것은 `{}`입니다(순위 상관 {}).",
            drawn(input),
            significant(correlation, 2)
        ),
        Text::Decides { input, low, high } => format!(
            "목표 달성을 가장 크게 좌우하는 것은 `{}`입니다. 낮으면 시행의 {}, 높으면 {}에서 목표를 놓칩니다.",
            drawn(input),
            brief(low, Unit::Percent),
            brief(high, Unit::Percent)
        ),
        Text::NothingDrives => {
            "뽑은 값 중 p99를 뚜렷이 좌우하는 것은 없습니다. 시행 횟수를 늘리면 드러날 수 있습니다.".to_owned()
        }
        Text::StorySetAside => {
            "페이지의 `shape`와 `timeline`은 쓰지 않고, 무슨 일이 일어날지를 뽑습니다.".to_owned()
        }
        Text::GivenUp { trials } => format!(
            "시행 {trials}번은 동시에 진행되는 요청이 너무 많아 중단했습니다. 목표를 놓친 것으로, 어떤 값보다도 나쁜 것으로 \
             봅니다."
        ),
        Text::Impossible { trials, because } => format!(
            "뽑은 값 {trials}개로는 페이지가 되지 않아 뺐습니다(첫 번째 이유: {}). 범위가 거기서 끝나는 것처럼 뽑습니다.",
            no_page(because)
        ),
        Text::Objectives => "목표를 놓칠 확률".to_owned(),
        Text::Distribution => "결과의 분포".to_owned(),
        Text::Drivers => "결과를 좌우하는 것".to_owned(),
        Text::Worst => "가장 나쁜 시행".to_owned(),
        Text::WasDrawn => "뽑은 것".to_owned(),
        Text::Assumed => "napkin이 정한 값".to_owned(),
        Text::AboutProbabilities => {
            "신뢰 구간은 시행이 서로 독립이라고 보고 구한 윌슨 구간입니다. 범위 값은 라틴 하이퍼큐브로 뽑으므로 실제 오차보다 조금 넓습니다."
                .to_owned()
        }
        Text::AboutQuantiles => {
            "괄호 안은 순서 통계량으로 구한 95% 신뢰 구간입니다. 최대 부하는 전체 기간에서 가장 높은 부하, p99와 오류율은 \
             시뮬레이션한 구간의 값, 비용은 전체 기간의 평균 부하로 계산한 월 비용입니다."
                .to_owned()
        }
        Text::NoP99 { trials } => format!(
            "시행 {trials}번은 부하가 안정되지 않거나 응답이 하나도 없어 p99 값이 없습니다. 어떤 값보다도 나쁜 것으로 봅니다."
        ),
        Text::AboutDrivers { threshold } => format!(
            "스피어만 순위 상관입니다. {} 미만은 보이지 않습니다. 아무 관계가 없어도 어느 하나가 우연히 이를 넘을 확률이 5%인 \
             값입니다. 낮을 때와 높을 때는 입력이 하위 20%인 시행과 상위 20%인 시행의 중앙값, 그리고 목표를 놓친 비율입니다.",
            significant(threshold, 2)
        ),
        Text::Replay { trial, first: true } => {
            format!("다음 명령은 {trial}번 시행을 그대로 다시 시뮬레이션하고 전체 보고서를 냅니다:")
        }
        Text::Replay { trial, first: false } => format!("{trial}번 시행:"),
        Text::Uptime { component, expected, drawn: Measured { value, low, high } } => format!(
            "`{component}`의 인스턴스는 시간의 {} 동안 살아 있습니다(MTBF ÷ (MTBF + MTTR)). 뽑은 값에서는 {}입니다.",
            show(expected, Unit::Percent),
            show_between(value, low, high, Unit::Percent)
        ),
        Text::LeftOut { events: true } => {
            "구간이 시작되기 전에 밀린 작업은, 시작할 때의 부하로 예열하는 동안 쌓인 만큼만 들어 있습니다. 여러 인스턴스가 함께 \
             죽는 장애, 키 하나나 요청 종류 하나에 쏠리는 부하는 뽑지 않습니다."
                .to_owned()
        }
        Text::LeftOut { events: false } => "범위는 서로 독립으로 뽑습니다.".to_owned(),
        Text::AboutDefaults => {
            "실제 트래픽을 모르므로 시작하기 좋은 어림값을 썼습니다. `montecarlo:`에 직접 적으세요.".to_owned()
        }
        Text::Probability(share) => percent(share),
        Text::Interval(share) => percents(share),
        Text::Objective(name) => metric(name),
        Text::AnyObjective => "하나라도 미달".to_owned(),
        Text::Outcome(Outcome::PeakPerS) => "최대 부하".to_owned(),
        Text::Outcome(Outcome::P99Ms) => "p99".to_owned(),
        Text::Outcome(Outcome::ErrorRate) => "오류율".to_owned(),
        Text::Outcome(Outcome::CostPerMonthUsd) => "월 비용".to_owned(),
        Text::Outcome(Outcome::Missed) => "목표 미달".to_owned(),
        Text::NoValue => "∞".to_owned(),
        Text::Figure { of, value, unit } => figure(of, value, unit),
    }
}

fn trial(trials: &str, moment: Moment, [window_s, horizon_s]: [f64; 2], ranges: usize) -> String {
    let (window, horizon) = (with(&duration(window_s), Object), duration(horizon_s));
    let also = match ranges {
        0 => String::new(),
        _ => format!(" 페이지의 범위 {ranges}개의 값도 뽑습니다."),
    };
    match moment {
        Moment::Worst => format!(
            "{trials}번 시행합니다. 시행마다 {horizon} 동안 우연히 일어날 일을 뽑고, 살아 있는 인스턴스에 부하가 가장 크게 \
             걸리는 순간 앞뒤로 {window} 시뮬레이션합니다.{also}"
        ),
        Moment::Random => format!(
            "{trials}번 시행합니다. 시행마다 {horizon} 동안 우연히 일어날 일을 뽑고, 아무 때나 골라 {window} \
             시뮬레이션합니다. 그래서 시행의 비율이 곧 시간의 비율입니다.{also}"
        ),
        Moment::Story => format!(
            "{trials}번 시행합니다. 시행마다 페이지의 범위 {ranges}개의 값을 뽑고, 페이지 그대로 {window} \
             시뮬레이션합니다."
        ),
    }
}

pub fn head(what: &Head) -> String {
    match what {
        Head::Objective => "목표",
        Head::Target => "기준",
        Head::MissedIn => "미달한 시행",
        Head::Share => "비율",
        Head::Interval => "95% 신뢰 구간",
        Head::Outcome => "결과",
        Head::Quantile(0.5) => "중앙값",
        Head::Quantile(q) => return format!("{}%", significant(q * 100.0, 3)),
        Head::Input => "입력",
        Head::Correlation => "순위 상관",
        Head::WhereLow => "낮을 때",
        Head::WhereHigh => "높을 때",
        Head::Trial => "시행",
        Head::P99 => "p99",
        Head::Errors => "오류율",
        Head::Peak => "최대 부하",
        Head::Misses => "미달",
        Head::Drew => "뽑은 값",
        Head::Setting => "설정",
        Head::Value => "값",
    }
    .to_owned()
}

pub fn chart(what: &Chart<'_>) -> String {
    match *what {
        Chart::P99 => "p99".to_owned(),
        Chart::ShareBelow => "이보다 낮은 시행의 비율".to_owned(),
        Chart::Time => "구간 시작부터 지난 시간".to_owned(),
        Chart::Load => "들어오는 부하".to_owned(),
        Chart::Middle => "중앙값과 가운데 절반".to_owned(),
        Chart::Upper => "95%는 이 아래".to_owned(),
        Chart::Subtitle { scenario, trials, seed, window_s } => format!(
            "{scenario} · 시행 {}번, 시드 {seed} · {}씩 시뮬레이션",
            count(u64::from(trials)),
            duration(window_s)
        ),
        Chart::DistributionMissed { share, target_ms } => format!(
            "시행의 {}에서 p99가 {} 넘습니다",
            percent(share),
            with(&brief(target_ms, Unit::Ms), Object)
        ),
        Chart::Distribution { median, high } => {
            format!("p99의 중앙값은 {}, 95% 분위수는 {}입니다", ms(median), ms(high))
        }
        Chart::DistributionAlt { low, median, high } => format!(
            "p99별 시행의 비율: 5%는 {}, 절반은 {}, 95%는 {} 아래.",
            ms(low),
            ms(median),
            ms(high)
        ),
        Chart::FanP99 { median, high } => format!(
            "p99의 중앙값은 {}까지, 95% 분위수는 {}까지 오릅니다",
            brief(median, Unit::Ms),
            brief(high, Unit::Ms)
        ),
        Chart::FanP99Alt { median, high } => {
            fan_alt("p99", &brief(median, Unit::Ms), &brief(high, Unit::Ms))
        }
        Chart::FanLoad { median, high } => format!(
            "부하의 중앙값은 {}까지, 95% 분위수는 {}까지 오릅니다",
            brief(median, Unit::PerSecond),
            brief(high, Unit::PerSecond)
        ),
        Chart::FanLoadAlt { median, high } => {
            fan_alt("들어오는 부하", &brief(median, Unit::PerSecond), &brief(high, Unit::PerSecond))
        }
        Chart::Correlation(value) => format!("순위 상관 {}", fixed(value, 2)),
        Chart::Tornado { input, low, high } => format!(
            "p99는 {} 낮을 때 {}, 높을 때 {}입니다",
            with(&drawn(input), Subject),
            brief(low, Unit::Ms),
            brief(high, Unit::Ms)
        ),
        Chart::TornadoMissed { input, low, high } => format!(
            "{} 낮으면 시행의 {}, 높으면 {}에서 목표를 놓칩니다",
            with(&drawn(input), Subject),
            brief(low, Unit::Percent),
            brief(high, Unit::Percent)
        ),
        Chart::TornadoAlt { inputs } => {
            let inputs: Vec<String> = inputs.iter().map(|input| drawn(input)).collect();
            format!("입력마다 결과가 움직이는 폭, 넓은 것부터: {}.", inputs.join(", "))
        }
        Chart::MedianP99 => "p99 중앙값".to_owned(),
        Chart::ShareMissed => "목표를 놓친 시행".to_owned(),
    }
}

fn fan_alt(what: &str, median: &str, high: &str) -> String {
    format!(
        "구간 동안의 {} 시행들의 띠로 나타낸 그림. 중앙값은 {}까지, 95% 분위수는 {}까지 오릅니다.",
        with(what, Object),
        median,
        high
    )
}
