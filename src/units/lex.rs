//! The text of a formula into tokens.

use super::function::Function;
use super::quantity::UnitError;
use super::table::is_money_sign;
use crate::message::units::Fault;

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// Decimal digits without their separators: `86400`, `1.5`, `1e6`.
    Number(String),
    Word,
    Dollar,
    Percent,
    Plus,
    Minus,
    Times,
    Slash,
    Caret,
    Open,
    Close,
    Comma,
    DotDot,
    /// `⌈` or `⌊`, which `⌉` or `⌋` closes.
    Bracket(Function),
    /// The `:` of `100:1`.
    Colon,
    /// A name in quotes; where it stands is without them.
    Quoted,
    End,
}

/// One token: bytes `start..end` of the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    /// True if white space stands before it.
    pub gap: bool,
}

/// True for a character that begins a name or a unit: a letter of any language, but for full-width ones, which stand
/// for others, and raised ones, which are powers.
#[must_use]
pub fn begins_word(c: char) -> bool {
    (c.is_alphabetic() || c == '_') && !matches!(c, '！'..='～' | 'ª' | 'º' | 'ⁿ' | 'ⁱ')
}

/// True for letters of languages that put no space between a number and what is counted.
pub(super) const fn needs_no_gap(c: char) -> bool {
    matches!(c, '가'..='힣' | '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')
}

/// Count words that a noun may follow without a space, longer ones first.
const COUNTS: &[&str] = &[
    "십만", "백만", "천만", "십억", "백억", "천억", "천", "만", "억", "조", "百万", "千万", "千",
    "万", "萬", "億", "亿",
];

/// The ASCII character that a full-width one stands for; `None` for a quote that is none, anything else as it is.
const fn plain(c: char) -> Option<char> {
    match c {
        '“' | '”' | '‘' | '’' | '＂' | '＇' => None,
        '！'..='～' => char::from_u32(c as u32 - '！' as u32 + '!' as u32),
        other => Some(other),
    }
}

/// A text without its full-width characters and curly quotes.
fn text_of_values(text: &str) -> String {
    text.trim().chars().filter_map(plain).collect()
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    /// One entry per open parenthesis: true if it belongs to a function, where commas separate values.
    calls: Vec<bool>,
    tokens: Vec<Token>,
}

