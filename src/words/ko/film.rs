//! Korean of a film of the story.

use super::number::shown;
use super::picture::struck;
use crate::message::film::Text;

/// Any of its words.
pub fn text(text: &Text<'_>) -> String {
    match text {
        Text::Waiting(count) => format!("{}건 대기", shown(count)),
        Text::Instances(count) => format!("인스턴스 {}개", shown(count)),
        Text::Struck(blow) => struck(blow),
        Text::Clock => "시각".to_owned(),
        Text::Load => "부하".to_owned(),
        Text::P99 => "p99".to_owned(),
        Text::Failing => "실패율".to_owned(),
        Text::Lines => "초당 요청: 회색은 들어온 것, 파랑은 응답한 것, 주황은 실패한 것".to_owned(),
        Text::Alt { title, story } => format!("{title}. {}", story.join(" ")),
    }
}
