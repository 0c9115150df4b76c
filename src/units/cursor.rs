//! How far the tokens of a text have been read, and what may come next.

use std::ops::Range;

use super::function::Function;
use super::lex::{self, Kind, Token};
use super::quantity::{Dim, UnitError};
use super::table;

/// Words that stand between two values, or between a value and its unit.
const OPERATORS: [&str; 3] = ["of", "per", "in"];

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

    /// The period that stands in front of a number, if both come next: `day` of `하루 5건`.
    pub fn period_in_front(&self) -> Option<&'static str> {
        let number = matches!(self.at(self.next + 1).kind, Kind::Number(_));
        table::period_in_front(self.slice(self.peek())).filter(|_| number)
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
