//! What the command line says.

use super::number::{brief, count, duration, show, significant};
use super::particle::{Particle, with};
use super::study;
use super::terms::metric;
use crate::figure::Unit;
use crate::message::Words;
use crate::message::cli::{BadValue, Fault, File, Judged, Text, Unreadable, Verdict};
use Particle::{Object, Subject, Topic};

pub fn fault(what: &Fault) -> String {
    match what {
        Fault::NothingToRun { file } => format!(
            "{file}에는 식만 있고 설계가 없어 시뮬레이션할 것이 없습니다\n\
             help: 계산은 `napkin estimate {file}`로 합니다. 설계에는 `components:`와 `path:`가 있어야 합니다"
        ),
        Fault::TooManyArrived { requests, within_ns } => format!(
            "시뮬레이션 시간 {} 동안 요청이 {}건 들어와 `--max-requests`의 세 배를 넘었으므로 실행을 중단했습니다\n\
             help: 요청 속도의 단위를 확인하거나, `warmup`과 `duration`을 줄이거나, `--max-requests`를 늘리세요",
            nanoseconds(*within_ns),
            count(*requests)
        ),
        Fault::TooManySent { requests, within_ns } => format!(
            "시뮬레이션 시간 {} 동안 요청이 {}건 나갔습니다. 응답을 바로 받고 쉬지 않는 클라이언트는 끝없이 다시 요청합니다. \
             `traffic`에 `think: 1s`처럼 쉬는 시간을 적으세요",
            nanoseconds(*within_ns),
            count(*requests)
        ),
        Fault::OutOfBudget { steps, reached_ns } => format!(
            "측정을 시작하기도 전에, 실행 {} 만에 계산량 한도({}단계)를 다 쓰게 됩니다\n\
             help: `--budget`을 늘리거나, `--warmup`, `--replications`, 요청 속도, 요청당 호출 수를 줄이세요",
            nanoseconds(*reached_ns),
            count(*steps)
        ),
        Fault::OutOfMemory { what, bytes, limit } => format!(
            "{}\nhelp: `--memory`를 늘리거나 {}",
            study::memory(*what, *bytes, *limit),
            study::instead(*what)
        ),
        Fault::TooManyInFlight { limit, at_s } => format!(
            "실행 {at_s}초 만에 동시에 진행되는 요청이 {}건에 이르러 실행을 중단했습니다\n\
             help: 설계가 감당하는 것보다 훨씬 많이 쌓입니다. `--duration`을 줄이거나, 대기열에 한도를 두거나, \
             `--max-in-flight`를 늘리세요",
            count(*limit as u64)
        ),
        Fault::Stopped => "첫 번째 반복이 끝나기 전에 멈춰 보고할 것이 없습니다".to_owned(),
        Fault::OutputUnwritable { detail } => format!("표준 출력에 쓸 수 없습니다: {detail}"),
        Fault::Unwritable { path, detail } => format!("`{path}`에 쓸 수 없습니다: {detail}"),
        Fault::BelowAFile { path, file } => format!(
            "{} 폴더가 될 수 없습니다. {} 파일입니다",
            with(&format!("`{path}`"), Topic),
            with(&format!("`{file}`"), Subject)
        ),
        Fault::NoFolderAbove { path } => {
            format!("`{path}`에 쓸 수 없습니다. 그 위에 폴더가 없습니다")
        }
        Fault::Undrawable { chart, detail } => {
            format!("그래프 {} 그릴 수 없습니다: {detail}", with(&format!("`{chart}`"), Object))
        }
        Fault::Unencodable { file, detail } => {
            format!("{} 만들 수 없습니다: {detail}", with(&format!("`{file}`"), Object))
        }
        Fault::ExistsAlready { file } => {
            format!("{} 이미 있으므로 그대로 둡니다", with(&format!("`{file}`"), Topic))
        }
        Fault::NoName => "페이지 이름을 `napkin new my-design`처럼 적으세요".to_owned(),
    }
}

