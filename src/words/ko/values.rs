//! What is wrong with a value.

use super::fits::{fits, write};
use super::list::{code, did_you_mean, grouped, named, words};
use super::particle::Particle::{And, Subject, Topic};
use crate::message::Words;
use crate::message::values::Fault;

pub fn fault(what: &Fault) -> Words {
    match what {
        Fault::NoValue { field, fits: wanted } => {
            words(format!("`{field}`에 값이 없습니다"), write(wanted), "")
        }
        Fault::NotAList { field, fits: wanted } => words(
            format!("{} 목록이 아니라 값 하나여야 합니다", code(field, Topic)),
            write(wanted),
            "",
        ),
        Fault::NotAMap { field, fits: wanted } => words(
            format!("{} 맵이 아니라 값 하나여야 합니다", code(field, Topic)),
            write(wanted),
            "",
        ),
        Fault::NotAChoice { field, written, near, fits: wanted } => words(
            format!("`{field}`에 쓸 수 없는 값입니다: `{written}`"),
            did_you_mean(*near),
            format!("`{field}` 값은 {}입니다", fits(wanted)),
        ),
        Fault::UnknownName { name, near, fits: wanted } => {
            let help = match near {
                Some(_) => String::new(),
                None => format!(
                    "{}. 식에는 `assume`과 `estimate`의 이름, `napkin latency`의 행을 쓸 수 있습니다",
                    write(wanted)
                ),
            };
            words(format!("{} 이름이 없습니다", named(name)), did_you_mean(near.as_deref()), help)
        }
        Fault::BadRates { file, shown, more } => words(
            format!("`{file}` 파일에 시각과 요청률이 아닌 줄이 있습니다"),
            bad_lines(shown, *more),
            A_RECORDING,
        ),
        Fault::RatesBackwards { file, line } => words(
            format!("`{file}` 파일의 {line}번째 줄이 바로 윗줄보다 앞선 시각입니다"),
            "",
            "시각은 뒤로 갈수록 늦어져야 합니다",
        ),
        Fault::NoRates { file } => {
            words(format!("`{file}` 파일에 요청률이 없습니다"), "", A_RECORDING)
        }
        Fault::TooManyRates { file, found, most } => {
            let (found, most) = (grouped(*found as u64), grouped(*most as u64));
            words(
                format!("`{file}` 파일에 행이 {found}개 있습니다. 한도는 {most}개입니다"),
                "",
                "몇 줄마다 한 줄만 남기세요",
            )
        }
        Fault::NoRate { currency } => words(
            format!("1{} 몇 달러인지 적혀 있지 않습니다", code(currency, Subject)),
            "",
            format!("환율을 적으세요: `assume: {{ {currency}: $0.001 }}`"),
        ),
        Fault::UnknownBelow { name } => words(
            format!("{} 이름이 없습니다", named(name)),
            "",
            format!("무엇당 얼마인지만 나타내려면 `per {name}`처럼 적으세요"),
        ),
        Fault::Negative { field } => {
            words(format!("{} 음수일 수 없습니다", code(field, Topic)), "0보다 작습니다", "")
        }
        Fault::NotPositive { field } => {
            words(format!("{} 0보다 커야 합니다", code(field, Topic)), "", "")
        }
        Fault::TooLarge { field } => words(
            format!("`{field}` 값이 너무 커서 계산할 수 없습니다"),
            "",
            "시간은 292년까지, 다른 수는 약 1e308까지 쓸 수 있습니다",
        ),
        Fault::BeyondAWhole { field, written, may_be_percent } => {
            let label =
                if *may_be_percent { format!("`{written}%`인가요?") } else { String::new() };
            words(format!("{} 비율이므로 100%를 넘을 수 없습니다", code(field, Topic)), label, "")
        }
        Fault::ShareOfThings { field, noun, near } => words(
            format!("{} 비율이므로 `{noun}`의 개수일 수 없습니다", code(field, Topic)),
            did_you_mean(*near),
            "비율은 `1%`나 `0.01`처럼 적으세요",
        ),
        Fault::BareWhole { field } => words(
            format!("`{field}: 1`이면 전부 허용합니다"),
            "`1%`인가요?",
            "`%`가 없는 비율은 1을 전체로 봅니다. 0.01이 1%입니다",
        ),
        Fault::NotWhole { field, written } => {
            words(format!("{} 정수여야 하는데 `{written}`입니다", code(field, Topic)), "", "")
        }
        Fault::Below { field, least } => {
            words(format!("{} {least} 이상이어야 합니다", code(field, Topic)), "", "")
        }
        Fault::BeyondLimit { field, most } => {
            let help = match most {
                0..1_000 => "",
                _ => "단위를 확인하세요. `k`는 천, `M`은 백만입니다",
            };
            words(format!("`{field}` 값이 한도({})를 넘습니다", grouped(*most)), "", help)
        }
        Fault::BeyondDays { field, most } => words(
            format!("`{field}` 값이 한도({most}일)를 넘습니다"),
            "",
            "몇 분의 실행으로도 한 달의 실행과 같은 것을 알 수 있습니다. 이벤트도 함께 줄이세요",
        ),
        Fault::NotAPrecision => words(
            "`until_precision`은 0.1%부터 15%까지입니다",
            "",
            "히스토그램이 그보다 세밀하지 않고, 15%를 넘는 신뢰 구간으로는 멈출 때를 잘못 정하게 됩니다",
        ),
        Fault::RangeOfACount { field } => range_of_a_count(field),
        Fault::UnknownDistribution { name, near } => {
            words(format!("{} 분포가 없습니다", named(name)), did_you_mean(*near), DURATIONS)
        }
        Fault::WrongArguments { name, found } => wrong_arguments(name, *found),
        Fault::UnclosedCall { name } => {
            words(format!("`{name}(`의 괄호가 닫히지 않았습니다"), "", "`)`로 닫으세요")
        }
        Fault::DoesNotVary { field, written, fits: wanted } => words(
            format!("`{field}`에는 변하는 값을 쓸 수 없습니다: `{written}`"),
            "요청마다 값이 다릅니다",
            write(wanted),
        ),
        Fault::VaryingInFormula { name } => words(
            format!("식 안에 `{name}(…)` 같은 분포를 쓸 수 없습니다"),
            "요청마다 값이 다른데 식의 값은 하나입니다",
            "식을 안에 넣으세요: `exp(5ms + 1ms)`",
        ),
        Fault::UniformWantsARange { written } => words(
            "`uniform`에는 범위가 필요합니다",
            format!("`{written}`: 값 하나입니다"),
            "가장 짧은 값과 가장 긴 값을 적으세요: `uniform(1ms..5ms)`",
        ),
        Fault::RangeBackwards { written, low, high } => words(
            format!("범위 `{written}`의 앞뒤가 바뀌었습니다"),
            format!("`{high}..{low}`인가요?"),
            "",
        ),
        Fault::NoSuchShape { field } => words(
            format!("이 맵은 `{field}`에 쓸 수 없습니다"),
            "",
            "맵은 변하는 값을 나타냅니다: `{ mean: 5ms, cv: 1.5 }`, `{ p50: 3ms, p99: 40ms }`, `{ min: 1ms, alpha: 1.5 }`",
        ),
        Fault::HalfAShape { field, first, second, missing } => {
            let help = match *missing {
                "cv" => "`cv: 1`(표준 편차 ÷ 평균)처럼 적거나, 변하지 않는 값이면 시간만 적으세요",
                _ => "",
            };
            words(
                format!("`{field}`에는 {} {} 필요합니다", code(first, And), code(second, Subject)),
                format!("{} 없습니다", code(missing, Subject)),
                help,
            )
        }
        Fault::ImpossibleShape => words("매개변수가 이런 분포는 없습니다", "", ""),
        Fault::PercentilesBackwards => {
            words("`p99`가 `p50`보다 작습니다", "100건 중 99건은 이보다 빠릅니다", "")
        }
        Fault::InfiniteMean => words(
            "`alpha`는 1보다 커야 합니다",
            "1 이하면 평균이 무한대입니다",
            "실제로 꼬리가 두꺼운 분포는 1.1에서 2 사이입니다. 평균이 무한대면 어떤 시스템도 감당하지 못합니다",
        ),
        Fault::SamplesUnreadable { file, detail } => words(
            format!("`{file}` 파일을 읽을 수 없습니다: {detail}"),
            "",
            "파일은 페이지와 같은 폴더에서 찾습니다",
        ),
        Fault::SamplesNotText { file } => {
            words(format!("`{file}` 파일은 UTF-8 텍스트가 아닙니다"), "", "UTF-8로 저장하세요")
        }
        Fault::SamplesTooLarge { file, limit_mib } => words(
            format!("`{file}` 파일이 {limit_mib}MiB보다 큽니다"),
            "",
            "표본의 10분의 1을 무작위로 뽑아도 백분위수는 같습니다",
        ),
        Fault::BadSamples { file, shown, more } => words(
            format!("`{file}` 파일에 시간이 아닌 줄이 있습니다"),
            bad_lines(shown, *more),
            "한 줄에 시간 하나를 단위와 함께 `5.2ms`처럼 적거나, `latency_ms` 같은 머리글 아래에 수만 적으세요",
        ),
        Fault::NoSamples { file } => {
            words(format!("`{file}` 파일에 표본이 없습니다"), "", ONE_TO_A_LINE)
        }
        Fault::TooManySamples { file, found, most } => {
            let (found, most) = (grouped(*found as u64), grouped(*most as u64));
            words(
                format!("`{file}` 파일에 표본이 {found}개 있습니다. 한도는 {most}개입니다"),
                "",
                "몇 줄마다 한 줄만 남기세요",
            )
        }
    }
}

