//! Tables of fields: everything that is known of a field of the page, in one place.
//!
//! A reader accepts what its table lists. From the same rows come the fields that a problem offers, the JSON
//! Schema, the tables of `docs/scenario.md`, what `--set` may shorten, what a step and the timeline may change, and
//! which counts the studies may turn.

use super::Want;
use crate::message::{Fits, Why};

/// The fields of one kind of map.
#[derive(Debug)]
pub struct Table {
    /// What the schema and the documentation call it.
    pub name: &'static str,
    /// Its fields, in groups that several maps share.
    pub groups: &'static [&'static [Field]],
}

/// One field.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// What may be written.
    pub form: Form,
    /// What holds if nothing is written.
    pub default: Otherwise,
    /// What it means: a line of `docs/scenario.md`, which editors show too.
    pub doc: &'static str,
    /// What may be written, for the documentation, where the form alone says too little.
    pub shown: Option<&'static str>,
    /// What fits, for a problem, where the form alone says too little.
    pub fits: Option<&'static Fits>,
    /// Other people's words for it.
    pub words: &'static [&'static str],
    /// True if a step of a path may change it.
    pub of_step: bool,
    /// True if the timeline's `set` may change it while the system runs.
    pub of_set: bool,
    /// True if it is a count that studies may turn: `capacity --size`, `explain`, `scale`.
    pub of_size: bool,
}

