package org.chainrule.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.nn.Network;
import org.chainrule.train.Fitted;

/// One row followed through a network, forward and back: the value at every layer, and the gradient that the chain rule
/// brings there.
///
/// @param of what was differentiated, such as `loss` or `output 3`
/// @param value its value
/// @param steps the input, then each layer in order, those that contain others left out unless they have parameters of
///     their own
/// @param parameters the gradient of each parameter, by path
public record Trace(String of, float value, List<Step> steps, Map<String, Tensor> parameters) {
    /// A place in the network.
    ///
    /// @param path where: `input`, or the path of a layer
    /// @param value what stands there for the row
    /// @param gradient how the value that was differentiated changes with it, in the same shape
    public record Step(String path, Tensor value, Tensor gradient) {
    }

    /// Chooses the single number to differentiate, given the network's output for one row.
    interface Goal {
        Tensor of(Tensor output);
    }

    static Trace of(Fitted fitted, Tensor x, String name, Goal goal) {
        Network network = fitted.network();
        Tensor value = goal.of(network.output()).sum();
        List<String> paths = new ArrayList<>(List.of("input"));
        List<Tensor> places = new ArrayList<>(List.of(network.input()));
        for (Network.Call call : network.innermost()) {
            paths.add(call.path());
            places.add(call.output());
        }
        List<Tensor> wrt = new ArrayList<>(places);
        network.parameters().forEach(parameter -> wrt.add(parameter.tensor()));
        List<Tensor> outputs = new ArrayList<>(List.of(value));
        outputs.addAll(places);
        outputs.addAll(value.gradients(wrt));
        List<Tensor> results = run(network, outputs, x);
        int count = places.size();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(new Step(paths.get(i), results.get(1 + i), results.get(1 + count + i)));
        }
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        for (int i = 0; i < network.parameters().size(); i++) {
            gradients.put(network.parameters().get(i).path(), results.get(1 + 2 * count + i));
        }
        return new Trace(name, results.getFirst().value(), steps, gradients);
    }

    private static List<Tensor> run(Network network, List<Tensor> outputs, Tensor x) {
        try {
            return Program.of(List.of(network.input()), outputs).run(x);
        } catch (ArgumentException e) {
            throw network.located(e, new float[][]{x.values()}, 0, 1, number -> number);
        }
    }
}
