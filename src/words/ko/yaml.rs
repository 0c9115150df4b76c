//! What is wrong with a page's YAML.

use super::list::{code, words};
use super::particle::Particle::{Object, Subject, Topic};
use crate::message::Words;
use crate::message::words::{quoted, short};
use crate::message::yaml::{Fault, Lookalike, Remark};

pub fn fault(what: &Fault) -> Words {
    match what {
        Fault::TooLong { limit_mib } => words(
            format!("페이지가 최대 크기인 {limit_mib}MiB보다 큽니다"),
            "",
            "`include:`로 나누거나, 데이터를 다른 파일에 두세요",
        ),
        Fault::Empty => words(
            "페이지가 비어 있습니다",
            "아무것도 적혀 있지 않습니다",
            "가장 작은 페이지에는 `traffic: 200/s`, `path: [app]`, `components: { app: { server: { work: 5ms } } }`가 있습니다",
        ),
        Fault::SecondDocument => words(
            "페이지는 YAML 문서 하나여야 합니다",
            "두 번째 문서가 여기서 시작합니다",
            "`---`를 지우거나, 그 뒤를 다른 파일에 두세요",
        ),
        Fault::TooDeep { limit } => words(
            format!("페이지가 한도인 {limit}단계보다 깊게 중첩되어 있습니다"),
            format!("{}단계가 여기서 시작합니다", limit + 1),
            "",
        ),
        Fault::TooManyCopies { limit } => words(
            format!("별칭이 복사하는 값이 한도({limit}개)를 넘습니다"),
            "여기서 한도에 이릅니다",
            "별칭의 별칭을 줄이세요",
        ),
        Fault::UnknownAlias { name, nearest } => unknown_alias(&short(name), nearest.as_deref()),
        Fault::AliasOfItself => {
            words("별칭이 자신이 복사하는 값 안에 있습니다", "복사가 끝나지 않습니다", "")
        }
        Fault::UnusedAnchor { name } => {
            let name = &short(name);
            words(
                format!(
                    "`&{name}`: 복사할 값을 표시하는 앵커인데, 복사하는 `*{name}` 별칭이 없습니다"
                ),
                "",
                format!("텍스트라면 따옴표로 감싸세요: `\"&{name}\"`"),
            )
        }
        Fault::Tag { source } => {
            let source = &short(source);
            words(
                format!("`{source}`: YAML 태그인데, 페이지에서는 태그를 쓰지 않습니다"),
                "",
                format!("지우거나, 텍스트라면 따옴표로 감싸세요: `\"{source}\"`"),
            )
        }
        Fault::DuplicateKey { key } => words(
            format!("같은 맵에 {} 두 번 적혀 있습니다", code(&short(key), Subject)),
            "두 번째",
            if key == "<<" {
                "둘을 한 목록에 적으세요: `<<: [*a, *b]`"
            } else {
                "하나만 남기세요"
            },
        ),
        Fault::MissingKey => words("콜론 앞에 키가 없습니다", "", "`key: value`처럼 적으세요"),
        Fault::ListAsKey { source } => words(
            "목록은 키가 될 수 없습니다",
            format!("키로 읽었습니다: `{}`", short(source)),
            "키는 한 단어로 적으세요",
        ),
        Fault::MapAsKey { source } => words(
            "맵은 키가 될 수 없습니다",
            format!("키로 읽었습니다: `{}`", short(source)),
            "키는 한 단어로 적으세요. `{{ … }}`는 여기서 템플릿이 아니고, 식에는 중괄호가 필요 없습니다",
        ),
        Fault::MergeNotMap => words(
            "`<<`로 합칠 수 있는 것은 맵인데, 맵이 아닙니다",
            "",
            "`&name`으로 맵을 표시하고 `<<: *name`처럼 적거나, 그런 별칭의 목록을 적으세요",
        ),
        Fault::CommaInMap { key, whole } => words(
            "따옴표 없는 값이 쉼표에서 둘로 나뉘었습니다",
            "항목 여러 개로 읽었습니다",
            format!("`{key}: {}`처럼 적으세요", quoted(whole)),
        ),
        Fault::CommaInList { whole } => words(
            "따옴표 없는 값이 쉼표에서 둘로 나뉘었습니다",
            "항목 여러 개로 읽었습니다",
            format!("`{}`처럼 적으세요", quoted(whole)),
        ),
        Fault::NoValue { key, before } => no_value(&short(key), before.as_ref()),
        Fault::BracesForList { list } => words(
            "중괄호 안에 값 없이 단어만 적으면 목록이 되지 않습니다",
            "중괄호 맵에는 `key: value`가 필요합니다",
            format!("목록이라면 `[{}]`처럼 적으세요", short(list)),
        ),
        Fault::SpaceAfterColon { key, rest } => {
            let (key, rest) = (short(key), short(rest));
            words(
                "콜론 뒤에 공백이 없습니다",
                format!("한 단어로 읽었습니다: `{key}:{rest}`"),
                format!("`{key}: {rest}`처럼 적으세요"),
            )
        }
        Fault::Lookalike { kind, character, ascii } => lookalike(*kind, *character, ascii),
        Fault::Tab => words(
            "탭으로 들여썼습니다",
            "탭",
            "YAML은 공백으로만 들여씁니다. 공백 두 개로 바꾸세요",
        ),
        Fault::ControlCharacter { character } => words(
            format!("YAML에서 쓸 수 없는 제어 문자입니다: U+{:04X}", u32::from(*character)),
            "여기에는 아무것도 적지 마세요",
            "지우세요",
        ),
        Fault::BadStart { character, value } => bad_start(*character, value),
        Fault::BareAlias { value } => words(
            "YAML에서 `*`는 별칭을 시작하는데, 뒤에 이름이 없습니다",
            "",
            quote_if_text(value),
        ),
        Fault::BareAnchor { value } => words(
            "YAML에서 `&`는 앵커를 시작하는데, 뒤에 이름이 없습니다",
            "",
            quote_if_text(value),
        ),
        Fault::Unclosed { open, close } => words(
            format!("괄호 `{open}` 하나가 닫히지 않았습니다"),
            "여기서 열었습니다",
            format!("`{close}` 괄호로 닫으세요"),
        ),
        Fault::Mismatched { open, close, right } => words(
            format!("괄호 짝이 맞지 않습니다: `{open}` … `{close}`"),
            "여기서 열었습니다",
            format!("`{right}` 괄호로 닫거나, 그 사이에 연 괄호를 닫으세요"),
        ),
        Fault::ClosesNothing { close } => words(
            format!("괄호 `{close}`의 짝이 없습니다"),
            "",
            "지우거나 앞에서 여세요. 텍스트라면 따옴표로 감싸세요",
        ),
        Fault::MissingComma { before, after } => missing_comma(&short(before), &short(after)),
        Fault::LongKey { most } => words(
            format!("키가 {most}자보다 깁니다"),
            "키가 여기서 끝납니다",
            "줄이세요. 긴 텍스트는 콜론 뒤에 적으세요",
        ),
        Fault::EmptyItem => words("쉼표 사이에 아무것도 없습니다", "", "쉼표 하나를 지우세요"),
        Fault::SecondColon { key, value } => words(
            "한 값에 콜론이 하나 더 있습니다",
            "두 번째 키로 읽었습니다",
            format!("값을 따옴표로 감싸세요: `{key}{}`", quoted(value)),
        ),
        Fault::ValueAndLines { key } => words(
            format!("이미 값이 있는 줄 아래에 {} 들여썼습니다", code(&short(key), Object)),
            "그 값의 둘째 줄로 읽었습니다",
            "위의 키와 같은 열에서 시작하거나, 그 키의 콜론 뒤를 비우세요",
        ),
        Fault::NoColon { line } => no_colon(&short(line)),
        Fault::Misaligned { columns } => {
            words("이 줄의 들여쓰기가 위의 어느 줄과도 맞지 않습니다", "", columns_above(columns))
        }
        Fault::DashInMap => {
            words("맵의 키 사이에 목록 항목이 있습니다", "", "키 아래로 들여쓰거나, 키로 적으세요")
        }
        Fault::KeyInList => words(
            "목록 항목 사이에 `- `로 시작하지 않는 줄이 있습니다",
            "",
            "`- `로 시작하거나, 속한 맵에 맞게 들여쓰세요",
        ),
        Fault::DashAfterKey => words(
            "키와 같은 줄에서는 `-`로 목록을 시작할 수 없습니다",
            "",
            "`- …`를 키 아래 새 줄에 적거나, `[…]`처럼 적으세요",
        ),
        Fault::DashInBrackets => {
            words("대괄호 안의 항목은 `-`로 시작하지 않습니다", "", "`-`를 지우세요: `[a, b]`")
        }
        Fault::UnclosedQuote { quote } => words(
            "따옴표가 닫히지 않았습니다",
            "여기서 열었습니다",
            format!("같은 줄에서 `{quote}` 따옴표로 닫으세요"),
        ),
        Fault::AfterSingleQuote => words(
            "닫는 따옴표 뒤에 텍스트가 있습니다",
            "",
            "값 전체를 따옴표로 감싸세요. 작은따옴표 안의 작은따옴표는 두 번 적습니다: `'it''s'`",
        ),
        Fault::AfterDoubleQuote => words(
            "닫는 따옴표 뒤에 텍스트가 있습니다",
            "",
            "값 전체를 따옴표로 감싸세요. 큰따옴표 안의 큰따옴표는 `\\\"`로 적습니다",
        ),
        Fault::BadEscape => words(
            "YAML의 큰따옴표 안에서 쓸 수 없는 이스케이프입니다",
            "",
            "백슬래시는 `\\\\`로 적거나, 백슬래시를 그대로 쓰는 작은따옴표로 감싸세요",
        ),
        Fault::BlockHeader { character, value } => words(
            format!(
                "{} 여러 줄의 텍스트를 시작하고, 텍스트는 다음 줄부터입니다",
                code(&character.to_string(), Topic)
            ),
            "",
            quote_if_text(value),
        ),
        Fault::Directive => words(
            "줄 첫머리의 `%`는 YAML 지시어를 시작합니다",
            "",
            "줄을 따옴표로 감싸거나, 키 아래로 들여쓰세요",
        ),
        Fault::NotYaml { detail } => words(format!("YAML이 아닙니다: {detail}"), "", ""),
    }
}

