//! A value as written: a number with its unit and noun, or a range of two.

use std::ops::Range;

use super::calendar::Periods;
use super::cursor::Cursor;
use super::lex::{Kind, Token, needs_no_gap};
use super::noun;
use super::quantity::{Dim, Ranged, UnitError};
use super::table::{self, Unit};
use crate::message::units::Fault;

/// A word that only says what is counted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Noun {
    pub word: String,
    pub at: Range<usize>,
    /// True for the `user` of `2 tweets/user`.
    pub below: bool,
    /// True where it must not be the name of anything, which a forgotten operator would make of it:
    /// `(2 + 5) peak`, `reads/users`.
    pub strict: bool,
}

/// A value in base units, known or known to an interval.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Literal {
    pub low: f64,
    pub high: f64,
    pub dim: Dim,
    /// The noun to show, joined by `/` if there are several.
    pub noun: Option<String>,
    /// The words that would be an error if they were names.
    pub nouns: Vec<Noun>,
    /// The units of time that it is written in.
    pub periods: Periods,
    /// One of the unit that it is written in, in base units.
    pub one: f64,
    /// True for a share in per cent.
    pub percent: bool,
    /// What stands behind the number and its count word: ` users`, `/day`, `GB`.
    pub tail: String,
    /// True if a `$` stands before the number.
    pub dollars: bool,
    /// The currency that it is an amount of, if it is none of dollars.
    pub currency: Option<&'static str>,
}

impl Literal {
    /// True if low and high differ.
    pub fn is_range(&self) -> bool {
        self.low < self.high
    }

    /// Its median with its interval.
    pub fn ranged(&self) -> Ranged {
        Ranged { noun: self.noun.clone(), ..Ranged::between(self.low, self.high, self.dim) }
    }
}

/// One number as written, before it is known whether the other end of a range lends it a unit.
#[derive(Clone, Debug)]
struct End {
    dollars: bool,
    currency: Option<&'static str>,
    negative: bool,
    digits: String,
    /// `M`, `million`: the power of ten and the word.
    count: Option<(i32, String)>,
    /// The unit, when there is one.
    unit: Option<Unit>,
    nouns: Vec<Noun>,
    percent: bool,
    /// Where the number and its count word end.
    number_end: usize,
    at: Range<usize>,
}

impl End {
    /// A number without anything around it.
    fn new(digits: String, at: Range<usize>) -> Self {
        Self {
            dollars: false,
            currency: None,
            negative: false,
            digits,
            count: None,
            unit: None,
            nouns: Vec::new(),
            percent: false,
            number_end: at.end,
            at,
        }
    }

    fn has_tail(&self) -> bool {
        self.unit.is_some() || !self.nouns.is_empty() || self.currency.is_some()
    }

    /// True for 0, whatever its unit would be.
    fn is_zero(&self) -> bool {
        self.digits
            .bytes()
            .take_while(|byte| !matches!(byte, b'e' | b'E'))
            .all(|byte| matches!(byte, b'0' | b'.'))
    }

    fn value(&self, text: &str) -> Result<(f64, Dim), UnitError> {
        let unit = self.unit.unwrap_or(Unit::ONE);
        let ten = self.count.as_ref().map_or(0, |&(ten, _)| ten);
        let size = unit.apply(&self.digits, ten);
        if !size.is_finite() {
            let text = slice(text, &self.at).to_owned();
            return Err(UnitError::new(self.at.clone(), Fault::NumberTooLarge { text }));
        }
        let money = if self.dollars { Dim::MONEY } else { Dim::NONE };
        let dim = unit.dim.times(money).ok_or_else(|| too_high(&self.at))?;
        Ok((if self.negative { -size } else { size }, dim))
    }
}

fn slice<'a>(text: &'a str, at: &Range<usize>) -> &'a str {
    text.get(at.clone()).unwrap_or("")
}

fn too_high(at: &Range<usize>) -> UnitError {
    UnitError::new(at.clone(), Fault::UnitTooHigh)
}

