package org.chainrule.ir;

import java.util.List;

/// One value of a graph: an operation, the nodes it reads, and the type that follows from them. A node is immutable and
/// compared by identity: two nodes are the same value only if they are the same object.
public final class Node {
    private final Op op;
    private final List<Node> inputs;
    private final TensorType type;

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

    @Override
    public String toString() {
        return op + " " + type;
    }
}
