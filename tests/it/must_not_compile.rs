//! What must not compile: each file beside this one is a way to leak, and the compiler refuses it.

#[test]
fn ways_to_leak_are_refused_by_the_compiler() {
    let tests = trybuild::TestCases::new();
    tests.compile_fail("it/must_not_compile/*.rs");
}
