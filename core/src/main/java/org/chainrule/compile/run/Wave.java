package org.chainrule.compile.run;

import java.util.Arrays;
import java.util.List;
import org.chainrule.thread.Workers;

/// A wave: steps that several threads run at the same time because no step writes a buffer that another one touches.
/// The chunks of all steps are one task, so threads wait for each other once for the whole wave instead of after each
/// step. Steps with the same row partition that read only their own rows of each other form a strand. A chunk of a
/// strand is a piece of each of its steps, one step after another.
///
/// Each thread has the same part of every step, so a part of a buffer stays in the cache of one core.
final class Wave implements Workers.Task {
    /// A wave with less work runs on one thread, since waking another one costs more.
    private static final double HAND_OFF_NANOS = 5_000;
    /// A shorter run stays on one thread: reading from another core's cache would cost more than the other core gains.
    private static final double RUN_NANOS = 150_000;

    private final Strand[] strands;
    /// The first slot of each thread, whose chunks are in consecutive slots.
    private final int[] ranges;
    /// The first chunk of each strand for each thread.
    private final int[][] starts;
    private final double[] busy;
    /// The strand and the chunk in each slot.
    private int[] strandOf = {};
    private int[] chunkOf = {};
    private int slots;
    private double nanos;
    private boolean shared;

    /// Steps that follow one another, or a single step.
    ///
    /// @param first the number of the first step
    /// @param fixed the estimated nanoseconds that do not depend on the batch
    /// @param perRow the estimated nanoseconds for each row of the batch
    record Strand(PlanStep[] steps, int first, double fixed, double perRow) {
        double nanos(int n) {
            return fixed + perRow * n;
        }
    }

    /// @param strands the strands, the longest last, since a thread runs its last slot first
    Wave(List<Strand> strands, int threads) {
        this.strands = strands.toArray(Strand[]::new);
        this.ranges = new int[threads + 1];
        this.starts = new int[this.strands.length][threads + 1];
        this.busy = new double[threads];
    }

    /// Prepares for batches of `n` rows. Allocates only if there are more chunks than ever before.
    ///
    /// @param chunks the number of chunks of each step
    void resize(int n, int[] chunks, Workers workers) {
        int threads = busy.length;
        Arrays.fill(busy, 0);
        nanos = 0;
        slots = 0;
        for (int i = strands.length - 1; i >= 0; i--) {
            int count = chunks[strands[i].first()];
            // a strand with fewer chunks than threads goes to the least busy thread
            int only = count < threads ? least() : -1;
            for (int thread = 1; thread <= threads; thread++) {
                starts[i][thread] = only < 0 ? workers.firstOf(thread, count) : only < thread ? count : 0;
                busy[thread - 1] += strands[i].nanos(n) * (starts[i][thread] - starts[i][thread - 1]) / count;
            }
            nanos += strands[i].nanos(n);
            slots += count;
        }
        if (slots > strandOf.length) {
            strandOf = new int[slots];
            chunkOf = new int[slots];
        }
        int slot = 0;
        for (int thread = 0; thread < threads; thread++) {
            for (int i = 0; i < strands.length; i++) {
                for (int chunk = starts[i][thread]; chunk < starts[i][thread + 1]; chunk++) {
                    strandOf[slot] = i;
                    chunkOf[slot++] = chunk;
                }
            }
            ranges[thread + 1] = slot;
        }
    }

    private int least() {
        int least = 0;
        for (int thread = 1; thread < busy.length; thread++) {
            least = busy[thread] < busy[least] ? thread : least;
        }
        return least;
    }

    /// Decides which waves of a run several threads share, and returns whether there is one.
    static boolean share(Wave[] waves, Workers workers) {
        double all = 0;
        for (Wave wave : waves) {
            all += wave.nanos;
        }
        boolean any = false;
        for (Wave wave : waves) {
            boolean pays = workers.isEager() || all > RUN_NANOS && wave.nanos > HAND_OFF_NANOS;
            wave.shared = pays && wave.slots > 1;
            any |= wave.shared;
        }
        return any;
    }

    /// Runs all steps, on several threads if [#share] decided so.
    void run(Workers workers) {
        if (shared) {
            workers.runRanges(ranges, this);
            return;
        }
        for (int slot = slots - 1; slot >= 0; slot--) {
            run(slot, 0);
        }
    }

    @Override
    public void run(int slot, int worker) {
        int chunk = chunkOf[slot];
        for (PlanStep step : strands[strandOf[slot]].steps()) {
            step.run(chunk, worker);
        }
    }
}
