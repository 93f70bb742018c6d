package org.chainrule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.ir.Op;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// Operations on axes (add, remove, cut, join, index), composed of primitive operations that move elements.
final class Axes {
    private Axes() {
    }

    /// Returns the shape described by sizes, of which one may be -1.
    static Shape reshaped(Shape from, int... sizes) {
        int open = -1;
        long known = 1;
        for (int axis = 0; axis < sizes.length; axis++) {
            if (sizes[axis] == -1 && open >= 0) {
                throw new ArgumentException("sizes", "reshape: -1 appears twice in " + Arrays.toString(sizes)
                        + ", expected at most once");
            }
            if (sizes[axis] < 1 && sizes[axis] != -1) {
                throw new ArgumentException("sizes", "reshape: axis " + axis + " has size " + sizes[axis] + " in "
                        + Arrays.toString(sizes) + ", expected at least 1, or -1 for the remaining elements");
            }
            open = sizes[axis] == -1 ? axis : open;
            // capped: a product beyond 2^31 - 1 fits no tensor
            known = sizes[axis] == -1 ? known : Math.min(known * sizes[axis], Integer.MAX_VALUE);
        }
        if (open < 0) {
            if (from.hasBatch()) {
                throw new ShapeException("reshape", "the batch needs an axis; write -1 for it", "from " + from,
                        "to " + Arrays.toString(sizes));
            }
            return Shape.of(sizes);
        }
        if (from.elements() % known != 0) {
            throw new ShapeException("reshape", "the known sizes do not divide the number of elements",
                    "from " + from + " = " + from.elements() + (from.hasBatch() ? " n" : ""),
                    "to " + Arrays.toString(sizes));
        }
        int[] entries = sizes.clone();
        int rest = (int) (from.elements() / known);
        entries[open] = from.hasBatch() ? -rest : rest;
        return Shape.ofEntries(entries);
    }

    /// Inserts an axis of size 1 at an index of the result.
    static Tensor unsqueeze(Tensor x, int axis) {
        int rank = x.shape().rank();
        int at = axis < 0 ? axis + rank + 1 : axis;
        if (at < 0 || at > rank) {
            throw new ArgumentException("axis", "unsqueeze: cannot insert an axis at " + axis + " in " + x.shape()
                    + ", expected " + (-rank - 1) + " to " + rank);
        }
        return x.reshape(inserted(x.shape(), at, Shape.of(1)));
    }

    /// Inserts the axes of a shape before axis `at` of another.
    private static Shape inserted(Shape shape, int at, Shape between) {
        return Shape.ofEntries(Stream.of(entries(shape, 0, at), entries(between, 0, between.rank()),
                entries(shape, at, shape.rank())).flatMapToInt(stream -> stream).toArray());
    }

    private static IntStream entries(Shape shape, int from, int to) {
        return IntStream.range(from, to).map(shape::entry);
    }

    static Tensor squeeze(Tensor x, int axis) {
        int at = x.shape().axis(axis, "squeeze");
        if (x.shape().entry(at) != 1) {
            throw new ShapeException("squeeze", "only an axis of size 1 can be removed",
                    "operand " + x.shape() + " axis " + at + " = " + x.shape().entryText(at));
        }
        return x.reshape(x.shape().without(at));
    }

    static Tensor stack(int axis, Tensor... parts) {
        for (int i = 1; i < parts.length; i++) {
            if (!parts[i].type().equals(parts[0].type())) {
                throw new ShapeException("stack", "expects tensors of one type", "number 0 " + parts[0].type(),
                        "number " + i + " " + parts[i].type());
            }
        }
        int at = axis < 0 ? axis + parts[0].shape().rank() + 1 : axis;
        return Tensor.concat(at, Stream.of(parts).map(part -> unsqueeze(part, axis)).toArray(Tensor[]::new));
    }

    static List<Tensor> split(Tensor x, int axis, int parts) {
        int size = known(x.shape(), x.shape().axis(axis, "split"));
        if (parts < 1 || size % parts != 0) {
            throw new ShapeException("split", "the number of parts must divide the axis",
                    "operand " + x.shape() + " axis " + x.shape().axis(axis, "split") + " = " + size,
                    "parts " + parts);
        }
        int[] sizes = new int[parts];
        Arrays.fill(sizes, size / parts);
        return splitSizes(x, axis, sizes);
    }