pub fn remark(what: &Remark) -> String {
    match what {
        Remark::ExpectedSeparator { close } => {
            format!("이 앞에 `,`나 `{close}` 괄호가 와야 합니다")
        }
        Remark::ClosedHere => "여기서 닫았습니다".to_owned(),
        Remark::TheValue => "그 값".to_owned(),
    }
}

fn quote_if_text(value: &str) -> String {
    format!("텍스트라면 값을 따옴표로 감싸세요: `{}`", quoted(value))
}

fn unknown_alias(name: &str, nearest: Option<&str>) -> Words {
    words(
        format!("`*{name}`: 별칭인데, 위에 `&{name}` 표시가 없습니다"),
        nearest.map_or_else(String::new, |near| format!("`*{near}`인가요?")),
        format!(
            "복사할 값에 `&{name}` 표시를 붙이거나, 텍스트라면 따옴표로 감싸세요: `\"*{name}\"`"
        ),
    )
}

fn no_value(key: &str, before: Option<&(String, String)>) -> Words {
    let help = before.map_or_else(
        || format!("`{key}: …`처럼 적으세요"),
        |(name, value)| {
            format!(
                "`{key}: …`처럼 적으세요. 쉼표가 앞 값의 일부라면 그 값을 따옴표로 감싸세요: `{name}: {}`",
                quoted(&format!("{value}, {key}"))
            )
        },
    );
    words(format!("`{key}`에 값이 없습니다"), "중괄호 맵에는 `key: value`가 필요합니다", help)
}

