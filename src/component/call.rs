//! What a caller does about a call: its patience, its second tries, its connections; and how often it fails by itself.

use super::{breaker, hedge};
use crate::message::Why;
use crate::message::component::Fault;
use crate::reader::table::Otherwise::{Assumed, Is, Needed};
use crate::reader::table::{Field, Form, Table, Word, choice, field};
use crate::reader::{Fields, Spanned, Want};
use crate::sample::Dist;
use crate::yaml::Value;

/// `timeout`, `retry`, `pool`, `cancel` of a step, a component or a request. Written on a step it describes
/// the call into that step, network included; on a component, every call into it; on a request, the client's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CallPolicy {
    /// The caller stops waiting after this long.
    pub timeout_ns: Option<u64>,
    /// Second tries.
    pub retry: Option<Retry>,
    /// Connections per calling instance; a call waits for one and holds it until its answer is back.
    pub pool: Option<u32>,
    /// Whether giving up stops the work (default: abandoned work still burns capacity).
    pub cancel: bool,
    /// The share of calls that answer with an error after all of their work.
    pub errors: f64,
    /// When the caller stops asking.
    pub breaker: Option<breaker::Spec>,
    /// When the caller asks a second time.
    pub hedge: Option<hedge::Spec>,
}

impl CallPolicy {
    /// True if the caller watches over each call by itself: it may stop waiting, ask again, or not ask at all.
    #[must_use]
    pub const fn is_watched(&self) -> bool {
        self.timeout_ns.is_some()
            || self.retry.is_some()
            || self.breaker.is_some()
            || self.hedge.is_some()
    }
}

/// Second tries of a failed call.
#[derive(Clone, Debug, PartialEq)]
pub struct Retry {
    /// Tries after the first.
    pub times: u32,
    /// How the pause grows.
    pub backoff: Backoff,
    /// The first pause.
    pub base: Dist,
    /// The longest pause.
    pub max_ns: Option<u64>,
    /// Full jitter: the pause is uniform between 0 and what backoff says, times this share (1 = full).
    pub jitter: f64,
    /// Retries as a share of calls (a token bucket filled by each first try); `None` is no limit.
    pub budget: Option<f64>,
}

/// How the pause before a second try grows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Backoff {
    /// The same pause each time.
    #[default]
    Fixed,
    /// Doubling.
    Exponential,
}

/// What a step, a component or a request says of a call; what it leaves out is decided elsewhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calls {
    /// `timeout`, ns.
    pub timeout: Option<Spanned<u64>>,
    /// `retry`.
    pub retry: Option<Spanned<Retry>>,
    /// `pool`.
    pub pool: Option<Spanned<u32>>,
    /// `cancel`.
    pub cancel: Option<Spanned<bool>>,
    /// `errors`.
    pub errors: Option<Spanned<f64>>,
    /// `breaker`.
    pub breaker: Option<Spanned<breaker::Spec>>,
    /// `hedge`.
    pub hedge: Option<Spanned<hedge::Spec>>,
}

/// The most connections, tries and the like that a page may ask for.
const MOST: u64 = 1_000_000;

/// What a client says of its call.
pub const OF_CLIENT: &[Field] = &[
    field(
        "timeout",
        Form::Positive(Want::Duration),
        Is("none"),
        "the caller stops waiting after this long, network included",
    )
    .in_steps(),
    field("retry", Form::Short("times", &RETRY), Is("none"), "second tries of the caller")
        .shown("count or [map](#when-calls-fail)")
        .or_else(&["retries"])
        .in_steps(),
    field("cancel", Form::Flag, Is("`false`"), "giving up stops the work").in_steps(),
];

/// What only a component may be asked for: a client keeps no pool.
pub const OF_COMPONENT: &[Field] = &[
    field(
        "pool",
        Form::Whole(1, MOST),
        Is("no limit"),
        "connections per calling instance; a call waits for one and keeps it until its answer is back",
    )
    .or_else(&["pool_size", "connections"])
    .in_steps(),
    field(
        "errors",
        Form::Amount(Want::Share),
        Is("0"),
        "the share of calls that do all of their work and answer with an error (`error`)",
    )
    .shown("share")
    .or_else(&["error_rate", "failure_rate"])
    .in_steps()
    .in_set(),
    breaker::FIELD,
    hedge::FIELD,
];

/// The fields of `retry`.
static RETRY: Table = Table::of(
    "retry",
    &[&[
        field(
            "times",
            Form::Whole(1, MOST),
            Needed,
            "tries after the first; `retry: 2` is short for `retry: { times: 2 }`",
        )
        .or_else(&["max_attempts", "attempts"]),
        field(
            "backoff",
            choice::<Backoff>(),
            Is("`fixed`"),
            "whether the pause doubles with each try",
        ),
        field(
            "base",
            Form::Varying(Want::Duration),
            Assumed("100ms", Why::RetryPause),
            "the first pause",
        )
        .or_else(&["delay"]),
        field("max", Form::Positive(Want::Duration), Is("no limit"), "the longest pause")
            .or_else(&["max_delay"]),
        field(
            "jitter",
            Form::FlagOrShare,
            Is("`false`"),
            "full jitter draws the pause between 0 and what backoff says",
        )
        .shown("`true`, `false` or a share"),
        field(
            "budget",
            Form::Positive(Want::Share),
            Is("no limit"),
            "retries per first try, over all callers: a token bucket that holds up to 100",
        )
        .shown("share, above 0 and below 100 %"),
    ]],
);

