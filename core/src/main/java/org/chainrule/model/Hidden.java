package org.chainrule.model;

import java.util.List;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.nn.Network;
import org.chainrule.type.Shape;

/// Looks inside a trained network.
final class Hidden {
    private Hidden() {
    }

    static Tensor of(Model model, String path, float[] rows) {
        if (Rows.count("hidden", rows, model.row()) == 0) {
            throw new ArgumentException("rows", "hidden: got no rows, expected at least one");
        }
        Network network = model.fitted().network();
        Tensor place = network.calls().stream().filter(call -> call.path().equals(path)).findFirst()
                .map(Network.Call::output)
                .orElseThrow(() -> new ArgumentException("path", "hidden: there is no layer " + path
                        + " in the network, expected one of " + network.calls().stream().map(Network.Call::path)
                                .filter(known -> !known.isEmpty()).toList()));
        Tensor batch = batch("hidden", model.row(), rows);
        try {
            return Program.of(List.of(network.input()), List.of(place)).run(batch).getFirst();
        } catch (ArgumentException e) {
            throw network.located(e, new float[][]{rows}, 0, rows.length / model.row().elements(),
                    number -> number);
        }
    }

    /// Flat rows of finite numbers as a tensor `[rows, row..]`.
    static Tensor batch(String operation, Shape row, float[] rows) {
        Rows.checkFinite(operation, rows, 0, rows.length / row.elements(), 0, row.elements());
        return Tensor.of(rows, Shape.batch(row.sizes(1)).bind(rows.length / row.elements()));
    }
}
