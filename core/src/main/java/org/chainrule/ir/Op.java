package org.chainrule.ir;

import java.util.List;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;

/// A primitive operation. It holds attributes only; its inputs belong to the [Node]. Equal operations on the same
/// inputs therefore compute the same value.
///
/// All other functions (softmax, layer norm, GELU, losses) are composed of these.
public sealed interface Op {
    /// A value without inputs.
    sealed interface Leaf extends Op permits Input, Literal, BatchSize {
    }

    /// A tensor that the caller provides when the graph runs: data, a parameter, a piece of optimizer state.
    record Input(String name) implements Leaf {
    }

    /// A constant number, as a scalar. Float32 executors round it once.
    record Literal(double value) implements Leaf {
    }

    /// The size of a batch axis as a number: `multiple * n`, as a scalar.
    record BatchSize(int multiple) implements Leaf {
    }

    /// A function of one number, applied to each element.
    record Unary(UnaryFunction function) implements Op {
    }

    /// A function of two numbers, applied to each pair of elements; both inputs have the same shape.
    record Binary(BinaryFunction function) implements Op {
    }

    /// `a * b + c`, rounded once; all three inputs have the same shape.
    record Fma() implements Op {
    }

    /// Element by element, the second input where the first (BOOL) is true, and the third elsewhere.
    record Select() implements Op {
    }

    /// The same values in another element type. Numbers are truncated towards zero for I32 and compared with zero for
    /// BOOL.
    record Cast(DType dtype) implements Op {
    }

    /// The same values; no gradient flows through them.
    record StopGradient() implements Op {
    }

    /// The values of the first input, with a note about the time of their computation, see [Recomputation].
    record Recompute(Recomputation note) implements Op {
    }

    /// The notes of [Op.Recompute]. [Recomputing][org.chainrule.rewrite.Recomputing] replaces the first two by the last
    /// before a graph is lowered, without changing any value.
    enum Recomputation {
        /// Values between the second input and the first are not kept for the backward pass but computed again.
        RESULT,
        /// The cotangent that arrives at the result, which is the second input.
        COTANGENT,
        /// A value that is read only after the second input is known.
        AGAIN
    }

    /// The reduction of one axis to size 1.
    record Reduce(Reduction reduction, int axis) implements Op {
    }

    /// An operation that moves, repeats or drops elements and computes none.
    sealed interface Movement extends Op permits Reshape, Permute, Expand, Slice, Pad, Flip, Concat {
    }

    /// The same elements in the same order, in another shape.
    record Reshape(Shape shape) implements Movement {
    }

    /// The axes reordered: axis `i` of the result is axis `order[i]` of the input.
    record Permute(List<Integer> order) implements Movement {
        public Permute {
            order = List.copyOf(order);
        }
    }

    /// Repetition along axes of size 1 and along new leading axes, as in NumPy's broadcasting.
    record Expand(Shape shape) implements Movement {
    }

    /// The elements `start, start + step, ...` below `end` of one axis.
    record Slice(int axis, int start, int end, int step) implements Movement {
    }

    /// Zeros added before, after and between the elements of one axis, `interior` of them between two elements.
    record Pad(int axis, int before, int after, int interior) implements Movement {
    }

    /// One axis in reverse order.
    record Flip(int axis) implements Movement {
    }

    /// Inputs joined along one axis.
    record Concat(int axis) implements Movement {
    }

    /// Sliding windows: an axis of `L` elements becomes one of `(L - size) / stride + 1` windows, and a new last axis
    /// holds the `size` elements of each. Convolution and pooling are windows followed by a contraction or a reduction.
    record Window(int axis, int size, int stride) implements Op {
    }

    /// The matrix product `[.., m, k] x [.., k, n] -> [.., m, n]` over equal leading axes. A transposed operand is
    /// stored as `[.., k, m]` or `[.., n, k]`.
    record Contract(boolean transposeLhs, boolean transposeRhs) implements Op {
    }

    /// Rows of a table `[rows, ..]` at indices `[i..]`: `[i.., ..]`.
    record Gather() implements Op {
    }

    /// The adjoint of [Gather]. Its inputs are indices `[i..]` and updates `[i.., ..]`; each update is added to its row
    /// of a table `[rows, ..]` of zeros, in order.
    record ScatterAdd(int rows) implements Op {
    }

    /// The one-hot encoding: a new last axis of `depth` numbers, 1 at the index and 0 elsewhere.
    record OneHot(int depth) implements Op {
    }

    /// The index of the largest element along an axis, which is removed. The first of equal elements counts, and NaN is
    /// larger than all numbers.
    record ArgMax(int axis) implements Op {
    }

    /// Uniform random numbers in [0, 1). The input is a stream of five whole numbers: the seed in pieces of 24, 24 and
    /// 16 bits, then two counters. The result depends only on the stream, the purpose and the position.
    record Random(String purpose, Shape shape) implements Op {
    }
}
