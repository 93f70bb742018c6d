/// The loops everything runs on. [Kernels] fixes what each of them computes, to the last bit. [ScalarKernels] says it in
/// plain Java and always runs; [VectorKernels] says it in the Vector API and is loaded only where that module is present.
/// Each has its loops in classes of the same first name. [Philox] makes random numbers from a key and a position, and
/// [Workers] spreads the chunks of a task over threads.
package org.chainrule.kernel;
