package org.chainrule.model;

import java.util.List;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.ir.Shape;
import org.chainrule.nn.Network;

/// Looks inside a trained network.
final class Hidden {
    private Hidden() {
    }

    static Tensor of(Model model, String path, float[] rows) {
        Network network = Network.of(model.net(), StepProgram.rows(model.row()), model.parameters());
        Tensor place = network.calls().stream().filter(call -> call.path().equals(path)).findFirst()
                .map(Network.Call::output)
                .orElseThrow(() -> new ArgumentException("path", "hidden: there is no layer " + path
                        + " in the network, expected one of " + network.calls().stream().map(Network.Call::path)
                                .filter(known -> !known.isEmpty()).toList()));
        return Program.of(List.of(network.input()), List.of(place)).run(batch(model.row(), rows)).getFirst();
    }

    /// Flat rows as a tensor `[rows, row..]`.
    static Tensor batch(Shape row, float[] rows) {
        return Tensor.of(rows, Shape.batch(row.sizes(1)).bind(rows.length / row.elements()));
    }
}
