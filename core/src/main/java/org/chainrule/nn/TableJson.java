package org.chainrule.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The longer trees of layers for tables, for [LayerJson].
final class TableJson {
    private TableJson() {
    }

    /// Returns the parts as maps such as `{"columns": [[0, 3], [5, 6]], "inner": {"layer": "relu"}}`.
    ///
    /// @param trees the tree of the layer of each part
    static List<Object> parts(Parts parts, List<Map<String, Object>> trees) {
        List<Object> written = new ArrayList<>();
        for (int i = 0; i < trees.size(); i++) {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("columns", parts.parts().get(i).columns().stream()
                    .map(range -> List.of(range.from(), range.to())).toList());
            part.put("inner", trees.get(i));
            written.add(part);
        }
        return written;
    }

    /// Returns the part that a map describes.
    static Parts.Part part(LayerFields fields, Layer layer) {
        Parts.Part part = fields.build(() -> new Parts.Part(fields.lists("columns").stream()
                .map(pair -> range(fields, pair)).toList(), layer));
        fields.requireNothingElse();
        return part;
    }

    private static Parts.Range range(LayerFields fields, List<Double> pair) {
        if (pair.size() != 2 || pair.stream().anyMatch(number -> number != number.intValue())) {
            throw fields.refuse("the columns are " + pair + ", expected two whole numbers");
        }
        return new Parts.Range(pair.get(0).intValue(), pair.get(1).intValue());
    }

    /// Returns the fields of a mixture.
    ///
    /// @param trees the tree of each member
    static Map<String, Object> mixture(Mixture mixture, List<Map<String, Object>> trees) {
        return Map.of("kind", LayerFields.word(mixture.kind()), "members", trees, "temperature", mixture.temperature(),
                "weights", mixture.weights());
    }

    /// Returns the mixture that fields describe.
    static Mixture mixture(LayerFields fields, List<Layer> members) {
        return new Mixture(members, fields.numbers("weights"), fields.oneOf("kind", Mixture.Kind.class),
                fields.number("temperature"));
    }
}
