//! What the command line says: why a command fails, what a flag cannot be, where things were written, the gate.

use super::study::Kept;
use super::units;
use crate::figure::Unit;

/// Why a command does nothing, or ends before it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// `sums.yaml has formulas but no design, so there is nothing to simulate`, from `run`.
    NothingToRun {
        /// The page, as it was named.
        file: String,
    },
    /// `3,000 requests arrived within 2 s of simulated time, three times what --max-requests allows, …`: an open load
    /// with a rate that nobody meant.
    TooManyArrived {
        /// Requests until then.
        requests: u64,
        /// Within this time, ns.
        within_ns: u64,
    },
    /// `3,000 requests were sent within 2 s of simulated time: clients that are answered at once … ask again at once`.
    TooManySent {
        /// Requests until then.
        requests: u64,
        /// Within this time, ns.
        within_ns: u64,
    },
    /// `the budget of 1,200,000,000 steps was used up 3.2 s into the run, before the warm-up had ended`.
    OutOfBudget {
        /// Steps of the command.
        steps: u64,
        /// How far the first replication got, ns from the start of its warm-up.
        reached_ns: u64,
    },
    /// `the figures of 100,000 replications take 73 GB, and 2 GB are allowed`.
    OutOfMemory {
        /// What.
        what: Kept,
        /// Bytes that it would take.
        bytes: u64,
        /// Bytes that there may be.
        limit: u64,
    },
    /// `4,000,000 requests were under way at once 12 s into the run, and the run was given up`.
    TooManyInFlight {
        /// As many as are allowed.
        limit: usize,
        /// When.
        at_s: u64,
    },
    /// `stopped before the first replication was done: there is nothing to report`.
    Stopped,
    /// `the standard output cannot be written: no space left on device`.
    OutputUnwritable {
        /// The system's words.
        detail: String,
    },
    /// `` `reports/a` cannot be written: permission denied``.
    Unwritable {
        /// A file or folder.
        path: String,
        /// The system's words.
        detail: String,
    },
    /// `` `notes.txt/a` cannot be a folder: `notes.txt` is a file``.
    BelowAFile {
        /// The folder.
        path: String,
        /// The file above it.
        file: String,
    },
    /// `` `Z:\a` cannot be written: no folder above it exists``.
    NoFolderAbove {
        /// The folder.
        path: String,
    },
    /// ``the chart `latency` cannot be drawn: …``.
    Undrawable {
        /// The stem of its file.
        chart: String,
        /// The renderer's words.
        detail: String,
    },
    /// `` `latency.hlog` cannot be made: …``.
    Unencodable {
        /// The file.
        file: String,
        /// The encoder's words.
        detail: String,
    },
    /// `` `shop.yaml` exists already, and is left as it is``, from `new`.
    ExistsAlready {
        /// The file.
        file: String,
    },
    /// ``the page needs a name, such as `napkin new my-design` ``.
    NoName,
}

/// Why what was written behind a flag cannot be its value.
#[derive(Clone, Debug, PartialEq)]
pub enum BadValue {
    /// No quantity at all, or one of something else.
    Quantity(units::Fault),
    /// ``it must be more than 0 and at most 30 days, such as `30s` or `2m` ``.
    Duration,
    /// ``it must be from 0.1% to 15%, such as `1%` ``.
    Precision,
    /// ``it must be a whole number from 1 to 1,000,000, such as `100` ``.
    Whole {
        /// The smallest.
        least: u64,
        /// The largest.
        most: u64,
    },
    /// ``it must be a whole number from 0 to 18446744073709551615, such as `7` ``.
    Seed,
    /// `the yearly model covers 1990 to 2030`.
    Year {
        /// Its first year.
        first: u16,
        /// Its last.
        last: u16,
    },
    /// ``write what varies, and over what: `traffic.rate=1k/s..20k/s` …``.
    Vary,
    /// `write a share from 0% to 100%, such as 5%`.
    Share,
    /// `write an amount of money a month, such as $100`.
    Dollars,
    /// `write how many times the page's load, from 0.001x to 1000000x, such as 10x`.
    Load,
    /// ``write steps, such as `200M`, or seconds of two cores, such as `30s` ``.
    Budget,
    /// ``write an amount of memory from 64MB on, such as `4GB` ``.
    Memory,
    /// `write a rate above 0, such as 5k/s, or two of them from low to high: 1k/s..50k/s`.
    Rate,
}

/// What is wrong with a file that the command line names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum File {
    /// `` `prices.yaml` cannot be read: it is not UTF-8``.
    Unreadable {
        /// The file.
        name: String,
        /// Why.
        why: Unreadable,
    },
    /// `` `url-shorten` does not exist``, and the gallery has a page with nearly this name.
    NearGallery {
        /// What was asked for.
        name: String,
        /// The gallery's page.
        near: &'static str,
    },
}

