//! What can be wrong with a quantity or a formula.
//!
//! Dimensions are told by their base unit (empty for a count, `s`, `B`, `1/s`, …), so that this file needs nothing from
//! the one that computes with them.

/// A mistake in a quantity or a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// `the formula is longer than 10000 characters`
    TooLong {
        /// The limit.
        limit: usize,
    },
    /// `the formula is nested more than 64 levels deep`
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// ``unexpected `&` ``
    Unexpected {
        /// What stands there.
        text: String,
    },
    /// `expected a value, found nothing`
    ExpectedValue {
        /// What stands there; empty at the end.
        found: String,
    },
    /// ``expected an operator before `5` ``
    ExpectedOperator {
        /// The second of two values side by side.
        found: String,
    },
    /// ``a `:` between two numbers says nothing here``
    Colon,
    /// ``this `(` is never closed``
    Unclosed,
    /// ``this `)` closes nothing``
    Unopened,
    /// ``expected an amount after `$` ``
    NoAmount,
    /// `` `1e999` is too large a number``
    NumberTooLarge {
        /// The number as written.
        text: String,
    },
    /// `` `1,5` is not a number``
    BadGrouping {
        /// The number as written.
        text: String,
    },
    /// `` `1,200` could be one number or several``: inside the parentheses of a function.
    AmbiguousComma {
        /// The number as written.
        text: String,
    },
    /// `` `２` is a full-width character``
    NotPlain {
        /// The character.
        character: char,
        /// The whole text in plain characters.
        meant: String,
    },
    /// ``unknown unit `mss` ``
    UnknownUnit {
        /// The word.
        word: String,
        /// The unit that may be meant.
        near: Option<&'static str>,
    },
    /// ``unknown unit `h30m` ``: two durations written together.
    Compound {
        /// The word.
        word: String,
        /// The first of the two.
        first: String,
        /// The second.
        second: String,
    },
    /// ``unknown unit `dya` ``, below the `/` of the unit that a result is to be shown in.
    UnknownUnitBelow {
        /// The word.
        word: String,
    },
    /// `` `/m` could be per minute or per month``
    MinuteOrMonth,
    /// `the power of a unit must be a whole number from -9 to 9`
    BadUnitPower,
    /// `the ends of a range must be plain values`
    RangeEnds,
    /// ``the range `3..1` runs backwards``
    RangeBackwards {
        /// The low end as written.
        low: String,
        /// The high end as written.
        high: String,
        /// Both.
        text: String,
    },
    /// ``in `1..3M`, `M` could belong to one end or to both``
    RangeSuffix {
        /// The range as written.
        text: String,
        /// The count word.
        suffix: String,
        /// The range if it belongs to both.
        both: String,
        /// The range if it belongs to the high end.
        one: String,
    },
    /// `a range from a duration (s) to a size (B) means nothing`
    RangeUnits {
        /// The low end's base unit.
        low: String,
        /// The high end's base unit.
        high: String,
        /// The range that may be meant.
        meant: Option<String>,
    },
    /// ``unknown function `mox` ``
    UnknownFunction {
        /// The word.
        word: String,
        /// The function that may be meant.
        near: Option<&'static str>,
        /// Every function.
        all: Vec<&'static str>,
    },
    /// ``unknown function `log` ``: to one base in a book and to another in a spreadsheet.
    WhichLogarithm,
    /// `` `pow` takes a base and an exponent``
    PowTakesTwo,
    /// `` `ln` takes one value, found 2``
    WrongArguments {
        /// The function.
        function: &'static str,
        /// How many values it got.
        found: usize,
    },
    /// ``unknown name `nothing` ``
    UnknownName {
        /// The name.
        name: String,
    },
    /// `` `users` is a name here, so it cannot be a noun``
    NounIsName {
        /// The word.
        noun: String,
        /// True if it stands below a `/`.
        divides: bool,
    },
    /// ``expected a unit behind `in`, such as `TB/day` ``
    NoUnitToShowIn,
    /// `cannot show a rate (1/s) as a size (B)`
    CannotShowIn {
        /// The base unit of the result.
        own: String,
        /// That of the unit behind `in`.
        unit: String,
    },
    /// `` `round` cannot take a size (B) to a multiple of a duration (s)``
    CannotRoundTo {
        /// The function.
        function: &'static str,
        /// The base unit of the value.
        own: String,
        /// That of the multiple.
        multiple: String,
    },
    /// `` `round` needs a multiple above 0``
    MultipleAboveZero {
        /// The function.
        function: &'static str,
    },
    /// `` `10%` here is a share of nothing: it would be added as a plain number``
    ShareOfNothing {
        /// The share as written.
        share: String,
        /// `+` or `-`.
        sign: char,
    },
    /// `cannot add a rate (1/s) and a size (B)`
    CannotAdd {
        /// The left side's base unit.
        left: String,
        /// The right side's.
        right: String,
    },
    /// `cannot subtract a duration (s) from a plain number`
    CannotSubtract {
        /// The left side's base unit.
        left: String,
        /// The right side's.
        right: String,
    },
    /// `` `max` needs values of one kind, found a duration (s) and a plain number``
    CannotCompare {
        /// The function.
        function: &'static str,
        /// One value's base unit.
        left: String,
        /// The other's.
        right: String,
    },
    /// `` `ln` needs a plain number, found a rate (1/s)``
    NeedsPlain {
        /// The function.
        function: &'static str,
        /// The base unit of what it got.
        found: String,
        /// True if it may be told of what the result is a multiple.
        takes_multiple: bool,
    },
    /// `an exponent must be a plain number, found a duration (s)`
    ExponentHasUnit {
        /// Its base unit.
        found: String,
    },
    /// `a duration (s) can only be raised to a whole number`
    PowerOfUnit {
        /// The base's base unit.
        found: String,
    },
    /// `cannot take the square root of a size (B)`
    RootOfUnit {
        /// Its base unit.
        found: String,
    },
    /// `the powers of the units grow out of hand`
    UnitTooHigh,
    /// `division by zero`
    DivisionByZero,
    /// `the result is too large a number`
    ResultTooLarge,
    /// `the result is not a number`
    NotANumber,
    /// `` `ln` needs a number above 0, found -3``
    NotAboveZero {
        /// The function.
        function: &'static str,
        /// The value, shown.
        found: String,
    },
    /// `` `sqrt` needs a number of at least 0, found -3``
    BelowZero {
        /// The function.
        function: &'static str,
        /// The value, shown.
        found: String,
    },
    /// `` `a` depends on itself``
    DependsOnItself {
        /// The name.
        name: String,
        /// The way around the circle.
        by_way_of: Vec<String>,
    },
    /// `within its ranges, the formula has no value in 12 % of the draws`
    OftenUndefined {
        /// In how many of the draws, in per cent.
        percent: f64,
    },
    /// ``expected one number, found the range `1..3` ``
    RangeRefused {
        /// The range as written.
        text: String,
    },
    /// `a duration needs a unit`: a bare number where a unit is needed.
    NeedsUnit {
        /// The base unit of what is needed.
        unit: String,
        /// What stands behind the number.
        behind: Behind,
    },
    /// ``expected a duration, found a size (`5MB`)``
    WrongDimension {
        /// The base unit of what is needed.
        expected: String,
        /// That of what is there.
        found: String,
        /// Its text or its value.
        shown: String,
    },
    /// `` `storage` comes out in s^2, which is rarely what is meant``: a warning.
    OddUnit {
        /// The formula's name.
        name: String,
        /// The unit of its result.
        unit: String,
        /// Its power of seconds.
        time: i8,
        /// Its power of bytes.
        bytes: i8,
        /// Its power of dollars.
        money: i8,
    },
    /// `` `rps` comes to 0.0003 B, less than a bit``: a warning.
    BelowABit {
        /// The formula's name.
        name: String,
        /// Its value.
        shown: String,
        /// The number before a `B` in the formula, which may be meant for billion.
        number: Option<String>,
    },
    /// `` `writes` comes to 86.4M/s, which is still a rate``: a warning, where a rate is multiplied by a bare 86400.
    StillARate {
        /// The formula's name.
        name: String,
        /// Its value.
        shown: String,
        /// The number as written.
        number: String,
    },
    /// `` `left` comes to -7 servers, which is fewer than none``: a warning.
    BelowNothing {
        /// The formula's name.
        name: String,
        /// Its value.
        shown: String,
    },
    /// `` `2-3` is -1``: a warning, where a range may be meant.
    MaybeARange {
        /// The difference as written.
        text: String,
        /// Its value.
        shown: String,
        /// The range as it is to be written.
        range: String,
    },
}

/// What stands behind a number that has no unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Behind {
    /// A word that is no unit, beside the unit that may be meant.
    Near(&'static str),
    /// Nothing: the number as written.
    Nothing(String),
    /// It is no number alone.
    Other,
}
