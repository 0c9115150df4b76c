//! The grammar of formulas, by recursive descent with a limit on its depth.
//!
//! ```text
//! formula = sum ("in" unit)?
//! sum     = product (("+" | "-") product)*
//! product = amount (("*" | "x" | "×" | "·" | "of" | "/" | "÷" | "per") amount)*
//! amount  = signed (("/" | "per") word)*
//! signed  = ("-" | "+") signed | power
//! power   = value ("^" signed)?
//! value   = literal (".." literal)? | name | function "(" sum ("," sum)* ")" | "(" sum ")"
//! literal = "$"? number count? (unit | "%" | noun)? ("/" unit)*
//! ```
//!
//! A `/` with a unit behind it belongs to the literal when no space stands around it, so `256KB / 30MB/s` is
//! 256KB ÷ (30MB/s). So does `per`, with its spaces. A word behind one of the two that is neither a unit nor a
//! name only says of what there is so much: `100B/tweet`, `$5 per user`.

use std::ops::Range;

use super::formula::{Binary, Formula, Function, Node, Op, Piece, Shown};
use super::lex::{self, Kind, Token};
use super::literal;
use super::quantity::UnitError;
use super::table;
use crate::message::units as message;

/// Characters in a formula; a page's longest has some hundred.
const MAX_CHARS: usize = 10_000;
/// Levels of parentheses, signs and powers inside each other.
const MAX_DEPTH: usize = 64;

/// The tokens of a text and how far they have been read.
pub(super) struct Cursor<'a> {
    pub text: &'a str,
    tokens: Vec<Token>,
    next: usize,
    /// True in an exponent, where a `/` divides the power: `x^2/s` is x² per second.
    pub in_exponent: bool,
}

impl<'a> Cursor<'a> {
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

    fn slice(&self, token: &Token) -> &'a str {
        self.text.get(token.start..token.end).unwrap_or("")
    }

    /// The next token if it is a word that may belong to the number before it, which a function does not.
    pub fn word_to_take(&self) -> Option<&'a str> {
        let word = self.slice(self.peek());
        let call = Function::find(word).is_some() && self.second_is_open();
        (self.peek().kind == Kind::Word && !call && !OPERATORS.contains(&word)).then_some(word)
    }

    /// The word below a `/` without spaces or a `per` that comes next, unless it is called as a function.
    pub fn denominator(&self) -> Option<(&'a str, Range<usize>)> {
        match self.peek().kind {
            Kind::Slash if !self.peek().gap => self.attached_second_word(),
            Kind::Word if self.slice(self.peek()) == "per" => {
                let token = self.at(self.next + 1);
                let call = self.at(self.next + 2).kind == Kind::Open;
                (token.kind == Kind::Word && !call)
                    .then(|| (self.slice(token), token.start..token.end))
            }
            _ => None,
        }
    }

    /// True if this word comes next.
    fn is_at_word(&self, word: &str) -> bool {
        self.peek().kind == Kind::Word && self.slice(self.peek()) == word
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

/// Words that stand between two values, or between a value and its unit.
const OPERATORS: [&str; 3] = ["of", "per", "in"];

struct Parser<'a> {
    cursor: Cursor<'a>,
    nodes: Vec<Node>,
    pieces: Vec<Piece>,
    depth: usize,
}

/// The whole text as one formula.
pub(super) fn parse(text: &str) -> Result<Formula, UnitError> {
    if text.chars().nth(MAX_CHARS).is_some() {
        return Err(UnitError::new(0..text.len(), message::too_long(MAX_CHARS)));
    }
    let cursor = Cursor { text, tokens: lex::tokens(text)?, next: 0, in_exponent: false };
    let mut parser = Parser { cursor, nodes: Vec::new(), pieces: Vec::new(), depth: 0 };
    parser.sum()?;
    let shown_in = parser.shown_in()?;
    if parser.cursor.peek().kind != Kind::End {
        return Err(parser.left_over());
    }
    Ok(Formula { text: text.to_owned(), nodes: parser.nodes, pieces: parser.pieces, shown_in })
}

