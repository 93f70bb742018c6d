package org.chainrule.tabular.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.chainrule.nn.Identity;
import org.chainrule.nn.Inits;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Layers;
import org.chainrule.nn.Parts;
import org.chainrule.tabular.encode.InputGroup;
import org.chainrule.tabular.encode.Schema;

/// The first layer of a network for a table: an embedding of the numbers, an embedding of each column with many
/// categories, and all other inputs as they are.
final class Stem {
    private Stem() {
    }

    /// Returns the layer.
    ///
    /// @param numbers returns the layers that each read all numbers of a row together, from the indices of their inputs
    static Layer of(Schema schema, Function<int[], List<Layer>> numbers) {
        List<Parts.Range> continuous = new ArrayList<>();
        List<Parts.Range> plain = new ArrayList<>();
        List<Parts.Part> parts = new ArrayList<>();
        for (InputGroup group : schema.groups()) {
            Parts.Range range = new Parts.Range(group.from(), group.to());
            if (group.kind() == InputGroup.Kind.NUMBER) {
                continuous.add(range);
            } else if (InputCounts.isEmbedded(group)) {
                // the product with a one-hot row is a row of the weight: an embedding
                parts.add(new Parts.Part(List.of(range),
                        Layers.linear(InputCounts.EMBEDDING).withoutBias().weights(Inits.normal(1))));
            } else {
                plain.add(range);
            }
        }
        if (!continuous.isEmpty()) {
            int[] inputs = continuous.stream().flatMapToInt(range -> IntStream.range(range.from(), range.to()))
                    .toArray();
            parts.addAll(0, numbers.apply(inputs).stream().map(layer -> new Parts.Part(continuous, layer)).toList());
        }
        if (!plain.isEmpty()) {
            parts.add(new Parts.Part(plain, new Identity()));
        }
        return new Parts(parts);
    }
}
