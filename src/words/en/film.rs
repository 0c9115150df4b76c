//! English of a film of the story.

use super::number::{shown, significant};
use crate::message::film::Text;
use crate::message::topology::Blow;

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

fn struck(blow: &Blow) -> String {
    match blow {
        Blow::Killed(None) => "dead".to_owned(),
        Blow::Killed(Some(count)) => format!("{count} dead"),
        Blow::Slowed(times) => format!("× {} slower", significant(*times, 3)),
        Blow::Hung => "hangs".to_owned(),
        Blow::Flushed => "flushed".to_owned(),
    }
}