impl Word for Backoff {
    const WORDS: &'static [(&'static str, Self)] =
        &[("fixed", Self::Fixed), ("exponential", Self::Exponential)];
}

impl Calls {
    /// The fields of a step or a component.
    pub fn read(fields: &mut Fields<'_, '_>) -> Self {
        let calls = Self::read_of_client(fields);
        Self {
            pool: fields.count("pool"),
            errors: fields.amount("errors"),
            breaker: breaker::Spec::read(fields),
            hedge: hedge::Spec::read(fields),
            ..calls
        }
    }

    /// The fields of a request: a client keeps no pool.
    pub fn read_of_client(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            timeout: fields.duration("timeout"),
            retry: Retry::read(fields),
            cancel: fields.flag("cancel"),
            ..Self::default()
        }
    }

    /// The policy of a call: what is said here, else what `base` says.
    #[must_use]
    pub fn over(&self, base: &CallPolicy) -> CallPolicy {
        CallPolicy {
            timeout_ns: self.timeout.map(|timeout| timeout.value).or(base.timeout_ns),
            retry: self
                .retry
                .as_ref()
                .map(|retry| retry.value.clone())
                .or_else(|| base.retry.clone()),
            pool: self.pool.map(|pool| pool.value).or(base.pool),
            cancel: self.cancel.map_or(base.cancel, |cancel| cancel.value),
            errors: self.errors.map_or(base.errors, |errors| errors.value),
            breaker: self.breaker.map(|breaker| breaker.value).or(base.breaker),
            hedge: self.hedge.map(|hedge| hedge.value).or(base.hedge),
        }
    }
}

impl Retry {
    /// `retry: 3`, or a map of its fields.
    fn read(fields: &mut Fields<'_, '_>) -> Option<Spanned<Self>> {
        let node = fields.node("retry")?;
        if let Value::Map(_) = node.value {
            let inner = fields.nested("retry")?;
            return Self::read_map(inner).map(|retry| Spanned::new(retry, node.span));
        }
        let times = fields.count("retry")?;
        let base = default_base(fields, &fields.path_of("retry"));
        Some(Spanned::new(Self { times: times.value, base, ..Self::plain() }, node.span))
    }

    const fn plain() -> Self {
        Self {
            times: 1,
            backoff: Backoff::Fixed,
            base: Dist::ZERO,
            max_ns: None,
            jitter: 0.0,
            budget: None,
        }
    }

    fn read_map(mut fields: Fields<'_, '_>) -> Option<Self> {
        let times = fields.count("times");
        let backoff = fields.choice("backoff").map(|backoff| backoff.value);
        let base = fields.varying("base");
        let max = fields.duration("max");
        let jitter = read_jitter(&mut fields);
        let budget = fields.amount("budget");
        if fields.has("times").is_none() {
            fields.complain("retry", Fault::RetryWithoutTimes);
        }
        if let Some(budget) = budget.filter(|budget| budget.value >= 1.0) {
            fields.reading.complain(budget.span, Fault::WholeBudget);
        }
        let backoff = backoff.unwrap_or_default();
        if let (Some(max), Some(Dist::Constant(base_ns))) = (max, base.as_ref().map(|b| &b.value)) {
            if max.value < *base_ns {
                fields.reading.complain(max.span, Fault::MaxBelowBase);
            } else if backoff == Backoff::Fixed {
                fields.useless("max", Why::FixedPause);
            }
        }
        let path = fields.path.clone();
        let base = match base {
            Some(base) => base.value,
            None => default_base(&mut fields, &path),
        };
        fields.finish();
        Some(Self {
            times: times?.value,
            backoff,
            base,
            max_ns: max.map(|max| max.value),
            jitter,
            budget: budget.map(|budget| budget.value),
        })
    }
}

fn default_base(fields: &mut Fields<'_, '_>, path: &str) -> Dist {
    fields.reading.assume(format!("{path}.base"), "100ms", Why::RetryPause);
    Dist::Constant(100_000_000)
}

/// `true` or `full` is full jitter, `false` or `none` is none, a share is something between.
fn read_jitter(fields: &mut Fields<'_, '_>) -> f64 {
    match fields.node("jitter").and_then(|node| node.as_text()) {
        Some("true" | "full") => 1.0,
        Some("false" | "none") => 0.0,
        _ => fields.amount("jitter").map_or(0.0, |jitter| jitter.value),
    }
}
