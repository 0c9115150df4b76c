//! What an autoscaler did.

use super::number::{brief, count, duration, significant};
use crate::figure::Unit;

pub fn swings(
    component: &str,
    turns: f64,
    (least, most): (u64, u64),
    boot_s: f64,
    cooldown_s: f64,
) -> String {
    format!(
        "The autoscaler of {component} swings: in a run it turns {} times between more and fewer, from {} to {} \
         instances. An instance takes {} to boot, and the cooldown is {}: a longer cooldown or a faster boot calms it.",
        significant(turns, 2),
        count(least),
        count(most),
        duration(boot_s),
        duration(cooldown_s)
    )
}

pub fn capped(component: &str, max: u32, share: f64) -> String {
    format!(
        "The autoscaler of {component} wants more than its {} instances at {} of its looks: `max` holds it back.",
        count(u64::from(max)),
        brief(share, Unit::Percent)
    )
}

pub fn overshoots(component: &str, asked: u64, needed: u64, boot_s: f64, every_s: f64) -> String {
    format!(
        "The autoscaler of {component} asks for up to {} instances where {} do: an instance takes {} to boot, and every \
         {} it asks again for what is on its way. With `count_booting: true` it waits for that.",
        count(asked),
        count(needed),
        duration(boot_s),
        duration(every_s)
    )
}

pub fn unseen(component: &str, window_s: f64, every_s: f64, boot_s: f64) -> String {
    format!(
        "The autoscaler of {component} has no effect in this window of {}: it looks every {}, and what it asks for takes \
         {} to boot. `--duration` makes the window longer.",
        duration(window_s),
        duration(every_s),
        duration(boot_s)
    )
}

pub fn late(component: &str, full_s: f64, boot_s: f64) -> String {
    format!(
        "{component} is full for {} while the instances that its autoscaler asked for boot, {} each: a lower `target` or a \
         higher `min` keeps room for that time.",
        brief(full_s * 1e3, Unit::Ms),
        duration(boot_s)
    )
}
