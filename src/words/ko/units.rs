//! What is wrong with a quantity or a formula.

use super::list::{code, named, words};
use super::particle::Particle::{And, Copula, Object, Subject, To, Topic};
use super::particle::with;
use crate::message::Words;
use crate::message::units::{Behind, Fault};

pub fn fault(what: &Fault) -> Words {
    match what {
        Fault::TooLong { limit } => title(format!("식이 {limit}자보다 깁니다")),
        Fault::TooDeep { limit } => title(format!("식이 {limit}단계보다 깊게 중첩되어 있습니다")),
        Fault::Unexpected { text } => title(format!("여기에 올 수 없습니다: `{text}`")),
        Fault::ExpectedValue { found } if found.is_empty() => {
            title("값이 와야 하는데 아무것도 없습니다")
        }
        Fault::ExpectedValue { found } => title(format!("값이 와야 하는데 `{found}`입니다")),
        Fault::ExpectedOperator { found } => helped(
            format!("`{found}` 앞에 연산자가 와야 합니다"),
            "값은 `+`, `-`, `*`, `/`로 이으세요",
        ),
        Fault::Colon => helped(
            "두 수 사이의 `:`은 여기서 뜻이 없습니다",
            "비율은 `4:1`이나 수 하나, 또는 나눗셈 `80 / 20`으로 적으세요",
        ),
        Fault::Unclosed => title("이 `(`가 닫히지 않았습니다"),
        Fault::Unopened => title("이 `)`에 맞는 `(`가 없습니다"),
        Fault::NoAmount => title("`$` 뒤에 금액이 와야 합니다"),
        Fault::NumberTooLarge { text } => title(format!("수가 너무 큽니다: `{text}`")),
        Fault::BadGrouping { text } => helped(
            format!("수가 아닙니다: `{text}`"),
            "소수는 `1.5`, 천 단위는 `1,000`이나 `1_000`처럼 적으세요",
        ),
        Fault::AmbiguousComma { text } => helped(
            format!("`{text}`: 수 하나인지 여러 개인지 알 수 없습니다"),
            either(&text.replace(',', "_"), &text.replace(',', ", ")),
        ),
        Fault::NotPlain { character, meant } => {
            let kind = match character {
                '“' | '”' | '‘' | '’' => "둥근 따옴표",
                _ => "전각 문자",
            };
            helped(format!("`{character}`: {kind}입니다"), like(meant))
        }
        Fault::UnknownUnit { word, near: Some(near) } => {
            words(format!("{} 단위가 없습니다", named(word)), did_you_mean(near), "")
        }
        Fault::UnknownUnit { word, near: None } => helped(
            format!("{} 단위가 없습니다", named(word)),
            "단위는 `ms`, `s`, `min`, `h`, `day`; `B`, `KB`, `GiB`; `/s`, `/day`; `Mbps`; `%`입니다. 명사는 한 칸 띄고 \
             적으세요",
        ),
        Fault::Compound { word, first, second } => helped(
            format!("{} 단위가 없습니다", named(word)),
            format!("`{first} + {second}`처럼 적으세요"),
        ),
        Fault::UnknownUnitBelow { word } => title(format!("{} 단위가 없습니다", named(word))),
        Fault::MinuteOrMonth => helped(
            "`/m`: 분당인지 월당인지 알 수 없습니다",
            "`/min`이나 `/month`로 적으세요",
        ),
        Fault::BadUnitPower => title("단위의 거듭제곱은 -9부터 9까지의 정수여야 합니다"),
        Fault::RangeEnds => helped(
            "범위의 양 끝은 단순한 값이어야 합니다",
            "범위는 `1.5..3`이나 `10ms..20ms`처럼 적으세요",
        ),
        Fault::RangeBackwards { low, high, text } => helped(
            format!("범위 `{text}`의 앞뒤가 바뀌었습니다"),
            format!("`{high}..{low}`처럼 적으세요"),
        ),
        Fault::RangeSuffix { text, suffix, both, one } => helped(
            format!(
                "`{text}`: {} 한쪽 끝에만 붙는지 양쪽에 붙는지 알 수 없습니다",
                code(suffix, Subject)
            ),
            either(both, one),
        ),
        Fault::RangeUnits { low, high, meant } => helped(
            format!(
                "{}에서 {}까지의 범위는 뜻이 없습니다",
                dimension_and_unit(low),
                dimension_and_unit(high)
            ),
            meant.as_ref().map_or_else(String::new, |meant| like(meant)),
        ),
        Fault::UnknownFunction { word, near: Some(near), .. } => {
            words(format!("{} 함수가 없습니다", named(word)), did_you_mean(near), "")
        }
        Fault::UnknownFunction { word, near: None, all } => helped(
            format!("{} 함수가 없습니다", named(word)),
            format!("있는 함수: {}", all.join(", ")),
        ),
        Fault::WhichLogarithm => helped(
            "`log`라는 함수가 없습니다",
            "`ln`, `log10`, `log2` 중 하나를 쓰세요",
        ),
        Fault::PowTakesTwo => title("`pow`의 인수는 밑과 지수입니다"),
        Fault::WrongArguments { function, found } => {
            title(format!("`{function}`의 인수는 하나인데 {found}개입니다"))
        }
        Fault::UnknownName { name } => title(format!("{} 이름이 없습니다", named(name))),
        Fault::NounIsName { noun, divides } => {
            let operator = if *divides { '/' } else { '*' };
            helped(
                format!("{} 여기서 값의 이름이므로 명사로 쓸 수 없습니다", code(noun, Topic)),
                format!("그 값으로 계산하려면 `{operator} {noun}`처럼 적고, 아니면 다른 명사를 쓰세요"),
            )
        }
        Fault::NoUnitToShowIn => title("`in` 뒤에 `TB/day` 같은 단위가 와야 합니다"),
        Fault::CannotShowIn { own, unit } => title(format!(
            "{} {} 나타낼 수 없습니다",
            with(&dimension_and_unit(own), Object),
            with(&dimension_and_unit(unit), To)
        )),
        Fault::CannotRoundTo { function, own, multiple } => title(format!(
            "{} {} {}의 배수로 맞출 수 없습니다",
            code(function, Topic),
            with(&dimension_and_unit(own), Object),
            dimension_and_unit(multiple)
        )),
        Fault::MultipleAboveZero { function } => {
            title(format!("`{function}`의 배수는 0보다 커야 합니다"))
        }
        Fault::ShareOfNothing { share, sign } => helped(
            format!("`{share}`: 무엇의 비율인지 알 수 없어 수 그대로 더하게 됩니다"),
            format!("`* (1 {sign} {share})`처럼 적으세요"),
        ),
        Fault::CannotAdd { left, right } => title(format!(
            "{} {} 더할 수 없습니다",
            with(&dimension_and_unit(left), And),
            with(&dimension_and_unit(right), Object)
        )),
        Fault::CannotSubtract { left, right } => title(format!(
            "{}에서 {} 뺄 수 없습니다",
            dimension_and_unit(left),
            with(&dimension_and_unit(right), Object)
        )),
        Fault::CannotCompare { function, left, right } => title(format!(
            "`{function}`에는 같은 종류의 값이 필요한데 {} {}입니다",
            with(&dimension_and_unit(left), And),
            dimension_and_unit(right)
        )),
        Fault::NeedsPlain { function, found, takes_multiple } => helped(
            format!(
                "`{function}`에는 단위 없는 수가 필요한데 {}입니다",
                dimension_and_unit(found)
            ),
            if *takes_multiple { name_the_multiple(function, found) } else { divide_first(found) },
        ),
        Fault::ExponentHasUnit { found } => title(format!(
            "지수는 단위 없는 수여야 하는데 {}입니다",
            dimension_and_unit(found)
        )),
        Fault::PowerOfUnit { found } => {
            title(format!("{}의 지수는 정수여야 합니다", dimension_and_unit(found)))
        }
        Fault::RootOfUnit { found } => {
            title(format!("{}의 제곱근은 구할 수 없습니다", dimension_and_unit(found)))
        }
        Fault::UnitTooHigh => title("단위의 거듭제곱이 너무 커집니다"),
        Fault::DivisionByZero => words("0으로 나눌 수 없습니다", "오른쪽이 0입니다", ""),
        Fault::ResultTooLarge => title("결과가 너무 큽니다"),
        Fault::NotANumber => title("결과가 수가 아닙니다"),
        Fault::NotAboveZero { function, found } => {
            title(format!("`{function}`에는 0보다 큰 수가 필요한데 {found}입니다"))
        }
        Fault::BelowZero { function, found } => {
            title(format!("`{function}`에는 0 이상인 수가 필요한데 {found}입니다"))
        }
        Fault::DependsOnItself { name, by_way_of } => words(
            format!("{} 자기 자신으로 정의되어 있습니다", code(name, Subject)),
            around(by_way_of),
            "",
        ),
        Fault::OftenUndefined { percent } => helped(
            format!("범위 안에서 뽑은 값의 {percent:.0}%에서 식의 값이 없습니다"),
            "0 이하에 닿는 범위에서는 음수도 나옵니다. 0보다 큰 값에서 시작하세요",
        ),
        Fault::RangeRefused { text } => {
            title(format!("수 하나가 와야 하는데 범위입니다: `{text}`"))
        }
        Fault::NeedsUnit { unit, behind } => {
            let needs = format!("{}에는 단위가 필요합니다", dimension(unit));
            match behind {
                Behind::Near(near) => words(needs, did_you_mean(near), ""),
                Behind::Nothing(number) => helped(needs, fitting_units(unit, Some(number))),
                Behind::Other => helped(needs, fitting_units(unit, None)),
            }
        }
        Fault::WrongDimension { expected, found, shown } => title(format!(
            "{} 와야 하는데 {}입니다: `{shown}`",
            with(&dimension(expected), Subject),
            dimension(found)
        )),
        Fault::OddUnit { name, unit, time, bytes, money } => helped(
            format!("`{name}`의 단위가 {unit}입니다. 의도와 다를 수 있습니다"),
            behind_odd_unit(*time, *bytes, *money),
        ),
        Fault::BelowABit { name, shown, number } => helped(
            format!("`{name}` 값({shown})이 1비트보다 작습니다"),
            number.as_ref().map_or_else(
                || "식에 쓴 값들의 단위를 확인하세요".to_owned(),
                |number| {
                    format!("`{number}B`는 {number}바이트입니다. {number} × 10억은 `{number}bn`으로 적으세요")
                },
            ),
        ),
        Fault::StillARate { name, shown, number } => helped(
            format!("`{name}` 값({shown})은 여전히 단위 시간당 값입니다"),
            format!("`{number}`만 적으면 단위 없는 수입니다. 초를 뜻한다면 `{number}초`로 적으세요"),
        ),
        Fault::BelowNothing { name, shown } => helped(
            format!("`{name}` 값이 {shown}입니다. 0보다 작을 수 없는 값입니다"),
            "무엇을 뺐는지 확인하세요",
        ),
        Fault::MaybeARange { text, shown, range } => helped(
            format!("`{text}` 값은 {shown}입니다"),
            format!("범위라면 `{range}`처럼 적으세요"),
        ),
    }
}

