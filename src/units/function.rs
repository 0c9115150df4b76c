//! The operators and functions of formulas.

/// An operator between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

impl Binary {
    /// The sign as one would write it on a whiteboard, with its spaces.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Add => " + ",
            Self::Subtract => " - ",
            Self::Multiply => " × ",
            Self::Divide => " ÷ ",
            Self::Power => "^",
        }
    }
}

/// A function of one or of many values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Abs,
    Ceil,
    Exp,
    Floor,
    Ln,
    Log10,
    Log2,
    Max,
    Min,
    Round,
    Sqrt,
    Sum,
}

impl Function {
    /// Every function under its name.
    pub const ALL: [(&'static str, Self); 12] = [
        ("abs", Self::Abs),
        ("ceil", Self::Ceil),
        ("exp", Self::Exp),
        ("floor", Self::Floor),
        ("ln", Self::Ln),
        ("log10", Self::Log10),
        ("log2", Self::Log2),
        ("max", Self::Max),
        ("min", Self::Min),
        ("round", Self::Round),
        ("sqrt", Self::Sqrt),
        ("sum", Self::Sum),
    ];

    /// The function of this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|&&(known, _)| known == name).map(|&(_, function)| function)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|&&(_, function)| function == self).map_or("", |&(name, _)| name)
    }

    /// True for those that take any number of values.
    pub fn takes_many(self) -> bool {
        matches!(self, Self::Max | Self::Min | Self::Sum)
    }

    /// True for those that may be told of what the result is a multiple: `round(storage, 5PB)`.
    pub fn takes_multiple(self) -> bool {
        matches!(self, Self::Ceil | Self::Floor | Self::Round)
    }

    /// How many values it takes at most.
    pub fn takes_most(self) -> usize {
        if self.takes_many() { usize::MAX } else { 1 + usize::from(self.takes_multiple()) }
    }
}
