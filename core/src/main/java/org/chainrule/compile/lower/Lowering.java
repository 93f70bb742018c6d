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

/// From a graph to instructions over numbered values.
///
/// A reshape is another view of the same value and an expansion is done by its elementwise readers, so neither costs an
/// instruction. The order follows the outputs and then the updates as the caller lists them; an update whose last
/// operation is elementwise is written over the old state as soon as every reader of the old value is done, other
/// updates are copied at the end.
///
/// @param values what each value is, by number
/// @param stages what is done, in order
/// @param outputs the value of each output
/// @param inputs the value of each input
/// @param states for each update, the value of its state
public record Lowering(List<Value> values, List<Stage> stages, List<Integer> outputs, List<Integer> inputs,
        List<Integer> states) {
    /// The lowered form of a graph that has been through the passes.
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

        /// The node whose value a result is: views are looked through, and what is not computed is copied.
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

        /// The nodes whose values an instruction for this node reads, then those it waits for.
        private List<Node> reads(Node node) {
            List<Node> reads = new ArrayList<>();
            node.inputs().forEach(input -> reads.add(storage(source(node, input))));
            reads.addAll(waits(node));
            return reads;
        }

        /// What must be computed before, though it is not read.
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

        /// What is read for an input: a reader of several operands repeats an expanded one itself.
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
