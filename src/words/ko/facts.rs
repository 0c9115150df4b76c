//! The tables of facts, and the yearly model.

use super::list::{code, named, words};
use super::particle::Particle::{Subject, Topic};
use super::particle::with;
use crate::figure::fixed;
use crate::message::Words;
use crate::message::facts::{Doubt, Expected, Fault, Refusal, Row, Text, Unreadable};

pub fn fault(what: &Fault) -> Words {
    match what {
        Fault::Unreadable(why) => {
            words(format!("이 표를 읽을 수 없습니다: {}", unreadable(why)), "", "")
        }
        Fault::UnknownField { row: at, field, near, fields } => words(
            format!("{}: {} 필드가 없습니다", row(at), named(field)),
            match near {
                Some(near) => format!("`{near}`인가요?"),
                None => format!("있는 필드: {}", fields.join(", ")),
            },
            "",
        ),
        Fault::MissingField { row: at, field, expected: what } => {
            words(format!("{}: {} 없습니다", row(at), code(field, Subject)), expected(what), "")
        }
        Fault::BadValue { row: at, field, text, expected: what } if text.is_empty() => {
            words(format!("{}: `{field}:`에 값이 없습니다", row(at)), expected(what), "")
        }
        Fault::BadValue { row: at, field, text, expected: what } => words(
            format!("{}: 쓸 수 없는 값입니다: `{field}: {text}`", row(at)),
            expected(what),
            "",
        ),
        Fault::Twice { row: at } => {
            words(format!("{} 두 번 적혀 있습니다", with(&row(at), Subject)), "", "")
        }
        Fault::Unlisted { row: at, list, near } => words(
            format!("{}: {} `lists:`에 없습니다", row(at), code(list, Topic)),
            match near {
                Some(near) => format!("`{near}`인가요?"),
                None => "`lists:`에 추가하세요. 그 순서로 찾습니다".to_owned(),
            },
            "",
        ),
        Fault::NoRows => words("이 표에 행이 없습니다", "", ""),
        Fault::NoFigure { row: at } => words(
            format!("{}: 얼마나 걸리는지 알 수 없습니다", row(at)),
            "`value`를, 또는 `low`와 `high`를 적으세요",
            "",
        ),
    }
}

fn unreadable(why: &Unreadable) -> String {
    match why {
        Unreadable::Empty => "비어 있습니다".to_owned(),
        Unreadable::NoList => "여기에는 행의 목록이 와야 합니다".to_owned(),
        Unreadable::NoMap => "여기에는 `key: value`가 와야 합니다".to_owned(),
        Unreadable::NoValue => "여기에는 목록이나 맵이 아니라 값 하나가 와야 합니다".to_owned(),
        Unreadable::UnknownSection { section, sections } => {
            format!("{} 필드가 없습니다. 있는 필드: {}", named(section), sections.join(", "))
        }
        Unreadable::DuplicateKey { key: Some(key) } => {
            format!("맵에 같은 키가 두 번 있습니다: {key}")
        }
        Unreadable::DuplicateKey { key: None } => "맵에 같은 키가 두 번 있습니다".to_owned(),
        Unreadable::Other(detail) => detail.clone(),
    }
}

fn row(what: &Row) -> String {
    let called = |head: String, name: &str| {
        if name.is_empty() { head } else { format!("{head}({name})") }
    };
    match what {
        Row::Latency { number, name } => called(format!("{number}번째 행"), name),
        Row::List { number } => format!("{number}번째 목록"),
        Row::Price { section, number, name } => called(format!("{section} {number}번째 행"), name),
    }
}

fn expected(what: &Expected) -> String {
    let fixed = match what {
        Expected::Name => "`disk_seek`처럼 영문 소문자, 숫자, `_`로 적으세요",
        Expected::Duration => {
            "`10ms`처럼 0보다 큰 시간을 ns, us, ms, s, min, h 중 한 단위로 적으세요"
        }
        Expected::AboveLow { low } => {
            return format!("낮은 쪽({low})보다 큰 값을 적으세요");
        }
        Expected::Size => "`64B`, `1MB`, `8KiB`처럼 0보다 큰 크기를 적으세요",
        Expected::Bandwidth => "`750Mbps`나 `25Gbps`처럼 0보다 큰 초당 비트 수를 적으세요",
        Expected::Year => "수치의 연도를 1950..2100 안에서 적으세요",
        Expected::Count => "0보다 큰 정수를 적으세요",
        Expected::Usd => "`0.096`처럼 미국 달러 금액을 수만 적으세요",
        Expected::Number => "0보다 큰 수를 적으세요",
        Expected::FirstTier => "가격의 첫 구간은 `above: 0`으로 시작합니다",
        Expected::NextTier { previous } => {
            return format!("앞 구간({previous})보다 큰 값을 적으세요");
        }
        Expected::MachineName => "`m7g.large`처럼 계열과 크기를 적으세요",
        Expected::Unit => "`GB`나 `hour`처럼 가격 하나로 사는 단위를 적으세요",
        Expected::Source { near: Some(near) } => return format!("`{near}`인가요?"),
        Expected::Source { near: None } => "`sources:`의 키나 수치의 출처를 적으세요",
        Expected::Date => "`2026-07-20`처럼 가격을 확인한 날짜를 적으세요",
    };
    fixed.to_owned()
}