    static List<Tensor> splitSizes(Tensor x, int axis, int... sizes) {
        int at = x.shape().axis(axis, "split");
        long total = Arrays.stream(sizes).asLongStream().sum();
        if (total != known(x.shape(), at) || Arrays.stream(sizes).anyMatch(size -> size < 1)) {
            throw new ShapeException("split", "the sizes must be at least 1 and add up to the axis",
                    "operand " + x.shape() + " axis " + at + " = " + x.shape().entryText(at),
                    "sizes " + Arrays.toString(sizes));
        }
        List<Tensor> parts = new ArrayList<>();
        int start = 0;
        for (int size : sizes) {
            parts.add(x.slice(at, start, start + size));
            start += size;
        }
        return List.copyOf(parts);
    }

    private static int known(Shape shape, int axis) {
        if (shape.isBatch(axis)) {
            throw new ShapeException("split",
                    "does not work along the batch axis, whose size is known only when a program runs",
                    "operand " + shape + " axis " + axis);
        }
        return shape.size(axis);
    }

    /// Gathers along any axis: the primitive gathers rows of the first axis, so another axis is moved to the front and
    /// its replacement moved back.
    static Tensor gather(Tensor x, int axis, Tensor indices) {
        int at = x.shape().axis(axis, "gather");
        if (at == 0) {
            return x.gather(indices);
        }
        int rank = x.shape().rank();
        int[] first = IntStream.range(0, rank).map(i -> i == 0 ? at : i <= at ? i - 1 : i).toArray();
        Tensor rows = x.permute(first).gather(indices);
        int moved = indices.shape().rank();
        int[] back = IntStream.range(0, rank - 1 + moved)
                .map(i -> i < at ? moved + i : i < at + moved ? i - at : i).toArray();
        return rows.permute(back);
    }

    /// Selects one element per index: a comparison with each position of the axis, which is moved behind all other
    /// axes.
    static Tensor takeAlong(Tensor x, int axis, Tensor indices) {
        int at = x.shape().axis(axis, "takeAlong");
        Shape places = indices.shape();
        if (places.rank() != x.shape().rank() || !places.reduced(at).equals(x.shape().reduced(at))) {
            throw new ShapeException("takeAlong", "all axes but axis " + at + " must agree", "operand " + x.shape(),
                    "indices " + places);
        }
        int last = places.rank() - 1;
        int[] behind = IntStream.rangeClosed(0, last).map(i -> i < at ? i : i < last ? i + 1 : at).toArray();
        int[] back = IntStream.rangeClosed(0, last).map(i -> i < at ? i : i == at ? last : i - 1).toArray();
        Tensor chosen = permute(indices, behind).oneHot(x.shape().size(at)).equal(1);
        Tensor options = unsqueeze(permute(x, behind), -2);
        return permute(chosen.where(options, Tensor.scalar(0)).sum(-1), back);
    }

    static Tensor iota(int count) {
        if (count < 1 || count > DType.MAX_WHOLE) {
            throw new ArgumentException("count", "iota: count is " + count + ", expected 1 to 2^24");
        }
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i;
        }
        return Tensor.owned(TensorType.i32(Shape.of(count)), numbers);
    }

    static Tensor lowerTriangle(int size) {
        Tensor positions = iota(size);
        return positions.unsqueeze(1).greaterEqual(positions);
    }

    /// Returns a matrix of truth values that are true where `column - row >= diagonal`.
    static Tensor above(int rows, int columns, long diagonal) {
        float[] numbers = new float[rows];
        for (int row = 0; row < rows; row++) {
            numbers[row] = row + diagonal;
        }
        Tensor first = Tensor.owned(TensorType.f32(Shape.of(rows, 1)), numbers);
        return first.lessEqual(iota(columns).cast(DType.F32));
    }

    /// Replaces the elements above a diagonal by 0.
    static Tensor tril(Tensor x, int diagonal) {
        return mask(x, diagonal + 1L).where(Tensor.scalar(0), x);
    }

    /// Replaces the elements below a diagonal by 0.
    static Tensor triu(Tensor x, int diagonal) {
        return mask(x, diagonal).where(x, Tensor.scalar(0));
    }

    private static Tensor mask(Tensor x, long diagonal) {
        Shape shape = x.shape();
        if (shape.rank() < 2 || shape.isBatch(-1) || shape.isBatch(-2)) {
            throw new ShapeException("triangle", "expects matrices of known sizes", "operand " + shape);
        }
        return above(shape.size(-2), shape.size(-1), diagonal);
    }

    /// Reorders the axes; each may count from the end.
    static Tensor permute(Tensor x, int... order) {
        int rank = x.shape().rank();
        Integer[] axes = new Integer[order.length];
        Arrays.setAll(axes, i -> order[i] < 0 && order[i] >= -rank ? order[i] + rank : order[i]);
        return x.then(new Op.Permute(Arrays.asList(axes)));
    }
}
