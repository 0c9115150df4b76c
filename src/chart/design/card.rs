//! What is written in a box of the picture, and how large it becomes.

use crate::chart::style::{Color, GREY, INK, MUTED, PALE_BLUE, PAPER, VERMILLION_INK};
use crate::chart::svg::{Rect, Type};
use crate::chart::text::lines;
use crate::document::{ComponentReport, DrawnNode, Report, Struck};
use crate::figure::{
    NEAR_LIMIT, Shown, about_percent, about_rate, about_seconds, base_unit, count, telling_peak,
};
use crate::message::findings::Finding;
use crate::message::picture::Text;
use crate::message::topology::{Blow, Detail, Limit, Text as Drawn};
use crate::message::{Lang, Say};

/// Sizes of the letters: a name, how busy it is, everything else.
const NAME: f64 = 17.0;
const BUSY_SIZE: f64 = 15.0;
const SMALL: f64 = 12.5;
/// From one baseline to the next, for a letter of size 1.
const LEADING: f64 = 1.3;
/// A line is at most this wide; what is longer goes on in the next one.
const WIDEST: f64 = 190.0;
const NARROWEST: f64 = 72.0;
/// Between a box's edge and its letters.
const PAD: (f64, f64) = (14.0, 9.0);
const BODY_PAD: f64 = 6.0;
/// The word above a box.
pub const TAG: f64 = 22.0;
/// How far a box stands before the one behind it.
pub const STACK: f64 = 5.0;
/// Half the height of a drum's lid.
pub const LID: f64 = 7.0;
/// Calls that fail are told above this share.
const FEW: f64 = 0.005;
/// Events of a component that are listed.
const EVENTS: usize = 3;

/// The outline that people draw for a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Round at its ends: who sends requests.
    Pill,
    /// A database.
    Drum,
    /// Anything else.
    Card,
}

/// A box.
#[derive(Clone, Debug)]
pub struct Card {
    /// Its outline.
    pub shape: Shape,
    /// In the coloured part.
    pub head: Vec<(String, Type)>,
    /// Below it.
    pub body: Vec<(String, Type)>,
    /// The colour; `None` where nothing limits.
    pub color: Option<Color>,
    /// The word above it, if it is what limits.
    pub tag: Option<String>,
    /// Several of its kind: another box looks out behind it.
    pub stacked: bool,
    /// Something happens to it on the timeline.
    pub struck: bool,
    /// What it says of how busy it is, for those who cannot see it.
    pub busy: Option<String>,
}

impl Card {
    /// The box of a node.
    #[must_use]
    pub fn of(report: &Report, node: &DrawnNode, lang: Lang) -> Self {
        let name = node.name.clone().unwrap_or_else(|| Drawn::Client.say(lang));
        let part = node.name.as_ref().and_then(|name| report.components.get(name));
        let busy = part.and_then(|part| busy(report, &name, part, lang));
        let mut head = set(&name, Type::new(NAME).bold());
        if let Some((text, _)) = &busy {
            head.extend(set(text, Type::new(BUSY_SIZE)));
        }
        let is_client = node.name.is_none();
        Self {
            shape: match node.kind.as_str() {
                "" => Shape::Pill,
                "database" | "kv" => Shape::Drum,
                _ => Shape::Card,
            },
            head,
            body: if is_client { Vec::new() } else { body(report, node, part, lang) },
            color: busy.as_ref().map(|(_, share)| shade(*share)),
            tag: tag(report, node, lang),
            stacked: several(&node.detail),
            struck: !node.struck.is_empty(),
            busy: busy.map(|(text, _)| text),
        }
    }

    /// Height of the coloured part, lid included.
    #[must_use]
    pub fn head_height(&self) -> f64 {
        let lid = if self.shape == Shape::Drum { 2.0 * LID } else { 0.0 };
        // Without a colour nothing sets the two parts apart.
        let below = if self.color.is_none() && !self.body.is_empty() { 0.0 } else { PAD.1 };
        lid + height(&self.head) + PAD.1 + below
    }

    fn body_height(&self) -> f64 {
        let lid = if self.shape == Shape::Drum { LID } else { 0.0 };
        if self.body.is_empty() { lid } else { lid + height(&self.body) + self.body_pad() + PAD.1 }
    }

    /// Above the body: a drum's colour bulges into it.
    fn body_pad(&self) -> f64 {
        let bulge = if self.shape == Shape::Drum && self.color.is_some() { LID } else { 0.0 };
        BODY_PAD + bulge
    }

