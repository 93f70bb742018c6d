package org.chainrule.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.chainrule.compile.Instruction.Operand;
import org.chainrule.compile.Lowering.Value;
import org.chainrule.compile.Space.Count;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Op;
import org.chainrule.kernel.Epilogue;
import org.chainrule.type.Shape;
import org.jspecify.annotations.Nullable;

/// A matrix product and what is done to each of its elements as soon as it is there, instead of in a loop that reads the
/// product again: a bias is added, which a rectifier may follow, or what goes back through a rectifier is masked.
///
/// @param contract the product
/// @param rest the instructions after it, in order
/// @param operand the value of the bias or the mask
/// @param kind what is done
record Product(Instruction contract, List<Instruction> rest, int operand, Kind kind) implements Stage {
    enum Kind {
        BIAS, RECTIFIED_BIAS, MASK
    }

    /// The stages with each loop that does nothing but end a product made one stage with it, where the product is.
    ///
    /// @param outputs values that are kept until the next run
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
                Product product = reader < 0 || kept.contains(contract.out())
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

    /// For each value the number of the only stage that reads it, or a negative number.
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

    /// Whether a product with its end needs what stages between the two make.
    private static boolean waits(Product product, int[] makers, int contract, int end) {
        List<Integer> needed = new ArrayList<>(product.reads());
        product.rest.forEach(instruction -> needed.addAll(instruction.waits()));
        return needed.stream().anyMatch(value -> makers[value] > contract && makers[value] < end);
    }

    private static @Nullable Product of(Instruction contract, Stage reader, List<Value> values) {
        List<Instruction> rest = switch (reader) {
            case Instruction instruction -> List.of(instruction);
            case Loop loop -> loop.instructions();
            case Product _ -> List.of();
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
        Kind kind = rest.size() == 1 ? Kind.BIAS : Kind.RECTIFIED_BIAS;
        if (is(first, BinaryFunction.ADD)) {
            boolean ends = rest.size() == 1
                    || is(rest.getLast(), BinaryFunction.MAX) && isZero(other(rest.getLast(), first.out()), values);
            operand = ends ? bias(contract, other(first, contract.out())) : null;
        } else if (is(first, BinaryFunction.LESS) && isZero(first.operands().getFirst(), values)) {
            operand = mask(contract, first, rest.getLast(), values);
            kind = Kind.MASK;
        }
        return operand == null || contract.reads().contains(operand)
                ? null
                : new Product(contract, rest, operand, kind);
    }

    /// The value of an operand that is a number for each column, else null.
    private static @Nullable Integer bias(Instruction contract, @Nullable Operand operand) {
        Shape matrix = contract.shape();
        if (operand == null || operand.shape().hasBatch()) {
            return null;
        }
        int columns = matrix.size(-1);
        Shape shape = operand.shape();
        return shape.elements() == columns && shape.size(-1) == columns ? operand.value() : null;
    }

    /// The value whose elements say which of the product are not zero, or null if the selection is another.
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

    /// The operand of two that is not a value.
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

    /// The product and what follows, in order.
    List<Instruction> instructions() {
        List<Instruction> instructions = new ArrayList<>(List.of(contract));
        instructions.addAll(rest);
        return instructions;
    }

    /// The value of the result.
    int out() {
        return rest.getLast().out();
    }

    /// The end of the product over the array of the bias or the mask.
    Epilogue epilogue(float[] array) {
        return switch (kind) {
            case BIAS -> new Epilogue.Bias(array, Float.NEGATIVE_INFINITY);
            case RECTIFIED_BIAS -> new Epilogue.Bias(array, 0f);
            case MASK -> new Epilogue.Mask(array);
        };
    }

    @Override
    public List<Integer> reads() {
        List<Integer> reads = new ArrayList<>(contract.reads());
        reads.add(operand);
        return reads;
    }

    @Override
    public List<Integer> writes() {
        return List.of(out());
    }

    @Override
    public boolean mayOverwrite(int read, int written) {
        return false;
    }
}
