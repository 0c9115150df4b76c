//! A sheet of terminal columns. A character two columns wide (한글) takes two cells.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The second cell of a wide character.
const COVERED: char = '\0';

/// Terminal columns of a text.
pub(super) fn columns(text: &str) -> usize {
    text.width()
}

/// The text without control characters, cut to `most` columns with an ellipsis if it is wider.
pub(super) fn cut(text: &str, most: usize) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if columns(&clean) <= most {
        return clean;
    }
    let mut out = String::new();
    for c in clean.chars() {
        if columns(&out) + c.width().unwrap_or(0) + 1 > most {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

/// Rows of cells, each as long as what was put into it.
#[derive(Default)]
pub(super) struct Canvas {
    rows: Vec<Vec<char>>,
}

impl Canvas {
    /// Sets one cell, making room for it.
    fn set(&mut self, row: usize, column: usize, c: char) {
        if self.rows.len() <= row {
            self.rows.resize(row + 1, Vec::new());
        }
        let cells = &mut self.rows[row];
        if cells.len() <= column {
            cells.resize(column + 1, ' ');
        }
        cells[column] = c;
    }

    /// What is in a cell.
    fn get(&self, row: usize, column: usize) -> char {
        self.rows.get(row).and_then(|cells| cells.get(column)).copied().unwrap_or(' ')
    }

    /// Writes a text from a column on. Characters without a width (joiners) are left out.
    pub(super) fn put(&mut self, row: usize, column: usize, text: &str) {
        let mut at = column;
        for c in text.chars() {
            let width = c.width().unwrap_or(0);
            if width == 0 {
                continue;
            }
            self.set(row, at, c);
            for covered in 1..width {
                self.set(row, at + covered, COVERED);
            }
            at += width;
        }
    }

    /// Draws dashes from column `from` to before column `to`.
    pub(super) fn fill(&mut self, row: usize, from: usize, to: usize, dash: char) {
        for column in from..to {
            self.set(row, column, dash);
        }
    }

    /// Draws the upright from which several arrows leave, the first of them on its uppermost row.
    pub(super) fn stem(&mut self, column: usize, rows: &[usize]) {
        let (Some(&top), Some(&end)) = (rows.first(), rows.last()) else { return };
        for row in top..=end {
            let corner = match rows.contains(&row) {
                _ if row == top => '┬',
                _ if row == end => '└',
                true => '├',
                false => '│',
            };
            self.set(row, column, corner);
        }
    }

    /// True if a lane can run along `lane` from the stem to the column `join`, and up from there to `row`.
    pub(super) fn lane_is_free(&self, row: usize, lane: usize, stem: usize, join: usize) -> bool {
        (stem..=join).all(|column| self.get(lane, column) == ' ')
            && (row + 1..lane)
                .all(|above| matches!(self.get(above, join), ' ' | '─' | '┄' | '┘' | '│' | '┤'))
    }

    /// Draws the end of a lane: from its row up to `row`, where it joins an arrow.
    pub(super) fn rise(&mut self, row: usize, lane: usize, join: usize) {
        self.set(lane, join, '┘');
        for above in row + 1..lane {
            let crossing = match self.get(above, join) {
                '─' | '┄' => '┼',
                '┘' | '┤' => '┤',
                _ => '│',
            };
            self.set(above, join, crossing);
        }
        self.set(row, join, '┬');
    }

    /// The sheet as text, without blanks at the ends of lines.
    pub(super) fn to_text(&self) -> String {
        let mut out = String::new();
        for cells in &self.rows {
            let line: String = cells.iter().filter(|c| **c != COVERED).collect();
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }
}