fn title(title: impl Into<String>) -> Words {
    words(title, "", "")
}

fn helped(title: impl Into<String>, help: impl Into<String>) -> Words {
    words(title, "", help)
}

fn like(meant: &str) -> String {
    format!("`{meant}`처럼 적으세요")
}

fn either(one: &str, other: &str) -> String {
    format!("{}나 `{other}`처럼 적으세요", code(one, Copula))
}

fn did_you_mean(near: &str) -> String {
    format!("`{near}`인가요?")
}

/// A dimension by its base unit: `시간`.
fn dimension(unit: &str) -> String {
    match unit {
        "" => "단위 없는 수".to_owned(),
        "s" => "시간".to_owned(),
        "B" => "크기".to_owned(),
        "1/s" => "초당 횟수".to_owned(),
        "B/s" => "대역폭".to_owned(),
        "USD" => "금액".to_owned(),
        "USD/s" => "기간당 비용".to_owned(),
        "USD/B" => "바이트당 가격".to_owned(),
        other => format!("`{other}` 단위의 양"),
    }
}

/// A dimension with its base unit: `시간(s)`.
fn dimension_and_unit(unit: &str) -> String {
    let words = dimension(unit);
    if unit.is_empty() || words.contains('`') { words } else { format!("{words}({unit})") }
}

