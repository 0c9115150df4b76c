//! `autoscale`: instances are added and removed by what they are asked to do.
//!
//! The rule is that of Kubernetes' HorizontalPodAutoscaler (`replica_calculator.go`, `horizontal.go`): every so often
//! `ceil(instances × metric / target)`, nothing within 10 % of the target, and downwards never below the largest number
//! that it came to within the cooldown. An instance that boots counts as one that does nothing while more are wanted;
//! with `count_booting: false` the metric is the mean of those that are ready, and is multiplied by all that were asked
//! for. Ignored: its limits on how fast it may grow, scaling to zero, several metrics at once.

use std::collections::VecDeque;

use crate::message::Why;
use crate::message::component::Fault;
use crate::reader::table::Otherwise::{Assumed, Is, Needed};
use crate::reader::table::{Field, Form, Table, Word, choice, field};
use crate::reader::{Fields, Want};

use super::MOST_INSTANCES;

/// So far from the target nothing is changed.
const TOLERANCE: f64 = 0.1;

/// The fields of `autoscale`.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// What is looked at.
    pub metric: Metric,
    /// Of each instance: a share, waiting calls, or calls per second.
    pub target: f64,
    /// Never fewer.
    pub min: u32,
    /// Never more.
    pub max: u32,
    /// Between two looks.
    pub every_ns: u64,
    /// From being asked for to the first call.
    pub boot_ns: u64,
    /// How long a larger number is remembered before there are fewer.
    pub cooldown_ns: u64,
    /// Instances that boot count.
    pub counts_booting: bool,
}

/// What is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Metric {
    /// The share of the cores that is busy.
    #[default]
    Cpu,
    /// The share of the workers that is held.
    Workers,
    /// Calls that wait, and messages that wait for them.
    Queue,
    /// Calls per second.
    Rate,
}

impl Word for Metric {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("cpu", Self::Cpu),
        ("workers", Self::Workers),
        ("queue", Self::Queue),
        ("rate", Self::Rate),
    ];
}

impl Metric {
    const fn want(self) -> Want {
        match self {
            Self::Cpu | Self::Workers => Want::Share,
            Self::Queue => Want::Count,
            Self::Rate => Want::Rate,
        }
    }
}

/// The field `autoscale`.
pub(super) const AUTOSCALE: Field = field(
    "autoscale",
    Form::Map(&TABLE),
    Is("`instances` stay"),
    "instances are added and removed by [what they have to do](#autoscaling)",
)
.or_else(&["autoscaling", "hpa", "scale"]);

/// Its fields.
static TABLE: Table = Table::of("autoscale", &[FIELDS]);

const FIELDS: &[Field] = &[
    field("metric", choice::<Metric>(), Is("`cpu`"), "what is looked at"),
    field(
        "target",
        Form::Positive(Want::Count),
        Needed,
        "of each instance: how busy (`cpu`, `workers`), waiting calls and messages (`queue`), or calls (`rate`)",
    )
    .shown("share, count or rate"),
    field("min", Form::Whole(1, MOST_INSTANCES as u64), Is("1"), "never fewer")
        .or_else(&["least", "min_instances"]),
    field("max", Form::Whole(1, MOST_INSTANCES as u64), Needed, "never more")
        .or_else(&["most", "max_instances"]),
    field("every", Form::Positive(Want::Duration), Is("15 s"), "between two looks")
        .or_else(&["period", "interval"]),
    field(
        "boot",
        Form::Amount(Want::Duration),
        Assumed("60s", Why::Boot),
        "from asking for an instance to its first call; it is paid for meanwhile",
    )
    .or_else(&["boot_time", "startup"]),
    field(
        "cooldown",
        Form::Amount(Want::Duration),
        Is("5 min"),
        "there are never fewer than any look within this time came to",
    )
    .or_else(&["stabilization"]),
    field(
        "count_booting",
        Form::Flag,
        Is("`true`"),
        "instances that boot count; without, each look asks again for what is on its way",
    ),
];

impl Spec {
    /// Reads the map, if it was written. What is looked at must exist: `has_cores`, `has_workers`.
    pub fn read(fields: &mut Fields<'_, '_>, has_cores: bool, has_workers: bool) -> Option<Self> {
        let mut inner = fields.nested("autoscale")?;
        inner.require("target");
        inner.require("max");
        let metric = inner.choice::<Metric>("metric");
        let looks_at = metric.as_ref().map(|found| found.value).unwrap_or_default();
        let target = inner.positive_in("target", looks_at.want());
        let (min, max) = (inner.count("min"), inner.count("max"));
        let every = inner.duration("every");
        let boot = inner.duration("boot");
        if inner.has("boot").is_none() {
            inner.assume("boot");
        }
        let cooldown = inner.duration("cooldown");
        let counts_booting = inner.flag("count_booting");
        let missing = match looks_at {
            Metric::Cpu if !has_cores => Some(("cpu", "cores")),
            Metric::Workers if !has_workers => Some(("workers", "workers")),
            _ => None,
        };
        if let Some((metric, field)) = missing {
            inner.complain("metric", Fault::ScalesOnNothing { metric, field });
        }
        let min = min.map_or(1, |min| min.value);
        let most = max.as_ref().map_or(min, |max| max.value);
        if most < min {
            inner.complain("max", Fault::MaxBelowMin);
        }
        inner.finish();
        Some(Self {
            metric: looks_at,
            target: target?.value,
            min,
            max: most.max(min),
            every_ns: every.map_or(15_000_000_000, |every| every.value),
            boot_ns: boot.map_or(60_000_000_000, |boot| boot.value),
            cooldown_ns: cooldown.map_or(300_000_000_000, |cooldown| cooldown.value),
            counts_booting: counts_booting.is_none_or(|counts| counts.value),
        })
    }

