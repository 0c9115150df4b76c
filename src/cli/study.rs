//! What the commands of all studies do: read the page, watch the work, print the note or the document, write
//! the folder `reports/NAME/STUDY/`.

use std::path::PathBuf;
use std::time::Instant;

use schemars::JsonSchema;
use serde::Serialize;

use super::args::{PageArgs, RunFlags, StudyArgs};
use super::folder::Contents;
use super::output::{self, Failure};
use super::progress;
use super::terminal::Terminal;
use super::{Exit, command, folder, input, interrupt, run};
use crate::chart::Chart;
use crate::document::{Capacity, Comparison, Explanation, Head, MonteCarlo, Scaling, Sweep};
use crate::message::Lang;
use crate::message::cli::Text;
use crate::note::Detail;
use crate::note::Note;
use crate::pipeline::Facts;
use crate::report::{html, json, markdown, text};
use crate::study::{Steps, StudyError, Subject, Watch};
use crate::words::Say;
use crate::world::Budget;
use crate::world::execute::DEFAULT_MAX_IN_FLIGHT;

/// A finished study.
pub struct Shown<D> {
    /// What `--json` prints.
    pub document: D,
    /// How it reads.
    pub note: Note,
    /// Its pictures.
    pub charts: Vec<Chart>,
    /// The file stems of every picture that such a study may have.
    pub stems: &'static [&'static str],
    /// How the command ends, if the study was not stopped.
    pub exit: Exit,
}

/// A document with the head of all studies.
pub trait Document: Serialize + JsonSchema {
    /// What it begins with.
    fn head(&mut self) -> &mut Head;
}

macro_rules! documents {
    ($($document:ty),+) => {
        $(impl Document for $document {
            fn head(&mut self) -> &mut Head {
                &mut self.head
            }
        })+
    };
}

documents!(Capacity, Comparison, Explanation, MonteCarlo, Scaling, Sweep);

/// One study: its name, its page, its own flags as [`command::line`] takes them.
pub struct Study<'a> {
    /// The command.
    pub name: &'static str,
    /// The page that it is about.
    pub scenario: &'a String,
    /// Other pages, for `compare`.
    pub others: &'a [String],
    /// What every study takes.
    pub args: &'a StudyArgs,
    /// Its own flags.
    pub own: Vec<(&'static str, Option<String>)>,
}

