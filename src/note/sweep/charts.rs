//! The pictures of a sweep.

use crate::chart::Chart;
use crate::chart::heat::{self, Cell, Heat};
use crate::chart::plot::{self, Axis, Curve, Dot, Plot, Rule, Spread, Stroke, Tone, Written};
use crate::document::{Break, LatencyMs, Measured, Parameter, Point, State, Sweep, Theory};
use crate::message::Lang;
use crate::message::sweep::{Chart as Text, Figure, Line};
use crate::note::digits::Unit;
use crate::words::Say;

/// The file stems of every chart that it may have.
pub const CHARTS: [&str; 5] = ["latency", "load", "throughput", "cost", "heat"];

/// Two bills that differ by less than this share make no curve.
const FLAT: f64 = 1e-3;
/// From this error rate on, failures are worth a curve.
const FAILS: f64 = 1e-4;

/// Its charts, in the order they should be read.
#[must_use]
pub fn charts(document: &Sweep, lang: Lang) -> Vec<Chart> {
    match document.parameters.as_slice() {
        [only] if only.unit == "ordinal" => words(document, only, lang).into_iter().collect(),
        [only] => {
            let sheet = Sheet { document, parameter: only, lang };
            [sheet.latency(), sheet.load(), sheet.throughput(), sheet.cost()]
                .into_iter()
                .flatten()
                .collect()
        }
        [first, second] => heat(document, first, second, lang).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The charts over one parameter.
struct Sheet<'a> {
    document: &'a Sweep,
    parameter: &'a Parameter,
    lang: Lang,
}

impl Sheet<'_> {
    /// Where a value stands on the horizontal axis.
    fn along(&self, value: f64) -> f64 {
        match self.parameter.unit.as_str() {
            "1/s" => value,
            "s" => value * 1e3,
            _ => value / self.parameter.shown.1,
        }
    }

    fn x(&self) -> Axis {
        let Parameter { path, unit, log, values, shown, .. } = self.parameter;
        let (unit, name) = match unit.as_str() {
            "1/s" => (Written::In(Unit::PerSecond), path.clone()),
            "s" => (Written::In(Unit::Ms), path.clone()),
            _ => (Written::Plain, Text::Parameter { path, unit: &shown.0 }.say(self.lang)),
        };
        // Zero is in sight unless the sweep is far from it.
        let far = values.first().zip(values.last()).is_some_and(|(low, high)| *low > 0.5 * high);
        let spread = if *log {
            Spread::Log
        } else if far {
            Spread::Tight
        } else {
            Spread::Linear
        };
        Axis { name, unit, spread, until: None }
    }

    fn curve(&self, line: Line, tone: Tone, of: impl Fn(&Point) -> Option<f64>) -> Curve {
        let at = |point: &Point| (self.along(point.values[0]), of(point).unwrap_or(f64::NAN));
        let points = self.document.points.iter().map(at).collect();
        Curve { label: line.say(self.lang), points, tone, ..Curve::default() }
    }

    /// A curve with the intervals of its figures.
    fn measured(&self, line: Line, tone: Tone, of: impl Fn(&Point) -> Option<Measured>) -> Curve {
        let band = self.document.points.iter().filter_map(|point| {
            let found = of(point)?;
            Some((self.along(point.values[0]), found.low?, found.high?))
        });
        let band = band.collect();
        Curve { band, ..self.curve(line, tone, |point| of(point).map(|found| found.value)) }
    }

    /// The knee, and where the load does not settle any more.
    fn rules(&self) -> Vec<Rule> {
        let mut rules = Vec::new();
        if let Some(found) = &self.document.knee {
            let at = self.along(found.value);
            rules.push(Rule {
                at,
                horizontal: false,
                label: Text::Knee.say(self.lang),
                tone: Tone::Quiet,
            });
        }
        let mut fails = self.document.points.iter().filter(|point| point.state != State::Settles);
        if let Some(point) = fails.next() {
            let at = self.along(point.values[0]);
            rules.push(Rule {
                at,
                horizontal: false,
                label: Text::DoesNotSettle.say(self.lang),
                tone: Tone::Bad,
            });
        }
        rules
    }

    fn plot(
        &self,
        stem: usize,
        title: &Text<'_>,
        y: Axis,
        curves: Vec<Curve>,
        alt: &[Figure<'_>],
    ) -> Plot {
        let (document, lang) = (self.document, self.lang);
        let title = title.say(lang);
        Plot {
            file_stem: CHARTS[stem],
            alt: Text::Alt { title: &title, figures: alt }.say(lang),
            title,
            subtitle: subtitle(document, stem == 0).say(lang),
            x: self.x(),
            y,
            curves,
            rules: self.rules(),
            ..Plot::default()
        }
    }

    /// The hockey stick: percentiles with their intervals, theory, objectives.
    fn latency(&self) -> Option<Chart> {
        let latency = |pick: fn(&LatencyMs) -> Measured| {
            move |point: &Point| point.latency_ms.as_ref().map(pick)
        };
        let theory = |pick: fn(&Theory) -> Option<f64>| {
            move |point: &Point| point.theory.as_ref().and_then(pick)
        };
        let dashed = |curve: Curve| Curve { stroke: Stroke::Dashed, ..curve };
        let theories = || self.document.points.iter().filter_map(|point| point.theory.as_ref());
        let (mut curves, mut by_theory) = (Vec::new(), Vec::new());
        if theories().next().is_some() {
            let exact = theories().all(|theory| theory.exact);
            let mean = theory(|theory| Some(theory.mean_ms));
            by_theory.push(dashed(self.curve(Line::MeanTheory { exact }, Tone::Other, mean)));
            if theories().any(|theory| theory.p99_ms.is_some()) {
                let p99 = theory(|theory| theory.p99_ms);
                by_theory.push(dashed(self.curve(Line::P99Theory, Tone::Other, p99)));
            }
            curves.push(self.measured(Line::Mean, Tone::Nth(1), latency(|latency| latency.mean)));
        } else {
            curves.push(self.measured(Line::P50, Tone::Nth(1), latency(|latency| latency.p50)));
        }
        curves.push(self.measured(Line::P99, Tone::Main, latency(|latency| latency.p99)));
        // Dashes on top of what was measured: where they cannot be told apart, both are seen.
        curves.append(&mut by_theory);
        let alt =
            self.figures(|point| Some(Figure::P99(&point.at[0], point.latency_ms.as_ref()?.p99)));
        let y = Axis {
            name: Text::Latency.say(self.lang),
            unit: Written::In(Unit::Ms),
            ..Axis::default()
        };
        let mut plot = self.plot(0, &self.title(), y, curves, &alt);
        plot.rules.extend(self.goal());
        plot::draw(&plot, self.lang)
    }

    /// Points in words.
    fn figures<'d>(&'d self, of: impl Fn(&'d Point) -> Option<Figure<'d>>) -> Vec<Figure<'d>> {
        self.document.points.iter().filter_map(of).collect()
    }

    /// What the picture says: where latency breaks its objective, or bends.
    fn title(&self) -> Text<'_> {
        let path = self.parameter.path.as_str();
        let of_latency = |found: &&Break| found.objective.starts_with('p');
        if let Some(found) = self.document.breaks.iter().find(of_latency) {
            let (objective, between) = (found.objective.as_str(), &found.between);
            return Text::Breaks { objective, path, between, met_below: found.met_below };
        }
        match &self.document.knee {
            Some(knee) => Text::Bends { path, at: &knee.at },
            None => Text::LatencyOver(path),
        }
    }

    /// The objective on p99.
    fn goal(&self) -> Option<Rule> {
        let mut points = self.document.points.iter();
        let row = points.find_map(|point| point.slo.iter().find(|row| row.objective == "p99"))?;
        Some(Rule {
            at: row.target,
            horizontal: true,
            label: Text::Goal { p99_ms: row.target }.say(self.lang),
            tone: Tone::Good,
        })
    }

    /// How busy, and what fails.
    fn load(&self) -> Option<Chart> {
        let busy = |point: &Point| {
            let found = point.bottleneck.as_ref()?;
            Some(found.peak_utilization.unwrap_or(found.utilization))
        };
        let mut curves = vec![self.curve(Line::Busiest, Tone::Main, busy)];
        let errors = |point: &Point| point.error_rate;
        let most = self.document.points.iter().filter_map(errors).map(|rate| rate.value);
        if most.fold(0.0, f64::max) > FAILS {
            curves.push(self.measured(Line::Errors, Tone::Bad, errors));
        }
        let alt = self.figures(|point| Some(Figure::Busy(&point.at[0], busy(point)?)));
        let y = Axis {
            name: Text::Share.say(self.lang),
            unit: Written::In(Unit::Percent),
            spread: Spread::Linear,
            until: None,
        };
        let title = Text::LoadOver(&self.parameter.path);
        plot::draw(&self.plot(1, &title, y, curves, &alt), self.lang)
    }

    /// What is answered of what is asked: only where the two part.
    fn throughput(&self) -> Option<Chart> {
        let parts = |point: &Point| {
            let pair = point.offered_per_s.zip(point.completed_per_s);
            pair.is_some_and(|(offered, completed)| completed.value < 0.98 * offered.value)
        };
        if !self.document.points.iter().any(parts) {
            return None;
        }
        let offered = self.measured(Line::Offered, Tone::Other, |point| point.offered_per_s);
        let completed = self.measured(Line::Completed, Tone::Main, |point| point.completed_per_s);
        let y = Axis {
            name: Text::Requests.say(self.lang),
            unit: Written::In(Unit::PerSecond),
            spread: Spread::Linear,
            until: None,
        };
        let title = Text::ThroughputOver(&self.parameter.path);
        let alt =
            self.figures(|point| Some(Figure::Completed(&point.at[0], point.completed_per_s?)));
        let offered = Curve { stroke: Stroke::Dashed, ..offered };
        plot::draw(&self.plot(2, &title, y, vec![offered, completed], &alt), self.lang)
    }

    /// The bill, where it changes.
    fn cost(&self) -> Option<Chart> {
        let usd = |point: &Point| point.cost_per_month_usd;
        let all: Vec<f64> = self.document.points.iter().filter_map(usd).collect();
        let low = all.iter().copied().fold(f64::INFINITY, f64::min);
        let high = all.iter().copied().fold(0.0, f64::max);
        if all.is_empty() || high - low <= FLAT * high {
            return None;
        }
        let curves = vec![self.curve(Line::Cost, Tone::Main, usd)];
        let y = Axis {
            name: Text::CostAMonth.say(self.lang),
            unit: Written::Usd,
            spread: Spread::Linear,
            until: None,
        };
        let title = Text::BillOver(&self.parameter.path);
        let alt = self.figures(|point| Some(Figure::Cost(&point.at[0], usd(point)?)));
        plot::draw(&self.plot(3, &title, y, curves, &alt), self.lang)
    }
}

