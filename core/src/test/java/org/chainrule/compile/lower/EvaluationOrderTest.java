package org.chainrule.compile.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.chainrule.ir.Graph.Update;
import org.chainrule.ir.Node;
import org.chainrule.ir.Nodes;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

/// In which order nodes are computed, and which of them overwrite state. Results come first, then the updates; a node
/// over a state waits until every other reader of the old value is done.
class EvaluationOrderTest {
    private static final Node A = Node.input("a", TensorType.f32(Shape.of(2)));
    private static final Node B = Node.input("b", TensorType.f32(Shape.of(2)));

    private final Map<Node, String> names = new HashMap<>(Map.of(A, "a", B, "b"));

    private Node named(String name, Node node) {
        names.put(node, name);
        return node;
    }

    private String order(List<Node> results, Update... updates) {
        List<Node> next = List.of(updates).stream().map(Update::next).toList();
        EvaluationOrder order = EvaluationOrder.of(results, List.of(updates), next, Node::inputs,
                node -> node == A || node == B);
        return order.nodes().stream().map(node -> {
            Node home = order.home(node);
            return names.getOrDefault(node, "?") + (home == null ? "" : " over " + names.getOrDefault(home, "?"));
        }).collect(Collectors.joining(", "));
    }

    @Test
    void aNodeComesAfterWhatItReads() {
        Node square = named("square", Nodes.mul(A, B));
        Node root = named("root", Nodes.unary(UnaryFunction.SQRT, square));
        Node other = named("other", Nodes.neg(B));
        assertThat(order(List.of(root, other))).isEqualTo("square, root, other");
    }

    @Test
    void resultsComeBeforeUpdates() {
        Node next = named("next", Nodes.neg(A));
        Node result = named("result", Nodes.mul(A, B));
        assertThat(order(List.of(result), new Update(A, next))).isEqualTo("result, next over a");
    }

    /// The next value of b reads the old a, so it is computed first although it is listed last.
    @Test
    void aStateIsOverwrittenAfterItsLastReader() {
        Node nextA = named("nextA", Nodes.neg(A));
        Node nextB = named("nextB", Nodes.mul(B, A));
        assertThat(order(List.of(), new Update(A, nextA), new Update(B, nextB)))
                .isEqualTo("nextB over b, nextA over a");
    }

    /// Each next value reads the other's old one: one of the two needs a buffer of its own.
    @Test
    void twoStatesThatNeedEachOtherAreNotBothOverwritten() {
        Node nextA = named("nextA", Nodes.add(A, B));
        Node nextB = named("nextB", Nodes.sub(B, A));
        assertThat(order(List.of(), new Update(A, nextA), new Update(B, nextB)))
                .isEqualTo("nextB, nextA over a");
    }

    /// The result reads the new value and the old one, so the old one must survive.
    @Test
    void aReaderOfBothValuesKeepsTheOldOne() {
        Node next = named("next", Nodes.neg(A));
        Node change = named("change", Nodes.sub(next, A));
        assertThat(order(List.of(change), new Update(A, next))).isEqualTo("next, change");
    }
}
