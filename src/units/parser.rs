//! The grammar of formulas, by recursive descent with a limit on its depth.
//!
//! ```text
//! formula = sum ("in" unit)?
//! sum     = product (("+" | "-") product)*
//! product = amount (("*" | "x" | "×" | "·" | "of" | "/" | "÷" | "per") amount)*
//! amount  = signed (("/" | "per") word)*
//! signed  = ("-" | "+") signed | power
//! power   = value ("^" signed tail?)?
//! value   = literal (".." literal)? | name | function "(" sum ("," sum)* ")" | "(" sum ")" tail?
//! literal = front* "$"? number (":1")? ("%" | tail)
//! tail    = count? (unit ("-" unit)? | noun+ | "$")? (("/" | "per" | "a") unit ("-" unit)?)*
//! ```
//!
//! A `/` with a unit behind it belongs to the literal when no space stands around it, so `256KB / 30MB/s` is
//! 256KB ÷ (30MB/s). So does `per`, with its spaces. A word behind one of the two that is neither a unit nor a
//! name only says of what there is so much: `100B/tweet`, `$5 per user`.

use std::ops::Range;

use super::cursor::{Cursor, Front};
use super::formula::{Formula, Node, Op, Piece, Shown};
use super::function::{Binary, Function};
use super::lex::Kind;
use super::quantity::UnitError;
use super::{literal, table};
use crate::message::units::Fault;

/// Characters in a formula; a page's longest has some hundred.
const MAX_CHARS: usize = 10_000;
/// Levels of parentheses, signs and powers inside each other.
const MAX_DEPTH: usize = 64;

struct Parser<'a> {
    cursor: Cursor<'a>,
    nodes: Vec<Node>,
    pieces: Vec<Piece>,
    depth: usize,
}

