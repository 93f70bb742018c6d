package org.chainrule.rewrite;

import static org.chainrule.ir.BinaryFunction.ADD;
import static org.chainrule.ir.BinaryFunction.MUL;
import static org.chainrule.ir.BinaryFunction.SUB;

import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.ir.Nodes;
import org.chainrule.ir.Op;

/// Turns `a * b + c` into one operation that rounds once. The rule depends only on the operation and its inputs, so a
/// value is rounded the same way in training and in prediction. A product with other readers is computed separately for
/// them.
public final class ExplicitFma {
    private ExplicitFma() {
    }

    /// Returns the graph with every sum of a product as an [Op.Fma].
    public static Graph apply(Graph graph) {
        return graph.rewrite(ExplicitFma::contract);
    }

    private static Node contract(Node node) {
        if (is(node, ADD) && is(node.input(0), MUL)) {
            return fma(node.input(0), node.input(1));
        }
        if (is(node, ADD) && is(node.input(1), MUL)) {
            return fma(node.input(1), node.input(0));
        }
        if (is(node, SUB) && is(node.input(1), MUL)) {
            Node product = node.input(1);
            int constant = Simplify.isLiteral(product.input(1)) ? 1 : 0;
            Node negated = Simplify.simplify(Nodes.neg(product.input(constant)));
            return Node.of(new Op.Fma(), negated, product.input(1 - constant), node.input(0));
        }
        return node;
    }

    private static boolean is(Node node, BinaryFunction function) {
        return node.op() instanceof Op.Binary binary && binary.function() == function;
    }

    private static Node fma(Node product, Node addend) {
        return Node.of(new Op.Fma(), product.input(0), product.input(1), addend);
    }
}
