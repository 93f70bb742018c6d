/// The contract of the kernels that everything runs on: elementwise functions, reductions and matrix products over
/// ranges of `float[]`. The providers implement it with the same bits.
package org.chainrule.kernel;
