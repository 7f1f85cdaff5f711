//! Kith, told as stories. One module a subject.

mod people;
