package org.chainrule.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.error.ArgumentException;
import org.chainrule.grad.Backward;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final History.Size TWENTY_NODES = new History.Size(20, Long.MAX_VALUE);
    private static final TensorType PAIR = TensorType.f32(Shape.of(2));

    private final Node x = Node.data(PAIR, new float[2]);

    /// Records values, like an evaluation of one operation.
    private static Node evaluated(Node node, History.Size limit) {
        node.remember(new float[node.shape().elements()]);
        History.note(node.inputs(), List.of(node), List.of(node), limit);
        return node;
    }

    /// Returns a chain in which each node is the sum of the previous one and data, all evaluated.
    private static List<Node> chain(Node start, Node data, int length, History.Size limit) {
        List<Node> chain = new ArrayList<>(List.of(start));
        for (int i = 0; i < length; i++) {
            chain.add(evaluated(Nodes.add(chain.getLast(), data), limit));
        }
        return chain;
    }

    @Test
    void theOlderHalfIsReleasedOnceThereIsTooMuch() {
        List<Node> chain = chain(x, x, 20, TWENTY_NODES);
        assertThat(chain).noneMatch(History::isReleased);
        evaluated(Nodes.add(chain.getLast(), x), TWENTY_NODES);
        assertThat(chain.stream().filter(History::isReleased).toList()).containsExactly(chain.get(11));
        assertThat(chain.get(11).inputs()).isEmpty();
    }

    @Test
    void whatStandsBehindStaysBounded() {
        Node last = x;
        for (int i = 0; i < 1000; i++) {
            last = evaluated(Nodes.add(last, x), TWENTY_NODES);
            assertThat(Graph.topological(List.of(last), List.of()).size()).isLessThanOrEqualTo(22);
        }
    }

    @Test
    void manyNumbersCountAsManyNodesDo() {
        List<Node> chain = chain(x, x, 20, new History.Size(Long.MAX_VALUE, 20 * 65));
        assertThat(chain).anyMatch(History::isReleased);
    }

    @Test
    void whatTheLastEvaluationComputedKeepsItsInputs() {
        List<Node> computed = new ArrayList<>(List.of(Nodes.neg(x)));
        for (int i = 0; i < 50; i++) {
            computed.add(Nodes.add(computed.getLast(), x));
        }
        computed.forEach(node -> node.remember(new float[2]));
        History.note(List.of(x), computed, computed, TWENTY_NODES);
        assertThat(computed).noneMatch(History::isReleased);
        assertThat(computed.getLast().behind()).isEqualTo(TWENTY_NODES.half());
    }

    @Test
    void aGradientThroughReleasedHistoryIsRefused() {
        Node other = Node.data(PAIR, new float[2]);
        List<Node> chain = chain(x, other, 25, TWENTY_NODES);
        Node last = chain.getLast();
        Node ones = Nodes.fill(1, last.shape());
        for (Node lost : List.of(x, other, chain.get(3))) {
            assertThatThrownBy(() -> Backward.gradients(last, ones, List.of(chain.get(20), lost)))
                    .isInstanceOf(ArgumentException.class)
                    .hasMessage("gradients: the gradient with respect to number 1 of wrt, f32[2], passes through "
                            + "f32[2], whose history was released because it grew too long; call detach() on that "
                            + "tensor to treat it as data, or request the result earlier");
        }
    }

    @Test
    void anAncestorReleasedTwiceAgoIsStillRefused() {
        List<Node> chain = chain(x, Node.data(PAIR, new float[2]), 200, TWENTY_NODES);
        Node ones = Nodes.fill(1, x.shape());
        for (int i = 0; i < 180; i++) {
            Node lost = chain.get(i);
            assertThatThrownBy(() -> Backward.gradients(chain.getLast(), ones, List.of(lost)))
                    .isInstanceOf(ArgumentException.class);
        }
    }

    @Test
    void aGradientThatNeedsNoReleasedHistoryIsRight() {
        List<Node> chain = chain(x, Node.data(PAIR, new float[2]), 25, TWENTY_NODES);
        Node ones = Nodes.fill(1, x.shape());
        Node border = chain.stream().filter(History::isReleased).findFirst().orElseThrow();
        assertThat(Backward.gradients(chain.getLast(), ones, List.of(border))).containsExactly(ones);
    }

    /// Long-lived parameters are read by every step and are therefore released together.
    @Test
    void nodesOfTheBorderAreToldApart() {
        Node left = chain(x, x, 2, TWENTY_NODES).getLast();
        Node right = chain(x, x, 2, TWENTY_NODES).getLast();
        Node derived = evaluated(Nodes.add(left, x), TWENTY_NODES);
        Node step = Node.data(PAIR, new float[2]);
        for (int i = 0; i < 30; i++) {
            step = evaluated(Nodes.add(step, List.of(left, right, derived).get(i % 3)), TWENTY_NODES);
        }
        assertThat(List.of(left, right, derived)).allMatch(History::isReleased);
        Node ones = Nodes.fill(1, x.shape());
        Node sum = Nodes.add(left, right);
        assertThat(Backward.gradients(sum, ones, List.of(left, right))).containsExactly(ones, ones);
        assertThatThrownBy(() -> Backward.gradients(derived, ones, List.of(left)))
                .isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Backward.gradients(sum, ones, List.of(x))).isInstanceOf(ArgumentException.class);
    }

    @Test
    void numbersOfNodesAreASet() {
        History.Numbers numbers = new History.Numbers();
        numbers.add(5);
        numbers.add(1L << 40);
        History.Numbers more = new History.Numbers();
        more.add(4096);
        numbers.addAll(more);
        assertThat(List.of(5L, 1L << 40, 4096L)).allMatch(numbers::contains);
        assertThat(List.of(4L, 6L, 0L, (1L << 40) + 1, 4097L, 8192L)).noneMatch(numbers::contains);
        assertThat(more.contains(5)).isFalse();
    }
}