/// Reads the value at the cursor: a number, or two with `..` between them. `minus` is where its sign starts, if
/// it has one; the sign is taken in only by a range (`-5..5`), and the flag of the result says so.
pub(super) fn read(
    cursor: &mut Cursor<'_>,
    minus: Option<usize>,
) -> Result<(Literal, Range<usize>, bool), UnitError> {
    let mut low = end(cursor, false)?;
    if cursor.peek().kind != Kind::DotDot {
        let (value, dim) = low.value(cursor.text)?;
        let at = low.at.clone();
        return Ok((literal(cursor.text, (value, value), dim, low), at, false));
    }
    cursor.advance();
    if let Some(start) = minus {
        low.negative = true;
        low.at.start = start;
    }
    let negative = cursor.peek().kind == Kind::Minus;
    let sign = cursor.peek().start;
    if negative {
        cursor.advance();
    }
    let amount = matches!(cursor.peek().kind, Kind::Number(_) | Kind::Dollar);
    if !amount && !cursor.is_at_money() {
        return Err(range_ends(cursor.peek()));
    }
    let mut high = end(cursor, negative)?;
    if negative {
        high.at.start = sign;
    }
    let at = low.at.start..high.at.end;
    let range = range(cursor.text, low, high, &at)?;
    Ok((range, at, true))
}

/// The error of a range whose end is a name or something else that is computed.
pub(super) fn range_ends(token: &Token) -> UnitError {
    UnitError::new(token.start..token.end, Fault::RangeEnds)
}

fn literal(text: &str, (low, high): (f64, f64), dim: Dim, end: End) -> Literal {
    let unit = end.unit.unwrap_or(Unit::ONE);
    let word = |noun: &Noun| format!("{}{}", if noun.below { "/" } else { "" }, noun.word);
    let words: String = end.nouns.iter().map(word).collect();
    let noun = if words.is_empty() { unit.noun.map(str::to_owned) } else { Some(words) };
    Literal {
        low,
        high,
        dim,
        noun,
        nouns: end.nouns,
        periods: unit.periods,
        one: unit.apply("1", 0),
        percent: end.percent,
        tail: slice(text, &(end.number_end..end.at.end)).to_owned(),
        dollars: end.dollars,
        currency: end.currency,
    }
}

/// The unit or noun behind something that is computed, as 1 of it: the `bytes` of `(8 + 8) bytes`, the `s` of
/// `2^20 s`. `None` if no word stands there.
pub(super) fn tail(cursor: &mut Cursor<'_>) -> Result<Option<(Literal, Range<usize>)>, UnitError> {
    if cursor.word_to_take().is_none() {
        return Ok(None);
    }
    let start = cursor.peek().start;
    let mut end = End::new("1".to_owned(), start..start);
    let before = Token { kind: Kind::Close, start, end: start, gap: false };
    words(cursor, &mut end, &before)?;
    denominators(cursor, &mut end)?;
    if end.count.is_none() && !end.has_tail() {
        return Ok(None);
    }
    end.nouns.iter_mut().for_each(|noun| noun.strict = true);
    end.at.end = cursor.last_end();
    let (value, dim) = end.value(cursor.text)?;
    let at = end.at.clone();
    Ok(Some((literal(cursor.text, (value, value), dim, end), at)))
}

/// Joins the two ends: the low one takes what only the high one says (`5..10ms`), and the high one the `$`.
fn range(text: &str, mut low: End, mut high: End, at: &Range<usize>) -> Result<Literal, UnitError> {
    let spread = high.count.as_ref().is_some_and(|(_, suffix)| !suffix.is_ascii());
    if spread && low.count.is_none() && !low.has_tail() {
        // 100~200만 명: nobody means a hundred.
        low.count.clone_from(&high.count);
    }
    if let (None, Some((_, suffix))) = (&low.count, &high.count)
        && !low.is_zero()
    {
        let (first, digits) = (slice(text, &low.at), &high.digits);
        let ten = table::count_suffix(suffix).unwrap_or(0);
        let written = Unit { ten, ..Unit::ONE }.apply(digits, 0);
        let spelt = suffix.len() > 2;
        let both = if spelt { format!("{first} {suffix}") } else { format!("{first}{suffix}") };
        let rest = slice(text, &high.at);
        let dollar = if high.dollars { "$" } else { "" };
        let fault = Fault::RangeSuffix {
            text: slice(text, at).to_owned(),
            suffix: suffix.clone(),
            both: format!("{both}..{rest}"),
            one: format!("{first}..{dollar}{written}"),
        };
        return Err(UnitError::new(at.clone(), fault));
    }
    high.dollars |= low.dollars;
    low.dollars |= high.dollars && !low.has_tail();
    if !low.has_tail() {
        low.unit = high.unit;
        low.currency = high.currency;
        low.nouns.clone_from(&high.nouns);
    }
    let (from, low_dim) = low.value(text)?;
    let (to, high_dim) = high.value(text)?;
    if high.currency.is_none() && !high.has_tail() {
        high.currency = low.currency;
    }
    if low.currency != high.currency {
        return Err(UnitError::new(at.clone(), Fault::RangeEnds));
    }
    if low_dim != high_dim {
        let bare = !high.has_tail() && !high.dollars;
        let tail = text.get(low.at.start..low.at.end).unwrap_or("");
        let unit = tail.trim_start_matches(|c: char| !c.is_alphabetic() && c != '%' && c != '/');
        let meant = (bare && !unit.is_empty()).then(|| format!("{}{unit}", slice(text, at)));
        let (low, high) = (low_dim.unit(), high_dim.unit());
        return Err(UnitError::new(at.clone(), Fault::RangeUnits { low, high, meant }));
    }
    if from > to {
        let [low, high, text] = [&low.at, &high.at, at].map(|at| slice(text, at).to_owned());
        return Err(UnitError::new(at.clone(), Fault::RangeBackwards { low, high, text }));
    }
    // What the low end says of its unit is enough only if the high end says nothing.
    let said = if high.has_tail() { high } else { low };
    Ok(literal(text, (from, to), low_dim, said))
}

