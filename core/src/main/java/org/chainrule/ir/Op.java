package org.chainrule.ir;

import java.util.List;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;

/// A primitive operation: what is done, never to what. An operation holds attributes only, so two equal operations on
/// the same inputs are the same value; the inputs stand in the [Node].
///
/// Everything else (softmax, layer norm, GELU, losses) is composed of these.
public sealed interface Op {
    /// A value that comes from outside the graph.
    sealed interface Leaf extends Op permits Input, Literal, BatchSize {
    }

    /// A tensor handed in when the graph runs: data, a parameter, a piece of optimizer state.
    record Input(String name) implements Leaf {
    }

    /// A number written in the program; a scalar. Float32 executors round it once.
    record Literal(double value) implements Leaf {
    }

    /// The size of a batch axis as a number: `multiple * n`; a scalar.
    record BatchSize(int multiple) implements Leaf {
    }

    /// A function of one number on each element.
    record Unary(UnaryFunction function) implements Op {
    }

    /// A function of two numbers on each pair of elements; both inputs have one shape.
    record Binary(BinaryFunction function) implements Op {
    }

    /// `a * b + c` with one rounding; all three inputs have one shape.
    record Fma() implements Op {
    }

    /// Element by element: the second input where the first (BOOL) is true, else the third.
    record Select() implements Op {
    }

    /// The same values as another kind of element; numbers are truncated towards zero on the way to I32 and compared
    /// with zero on the way to BOOL.
    record Cast(DType dtype) implements Op {
    }

    /// The same values, through which no gradient flows.
    record StopGradient() implements Op {
    }

    /// The first input's values, with a note about when they are computed, see [Recomputation].
    record Recompute(Recomputation note) implements Op {
    }

    /// What an [Op.Recompute] says. The first two are written with a graph and taken out before it is lowered, which
    /// keeps the numbers what they are without them; the last is put in instead.
    enum Recomputation {
        /// What lies between the second input and the first is not kept for the backward pass but computed again.
        RESULT,
        /// The cotangent that arrives at the result, which is the second input.
        COTANGENT,
        /// A value that is read only once the second input is there.
        AGAIN
    }

    /// One axis brought down to size 1.
    record Reduce(Reduction reduction, int axis) implements Op {
    }

    /// Elements moved, repeated or left out, none computed.
    sealed interface Movement extends Op permits Reshape, Permute, Expand, Slice, Pad, Flip, Concat {
    }

    /// The same elements in the same order, in another shape.
    record Reshape(Shape shape) implements Movement {
    }

    /// The axes in another order: axis `i` of the result is axis `order[i]` of the input.
    record Permute(List<Integer> order) implements Movement {
        public Permute {
            order = List.copyOf(order);
        }
    }

    /// Repetition along axes of size 1 and along new leading axes, as NumPy broadcasts.
    record Expand(Shape shape) implements Movement {
    }

    /// The elements `start, start + step, ...` below `end` of one axis.
    record Slice(int axis, int start, int end, int step) implements Movement {
    }

    /// Zeros put before, after and between (`interior` of them) the elements of one axis.
    record Pad(int axis, int before, int after, int interior) implements Movement {
    }

    /// One axis in reverse.
    record Flip(int axis) implements Movement {
    }

    /// Inputs joined along one axis.
    record Concat(int axis) implements Movement {
    }

    /// Sliding windows: an axis of `L` elements becomes one of `(L - size) / stride + 1` windows, and a new last axis
    /// holds the `size` elements of each. Convolution and pooling are windows and a contraction or a reduction.
    record Window(int axis, int size, int stride) implements Op {
    }

    /// The matrix product `[.., m, k] x [.., k, n] -> [.., m, n]` over equal leading axes; a transposed operand is
    /// stored as `[.., k, m]` or `[.., n, k]`.
    record Contract(boolean transposeLhs, boolean transposeRhs) implements Op {
    }

    /// Rows of a table `[rows, ..]` by their numbers `[i..]`: `[i.., ..]`.
    record Gather() implements Op {
    }

    /// The adjoint of [Gather]: inputs are row numbers `[i..]` and updates `[i.., ..]`; each update is added to its row
    /// of a table `[rows, ..]` of zeros, in order.
    record ScatterAdd(int rows) implements Op {
    }

    /// A new last axis of `depth` numbers: 1 at the index, 0 elsewhere.
    record OneHot(int depth) implements Op {
    }

    /// The index of the largest element along an axis, which is removed; the first of several, a NaN before all.
    record ArgMax(int axis) implements Op {
    }

    /// Uniform random numbers in [0, 1). The input is a stream of five whole numbers (the seed in three pieces of 24
    /// bits, then two counters); the numbers depend on it, on the purpose and on the position alone.
    record Random(String purpose, Shape shape) implements Op {
    }
}
