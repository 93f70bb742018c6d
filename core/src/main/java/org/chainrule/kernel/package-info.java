/// The loops everything runs on. [Kernels] fixes what each of them computes, to the last bit; [ScalarKernels] says it in
/// plain Java. [Philox] makes random numbers from a key and a position, and [Workers] spreads the chunks of a task over
/// threads.
package org.chainrule.kernel;
