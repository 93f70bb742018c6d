package org.chainrule.model;

import java.util.List;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.nn.Network;

/// Computes the output of a layer inside a trained network.
final class Hidden {
    private Hidden() {
    }

    static Tensor of(Model model, String path, Inputs inputs) {
        Network network = model.fitted().network();
        Tensor place = network.calls().stream().filter(call -> call.path().equals(path)).findFirst()
                .map(Network.Call::output)
                .orElseThrow(() -> new ArgumentException("path", "hidden: there is no layer " + path
                        + " in the network, expected one of " + network.calls().stream().map(Network.Call::path)
                                .filter(known -> !known.isEmpty()).toList()));
        return inputs.run(network, List.of(place)).getFirst();
    }
}
