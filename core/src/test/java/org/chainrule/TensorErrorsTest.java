package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every method of [Tensor] that accepts an axis, a shape or another tensor, or that requires real numbers, names
/// itself in its errors, and not a primitive from which it is composed.
class TensorErrorsTest {
    private static final Tensor X = Tensor.input("x", Shape.batch(3));
    private static final Tensor CUBE = Tensor.input("cube", Shape.batch(2, 3));
    private static final Tensor Y = Tensor.input("y", Shape.of(4));
    private static final Tensor TRUTH = X.less(Tensor.scalar(0));
    private static final Tensor WHOLE = Tensor.input("labels", TensorType.i32(Shape.batch()));
    private static final String NO_AXIS = ": there is no axis 5 in [n, 3], expected -2 to 1";
    private static final String NO_REALS = ": expects real numbers; cast the operand to F32 first: operand i32[n]";
    private static final String UNEQUAL = ": sizes differ and neither is 1: lhs [n, 3] axis 1 = 3, rhs [4] axis 0 = 4";

    private static final String BATCH = ": does not work along the batch axis, whose size is known only when a program"
            + " runs: operand [n, 3] axis 0";

    record Mistake(String method, Runnable code, String rest) {
        @Override
        public String toString() {
            return method + rest;
        }
    }

    private static Mistake mistake(String method, Runnable code, String rest) {
        return new Mistake(method, code, rest);
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(axes(), pairs(), reals(), shapes(), sizes(), products(), truths(), derivatives())
                .flatMap(List::stream);
    }

    private static List<Mistake> sizes() {
        return List.of(
                mistake("reshape", () -> X.reshape(3),
                        ": the batch needs an axis; write -1 for it: from [n, 3], to [3]"),
                mistake("reshape", () -> X.reshape(-1, 2),
                        ": the known sizes do not divide the number of elements: from [n, 3] = 3 n, to [-1, 2]"),
                mistake("reshape", () -> Y.reshape(-1, 70_000, 70_000),
                        ": the known sizes do not divide the number of elements: from [4] = 4, to [-1, 70000, 70000]"),
                mistake("reshape", () -> Y.reshape(5), ": element counts differ: from [4] = 4, to [5] = 5"),
                mistake("reshape", () -> Y.reshape(-1, -1), ": -1 appears twice in [-1, -1], expected at most once"),
                mistake("reshape", () -> Y.reshape(4, 0),
                        ": axis 1 has size 0 in [4, 0], expected at least 1, or -1 for the remaining elements"),
                mistake("reshape", () -> Y.reshape(-2),
                        ": axis 0 has size -2 in [-2], expected at least 1, or -1 for the remaining elements"),
                mistake("squeeze", () -> X.squeeze(0),
                        ": only an axis of size 1 can be removed: operand [n, 3] axis 0 = n"),
                mistake("squeeze", () -> X.squeeze(5), NO_AXIS),
                mistake("unsqueeze", () -> X.unsqueeze(3),
                        ": cannot insert an axis at 3 in [n, 3], expected -3 to 2"),
                mistake("permute", () -> CUBE.permute(0, -1, 2),
                        ": the order must name every axis once: operand [n, 2, 3], order [0, 2, 2]"),
                mistake("stack", () -> Tensor.stack(0), ": got no tensors, expected at least one"),
                mistake("stack", () -> Tensor.stack(0, Y, X),
                        ": expects tensors of one type: number 0 f32[4], number 1 f32[n, 3]"),
                mistake("stack", () -> Tensor.stack(2, Y, Y),
                        ": cannot insert an axis at 2 in [4], expected -2 to 1"),
                mistake("split", () -> Y.split(0, 3),
                        ": the number of parts must divide the axis: operand [4] axis 0 = 4, parts 3"),
                mistake("split", () -> Y.split(0, 0),
                        ": the number of parts must divide the axis: operand [4] axis 0 = 4, parts 0"),
                mistake("split", () -> X.split(0, 1),
                        BATCH),
                mistake("split", () -> X.split(5, 1), NO_AXIS),
                mistake("splitSizes", () -> Y.splitSizes(-1, 1, 2),
                        ": the sizes must be at least 1 and add up to the axis: operand [4] axis 0 = 4, sizes [1, 2]"),
                mistake("splitSizes", () -> Y.splitSizes(0, 5, -1),
                        ": the sizes must be at least 1 and add up to the axis: operand [4] axis 0 = 4, sizes [5, -1]"),
                mistake("iota", () -> Tensor.iota(0), ": count is 0, expected 1 to 2^24"),
                mistake("lowerTriangle", () -> Tensor.lowerTriangle(0), ": count is 0, expected 1 to 2^24"),
                mistake("tril", () -> Y.tril(0), ": expects matrices of known sizes: operand [4]"),
                mistake("triu", () -> X.triu(0), ": expects matrices of known sizes: operand [n, 3]"),
                mistake("gather", () -> CUBE.gather(0, Tensor.ofInts(1)),
                        ": expects a table with a known number of rows: table [n, 2, 3]"),
                mistake("gather", () -> X.gather(5, Tensor.ofInts(1)), NO_AXIS),
                mistake("gather", () -> X.gather(1, Y),
                        ": expects whole numbers as indices; cast them to I32 first: indices f32[4]"),
                mistake("takeAlong", () -> X.takeAlong(1, WHOLE),
                        ": all axes but axis 1 must agree: operand [n, 3], indices [n]"),
                mistake("takeAlong", () -> CUBE.takeAlong(1, Tensor.input("i", TensorType.i32(Shape.batch(5, 4)))),
                        ": all axes but axis 1 must agree: operand [n, 2, 3], indices [n, 5, 4]"),
                mistake("takeAlong", () -> X.takeAlong(1, X),
                        ": expects whole numbers as indices; cast them to I32 first: indices f32[n, 3]"),
                mistake("normal", () -> Tensor.normal("noise", Shape.of(2), Y),
                        ": expects whole numbers as indices; cast them to I32 first: indices f32[4]"));
    }