fn subtitle(document: &Sweep, bands: bool) -> Text<'_> {
    let (scenario, seed) = (document.head.scenario.as_str(), document.head.seed);
    Text::Subtitle { scenario, seed, points: document.points.len(), bands }
}

/// p99 of each word, side by side.
fn words(document: &Sweep, parameter: &Parameter, lang: Lang) -> Option<Chart> {
    let sheet = Sheet { document, parameter, lang };
    let dots: Vec<Dot> = document
        .points
        .iter()
        .filter_map(|point| {
            let y = point.latency_ms.as_ref()?.p99.value;
            let tone = if point.met == Some(false) { Tone::Bad } else { Tone::Main };
            Some(Dot { x: point.values[0], y, label: point.at[0].clone(), tone })
        })
        .collect();
    let y = Axis { name: Line::P99.say(lang), unit: Written::In(Unit::Ms), ..Axis::default() };
    let title = Text::LatencyOver(&parameter.path);
    let alt: Vec<Figure<'_>> = dots.iter().map(|dot| Figure::Latency(&dot.label, dot.y)).collect();
    let plot = sheet.plot(0, &title, y, Vec::new(), &alt);
    plot::draw(&Plot { dots, ..plot }, lang)
}

/// p99 over two parameters.
fn heat(document: &Sweep, first: &Parameter, second: &Parameter, lang: Lang) -> Option<Chart> {
    let cell = |column: &String, row: &String| {
        let point = document.points.iter().find(|point| point.at == [column.clone(), row.clone()]);
        point.map_or(Cell::default(), |point| Cell {
            value: point.latency_ms.as_ref().map(|latency| latency.p99.value),
            met: point.met,
        })
    };
    let row = |row: &String| first.written.iter().map(|column| cell(column, row)).collect();
    let met = document.points.iter().filter(|point| point.met == Some(true)).count();
    let has_goals = document.points.iter().any(|point| point.met.is_some());
    let of = document.points.len();
    let paths = [first.path.as_str(), second.path.as_str()];
    let title = Text::Heat { paths, met: has_goals.then_some(met), of }.say(lang);
    heat::draw(
        &Heat {
            file_stem: CHARTS[4],
            alt: Text::Alt { title: &title, figures: &[] }.say(lang),
            title,
            subtitle: subtitle(document, false).say(lang),
            axes: (first.path.clone(), second.path.clone()),
            columns: first.written.clone(),
            rows: second.written.clone(),
            unit: Written::In(Unit::Ms),
            cells: second.written.iter().map(row).collect(),
        },
        lang,
    )
}