/// One number with its `$`, its count word, its unit and its noun.
fn end(cursor: &mut Cursor<'_>, negative: bool) -> Result<End, UnitError> {
    let start = cursor.peek().start;
    let dollars = cursor.peek().kind == Kind::Dollar;
    let sign = table::currency(cursor.slice(cursor.peek())).filter(|_| cursor.is_at_money());
    if dollars || sign.is_some() {
        cursor.advance();
    }
    let (digits, number) = match (cursor.peek().kind.clone(), cursor.is_at_count()) {
        (Kind::Number(digits), _) => (digits, cursor.peek().clone()),
        // 천만 명: the count word follows.
        (_, true) => {
            let one = Kind::Number("1".to_owned());
            let start = cursor.peek().start;
            ("1".to_owned(), Token { kind: one, start, end: start, gap: false })
        }
        _ => return Err(UnitError::new(start..cursor.peek().end, Fault::NoAmount)),
    };
    if number.end > number.start {
        cursor.advance();
    }
    let mut end = End::new(digits, start..number.end);
    (end.dollars, end.negative, end.currency) = (dollars, negative, sign);
    cursor.take_to_one();
    power_of_ten(cursor, &mut end);
    if cursor.peek().kind == Kind::Percent {
        end.unit = Some(Unit { ten: -2, ..Unit::ONE });
        end.percent = true;
        cursor.advance();
    } else {
        words(cursor, &mut end, &number)?;
        if cursor.is_at_times_behind()
            || cursor.word_to_take().is_some_and(table::says_about_behind)
        {
            // 1.5x, 2KB 정도
            cursor.advance();
        }
    }
    denominators(cursor, &mut end)?;
    end.at.end = cursor.last_end();
    Ok(end)
}

/// `10^5` is a number like 1e5, and may have a unit: `10^5 s`.
fn power_of_ten(cursor: &mut Cursor<'_>, end: &mut End) {
    if end.digits != "10" || cursor.in_exponent {
        return;
    }
    if let Some((power, after)) = cursor.whole_power() {
        end.digits = format!("1e{power}");
        (0..after).for_each(|_| cursor.advance());
        end.number_end = cursor.last_end();
    }
}

