/// The contract of kernels: elementwise functions, reductions and matrix products over ranges of `float[]`.
///
/// All providers of [org.chainrule.kernel.Kernels] give the same bits for the same input, at any vector width and for
/// any division of the work. The operands of a product are views ([org.chainrule.kernel.Matrix]), so a transposed
/// operand or a part of the result needs no copy.
package org.chainrule.kernel;
