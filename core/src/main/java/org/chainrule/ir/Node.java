package org.chainrule.ir;

import java.util.List;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.jspecify.annotations.Nullable;

/// One value of a graph: an operation, the nodes it reads, and the type that follows from them. A node is compared by
/// identity: two nodes are the same value only if they are the same object. It never changes, except that its numbers may
/// become known; later evaluations then stop at it.
public final class Node {
    private final Op op;
    private final List<Node> inputs;
    private final TensorType type;
    private volatile float @Nullable [] values;

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

    /// The operation that makes this value.
    public Op op() {
        return op;
    }

    /// The values it reads, in order.
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

    /// The numbers, row by row, in an array that must not be written; null if they have not been computed yet.
    public float @Nullable [] values() {
        return values;
    }

    /// Records the numbers, in an array that must not be written from now on.
    public void remember(float[] computed) {
        values = computed;
    }

    @Override
    public String toString() {
        return op + " " + type;
    }
}