impl Parser<'_> {
    fn push(&mut self, op: Op, at: Range<usize>) -> usize {
        self.nodes.push(Node { op, at });
        self.nodes.len() - 1
    }

    fn print(&mut self, text: &str) {
        self.pieces.push(Piece::Text(text.to_owned()));
    }

    /// Reads one token and returns where it was.
    fn take(&mut self) -> Range<usize> {
        let token = self.cursor.peek();
        let at = token.start..token.end;
        self.cursor.advance();
        at
    }

    /// A formula of its own, between parentheses.
    fn inner(&mut self) -> Result<usize, UnitError> {
        let outside = std::mem::replace(&mut self.cursor.in_exponent, false);
        let value = self.deeper(Self::sum)?;
        self.cursor.in_exponent = outside;
        Ok(value)
    }

    /// Runs a rule one level deeper.
    fn deeper<T>(
        &mut self,
        rule: impl FnOnce(&mut Self) -> Result<T, UnitError>,
    ) -> Result<T, UnitError> {
        if self.depth == MAX_DEPTH {
            let at = self.cursor.peek();
            return Err(UnitError::new(at.start..at.end, message::too_deep(MAX_DEPTH)));
        }
        self.depth += 1;
        let result = rule(self);
        self.depth -= 1;
        result
    }

    fn binary(&mut self, operator: Binary) -> Range<usize> {
        self.print(operator.sign());
        self.take()
    }

    fn sum(&mut self) -> Result<usize, UnitError> {
        let mut left = self.product()?;
        loop {
            let operator = match self.cursor.peek().kind {
                Kind::Plus => Binary::Add,
                Kind::Minus => Binary::Subtract,
                _ => return Ok(left),
            };
            let at = self.binary(operator);
            let right = self.product()?;
            left = self.push(Op::Binary(operator, left, right), at);
        }
    }

    fn product(&mut self) -> Result<usize, UnitError> {
        let mut left = self.amount()?;
        loop {
            let operator = match self.cursor.peek().kind {
                Kind::Times => Binary::Multiply,
                Kind::Slash => Binary::Divide,
                _ if self.cursor.is_at_word("of") => Binary::Multiply,
                _ if self.cursor.is_at_word("per") => Binary::Divide,
                _ => return Ok(left),
            };
            let at = self.binary(operator);
            let right = self.amount()?;
            left = self.push(Op::Binary(operator, left, right), at);
        }
    }

    /// A value with the words below it that say of what there is so much: `100B/tweet`, `$5 per user`. Behind
    /// anything but a literal, a word that is no name is a misspelt one.
    fn amount(&mut self) -> Result<usize, UnitError> {
        let mut value = self.signed()?;
        if !matches!(self.nodes[value].op, Op::Value(_)) {
            return Ok(value);
        }
        while let Some((word, place)) = self.cursor.denominator() {
            let is_noun = self.cursor.is_at_word("per");
            let at = self.take();
            self.take();
            self.pieces.push(Piece::Each(word.to_owned(), is_noun));
            let each = self.push(Op::Each(word.to_owned(), is_noun), place);
            value = self.push(Op::Binary(Binary::Divide, value, each), at);
        }
        Ok(value)
    }

    fn signed(&mut self) -> Result<usize, UnitError> {
        match self.cursor.peek().kind {
            Kind::Minus => {
                let at = self.take();
                self.print("-");
                let sign = self.pieces.len() - 1;
                if matches!(self.cursor.peek().kind, Kind::Number(_) | Kind::Dollar) {
                    let (value, took_sign) = self.literal(Some(at.start))?;
                    if took_sign {
                        self.pieces.remove(sign);
                        return self.power_of(value);
                    }
                    let value = self.power_of(value)?;
                    return Ok(self.push(Op::Negate(value), at));
                }
                let value = self.deeper(Self::signed)?;
                Ok(self.push(Op::Negate(value), at))
            }
            Kind::Plus => {
                self.take();
                self.deeper(Self::signed)
            }
            _ => {
                let value = self.value()?;
                self.power_of(value)
            }
        }
    }

    /// What may stand behind a value: its power. `base` is the value.
    fn power_of(&mut self, base: usize) -> Result<usize, UnitError> {
        if self.cursor.peek().kind != Kind::Caret {
            return Ok(base);
        }
        let at = self.binary(Binary::Power);
        let outside = std::mem::replace(&mut self.cursor.in_exponent, true);
        let exponent = self.deeper(Self::signed)?;
        self.cursor.in_exponent = outside;
        Ok(self.push(Op::Binary(Binary::Power, base, exponent), at))
    }

    fn value(&mut self) -> Result<usize, UnitError> {
        match self.cursor.peek().kind {
            Kind::Number(_) | Kind::Dollar => self.literal(None).map(|(value, _)| value),
            Kind::Open => {
                let open = self.take();
                self.print("(");
                let value = self.inner()?;
                self.close(&open)?;
                Ok(value)
            }
            Kind::Word if self.cursor.second_is_open() => self.call(),
            Kind::Word => {
                let token = self.cursor.peek();
                let name = self.cursor.slice(token).to_owned();
                self.pieces.push(Piece::Name(name.clone()));
                let at = self.take();
                Ok(self.push(Op::Name(name), at))
            }
            _ => {
                let token = self.cursor.peek();
                let title = message::expected_value(self.cursor.slice(token));
                Err(UnitError::new(token.start..token.end, title))
            }
        }
    }

    /// A number or a range; true if it took the sign at `minus` in.
    fn literal(&mut self, minus: Option<usize>) -> Result<(usize, bool), UnitError> {
        let (literal, at, took_sign) = literal::read(&mut self.cursor, minus)?;
        let written = self.cursor.text.get(at.clone()).unwrap_or("").to_owned();
        self.pieces.push(Piece::Value(self.nodes.len(), written));
        Ok((self.push(Op::Value(literal), at), took_sign))
    }

    fn call(&mut self) -> Result<usize, UnitError> {
        let name = self.cursor.slice(self.cursor.peek());
        let at = self.take();
        let Some(function) = Function::find(name) else {
            let names: Vec<&str> = Function::ALL.iter().map(|&(name, _)| name).collect();
            let error = UnitError::new(at, message::unknown_function(name));
            let near = names.iter().find(|known| strsim::damerau_levenshtein(known, name) <= 1);
            return Err(match near {
                Some(near) => error.label(message::did_you_mean(near)),
                None => error.help(message::functions(&names)),
            });
        };
        let open = self.take();
        self.print(function.name());
        self.print("(");
        let mut arguments = vec![self.inner()?];
        while self.cursor.peek().kind == Kind::Comma {
            self.take();
            self.print(", ");
            arguments.push(self.inner()?);
        }
        self.close(&open)?;
        if arguments.len() > function.takes_most() {
            return Err(UnitError::new(at, message::wrong_arguments(name, arguments.len())));
        }
        Ok(self.push(Op::Call(function, arguments), at))
    }

    /// What `in` asks for behind a formula: `TB/day`, `Gbps`, `$/month`, `tweets/day`.
    fn shown_in(&mut self) -> Result<Option<Shown>, UnitError> {
        if !self.cursor.is_at_word("in") {
            return Ok(None);
        }
        self.cursor.advance();
        let start = self.cursor.peek().start;
        let mut unit = None;
        let mut noun = None;
        match self.cursor.peek().kind {
            Kind::Dollar => unit = table::find("USD"),
            Kind::Word => {
                let word = self.cursor.slice(self.cursor.peek());
                unit = table::find_alone(word);
                noun = unit.is_none().then(|| word.to_owned());
            }
            Kind::Percent => unit = table::find("percent"),
            Kind::Slash => {}
            _ => return Err(UnitError::new(self.take(), message::no_unit_to_show_in())),
        }
        if self.cursor.peek().kind != Kind::Slash {
            self.cursor.advance();
        }
        let mut unit = unit.unwrap_or(table::Unit::ONE);
        while self.cursor.peek().kind == Kind::Slash || self.cursor.is_at_word("per") {
            self.cursor.advance();
            let word = self.cursor.slice(self.cursor.peek());
            let at = self.take();
            let below = table::find_alone(word)
                .and_then(|below| unit.per(below))
                .ok_or_else(|| UnitError::new(at, message::unknown_unit(word)))?;
            unit = below;
        }
        let at = start..self.cursor.last_end();
        let text = self.cursor.text.get(at.clone()).unwrap_or("").to_owned();
        Ok(Some(Shown { unit, noun, text, at }))
    }

    fn close(&mut self, open: &Range<usize>) -> Result<(), UnitError> {
        match self.cursor.peek().kind {
            Kind::Close => {
                self.take();
                self.print(")");
                Ok(())
            }
            Kind::End => Err(UnitError::new(open.clone(), message::unclosed())),
            _ => Err(self.left_over()),
        }
    }

    /// The error of a token that cannot follow a value.
    fn left_over(&self) -> UnitError {
        let token = self.cursor.peek();
        let (at, text) = (token.start..token.end, self.cursor.slice(token));
        match token.kind {
            Kind::DotDot => literal::range_ends(token),
            Kind::Close => UnitError::new(at, message::unopened()),
            Kind::Number(_) | Kind::Word | Kind::Open | Kind::Dollar => {
                if let Some(meant) = unit_in_front(self.cursor.text) {
                    let whole = 0..self.cursor.text.len();
                    let error = UnitError::new(whole, message::expected_operator(text));
                    return error.help(message::write_plainly(&meant));
                }
                UnitError::new(at, message::expected_operator(text)).help(message::operators())
            }
            _ => UnitError::new(at, message::unexpected(text)),
        }
    }
}

/// `200/s` for `초당 200`.
fn unit_in_front(text: &str) -> Option<String> {
    let (word, number) = text.trim().split_once(char::is_whitespace)?;
    let unit = message::unit_in_front(word)?;
    let number = number.trim().trim_end_matches(message::KOREAN_COUNTERS).trim_end();
    number.starts_with(|c: char| c.is_ascii_digit()).then(|| format!("{number}{unit}"))
}
