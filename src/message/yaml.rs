//! What can be wrong with a page's YAML.

/// A mistake in the YAML of a page. Texts are those of the page; sentences cut them where they are long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// `the page is larger than 1 MiB, the most that is read`
    TooLong {
        /// The limit.
        limit_mib: usize,
    },
    /// `the page is empty`
    Empty,
    /// `a page is one YAML document`
    SecondDocument,
    /// `the page is nested deeper than 64 levels, the most that is read`
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// `aliases copy more than 100000 values, the most that is read`
    TooManyCopies {
        /// The limit.
        limit: usize,
    },
    /// `` `*basee` is an alias, and nothing above is marked `&basee` ``
    UnknownAlias {
        /// The name behind the `*`.
        name: String,
        /// The anchor that may be meant.
        nearest: Option<String>,
    },
    /// `an alias stands inside the value it copies`
    AliasOfItself,
    /// `` `&x` marks a value for copying, and no `*x` copies it ``: most likely text that begins with `&`.
    UnusedAnchor {
        /// The name behind the `&`.
        name: String,
    },
    /// `` `!important` is a YAML tag, and tags mean nothing here ``
    Tag {
        /// The tag as written.
        source: String,
    },
    /// `` `app` is written twice in the same map ``
    DuplicateKey {
        /// The key, which may be `<<`.
        key: String,
    },
    /// `a key is missing before the colon`
    MissingKey,
    /// `a list cannot be a key`
    ListAsKey {
        /// The list as written.
        source: String,
    },
    /// `a map cannot be a key`
    MapAsKey {
        /// The map as written.
        source: String,
    },
    /// `` `<<` merges maps, and this is none ``
    MergeNotMap,
    /// `a comma inside an unquoted value split it in two`, in braces.
    CommaInMap {
        /// The key of the value.
        key: String,
        /// The value as it was meant.
        whole: String,
    },
    /// `a comma inside an unquoted value split it in two`, in brackets.
    CommaInList {
        /// The item as it was meant.
        whole: String,
    },
    /// `` `cores` has no value ``, in braces.
    NoValue {
        /// The word without a value.
        key: String,
        /// Key and value of the entry before it, if the comma between them could belong to that value.
        before: Option<(String, String)>,
    },
    /// `words in braces without a value are no list`
    BracesForList {
        /// The words, with commas.
        list: String,
    },
    /// `a space is missing after the colon`
    SpaceAfterColon {
        /// What stands before the colon.
        key: String,
        /// What stands behind it.
        rest: String,
    },
    /// ``a full-width colon (`：`) means nothing to YAML``
    Lookalike {
        /// What it looks like.
        kind: Lookalike,
        /// The character.
        character: char,
        /// What to write instead; empty if nothing.
        ascii: &'static str,
    },
    /// `a tab is used for indentation`
    Tab,
    /// `the control character U+0007 means nothing to YAML`
    ControlCharacter {
        /// The character.
        character: char,
    },
    /// ``an unquoted value cannot begin with `@` ``
    BadStart {
        /// The first character.
        character: char,
        /// The whole value.
        value: String,
    },
    /// `` `*` begins an alias in YAML, and no name follows ``
    BareAlias {
        /// The value that begins so.
        value: String,
    },
    /// `` `&` begins an anchor in YAML, and no name follows ``
    BareAnchor {
        /// The value that begins so.
        value: String,
    },
    /// `` `{` is never closed ``
    Unclosed {
        /// The bracket.
        open: char,
        /// Its partner.
        close: char,
    },
    /// `` `[` is closed by `}` ``
    Mismatched {
        /// The opening bracket.
        open: char,
        /// What closes it.
        close: char,
        /// What should.
        right: char,
    },
    /// `` `}` closes nothing ``
    ClosesNothing {
        /// The bracket.
        close: char,
    },
    /// `a comma is missing`
    MissingComma {
        /// What stands before it; may be empty.
        before: String,
        /// What stands behind it.
        after: String,
    },
    /// `a key has more than 1024 characters`
    LongKey {
        /// The limit.
        most: usize,
    },
    /// `nothing stands between two commas`
    EmptyItem,
    /// `a second colon in one value`
    SecondColon {
        /// The line before the value: `name: `.
        key: String,
        /// The value, in which the colon stands.
        value: String,
    },
    /// `` `work` is indented below a line that already has a value ``
    ValueAndLines {
        /// The deeper line's key.
        key: String,
    },
    /// `a key without a colon`
    NoColon {
        /// The line.
        line: String,
    },
    /// `this line's indentation fits no line above`
    Misaligned {
        /// The columns in which keys above start.
        columns: Vec<usize>,
    },
    /// `a list item stands among the keys of a map`
    DashInMap,
    /// ``a line among list items does not begin with `- ` ``
    KeyInList,
    /// `a list cannot begin on its key's line with a dash`
    DashAfterKey,
    /// `a dash does not begin an item inside brackets`
    DashInBrackets,
    /// `a quote is never closed`
    UnclosedQuote {
        /// Which quote.
        quote: char,
    },
    /// `text follows a closing quote`, a single one.
    AfterSingleQuote,
    /// `text follows a closing quote`, a double one.
    AfterDoubleQuote,
    /// `YAML knows no such escape in double quotes`
    BadEscape,
    /// `` `|` begins a block of text, which starts on the next line ``
    BlockHeader {
        /// `|` or `>`.
        character: char,
        /// The value that begins so.
        value: String,
    },
    /// ``a `%` at the start of a line begins a YAML directive``
    Directive,
    /// `this is not YAML: …`: whatever is left, in the parser's words.
    NotYaml {
        /// What the parser says.
        detail: String,
    },
}

/// A character of an East Asian keyboard, or one that cannot be seen, where YAML has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookalike {
    /// `：`
    Colon,
    /// `，` and `、`
    Comma,
    /// `｛` and `｝`
    Brace,
    /// `［` and `］`
    Bracket,
    /// `＃`
    NumberSign,
    /// `“`, `’`, `＂` and their like
    Quote,
    /// The space of a full-width keyboard.
    FullWidthSpace,
    /// A space at which no line may break.
    NonBreakingSpace,
    /// A character without width.
    Invisible,
}

/// A second place that explains a mistake in the YAML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// `` `,` or `}` is expected before this ``: where an open bracket was noticed.
    ExpectedSeparator {
        /// The closing bracket.
        close: char,
    },
    /// `closed here`: the wrong closing bracket.
    ClosedHere,
    /// `the value`: what a deeper line would go on.
    TheValue,
}
