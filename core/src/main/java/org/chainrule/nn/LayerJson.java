package org.chainrule.nn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;

/// Converts layers to trees of maps, lists and plain values, and back. A model file stores its network as such a tree:
///
/// ```
/// {"layer": "sequential", "layers": [{"layer": "linear", "units": 10, "bias": true, ..}, {"layer": "relu"}]}
/// ```
///
/// Layers of the catalogue are identified by the words in this class, never by class names, so a file cannot name code to
/// run. A custom layer is written as `{"layer": "own", "name": "residual"}`; the reader passes a map from names to layers. A
/// network has no tree if a custom layer is a lambda and so has no name, or if two different custom layers have the same name.
/// Schedules, and initializers outside [Inits], are omitted, because predictions do not use them.
public final class LayerJson {
    private static final Map<String, Activation.Function> FUNCTIONS = functions();

    /// The word for a custom layer, and the name of a layer that has none.
    private static final String OWN = "own";
    private static final String NAMELESS = "layer";

    private LayerJson() {
    }

    private static Map<String, Activation.Function> functions() {
        Map<String, Activation.Function> functions = new LinkedHashMap<>();
        for (Activation.Function function : Activation.Function.values()) {
            functions.put(function.word(), function);
        }
        return functions;
    }

    /// Returns the tree of a layer, or nothing if it contains custom layers without a name or with the same name.
    public static Optional<Map<String, Object>> write(Layer layer) {
        return write(layer, new HashMap<>());
    }

    /// Returns whether the tree of a net contains custom layers.
    public static boolean hasOwn(Net net) {
        Map<String, Layer> own = new HashMap<>();
        return net instanceof Layer layer && write(layer, own).isPresent() && !own.isEmpty();
    }

    /// @param own the custom layers found so far, by name
    private static Optional<Map<String, Object>> write(Layer layer, Map<String, Layer> own) {
        return switch (layer) {
            case Sequential(List<Layer> layers) ->
                writeAll(layers, own).flatMap(trees -> tree("sequential", Map.of("layers", trees)));
            case Residual(Layer inner) -> write(inner, own).flatMap(tree -> tree("residual", Map.of("inner", tree)));
            case Recompute(Layer inner) -> write(inner, own).flatMap(tree -> tree("recompute", Map.of("inner", tree)));
            case Named(String name, Layer inner) ->
                write(inner, own).flatMap(tree -> tree("named", Map.of("inner", tree, "name", name)));
            case Linear linear -> tree("linear", linear(linear));
            case Embedding embedding -> tree("embedding", embedding(embedding));
            case LayerNorm(double epsilon) -> tree("layerNorm", Map.of("epsilon", epsilon));
            case BatchNorm(double momentum, double epsilon) ->
                tree("batchNorm", Map.of("epsilon", epsilon, "momentum", momentum));
            case Dropout dropout -> tree("dropout", Map.of("rate", dropout.rate()));
            case Thresholds(int count) -> tree("thresholds", Map.of("count", count));
            case Flatten _ -> tree("flatten", Map.of());
            case Periodic(int frequencies, double sigma, int width) ->
                tree("periodic", Map.of("frequencies", frequencies, "sigma", sigma, "width", width));
            case PiecewiseLinear(List<List<Double>> edges, int width) ->
                tree("piecewiseLinear", Map.of("edges", edges, "width", width));
            case Fan(int members, boolean signs) -> tree("fan", Map.of("members", members, "signs", signs));
            case Heads(int units) -> tree("heads", Map.of("units", units));
            case MemberMean(Mixture.Kind kind) -> tree("memberMean", Map.of("kind", LayerFields.word(kind)));
            case Parts parts -> writeAll(parts.parts().stream().map(Parts.Part::layer).toList(), own)
                    .flatMap(trees -> tree("parts", Map.of("parts", TableJson.parts(parts, trees))));
            case Mixture mixture ->
                writeAll(mixture.members(), own).flatMap(trees -> tree("mixture", TableJson.mixture(mixture, trees)));
            case Identity _ -> tree("identity", Map.of());
            case Scaling _ -> tree("scaling", Map.of());
            case TangentLinear(int units, TangentLinear.Start start) ->
                tree("tangentLinear", Map.of("start", LayerFields.word(start), "units", units));
            case ParametricActivation(Activation.Function function) ->
                tree("parametric", Map.of("function", function.word()));
            case Activation activation -> activation(activation);
            default -> own(layer, own);
        };
    }

    /// Returns the tree of each layer, or nothing if one has none.
    private static Optional<List<Map<String, Object>>> writeAll(List<Layer> layers, Map<String, Layer> own) {
        List<Map<String, Object>> trees = new ArrayList<>();
        layers.forEach(layer -> write(layer, own).ifPresent(trees::add));
        return trees.size() == layers.size() ? Optional.of(trees) : Optional.empty();
    }

    private static Optional<Map<String, Object>> own(Layer layer, Map<String, Layer> own) {
        String name = layer.name();
        Layer known = name.equals(NAMELESS) ? null : own.putIfAbsent(name, layer);
        return name.equals(NAMELESS) || known != null && !known.equals(layer)
                ? Optional.empty()
                : tree(OWN, Map.of("name", name));
    }

    private static Optional<Map<String, Object>> activation(Activation activation) {
        return switch (activation) {
            case Activation.Plain(Activation.Function function) -> tree(function.word(), Map.of());
            case Activation.LeakyRelu(double slope) -> tree("leakyRelu", Map.of("slope", slope));
            case Activation.Celu(double alpha) -> tree("celu", Map.of("alpha", alpha));
            case Activation.Prelu(double start) -> tree("prelu", Map.of("start", start));
        };
    }