const A_RECORDING: &str =
    "한 줄에 시각과 요청률을 적으세요: `00:05,120`, `300,120/s`, `2026-03-01T00:05:00Z,120`";

const ONE_TO_A_LINE: &str = "한 줄에 시간을 하나씩 적으세요: `5.2ms`";

const DURATIONS: &str = "변하는 시간은 `exp(5ms)`, `uniform(1ms..5ms)`, `erlang(3, 5ms)`, `samples(file.csv)`, \
    `{ mean, cv }`, `{ p50, p99 }`, `{ min, alpha }` 중 하나로 적으세요";

fn range_of_a_count(field: &str) -> Words {
    let other = match field {
        "clients" => ". 다른 수는 `--set traffic.clients=4`처럼 실행해 보세요",
        "instances" => ". 다른 수는 `--set app.instances=4`처럼 실행해 보세요",
        _ => "",
    };
    words(
        format!("{} 범위일 수 없습니다", code(field, Topic)),
        "정해지지 않은 수입니다",
        format!("여기에는 수 하나를 적으세요{other}"),
    )
}

fn wrong_arguments(name: &str, found: usize) -> Words {
    let example = match name {
        "exp" => "exp(5ms)",
        "uniform" => "uniform(1ms..5ms)",
        "erlang" => "erlang(3, 5ms)",
        _ => "samples(file.csv)",
    };
    let takes = match name {
        "erlang" => "인수는 두 개입니다: 단계 수, 전체의 평균",
        "exp" => "인수는 한 개입니다: 평균",
        "uniform" => "인수는 한 개입니다: 범위",
        _ => "인수는 한 개입니다: 파일",
    };
    words(
        format!("`{name}`의 {takes}"),
        format!("여기는 {found}개입니다"),
        format!("`{example}`처럼 적으세요"),
    )
}

fn bad_lines(shown: &[(usize, String)], more: usize) -> String {
    const CHARS_MAX: usize = 40;
    let lines: Vec<String> = shown
        .iter()
        .map(|(number, line)| {
            format!("{number}행: `{}`", line.chars().take(CHARS_MAX).collect::<String>())
        })
        .collect();
    let rest = if more > 0 { format!(", 그 밖에 {more}행") } else { String::new() };
    format!("{}{rest}", lines.join(", "))
}