fn lookalike(kind: Lookalike, character: char, ascii: &str) -> Words {
    let (name, visible) = match kind {
        Lookalike::Colon => ("전각 콜론", true),
        Lookalike::Comma => ("전각 쉼표", true),
        Lookalike::Brace => ("전각 중괄호", true),
        Lookalike::Bracket => ("전각 대괄호", true),
        Lookalike::NumberSign => ("전각 샵 기호", true),
        Lookalike::Quote => ("둥근 따옴표나 전각 따옴표", true),
        Lookalike::FullWidthSpace => ("전각 공백", false),
        Lookalike::NonBreakingSpace => ("줄바꿈 없는 공백", false),
        Lookalike::Invisible => ("보이지 않는 문자", false),
    };
    let shown =
        if visible { format!("`{character}`") } else { format!("U+{:04X}", u32::from(character)) };
    let label = match ascii {
        " " => "여기에는 보통 공백을 쓰세요".to_owned(),
        "" => "여기에는 아무것도 적지 마세요".to_owned(),
        other => format!("여기에는 `{other}` 문자를 쓰세요"),
    };
    words(
        format!("YAML에서 쓸 수 없는 문자입니다: {name}({shown})"),
        label,
        "텍스트의 일부라면 텍스트를 따옴표로 감싸세요",
    )
}

fn bad_start(character: char, value: &str) -> Words {
    let shown = if character == '`' { "백틱".to_owned() } else { format!("`{character}`") };
    words(
        format!("따옴표 없는 값의 첫 글자로 쓸 수 없습니다: {shown}"),
        "",
        if matches!(character, '|' | '>') {
            "중괄호 안에서는 텍스트를 여러 줄로 적을 수 없습니다. 한 줄로 적으세요".to_owned()
        } else if value.contains('`') {
            format!("따옴표로 감싸세요: {}", quoted(value))
        } else {
            format!("따옴표로 감싸세요: `{}`", quoted(value))
        },
    )
}

fn missing_comma(before: &str, after: &str) -> Words {
    words(
        "쉼표가 빠졌습니다",
        format!("`{after}` 앞에 쉼표를 적으세요"),
        if before.is_empty() {
            String::new()
        } else {
            format!("`{before}, {after}: …`처럼 적으세요")
        },
    )
}

fn no_colon(line: &str) -> Words {
    let meant = match line.split_once(' ') {
        Some((key, value)) => format!("{key}: {}", value.trim_start()),
        None => format!("{line}: …"),
    };
    words("키에 콜론이 없습니다", "", format!("`{meant}`처럼 적으세요"))
}

fn columns_above(columns: &[usize]) -> String {
    let list: Vec<String> = columns.iter().map(ToString::to_string).collect();
    if list.is_empty() {
        return String::new();
    }
    format!("위의 키는 {}열에서 시작합니다", list.join(", "))
}
