//! A figure over two parameters: cells shaded by value, each with its figure, the objective's edge drawn in.

use super::Chart;
use super::frame::{self, BETWEEN, Frame};
use super::plot::Written;
use super::scale::{Scale, drawable};
use super::style::{
    BLUE, GRID, HEIGHT, INK, LABEL_SIZE, MARGIN, MUTED, PAPER, TICK_SIZE, VERMILLION, WIDTH,
};
use super::svg::{Anchor, Pen, Rect, Type};
use super::text::width;
use crate::message::Lang;
use crate::message::Say;
use crate::message::chart::Text;

/// A heat map.
#[derive(Clone, Debug, Default)]
pub struct Heat {
    /// Name of its file, without the ending.
    pub file_stem: &'static str,
    /// The picture's message, one sentence.
    pub title: String,
    /// The small line below it.
    pub subtitle: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// Names of the horizontal and the vertical parameter.
    pub axes: (String, String),
    /// What stands below the columns, from left to right.
    pub columns: Vec<String>,
    /// What stands beside the rows, from bottom to top.
    pub rows: Vec<String>,
    /// How a cell's figure is written.
    pub unit: Written,
    /// By row (from the bottom), then column.
    pub cells: Vec<Vec<Cell>>,
}

/// One cell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cell {
    /// `None`: nothing completed, or it does not settle.
    pub value: Option<f64>,
    /// Whether the objectives are met there; `None` where there are none.
    pub met: Option<bool>,
}

/// A cell is at most this wide and high.
const CELL_MAX: (f64, f64) = (150.0, 64.0);
/// The palest and the darkest a cell can be.
const SHADES: (f64, f64) = (0.06, 0.85);
/// From this shade on, text is white.
const WHITE_FROM: f64 = 0.55;
/// How thick the edge is between where the objectives are met and where not.
const EDGE: f64 = 3.0;

/// The picture; `None` without cells.
#[must_use]
pub fn draw(heat: &Heat, lang: Lang) -> Option<Chart> {
    let (columns, rows) = (heat.columns.len(), heat.rows.len());
    let whole = heat.cells.len() == rows && heat.cells.iter().all(|row| row.len() == columns);
    if columns == 0 || rows == 0 || !whole {
        return None;
    }
    let mut frame = Frame::new(&heat.title, &heat.subtitle, HEIGHT);
    let left = MARGIN + frame::widest(&heat.rows) + 14.0;
    let top = frame.top + 38.0;
    let wide = ((WIDTH - MARGIN - left) / columns as f64).min(CELL_MAX.0);
    let high = ((HEIGHT - 76.0 - top) / rows as f64).min(CELL_MAX.1);
    let grid = Grid { left, top, wide, high, rows };
    frame::axis_name(&mut frame.canvas, &heat.axes.1, MARGIN, top - 16.0, Anchor::Start);
    let shade = Shade::over(heat);
    for (r, row) in heat.cells.iter().enumerate() {
        for (c, cell) in row.iter().enumerate() {
            let text = said(heat, *cell, lang);
            grid.cell(&mut frame, &grid.rect(r, c), *cell, &text, &shade);
            let said = [&*heat.columns[c], &*heat.rows[r], &*text].join(BETWEEN);
            frame.figures.spot(grid.rect(r, c), said);
        }
    }
    table(&mut frame, heat, lang);
    grid.edges(&mut frame, heat);
    grid.names(&mut frame, heat);
    Some(frame.finish(heat.file_stem, heat.alt.clone()))
}

/// What a cell says.
fn said(heat: &Heat, cell: Cell, lang: Lang) -> String {
    match cell.value {
        Some(value) => heat.unit.show(value, lang),
        None => Text::HeatNothing.say(lang),
    }
}

/// The map as a table, the highest row first, as it is drawn.
fn table(frame: &mut Frame, heat: &Heat, lang: Lang) {
    let head = std::iter::once(&heat.axes.1).chain(&heat.columns).cloned().collect();
    let row = |(name, cells): (&String, &Vec<Cell>)| {
        let cells = cells.iter().map(|cell| said(heat, *cell, lang));
        std::iter::once(name.clone()).chain(cells).collect()
    };
    let rows = heat.rows.iter().zip(&heat.cells).rev().map(row).collect();
    frame.figures.table(heat.axes.0.clone(), head, rows);
}

/// From figures to shades: by rank of magnitude where they span much.
struct Shade {
    scale: Scale,
}

