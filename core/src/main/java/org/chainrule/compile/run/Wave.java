package org.chainrule.compile.run;

import java.util.Arrays;
import java.util.List;
import org.chainrule.thread.Workers;

/// Steps that several threads run at the same time, because none of them writes what another one reads or writes: the
/// chunks of all of them are one task, so threads wait for one another once for the whole wave rather than after each
/// step. Steps that are cut by the same rows and need of each other nothing but their own are a strand: each of its chunks
/// is a piece of all of them, one step after another.
///
/// A chunk is dealt to the thread that has the same part of every other step, so a buffer's parts stay in the caches of
/// those who work on them.
final class Wave implements Workers.Task {
    /// Work that is not worth waking another thread for.
    private static final double HAND_OFF_NANOS = 5_000;
    /// A run that is over so soon is not worth it either: what one core wrote costs another more to read than it gains.
    private static final double RUN_NANOS = 150_000;

    private final Strand[] strands;
    /// The first slot of each thread, which has the chunks of the thread one after another.
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

    /// Steps one after another, or a single one.
    ///
    /// @param first the number of the first step
    /// @param fixed nanoseconds they take, about, whatever the size of the batch
    /// @param perRow nanoseconds for each row of the batch
    record Strand(PlanStep[] steps, int first, double fixed, double perRow) {
        double nanos(int n) {
            return fixed + perRow * n;
        }
    }

    /// @param strands those that take longest last, for a thread goes from its last slot to its first
    Wave(List<Strand> strands, int threads) {
        this.strands = strands.toArray(Strand[]::new);
        this.ranges = new int[threads + 1];
        this.starts = new int[this.strands.length][threads + 1];
        this.busy = new double[threads];
    }

    /// Settles the sizes for a batch of `n` rows; nothing is allocated unless there are more chunks than ever before.
    ///
    /// @param chunks the number of chunks of each step
    void resize(int n, int[] chunks, Workers workers) {
        int threads = busy.length;
        Arrays.fill(busy, 0);
        nanos = 0;
        slots = 0;
        for (int i = strands.length - 1; i >= 0; i--) {
            int count = chunks[strands[i].first()];
            // what is too little for all threads goes to the one with the least to do
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

    /// Settles which of the waves of a run several threads take part in, those for which that pays; whether there is one.
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

    /// Runs all steps, on several threads if that was settled.
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
