package org.chainrule.compile.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.chainrule.compile.lower.Lowering;
import org.chainrule.compile.run.Wave.Strand;
import org.chainrule.compile.stage.Instruction;
import org.chainrule.compile.stage.Stage;
import org.chainrule.compile.stage.Value;
import org.chainrule.ir.Op;
import org.jspecify.annotations.Nullable;

/// The assignment of steps to waves: each step is in the earliest wave possible. The plan compares buffers, not values,
/// so a step reads the same numbers as in a run one step at a time, whichever values share a buffer.
final class WavePlan {
    private final int[] bufferOf;
    private final List<Touches> touches = new ArrayList<>();

    /// The steps that touch a buffer, without those that a step in a later wave makes irrelevant.
    private record Touches(List<Touch> reads, List<Touch> writes) {
        void add(Touch touch) {
            reads.removeIf(other -> other.wave() < touch.wave());
            if (touch.writes()) {
                writes.removeIf(other -> other.wave() < touch.wave());
                writes.add(touch);
            } else if (reads.stream().noneMatch(other -> other.wave() > touch.wave())) {
                reads.add(touch);
            }
        }
    }

    /// A step that touches a buffer.
    ///
    /// @param value the value that the step accesses in the buffer
    private record Touch(int wave, @Nullable RowPartition partition, int value, boolean writes) {
        /// Returns the first wave for a step that touches the same buffer: this wave if both stay in the same rows.
        int next(@Nullable RowPartition other, int as) {
            boolean same = partition != null && other != null && partition.matches(other)
                    && partition.width().containsKey(value)
                    && partition.width().get(value).equals(other.width().get(as));
            return same ? wave : wave + 1;
        }
    }

    private WavePlan(int[] bufferOf) {
        this.bufferOf = bufferOf;
        int buffers = Arrays.stream(bufferOf).max().orElse(0) + 1;
        for (int buffer = 0; buffer < buffers; buffer++) {
            touches.add(new Touches(new ArrayList<>(1), new ArrayList<>(1)));
        }
    }

    /// Returns the waves of an execution.
    ///
    /// @param partitions the row partition of each stage
    /// @param bufferOf the buffer of each value
    /// @param capacity the largest batch
    static Wave[] of(PlanSteps bound, @Nullable RowPartition[] partitions, Lowering lowering, int[] bufferOf,
            int capacity,
            int threads) {
        PlanStep[] steps = bound.steps();
        int[] stageOf = bound.stageOf();
        @Nullable
        RowPartition[] partitionOf = Arrays.stream(stageOf).mapToObj(stage -> partitions[stage])
                .toArray(RowPartition[]::new);
        List<Stage> stages = Arrays.stream(stageOf).mapToObj(lowering.stages()::get).toList();
        return strands(stages, partitionOf, lowering, bufferOf).stream().map(wave -> new Wave(wave.stream()
                .map(strand -> strand(strand, steps, stages, lowering, capacity))
                .sorted(Comparator.comparingDouble(strand -> strand.nanos(capacity))).toList(), threads))
                .toArray(Wave[]::new);
    }

    /// Returns for each wave the numbers of the stages in each strand.
    static List<List<List<Integer>>> strands(List<Stage> stages, @Nullable RowPartition[] partitions, Lowering lowering,
            int[] bufferOf) {
        WavePlan earlier = new WavePlan(bufferOf);
        List<List<List<Integer>>> waves = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            RowPartition partition = partitions[i];
            int wave = earlier.earliest(stage, partition);
            if (stage.writes().stream().anyMatch(value -> isState(lowering.values().get(value)))) {
                wave = Math.max(wave, refused);
            }
            if (mayRefuse(stage)) {
                refused = Math.max(refused, wave + 1);
            }
            earlier.add(stage, partition, wave);
            while (waves.size() <= wave) {
                waves.add(new ArrayList<>());
            }
            List<List<Integer>> strands = waves.get(wave);
            strands.stream().filter(other -> partition != null && partition.matches(partitions[other.getFirst()]))
                    .findFirst()
                    .orElseGet(() -> {
                        strands.add(new ArrayList<>());
                        return strands.getLast();
                    }).add(i);
        }
        return waves;
    }

    private static Strand strand(List<Integer> numbers, PlanStep[] steps, List<Stage> stages, Lowering lowering,
            int capacity) {
        double one = 0;
        double most = 0;
        for (int number : numbers) {
            Stage stage = stages.get(number);
            one += Cost.nanos(stage, lowering.values(), 1);
            most += Cost.nanos(stage, lowering.values(), capacity);
        }
        double perRow = capacity == 1 ? 0 : (most - one) / (capacity - 1);
        return new Strand(numbers.stream().map(number -> steps[number]).toArray(PlanStep[]::new), numbers.getFirst(),
                one - perRow, perRow);
    }

    private static boolean isState(Value value) {
        return !value.isComputed() || value.home() >= 0;
    }

    /// Returns whether a stage may throw because of an index in the data. No later stage may have changed
    /// state at that point.
    private static boolean mayRefuse(Stage stage) {
        return stage instanceof Instruction instruction && (instruction.op() instanceof Op.OneHot
                || instruction.op() instanceof Op.Gather || instruction.op() instanceof Op.ScatterAdd);
    }

    private int earliest(Stage stage, @Nullable RowPartition partition) {
        int wave = 0;
        for (int value : stage.reads()) {
            for (Touch touch : touches.get(bufferOf[value]).writes()) {
                wave = Math.max(wave, touch.next(partition, value));
            }
        }
        for (int value : stage.writes()) {
            Touches earlier = touches.get(bufferOf[value]);
            for (Touch touch : earlier.writes()) {
                wave = Math.max(wave, touch.next(partition, value));
            }
            for (Touch touch : earlier.reads()) {
                wave = Math.max(wave, touch.next(partition, value));
            }
        }
        return wave;
    }

    private void add(Stage stage, @Nullable RowPartition partition, int wave) {
        stage.reads().forEach(value -> touches.get(bufferOf[value]).add(new Touch(wave, partition, value, false)));
        stage.writes().forEach(value -> touches.get(bufferOf[value]).add(new Touch(wave, partition, value, true)));
    }
}
