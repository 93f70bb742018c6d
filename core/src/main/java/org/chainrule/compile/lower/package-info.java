/// From a graph to a plan, in four steps.
///
/// 1. [org.chainrule.compile.lower.Lowering] turns nodes into instructions over numbered values. Reshapes and
///    expansions need no instruction.
/// 2. [org.chainrule.compile.lower.EvaluationOrder] orders them so that state can be overwritten in place.
/// 3. [org.chainrule.compile.lower.LoopFusion] gathers instructions into loops. [org.chainrule.compile.lower.LoopShape]
///    decides whether instructions fit one loop, [org.chainrule.compile.lower.LoopSchedule] divides the loop into
///    passes and reductions, and [org.chainrule.compile.lower.MatmulFusion] turns a short loop after a matrix product
///    into its epilogue.
/// 4. [org.chainrule.compile.lower.MemoryPlan] assigns values to buffers, for a given batch size.
///
/// No step changes a bit of the results: the rewrites of the graph, which run before, have fixed every operation.
package org.chainrule.compile.lower;
