package org.chainrule.model;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.nn.Network;
import org.chainrule.type.DType;

/// One row followed through a network, forward and back: the value at every layer, and the gradient that the chain rule
/// brings there.
///
/// @param of what was differentiated, such as `loss` or `output 3`
/// @param value its value
/// @param steps the inputs, then each layer in order, those that contain others left out unless they have parameters of
///     their own
/// @param parameters the gradient of each parameter, by path
public record Trace(String of, float value, List<Step> steps, Map<String, Tensor> parameters) {
    /// A place in the network.
    ///
    /// @param path where: `input`, `input NAME` if the model has several, or the path of a layer
    /// @param value what stands there for the row
    /// @param gradient how the value that was differentiated changes with it, in the same shape; 0 for whole numbers and
    ///     truth values
    public record Step(String path, Tensor value, Tensor gradient) {
    }

    /// Chooses the numbers whose sum is differentiated, given the network for one row.
    interface Goal {
        Tensor of(Network network);
    }

    static Trace of(Model model, Inputs row, String name, Goal goal) {
        if (row.rows() != 1) {
            throw new ArgumentException("row", "trace: got " + row.rows() + " rows, expected one");
        }
        Network network = model.fitted().network();
        Tensor value = goal.of(network).sum();
        List<String> paths = new ArrayList<>();
        List<Tensor> places = new ArrayList<>();
        network.inputs().asMap().forEach((input, place) -> {
            paths.add(model.inputs().size() == 1 ? "input" : "input " + input);
            places.add(place);
        });
        for (Network.Call call : network.innermost()) {
            paths.add(call.path());
            places.add(call.output());
        }
        List<Tensor> numbers = places.stream().filter(Trace::differentiable).toList();
        List<Tensor> wrt = new ArrayList<>(numbers);
        network.parameters().forEach(parameter -> wrt.add(parameter.tensor()));
        List<Tensor> outputs = new ArrayList<>(List.of(value));
        outputs.addAll(places);
        outputs.addAll(value.gradients(wrt));
        List<Tensor> results = row.run(network, outputs);
        Iterator<Tensor> gradients = results.subList(1 + places.size(), results.size()).iterator();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            Tensor at = results.get(1 + i);
            steps.add(new Step(paths.get(i), at,
                    differentiable(at) ? gradients.next() : Tensor.fill(0, at.shape()).detach()));
        }
        Map<String, Tensor> byPath = new LinkedHashMap<>();
        network.parameters().forEach(parameter -> byPath.put(parameter.path(), gradients.next()));
        return new Trace(name, results.getFirst().value(), steps, byPath);
    }

    private static boolean differentiable(Tensor place) {
        return place.type().dtype() == DType.F32;
    }
}
