package org.chainrule.compile.run;

import org.chainrule.kernel.Kernels;
import org.chainrule.thread.Workers;

/// A step of an execution: an instruction or a loop bound to buffers. [#resize] computes all sizes, so that a run only
/// computes tensors and allocates nothing.
abstract class PlanStep implements Workers.Task {
    /// The elements of light work that are worth another core.
    static final int GRAIN = 1 << 14;
    /// The most chunks of a step for each thread: enough that a thread that loses its core delays the others little.
    private static final int PIECES = 8;

    /// The resources that all steps of an execution share.
    ///
    /// @param kernels the kernels to run on
    /// @param threads the number of workers
    /// @param scratch the memory of each worker for the duration of one chunk
    /// @param packed the right operands of products that are packed
    /// @param tier the way loops run
    record Machine(Kernels kernels, int threads, float[][] scratch, PackedWeights packed, Tier tier) {
    }

    /// Prepares for batches of `n` rows and returns the number of chunks.
    abstract int resize(int n);

    /// Returns the floats of scratch that each worker needs for batches of up to `n` rows.
    int scratch(int n) {
        return 0;
    }

    /// Returns the number of chunks for an amount of work: 1, or a multiple of the number of threads.
    static int chunks(long work, int threads) {
        if (threads == 1 || work < 2L * GRAIN) {
            return 1;
        }
        long rounds = Math.max(1, work / GRAIN / threads);
        return threads * (int) Math.min(PIECES, rounds);
    }

    /// Returns the first item of a chunk if `items` are divided evenly.
    static int bound(int items, int chunk, int chunks) {
        return (int) ((long) items * chunk / chunks);
    }
}
