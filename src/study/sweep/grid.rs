//! Where the points of a sweep lie: evenly, and, unless their number was asked for, some of them where the
//! load comes near capacity, which arithmetic knows without a simulation.

use super::vary::{self, Over, Place, Range, Vary};
use super::{Request, at_rate};
use crate::blueprint::Load;
use crate::document::Parameter;
use crate::message::sweep::Refusal;
use crate::study::{StudyError, Subject, Variant};
use crate::units::Dim;

/// Points of one parameter, unless asked otherwise.
const POINTS: usize = 12;
/// The same on a page with events, whose runs are long.
const POINTS_EVENTFUL: usize = 8;
/// Of these, one in so many is placed where the load comes near capacity.
const POINTS_NEAR: usize = 3;
/// Points of each of two parameters.
const POINTS_OF_TWO: usize = 6;
/// Utilization beyond which waiting is taken as at it: what lies further is unstable anyway.
const NEARLY_FULL: f64 = 0.98;
/// Two points are at least this share of the range apart.
const CLOSEST: f64 = 1.0 / 64.0;

/// One parameter with its places.
pub(super) struct Axis {
    /// What the document says of it.
    pub parameter: Parameter,
    /// It is the rate of all requests together, on a page whose requests have rates of their own.
    pub scales_rates: bool,
}

/// The parameters that are asked for, laid over their points.
pub(super) fn axes(subject: &Subject<'_>, request: &Request) -> Result<Vec<Axis>, StudyError> {
    let mut axes: Vec<Axis> = Vec::new();
    for text in &request.vary {
        let page = |path: &str| {
            let said = subject.text_at(path);
            // Rates of their own have a sum.
            if scales_rates(subject, path) { Some("1/s".to_owned()) } else { said }
        };
        let vary = vary::parse(text, request.log, &page)
            .map_err(|refusal| StudyError::Refused(refusal.into()))?;
        if axes.iter().any(|axis| short(&axis.parameter.path) == short(&vary.path)) {
            return Err(StudyError::Refused(Refusal::Twice { path: vary.path }.into()));
        }
        axes.push(axis(subject, request, vary)?);
    }
    Ok(axes)
}

/// A path without what may be left out of it, so that two spellings of one field are one.
fn short(path: &str) -> &str {
    let path = path.trim();
    match path.strip_prefix("components.").unwrap_or(path) {
        "traffic" => "traffic.rate",
        path => path,
    }
}

/// `traffic.rate` where each request has a rate of its own: they are varied together.
fn scales_rates(subject: &Subject<'_>, path: &str) -> bool {
    let open = matches!(subject.base.design.blueprint.load, Load::Open { shared: false, .. });
    matches!(path, "traffic.rate" | "traffic") && open && subject.text_at("traffic.rate").is_none()
}

fn axis(subject: &Subject<'_>, request: &Request, vary: Vary) -> Result<Axis, StudyError> {
    let scales_rates = scales_rates(subject, &vary.path);
    let Vary { path, over } = vary;
    let try_out = Try { subject, path: &path, scales_rates };
    let mut parameter = Parameter { path: path.clone(), ..Parameter::default() };
    let places = match &over {
        Over::List(items) => {
            let (places, dim) = vary::places_of_list(items);
            parameter.unit = dim.map_or_else(|| "ordinal".to_owned(), |dim| dim.unit());
            parameter.shown = shown_by(dim);
            places
        }
        Over::Range(range) => {
            parameter.unit = range.dim.unit();
            parameter.shown = range.shown();
            parameter.log = range.log;
            // The low end must be a page, or it is said what is wrong with it.
            for place in range.places(&[0.0], false) {
                try_out.page(&place)?;
            }
            parameter.whole = range.bare_whole && wants_whole(&try_out, range);
            let shares = shares(&try_out, request, range, parameter.whole);
            range.places(&shares, parameter.whole)
        }
    };
    if places.len() < 2 {
        return Err(StudyError::Refused(Refusal::OnePlace { path }.into()));
    }
    (parameter.written, parameter.values) =
        places.into_iter().map(|place| (place.written, place.value)).unzip();
    Ok(Axis { parameter, scales_rates })
}

