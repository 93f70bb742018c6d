package org.chainrule.compile.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.chainrule.compile.stage.Instruction;
import org.chainrule.compile.stage.Instruction.Operand;
import org.chainrule.compile.stage.Stage;
import org.chainrule.compile.stage.Value;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.ir.Op;
import org.jspecify.annotations.Nullable;

/// A graph lowered to stages over numbered values.
///
/// A reshape is another view of the same value, and the elementwise readers of an expansion broadcast it themselves, so
/// neither needs an instruction. The order follows the outputs and then the updates as the caller lists them. An update
/// whose last operation is elementwise overwrites the old state after the last reader of the old value; any other
/// update is copied at the end.
///
/// @param values the values, by number
/// @param stages the stages, in order
/// @param outputs the value of each output
/// @param inputs the value of each input
/// @param states the value of the state of each update
public record Lowering(List<Value> values, List<Stage> stages, List<Integer> outputs, List<Integer> inputs,
        List<Integer> states) {
    /// Lowers a graph that has been through the passes.
    public static Lowering of(Graph graph) {
        return new Builder(graph).build();
    }

    private static final class Builder {
        private final Graph graph;
        private final List<Value> values = new ArrayList<>();
        private final List<Instruction> instructions = new ArrayList<>();
        private final Map<Node, Integer> numbers = new HashMap<>();
        private final Map<Node, Node> copies = new HashMap<>();

        Builder(Graph graph) {
            this.graph = graph;
        }

        Lowering build() {
            for (Node input : graph.inputs()) {
                number(input, new Value(input.shape(), new Op.Input("input"), -1));
            }
            List<Node> results = graph.outputs().stream().map(this::computed).toList();
            List<Node> next = graph.updates().stream().map(update -> computed(update.next())).toList();
            EvaluationOrder order = EvaluationOrder.of(results, graph.updates(), next, this::reads, this::isInput);
            for (Node node : order.nodes()) {
                emit(node, order.home(node));
            }
            for (int i = 0; i < next.size(); i++) {
                if (order.home(next.get(i)) != graph.updates().get(i).state()) {
                    int from = valueOf(next.get(i));
                    Node state = graph.updates().get(i).state();
                    instructions.add(new Instruction(Node.of(new Op.StopGradient(), state),
                            List.of(new Operand(from, state.shape())), valueOf(state)));
                }
            }
            List<Integer> outputs = results.stream().map(this::valueOf).toList();
            return new Lowering(List.copyOf(values),
                    MatmulFusion.of(LoopFusion.of(values, instructions, outputs), values, outputs), outputs,
                    graph.inputs().stream().map(this::valueOf).toList(),
                    graph.updates().stream()
                            .map(update -> valueOf(update.state())).toList());
        }

        /// Returns the node that computes a result, behind any views; a copy if the result is an input or a constant.
        private Node computed(Node root) {
            Node node = storage(root);
            boolean copy = isInput(node) || node.op() instanceof Op.Leaf;
            return copy ? copies.computeIfAbsent(node, source -> Node.of(new Op.StopGradient(), source)) : node;
        }

        private boolean isInput(Node node) {
            return numbers.containsKey(node) && values.get(valueOf(node)).leaf() instanceof Op.Input;
        }

        private int valueOf(Node node) {
            return Objects.requireNonNull(numbers.get(node));
        }

        private Node storage(Node node) {
            Node current = node;
            while (isView(current)) {
                current = current.input(0);
            }
            return current;
        }

        private boolean isView(Node node) {
            return (node.op() instanceof Op.Reshape || node.op() instanceof Op.Recompute) && !isInput(node);
        }

        /// Returns the nodes whose values the instruction for a node reads, then the nodes it waits for.
        private List<Node> reads(Node node) {
            List<Node> reads = new ArrayList<>();
            node.inputs().forEach(input -> reads.add(storage(source(node, input))));
            reads.addAll(waits(node));
            return reads;
        }

        /// Returns the nodes that must be computed before a node although it does not read them.
        private List<Node> waits(Node node) {
            List<Node> waits = new ArrayList<>();
            for (Node input : node.inputs()) {
                for (Node at = source(node, input); isView(at); at = at.input(0)) {
                    if (at.op() instanceof Op.Recompute) {
                        waits.add(storage(at.input(1)));
                    }
                }
            }
            return waits;
        }

        /// Returns the node that is read for an input: a reader of several operands broadcasts an expanded one itself.
        private Node source(Node reader, Node input) {
            boolean repeats = Instruction.repeatsOperands(reader.op()) && input.op() instanceof Op.Expand;
            return repeats && !isInput(input) ? input.input(0) : input;
        }

        private void emit(Node node, @Nullable Node home) {
            if (node.op() instanceof Op.Leaf leaf) {
                number(node, new Value(node.shape(), leaf, -1));
                return;
            }
            List<Operand> operands = new ArrayList<>();
            for (Node input : node.inputs()) {
                Node source = source(node, input);
                operands.add(new Operand(valueOf(storage(source)), source.shape()));
            }
            number(node, new Value(node.shape(), null, home == null ? -1 : valueOf(home)));
            instructions.add(new Instruction(node, operands, valueOf(node),
                    waits(node).stream().map(this::valueOf).toList()));
        }

        private void number(Node node, Value value) {
            numbers.put(node, values.size());
            values.add(value);
        }
    }
}
