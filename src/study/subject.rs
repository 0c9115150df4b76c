//! What a study is about: a page that can be read again with changes, as often as the study needs it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;

use super::{StudyError, Watch};
use crate::blueprint::{RunSettings, Tables};
use crate::document::Head;
use crate::message::Refusal;
use crate::pipeline::{self, Design, Finished, Loaded};
use crate::problem::{Problems, Sources};
use crate::scenario::page::{self, Reader};
use crate::world::{self, Plan, RunError};
use crate::yaml::Node;

/// Writes what the command line overrides over what a page says under `run:`.
pub type Overrides<'t> = &'t (dyn Fn(&mut RunSettings) + Sync);

/// A page, and how its variants are read. Can be shared between threads.
pub struct Subject<'t> {
    path: PathBuf,
    sets: Vec<String>,
    /// Every file that the page is made of, so that all variants are of the same text.
    files: BTreeMap<PathBuf, Vec<u8>>,
    tables: Tables<'t>,
    overrides: Overrides<'t>,
    /// The page as it stands.
    pub base: Variant<'t>,
    /// The command that makes the study again.
    pub command: String,
}

/// The page with some changes, fit to be simulated.
#[derive(Clone, Debug)]
pub struct Variant<'t> {
    /// What arithmetic says of it; its `design` is `None`, since it stands beside it.
    pub loaded: Loaded<'t>,
    /// What is simulated.
    pub design: Design,
}

impl<'t> Subject<'t> {
    /// Reads a page. `sets` are changes that every variant has, as `--set` takes them.
    ///
    /// # Errors
    /// Everything that is wrong with the page; a page of arithmetic alone has nothing to simulate.
    pub fn open(
        reader: &mut Reader<'_>,
        path: &Path,
        sets: &[String],
        tables: Tables<'t>,
        overrides: Overrides<'t>,
        command: String,
    ) -> Result<Self, StudyError> {
        let mut files = BTreeMap::new();
        let mut recording = |file: &Path| {
            let bytes = reader(file)?;
            files.insert(file.to_owned(), bytes.clone());
            Ok(bytes)
        };
        let loaded = pipeline::load(&mut recording, path, sets, tables)?;
        let base = variant(loaded, overrides).ok_or_else(|| nothing_to_simulate(path))?;
        let (path, sets) = (path.to_owned(), sets.to_vec());
        Ok(Self { path, sets, files, tables, overrides, base, command })
    }

    /// The page with `changes`, each as `--set` takes it: `app.instances=8`.
    ///
    /// # Errors
    /// What is wrong with the changes, or with the page that they make.
    pub fn variant(&self, changes: &[String]) -> Result<Variant<'t>, StudyError> {
        let mut reader = |file: &Path| self.file(file);
        self.fit(pipeline::load(&mut reader, &self.path, &self.with(changes), self.tables)?)
    }

    /// As [`variant`](Self::variant) without the page's arithmetic: for studies that read it a thousand times.
    ///
    /// # Errors
    /// As [`variant`](Self::variant).
    pub fn design(&self, changes: &[String]) -> Result<Variant<'t>, StudyError> {
        let mut reader = |file: &Path| self.file(file);
        self.fit(pipeline::load_design(&mut reader, &self.path, &self.with(changes), self.tables)?)
    }

    /// The page as one tree, with its bases, its includes and the changes of every variant.
    #[must_use]
    pub fn tree(&self) -> Option<Node> {
        let mut reader = |file: &Path| self.file(file);
        let (mut problems, mut sources) = (Problems::default(), Sources::default());
        page::load_with(&mut reader, &self.path, &self.sets, &mut problems, &mut sources)
    }

    /// What the page says at a path, if a single value stands there (or in its short form above: `traffic: 200/s`
    /// for `traffic.rate`).
    #[must_use]
    pub fn text_at(&self, path: &str) -> Option<String> {
        let tree = self.tree()?;
        page::lookup(&tree, path)?.as_text().map(str::to_owned)
    }

    /// A file of the page as it was first read; a change may name one that the page did not.
    fn file(&self, file: &Path) -> io::Result<Vec<u8>> {
        self.files.get(file).map_or_else(|| page::read_file(file), |bytes| Ok(bytes.clone()))
    }

    /// The changes of every variant, then these.
    fn with(&self, changes: &[String]) -> Vec<String> {
        self.sets.iter().chain(changes).cloned().collect()
    }

    fn fit(&self, loaded: Loaded<'t>) -> Result<Variant<'t>, StudyError> {
        variant(loaded, self.overrides).ok_or_else(|| nothing_to_simulate(&self.path))
    }

    /// Prices and latencies in use.
    #[must_use]
    pub fn tables(&self) -> Tables<'t> {
        self.tables
    }

    /// What every document begins with.
    #[must_use]
    pub fn head(&self) -> Head {
        Head {
            napkin: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: self.base.loaded.name.clone(),
            seed: self.base.design.blueprint.run.seed.unwrap_or(world::plan::DEFAULT_SEED),
            command: self.command.clone(),
            about: self.base.loaded.about.clone(),
            ..Head::default()
        }
    }
}

fn nothing_to_simulate(page: &Path) -> StudyError {
    StudyError::Refused(Refusal::NothingToSimulate { file: page.display().to_string() })
}

fn variant<'t>(mut loaded: Loaded<'t>, overrides: Overrides<'t>) -> Option<Variant<'t>> {
    let mut design = loaded.design.take()?;
    overrides(&mut design.blueprint.run);
    Some(Variant { loaded, design })
}

impl Variant<'_> {
    /// The settings of its runs, to be changed by a study: how many requests a probe may cost, how many
    /// replications it has, a warm-up that all variants share.
    pub fn settings(&mut self) -> &mut RunSettings {
        &mut self.design.blueprint.run
    }

    /// The plan of its runs; a pilot finds the warm-up.
    ///
    /// # Errors
    /// When the pilot was stopped, or ran away.
    pub fn plan(&self, watch: &Watch<'_>) -> Result<Plan, RunError> {
        let simulated_ns = AtomicU64::new(0);
        world::plan(&self.design.blueprint, watch.execution(1, &simulated_ns))
    }

    /// Simulates it on so many threads and sums up; the figures do not depend on `threads`.
    ///
    /// # Errors
    /// When too much was in flight, it ran away, or it was stopped before the first replication was done.
    pub fn simulate(&self, watch: &Watch<'_>, threads: usize) -> Result<Finished, RunError> {
        let simulated_ns = AtomicU64::new(0);
        let execution = watch.execution(threads, &simulated_ns);
        pipeline::run(&self.loaded, &self.design, execution, &|_| {}, String::new())
    }
}
