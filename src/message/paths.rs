//! What is wrong with a path, its steps and its blocks.

/// A mistake in a path.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the sentence of a variant says what its fields are")]
pub enum Fault {
    /// `` `path` leads nowhere ``.
    Empty { field: String },
    /// `this step is empty`.
    EmptyStep,
    /// `a step cannot be a list`.
    ListInAPath,
    /// `` `parallel` has no paths ``: a block word alone.
    BlockWithoutPaths { block: String },
    /// `` `parallel` takes a list of paths ``.
    BlockWantsPaths { block: String },
    /// ``a step has one key, and `work` is a second``, beside a block or beside a name.
    SeveralKeys { name: String, stray: String, is_block: bool },
    /// ``the fields of the step `worker` are a map``.
    FieldsWantAMap { name: String },
    /// `` `paralel` is not a block ``.
    NotABlock { name: String, near: &'static str },
    /// `` `need` is 3, but there are 2 paths ``.
    NeedBeyondPaths { need: u64, paths: usize },
    /// `` `main` is not one of the paths ``.
    WeightOfNoPath { name: String, near: Option<String> },
    /// `` `app -> db` is read as one name ``.
    InOneWord { written: String, names: Vec<String> },
    /// `` `jobs` is a queue, and nobody waits for a queue ``.
    QueueOutsideLater { name: String },
    /// `` `lb` balances over nothing ``.
    BalancesNothing { name: String },
    /// `` `gate` lets calls through to nothing ``.
    LimitsNothing { name: String },
    /// `` `later` starts at a queue ``, and this is of another kind, or a block.
    LaterWithoutQueue { kind: Option<&'static str> },
    /// `nobody takes the messages of this queue`.
    QueueWithoutConsumer,
    /// `right behind a queue stands whoever takes its messages`, and this is a block.
    ConsumerIsABlock,
    /// The same, and this is a component without workers.
    ConsumerIsA { kind: &'static str },
    /// `one request makes about 2,000,000 calls`.
    Endless { calls: f64, most: f64 },
    /// `in this path 1,001 components wait for each other`.
    TooDeep { waiting: usize, most: usize },
}