/// Whether half of one above the low end is refused, where the low end is not.
fn wants_whole(try_out: &Try<'_, '_>, range: &Range) -> bool {
    range.halfway_to_next().is_some_and(|place| try_out.page(&place).is_err())
}

/// What axes over a list are labelled with.
fn shown_by(dim: Option<Dim>) -> (String, f64) {
    match dim {
        Some(Dim::TIME) => ("ms".to_owned(), 1e-3),
        Some(Dim::BYTES) => ("MB".to_owned(), 1e6),
        Some(Dim::RATE) => ("/s".to_owned(), 1.0),
        _ => (String::new(), 1.0),
    }
}

/// Reads the page with one value of a parameter.
struct Try<'s, 't> {
    subject: &'s Subject<'t>,
    path: &'s str,
    scales_rates: bool,
}

impl<'t> Try<'_, 't> {
    fn page(&self, place: &Place) -> Result<Variant<'t>, StudyError> {
        if self.scales_rates {
            let mut variant = self.subject.base.clone();
            at_rate(&mut variant, place.value);
            return Ok(variant);
        }
        self.subject.variant(&[format!("{}={}", self.path, place.written)])
    }

    /// 1/(1 − ρ) of the busiest resource, by arithmetic: how waiting grows with load, in outline.
    fn congestion(&self, place: &Place) -> f64 {
        let Ok(variant) = self.page(place) else { return 1.0 };
        let flow = &variant.design.flow;
        let all = flow.components.iter().filter_map(|found| found.utilization);
        let busiest = all.fold(0.0, f64::max) * flow.peak_times;
        1.0 / (1.0 - busiest.min(NEARLY_FULL))
    }
}

/// How far along the range each point lies, ascending from 0 to 1.
fn shares(try_out: &Try<'_, '_>, request: &Request, range: &Range, whole: bool) -> Vec<f64> {
    let blueprint = &try_out.subject.base.design.blueprint;
    let is_eventful = blueprint.is_eventful();
    let default = if is_eventful { POINTS_EVENTFUL } else { POINTS };
    let (even, all) = match request.points {
        Some(count) => (usize::from(count), usize::from(count)),
        None if request.vary.len() > 1 => (POINTS_OF_TWO, POINTS_OF_TWO),
        None if whole && range.high - range.low < default as f64 => (default, default),
        None => (default - default / POINTS_NEAR, default),
    };
    let evenly = |at: usize| at as f64 / (even - 1) as f64;
    let mut shares: Vec<f64> = (0..even).map(evenly).collect();
    if all == even {
        return shares;
    }
    let congestion = |share: f64| {
        let place = range.places(&[0.0, share, 1.0], whole);
        place.get(if share <= 0.0 { 0 } else { 1 }).map_or(1.0, |place| try_out.congestion(place))
    };
    let mut levels: Vec<f64> = shares.iter().map(|share| congestion(*share)).collect();
    while shares.len() < all {
        // The gap over which waiting grows the most is halved; of gaps that are alike, the widest.
        let gap = |at: usize| {
            let wide = shares[at + 1] - shares[at];
            let grows = (levels[at + 1] - levels[at]).abs();
            if wide < 2.0 * CLOSEST { 0.0 } else { grows + wide * 1e-3 }
        };
        let widest = (0..shares.len() - 1).max_by(|a, b| gap(*a).total_cmp(&gap(*b)));
        let Some(at) = widest.filter(|at| gap(*at) > 0.0) else { break };
        let middle = (shares[at] + shares[at + 1]) / 2.0;
        levels.insert(at + 1, congestion(middle));
        shares.insert(at + 1, middle);
    }
    shares
}
