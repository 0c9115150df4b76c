//! English of the design as a picture.

use super::number::{shown, significant};
use crate::figure::Shown;
use crate::message::picture::Text;
use crate::message::topology::Blow;

/// Any of them.
pub fn text(text: &Text<'_>) -> String {
    match text {
        Text::Kind(kind) => kind.replace('_', " "),
        Text::Busy { resource, average } => format!("{resource} {}", shown(average)),
        Text::BusyUpTo { resource, average, peak } => {
            format!("{resource} {}, up to {}", shown(average), shown(peak))
        }
        Text::BusyUpToOf { resource, average, other, peak } => {
            format!("{resource} {}, {other} up to {}", shown(average), shown(peak))
        }
        Text::LetsPass(rate) => format!("lets {} pass", shown(rate)),
        Text::LetsPassOfEachKey(rate) => format!("lets {} of each key pass", shown(rate)),
        Text::Workers { count, each } => counted(count, "worker", *each),
        Text::Connections { count, each } => counted(count, "connection", *each),
        Text::Holds(count) => format!("holds {} messages", shown(count)),
        Text::Memory { size, each } => format!("{}{}", shown(size), of_each(*each)),
        Text::Pool(size) => format!("pool {size}"),
        Text::Fail(share) => format!("{} of the calls fail", shown(share)),
        Text::Struck { blow, at, length } => format!("{} {}", struck(blow), when(at, length)),
        Text::Cut { at, length } => format!("cut {}", when(at, length)),
        Text::MoreEvents(1) => "1 more event".to_owned(),
        Text::MoreEvents(count) => format!("{count} more events"),
        Text::Bottleneck => "bottleneck".to_owned(),
        Text::Limit => "limit".to_owned(),
        Text::LegendBusy => "busiest resource".to_owned(),
        Text::LegendCalls => "arrows: calls a second, on average".to_owned(),
        Text::TitleBottleneck { offered, component, resource, utilization } => {
            let (offered, utilization) = (shown(offered), shown(utilization));
            format!("At {offered}, {component} ({resource}) is the bottleneck at {utilization}")
        }
        Text::TitleReaches { component, resource, peak } => {
            format!("{component} ({resource}) reaches {} at its busiest", shown(peak))
        }
        Text::TitleHotInstance { offered, component, resource, utilization } => format!(
            "At {}, one instance of {component} is the bottleneck ({resource} {})",
            shown(offered),
            shown(utilization)
        ),
        Text::TitleRefuses { offered, component, share } => {
            format!("At {}, {component} refuses {} of its calls", shown(offered), shown(share))
        }
        Text::TitleNotBusy { offered, component, resource, utilization } => format!(
            "At {}, nothing is busy: {component} ({resource}), the busiest, is at {}",
            shown(offered),
            shown(utilization)
        ),
        Text::Title { offered, components: 1 } => {
            format!("{} through 1 component", shown(offered))
        }
        Text::Title { offered, components } => {
            format!("{} through {components} components", shown(offered))
        }
        Text::Call { from, to, rate } => format!("{from} → {to} {}", shown(rate)),
        Text::Alt { boxes, calls } => {
            format!("The design. Boxes: {}. Calls: {}.", boxes.join(", "), calls.join(", "))
        }
    }
}

fn counted(count: &Shown, what: &str, each: bool) -> String {
    let count = shown(count);
    let plural = if count == "1" { "" } else { "s" };
    format!("{count} {what}{plural}{}", of_each(each))
}

fn of_each(each: bool) -> &'static str {
    if each { " each" } else { "" }
}

/// What happens to a component, in the words of a box.
pub(super) fn struck(blow: &Blow) -> String {
    match blow {
        Blow::Killed(None) => "dead".to_owned(),
        Blow::Killed(Some(count)) => format!("{count} dead"),
        Blow::Slowed(times, None) => format!("× {} slower", significant(*times, 3)),
        Blow::Slowed(times, Some(1)) => format!("1 instance × {} slower", significant(*times, 3)),
        Blow::Slowed(times, Some(count)) => {
            format!("{count} instances × {} slower", significant(*times, 3))
        }
        Blow::Hung(None) => "hangs".to_owned(),
        Blow::Hung(Some(1)) => "1 instance hangs".to_owned(),
        Blow::Hung(Some(count)) => format!("{count} instances hang"),
        Blow::Flushed => "flushed".to_owned(),
    }
}

fn when(at: &Shown, length: &Option<Shown>) -> String {
    match length {
        Some(length) => format!("at {} for {}", shown(at), shown(length)),
        None => format!("at {}", shown(at)),
    }
}
