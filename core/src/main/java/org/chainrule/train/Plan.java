package org.chainrule.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.chainrule.Memory;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Mixture;
import org.chainrule.nn.Named;
import org.chainrule.nn.Net;
import org.chainrule.nn.Network;
import org.chainrule.nn.Parts;
import org.chainrule.nn.Recompute;
import org.chainrule.nn.Residual;
import org.chainrule.nn.Variable;
import org.chainrule.type.Shape;

/// The plan of a training, computed before anything runs: the layers of the network, its parameters, and the memory.
///
/// @param rows the layers in order, without layers that only contain others; their parameters add up to those of the
///     network
/// @param inputs the shape of a batch of each input, by name
/// @param parameters the count of trained numbers
/// @param batch the number of rows that the memory is computed for
/// @param forward the memory of a forward pass over the batch, which frees each tensor after its last reader
/// @param training the memory of a training step over the batch, which keeps the tensors that the gradients need; a
///     training also keeps a copy of its state, if that takes at most 64 MB, to find the cause of a divergence
public record Plan(List<Row> rows, Map<String, Shape> inputs, long parameters, int batch, Memory forward,
        Memory training) {
    /// One application of a layer.
    ///
    /// @param path the path of the layer in the network
    /// @param layer the layer
    /// @param input the shape of its input for a batch
    /// @param output the shape of its output for a batch
    /// @param parameters the count of its own parameters; 0 if an earlier row of the same path counts them
    /// @param sources the paths of the layers whose outputs it reads, `input`, or `input NAME` of several inputs. Several
    ///     outputs are joined: they are added if they have the shape of `input`, and concatenated otherwise.
    public record Row(String path, Layer layer, Shape input, Shape output, long parameters, List<String> sources) {
        public Row {
            sources = List.copyOf(sources);
        }
    }

    /// Returns the shape of a batch, for a net with one input.
    public Shape input() {
        return inputs.values().iterator().next();
    }

    static Plan of(Settings<?> settings, Examples examples) {
        int batch = Math.min(settings.batch, examples.size());
        Network network = Network.of(settings.step.net(), StepProgram.types(examples.type().inputs()),
                Network.Mode.PREDICTING);
        Fit.targets("fit", settings.task, network, examples);
        Program training = new StepProgram(settings.step, examples.type(), network.as(Network.Mode.TRAINING)).whole();
        List<Tensor> inputs = new ArrayList<>(network.inputs().asMap().values());
        network.variables().forEach(variable -> inputs.add(variable.tensor()));
        Program forward = Program.of(inputs, List.copyOf(network.outputs().asMap().values()));
        Map<String, Shape> shapes = new LinkedHashMap<>();
        network.inputs().asMap().forEach((name, input) -> shapes.put(name, input.shape()));
        return new Plan(rows(network), shapes, network.parameterCount(), batch, forward.memory(batch),
                training.memory(batch, settings.threads));
    }

    /// Returns the rows of a network.
    public static List<Row> rows(Network network) {
        Map<String, Long> left = own(network);
        IdentityHashMap<Network.Call, List<String>> sources = Connections.of(network);
        List<Row> rows = new ArrayList<>();
        for (Network.Call call : network.innermost()) {
            Long parameters = left.remove(call.path());
            rows.add(new Row(call.path(), call.layer(), call.input().shape(), call.output().shape(),
                    parameters == null ? 0 : parameters, sources.getOrDefault(call, List.of())));
        }
        return rows;
    }

    /// Returns the count of parameters directly under each path.
    private static Map<String, Long> own(Network network) {
        Map<String, Long> own = new HashMap<>();
        for (Variable parameter : network.parameters()) {
            own.merge(parent(parameter.path()), (long) parameter.shape().elements(), Long::sum);
        }
        return own;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /// Returns the plan as a table.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "  %-24s %-14s %12s%n", "layer", "output", "parameters"));
        inputs.forEach((name, shape) -> text.append(
                String.format(Locale.ROOT, "  %-24s %-14s%n", inputs.size() == 1 ? "input" : "input " + name, shape)));
        for (Row row : rows) {
            text.append(String.format(Locale.ROOT, "  %-24s %-14s %12s%n", row.path(), row.output(),
                    row.parameters() == 0 ? "" : String.format(Locale.ROOT, "%,d", row.parameters())));
        }
        text.append(String.format(Locale.ROOT, "  %,d parameters; batch of %d: forward only %s, training %s%n",
                parameters, batch, Memory.text(forward.total()), Memory.text(training.total())));
        return text.toString();
    }

    /// Which layers each layer of a network reads: the layers inside [Parts] and [Mixture] stand beside each other, a
    /// [Residual] passes its input on, and others follow one another. Where a layer reads exactly the output of another one
    /// beside it, that decides.
    private static final class Connections {
        private final IdentityHashMap<Network.Call, List<String>> sources = new IdentityHashMap<>();
        private final Set<Network.Call> shown;

        private Connections(Set<Network.Call> shown) {
            this.shown = shown;
        }

        /// A call and the calls inside it.
        private record Tree(Network.Call call, List<Tree> inside) {
        }

        /// Returns the paths that each innermost call reads; those of inputs are as in a trace: `input`, or `input NAME` if there
        /// are several.
        static IdentityHashMap<Network.Call, List<String>> of(Network network) {
            Set<Network.Call> shown = Collections.newSetFromMap(new IdentityHashMap<>());
            shown.addAll(network.innermost());
            Connections connections = new Connections(shown);
            Map<Tensor, List<String>> known = new HashMap<>();
            Set<String> names = new LinkedHashSet<>();
            Map<String, Tensor> inputs = network.inputs().asMap();
            inputs.forEach((name, tensor) -> {
                String path = inputs.size() == 1 ? "input" : "input " + name;
                names.add(path);
                known.put(tensor, List.of(path));
            });
            connections.inside(network.net(), trees(network.calls()), known, List.copyOf(names));
            return connections.sources;
        }

        /// Returns the outermost calls. Each call comes after the calls inside it.
        private static List<Tree> trees(List<Network.Call> calls) {
            List<Tree> open = new ArrayList<>();
            for (Network.Call call : calls) {
                int from = open.size();
                while (from > 0 && parent(open.get(from - 1).call.path()).equals(call.path())) {
                    from--;
                }
                List<Tree> inner = open.subList(from, open.size());
                Tree tree = new Tree(call, List.copyOf(inner));
                inner.clear();
                open.add(tree);
            }
            return open;
        }

        /// Passes values through the calls inside a net and returns the paths whose outputs are its output.
        ///
        /// @param known the paths behind tensors that the calls may read
        /// @param given the paths behind the input of the net
        private List<String> inside(Net net, List<Tree> inner, Map<Tensor, List<String>> known, List<String> given) {
            Net plain = net;
            while (plain instanceof Recompute || plain instanceof Named) {
                plain = plain instanceof Recompute(Layer within) ? within : ((Named) plain).layer();
            }
            Set<String> ends = new LinkedHashSet<>();
            if (plain instanceof Parts || plain instanceof Mixture) {
                inner.forEach(tree -> ends.addAll(through(tree, given)));
                return List.copyOf(ends);
            }
            List<String> current = given;
            for (Tree tree : inner) {
                current = through(tree, known.getOrDefault(tree.call.input(), current));
                known.put(tree.call.output(), current);
            }
            ends.addAll(current);
            if (plain instanceof Residual) {
                ends.addAll(given);
            }
            return List.copyOf(ends);
        }

        private List<String> through(Tree tree, List<String> given) {
            Network.Call call = tree.call;
            Map<Tensor, List<String>> known = new HashMap<>();
            known.put(call.input(), given);
            List<String> ends = tree.inside.isEmpty() ? given : inside(call.layer(), tree.inside, known, given);
            if (!shown.contains(call)) {
                return ends;
            }
            sources.put(call, ends);
            return List.of(call.path());
        }
    }
}