impl Shade {
    fn over(heat: &Heat) -> Self {
        let values = || heat.cells.iter().flatten().filter_map(|cell| cell.value);
        let low = values().fold(f64::INFINITY, f64::min);
        let high = values().fold(f64::NEG_INFINITY, f64::max);
        let scale = if low > 0.0 && high > 8.0 * low {
            Scale::log(low, high)
        } else {
            Scale::between(low, high, 5)
        };
        Self { scale: scale.over(SHADES.0, SHADES.1) }
    }
}

/// Where cells are.
struct Grid {
    left: f64,
    top: f64,
    wide: f64,
    high: f64,
    rows: usize,
}

impl Grid {
    /// Rows grow upwards.
    fn rect(&self, row: usize, column: usize) -> Rect {
        let x0 = self.left + self.wide * column as f64;
        let y0 = self.top + self.high * (self.rows - 1 - row) as f64;
        Rect { x0, y0, x1: x0 + self.wide, y1: y0 + self.high }
    }

    fn cell(&self, frame: &mut Frame, rect: &Rect, cell: Cell, text: &str, shade: &Shade) {
        let inner =
            Rect { x0: rect.x0 + 1.0, y0: rect.y0 + 1.0, x1: rect.x1 - 1.0, y1: rect.y1 - 1.0 };
        let color = if cell.met == Some(false) { VERMILLION } else { BLUE };
        let opacity =
            cell.value.filter(|value| drawable(*value)).map(|value| shade.scale.px(value));
        frame.canvas.rect(inner, opacity.map_or(GRID, |_| color), opacity.unwrap_or(1.0));
        let size = (self.high * 0.34).clamp(9.0, LABEL_SIZE);
        let room = self.wide - 8.0;
        let size = if width(text, size, false) > room {
            (size * room / width(text, size, false)).max(8.0)
        } else {
            size
        };
        let ink = if opacity.is_some_and(|shade| shade > WHITE_FROM) { PAPER } else { INK };
        let set = Type::new(size).color(ink).anchor(Anchor::Middle);
        let (x, y) = ((rect.x0 + rect.x1) / 2.0, (rect.y0 + rect.y1) / 2.0 + set.drop());
        frame.canvas.text(text, x, y, set);
    }

    /// Lines between cells that meet the objectives and cells that do not.
    fn edges(&self, frame: &mut Frame, heat: &Heat) {
        let met = |row: usize, column: usize| heat.cells[row][column].met;
        let differ = |a: Option<bool>, b: Option<bool>| a.is_some() && b.is_some() && a != b;
        let pen = Pen::new(INK, EDGE);
        for row in 0..heat.rows.len() {
            for column in 0..heat.columns.len() {
                let rect = self.rect(row, column);
                if column + 1 < heat.columns.len() && differ(met(row, column), met(row, column + 1))
                {
                    frame.canvas.line((rect.x1, rect.y0), (rect.x1, rect.y1), pen);
                }
                if row + 1 < heat.rows.len() && differ(met(row, column), met(row + 1, column)) {
                    frame.canvas.line((rect.x0, rect.y0), (rect.x1, rect.y0), pen);
                }
            }
        }
    }

    /// What stands beside rows and below columns.
    fn names(&self, frame: &mut Frame, heat: &Heat) {
        let set = Type::new(TICK_SIZE).color(MUTED);
        for (row, name) in heat.rows.iter().enumerate() {
            let rect = self.rect(row, 0);
            let y = (rect.y0 + rect.y1) / 2.0 + set.drop();
            frame.canvas.text(name, self.left - 10.0, y, set.anchor(Anchor::End));
        }
        let bottom = self.top + self.high * self.rows as f64;
        let widest = frame::widest(&heat.columns);
        let every = ((widest + 10.0) / self.wide).ceil().max(1.0);
        for (column, name) in heat.columns.iter().enumerate() {
            if column as f64 % every > 0.5 {
                continue;
            }
            let x = self.left + self.wide * (column as f64 + 0.5);
            frame.canvas.text(name, x, bottom + 20.0, set.anchor(Anchor::Middle));
        }
        let middle = self.left + self.wide * heat.columns.len() as f64 / 2.0;
        let canvas = &mut frame.canvas;
        frame::axis_name(canvas, &heat.axes.0, middle, bottom + 46.0, Anchor::Middle);
    }
}