/// The words behind a number: a count word, then a unit or a noun. Behind an exponent they belong to the power.
fn words(cursor: &mut Cursor<'_>, end: &mut End, number: &Token) -> Result<(), UnitError> {
    if let Some(word) = cursor.word_to_take()
        && let Some(ten) = table::count_suffix(word)
        && !(cursor.in_exponent && cursor.peek().gap)
    {
        end.count = Some((ten, word.to_owned()));
        end.number_end = cursor.peek().end;
        cursor.advance();
        if !word.is_ascii() {
            smaller_counts(cursor, end, ten);
        }
    }
    if cursor.in_exponent {
        return Ok(());
    }
    if cursor.peek().kind == Kind::Dollar && !end.dollars {
        // 0.02 $/GB
        end.dollars = true;
        end.number_end = cursor.peek().end;
        cursor.advance();
        return Ok(());
    }
    let Some(word) = cursor.word_to_take() else { return Ok(()) };
    let token = cursor.peek().clone();
    let at = token.start..token.end;
    if table::says_about_behind(word) {
        return Ok(());
    }
    if let Some(currency) = table::currency(word).filter(|_| !end.dollars && end.currency.is_none())
    {
        end.currency = Some(currency);
        cursor.advance();
        return Ok(());
    }
    if end.dollars {
        // `$5 ms` and `$5 users` are slips; `$5/h` and `$5/user` are what was meant.
        return if token.gap { Ok(()) } else { Err(unknown_unit(cursor.text, number, &token)) };
    }
    if word == "B" && billion_of(cursor, end, &token) {
        return words(cursor, end, number);
    }
    if !token.gap && glued_times(end, word) {
        cursor.advance();
        return Ok(());
    }
    if let Some(unit) = table::find(word) {
        cursor.advance();
        let unit = power(cursor, unit)?;
        if unit.dim == Dim::TIME && end.count.is_none() {
            smaller_times(cursor, end, unit);
            if end.unit.is_some() {
                return Ok(());
            }
        }
        end.percent |= unit.ten == -2 && unit.dim == Dim::NONE;
        // GB-months are as good a unit as GB·months.
        end.unit = Some(match cursor.hyphened_time() {
            Some(time) => unit.times(time).ok_or_else(|| too_high(&at))?,
            None => unit,
        });
        return Ok(());
    }
    noun(cursor, end, number, &token)
}

/// A word behind a number that is no unit: what is counted. `token` is that word.
fn noun(
    cursor: &mut Cursor<'_>,
    end: &mut End,
    number: &Token,
    token: &Token,
) -> Result<(), UnitError> {
    let Some(word) = cursor.word_to_take() else { return Ok(()) };
    // Korean counters follow their number without a space.
    let apart = token.gap || word.starts_with(needs_no_gap);
    let noun = apart && !word.contains('.') && !cursor.second_is_open();
    if !noun || table::differs_in_case(word) {
        let slip = !apart || table::differs_in_case(word);
        return if slip { Err(unknown_unit(cursor.text, number, token)) } else { Ok(()) };
    }
    cursor.advance();
    // web pages, room types
    let mut whole = word.to_owned();
    let mut until = token.end;
    while let Some(more) = cursor.more_of_noun() {
        whole.push(' ');
        whole.push_str(more);
        until = cursor.peek().end;
        cursor.advance();
    }
    let strict = whole.contains(' ');
    end.nouns.push(Noun { word: whole, at: token.start..until, below: false, strict });
    if let Some((below, at)) = cursor.word_behind_colon() {
        // 4:1 read:write
        end.nouns.push(Noun { word: below.to_owned(), at, below: true, strict: false });
        cursor.advance();
        cursor.advance();
    }
    end.unit = cursor.hyphened_time();
    Ok(())
}

/// Takes in the `5천만` of `1억 5천만`, and what is smaller behind it.
fn smaller_counts(cursor: &mut Cursor<'_>, end: &mut End, ten: i32) {
    let mut last = ten;
    let mut total = Unit::ONE.apply(&end.digits, ten);
    while let Some((digits, smaller)) = cursor.counted_number().filter(|&(_, ten)| ten < last) {
        total += Unit::ONE.apply(digits, smaller);
        last = smaller;
        cursor.advance();
        end.number_end = cursor.peek().end;
        cursor.advance();
    }
    if last < ten {
        (end.digits, end.count) = (format!("{total}"), None);
    }
}

/// Takes in the `m32s` of `21m32s`: units of time, each smaller than the one before it. False if the word is anything else.
fn glued_times(end: &mut End, word: &str) -> bool {
    let letters = |text: &str| text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
    let time = |name: &str| table::find(name).filter(|unit| unit.dim == Dim::TIME);
    let (first, mut rest) = word.split_at(letters(word));
    let Some(mut last) = time(first).filter(|_| !rest.is_empty() && end.count.is_none()) else {
        return false;
    };
    let mut total = last.apply(&end.digits, 0);
    while !rest.is_empty() {
        let (digits, more) =
            rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
        let (name, behind) = more.split_at(letters(more));
        let Some(unit) = time(name).filter(|unit| unit.apply("1", 0) < last.apply("1", 0)) else {
            return false;
        };
        total += unit.apply(digits, 0);
        (last, rest) = (unit, behind);
    }
    in_seconds(end, total);
    true
}

/// Takes in the `30m` of `1h 30m`, and the `32초` of `21분 32초`.
fn smaller_times(cursor: &mut Cursor<'_>, end: &mut End, unit: Unit) {
    let mut last = unit.apply("1", 0);
    let mut total = unit.apply(&end.digits, 0);
    let mut more = false;
    while let Some((digits, smaller)) = cursor.timed_number()
        && smaller.apply("1", 0) < last
    {
        total += smaller.apply(digits, 0);
        last = smaller.apply("1", 0);
        more = true;
        cursor.advance();
        cursor.advance();
    }
    if more {
        in_seconds(end, total);
    }
}

