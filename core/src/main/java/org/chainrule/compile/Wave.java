package org.chainrule.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.chainrule.ir.Op;
import org.chainrule.kernel.Workers;

/// Steps that several threads run at the same time, because none of them writes what another one reads or writes: the
/// chunks of all of them are one task, so threads wait for one another once for the whole wave rather than after each
/// step.
///
/// Each step is in the earliest wave it can be in, and waves are told apart by buffers, so whatever buffers values share,
/// every step finds what it would find if all ran one by one.
final class Wave implements Workers.Task {
    /// Work that is not worth waking another thread for.
    private static final double HAND_OFF_NANOS = 3_000;

    private final Member[] members;
    private final int[] ends;
    private boolean shared;

    /// A step and its number.
    ///
    /// @param fixed nanoseconds it takes, about, whatever the size of the batch
    /// @param perRow nanoseconds for each row of the batch
    private record Member(Step step, int number, double fixed, double perRow) {
        double nanos(int n) {
            return fixed + perRow * n;
        }
    }

    private Wave(List<Member> members) {
        this.members = members.toArray(Member[]::new);
        this.ends = new int[this.members.length];
    }

    /// The waves of an execution.
    ///
    /// @param stageOf the stage of each step
    /// @param bufferOf the buffer of each value
    /// @param capacity the largest batch
    static Wave[] of(Step[] steps, int[] stageOf, Lowering lowering, int[] bufferOf, int capacity) {
        int[] read = new int[Arrays.stream(bufferOf).max().orElse(0) + 1];
        int[] written = new int[read.length];
        int refused = 0;
        List<List<Member>> waves = new ArrayList<>();
        for (int i = 0; i < steps.length; i++) {
            Stage stage = lowering.stages().get(stageOf[i]);
            int wave = 0;
            for (int value : stage.reads()) {
                wave = Math.max(wave, written[bufferOf[value]]);
            }
            for (int value : stage.writes()) {
                wave = Math.max(wave, Math.max(written[bufferOf[value]], read[bufferOf[value]]));
            }
            if (stage.writes().stream().anyMatch(value -> isState(lowering.values().get(value)))) {
                wave = Math.max(wave, refused);
            }
            if (mayRefuse(stage)) {
                refused = Math.max(refused, wave + 1);
            }
            for (int value : stage.reads()) {
                read[bufferOf[value]] = Math.max(read[bufferOf[value]], wave + 1);
            }
            for (int value : stage.writes()) {
                written[bufferOf[value]] = wave + 1;
            }
            while (waves.size() <= wave) {
                waves.add(new ArrayList<>());
            }
            double one = Cost.of(stage, lowering.values(), 1).nanos();
            double perRow = capacity == 1
                    ? 0
                    : (Cost.of(stage, lowering.values(), capacity).nanos() - one) / (capacity - 1);
            waves.get(wave).add(new Member(steps[i], i, one - perRow, perRow));
        }
        // chunks are claimed from the last to the first, so what takes longest is begun first
        waves.forEach(wave -> wave.sort(Comparator.comparingDouble(member -> member.nanos(capacity))));
        return waves.stream().map(Wave::new).toArray(Wave[]::new);
    }

    private static boolean isState(Lowering.Value value) {
        return !value.isComputed() || value.home() >= 0;
    }

    /// Whether a stage may find an index out of range: no state that it comes before may change then.
    private static boolean mayRefuse(Stage stage) {
        return stage instanceof Instruction instruction && (instruction.op() instanceof Op.OneHot
                || instruction.op() instanceof Op.Gather || instruction.op() instanceof Op.ScatterAdd);
    }

    /// Settles the sizes for a batch of `n` rows.
    ///
    /// @param chunks the number of chunks of each step
    void resize(int n, int[] chunks) {
        double nanos = 0;
        int end = 0;
        for (int i = 0; i < members.length; i++) {
            end += chunks[members[i].number()];
            ends[i] = end;
            nanos += members[i].nanos(n);
        }
        shared = nanos > HAND_OFF_NANOS && end > 1;
    }

    /// Runs all steps, on several threads if that pays.
    void run(Workers workers) {
        int chunks = ends[ends.length - 1];
        if (shared) {
            workers.run(chunks, this);
            return;
        }
        for (int chunk = chunks - 1; chunk >= 0; chunk--) {
            run(chunk, 0);
        }
    }

    @Override
    public void run(int chunk, int worker) {
        int member = 0;
        while (chunk >= ends[member]) {
            member++;
        }
        members[member].step().run(member == 0 ? chunk : chunk - ends[member - 1], worker);
    }
}
