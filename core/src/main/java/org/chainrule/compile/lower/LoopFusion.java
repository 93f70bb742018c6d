package org.chainrule.compile.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.chainrule.compile.stage.Instruction;
import org.chainrule.compile.stage.Instruction.Operand;
import org.chainrule.compile.stage.Loop;
import org.chainrule.compile.stage.Stage;
import org.chainrule.compile.stage.Value;
import org.jspecify.annotations.Nullable;

/// Loop fusion: gathers instructions into loops. From the last instruction to the first, each instruction joins the
/// loops that read its value if all fit one [LoopShape] and no other instruction has to run in the middle of the loop.
/// A value is therefore computed next to its readers, and a value that only the backward pass reads is computed there.
final class LoopFusion {
    /// The largest number of instructions in a loop.
    private static final int LARGEST = 64;
    /// The number of failed merges after which a scalar stays in its loop.
    private static final int TRIES = 64;

    private final List<Value> values;
    private final List<Instruction> instructions;
    private final Set<Integer> results;
    private final Map<Integer, List<Integer>> readers = new HashMap<>();
    private final int[] groupOf;
    private final List<List<Integer>> members = new ArrayList<>();
    private final DependencyPaths paths;

    private LoopFusion(List<Value> values, List<Instruction> instructions, List<Integer> outputs) {
        int size = instructions.size();
        this.values = values;
        this.instructions = instructions;
        this.results = new HashSet<>(outputs);
        this.groupOf = new int[size];
        for (int i = 0; i < size; i++) {
            groupOf[i] = i;
            members.add(List.of(i));
        }
        this.paths = new DependencyPaths(groupOf, members);
    }

    /// Returns the stages of a program, in order.
    ///
    /// @param outputs the values that are kept until the next run
    static List<Stage> of(List<Value> values, List<Instruction> instructions, List<Integer> outputs) {
        LoopFusion fusion = new LoopFusion(values, instructions, outputs);
        fusion.connect();
        fusion.paths.mark();
        for (int i = instructions.size() - 1; i >= 0; i--) {
            fusion.join(i);
        }
        fusion.joinScalars();
        return fusion.stages();
    }

    private void connect() {
        Map<Integer, Integer> makers = new HashMap<>();
        for (int i = 0; i < instructions.size(); i++) {
            for (Operand operand : instructions.get(i).operands()) {
                readers.computeIfAbsent(operand.value(), _ -> new ArrayList<>()).add(i);
                Integer maker = makers.get(operand.value());
                if (maker != null) {
                    paths.add(maker, i);
                }
            }
            for (int value : instructions.get(i).waits()) {
                paths.add(Objects.requireNonNull(makers.get(value)), i);
            }
            makers.put(instructions.get(i).out(), i);
        }
        for (int i = 0; i < instructions.size(); i++) {
            Value out = values.get(instructions.get(i).out());
            int replaced = out.isComputed() ? out.home() : instructions.get(i).out();
            for (int reader : readers.getOrDefault(replaced, List.of())) {
                paths.add(reader, i);
            }
        }
    }

    private void join(int i) {
        if (!LoopShape.fits(instructions.get(i))) {
            return;
        }
        for (int reader : new TreeSet<>(readers.getOrDefault(instructions.get(i).out(), List.of()))) {
            if (groupOf[reader] != groupOf[i] && LoopShape.fits(instructions.get(reader))) {
                merge(groupOf[i], groupOf[reader], i);
            }
        }
    }

    /// Joins scalar instructions wherever they are: a loop over one place costs more to start than to run.
    private void joinScalars() {
        int[] scalars = IntStream.range(0, instructions.size()).filter(this::isScalar).toArray();
        for (int a = 0; a < scalars.length; a++) {
            int tries = 0;
            for (int b = a + 1; b < scalars.length && tries < TRIES && !isFull(groupOf[scalars[a]]); b++) {
                int group = groupOf[scalars[a]];
                int other = groupOf[scalars[b]];
                if (group != other && !isFull(other) && !merge(group, other, 0)) {
                    tries++;
                }
            }
        }
    }

