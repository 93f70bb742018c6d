package org.chainrule.compile.lower;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.chainrule.compile.stage.FusedMatmul;
import org.chainrule.compile.stage.Instruction;
import org.chainrule.compile.stage.Instruction.Operand;
import org.chainrule.compile.stage.IterationSpace.Count;
import org.chainrule.compile.stage.Loop;
import org.chainrule.compile.stage.Stage;
import org.chainrule.compile.stage.Value;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Op;
import org.chainrule.type.Shape;
import org.jspecify.annotations.Nullable;

/// Matmul fusion: turns loops that only complete the elements of a matrix product into epilogues of the product.
final class MatmulFusion {
    private MatmulFusion() {
    }

    /// Returns the stages with each such loop merged into its product, in the position of the product.
    ///
    /// @param outputs the values that are kept until the next run
    static List<Stage> of(List<Stage> stages, List<Value> values, List<Integer> outputs) {
        List<@Nullable Stage> ended = new ArrayList<>(stages);
        Set<Integer> kept = new HashSet<>(outputs);
        int[] readers = onlyReaders(stages, values.size());
        int[] makers = new int[values.size()];
        Arrays.fill(makers, -1);
        for (int i = 0; i < stages.size(); i++) {
            for (int value : stages.get(i).writes()) {
                makers[value] = i;
            }
        }
        for (int i = 0; i < stages.size(); i++) {
            if (ended.get(i) instanceof Instruction contract && contract.op() instanceof Op.Contract) {
                int reader = readers[contract.out()];
                FusedMatmul product = reader < 0 || kept.contains(contract.out())
                        ? null
                        : of(contract, stages.get(reader), values);
                if (product != null && !waits(product, makers, i, reader)) {
                    ended.set(i, product);
                    ended.set(reader, null);
                    makers[product.out()] = i;
                }
            }
        }
        return ended.stream().filter(Objects::nonNull).map(Objects::requireNonNull).toList();
    }

    /// Returns for each value the number of the only stage that reads it, or a negative number.
    private static int[] onlyReaders(List<Stage> stages, int count) {
        int none = -1;
        int several = -2;
        int[] readers = new int[count];
        Arrays.fill(readers, none);
        for (int i = 0; i < stages.size(); i++) {
            for (int value : stages.get(i).reads()) {
                readers[value] = readers[value] == none || readers[value] == i ? i : several;
            }
        }
        return readers;
    }

    /// Returns whether a fused product needs a value that a stage between the product and its loop computes.
    private static boolean waits(FusedMatmul product, int[] makers, int contract, int end) {
        List<Integer> needed = new ArrayList<>(product.reads());
        product.rest().forEach(instruction -> needed.addAll(instruction.waits()));
        return needed.stream().anyMatch(value -> makers[value] > contract && makers[value] < end);
    }

    private static @Nullable FusedMatmul of(Instruction contract, Stage reader, List<Value> values) {
        List<Instruction> rest = switch (reader) {
            case Instruction instruction -> List.of(instruction);
            case Loop loop -> loop.instructions();
            case FusedMatmul _ -> List.of();
        };
        Count elements = Count.of(contract.shape());
        if (rest.isEmpty() || rest.size() > 2 || !reader.writes().equals(List.of(rest.getLast().out()))
                || values.get(rest.getLast().out()).home() >= 0
                || !rest.stream().allMatch(instruction -> Count.of(instruction.shape()).equals(elements))
                || contract.shape().isBatch(-1) || contract.shape().size(-1) == 1) {
            return null;
        }
        Instruction first = rest.getFirst();
        Integer operand = null;
        FusedMatmul.Kind kind = rest.size() == 1 ? FusedMatmul.Kind.BIAS : FusedMatmul.Kind.RECTIFIED_BIAS;
        if (is(first, BinaryFunction.ADD)) {
            boolean ends = rest.size() == 1
                    || is(rest.getLast(), BinaryFunction.MAX) && isZero(other(rest.getLast(), first.out()), values);
            operand = ends ? bias(contract, other(first, contract.out())) : null;
        } else if (is(first, BinaryFunction.LESS) && isZero(first.operands().getFirst(), values)) {
            operand = mask(contract, first, rest.getLast(), values);
            kind = FusedMatmul.Kind.MASK;
        }
        return operand == null || contract.reads().contains(operand)
                ? null
                : new FusedMatmul(contract, rest, operand, kind);
    }

    /// Returns the value of an operand with a number for each column, or null for another operand.
    private static @Nullable Integer bias(Instruction contract, @Nullable Operand operand) {
        Shape matrix = contract.shape();
        if (operand == null || operand.shape().hasBatch()) {
            return null;
        }
        int columns = matrix.size(-1);
        Shape shape = operand.shape();
        return shape.elements() == columns && shape.size(-1) == columns ? operand.value() : null;
    }

    /// Returns the value whose positive elements select the elements of the product, or null for another selection.
    private static @Nullable Integer mask(Instruction contract, Instruction less, Instruction last,
            List<Value> values) {
        Operand mask = less.operands().get(1);
        boolean fits = last.op() instanceof Op.Select && Count.of(mask.shape()).equals(Count.of(contract.shape()))
                && last.operands().get(0).value() == less.out() && last.operands().get(1).value() == contract.out()
                && isZero(last.operands().get(2), values);
        return fits ? mask.value() : null;
    }

    private static boolean is(Instruction instruction, BinaryFunction function) {
        return instruction.op() instanceof Op.Binary binary && binary.function() == function;
    }

    /// Returns the other one of two operands, or null if both or neither read the value.
    private static @Nullable Operand other(Instruction instruction, int value) {
        List<Operand> operands = instruction.operands();
        boolean first = operands.get(0).value() == value;
        boolean second = operands.get(1).value() == value;
        return first == second ? null : operands.get(first ? 1 : 0);
    }

    private static boolean isZero(@Nullable Operand operand, List<Value> values) {
        return operand != null && values.get(operand.value()).leaf() instanceof Op.Literal(double value)
                && Double.doubleToRawLongBits(value) == 0;
    }
}
