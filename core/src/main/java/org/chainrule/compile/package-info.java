/// From a graph to a planned step: [org.chainrule.compile.Lowering] decides what is computed in which order,
/// [org.chainrule.compile.Fuse] gathers instructions into loops, [org.chainrule.compile.MemoryPlan] says which buffer holds
/// what, and [org.chainrule.compile.Execution] runs the stages without allocating.
///
/// A [org.chainrule.compile.Loop] runs in two tiers that give the same bits. Tier 0 runs its bodies line by line on ready
/// kernels, a block at a time ([org.chainrule.compile.Interpreter]): it is there at once, everywhere, and is the oracle
/// for what is faster. Tier 1 writes each body as a hidden class ([org.chainrule.compile.Emitter]), for single floats, then
/// for vectors, warms it aside ([org.chainrule.compile.Warming]) and puts it in the place of tier 0. The system property
/// `chainrule.tier` chooses one of them for tests and diagnosis ([org.chainrule.compile.Tier]).
package org.chainrule.compile;