    private boolean isFull(int group) {
        return members.get(group).size() == LARGEST;
    }

    private boolean isScalar(int i) {
        Instruction instruction = instructions.get(i);
        return instruction.isElementwise() && LoopShape.fits(instruction) && !instruction.shape().hasBatch()
                && instruction.shape().elements() == 1;
    }

    /// Joins two groups if they fit one loop and no other group has to run between them.
    ///
    /// @param first a lower bound of both groups; every instruction before it is still a single group
    private boolean merge(int a, int b, int first) {
        if (members.get(a).size() + members.get(b).size() > LARGEST) {
            return false;
        }
        List<Integer> union = new ArrayList<>(members.get(a));
        union.addAll(members.get(b));
        union.sort(null);
        LoopShape shape = shapeOf(union);
        if (shape == null || paths.isInterrupted(a, b, first) || !mayOverwrite(shape, union)) {
            return false;
        }
        for (int i : members.get(b)) {
            groupOf[i] = a;
        }
        members.set(a, union);
        members.set(b, List.of());
        return true;
    }

    /// Returns whether a group reads no state after it has overwritten it. Only a group that overwrites state needs its
    /// loop scheduled for this.
    private boolean mayOverwrite(LoopShape shape, List<Integer> group) {
        return group.stream().noneMatch(i -> values.get(instructions.get(i).out()).home() >= 0)
                || loop(shape, group) != null;
    }

    private @Nullable LoopShape shapeOf(List<Integer> group) {
        List<Instruction> together = new ArrayList<>(group.size());
        for (int i : group) {
            together.add(instructions.get(i));
        }
        return LoopShape.of(together);
    }

    private @Nullable Loop loop(LoopShape shape, List<Integer> group) {
        Set<Integer> kept = new HashSet<>();
        for (int i : group) {
            int value = instructions.get(i).out();
            List<Integer> read = readers.getOrDefault(value, List.of());
            if (results.contains(value) || values.get(value).home() >= 0 || !group.containsAll(read)) {
                kept.add(value);
            }
        }
        Loop loop = LoopSchedule.of(shape, kept);
        for (int value : loop.writes()) {
            int home = values.get(value).home();
            if (home >= 0 && loop.reads().contains(home) && !loop.mayOverwrite(home, value)) {
                return null;
            }
        }
        return loop;
    }

    /// Returns the shape of the loop that runs a group, or null for a single instruction that runs as a kernel. A kernel
    /// would be called for each row if an operand is repeated in rows, so such an instruction is a loop, too.
    private @Nullable LoopShape loopOf(List<Integer> group) {
        if (group.size() > 1) {
            return shapeOf(group);
        }
        Instruction only = instructions.get(group.getFirst());
        LoopShape shape = only.isElementwise() && LoopShape.fits(only) ? shapeOf(group) : null;
        return shape != null && shape.space().columns() > 0 ? shape : null;
    }

    /// Returns the groups as stages: each after the groups it depends on, otherwise in the order of first instructions.
    private List<Stage> stages() {
        List<Stage> stages = new ArrayList<>();
        boolean[] done = new boolean[instructions.size()];
        for (int i = 0; i < instructions.size(); i++) {
            emit(groupOf[i], done, stages);
        }
        return List.copyOf(stages);
    }

    private void emit(int root, boolean[] done, List<Stage> stages) {
        List<Integer> stack = new ArrayList<>(List.of(root));
        while (!stack.isEmpty()) {
            int group = stack.getLast();
            if (done[group]) {
                stack.removeLast();
                continue;
            }
            int size = stack.size();
            paths.before(group).stream().filter(other -> !done[other]).forEach(stack::add);
            if (stack.size() == size) {
                stack.removeLast();
                done[group] = true;
                List<Integer> all = members.get(group);
                LoopShape shape = loopOf(all);
                Loop loop = shape == null ? null : loop(shape, all);
                stages.add(loop == null
                        ? instructions.get(all.getFirst())
                        : loop.inPlace(value -> values.get(value).home()));
            }
        }
    }
}