pub fn bad_value(what: &BadValue) -> String {
    match what {
        BadValue::Quantity(fault) => {
            let words = super::units::fault(fault);
            let more = [&words.label, &words.help].into_iter().filter(|more| !more.is_empty());
            more.fold(words.title.clone(), |all, more| format!("{all}; {more}"))
        }
        BadValue::Duration => "`30s`나 `2m`처럼 0보다 크고 30일 이하인 시간을 적으세요".to_owned(),
        BadValue::Load => {
            "페이지 부하의 몇 배인지 10x처럼 적으세요(0.001x부터 1000000x까지)".to_owned()
        }
        BadValue::Precision => "`1%`처럼 0.1%부터 15%까지 적으세요".to_owned(),
        BadValue::Whole { least, most } => {
            let example = if *most > 1_000_000 { "500k" } else { "100" };
            format!("`{example}`처럼 {least}부터 {}까지의 정수를 적으세요", count(*most))
        }
        BadValue::Seed => format!("`7`처럼 0부터 {}까지의 정수를 적으세요", u64::MAX),
        BadValue::Year { first, last } => format!("연도별 모형은 {first}년부터 {last}년까지입니다"),
        BadValue::Vary => {
            "무엇을 어디까지 바꿀지 `traffic.rate=1k/s..20k/s`나 `app.instances=2,4,8`처럼 적으세요"
                .to_owned()
        }
        BadValue::Budget => {
            "`200M`처럼 단계 수를, 또는 `30s`처럼 코어 두 개의 초를 적으세요".to_owned()
        }
        BadValue::Memory => "`4GB`처럼 64MB부터 1TB까지 적으세요".to_owned(),
        BadValue::Dollars => "$100처럼 한 달 금액을 적으세요".to_owned(),
        BadValue::Share => "5%처럼 0%부터 100%까지 적으세요".to_owned(),
        BadValue::Rate => {
            "5k/s처럼 0보다 큰 속도를, 또는 1k/s..50k/s처럼 낮은 쪽부터 둘을 적으세요".to_owned()
        }
    }
}

pub fn file(what: &File) -> Words {
    let (title, help) = match what {
        File::Unreadable { name, why } => (
            format!("{} 읽을 수 없습니다: {}", with(&format!("`{name}`"), Object), unreadable(why)),
            String::new(),
        ),
        File::NearGallery { name, near } => (
            format!("{} 없습니다", with(&format!("`{name}`"), Subject)),
            format!("`{near}`인가요? 파일 없이 쓸 수 있는 페이지는 `napkin list`로 봅니다"),
        ),
    };
    Words { title, label: String::new(), help }
}

fn unreadable(why: &Unreadable) -> String {
    match why {
        Unreadable::System(detail) => detail.clone(),
        Unreadable::LargerThan { mib } => format!("{mib}MiB보다 큽니다"),
        Unreadable::NotUtf8 => "UTF-8이 아닙니다".to_owned(),
    }
}

pub fn text(what: &Text<'_>) -> String {
    match *what {
        Text::Error { why } => format!("error: {why}"),
        Text::Errors { count, file } => format!("{file}: 오류 {count}개"),
        Text::Warnings { count, file } => format!("{file}: 경고 {count}개"),
        Text::NotShown { count } => format!("… 그 밖에 {count}개\n"),
        Text::NoEffect { flags } => {
            format!("note: {} 여기서 효과가 없습니다", with(&flags.join(", "), Topic))
        }
        Text::Fit { file, name, has_design } => {
            let what = if has_design { "" } else { "(계산만)" };
            format!("{file}: {name}, 문제 없음{what}\n")
        }
        Text::Costs { calls, steps, requests } => format!(
            "이 페이지는 요청 하나에 호출이 {}번 일어납니다. 계산량을 {}단계 이하로 맞추려고(`--budget`) 요청을 약 {}건만 \
             시뮬레이션합니다.",
            count(calls.round() as u64),
            count(steps),
            count(requests.round() as u64)
        ),
        Text::Stopping => "멈추는 중… (바로 끝내려면 Ctrl-C를 한 번 더)".to_owned(),
        Text::Written { file } => {
            format!("보고서는 {file}에 있고, 그래프와 result.json도 같은 폴더에 있습니다.\n")
        }
        Text::NotWritten => "실행을 멈췄으므로 파일을 쓰지 않았습니다.\n".to_owned(),
        Text::LookingTemplate => "{spinner} 정상 상태를 찾는 중… {elapsed}".to_owned(),
        Text::StepsTemplate => "{spinner} {bar:32} 실행 {pos}/{len}".to_owned(),
        Text::SimulatingTemplate => "시뮬레이션 중 [{bar:40}] {percent:>3}%  {msg}".to_owned(),
        Text::TimeLeft { seconds } => time_left(seconds),
        Text::Made { file, command } => format!("{file} 파일을 만들었습니다: `{command}`\n"),
        Text::RunOne => "`napkin run 이름`으로 실행합니다.".to_owned(),
    }
}

