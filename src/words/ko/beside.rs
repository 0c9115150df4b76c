//! Beside a second place.

use crate::message::Beside;

pub fn beside(what: &Beside) -> String {
    match what {
        Beside::First => "첫 번째는 여기",
        Beside::Clients => "`clients`는 여기",
        Beside::Rate => "`rate`는 여기",
        Beside::AnotherHasIt => "다른 요청에는 있습니다",
        Beside::Reads => "여기서 읽습니다",
        Beside::Requests => "요청은 여기",
        Beside::FirstShape => "첫 번째 모양은 여기",
        Beside::StepBefore => "앞 단계는 여기",
        Beside::PointBefore => "앞 점은 여기",
        Beside::Trough => "가장 낮을 때는 여기",
        Beside::Least => "최솟값은 여기",
        Beside::Median => "절반은 이보다 느립니다",
        Beside::End => "실행은 여기서 끝납니다",
    }
    .to_owned()
}
