//! The languages that napkin speaks, and what can be said in all of them.

/// A language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Korean.
    Ko,
}

impl Lang {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::En, Self::Ko];

    /// Its tag, as BCP 47 has it: `en`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ko => "ko",
        }
    }
}

/// What can be said in every language. `words` implements it; nothing below calls it.
pub trait Say {
    /// The sentence.
    fn say(&self, lang: Lang) -> String;
}