fn nanoseconds(ns: u64) -> String {
    duration(ns as f64 * 1e-9)
}

fn time_left(seconds: f64) -> String {
    let seconds = seconds.round() as u64;
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds}초 남음"),
        (0, minutes, seconds) => format!("{minutes}분 {seconds}초 남음"),
        (hours, minutes, _) => format!("{hours}시간 {minutes}분 남음"),
    }
}

pub fn verdict(what: &Verdict<'_>) -> String {
    match *what {
        Verdict::NothingToJudge => {
            "warning: 페이지에 `slo:`가 없어 --gate가 판정할 것이 없습니다".to_owned()
        }
        Verdict::Judged(row) => judged(&row),
        Verdict::NothingMeasured { objective, target, unit } => format!(
            "미달: {}, 기준 {}에 견줄 측정값이 없습니다",
            metric(objective),
            show(target, unit)
        ),
        Verdict::NotSimulated { event, at_s, end_s } => format!(
            "미달: {} 시점의 ‘{event}’ 없이 반복마다 {}에서 끝났으므로 설계가 그 이벤트를 견디는지 알 수 \
             없습니다(`--max-requests`, `--budget`)",
            duration(at_s),
            duration(end_s)
        ),
        Verdict::DoesNotSettle { growth_per_s } => format!(
            "미달: 부하가 안정되지 않고, 진행 중인 요청이 매초 {}건씩 늘어납니다",
            significant(growth_per_s, 2)
        ),
        Verdict::WorseBy { variant, figure, from, to, unit } => {
            let (from, to) = (show(from, unit), show(to, unit));
            format!("악화: {variant}: {} {from} → {to}", metric(figure))
        }
        Verdict::NotWorse { variant } => format!("허용 범위 안: {variant}"),
        Verdict::NotComparable { variant } => format!(
            "악화: {variant}: 안정되지 않거나 실행이 잘려, 나빠지지 않았다고 할 수 없습니다"
        ),
        Verdict::HowOften { objective, share, interval: (low, high), most } => {
            let word = if share > most { "미달" } else { "달성" };
            let percent = |share: f64| brief(share, Unit::Percent);
            let doubt = if (low..=high).contains(&most) { "불분명" } else { "분명" };
            format!(
                "{word}: {} 목표를 시행의 {} 달성하지 못합니다(허용 {}). {doubt}: 신뢰 구간 {}~{}",
                metric(objective),
                with(&percent(share), Subject),
                percent(most),
                percent(low),
                percent(high)
            )
        }
    }
}

fn judged(row: &Judged<'_>) -> String {
    let Judged { objective, target, actual, unit, .. } = *row;
    let (is, asked, doubt) = (show(actual, unit), show(target, unit), doubt(row));
    let objective = metric(objective);
    if row.met {
        return format!("달성: {objective} {is}, 기준 {asked}, {doubt}");
    }
    // Availability falls short; everything else is too much.
    let side = if actual < target { "모자람" } else { "초과" };
    let off = show((actual - target).abs(), unit);
    let percent = if target > 0.0 && actual > target {
        format!("({}%)", significant((actual / target - 1.0) * 100.0, 2))
    } else {
        String::new()
    };
    format!("미달: {objective} {is}, 기준 {asked}에서 {off} {side}{percent}, {doubt}")
}

fn doubt(row: &Judged<'_>) -> String {
    let words = if row.clear { "분명" } else { "불분명" };
    match row.interval.filter(|(low, high)| low < high) {
        Some((low, high)) => {
            format!("{words}: 신뢰 구간 {}~{}", brief(low, row.unit), brief(high, row.unit))
        }
        None if row.clear => format!("{words}: 변하지 않는 값"),
        None => format!("{words}: 신뢰 구간 없음"),
    }
}
