//! How far the tokens of a text have been read, and what may come next.

use std::ops::Range;

use super::function::Function;
use super::lex::{self, Kind, Token};
use super::noun::singular;
use super::quantity::{Dim, UnitError};
use super::table;

/// Words that stand between two values, or between a value and its unit.
const OPERATORS: [&str; 3] = ["of", "per", "in"];

/// A word in front of a number: what the number is per, or that it is about so much.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Front {
    /// `day` of `하루 5건`, `사용자` of `사용자당 5건`; `None` for the `평균` of `평균 2KB`.
    pub each: Option<String>,
    pub at: Range<usize>,
    /// How many tokens it is.
    tokens: usize,
}

/// The tokens of a text and how far they have been read.
pub(super) struct Cursor<'a> {
    pub text: &'a str,
    tokens: Vec<Token>,
    next: usize,
    /// True in an exponent, where a `/` divides the power: `x^2/s` is x² per second.
    pub in_exponent: bool,
}

impl<'a> Cursor<'a> {
    /// At the first token of a text.
    pub fn new(text: &'a str) -> Result<Self, UnitError> {
        Ok(Self { text, tokens: lex::tokens(text)?, next: 0, in_exponent: false })
    }

    fn at(&self, index: usize) -> &Token {
        // The last token is `End`, and nothing advances past it.
        &self.tokens[index.min(self.tokens.len() - 1)]
    }

    /// The token to read next; `End` for ever at the end.
    pub fn peek(&self) -> &Token {
        self.at(self.next)
    }

    /// Goes on to the next token.
    pub fn advance(&mut self) {
        self.next = (self.next + 1).min(self.tokens.len() - 1);
    }

    /// Where the token read last ends.
    pub fn last_end(&self) -> usize {
        self.at(self.next.saturating_sub(1)).end
    }

