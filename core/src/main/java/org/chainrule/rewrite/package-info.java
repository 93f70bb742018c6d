/// Graph passes: the transformations between a recorded graph and the compiler.
///
/// [Passes] lists them in order:
///
/// 1. [Recomputing] finds the regions whose values are to be computed again in the backward pass.
/// 2. [Simplify] applies algebra that removes work, such as `x + 0`, double transposition and constant folding.
/// 3. [Cse] merges nodes that compute the same value.
/// 4. [ExplicitFma] turns `a * b + c` into one operation with a single rounding, followed by a second [Cse].
/// 5. [Recomputing] copies the nodes of the regions for the backward pass.
///
/// A pass maps a graph to a graph and keeps its values. [Simplify] may change the sign of a zero, and [ExplicitFma] removes
/// a rounding. After the passes the bits of every result are fixed: executors only choose how to compute the same
/// operations. The order of the passes is therefore part of the numeric contract, and a pass depends on the graph alone,
/// not on batch size, threads or hardware.
///
/// Evaluation and programs run these passes before lowering. Tests verify the graph and compare its reference values after
/// each pass.
package org.chainrule.rewrite;