/// The number is so many seconds.
fn in_seconds(end: &mut End, total: f64) {
    end.digits = format!("{total}");
    end.unit = table::find("s");
}

/// Takes in the `B` of `30B views`: behind a number and before several things it is billion, not bytes.
fn billion_of(cursor: &mut Cursor<'_>, end: &mut End, token: &Token) -> bool {
    let Some(noun) = cursor.second_word() else { return false };
    let requests = table::find(noun).is_some_and(|unit| unit.noun.is_some());
    let several = table::find(noun).is_none() && (noun.ends_with('s') || noun == "people");
    let is_billion = end.count.is_none() && !token.gap && (requests || several);
    if is_billion {
        end.count = Some((9, "B".to_owned()));
        end.number_end = token.end;
        cursor.advance();
    }
    is_billion
}

/// `/unit` and `/noun`, as long as no space parts them from what they belong to.
fn denominators(cursor: &mut Cursor<'_>, end: &mut End) -> Result<(), UnitError> {
    while !cursor.in_exponent {
        let Some((word, at)) = cursor.denominator() else { break };
        if word == "m" {
            let both = cursor.peek().start..at.end;
            return Err(UnitError::new(both, Fault::MinuteOrMonth));
        }
        let counted =
            table::find(word).and_then(|unit| unit.noun.filter(|_| unit.dim == Dim::NONE));
        if let Some(noun) = counted {
            // 10 seeks/req: one request, by its name.
            end.nouns.push(Noun { word: noun::singular(noun), at, below: true, strict: false });
            cursor.advance();
            cursor.advance();
        } else if let Some(unit) = table::find_alone(word) {
            cursor.advance();
            cursor.advance();
            let mut below = power(cursor, unit)?;
            if let Some(time) = cursor.hyphened_time() {
                below = below.times(time).ok_or_else(|| too_high(&at))?;
            }
            let above = end.unit.unwrap_or(Unit::ONE);
            end.unit = Some(above.per(below).ok_or_else(|| too_high(&at))?);
            if let Some(noun) =
                cursor.more_of_noun().filter(|_| table::count_suffix(word).is_some())
            {
                // $0.40 per million requests
                let at = cursor.peek().start..cursor.peek().end;
                end.nouns.push(Noun { word: noun.to_owned(), at, below: true, strict: false });
                cursor.advance();
            }
        } else if !end.nouns.is_empty() && !word.contains('.') {
            end.nouns.push(Noun { word: word.to_owned(), at, below: true, strict: true });
            cursor.advance();
            cursor.advance();
        } else {
            break;
        }
    }
    Ok(())
}

/// The power of a unit word, which binds tighter than the number before it: `3 s^2` is 3 square seconds.
fn power(cursor: &mut Cursor<'_>, unit: Unit) -> Result<Unit, UnitError> {
    if cursor.peek().kind != Kind::Caret {
        return Ok(unit);
    }
    let start = cursor.peek().start;
    cursor.advance();
    let negative = cursor.peek().kind == Kind::Minus;
    if negative {
        cursor.advance();
    }
    let token = cursor.peek().clone();
    let error = || UnitError::new(start..token.end, Fault::BadUnitPower);
    let Kind::Number(digits) = &token.kind else { return Err(error()) };
    let size = digits.parse::<i8>().ok().filter(|size| *size <= 9).ok_or_else(error)?;
    cursor.advance();
    unit.power(if negative { -size } else { size }).ok_or_else(|| too_high(&(start..token.end)))
}

/// The error of a word behind a number that is no unit, with the best guess of what was meant.
fn unknown_unit(text: &str, number: &Token, token: &Token) -> UnitError {
    let at = token.start..token.end;
    let word = slice(text, &at).to_owned();
    let digit = word.find(|c: char| c.is_ascii_digit()).unwrap_or(word.len());
    if digit < word.len() && table::find(&word[..digit]).is_some() {
        let first = slice(text, &(number.start..token.start + digit)).to_owned();
        let second = word[digit..].to_owned();
        return UnitError::new(at, Fault::Compound { word, first, second });
    }
    let near = table::nearest(&word);
    UnitError::new(at, Fault::UnknownUnit { word, near })
}