/// What is often behind an odd unit, by its powers of seconds, bytes and dollars.
fn behind_odd_unit(time: i8, bytes: i8, money: i8) -> &'static str {
    match (time, bytes, money) {
        (_, _, 1..) if bytes > 0 => "가격은 무엇당 얼마인지 적으세요: `$0.02/GB`",
        (_, _, 1..) if time > 0 => "가격은 무엇당 얼마인지 적으세요: `$0.10/h`",
        _ if bytes.abs() > 1 => {
            "크기끼리 곱했습니다. 150억은 `15bn`, 비트로 보려면 `in Gbps`를 적으세요"
        }
        (..=-2, ..) => {
            "단위도 함께 계산합니다. 수를 `/ 24h`로 나누면 이미 초당 횟수이고, `3/day`도 그렇습니다"
        }
        _ => "단위도 함께 계산합니다. 날의 수를 세려면 단위 없이 적으세요",
    }
}

/// How to make a plain number of a quantity.
fn divide_first(unit: &str) -> String {
    let unit = if unit.contains(['/', '·']) { format!("({unit})") } else { unit.to_owned() };
    format!("먼저 단위로 나누세요: `… / {unit}`")
}

/// How to round a quantity: to so many of its unit.
fn name_the_multiple(function: &str, unit: &str) -> String {
    let one = match unit.strip_prefix("1/") {
        Some(below) => format!("1/{below}"),
        None => format!("1 {unit}"),
    };
    format!("무엇의 배수로 맞출지 적으세요: `{function}(…, {one})`")
}

/// The way around a circle of names.
fn around(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    if quoted.is_empty() {
        String::new()
    } else {
        format!("거치는 이름: {}", quoted.join(", "))
    }
}

/// The number with the units that fit, or an example of one.
fn fitting_units(unit: &str, number: Option<&str>) -> String {
    let (example, before, after): (&str, &str, &[&str]) = match unit {
        "s" => ("5", "", &["ms", "s", "m"]),
        "B" => ("100", "", &["B", "KB", "GB"]),
        "1/s" => ("200", "", &["/s", "/min", "/day"]),
        "B/s" => ("10", "", &["MB/s", "Mbps"]),
        "USD" => ("10", "$", &[""]),
        "USD/s" => ("10", "$", &["/h", "/month"]),
        "USD/B" => ("0.09", "$", &["/GB"]),
        other => return format!("`{other}` 단위로 적으세요"),
    };
    let number = number.unwrap_or(example);
    let written: Vec<String> =
        after.iter().map(|after| format!("`{before}{number}{after}`")).collect();
    format!("{}처럼 적으세요", written.join(", "))
}
