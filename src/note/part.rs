//! A part of a note: a section, its pictures, and how much of a report has to be asked for to see it.

use super::sections::{Block, Section};

/// How much of a note is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// The verdict alone: what it means, the objectives, what to know before believing them.
    Brief,
    /// The verdict, the drawing, the figures, the page's own arithmetic.
    #[default]
    Usual,
    /// Also the arithmetic that napkin adds, what it assumed, and the rows of the latency table.
    Full,
}

/// Which pictures stand above a part, for a renderer that has pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pictures {
    /// None.
    #[default]
    None,
    /// The one of this file stem, if it was drawn.
    Of(&'static str),
    /// All that no part names.
    Others,
}

/// A section of a note, and what stands with it.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// The heading and what stands under it; a part of pictures alone may have neither.
    pub section: Section,
    /// The pictures above it.
    pub pictures: Pictures,
    /// A terminal prints it from this detail on; whatever is written down has it.
    pub detail: Detail,
    /// A page for a browser opens it only when it is asked for.
    pub folded: bool,
}

impl Part {
    /// Pictures alone.
    #[must_use]
    pub fn untitled(pictures: Pictures) -> Self {
        Self { pictures, ..Self::default() }
    }

    /// With a heading.
    #[must_use]
    pub fn titled(mut self, title: String) -> Self {
        self.section.title = title;
        self
    }

    /// With pictures.
    #[must_use]
    pub fn with(self, pictures: Pictures) -> Self {
        Self { pictures, ..self }
    }

    /// Printed from this detail on.
    #[must_use]
    pub fn shown_from(self, detail: Detail) -> Self {
        Self { detail, ..self }
    }

    /// Closed on a page for a browser.
    #[must_use]
    pub fn folded(self) -> Self {
        Self { folded: true, ..self }
    }

    /// What stands under the heading.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.section.blocks
    }
}

impl From<Section> for Part {
    fn from(section: Section) -> Self {
        Self { section, ..Self::default() }
    }
}
