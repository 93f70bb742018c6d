/// The reference evaluation: the meaning of each operation, in float64.
///
/// [Reference] computes a graph node by node, with plain loops over positions, directly by the definition of each operation.
/// It has no optimizations, so it is slow and easy to check by reading. Elementary functions come from
/// `java.lang.StrictMath`, whereas the kernels have their own.
///
/// Tests use it as the oracle: compiled programs must agree with it within the error bounds of float32, passes must keep its
/// results, and gradient rules must agree with its numerical derivatives. An operation is correct if it matches this
/// package.
package org.chainrule.eval;
