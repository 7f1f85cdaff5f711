//! What the suggestions reached when they were last measured, so that a screen can say what they miss. A test keeps it true.

use crate::measure::Share;

/// Which sentences were measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sentences {
    /// All of the gold set.
    All,
    /// Those held back, on which no rule was tried while it was written.
    HeldBack,
}

/// What the project's list held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Names {
    /// The people of about two thirds of the sentences, and some places and organisations.
    Known,
    /// Nobody: what rules reach by themselves.
    Unknown,
}

/// What suggestions reach in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// The language (ISO 639-1), or "all".
    pub language: &'static str,
    /// Which sentences.
    pub sentences: Sentences,
    /// What the project's list held.
    pub names: Names,
    /// How many sentences.
    pub count: u32,
    /// Entities that identify alone.
    pub direct: Share,
    /// Entities that identify with others.
    pub quasi: Share,
    /// Suggested words that had to be masked.
    pub precision: Share,
}

type Pair = (u32, u32);

const fn row(
    language: &'static str,
    sentences: Sentences,
    names: Names,
    count: u32,
    direct: Pair,
    quasi: Pair,
    precision: Pair,
) -> Measured {
    let (direct, quasi, precision) = (share(direct), share(quasi), share(precision));
    Measured { language, sentences, names, count, direct, quasi, precision }
}

const fn share((covered, all): Pair) -> Share {
    Share { covered, all }
}

use Names::{Known, Unknown};
use Sentences::{All, HeldBack};

/// The figures, each pair covered and all. Languages of fewer than fifty sentences say little.
#[rustfmt::skip]
pub const MEASURED: &[Measured] = &[
    row("all", All, Known, 307, (229, 234), (309, 324), (889, 948)),
    row("am", All, Known, 10, (6, 6), (9, 9), (28, 30)),
    row("ar", All, Known, 51, (36, 36), (52, 55), (143, 148)),
    row("de", All, Known, 11, (8, 9), (14, 14), (36, 39)),
    row("en", All, Known, 52, (49, 50), (53, 55), (189, 199)),
    row("fa", All, Known, 51, (33, 35), (46, 50), (115, 123)),
    row("fr", All, Known, 51, (38, 38), (59, 60), (164, 179)),
    row("nl", All, Known, 11, (7, 7), (13, 14), (37, 38)),
    row("so", All, Known, 9, (6, 6), (10, 10), (25, 27)),
    row("ti", All, Known, 10, (7, 7), (11, 11), (21, 22)),
    row("uk", All, Known, 51, (39, 40), (42, 46), (131, 143)),
    row("all", All, Unknown, 307, (208, 234), (309, 324), (862, 921)),
    row("am", All, Unknown, 10, (4, 6), (9, 9), (26, 28)),
    row("ar", All, Unknown, 51, (29, 36), (52, 55), (134, 139)),
    row("de", All, Unknown, 11, (8, 9), (14, 14), (36, 39)),
    row("en", All, Unknown, 52, (49, 50), (53, 55), (189, 199)),
    row("fa", All, Unknown, 51, (24, 35), (46, 50), (103, 111)),
    row("fr", All, Unknown, 51, (37, 38), (59, 60), (163, 178)),
    row("nl", All, Unknown, 11, (7, 7), (13, 14), (37, 38)),
    row("so", All, Unknown, 9, (6, 6), (10, 10), (25, 27)),
    row("ti", All, Unknown, 10, (6, 7), (11, 11), (20, 21)),
    row("uk", All, Unknown, 51, (38, 40), (42, 46), (129, 141)),
    row("all", HeldBack, Known, 111, (79, 84), (101, 116), (297, 315)),
    row("am", HeldBack, Known, 4, (3, 3), (2, 2), (11, 13)),
    row("ar", HeldBack, Known, 18, (12, 12), (14, 17), (44, 45)),
    row("de", HeldBack, Known, 4, (3, 4), (5, 5), (12, 14)),
    row("en", HeldBack, Known, 18, (16, 17), (19, 21), (62, 65)),
    row("fa", HeldBack, Known, 18, (10, 12), (14, 18), (33, 37)),
    row("fr", HeldBack, Known, 19, (16, 16), (20, 21), (60, 62)),
    row("nl", HeldBack, Known, 4, (2, 2), (4, 5), (13, 13)),
    row("so", HeldBack, Known, 4, (2, 2), (6, 6), (12, 13)),
    row("ti", HeldBack, Known, 4, (3, 3), (4, 4), (8, 8)),
    row("uk", HeldBack, Known, 18, (12, 13), (13, 17), (42, 45)),
    row("all", HeldBack, Unknown, 111, (58, 84), (101, 116), (270, 288)),
    row("am", HeldBack, Unknown, 4, (1, 3), (2, 2), (9, 11)),
    row("ar", HeldBack, Unknown, 18, (5, 12), (14, 17), (35, 36)),
    row("de", HeldBack, Unknown, 4, (3, 4), (5, 5), (12, 14)),
    row("en", HeldBack, Unknown, 18, (16, 17), (19, 21), (62, 65)),
    row("fa", HeldBack, Unknown, 18, (1, 12), (14, 18), (21, 25)),
    row("fr", HeldBack, Unknown, 19, (15, 16), (20, 21), (59, 61)),
    row("nl", HeldBack, Unknown, 4, (2, 2), (4, 5), (13, 13)),
    row("so", HeldBack, Unknown, 4, (2, 2), (6, 6), (12, 13)),
    row("ti", HeldBack, Unknown, 4, (2, 3), (4, 4), (7, 7)),
    row("uk", HeldBack, Unknown, 18, (11, 13), (13, 17), (40, 43)),
];
