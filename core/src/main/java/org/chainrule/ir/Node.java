package org.chainrule.ir;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.jspecify.annotations.Nullable;

/// A value of a graph: an operation, the nodes it reads, and the resulting type. Nodes are compared by identity. The
/// meaning of a node never changes, but its values may become known; later evaluations then start from it, and
/// [History] may release the nodes behind it.
public final class Node {
    private static final AtomicLong MADE = new AtomicLong();

    private final long number = MADE.getAndIncrement();
    private final Op op;
    private volatile List<Node> inputs;
    private final TensorType type;
    private volatile float @Nullable [] values;
    private volatile boolean computed;
    private volatile History.@Nullable Size behind;
    private volatile History.@Nullable Released released;

    private Node(Op op, List<Node> inputs, TensorType type) {
        this.op = op;
        this.inputs = inputs;
        this.type = type;
    }

    /// Returns the value of an operation on inputs, typed by [TypeRules].
    ///
    /// @throws org.chainrule.error.ShapeException if the operation rejects the shapes
    public static Node of(Op op, List<Node> inputs) {
        return new Node(op, List.copyOf(inputs), TypeRules.infer(op, inputs.stream().map(Node::type).toList()));
    }

    /// Returns the value of an operation on inputs, typed by [TypeRules].
    public static Node of(Op op, Node... inputs) {
        return of(op, List.of(inputs));
    }

    /// Returns a value that the caller provides later.
    public static Node input(String name, TensorType type) {
        return new Node(new Op.Input(name), List.of(), type);
    }

    /// Returns a node with data, in an array that nothing writes again.
    public static Node data(TensorType type, float[] values) {
        Node node = input("data", type);
        node.values = values;
        return node;
    }

    /// Returns the number of this node in order of creation; it is higher than the numbers of its inputs.
    public long number() {
        return number;
    }

    /// Returns the operation that computes this value.
    public Op op() {
        return op;
    }

    /// Returns the values it reads, in order; empty if [History] has released them.
    public List<Node> inputs() {
        return inputs;
    }

    /// Returns the input at an index.
    public Node input(int index) {
        return inputs.get(index);
    }

    /// Returns the element type and the shape.
    public TensorType type() {
        return type;
    }

    /// Returns the shape.
    public Shape shape() {
        return type.shape();
    }

    /// Returns the values, row by row, in an array that callers must not write, or null if they are not known.
    public float @Nullable [] values() {
        return values;
    }

    /// Stores the values if they are not known yet. Nothing may write the array from now on.
    public synchronized void remember(float[] numbers) {
        if (values == null) {
            values = numbers;
        }
    }

    /// Returns whether an evaluation has computed the values before, even if it did not keep them.
    public boolean computed() {
        return computed;
    }

    /// Records that an evaluation has computed the values.
    public void markComputed() {
        computed = true;
    }

    /// Returns the estimated amount of history behind this node, or null if it was not evaluated.
    History.@Nullable Size behind() {
        return behind;
    }

    void behind(History.Size size) {
        behind = size;
    }

    /// Returns the ancestors released with the inputs of this node, or null if it has its inputs.
    History.@Nullable Released released() {
        return released;
    }

    /// Drops the inputs of a node whose values are known.
    void release(History.Released ancestors) {
        released = ancestors;
        inputs = List.of();
    }

    @Override
    public String toString() {
        return op + " " + type;
    }
}