impl Formula {
    /// Reads a formula; names are looked up later, by [`eval`](Self::eval).
    ///
    /// # Errors
    ///
    /// The first mistake of the syntax, an unknown unit or function, a range that runs backwards, with the bytes
    /// of `text` where it is.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        if text.chars().nth(MAX_CHARS).is_some() {
            return Err(UnitError::new(0..text.len(), Fault::TooLong { limit: MAX_CHARS }));
        }
        let cursor = Cursor::new(text)?;
        let mut parser = Parser { cursor, nodes: Vec::new(), pieces: Vec::new(), depth: 0 };
        parser.sum()?;
        let shown_in = parser.shown_in()?;
        if parser.cursor.peek().kind != Kind::End {
            return Err(parser.left_over());
        }
        let (nodes, pieces) = (parser.nodes, parser.pieces);
        Ok(Self { text: text.to_owned(), nodes, pieces, shown_in })
    }
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
            return Err(UnitError::new(at.start..at.end, Fault::TooDeep { limit: MAX_DEPTH }));
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
            if let Some((word, place)) = self.cursor.spaced_noun().filter(|_| self.counts(left)) {
                // 24 disks / server
                let at = self.take();
                self.take();
                self.pieces.push(Piece::Each(word.to_owned(), false));
                let each = self.push(Op::Each(word.to_owned(), false), place);
                left = self.push(Op::Binary(Binary::Divide, left, each), at);
                continue;
            }
            let at = self.binary(operator);
            let right = self.amount()?;
            left = self.push(Op::Binary(operator, left, right), at);
        }
    }

    /// True if what stands last in a product is a literal that says what it counts.
    fn counts(&self, value: usize) -> bool {
        match &self.nodes[value].op {
            Op::Value(literal) => !literal.nouns.is_empty(),
            Op::Binary(Binary::Multiply | Binary::Divide, _, last) => self.counts(*last),
            _ => false,
        }
    }

    /// A value with the words below it that say of what there is so much: `100B/tweet`, `$5 per user`. Behind
    /// anything but a literal, a word that is no name is a misspelt one.
    fn amount(&mut self) -> Result<usize, UnitError> {
        let mut value = self.signed()?;
        if !self.has_unit_behind(value) {
            return Ok(value);
        }
        while let Some((word, place)) = self.cursor.denominator() {
            let is_noun = self.cursor.peek().kind == Kind::Word;
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
                let amount = matches!(self.cursor.peek().kind, Kind::Number(_) | Kind::Dollar);
                if amount || self.cursor.is_at_money() {
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

    /// True for what may be of something: a literal, or what was computed with a unit behind it.
    fn has_unit_behind(&self, value: usize) -> bool {
        let node = &self.nodes[value];
        match &node.op {
            Op::Value(_) => true,
            Op::Binary(Binary::Multiply, _, one) => {
                let one = &self.nodes[*one];
                matches!(&one.op, Op::Value(_) | Op::Name(_)) && one.at == node.at
            }
            _ => false,
        }
    }

    /// The unit or noun behind what is computed: `(8 + 8) bytes`, `2^20 s`. It is multiplied by, and stands
    /// where it is written.
    fn unit_behind(&mut self, value: usize) -> Result<usize, UnitError> {
        let Some((literal, at)) = literal::tail(&mut self.cursor)? else { return Ok(value) };
        let written = self.cursor.text.get(at.clone()).unwrap_or("");
        self.pieces.push(Piece::Value(self.nodes.len(), format!(" {written}")));
        let one = self.push(Op::Value(literal), at.clone());
        Ok(self.push(Op::Binary(Binary::Multiply, value, one), at))
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
        let power = self.push(Op::Binary(Binary::Power, base, exponent), at);
        if outside { Ok(power) } else { self.unit_behind(power) }
    }

    fn value(&mut self) -> Result<usize, UnitError> {
        let fronts = self.cursor.fronts();
        if !fronts.is_empty() {
            return self.below_fronts(&fronts);
        }
        if self.cursor.is_at_count() || self.cursor.is_at_money() {
            return self.literal(None).map(|(value, _)| value);
        }
        match self.cursor.peek().kind {
            Kind::Number(_) | Kind::Dollar => self.literal(None).map(|(value, _)| value),
            Kind::Open => {
                let open = self.take();
                self.print("(");
                let value = self.inner()?;
                self.close(&open)?;
                if self.cursor.in_exponent { Ok(value) } else { self.unit_behind(value) }
            }
            // `x` multiplies, but where a value is due it is a name.
            Kind::Times if self.cursor.slice(self.cursor.peek()) == "x" => Ok(self.name()),
            Kind::Bracket(function) => self.bracket(function),
            Kind::Word if self.cursor.second_is_open() => self.call(),
            Kind::Word | Kind::Quoted => Ok(self.name()),
            _ => {
                let token = self.cursor.peek();
                let found = self.cursor.slice(token).to_owned();
                Err(UnitError::new(token.start..token.end, Fault::ExpectedValue { found }))
            }
        }
    }

    /// `⌈720 ÷ 250⌉`.
    fn bracket(&mut self, function: Function) -> Result<usize, UnitError> {
        let open = self.take();
        self.print(function.name());
        self.print("(");
        let value = self.inner()?;
        self.close(&open)?;
        Ok(self.push(Op::Call(function, vec![value]), open))
    }

    /// `하루 5건`, `사용자당 2건`, `평균 2KB`: a value below what stands in front of it.
    fn below_fronts(&mut self, fronts: &[Front]) -> Result<usize, UnitError> {
        self.cursor.pass(fronts);
        let (mut value, _) = self.literal(None)?;
        // What is nearest to the number is what it is per first: 2건/일/명 of `명당 하루 2건`.
        for front in fronts.iter().rev() {
            let Some(each) = &front.each else { continue };
            self.pieces.push(Piece::Each(each.clone(), true));
            let each = self.push(Op::Each(each.clone(), true), front.at.clone());
            value = self.push(Op::Binary(Binary::Divide, value, each), front.at.clone());
        }
        Ok(value)
    }

    fn name(&mut self) -> usize {
        let name = self.cursor.slice(self.cursor.peek()).to_owned();
        self.pieces.push(Piece::Name(name.clone()));
        let at = self.take();
        self.push(Op::Name(name), at)
    }

    /// A number or a range; true if it took the sign at `minus` in.
    fn literal(&mut self, minus: Option<usize>) -> Result<(usize, bool), UnitError> {
        let (literal, at, took_sign) = literal::read(&mut self.cursor, minus)?;
        let written = self.cursor.text.get(at.clone()).unwrap_or("").to_owned();
        self.pieces.push(Piece::Value(self.nodes.len(), written));
        let currency = literal.currency;
        let value = self.push(Op::Value(literal), at.clone());
        let Some(name) = currency else { return Ok((value, took_sign)) };
        // 300만원: so many times what one is worth, by the name that the page states it under.
        self.pieces.push(Piece::Rate(name.to_owned()));
        let rate = self.push(Op::Name(name.to_owned()), at.clone());
        Ok((self.push(Op::Binary(Binary::Multiply, value, rate), at), took_sign))
    }

    fn call(&mut self) -> Result<usize, UnitError> {
        let name = self.cursor.slice(self.cursor.peek());
        let at = self.take();
        if name == "pow" {
            return self.pow(at);
        }
        let Some(function) = Function::find(name) else {
            if name == "log" {
                return Err(UnitError::new(at, Fault::WhichLogarithm));
            }
            let all: Vec<&'static str> = Function::ALL.iter().map(|&(name, _)| name).collect();
            let is_near = |known: &&&str| strsim::damerau_levenshtein(known, name) <= 1;
            let near = all.iter().find(is_near).copied();
            let fault = Fault::UnknownFunction { word: name.to_owned(), near, all };
            return Err(UnitError::new(at, fault));
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
            let fault = Fault::WrongArguments { function: function.name(), found: arguments.len() };
            return Err(UnitError::new(at, fault));
        }
        Ok(self.push(Op::Call(function, arguments), at))
    }

    /// `pow(2, 10)`, which is printed as the power that it is.
    fn pow(&mut self, at: Range<usize>) -> Result<usize, UnitError> {
        let open = self.take();
        self.print("(");
        let base = self.inner()?;
        if self.cursor.peek().kind != Kind::Comma {
            return Err(UnitError::new(at, Fault::PowTakesTwo));
        }
        self.take();
        self.print(")^(");
        let exponent = self.inner()?;
        self.close(&open)?;
        let power = self.push(Op::Binary(Binary::Power, base, exponent), at);
        if self.cursor.in_exponent { Ok(power) } else { self.unit_behind(power) }
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
        let mut rate = None;
        match self.cursor.peek().kind {
            Kind::Word if table::currency(self.cursor.slice(self.cursor.peek())).is_some() => {
                rate = table::currency(self.cursor.slice(self.cursor.peek())).map(str::to_owned);
            }
            Kind::Dollar => unit = table::find("USD"),
            Kind::Word => {
                let word = self.cursor.slice(self.cursor.peek());
                let count = table::count_suffix(word);
                unit = table::find_alone(word).or_else(|| count.map(table::count));
                noun = unit.is_none().then(|| word.to_owned());
                if count.is_some() && self.cursor.second_word().is_some() {
                    // M stories/day
                    self.cursor.advance();
                    noun = self.cursor.word_to_take().map(str::to_owned);
                }
            }
            Kind::Percent => unit = table::find("percent"),
            Kind::Slash => {}
            _ => return Err(UnitError::new(self.take(), Fault::NoUnitToShowIn)),
        }
        if self.cursor.peek().kind != Kind::Slash {
            self.cursor.advance();
        }
        let mut unit = unit.unwrap_or(table::Unit::ONE);
        while self.cursor.peek().kind == Kind::Slash || self.cursor.is_at_word("per") {
            self.cursor.advance();
            let word = self.cursor.slice(self.cursor.peek());
            let at = self.take();
            let below =
                table::find_alone(word).and_then(|below| unit.per(below)).ok_or_else(|| {
                    UnitError::new(at, Fault::UnknownUnitBelow { word: word.to_owned() })
                })?;
            unit = below;
        }
        let at = start..self.cursor.last_end();
        let text = self.cursor.text.get(at.clone()).unwrap_or("").to_owned();
        Ok(Some(Shown { unit, noun, rate, text, at }))
    }

    fn close(&mut self, open: &Range<usize>) -> Result<(), UnitError> {
        match self.cursor.peek().kind {
            Kind::Close => {
                self.take();
                self.print(")");
                Ok(())
            }
            Kind::End => Err(UnitError::new(open.clone(), Fault::Unclosed)),
            _ => Err(self.left_over()),
        }
    }

    /// The error of a token that cannot follow a value.
    fn left_over(&self) -> UnitError {
        let token = self.cursor.peek();
        let (at, text) = (token.start..token.end, self.cursor.slice(token).to_owned());
        match token.kind {
            Kind::DotDot => literal::range_ends(token),
            Kind::Colon => UnitError::new(at, Fault::Colon),
            Kind::Close => UnitError::new(at, Fault::Unopened),
            Kind::Number(_) | Kind::Word | Kind::Quoted | Kind::Open | Kind::Dollar => {
                UnitError::new(at, Fault::ExpectedOperator { found: text })
            }
            _ => UnitError::new(at, Fault::Unexpected { text }),
        }
    }
}