    /// The text of a token.
    pub fn slice(&self, token: &Token) -> &'a str {
        self.text.get(token.start..token.end).unwrap_or("")
    }

    /// The next token if it is a word that may belong to the number before it, which a function does not.
    pub fn word_to_take(&self) -> Option<&'a str> {
        let word = self.slice(self.peek());
        let call = Function::find(word).is_some() && self.second_is_open();
        let operator = OPERATORS.contains(&word) || self.is_article();
        (self.peek().kind == Kind::Word && !call && !operator).then_some(word)
    }

    /// The next token if it is a further word of a noun: no unit, no count, and not the name of a function.
    pub fn more_of_noun(&self) -> Option<&'a str> {
        let word = self.word_to_take()?;
        let plain = !word.contains('.') && !self.second_is_open() && !table::differs_in_case(word);
        let plain = plain && !table::says_about_behind(word);
        (self.peek().gap && plain && !table::is_unit(word) && table::count_suffix(word).is_none())
            .then_some(word)
    }

    /// True for the `a` of `5 a day`.
    fn is_article(&self) -> bool {
        let next = self.at(self.next + 1);
        let article = ["a", "an"].contains(&self.slice(self.peek()));
        article && next.kind == Kind::Word && table::find(self.slice(next)).is_some()
    }

    /// The whole power of `^5` or `^-5` that comes next, and how many tokens it is.
    pub fn whole_power(&self) -> Option<(String, usize)> {
        let negative = usize::from(self.at(self.next + 1).kind == Kind::Minus);
        let Kind::Number(digits) = &self.at(self.next + 1 + negative).kind else { return None };
        let whole = digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let more = self.at(self.next + 2 + negative);
        let goes_on = more.kind == Kind::Caret || (more.kind == Kind::Word && !more.gap);
        let sign = if negative == 1 { "-" } else { "" };
        (self.peek().kind == Kind::Caret && whole && !goes_on)
            .then(|| (format!("{sign}{digits}"), 2 + negative))
    }

    /// Takes the `-month` of `GB-month` in, when it comes next.
    pub fn hyphened_time(&mut self) -> Option<table::Unit> {
        if self.peek().kind != Kind::Minus || self.peek().gap {
            return None;
        }
        let (word, _) = self.attached_second_word()?;
        let unit = table::find(word).filter(|unit| unit.dim == Dim::TIME)?;
        self.advance();
        self.advance();
        Some(unit)
    }

    /// The word below a `/` without spaces or a `per` that comes next, unless it is called as a function.
    pub fn denominator(&self) -> Option<(&'a str, Range<usize>)> {
        match self.peek().kind {
            Kind::Slash if !self.peek().gap => self.attached_second_word(),
            Kind::Word if self.slice(self.peek()) == "per" || self.is_article() => {
                let token = self.at(self.next + 1);
                let call = self.at(self.next + 2).kind == Kind::Open;
                (token.kind == Kind::Word && !call)
                    .then(|| (self.slice(token), token.start..token.end))
            }
            _ => None,
        }
    }

    /// True if this word comes next.
    pub fn is_at_word(&self, word: &str) -> bool {
        self.peek().kind == Kind::Word && self.slice(self.peek()) == word
    }

    /// The words in front of a number that come next: 일 and 평균 of `일 평균 3회`. Empty where no number follows them.
    pub fn fronts(&self) -> Vec<Front> {
        let mut fronts: Vec<Front> = Vec::new();
        let mut at = self.next;
        while let Some(front) = self.front(at) {
            at += front.tokens;
            fronts.push(front);
        }
        let number = matches!(self.at(at).kind, Kind::Number(_) | Kind::Dollar);
        if number || self.is_count_at(at) || self.is_money_at(at) { fronts } else { Vec::new() }
    }

    /// What may stand in front of a number, at this token.
    fn front(&self, at: usize) -> Option<Front> {
        let (token, next) = (self.at(at), self.at(at + 1));
        let each =
            |word: &str| word.strip_suffix('당').filter(|word| !word.is_empty()).map(str::to_owned);
        let (each, tokens, end) = match &token.kind {
            Kind::Word => {
                let word = self.slice(token);
                let period = table::period_in_front(word).map(str::to_owned);
                (period.or_else(|| each(word)), 1, token.end)
            }
            // 1인당, 1GB당, 1일
            Kind::Number(one) if one == "1" && next.kind == Kind::Word && !next.gap => {
                let word = self.slice(next);
                (each(word).or_else(|| self.one_period(at)), 2, next.end)
            }
            _ => return None,
        };
        let about = token.kind == Kind::Word && table::says_about(self.slice(token));
        (each.is_some() || about).then_some(Front { each, at: token.start..end, tokens })
    }

    /// The `일` of `1일 3회`, but not of `1일 3시간`, which is one time.
    fn one_period(&self, at: usize) -> Option<String> {
        let word = self.slice(self.at(at + 1));
        let is_time = |word: &str| table::find(word).is_some_and(|unit| unit.dim == Dim::TIME);
        let goes_on =
            matches!(self.at(at + 2).kind, Kind::Number(_)) || self.front(at + 2).is_some();
        let one_time = is_time(self.slice(self.at(at + 3)));
        (!word.is_ascii() && is_time(word) && goes_on && !one_time).then(|| word.to_owned())
    }

    /// Goes on behind words in front of a number.
    pub fn pass(&mut self, fronts: &[Front]) {
        let tokens: usize = fronts.iter().map(|front| front.tokens).sum();
        (0..tokens).for_each(|_| self.advance());
    }

    /// True at the `천만` of `천만 명`, a count word without a number.
    pub fn is_at_count(&self) -> bool {
        self.is_count_at(self.next)
    }

    fn is_count_at(&self, at: usize) -> bool {
        let (word, next) = (self.slice(self.at(at)), self.at(at + 1));
        let count = !word.is_ascii() && table::count_suffix(word).is_some();
        count && next.kind == Kind::Word && !OPERATORS.contains(&self.slice(next))
    }

    /// True at the `€` of `€5`.
    pub fn is_at_money(&self) -> bool {
        self.is_money_at(self.next)
    }

    fn is_money_at(&self, at: usize) -> bool {
        let sign = self.slice(self.at(at)).starts_with(table::is_money_sign);
        sign && matches!(self.at(at + 1).kind, Kind::Number(_))
    }

    /// True at the `x` of `1.5x` where nothing follows that it could multiply by.
    pub fn is_at_times_behind(&self) -> bool {
        let x = self.peek().kind == Kind::Times && self.slice(self.peek()) == "x";
        let next = &self.at(self.next + 1).kind;
        let ends = matches!(
            next,
            Kind::End
                | Kind::Close
                | Kind::DotDot
                | Kind::Plus
                | Kind::Times
                | Kind::Slash
                | Kind::Comma
        );
        x && !self.peek().gap && ends
    }

    /// Takes in the `:1` of `100:1`, when it comes next.
    pub fn take_to_one(&mut self) {
        let next = self.at(self.next + 1);
        let one = matches!(&next.kind, Kind::Number(one) if one == "1");
        if self.peek().kind == Kind::Colon && one && !self.peek().gap && !next.gap {
            self.advance();
            self.advance();
        }
    }

    /// The `write` of `read:write`, when it comes next.
    pub fn word_behind_colon(&self) -> Option<(&'a str, Range<usize>)> {
        let colon = self.peek().kind == Kind::Colon && !self.peek().gap;
        self.attached_second_word().filter(|_| colon)
    }

    /// The noun below a `/` that has spaces around it: `server` of `24 disks / server`.
    pub fn spaced_noun(&self) -> Option<(&'a str, Range<usize>)> {
        let (slash, token) = (self.peek(), self.at(self.next + 1));
        let word = self.slice(token);
        let behind = &self.at(self.next + 2).kind;
        let ends = matches!(behind, Kind::End | Kind::Close | Kind::Comma);
        let alone = ends || matches!(behind, Kind::Plus | Kind::Minus | Kind::Times | Kind::Slash);
        let noun = token.kind == Kind::Word && token.gap && slash.gap && alone;
        let one = singular(word) == word && !table::is_unit(word) && !word.contains('.');
        (slash.kind == Kind::Slash && noun && one).then_some((word, token.start..token.end))
    }

    /// The number and the count word behind it that come next, glued: `5천만` of `1억 5천만`.
    pub fn counted_number(&self) -> Option<(&str, i32)> {
        let Kind::Number(digits) = &self.peek().kind else { return None };
        let count = self.at(self.next + 1);
        let word = self.slice(count);
        let glued = !count.gap && !word.is_ascii();
        Some((digits, table::count_suffix(word).filter(|_| glued)?))
    }

    /// The number and the unit of time behind it that come next, glued: `30m` of `1h 30m`.
    pub fn timed_number(&self) -> Option<(&str, table::Unit)> {
        let Kind::Number(digits) = &self.peek().kind else { return None };
        let unit = self.at(self.next + 1);
        let glued = unit.kind == Kind::Word && !unit.gap && self.peek().gap;
        let found = table::find(self.slice(unit)).filter(|unit| unit.dim == Dim::TIME);
        Some((digits, found.filter(|_| glued)?))
    }

    /// The word behind the next token, if a space stands between them and it is no operator and no call.
    pub fn second_word(&self) -> Option<&'a str> {
        let token = self.at(self.next + 1);
        let word = self.slice(token);
        let plain =
            token.gap && !OPERATORS.contains(&word) && self.at(self.next + 2).kind != Kind::Open;
        (token.kind == Kind::Word && plain).then_some(word)
    }

    /// True if a parenthesis opens behind the next token.
    pub fn second_is_open(&self) -> bool {
        self.at(self.next + 1).kind == Kind::Open
    }

    /// The word directly behind the next token, unless it is called as a function.
    fn attached_second_word(&self) -> Option<(&'a str, Range<usize>)> {
        let token = self.at(self.next + 1);
        let call = self.at(self.next + 2).kind == Kind::Open;
        (token.kind == Kind::Word && !token.gap && !call)
            .then(|| (self.slice(token), token.start..token.end))
    }
}