    /// The instances that a steady load comes to: of each the metric is at its target. `asked` is the metric of all of
    /// them together at that load: erlangs over the units of one, or calls per second.
    #[must_use]
    pub fn steady(&self, asked: f64) -> f64 {
        f64::from(whole(asked / self.target).clamp(self.min, self.max))
    }

    /// How many instances would have what a look sees at the target, however many there are.
    #[must_use]
    pub fn needed(&self, seen: &Seen) -> u32 {
        whole(seen.total / self.target)
    }

    /// What a look comes to, before the cooldown and the limits.
    #[must_use]
    pub fn wanted(&self, seen: &Seen) -> u32 {
        let Seen { ready, asked, total } = *seen;
        if ready == 0 {
            return asked;
        }
        let is_near = |ratio: f64| (ratio - 1.0).abs() <= TOLERANCE;
        let ratio = total / f64::from(ready) / self.target;
        if !self.counts_booting {
            let all = total / self.target * (f64::from(asked) / f64::from(ready));
            return if is_near(ratio) { asked } else { whole(all) };
        }
        if asked == ready || ratio <= 1.0 {
            return if is_near(ratio) { asked } else { whole(total / self.target) };
        }
        let with_booting = total / f64::from(asked) / self.target;
        if with_booting <= 1.0 + TOLERANCE { asked } else { whole(total / self.target) }
    }
}

/// Rounded up.
fn whole(count: f64) -> u32 {
    count.ceil() as u32
}

/// What a look sees.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Instances that take calls.
    pub ready: u32,
    /// Instances in all: ready, booting, dead.
    pub asked: u32,
    /// The metric, summed over those that are ready.
    pub total: f64,
}

/// What the looks within the cooldown came to.
#[derive(Clone, Debug, Default)]
pub struct Controller {
    said: VecDeque<(u64, u32)>,
}

/// What follows from a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Instances that there are to be.
    pub to: u32,
    /// What the rule alone came to.
    pub wanted: u32,
}

impl Controller {
    /// A controller that finds so many instances.
    #[must_use]
    pub fn new(instances: u32) -> Self {
        Self { said: VecDeque::from([(0, instances)]) }
    }

    /// A look at `now`, ns.
    pub fn look(&mut self, spec: &Spec, now: u64, seen: &Seen) -> Decision {
        while self.said.front().is_some_and(|(at, _)| at.saturating_add(spec.cooldown_ns) < now) {
            self.said.pop_front();
        }
        let wanted = spec.wanted(seen);
        self.said.push_back((now, wanted));
        let remembered = self.said.iter().map(|(_, count)| *count).max().unwrap_or(wanted);
        let to = if wanted < seen.asked { remembered.min(seen.asked) } else { wanted };
        Decision { to: to.clamp(spec.min, spec.max), wanted }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(target: f64) -> Spec {
        Spec {
            metric: Metric::Queue,
            target,
            min: 1,
            max: 100_000,
            every_ns: 15,
            boot_ns: 60,
            cooldown_ns: 300,
            counts_booting: true,
        }
    }

    /// The examples of Kubernetes' documentation: 200m against 100m doubles, 50m against 100m halves.
    #[test]
    fn follows_the_published_rule() {
        let wanted = |total: f64| spec(100.0).wanted(&Seen { ready: 4, asked: 4, total });
        assert_eq!(wanted(4.0 * 200.0), 8);
        assert_eq!(wanted(4.0 * 50.0), 2);
        assert_eq!((wanted(4.0 * 109.0), wanted(4.0 * 111.0)), (4, 5));
        assert_eq!((wanted(4.0 * 91.0), wanted(4.0 * 74.0)), (4, 3));
    }

    #[test]
    fn those_that_boot_count_as_idle() {
        let seen = Seen { ready: 1, asked: 14, total: 1350.0 };
        assert_eq!(spec(100.0).wanted(&seen), 14);
        assert_eq!(spec(100.0).wanted(&Seen { total: 2700.0, ..seen }), 27);
        let blind = Spec { counts_booting: false, ..spec(100.0) };
        assert_eq!(blind.wanted(&Seen { total: 2700.0, ..seen }), 378);
    }

    #[test]
    fn the_cooldown_remembers_the_most() {
        let mut controller = Controller::new(10);
        let spec = spec(10.0);
        let mut look =
            |now, total| controller.look(&spec, now, &Seen { ready: 10, asked: 10, total }).to;
        assert_eq!(look(100, 20.0), 10);
        assert_eq!(look(301, 50.0), 5);
        assert_eq!(look(302, 10.0), 5);
        assert_eq!(look(500, 10.0), 5);
        assert_eq!(look(602, 10.0), 1);
    }
}
