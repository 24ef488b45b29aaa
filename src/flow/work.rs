//! Values that are built come in, one by one; how much work that was goes out. Evaluation is bounded by it, never
//! by time, so that the same code gives the same result on every machine.

use std::cell::Cell;

/// What one evaluation of a function may cost, in taints and places handled.
pub(super) const OF_A_FUNCTION: u64 = 25_000;
/// From this cost on a function is costly: further entries of it are joined, not told apart.
pub(super) const COSTLY: u64 = 5_000;
/// What all evaluations of one function may cost before it is evaluated anew no more.
pub(super) const OF_ALL_ROUNDS: u64 = 75_000;
/// What following all flows may cost, whatever the size of the code.
const AT_LEAST: u64 = 4_000_000;
/// What a line of source adds to it.
const OF_A_LINE: u64 = 12;

thread_local! {
    static DONE: Cell<u64> = const { Cell::new(0) };
}

/// Counts what was done.
pub(super) fn charge(amount: usize) {
    DONE.set(DONE.get() + amount as u64);
}

/// All that was done on this thread so far.
pub(super) fn done() -> u64 {
    DONE.get()
}

/// What following the flows of so many lines of source may cost.
pub(super) fn allowance(lines: u64) -> u64 {
    AT_LEAST + OF_A_LINE * lines
}
