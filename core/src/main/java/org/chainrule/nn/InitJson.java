package org.chainrule.nn;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chainrule.error.Quote;

/// Converts initializers of the catalogue [Inits] to trees and back, as [LayerJson] does with layers.
final class InitJson {
    private InitJson() {
    }

    /// Returns the tree of an initializer, or nothing if it is not in the catalogue.
    static Optional<Map<String, Object>> write(Init init) {
        return switch (init) {
            case Inits.Constant(double value) -> tree("constant", Map.of("value", value));
            case Inits.Uniform(double low, double high) -> tree("uniform", Map.of("high", high, "low", low));
            case Inits.Normal(double deviation) -> tree("normal", Map.of("deviation", deviation));
            case Inits.Scaled(double factor, Inits.Fan fan, boolean normal) -> tree("scaled",
                    Map.of("factor", factor, "fan", fan.name().toLowerCase(Locale.ROOT), "normal", normal));
            case Inits.Orthogonal(double gain) -> tree("orthogonal", Map.of("gain", gain));
            default -> Optional.empty();
        };
    }

    private static Optional<Map<String, Object>> tree(String word, Map<String, Object> fields) {
        return Optional.of(LayerFields.tree("init", word, fields));
    }

    /// Returns the initializer that a tree describes.
    static Init read(LayerFields fields) {
        String word = fields.text("init");
        Init init = switch (word) {
            case "constant" -> fields.build(() -> new Inits.Constant(fields.number("value")));
            case "uniform" -> fields.build(() -> new Inits.Uniform(fields.number("low"), fields.number("high")));
            case "normal" -> fields.build(() -> new Inits.Normal(fields.number("deviation")));
            case "scaled" -> fields.build(() -> new Inits.Scaled(fields.number("factor"), fan(fields),
                    fields.truth("normal")));
            case "orthogonal" -> fields.build(() -> new Inits.Orthogonal(fields.number("gain")));
            default -> throw fields.refuse("the start '" + Quote.clip(word) + "' is not known to this version");
        };
        fields.requireNothingElse();
        return init;
    }

    private static Inits.Fan fan(LayerFields fields) {
        return switch (fields.text("fan")) {
            case "in" -> Inits.Fan.IN;
            case "mean" -> Inits.Fan.MEAN;
            case String other -> throw fields.refuse("fan is '" + Quote.clip(other) + "', expected 'in' or 'mean'");
        };
    }
}
