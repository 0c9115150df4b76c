//! English of a film of the story.

use super::number::shown;
use super::picture::struck;
use crate::message::film::Text;

/// Any of its words.
pub fn text(text: &Text<'_>) -> String {
    match text {
        Text::Waiting(count) => format!("{} wait", shown(count)),
        Text::Instances(count) => match shown(count).as_str() {
            "1" => "1 instance".to_owned(),
            count => format!("{count} instances"),
        },
        Text::Struck(blow) => struck(blow),
        Text::Clock => "time".to_owned(),
        Text::Load => "load".to_owned(),
        Text::P99 => "p99".to_owned(),
        Text::Failing => "failing".to_owned(),
        Text::Lines => "requests a second: grey come, blue are answered, orange fail".to_owned(),
        Text::Alt { title, story } => format!("{title}. {}", story.join(" ")),
    }
}
