package org.chainrule.compile.run;

import org.chainrule.kernel.Kernels;
import org.chainrule.thread.Workers;

/// The resources of an execution on the CPU.
///
/// @param kernels the kernels of all steps
/// @param workers the threads that share the work
/// @param tier the way loops run
/// @param packs the right operands of products that are packed
record CpuResources(Kernels kernels, Workers workers, Tier tier, PackedWeights packs) {
}