impl Study<'_> {
    /// Reads the page, makes the study, shows it. `work` gets the page first, then the other pages.
    pub fn conduct<D: Document>(
        &self,
        terminal: &Terminal,
        work: impl FnOnce(&[Subject<'_>], &Watch<'_>) -> Result<Shown<D>, StudyError>,
    ) -> Result<Exit, Failure> {
        let started = Instant::now();
        let facts = match input::facts(&self.args.page, terminal) {
            Ok(facts) => facts,
            Err(exit) => return Ok(exit),
        };
        let overrides = |run: &mut crate::blueprint::RunSettings| self.args.run.apply(run);
        let scenarios: Vec<&String> = std::iter::once(self.scenario).chain(self.others).collect();
        let (page, flags) = (&self.args.page, &self.args.run);
        let line = command::line(self.name, &scenarios, page, flags, &self.own);
        let mut subjects = Vec::new();
        for scenario in &scenarios {
            match open(scenario, page, &facts, &overrides, line.clone()) {
                Ok(subject) => subjects.push(subject),
                Err(error) => return refuse(error, scenario, terminal),
            }
        }
        let folder = self.folder();
        if let Some(folder) = &folder {
            output::ensure_writable(folder)?;
        }
        let steps = Steps::default();
        let budget = flags.budget();
        let watch = watch(flags, &steps, &budget, terminal.lang);
        let visible = terminal.live && !self.args.output.quiet;
        match progress::watch_steps(visible, &steps, terminal.lang, || work(&subjects, &watch)) {
            Ok(mut shown) => {
                let out_of_steps = budget.ran_out();
                shown.document.head().out_of_steps = out_of_steps;
                shown.note.out_of_steps = out_of_steps;
                self.show(shown, folder, started, terminal)
            }
            Err(error) => refuse(error, self.scenario, terminal),
        }
    }

    fn folder(&self) -> Option<PathBuf> {
        // What is compared with other pages is no variant of one.
        let alone = self.others.is_empty();
        let sets = if alone { self.args.page.sets() } else { Vec::new() };
        let of_page = folder::of(&self.args.output, &input::stem(self.scenario), &sets)?;
        Some(if self.args.output.out.is_some() { of_page } else { of_page.join(self.name) })
    }

    /// Writes the folder, then prints with the time that it took, which no file has.
    fn show<D: Document>(
        &self,
        mut shown: Shown<D>,
        folder: Option<PathBuf>,
        started: Instant,
        terminal: &Terminal,
    ) -> Result<Exit, Failure> {
        let interrupted = shown.document.head().interrupted;
        // A part of a study must not take the place of a whole one.
        let folder = folder.filter(|_| !interrupted);
        let written = folder.as_ref().map_or(Ok(()), |folder| {
            let note = |charts: &[_]| markdown::render(&shown.note, charts);
            let document = json::document(&shown.document, terminal.lang);
            let charts = std::mem::take(&mut shown.charts);
            let page = html::render(&shown.note, &charts);
            let (names, stems, others) = (folder::REPORT, shown.stems, Vec::new());
            let contents = Contents { names, page, document, charts, stems, others };
            folder::write(folder, contents, note)
        });
        let wall_s = Some(started.elapsed().as_secs_f64());
        if self.args.output.json {
            shown.document.head().wall_s = wall_s;
            output::print(&json::document(&shown.document, terminal.lang))?;
        } else if !self.args.output.quiet {
            shown.note.wall_s = wall_s;
            let detail = if self.args.output.brief { Detail::Brief } else { Detail::Usual };
            let mut out = text::render(&shown.note, detail, terminal.width, terminal.color);
            let words = match &folder {
                Some(folder) if written.is_ok() => {
                    let file = folder.join("report.md").display().to_string();
                    Text::Written { file: &file }.say(terminal.lang)
                }
                _ if interrupted => Text::NotWritten.say(terminal.lang),
                _ => String::new(),
            };
            if !words.is_empty() {
                out.push('\n');
                out.push_str(&words);
            }
            output::print(&out)?;
        }
        written?;
        Ok(if interrupted { Exit::Failed } else { shown.exit })
    }
}

/// How the flags say that a study is executed.
fn watch<'a>(flags: &RunFlags, steps: &'a Steps, budget: &'a Budget, lang: Lang) -> Watch<'a> {
    let in_flight = flags.max_in_flight.and_then(|most| usize::try_from(most).ok());
    Watch {
        threads: flags.threads.map_or(0, usize::from),
        max_in_flight: in_flight.unwrap_or(DEFAULT_MAX_IN_FLIGHT),
        stop: interrupt::listen(lang),
        steps,
        budget,
        share: None,
    }
}

fn open<'t>(
    scenario: &str,
    page: &PageArgs,
    facts: &'t Facts,
    overrides: crate::study::Overrides<'t>,
    line: String,
) -> Result<Subject<'t>, StudyError> {
    input::open(scenario, |reader, path| {
        Subject::open(reader, path, &page.sets(), facts.tables(), overrides, line)
    })
}

/// Says why there is no study.
fn refuse(error: StudyError, scenario: &str, terminal: &Terminal) -> Result<Exit, Failure> {
    match error {
        StudyError::Rejected(wrong) => Ok(input::refuse(&wrong, scenario, terminal)),
        StudyError::Refused(why) => {
            output::complain(&why.say(terminal.lang), terminal.lang);
            Ok(Exit::Invalid)
        }
        StudyError::Run(error) => Err(Failure::Because(run::because(error))),
    }
}
