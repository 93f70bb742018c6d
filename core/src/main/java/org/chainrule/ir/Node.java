package org.chainrule.ir;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.jspecify.annotations.Nullable;

/// One value of a graph: an operation, the nodes it reads, and the type that follows from them. A node is compared by
/// identity: two nodes are the same value only if they are the same object. What it stands for never changes. Its numbers
/// may become known; later evaluations then stop at it, and [History] may release the nodes it was computed from.
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

    /// The value of an operation on inputs, typed by [TypeRules].
    ///
    /// @throws org.chainrule.error.ShapeException if the operation refuses the shapes
    public static Node of(Op op, List<Node> inputs) {
        return new Node(op, List.copyOf(inputs), TypeRules.infer(op, inputs.stream().map(Node::type).toList()));
    }

    /// The value of an operation on inputs, typed by [TypeRules].
    public static Node of(Op op, Node... inputs) {
        return of(op, List.of(inputs));
    }

    /// A value handed in from outside.
    public static Node input(String name, TensorType type) {
        return new Node(new Op.Input(name), List.of(), type);
    }

    /// Data that the caller supplies, in an array that is never written again.
    public static Node data(TensorType type, float[] values) {
        Node node = input("data", type);
        node.values = values;
        return node;
    }

    /// The place in the order in which all nodes are made: higher than those of the nodes it reads.
    public long number() {
        return number;
    }

    /// The operation that makes this value.
    public Op op() {
        return op;
    }

    /// The values it reads, in order; none if [History] has released them.
    public List<Node> inputs() {
        return inputs;
    }

    /// The value read at a position.
    public Node input(int index) {
        return inputs.get(index);
    }

    /// The kind of elements and the shape.
    public TensorType type() {
        return type;
    }

    /// The shape of this value.
    public Shape shape() {
        return type.shape();
    }

    /// The numbers, row by row, in an array that must not be written; null if they are not known.
    public float @Nullable [] values() {
        return values;
    }

    /// Records the numbers, in an array that must not be written from now on, unless they are known already.
    public synchronized void remember(float[] numbers) {
        if (values == null) {
            values = numbers;
        }
    }

    /// Whether an evaluation has computed the numbers before, even if it did not keep them.
    public boolean computed() {
        return computed;
    }

    /// Records that an evaluation has computed the numbers.
    public void markComputed() {
        computed = true;
    }

    /// How much history stands behind this node, about; null if it was not evaluated.
    History.@Nullable Size behind() {
        return behind;
    }

    void behind(History.Size size) {
        behind = size;
    }

    /// The ancestors that were released with the inputs of this node; null if it has its inputs.
    History.@Nullable Released released() {
        return released;
    }

    /// Forgets the inputs of a node whose numbers are known.
    void release(History.Released ancestors) {
        released = ancestors;
        inputs = List.of();
    }

    @Override
    public String toString() {
        return op + " " + type;
    }
}