    private static Map<String, Object> linear(Linear linear) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("units", linear.units());
        fields.put("bias", linear.bias());
        InitJson.write(linear.weights()).ifPresent(tree -> fields.put("weights", tree));
        linear.biases().flatMap(InitJson::write).ifPresent(tree -> fields.put("biases", tree));
        return fields;
    }

    private static Map<String, Object> embedding(Embedding embedding) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("count", embedding.count());
        fields.put("width", embedding.width());
        InitJson.write(embedding.start()).ifPresent(tree -> fields.put("start", tree));
        return fields;
    }

    private static Optional<Map<String, Object>> tree(String word, Map<String, Object> fields) {
        return Optional.of(LayerFields.tree("layer", word, fields));
    }

    /// Returns the layer that a tree describes. The tree contains only layers of the catalogue.
    ///
    /// @param source the origin of the tree, at the start of error messages
    /// @throws FormatException if the tree does not describe a layer; the message names the place in the tree
    public static Layer read(Object tree, String source) {
        return read(tree, source, Map.of());
    }

    /// Returns the layer that a tree describes.
    ///
    /// @param own the custom layers by name
    /// @throws FormatException if the tree does not describe a layer, or a custom layer is missing
    public static Layer read(Object tree, String source, Map<String, Layer> own) {
        return read(LayerFields.of(tree, source, "network"), own);
    }

    private static Layer read(LayerFields fields, Map<String, Layer> own) {
        String word = fields.text("layer");
        Layer layer = switch (word) {
            case "sequential" -> fields.build(() -> new Sequential(
                    fields.list("layers").stream().map(inner -> read(inner, own)).toList()));
            case "residual" -> new Residual(read(fields.inner("inner"), own));
            case "recompute" -> new Recompute(read(fields.inner("inner"), own));
            case "named" -> fields.build(() -> new Named(fields.text("name"), read(fields.inner("inner"), own)));
            case "linear" -> fields.build(() -> linear(fields));
            case "embedding" -> fields.build(() -> embedding(fields));
            case "layerNorm" -> fields.build(() -> new LayerNorm(fields.number("epsilon")));
            case "batchNorm" -> fields.build(() -> new BatchNorm(fields.number("momentum"), fields.number("epsilon")));
            case "dropout" -> fields.build(() -> new Dropout(fields.number("rate")));
            case "thresholds" -> fields.build(() -> new Thresholds(fields.whole("count")));
            case OWN -> own(fields, own);
            case "flatten" -> new Flatten();
            case "periodic" -> fields.build(() -> new Periodic(fields.whole("frequencies"), fields.number("sigma"),
                    fields.whole("width")));
            case "piecewiseLinear" -> fields.build(() -> new PiecewiseLinear(fields.lists("edges"),
                    fields.whole("width")));
            case "fan" -> fields.build(() -> new Fan(fields.whole("members"), fields.truth("signs")));
            case "heads" -> fields.build(() -> new Heads(fields.whole("units")));
            case "memberMean" -> fields.build(() -> new MemberMean(fields.oneOf("kind", Mixture.Kind.class)));
            case "parts" -> fields.build(() -> new Parts(fields.list("parts").stream()
                    .map(part -> TableJson.part(part, read(part.inner("inner"), own))).toList()));
            case "mixture" -> fields.build(() -> TableJson.mixture(fields,
                    fields.list("members").stream().map(member -> read(member, own)).toList()));
            case "identity" -> new Identity();
            case "scaling" -> new Scaling();
            case "tangentLinear" -> fields.build(() -> new TangentLinear(fields.whole("units"),
                    fields.oneOf("start", TangentLinear.Start.class)));
            case "parametric" -> new ParametricActivation(function(fields, "function", fields.text("function")));
            case "leakyRelu" -> fields.build(() -> new Activation.LeakyRelu(fields.number("slope")));
            case "celu" -> fields.build(() -> new Activation.Celu(fields.number("alpha")));
            case "prelu" -> fields.build(() -> new Activation.Prelu(fields.number("start")));
            default -> new Activation.Plain(function(fields, "layer", word));
        };
        fields.requireNothingElse();
        return layer;
    }

    private static Layer own(LayerFields fields, Map<String, Layer> own) {
        String name = fields.text("name");
        Layer layer = own.get(name);
        if (layer == null) {
            throw fields.lacking("holds a network with custom layers; load it with load(net, file), or"
                    + " with load(file, layers), where layers maps '" + Quote.clip(name) + "' to that layer");
        }
        return layer;
    }

    private static Activation.Function function(LayerFields fields, String what, String word) {
        Activation.Function function = FUNCTIONS.get(word);
        if (function == null) {
            throw fields.refuse("the " + what + " '" + Quote.clip(word) + "' is not known to this version");
        }
        return function;
    }

    private static Linear linear(LayerFields fields) {
        Linear linear = Layers.linear(fields.whole("units"));
        Init weights = fields.has("weights") ? InitJson.read(fields.inner("weights")) : linear.weights();
        Optional<Init> biases = fields.has("biases")
                ? Optional.of(InitJson.read(fields.inner("biases")))
                : Optional.empty();
        return new Linear(linear.units(), fields.truth("bias"), weights, biases);
    }

    private static Embedding embedding(LayerFields fields) {
        Embedding embedding = Layers.embedding(fields.whole("count"), fields.whole("width"));
        return fields.has("start") ? embedding.start(InitJson.read(fields.inner("start"))) : embedding;
    }
}
