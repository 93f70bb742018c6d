package org.chainrule.nn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;

/// A sequence of layers, each applied to the output of the one before.
///
/// Layers that have the same name are numbered: `linear`, `relu`, `linear2`, `relu2`. A [Named] layer keeps its name exactly,
/// so a named layer that occurs twice shares its parameters. A sequence that is a whole network adds nothing to the paths of
/// its layers: its first weight is `linear/weight`. A sequence inside another has the name `sequential`.
///
/// @param layers the layers in order, at least one
public record Sequential(List<Layer> layers) implements Layer {
    public Sequential {
        ArgumentException.requireNotNull("sequential", "layers", layers);
        ArgumentException.requireNoneNull("sequential", "layers", layers.toArray());
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new ArgumentException("layers", "sequential: got no layers, expected at least one");
        }
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        List<String> names = names(layers);
        Tensor current = x;
        for (int i = 0; i < names.size(); i++) {
            current = scope.call(names.get(i), layers.get(i), current);
        }
        return current;
    }

    /// Returns the names of layers inside one layer, which are numbered from the second of a name on.
    static List<String> names(List<Layer> layers) {
        Set<String> given = new HashSet<>();
        for (Layer layer : layers) {
            if (Recompute.inside(layer) instanceof Named named) {
                given.add(named.name());
            }
        }
        Map<String, Integer> counts = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (Layer layer : layers) {
            String name = layer.name();
            if (!(Recompute.inside(layer) instanceof Named)) {
                String numbered;
                do {
                    int count = counts.merge(name, 1, Integer::sum);
                    numbered = count == 1 ? name : name + count;
                } while (!given.add(numbered));
                name = numbered;
            }
            names.add(name);
        }
        return names;
    }
}