    private static List<Mistake> products() {
        Tensor stack = Tensor.input("y", Shape.of(5, 3, 4));
        return List.of(
                mistake("matmul", () -> X.matmul(Tensor.scalar(2)),
                        ": expects vectors, matrices or stacks of matrices; use mul for a number: lhs [n, 3], rhs []"),
                mistake("matmul", () -> Y.matmul(Tensor.input("z", Shape.of(5))),
                        ": inner sizes differ: lhs [4] axis 0 = 4, rhs [5] axis 0 = 5"),
                mistake("matmul", () -> Y.matmul(stack),
                        ": inner sizes differ: lhs [4] axis 0 = 4, rhs [5, 3, 4] axis 1 = 3"),
                mistake("matmul", () -> Tensor.input("x", Shape.of(7, 2, 3)).matmul(stack),
                        ": leading sizes differ and neither is 1: lhs [7, 2, 3] axis 0 = 7, rhs [5, 3, 4] axis 0 = 5"),
                mistake("matmul", () -> CUBE.matmul(stack),
                        ": leading sizes differ and neither is 1: lhs [n, 2, 3] axis 0 = n, rhs [5, 3, 4] axis 0 = 5"),
                mistake("matmul", () -> WHOLE.matmul(WHOLE), NO_REALS));
    }

    private static List<Mistake> truths() {
        String no = ": expects truth values; compare or cast to BOOL first: ";
        Tensor other = Y.less(0);
        String unequal = ": sizes differ and neither is 1: lhs [n, 3] axis 1 = 3, rhs [4] axis 0 = 4";
        return List.of(mistake("and", () -> X.and(TRUTH), no + "lhs f32[n, 3]"),
                mistake("or", () -> TRUTH.or(X), no + "rhs f32[n, 3]"),
                mistake("xor", () -> TRUTH.xor(WHOLE), no + "rhs i32[n]"), mistake("not", () -> X.not(), no
                        + "operand f32[n, 3]"),
                mistake("and", () -> TRUTH.and(other), unequal), mistake("or", () -> TRUTH.or(other), unequal),
                mistake("xor", () -> TRUTH.xor(other), unequal),
                mistake("notEqual", () -> X.notEqual(Y), UNEQUAL),
                mistake("clamp", () -> X.clamp(2, 1), ": low is 2.0 and high is 1.0, expected low <= high"),
                mistake("clamp", () -> X.clamp(Double.NaN, 1), ": low is NaN and high is 1.0, expected low <= high"),
                mistake("maximum", () -> WHOLE.maximum(1), NO_REALS), mistake("pow", () -> X.pow(Y), UNEQUAL),
                mistake("where", () -> TRUTH.where(WHOLE.unsqueeze(1), 0.5),
                        ": no is 0.5 for an operand of type i32[n, 1], expected a whole number from -2^24 to 2^24"),
                mistake("where", () -> TRUTH.where(2, TRUTH),
                        ": yes is 2.0 for an operand of type bool[n, 3], expected 0 or 1"),
                mistake("where", () -> X.where(1, 0),
                        ": expects a condition of truth values and two operands, all of one"
                                + " shape: condition f32[n, 3], then f32[n, 3], else f32[n, 3]"));
    }