/// Splits a text into tokens; the last is `End`.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, UnitError> {
    let mut lexer = Lexer { text, at: 0, calls: Vec::new(), tokens: Vec::new() };
    loop {
        let rest = lexer.rest();
        let start = text.len() - lexer.without_about(rest.trim_start()).len();
        let gap = start > lexer.at;
        lexer.at = start;
        let kind = lexer.next()?;
        let done = kind == Kind::End;
        // Quotes are one byte each.
        let quote = usize::from(kind == Kind::Quoted);
        lexer.tokens.push(Token { kind, start: start + quote, end: lexer.at - quote, gap });
        if done {
            return Ok(lexer.tokens);
        }
    }
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// A text without the `~` or `약` before a number, which say that it is about so much. Behind a value `~` is a range.
    fn without_about<'t>(&self, text: &'t str) -> &'t str {
        let about = text.strip_prefix('약').or_else(|| text.strip_prefix(['~', '≈']));
        let number = |rest: &&str| rest.starts_with(|c: char| c.is_ascii_digit() || c == '$');
        let behind_value = text.starts_with('~') && self.is_behind_value();
        about.map(str::trim_start).filter(number).filter(|_| !behind_value).unwrap_or(text)
    }

    fn is_behind_value(&self) -> bool {
        self.tokens.last().is_some_and(|token| {
            let value = matches!(token.kind, Kind::Number(_) | Kind::Percent | Kind::Close);
            value || matches!(token.kind, Kind::Word | Kind::Quoted)
        })
    }

    /// The power that raised digits say, which come next: 6 of `10⁶`.
    fn raised(&mut self) -> Option<i32> {
        const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
        let rest = self.rest();
        let unsigned = rest.strip_prefix('⁻').unwrap_or(rest);
        let digit = |c: char| RAISED.chars().position(|raised| raised == c);
        let digits: Vec<usize> = unsigned.chars().map_while(digit).take(4).collect();
        if digits.is_empty() {
            return None;
        }
        let signs = rest.len() - unsigned.len();
        let bytes: usize = unsigned.chars().take(digits.len()).map(char::len_utf8).sum();
        self.at += signs + bytes;
        let size =
            digits.iter().fold(0, |sum, &digit| sum * 10 + i32::try_from(digit).unwrap_or(0));
        Some(if signs > 0 { -size } else { size })
    }

    fn digits(&self, from: usize) -> usize {
        let rest = self.text.as_bytes().get(from..).unwrap_or(&[]);
        rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    fn next(&mut self) -> Result<Kind, UnitError> {
        let start = self.at;
        let Some(first) = self.rest().chars().next() else { return Ok(Kind::End) };
        if first.is_ascii_digit() || (first == '.' && self.digits(start + 1) > 0) {
            return self.number().map(Kind::Number);
        }
        if matches!(first, '０'..='９') {
            return Ok(Kind::Number(self.full_width_number()));
        }
        if begins_word(first) {
            return Ok(self.word());
        }
        self.at += first.len_utf8();
        if matches!(first, '"' | '\'')
            && let Some(length) = self.rest().find(first).filter(|&length| length > 0)
        {
            self.at += length + 1;
            return Ok(Kind::Quoted);
        }
        Ok(match first {
            sign if is_money_sign(sign) => Kind::Word,
            ':' => Kind::Colon,
            '$' => Kind::Dollar,
            '%' => Kind::Percent,
            '+' => Kind::Plus,
            '-' | '\u{2212}' => Kind::Minus,
            '*' | '×' | '·' | '\u{22c5}' => Kind::Times,
            '/' | '÷' => Kind::Slash,
            '~' if self.is_behind_value() && self.digits(self.at) > 0 => Kind::DotDot,
            '⌈' | '⌊' => {
                self.calls.push(false);
                Kind::Bracket(if first == '⌈' { Function::Ceil } else { Function::Floor })
            }
            '^' => Kind::Caret,
            ',' => Kind::Comma,
            '(' => {
                let function = self.tokens.last().is_some_and(|token| token.kind == Kind::Word);
                self.calls.push(function);
                Kind::Open
            }
            ')' | '⌉' | '⌋' => {
                self.calls.pop();
                Kind::Close
            }
            '.' if self.byte(self.at) == b'.' && self.byte(self.at + 1) != b'.' => {
                self.at += 1;
                Kind::DotDot
            }
            other if plain(other) != Some(other) => {
                let fault = Fault::NotPlain { character: other, meant: text_of_values(self.text) };
                return Err(UnitError::new(start..self.at, fault));
            }
            other => {
                let fault = Fault::Unexpected { text: other.to_string() };
                return Err(UnitError::new(start..self.at, fault));
            }
        })
    }

    /// A name, a unit, or the `x` of `3 x 4`. A dot belongs to it only when a name goes on behind it, so that
    /// `10ms..20ms` stays a range.
    fn word(&mut self) -> Kind {
        let start = self.at;
        let mut chars = self.rest().char_indices().peekable();
        let mut end = self.text.len();
        while let Some((offset, c)) = chars.next() {
            let dot = c == '.' && chars.peek().is_some_and(|&(_, next)| begins_word(next));
            if !(begins_word(c) || c.is_ascii_digit() || dot) {
                end = start + offset;
                break;
            }
        }
        // Korean writes what is counted behind the count word without a space: 3억명.
        let counted = self
            .tokens
            .last()
            .is_some_and(|token| matches!(token.kind, Kind::Number(_)) && token.end == start);
        let whole = COUNTS.contains(&&self.text[start..end]);
        if counted
            && !whole
            && let Some(count) = COUNTS.iter().find(|&&count| {
                self.text[start..end].strip_prefix(count).is_some_and(|rest| !rest.is_empty())
            })
        {
            end = start + count.len();
        }
        self.at = end;
        if &self.text[start..end] == "x" { Kind::Times } else { Kind::Word }
    }

    /// Digits as an input method for Korean or Japanese writes them: `１，２００．５`.
    fn full_width_number(&mut self) -> String {
        let of_number = |c: &char| matches!(c, '０'..='９' | '．' | '，');
        let written: String = self.rest().chars().take_while(of_number).collect();
        self.at += written.len();
        written.chars().filter_map(plain).filter(|&c| c != ',').collect()
    }

    /// Digits with their separators, fraction and exponent.
    fn number(&mut self) -> Result<String, UnitError> {
        let start = self.at;
        self.at += self.digits(start);
        if self.byte(self.at) == b',' && self.digits(self.at + 1) > 0 {
            self.commas(start)?;
        }
        while self.byte(self.at) == b'_' && self.digits(self.at + 1) > 0 {
            self.at += 1 + self.digits(self.at + 1);
        }
        if self.byte(self.at) == b'.' && self.digits(self.at + 1) > 0 {
            self.at += 1 + self.digits(self.at + 1);
        }
        if matches!(self.byte(self.at), b'e' | b'E') {
            let sign = usize::from(matches!(self.byte(self.at + 1), b'+' | b'-'));
            let digits = self.digits(self.at + 1 + sign);
            if digits > 0 {
                self.at += 1 + sign + digits;
            }
        }
        let digits = self.text[start..self.at].replace(['_', ','], "");
        Ok(match self.raised() {
            Some(power) if digits == "10" => format!("1e{power}"),
            Some(power) => {
                let base = digits.parse::<f64>().unwrap_or(f64::NAN);
                format!("{:e}", libm::pow(base, f64::from(power)))
            }
            None => digits,
        })
    }

    /// Groups of three behind commas. Between the parentheses of a function such a comma could as well separate
    /// two values, so there it is refused instead of guessed.
    fn commas(&mut self, start: usize) -> Result<(), UnitError> {
        let leading = self.at - start;
        let call = self.calls.last().copied().unwrap_or(false);
        let mut end = self.at;
        let mut grouped = leading <= 3;
        while self.byte(end) == b',' && self.digits(end + 1) > 0 {
            let digits = self.digits(end + 1);
            if call && digits != 3 {
                break;
            }
            grouped &= digits == 3;
            end += 1 + digits;
        }
        let text = self.text[start..end].to_owned();
        match (call, grouped) {
            (true, true) if end > self.at => {
                Err(UnitError::new(start..end, Fault::AmbiguousComma { text }))
            }
            (true, _) => Ok(()),
            (false, true) => {
                self.at = end;
                Ok(())
            }
            (false, false) => Err(UnitError::new(start..end, Fault::BadGrouping { text })),
        }
    }
}
