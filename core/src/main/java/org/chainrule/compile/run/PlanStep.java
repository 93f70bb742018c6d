package org.chainrule.compile.run;

import org.chainrule.kernel.Kernels;
import org.chainrule.thread.Workers;

/// An instruction bound to buffers: the form in which a program runs. Sizes are settled by [#resize], so that a run
/// computes nothing but tensors and allocates nothing.
abstract class PlanStep implements Workers.Task {
    /// The elements of light work worth handing to another core.
    static final int GRAIN = 1 << 14;
    /// The most pieces a step is cut into for each thread: enough that a thread whose core is taken away holds up little.
    private static final int PIECES = 8;

    /// What every step of an execution shares.
    ///
    /// @param kernels the kernels to run on
    /// @param threads the number of workers that may take part
    /// @param scratch memory of each worker for the time of one chunk
    /// @param packs right operands of products that are packed
    /// @param tier how loops run
    record Machine(Kernels kernels, int threads, float[][] scratch, PackedWeights packs, Tier tier) {
    }

    /// Settles the sizes for a batch of `n` rows and returns the number of chunks the work falls into.
    abstract int resize(int n);

    /// Floats of scratch each worker needs for batches of up to `n` rows.
    int scratch(int n) {
        return 0;
    }

    /// The number of chunks for some work on a number of threads: a multiple of that number, unless one is enough.
    static int chunks(long work, int threads) {
        if (threads == 1 || work < 2L * GRAIN) {
            return 1;
        }
        long rounds = Math.max(1, work / GRAIN / threads);
        return threads * (int) Math.min(PIECES, rounds);
    }

    /// The first item of a chunk when `items` are dealt out evenly.
    static int bound(int items, int chunk, int chunks) {
        return (int) ((long) items * chunk / chunks);
    }
}