    private static List<Mistake> derivatives() {
        return List.of(
                mistake("jacobian", () -> X.jacobian(Y),
                        ": expects tensors without a batch axis: output [n, 3], wrt [4]"),
                mistake("hessian", () -> Y.hessian(Y), ": expects a single number; sum or average first: operand [4]"),
                mistake("hessian", () -> X.sum().hessian(X),
                        ": expects tensors without a batch axis: output [n, 3], wrt [n, 3]"),
                mistake("hvp", () -> Y.hvp(Y, Y), ": expects a single number; sum or average first: operand [4]"),
                mistake("hvp", () -> Y.sum().hvp(Y, X),
                        ": the vector must have the shape of wrt: wrt [4], vector [n, 3]"));
    }

    private static List<Mistake> axes() {
        return List.of(mistake("sum", () -> X.sum(5), NO_AXIS), mistake("max", () -> X.max(5), NO_AXIS),
                mistake("min", () -> X.min(0, 5), NO_AXIS), mistake("mean", () -> X.mean(5), NO_AXIS),
                mistake("mean", () -> X.mean(0, -2), ": axis 0 is named twice"),
                mistake("sumKeeping", () -> X.sumKeeping(5), NO_AXIS),
                mistake("maxKeeping", () -> X.maxKeeping(5), NO_AXIS),
                mistake("minKeeping", () -> X.minKeeping(5), NO_AXIS),
                mistake("meanKeeping", () -> X.meanKeeping(5), NO_AXIS),
                mistake("varKeeping", () -> X.varKeeping(5), NO_AXIS), mistake("var", () -> X.var(5), NO_AXIS),
                mistake("std", () -> X.std(5), NO_AXIS),
                mistake("softmax", () -> X.softmax(5), NO_AXIS),
                mistake("logSoftmax", () -> X.logSoftmax(5), NO_AXIS),
                mistake("logSumExp", () -> X.logSumExp(5), NO_AXIS), mistake("argmax", () -> X.argmax(5), NO_AXIS),
                mistake("slice", () -> X.slice(5, 0, 1), NO_AXIS), mistake("slice", () -> X.slice(5, 0, 1, 1), NO_AXIS),
                mistake("pad", () -> X.pad(5, 1, 1), NO_AXIS), mistake("flip", () -> X.flip(5), NO_AXIS),
                mistake("window", () -> X.window(5, 1, 1), NO_AXIS),
                mistake("concat", () -> Tensor.concat(5, X, X), NO_AXIS),
                mistake("softmax", () -> Tensor.scalar(1).softmax(0),
                        ": there is no axis 0 in [], expected none for a scalar"),
                mistake("argmax", () -> X.argmax(0),
                        BATCH),
                mistake("permute", () -> X.permute(0, 5),
                        ": the order must name every axis once: operand [n, 3], order [0, 5]"),
                mistake("transpose", () -> Y.transpose(), ": expects at least two axes: operand [4]"),
                mistake("at", () -> Tensor.of(1, 2).at(2), ": index 2 of axis 0 is outside [2]"));
    }

    private static List<Mistake> pairs() {
        return List.of(mistake("add", () -> X.add(Y), UNEQUAL), mistake("sub", () -> X.sub(Y), UNEQUAL),
                mistake("mul", () -> X.mul(Y), UNEQUAL), mistake("div", () -> X.div(Y), UNEQUAL),
                mistake("maximum", () -> X.maximum(Y), UNEQUAL), mistake("minimum", () -> X.minimum(Y), UNEQUAL),
                mistake("less", () -> X.less(Y), UNEQUAL), mistake("lessEqual", () -> X.lessEqual(Y), UNEQUAL),
                mistake("greater", () -> X.greater(Y), UNEQUAL),
                mistake("greaterEqual", () -> X.greaterEqual(Y), UNEQUAL), mistake("equal", () -> X.equal(Y), UNEQUAL),
                mistake("where", () -> TRUTH.where(X, Y),
                        ": sizes differ and neither is 1: then [n, 3] axis 1 = 3, else [4] axis 0 = 4"),
                mistake("where", () -> TRUTH.where(Y, Y),
                        ": sizes differ and neither is 1: condition [n, 3] axis 1 = 3, operands [4] axis 0 = 4"),
                mistake("matmul", () -> CUBE.matmul(Tensor.input("w", Shape.of(4, 5))),
                        ": inner sizes differ: lhs [n, 2, 3] axis 2 = 3, rhs [4, 5] axis 0 = 4"),
                mistake("matmul", () -> X.matmul(Y),
                        ": inner sizes differ: lhs [n, 3] axis 1 = 3, rhs [4] axis 0 = 4"),
                mistake("gather", () -> Y.gather(X),
                        ": expects whole numbers as indices; cast them to I32 first: indices f32[n, 3]"),
                mistake("gradients", () -> X.gradients(List.of(X), Y),
                        ": the cotangent must have the shape of the output: output [n, 3], cotangent [4]"),
                mistake("gradients", () -> X.gradients(List.of(X)),
                        ": expects a single number; sum or average first: operand [n, 3]"),
                mistake("gradient", () -> X.gradient(X),
                        ": expects a single number; sum or average first: operand [n, 3]"),
                mistake("uniform", () -> Tensor.uniform("noise", Shape.of(2), Y),
                        ": expects whole numbers as indices; cast them to I32 first: indices f32[4]"));
    }

