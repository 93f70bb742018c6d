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

/// Gathers instructions into loops. From the last instruction to the first, each joins the loops of those that read its
/// value, as long as they fit one [LoopShape] and nothing outside would have to run in the middle of the loop. So a value
/// goes to its reader rather than the other way round, and what only the backward pass reads is computed there.
final class LoopFusion {
    /// The most instructions in a loop.
    private static final int LARGEST = 64;
    /// The number of failed merges after which a scalar keeps the loop it is in.
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

    /// The stages of a program, in order.
    ///
    /// @param outputs values that are kept until the next run
    static List<Stage> of(List<Value> values, List<Instruction> instructions, List<Integer> outputs) {
        LoopFusion fuse = new LoopFusion(values, instructions, outputs);
        fuse.connect();
        fuse.paths.mark();
        for (int i = instructions.size() - 1; i >= 0; i--) {
            fuse.join(i);
        }
        fuse.joinScalars();
        return fuse.stages();
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

    /// Loops over one place each cost more to begin than to run, so they are joined wherever they stand.
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

    /// Makes one group of two, where they fit one loop and nothing has to run between them.
    ///
    /// @param first a lower bound of both groups; every instruction before it is still a group of its own
    private boolean merge(int a, int b, int first) {
        if (members.get(a).size() + members.get(b).size() > LARGEST) {
            return false;
        }
        List<Integer> union = new ArrayList<>(members.get(a));
        union.addAll(members.get(b));
        union.sort(null);
        LoopShape geometry = geometry(union);
        if (geometry == null || paths.isInterrupted(a, b, first) || !mayOverwrite(geometry, union)) {
            return false;
        }
        for (int i : members.get(b)) {
            groupOf[i] = a;
        }
        members.set(a, union);
        members.set(b, List.of());
        return true;
    }

    /// Whether a group reads no old state after it has written over it. Only a group that overwrites takes the loop itself.
    private boolean mayOverwrite(LoopShape geometry, List<Integer> group) {
        return group.stream().noneMatch(i -> values.get(instructions.get(i).out()).home() >= 0)
                || loop(geometry, group) != null;
    }

    private @Nullable LoopShape geometry(List<Integer> group) {
        List<Instruction> together = new ArrayList<>(group.size());
        for (int i : group) {
            together.add(instructions.get(i));
        }
        return LoopShape.of(together);
    }

    private @Nullable Loop loop(LoopShape geometry, List<Integer> group) {
        Set<Integer> kept = new HashSet<>();
        for (int i : group) {
            int value = instructions.get(i).out();
            List<Integer> read = readers.getOrDefault(value, List.of());
            if (results.contains(value) || values.get(value).home() >= 0 || !group.containsAll(read)) {
                kept.add(value);
            }
        }
        Loop loop = LoopSchedule.of(geometry, kept);
        for (int value : loop.writes()) {
            int home = values.get(value).home();
            if (home >= 0 && loop.reads().contains(home) && !loop.mayOverwrite(home, value)) {
                return null;
            }
        }
        return loop;
    }

    /// The groups, each after those it depends on, else in the order of their first instructions.
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
                LoopShape geometry = all.size() == 1 ? null : geometry(all);
                Loop loop = geometry == null ? null : loop(geometry, all);
                stages.add(loop == null
                        ? instructions.get(all.getFirst())
                        : loop.inPlace(value -> values.get(value).home()));
            }
        }
    }
}
