package org.chainrule.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.chainrule.Memory;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Network;
import org.chainrule.nn.Parameter;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// A network on paper, before anything runs: its layers, its parameters, and the memory it takes.
///
/// @param rows its layers in order, those that contain others left out unless they have parameters of their own; their
///     parameters add up to those of the network
/// @param input the shape of a batch of examples
/// @param parameters the number of numbers that training changes
/// @param batch the rows the memory is stated for
/// @param forward the memory of a forward pass over the batch: each tensor is freed when its last reader is done
/// @param training the memory of a training step over the batch: the chain rule must know the tensor at each node. Beside
///     it a training keeps a copy of its state if that takes at most 64 MB, to say what was first if it diverges.
public record Plan(List<Row> rows, Shape input, long parameters, int batch, Memory forward, Memory training) {
    /// One application of a layer.
    ///
    /// @param path where it stands in the network
    /// @param layer what it is
    /// @param output the shape of what it makes of a batch
    /// @param parameters the number of parameters of its own; 0 where an earlier row of the same path has counted them
    public record Row(String path, Layer layer, Shape output, long parameters) {
    }

    static Plan of(Settings settings, Examples examples) {
        int batch = Math.min(settings.batch, examples.size());
        Fit.check(settings, examples);
        TensorType type = StepProgram.rows(examples.row());
        StepProgram step = new StepProgram(settings, type, StepProgram.targets(examples),
                examples.weighted() || settings.classWeights != null);
        Network network = Network.of(settings.net, type, false);
        List<Tensor> inputs = new ArrayList<>(List.of(network.input()));
        network.parameters().forEach(parameter -> inputs.add(parameter.tensor()));
        Program forward = Program.of(inputs, List.of(network.output()));
        return new Plan(rows(network), network.input().shape(), network.parameterCount(), batch, forward.memory(batch),
                step.program.memory(batch, settings.threads));
    }

    static List<Row> rows(Network network) {
        Map<String, Long> left = own(network);
        List<Row> rows = new ArrayList<>();
        for (Network.Call call : calls(network)) {
            Long parameters = left.remove(call.path());
            rows.add(new Row(call.path(), call.layer(), call.output().shape(), parameters == null ? 0 : parameters));
        }
        return rows;
    }

    /// The applications of layers that contain no others or have parameters of their own.
    static List<Network.Call> calls(Network network) {
        Set<String> outer = new HashSet<>();
        network.calls().forEach(call -> outer.add(parent(call.path())));
        Map<String, Long> own = own(network);
        return network.calls().stream().filter(call -> !outer.contains(call.path()) || own.containsKey(call.path()))
                .toList();
    }

    /// The number of parameters that stand at each path directly.
    private static Map<String, Long> own(Network network) {
        Map<String, Long> own = new HashMap<>();
        for (Parameter parameter : network.parameters()) {
            own.merge(parent(parameter.path()), (long) parameter.shape().elements(), Long::sum);
        }
        return own;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /// A table for people.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "  %-24s %-14s %12s%n", "layer", "output", "parameters"));
        text.append(String.format(Locale.ROOT, "  %-24s %-14s%n", "input", input));
        for (Row row : rows) {
            text.append(String.format(Locale.ROOT, "  %-24s %-14s %12s%n", row.path(), row.output(),
                    row.parameters() == 0 ? "" : String.format(Locale.ROOT, "%,d", row.parameters())));
        }
        text.append(String.format(Locale.ROOT, "  %,d parameters; batch of %d: forward only %s, training %s%n",
                parameters, batch, Memory.text(forward.total()), Memory.text(training.total())));
        return text.toString();
    }
}