/// Why a table is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// `permission denied`: the system's words.
    System(String),
    /// `it is larger than 8 MiB`.
    LargerThan {
        /// The limit.
        mib: usize,
    },
    /// `it is not UTF-8`.
    NotUtf8,
}

/// What is said beside a report.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Text<'a> {
    /// `error: stopped before the first replication was done`.
    Error {
        /// Why the command fails, said.
        why: &'a str,
    },
    /// `3 errors in shop.yaml`, below all problems.
    Errors {
        /// How many, with those that are not shown.
        count: usize,
        /// The page.
        file: &'a str,
    },
    /// `1 warning in shop.yaml`, below all warnings of a page that is fit.
    Warnings {
        /// How many.
        count: usize,
        /// The page.
        file: &'a str,
    },
    /// `… and 17 more problems`.
    NotShown {
        /// How many.
        count: usize,
    },
    /// `note: --set, --seed have no effect here`.
    NoEffect {
        /// Flags that change nothing of what the command does.
        flags: &'a [&'a str],
    },
    /// `shop.yaml: A shop is fine`, from `check`.
    Fit {
        /// The page's file.
        file: &'a str,
        /// Its name.
        name: &'a str,
        /// It is more than arithmetic.
        has_design: bool,
    },
    /// `This page costs 4,000 calls a request: to stay within 1,200,000,000 steps, about 2,500 requests are simulated.`
    Costs {
        /// Calls of a request.
        calls: f64,
        /// Steps of the command.
        steps: u64,
        /// Requests, about, in all replications.
        requests: f64,
    },
    /// `stopping… (Ctrl-C again to end at once)`.
    Stopping,
    /// `The report is in reports/shop/report.md, with its charts and result.json beside it.`
    Written {
        /// The note's file.
        file: &'a str,
    },
    /// `No files were written, since the run was stopped.`
    NotWritten,
    /// `looking for a steady state… 2s`: a template of the progress bar, while the warm-up is looked for.
    LookingTemplate,
    /// `simulating [####    ]  52%  9 s left`: a template of the progress bar, while replications run.
    SimulatingTemplate,
    /// The bar of a study: steps done, of those planned so far.
    StepsTemplate,
    /// `1 min 30 s left`.
    TimeLeft {
        /// Seconds.
        seconds: f64,
    },
    /// ``shop.yaml is ready: `napkin run shop.yaml` ``, from `new`.
    Made {
        /// The page's file.
        file: &'a str,
        /// The command that runs it.
        command: &'a str,
    },
    /// ``Run one with `napkin run NAME`.``, below the gallery.
    RunOne,
}

/// A line of `--gate`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict<'a> {
    /// ``warning: --gate has nothing to judge, since the page has no `slo:` ``.
    NothingToJudge,
    /// `missed: p99 is 1.2 s, 200 ms over its target of 1 s (20% too much), clearly: …`.
    Judged(Judged<'a>),
    /// `missed: p99 has no value to hold against its target of 1 s`.
    NothingMeasured {
        /// The objective.
        objective: &'a str,
        /// What it asks for.
        target: f64,
        /// Of both.
        unit: Unit,
    },
    /// `missed: “kill app” at 100 s was not simulated: the budget ends each replication at 16 s`.
    NotSimulated {
        /// What would have happened, said.
        event: &'a str,
        /// When, s.
        at_s: f64,
        /// Where the run ends, s.
        end_s: f64,
    },
    /// `missed: the load does not settle, 12 more every second are under way`.
    DoesNotSettle {
        /// How many more.
        growth_per_s: f64,
    },
    /// `worse: app.instances=4: cost is $120/month, $60/month before`
    WorseBy {
        /// What the variant is called.
        variant: &'a str,
        /// The figure.
        figure: &'a str,
        /// Of the first.
        from: f64,
        /// Of the variant.
        to: f64,
        /// Of both.
        unit: Unit,
    },
    /// `not worse: app.instances=4, by more than is allowed`
    NotWorse {
        /// What the variant is called.
        variant: &'a str,
    },
    /// `worse: app.instances=4: there is nothing to compare it with, or of it`
    NotComparable {
        /// What the variant is called.
        variant: &'a str,
    },
    /// `missed: p99 is missed in 12% of the trials, at most 5% may miss it, clearly: …`.
    HowOften {
        /// The objective.
        objective: &'a str,
        /// The share of the trials that miss it.
        share: f64,
        /// The interval of this share.
        interval: (f64, f64),
        /// The share that may miss it.
        most: f64,
    },
}

/// An objective, and what was measured of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged<'a> {
    /// Its name.
    pub objective: &'a str,
    /// What it asks for.
    pub target: f64,
    /// What was measured.
    pub actual: f64,
    /// The interval of that, if it has one.
    pub interval: Option<(f64, f64)>,
    /// Of all of these.
    pub unit: Unit,
    /// Whether it is met.
    pub met: bool,
    /// Whether the interval leaves no doubt of it.
    pub clear: bool,
}
