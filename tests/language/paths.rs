//! Paths and their blocks.

use napkin::blueprint::{PickPath, Step};
use napkin::sample::Dist;

use super::one_path;

#[test]
fn blocks() {
    let path = one_path("[a, { parallel: [a, [a, a]] }]", "");
    let Step::Parallel { need: 2, paths } = &path[1] else { panic!("{path:?}") };
    assert_eq!((paths[0].len(), paths[1].len()), (1, 2));
    let path = one_path("[{ parallel: { need: 1, paths: [a, a] } }]", "");
    assert!(matches!(&path[0], Step::Parallel { need: 1, .. }));
    let path = one_path("[{ sequence: [a, a, a] }]", "");
    assert!(matches!(&path[0], Step::Sequence(paths) if paths.len() == 3));
    let path = one_path("[{ chance: { share: 10%, path: a } }, a]", "");
    assert!(matches!(&path[0], Step::Chance { share, path } if *share == 0.1 && path.len() == 1));
    let path = one_path("a", "");
    assert!(matches!(&path[0], Step::Call { component: 0, .. }));
    let path = one_path("[a, { later: [q, a] }]", "  q: { queue: {} }\n");
    assert!(matches!(&path[1], Step::Later(path) if path.len() == 2));
}

#[test]
fn repeats() {
    let times = |times: &str| {
        let path =
            one_path(&format!("[{{ repeat: {{ times: {times}, at_once: 10, path: a }} }}]"), "");
        let Step::Repeat { times, at_once: 10, .. } = &path[0] else { panic!("{path:?}") };
        times.clone()
    };
    assert_eq!(times("200"), Dist::Constant(200));
    assert_eq!(times("2 * 15"), Dist::Constant(30));
    assert_eq!(times("10..40"), Dist::Constant(20));
    assert_eq!(times("uniform(1..9)"), Dist::Uniform { low_ns: 1, high_ns: 9 });
    assert_eq!(Some(times("{ mean: 20, cv: 1 }")), Dist::lognormal_mean_cv(20.0, 1.0));
}

#[test]
fn one_of_several() {
    let weights = |block: &str| {
        let path = one_path(&format!("[{{ one_of: {block} }}]"), "");
        let Step::OneOf { policy, paths } = &path[0] else { panic!("{path:?}") };
        (*policy, paths.iter().map(|(name, weight, _)| (name.clone(), *weight)).collect::<Vec<_>>())
    };
    let two = |one: f64, other: f64| vec![("x".to_owned(), one), ("y".to_owned(), other)];
    let (policy, found) = weights("{ paths: { x: a, y: [a, a] } }");
    assert_eq!((policy, found), (PickPath::Weighted, two(1.0, 1.0)));
    assert_eq!(weights("{ paths: { x: a, y: a }, weights: { x: 3 } }").1, two(3.0, 1.0));
    assert_eq!(weights("{ paths: { x: { weight: 4, path: a }, y: [a] } }").1, two(4.0, 1.0));
    assert_eq!(weights("{ policy: failover, paths: { x: a, y: a } }").0, PickPath::Failover);
    assert_eq!(weights("{ policy: nearest, paths: { x: a, y: a } }").0, PickPath::Nearest);
}