    private static List<Mistake> reals() {
        return List.of(mistake("square", () -> WHOLE.square(), NO_REALS), mistake("relu", () -> WHOLE.relu(), NO_REALS),
                mistake("clamp", () -> WHOLE.clamp(0, 1), NO_REALS), mistake("neg", () -> WHOLE.neg(), NO_REALS),
                mistake("sum", () -> WHOLE.sum(), NO_REALS), mistake("max", () -> WHOLE.max(), NO_REALS),
                mistake("mean", () -> WHOLE.mean(), NO_REALS), mistake("softmax", () -> WHOLE.softmax(0), NO_REALS),
                mistake("logSoftmax", () -> WHOLE.logSoftmax(0), NO_REALS),
                mistake("logSumExp", () -> WHOLE.logSumExp(0), NO_REALS),
                mistake("greater", () -> WHOLE.greater(Tensor.scalar(1)), NO_REALS),
                mistake("oneHot", () -> Y.oneHot(2),
                        ": expects whole numbers as indices; cast them to I32 first: indices f32[4]"),
                mistake("oneHot", () -> WHOLE.oneHot(0), ": depth is 0, expected 1 to 2^24"),
                mistake("ints", () -> Tensor.of(1.5f).ints(),
                        ": expects whole numbers; cast the operand to I32 first: operand f32[1]"));
    }

    private static List<Mistake> shapes() {
        int max = Integer.MAX_VALUE;
        return List.of(
                mistake("reshape", () -> X.reshape(Shape.of(3)),
                        ": element counts differ: from [n, 3] = 3 n, to [3] = 3"),
                mistake("expand", () -> Y.expand(Shape.of(3)),
                        ": only axes of size 1 and new leading axes can be repeated: from [4] axis 0 = 4, to [3]"),
                mistake("slice", () -> Y.slice(0, 2, 9), ": expected 0 <= start < end <= size and step >= 1:"
                        + " operand [4] axis 0 = 4, start 2 end 9 step 1"),
                mistake("window", () -> Y.window(0, 5, 1),
                        ": expected 1 <= size <= axis and stride >= 1: operand [4] axis 0 = 4, size 5 stride 1"),
                mistake("pad", () -> Y.pad(0, -1, 0),
                        ": expected counts of zeros >= 0: operand [4], before -1 after 0 interior 0"),
                mistake("pad", () -> Y.pad(0, max, max),
                        ": an axis holds at most 2^31 - 1 elements: result 4294967298"),
                mistake("pad", () -> CUBE.pad(1, max - 2, 0),
                        ": [n, 2147483647, 3] has more than 2^31 - 1 elements; use smaller axes"),
                mistake("concat", () -> Tensor.concat(0, X, X),
                        BATCH),
                mistake("concat", () -> Tensor.concat(0), ": got no tensors, expected at least one"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void theMethodIsNamed(Mistake mistake) {
        assertThatThrownBy(mistake.code::run).isInstanceOfAny(ShapeException.class, ArgumentException.class)
                .hasMessage(mistake.method + mistake.rest);
    }

    /// A new method that can reject its arguments must be added to the table.
    @Test
    void noMethodIsMissing() {
        Set<Class<?>> risky = Set.of(int.class, int[].class, Tensor.class, Tensor[].class);
        Set<String> expected = new TreeSet<>();
        for (Method method : Tensor.class.getDeclaredMethods()) {
            boolean takes = Stream.of(method.getParameterTypes()).anyMatch(risky::contains);
            if (Modifier.isPublic(method.getModifiers()) && takes) {
                expected.add(method.getName());
            }
        }
        Set<String> named = new TreeSet<>(mistakes().map(Mistake::method).toList());
        // methods that start from whole numbers, and two that accept every tensor
        expected.removeAll(Set.of("all", "ofInts", "recomputedFrom"));
        assertThat(named).containsAll(expected);
    }

    @Test
    void aStepBeyondTheEndTakesTheFirst() {
        assertThat(Tensor.of(1, 2, 3).slice(0, 1, 3, Integer.MAX_VALUE).values()).containsExactly(2);
    }
}