    /// Width and height of all of it: the word above and the box behind included.
    #[must_use]
    pub fn size(&self) -> (f64, f64) {
        let all = self.head.iter().chain(&self.body);
        let widest = all.map(|(text, set)| set.width(text)).fold(NARROWEST, f64::max);
        let behind = if self.stacked { STACK } else { 0.0 };
        let width = widest + 2.0 * PAD.0 + behind;
        let tag = self.tag.as_ref().map_or(0.0, |tag| tag_type().width(tag) + 16.0);
        // As much room below as above: the box stands in the middle, and so do its arrows.
        let height = 2.0 * self.above() + self.head_height() + self.body_height();
        (width.max(tag + behind), height)
    }

    fn above(&self) -> f64 {
        let behind = if self.stacked { STACK } else { 0.0 };
        behind + if self.tag.is_some() { TAG } else { 0.0 }
    }

    /// The box itself, of the place that all of it has.
    #[must_use]
    pub fn inside(&self, place: &Rect) -> Rect {
        let behind = if self.stacked { STACK } else { 0.0 };
        let above = self.above();
        Rect { x0: place.x0, y0: place.y0 + above, x1: place.x1 - behind, y1: place.y1 - above }
    }

    /// Every line with its baseline in a box that stands here.
    pub fn baselines(&self, card: &Rect) -> Vec<(&str, f64, Type)> {
        let lid = if self.shape == Shape::Drum { 2.0 * LID } else { 0.0 };
        let mut out = Vec::new();
        let mut y = card.y0 + lid + PAD.1;
        for (at, (text, set)) in self.head.iter().chain(&self.body).enumerate() {
            if at == self.head.len() {
                y = card.y0 + self.head_height() + self.body_pad();
            }
            let line = set.size() * LEADING;
            out.push((text.as_str(), y + line / 2.0 + set.drop(), *set));
            y += line;
        }
        out
    }
}

/// How the word above a box is set.
#[must_use]
pub fn tag_type() -> Type {
    Type::new(13.0).bold().color(PAPER)
}

/// The colour of a share: pale to blue as long as there is room, then orange. Both hues stay apart for colour-blind
/// readers, and dark letters can be read on all of them.
#[must_use]
pub fn shade(share: f64) -> Color {
    let mix = |from: Color, to: Color, part: f64| {
        let one = |a: u8, b: u8| {
            let value = f64::from(a) + (f64::from(b) - f64::from(a)) * part;
            // A cast from a float saturates.
            value.round() as u8
        };
        Color(one(from.0, to.0), one(from.1, to.1), one(from.2, to.2))
    };
    let share = share.clamp(0.0, 1.0);
    if share < NEAR_LIMIT {
        mix(Color(0xf1, 0xf6, 0xfa), PALE_BLUE, share / NEAR_LIMIT)
    } else {
        let part = (share - NEAR_LIMIT) / (1.0 - NEAR_LIMIT);
        mix(Color(0xfb, 0xe0, 0xbf), Color(0xf0, 0x96, 0x5a), part)
    }
}

fn height(all: &[(String, Type)]) -> f64 {
    all.iter().map(|(_, set)| set.size() * LEADING).sum()
}

/// A text on as many lines as it needs.
fn set(text: &str, set: Type) -> Vec<(String, Type)> {
    let broken = lines(text, |line| set.width(line), WIDEST);
    broken.into_iter().map(|line| (line, set)).collect()
}

/// How busy its busiest resource is, in words and as the share that the colour follows.
fn busy(report: &Report, name: &str, part: &ComponentReport, lang: Lang) -> Option<(String, f64)> {
    let share = part.utilization.map(|it| it.value).filter(|it| it.is_finite())?;
    let resource = part.busiest()?;
    let average = about_percent(share);
    let peak =
        report.bottleneck.as_ref().filter(|bottleneck| bottleneck.component == name).and_then(
            |bottleneck| Some((bottleneck, telling_peak(share, bottleneck.peak_utilization)?)),
        );
    let text = match peak {
        None => Text::Busy { resource, average }.say(lang),
        Some((of, peak)) if of.resource == resource => {
            Text::BusyUpTo { resource, average, peak: about_percent(peak) }.say(lang)
        }
        Some((of, peak)) => {
            let (other, peak) = (of.resource.as_str(), about_percent(peak));
            Text::BusyUpToOf { resource, average, other, peak }.say(lang)
        }
    };
    Some((text, peak.map_or(share, |(_, peak)| peak)))
}