/// What holds if a field is not written.
#[derive(Clone, Copy, Debug)]
pub enum Otherwise {
    /// Nothing: it must be written.
    Needed,
    /// This, in words.
    Is(&'static str),
    /// This value, which the report lists with the reason.
    Assumed(&'static str, Why),
    /// As `Assumed`, but documented in words of its own.
    AssumedSo(&'static str, Why, &'static str),
}

/// What may be written as a field's value.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// A whole number within these bounds.
    Whole(u64, u64),
    /// Cores, or parts of one: `2`, `0.5` or `500m`, and no more than so many.
    Cores(u32),
    /// A number with this unit, 0 or more.
    Amount(Want),
    /// A number with this unit, above 0.
    Positive(Want),
    /// A number with this unit that varies from draw to draw.
    Varying(Want),
    /// One of these words.
    Choice(fn() -> Vec<&'static str>),
    /// `true` or `false`.
    Flag,
    /// A name.
    Name,
    /// Any text.
    Text,
    /// One of these words, or a call like one of these.
    Call(&'static [&'static str]),
    /// A word, or a number with this unit, 0 or more.
    WordOr(&'static str, Want),
    /// `true`, `false` or a share.
    FlagOrShare,
    /// A map with these fields.
    Map(&'static Table),
    /// A map with these fields, for which the value of one of them is short.
    Short(&'static str, &'static Table),
    /// A number with this unit, above 0, or a map with these fields.
    PositiveOr(Want, &'static Table),
    /// One of these words, a call like one of these, or a map with these fields.
    CallOr(&'static [&'static str], &'static Table),
    /// A map of names to maps with these fields.
    Named(&'static Table),
    /// A list of maps with these fields.
    List(&'static Table),
    /// A list of numbers.
    Numbers,
    /// A list of two names.
    TwoNames,
    /// A map of names to formulas.
    Formulas,
    /// A map of names to components.
    Components,
    /// A name, or a list of names and blocks.
    Path,
    /// A list of paths.
    Paths,
    /// A list of paths, or a map with these fields.
    PathsOr(&'static Table),
    /// A map of names to paths, or to maps with these fields.
    NamedPaths(&'static Table),
    /// A file, or a list of files.
    Files,
}

/// The words of a [`Form::Choice`] and what each of them means.
pub trait Word: Copy + 'static {
    /// The words, in the order in which they are told.
    const WORDS: &'static [(&'static str, Self)];
}

/// One of the words of a type.
#[must_use]
pub const fn choice<T: Word>() -> Form {
    Form::Choice(words_of::<T>)
}

fn words_of<T: Word>() -> Vec<&'static str> {
    T::WORDS.iter().map(|(word, _)| *word).collect()
}

/// A field.
#[must_use]
pub const fn field(name: &'static str, form: Form, default: Otherwise, doc: &'static str) -> Field {
    Field {
        name,
        form,
        default,
        doc,
        shown: None,
        fits: None,
        words: &[],
        of_step: false,
        of_set: false,
        of_size: false,
    }
}

impl Field {
    /// With another meaning, in a map where it means something else.
    #[must_use]
    pub const fn means(self, doc: &'static str) -> Self {
        Self { doc, ..self }
    }

    /// With what the documentation says may be written.
    #[must_use]
    pub const fn shown(self, words: &'static str) -> Self {
        Self { shown: Some(words), ..self }
    }

    /// With what a problem says fits.
    #[must_use]
    pub const fn fits(self, fits: &'static Fits) -> Self {
        Self { fits: Some(fits), ..self }
    }

    /// With other people's words for it.
    #[must_use]
    pub const fn or_else(self, words: &'static [&'static str]) -> Self {
        Self { words, ..self }
    }

    /// A step of a path may change it.
    #[must_use]
    pub const fn in_steps(self) -> Self {
        Self { of_step: true, ..self }
    }

    /// The timeline may set it.
    #[must_use]
    pub const fn in_set(self) -> Self {
        Self { of_set: true, ..self }
    }

    /// Studies may turn it.
    #[must_use]
    pub const fn is_size(self) -> Self {
        Self { of_size: true, ..self }
    }

    /// The form of a single value of it.
    pub(super) fn single(&self) -> Form {
        match self.form {
            Form::Short(name, table) => table.row(name).map_or(self.form, |row| row.form),
            Form::PositiveOr(want, _) => Form::Positive(want),
            form => form,
        }
    }

    /// The maps that may be written, or those that a list or a map of names holds.
    #[must_use]
    pub const fn map(&self) -> Option<&'static Table> {
        match self.form {
            Form::Map(table)
            | Form::Short(_, table)
            | Form::PositiveOr(_, table)
            | Form::CallOr(_, table)
            | Form::Named(table)
            | Form::List(table)
            | Form::PathsOr(table)
            | Form::NamedPaths(table) => Some(table),
            Form::Whole(..)
            | Form::Cores(_)
            | Form::Amount(_)
            | Form::Positive(_)
            | Form::Varying(_)
            | Form::Choice(_)
            | Form::Flag
            | Form::Name
            | Form::Text
            | Form::Call(_)
            | Form::WordOr(..)
            | Form::FlagOrShare
            | Form::Numbers
            | Form::TwoNames
            | Form::Formulas
            | Form::Components
            | Form::Path
            | Form::Paths
            | Form::Files => None,
        }
    }

    /// What fits.
    pub(super) fn what_fits(&self) -> Fits {
        match (self.fits, self.single()) {
            (Some(fits), _) => fits.clone(),
            (None, Form::Choice(words)) => Fits::OneOf(words()),
            (None, Form::Flag) => Fits::OneOf(vec!["true", "false"]),
            (None, Form::Whole(..)) => Fits::WholeNumber,
            (None, Form::Cores(_)) => Fits::Cores,
            (None, Form::Amount(want) | Form::Positive(want) | Form::Varying(want)) => want.into(),
            (None, Form::Text) => Fits::Sentence,
            (None, Form::Path) => Fits::Path,
            (None, Form::Paths | Form::PathsOr(_)) => Fits::Paths,
            (None, Form::NamedPaths(_)) => Fits::NamedPaths,
            (None, Form::FlagOrShare) => Fits::Share,
            (None, Form::Name) => Fits::Name,
            (None, _) => Fits::Map,
        }
    }
}

impl Table {
    /// A table, by its groups of fields.
    #[must_use]
    pub const fn of(name: &'static str, groups: &'static [&'static [Field]]) -> Self {
        Self { name, groups }
    }

    /// Its fields, in order.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> + use<> {
        self.groups.iter().flat_map(|group| group.iter())
    }

    /// One of its fields.
    #[must_use]
    pub fn row(&self, name: &str) -> Option<&'static Field> {
        self.fields().find(|field| field.name == name)
    }
}

/// A map whose keys are names.
pub static NAMES: Table = Table::of("", &[]);
