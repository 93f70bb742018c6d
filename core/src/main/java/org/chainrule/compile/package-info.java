/// From a graph to a planned step: [org.chainrule.compile.Lowering] decides what is computed in which order,
/// [org.chainrule.compile.MemoryPlan] which buffer holds what, and [org.chainrule.compile.Execution] runs it by ready
/// kernels, op by op, without allocating.
///
/// This is tier 0, which runs any graph and stays for good: the executor for cold starts and the oracle for whatever
/// is faster.
package org.chainrule.compile;
