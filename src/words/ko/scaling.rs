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
        "{component}의 오토스케일러가 진동합니다. 한 번의 실행에서 인스턴스를 {}개와 {}개 사이로 늘렸다 줄였다 하며 방향을 \
         {}번 바꿉니다. 인스턴스가 부팅하는 데 {}, 쿨다운은 {}입니다. 쿨다운을 늘리거나 부팅을 줄이면 잦아듭니다.",
        count(least),
        count(most),
        significant(turns, 2),
        duration(boot_s),
        duration(cooldown_s)
    )
}

pub fn capped(component: &str, max: u32, share: f64) -> String {
    format!(
        "{component}의 오토스케일러가 점검의 {}에서 인스턴스를 {}개보다 많이 늘리려 하지만 `max`에 막힙니다.",
        brief(share, Unit::Percent),
        count(u64::from(max))
    )
}

pub fn overshoots(component: &str, asked: u64, needed: u64, boot_s: f64, every_s: f64) -> String {
    format!(
        "{component}의 오토스케일러가 인스턴스를 {}개까지 요청하지만 {}개면 충분합니다. 인스턴스가 부팅하는 데 {} 걸리는데, \
         {}마다 점검하면서 이미 부팅 중인 것을 다시 요청하기 때문입니다. `count_booting: true`로 두면 부팅 중인 것도 셉니다.",
        count(asked),
        count(needed),
        duration(boot_s),
        duration(every_s)
    )
}

pub fn unseen(component: &str, window_s: f64, every_s: f64, boot_s: f64) -> String {
    format!(
        "측정 구간이 {}뿐이라 {component}의 오토스케일러가 손쓸 틈이 없습니다. {}마다 점검하고, 요청한 인스턴스가 부팅하는 데 \
         {} 걸립니다. `--duration`으로 구간을 늘려 보세요.",
        duration(window_s),
        duration(every_s),
        duration(boot_s)
    )
}

pub fn late(component: &str, full_s: f64, boot_s: f64) -> String {
    format!(
        "오토스케일러가 요청한 인스턴스가 부팅하기를(하나에 {}) 기다리느라 {component}의 자원이 {} 동안 가득 차 있습니다. `target`을 \
         낮추거나 `min`을 높이면 그사이를 버틸 여유가 생깁니다.",
        duration(boot_s),
        brief(full_s * 1e3, Unit::Ms)
    )
}
