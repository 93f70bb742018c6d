package org.chainrule.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chainrule.Memory;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Network;
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
        Map<Network.Call, List<String>> sources = Connections.of(network);
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
}