/// The small lines: what it is, what limits it, what fails, what happens to it.
fn body(
    report: &Report,
    node: &DrawnNode,
    part: Option<&ComponentReport>,
    lang: Lang,
) -> Vec<(String, Type)> {
    let small = Type::new(SMALL).color(MUTED);
    let alarm = Type::new(SMALL).color(VERMILLION_INK).bold();
    let mut out = set(&Text::Kind(&node.kind).say(lang), small);
    let detail = node.detail.say(lang);
    let consists = [Some(detail).filter(|text| !text.is_empty()), node.machine.clone()];
    for text in consists.into_iter().flatten() {
        out.extend(set(&text, small.color(INK)));
    }
    let each = several(&node.detail);
    for limit in &node.limits {
        out.extend(set(&limited(limit, each).say(lang), small.color(INK)));
    }
    if let Some(share) = part.and_then(|part| failing(report, part)).filter(|it| *it >= FEW) {
        out.extend(set(&Text::Fail(about_percent(share)).say(lang), alarm));
    }
    for struck in node.struck.iter().take(EVENTS) {
        let Struck { blow, at_s, until_s } = struck;
        // A flush is over at once.
        let lasting = until_s.filter(|_| *blow != Blow::Flushed);
        let length = lasting.map(|until_s| about_seconds(until_s - at_s));
        out.extend(set(&Text::Struck { blow, at: about_seconds(*at_s), length }.say(lang), alarm));
    }
    if let Some(more) = node.struck.len().checked_sub(EVENTS).filter(|more| *more > 0) {
        out.extend(set(&Text::MoreEvents(more).say(lang), alarm));
    }
    out
}

fn limited(limit: &Limit, each: bool) -> Text<'static> {
    let whole = |value: u32| count(u64::from(value));
    match *limit {
        Limit::Rate { per_s, per_key: false } => Text::LetsPass(about_rate(per_s)),
        Limit::Rate { per_s, per_key: true } => Text::LetsPassOfEachKey(about_rate(per_s)),
        Limit::Workers(count) => Text::Workers { count: whole(count), each },
        Limit::Connections(count) => Text::Connections { count: whole(count), each },
        Limit::Messages(messages) => Text::Holds(count(messages)),
        Limit::Memory(bytes) => Text::Memory { size: memory(bytes), each },
    }
}

fn memory(bytes: f64) -> Shown {
    base_unit(bytes, "B", 3)
}

/// The share of the calls that its callers want of it that fail.
fn failing(report: &Report, part: &ComponentReport) -> Option<f64> {
    let seconds = report.simulated_s * f64::from(report.replications.max(1));
    let calls = part.wanted(seconds);
    let failed = part.failed_calls.values().sum::<u64>() as f64;
    (calls > 0.0 && calls.is_finite()).then(|| (failed / calls).min(1.0))
}

/// Whether there are several of a kind.
pub fn several(detail: &Detail) -> bool {
    match detail {
        Detail::Nothing => false,
        Detail::Machines { count, .. } => *count > 1,
        Detail::Scaled { most, .. } => *most > 1,
        Detail::Nodes { shards, replicas } => *shards > 1 || *replicas > 0,
        Detail::Copied { nodes, .. } => *nodes > 1,
    }
}

/// The word above what limits, where it is near its limit.
fn tag(report: &Report, node: &DrawnNode, lang: Lang) -> Option<String> {
    let name = node.name.as_deref()?;
    let (component, text) = limiting(report)?;
    (component == name).then(|| text.say(lang))
}

/// What limits, and the word for it; `None` where nothing is near its limit.
#[must_use]
pub fn limiting(report: &Report) -> Option<(&str, Text<'static>)> {
    match report.limit.as_ref()? {
        Finding::Bottleneck { component, utilization, peak_utilization, .. } => {
            let is_near = peak_utilization.unwrap_or(*utilization) >= NEAR_LIMIT;
            is_near.then_some((component.as_str(), Text::Bottleneck))
        }
        Finding::HotInstance { component, .. } | Finding::Deadlock { component, .. } => {
            Some((component, Text::Bottleneck))
        }
        Finding::Limiter { component, .. } => Some((component, Text::Limit)),
        _ => None,
    }
}

/// The line around a box that nothing is said of.
pub const OUTLINE: Color = GREY;
