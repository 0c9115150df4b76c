//! What is wrong with composing a page.

use super::list::{code, did_you_mean, words};
use super::number::count;
use super::particle::Particle::{Object, Subject, Topic};
use crate::message::Words;
use crate::message::page::Fault;

pub fn fault(what: &Fault) -> Words {
    match what {
        Fault::Hidden { code } => words(
            format!("문자 U+{code:04X}는 보이지 않으면서 둘레의 글자를 바꿉니다"),
            "이 안에 있습니다",
            "빼세요. 제어 문자는 터미널이 명령으로 받아들이고, 글의 방향을 바꾸는 문자는 적힌 내용을 숨깁니다",
        ),
        Fault::NotFound { name } => words(
            format!("{} 없습니다", code(name, Subject)),
            "",
            "이름을 확인하고, 어느 폴더에서 찾는지 확인하세요",
        ),
        Fault::Folder { name } => words(
            format!("{} 페이지가 아니라 폴더입니다", code(name, Topic)),
            "",
            "그 안의 파일을 지정하세요",
        ),
        Fault::Forbidden { name } => {
            words(format!("{} 읽을 권한이 없습니다", code(name, Object)), "", "권한을 확인하세요")
        }
        Fault::Unreadable { name, detail } => {
            words(format!("{} 읽을 수 없습니다: {detail}", code(name, Object)), "", "")
        }
        Fault::TooLarge { name, limit_mib } => words(
            format!("{} 페이지의 최대 크기인 {limit_mib}MiB보다 큽니다", code(name, Subject)),
            "",
            "`include:`로 나누거나, 데이터를 다른 파일에 두세요",
        ),
        Fault::NotUtf8 { name, byte, value, line } => words(
            format!(
                "{} UTF-8이 아닙니다. 바이트 {byte}(0x{value:02x}, {line}행)에서 글자가 깨졌습니다",
                code(name, Topic)
            ),
            "여기",
            "파일을 UTF-8로 다시 저장하세요",
        ),
        Fault::Utf16 { name } => words(
            format!("{} UTF-8이 아니라 UTF-16입니다", code(name, Topic)),
            "",
            "파일을 UTF-8로 다시 저장하세요",
        ),
        Fault::NotAPage { is_list } => {
            let what = if *is_list { "목록" } else { "값 하나" };
            words(format!("페이지는 `key: value`의 맵이어야 하는데 {what}입니다"), "", "")
        }
        Fault::FileNameExpected { key } => {
            let help = match *key {
                "base" => "`base: other.yaml`처럼 적으세요",
                _ => "`include: other.yaml`처럼 적거나, 파일 목록을 적으세요",
            };
            words(format!("`{key}`에는 파일 이름을 적어야 합니다"), "파일 이름이 아닙니다", help)
        }
        Fault::Cycle { files } => words(
            "페이지가 자기 자신을 바탕으로 합니다",
            files.join(" → "),
            "이 `base`나 `include` 줄 가운데 하나를 지우세요",
        ),
        Fault::ChainTooLong { limit } => words(
            format!("페이지가 서로를 바탕으로 한 깊이가 한도({limit}단계)를 넘습니다"),
            format!("{}번째 바탕", limit + 1),
            "",
        ),
        Fault::TooMuch { files, mib } => words(
            format!(
                "페이지를 이루는 파일이 {}개나 {mib}MiB를 넘습니다(같은 파일도 적힌 만큼 셉니다)",
                count(*files as u64)
            ),
            "한도를 넘은 파일",
            "파일이 파일을 포함하고 그 파일이 또 포함하면 단계마다 늘어납니다",
        ),
        Fault::IncludedTwice { path } => words(
            format!("{} 포함한 파일 두 곳에 적혀 있습니다", code(path, Subject)),
            "두 번째",
            "하나만 남기세요. 다른 페이지의 값을 바꾸려면 `base:`를 쓰세요",
        ),
        Fault::RemovesNothing { path, near } => words(
            format!("여기서 지우는 {} 원래 없습니다", code(path, Topic)),
            did_you_mean(near.as_deref()),
            "",
        ),
        Fault::SetWithoutEquals => words(
            "`--set`에는 경로와 값이 필요합니다",
            "여기에 `=`가 없습니다",
            "`--set app.instances=4`처럼 적으세요",
        ),
        Fault::SetWithoutValue { path } => words(
            "`--set`에 값이 없습니다",
            "",
            format!("{} 지우려면 `{path}=null`처럼 적으세요", code(path, Object)),
        ),
        Fault::SetEmptyName => words(
            "이 경로에 빠진 이름이 있습니다",
            "",
            "이름 사이에 점을 하나씩 적으세요: `app.instances`",
        ),
        Fault::SetUnknown { name, near, components } => {
            let help = if components.is_empty() {
                String::new()
            } else {
                format!("경로는 구성 요소({})나 페이지의 키로 시작합니다", components.join(", "))
            };
            words(
                format!("{} 구성 요소도 페이지의 키도 아닙니다", code(name, Topic)),
                did_you_mean(near.as_deref()),
                help,
            )
        }
        Fault::SetUnknownQuantity { path, near } => words(
            format!("페이지에 바꿀 {} 없습니다", code(path, Subject)),
            did_you_mean(near.as_deref()),
            "`--set`은 페이지에 있는 값을 바꿉니다. 새 값은 페이지에 적으세요",
        ),
        Fault::SetThroughValue { path, value, name } => words(
            format!("{} 값 하나(`{value}`)이므로 `{name}` 필드가 없습니다", code(path, Topic)),
            "",
            format!("전체를 바꾸세요: `{path}=…`"),
        ),
        Fault::SetNoItem { path, name, items } => {
            let help = match items {
                0 => format!("전체를 바꾸세요: `{path}=[…]`"),
                1 => "항목은 0번 하나입니다".to_owned(),
                _ => format!("항목은 0번부터 {}번까지입니다", items - 1),
            };
            words(format!("목록 `{path}`에 `{name}` 항목이 없습니다"), "", help)
        }
    }
}
