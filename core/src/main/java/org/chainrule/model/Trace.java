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

/// The forward and backward pass of one row: the value at every layer and its gradient by the chain rule.
///
/// @param of the name of the differentiated value, such as `loss` or `logit 3`
/// @param value the differentiated value
/// @param steps the inputs, then each layer in order; a layer that contains others is listed only if it has its own
///     parameters
/// @param parameters the gradient of each parameter, by path
public record Trace(String of, float value, List<Step> steps, Map<String, Tensor> parameters) {
    /// A place in the network.
    ///
    /// @param path `input`, `input NAME` if the model has several inputs, or the path of a layer
    /// @param value the value at this place for the row
    /// @param gradient the derivative of the differentiated value with respect to `value`, in the same shape; 0 for whole
    ///     numbers and truth values
    public record Step(String path, Tensor value, Tensor gradient) {
    }

    /// Selects the tensor of a network whose sum is differentiated.
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