pub fn refusal(what: &Refusal) -> String {
    match what {
        Refusal::NoSuchList { list, near: Some(near), .. } => {
            format!("지연 시간 표에 {} 목록이 없습니다. `{near}`인가요?", named(list))
        }
        Refusal::NoSuchList { list, near: None, lists } => format!(
            "지연 시간 표에 {} 목록이 없습니다. 있는 목록: {}",
            named(list),
            lists.join(", ")
        ),
        Refusal::YearAndList => "연도를 주면 연도별 모형을 쓰고, 연도별 모형은 표의 목록이 아닙니다. 둘 중 하나만 주세요".to_owned(),
        Refusal::YearOutside { year, first, last } => format!(
            "연도별 모형은 {first}년부터 {last}년까지이며 {year}년은 벗어납니다. 그 밖의 연도에는 모형의 상수가 맞지 않습니다"
        ),
    }
}

pub fn doubt(what: &Doubt) -> String {
    match what {
        Doubt::Nic { year, gigabytes_per_s } => format!(
            "2년마다 두 배가 되면 {year}년에 {gigabytes_per_s:.0}GB/초인데, 네트워크 카드는 2015년 이후 그만큼 빨라지지 않았습니다"
        ),
        Doubt::Memory { year, gigabytes_per_s } => format!(
            "3년마다 두 배가 되면 {year}년에 {gigabytes_per_s:.0}GB/초인데, 2026년에 스레드 하나는 약 20GiB/초를 읽습니다"
        ),
        Doubt::Ssd { year, gigabytes_per_s } => format!(
            "3년마다 두 배가 되면 {year}년에 {gigabytes_per_s:.0}GB/초인데, 2026년에 드라이브 하나는 약 8GiB/초를 읽습니다"
        ),
        Doubt::SsdBefore { first } => format!(
            "{first}년 전에는 측정할 SSD가 거의 없었으므로, 곡선을 거꾸로 이은 값입니다"
        ),
        Doubt::SsdFlat => "식이 조회한 연도를 곡선의 기준으로 삼아 곡선이 거의 평평합니다. 원래는 내려가는 곡선이었을 것입니다".to_owned(),
    }
}

/// Colin Scott's page.
const YEAR_SOURCE: &str = "Colin Scott, colin-scott/interactive_latencies, interactive_latency.html, commit f4d5d3b (2024-03-09): 측정값이 아니라 곡선";

pub fn text(what: &Text<'_>) -> String {
    let fixed = match *what {
        Text::Operation => "작업",
        Text::Takes => "걸리는 시간",
        Text::Per => "단위",
        Text::Human => "1ns를 1초로 치면",
        Text::Year => "연도",
        Text::Sources => "출처",
        Text::Notes => "참고",
        Text::Felt { ns } => return felt(ns),
        Text::Bars => {
            "막대는 1ns부터 100초까지의 로그 눈금입니다. ▒는 낮은 값부터 높은 값까지입니다."
        }
        Text::BarsOfYear => {
            "막대는 1ns부터 100초까지의 로그 눈금입니다. ░는 믿을 수 없는 값입니다."
        }
        Text::SearchOrder { lists } => {
            return format!(
                "페이지에서 목록 없이 이름만 적으면 이 순서로 찾습니다: {}. `list.name`처럼 적으면 한 목록에서 찾습니다.",
                lists.join(", ")
            );
        }
        Text::YearTitle { year } => return format!("{year}년, 연도별 모형"),
        Text::YearSource => YEAR_SOURCE,
        Text::YearSourceLine => return format!("출처: {YEAR_SOURCE}"),
        Text::BelievableTo { year } => {
            return format!(
                "이 모형의 네트워크, 메모리, SSD 대역폭 곡선은 {year}년 무렵부터 믿을 수 없습니다."
            );
        }
        Text::NotBelievable => "? 표시는 믿을 수 없는 값입니다:",
    };
    fixed.to_owned()
}

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3600.0;
const DAY: f64 = 86_400.0;
/// A year has 365 days, as everywhere in napkin.
const YEAR: f64 = 365.0 * DAY;

/// Three digits at most; two units only where both are whole and say more than a fraction.
fn felt(seconds: f64) -> String {
    if seconds < MINUTE {
        return format!("{}초", digits(seconds));
    }
    if seconds < HOUR {
        return two_units(seconds, (MINUTE, "분"), (1.0, "초"));
    }
    if seconds < DAY {
        return two_units(seconds, (HOUR, "시간"), (MINUTE, "분"));
    }
    if seconds < YEAR {
        return format!("{}일", digits(seconds / DAY));
    }
    format!("{}년", digits(seconds / YEAR))
}

fn two_units(
    seconds: f64,
    (large, large_name): (f64, &str),
    (small, small_name): (f64, &str),
) -> String {
    let in_small = (seconds / small).round();
    let per_large = large / small;
    let whole = (in_small / per_large).floor();
    let rest = in_small - whole * per_large;
    if rest == 0.0 {
        format!("{whole}{large_name}")
    } else {
        format!("{whole}{large_name} {rest}{small_name}")
    }
}

/// Two digits below a hundred of anything but a fraction that three tell better; whole above.
fn digits(value: f64) -> String {
    let places = match value {
        v if v >= 99.95 => 0,
        v if v >= 9.995 => 1,
        _ => 2,
    };
    fixed(value, places).trimmed().grouped(',')
}

#[cfg(test)]
mod tests {
    use super::felt;

    #[test]
    fn nanoseconds_as_seconds() {
        let check = |ns: f64, expect: &str| assert_eq!(felt(ns), expect, "{ns}");
        check(0.5, "0.5초");
        check(7.0, "7초");
        check(100.0, "1분 40초");
        check(300.0, "5분");
        check(3_599.9, "60분");
        check(10_000.0, "2시간 47분");
        check(250_000.0, "2.89일");
        check(150_000_000.0, "4.76년");
        check(1e11, "3,171년");
    }
}
