package org.chainrule.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.chainrule.Tensor;
import org.chainrule.data.Field;
import org.chainrule.data.FieldJson;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;
import org.chainrule.error.ShapeException;
import org.chainrule.io.Json;
import org.chainrule.io.JsonObject;
import org.chainrule.io.Safetensors;
import org.chainrule.nn.Layer;
import org.chainrule.nn.LayerJson;
import org.chainrule.nn.Net;
import org.chainrule.train.EpochRecord;
import org.chainrule.train.Fitted;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// A model file: a safetensors file that stores the parameters as tensors. The entry `chainrule` of its metadata describes the
/// model as JSON, with a format version. Layers are described by name and settings, never by a class.
///
/// Version 2 adds a [checksum][Safetensors#withChecksum] to version 1; a file of that version without checksum is damaged.
/// Version 3 describes each input, and each output of a net, by name, type and shape, and names custom layers. Version 2 is
/// still written if it can describe the model: a classifier or regressor with one input `x` of numbers and without named
/// custom layers.
///
/// @param file the content of the file
/// @param source the name of the file in messages
/// @param given the net, if the caller passes it
/// @param own the custom layers by name
record ModelFile(Safetensors file, String source, Optional<Net> given, Map<String, Layer> own) {
    /// The newest version that this release writes. It reads all versions up to this one.
    static final int VERSION = 3;

    private static final int CHECKSUMS = 2;
    private static final int INPUTS = 3;
    private static final int LINES = 10_000;
    private static final int SHOWN = 8;
    static final String KEY = "chainrule";
    private static final String X = "x";
    private static final String OWN = "user.";
    private static final String AGAIN = "; copy it again, or train it again";

    /// The task of a file of several models, and the first version that can hold them.
    static final String SEVERAL = "several models";
    static final int SETS = 4;

    /// The beginning of every file, after eight bytes that hold the length of the header.
    private static final byte[] BEGINNING = ("{\"__metadata__\":{\"" + KEY + "\":\"{\\\"version\\\":")
            .getBytes(StandardCharsets.UTF_8);

    static void write(Path file, Kind kind, Model model, Map<String, String> notes) throws IOException {
        ArgumentException.requireNotNull("save", "file", file);
        ArgumentException.requireNotNull("save", "metadata", notes);
        content(kind, model, notes).withChecksum().write(file);
    }

    /// Returns the content of a file without its checksum.
    static Safetensors content(Kind kind, Model model, Map<String, String> notes) {
        Fitted fitted = model.fitted();
        Map<String, Object> description = new LinkedHashMap<>();
        boolean plain = (kind == Kind.CLASSIFICATION || kind == Kind.REGRESSION) && isPlain(fitted.inputs())
                && !LayerJson.hasOwn(fitted.net());
        description.put("version", (long) (plain ? CHECKSUMS : INPUTS));
        description.put("task", kind.word);
        if (plain) {
            description.put("row", FieldJson.write(fitted.row()));
            description.put("outputs", (long) model.outputs());
        } else {
            description.put("inputs", FieldJson.write(fitted.inputs()));
            List<Field> outputs = new ArrayList<>();
            fitted.network().outputs().asMap().forEach((name, output) -> outputs
                    .add(new Field(name, output.type().withShape(output.shape().tail(1)))));
            description.put("outputs", FieldJson.write(outputs));
        }
        description.put("seed", Long.toString(fitted.seed()));
        description.put("bestEpoch", (long) fitted.bestEpoch());
        layers(fitted.net()).ifPresent(net -> description.put("net", net));
        List<Object> history = new ArrayList<>();
        for (EpochRecord record : thinned(fitted.history(), fitted.bestEpoch())) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("epoch", (long) record.number());
            line.put("loss", record.loss());
            record.validation().forEach((name, value) -> line.put("validation." + name, value));
            history.add(line);
        }
        description.put("history", history);
        description.put("parameters", List.copyOf(fitted.parameters().keySet()));
        Map<String, String> metadata = new TreeMap<>();
        metadata.put(KEY, Json.write(description));
        metadata.putAll(written(notes));
        Map<String, Safetensors.Array> tensors = new LinkedHashMap<>();
        fitted.parameters().forEach((path, values) -> tensors.put(path, Safetensors.Array.of(values.values(),
                Arrays.stream(values.shape().sizes(1)).asLongStream().toArray())));
        return new Safetensors(metadata, tensors);
    }

    /// Returns notes with the names that they have in the metadata of a file.
    static Map<String, String> written(Map<String, String> notes) {
        Map<String, String> metadata = new TreeMap<>();
        notes.forEach((name, value) -> metadata.put(OWN + name, value));
        return metadata;
    }

    /// Returns the notes in the metadata of a file.
    static Map<String, String> notes(Map<String, String> metadata) {
        Map<String, String> notes = new TreeMap<>();
        metadata.forEach((name, value) -> {
            if (name.startsWith(OWN)) {
                notes.put(name.substring(OWN.length()), value);
            }
        });
        return notes;
    }

    /// Returns whether the beginning of a file identifies it as a model, intact or damaged.
    static boolean isModel(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(Long.BYTES + BEGINNING.length);
        }
        int same = 0;
        for (int i = Long.BYTES; i < start.length; i++) {
            same += start[i] == BEGINNING[i - Long.BYTES] ? 1 : 0;
        }
        // a damaged beginning still has most of these bytes; other safetensors files have less than half of them
        return same >= BEGINNING.length * 3 / 4 || names(file);
    }

    /// Returns whether a file is a model whose header another program has reordered.
    private static boolean names(Path file) throws IOException {
        try {
            return Safetensors.readMetadata(file).containsKey(KEY);
        } catch (FormatException e) {
            return false;
        }
    }

    /// Returns about [#LINES] epochs at most, evenly spread and including the best and the last, to limit the size of a file.
    private static List<EpochRecord> thinned(List<EpochRecord> history, int best) {
        int step = (history.size() + LINES - 1) / LINES;
        return history.stream().filter(record -> record.number() % step == 0 || record.number() == best
                || record.number() == history.size()).toList();
    }

    /// Returns whether version 2 can describe the inputs.
    private static boolean isPlain(List<Field> inputs) {
        return inputs.size() == 1 && inputs.getFirst().name().equals(X)
                && inputs.getFirst().type().dtype() == DType.F32;
    }

    private static Optional<Map<String, Object>> layers(Net net) {
        return net instanceof Layer layer ? LayerJson.write(layer) : Optional.empty();
    }

    static ModelFile open(Path file) throws IOException {
        ArgumentException.requireNotNull("load", "file", file);
        return of(Safetensors.read(file), file.toString());
    }

    static ModelFile of(Safetensors file, String source) {
        return new ModelFile(file, source, Optional.empty(), Map.of());
    }

    static ModelFile open(InputStream stream, String source) throws IOException {
        ArgumentException.requireNotNull("load", "stream", stream);
        ArgumentException.requireNotNull("load", "source", source);
        return of(Safetensors.read(stream, source), source);
    }

    /// Returns a copy with custom layers.
    ModelFile layers(Map<String, Layer> layers) {
        ArgumentException.requireNotNull("load", "layers", layers);
        return new ModelFile(file, source, given, Map.copyOf(layers));
    }

    /// Opens a file for a net that the caller passes.
    static ModelFile open(Net net, Path file) throws IOException {
        ArgumentException.requireNotNull("load", "net", net);
        return open(file).with(net);
    }

    static ModelFile open(Net net, InputStream stream) throws IOException {
        ArgumentException.requireNotNull("load", "net", net);
        return open(stream, "stream").with(net);
    }

    private ModelFile with(Net net) {
        return new ModelFile(file, source, Optional.of(net), own);
    }

    /// Returns the model in the file, of any kind.
    Model model() {
        Kind kind = Kind.of(description().text("task"));
        return kind.model(read(kind));
    }

    private JsonObject description() {
        String text = file.metadata().get(KEY);
        if (text == null) {
            throw new FormatException(source, source
                    + " is a safetensors file but not a Chainrule model: its metadata has no entry '" + KEY + "'");
        }
        JsonObject description = JsonObject.parse(text, source);
        long version = description.whole("version");
        if (version >= SETS && description.find("task").filter(SEVERAL::equals).isPresent()) {
            throw FormatException.ofWhole(source, source + " holds several models; load it with ModelSet.load");
        }
        if (version < 1 || version > VERSION) {
            throw FormatException.ofWhole(source, source + " has format version " + version
                    + ", this release reads 1 to " + VERSION + "; use a newer release of Chainrule");
        }
        if (version >= CHECKSUMS && !file.hasChecksum()) {
            throw new FormatException(source,
                    source + " is damaged: it lacks the checksum of a model of format version "
                            + version + AGAIN);
        }
        return description;
    }

    /// Returns the content of the file, which must be of the given kind.
    Fitted read(Kind kind) {
        JsonObject description = description();
        if (!description.text("task").equals(kind.word)) {
            throw FormatException.ofWhole(source, source + " is a model for " + Quote.clip(description.text("task"))
                    + ", not for " + kind.word);
        }
        Net net = given.or(() -> description.find("net").map(tree -> LayerJson.read(tree, source, own)))
                .orElseThrow(() -> FormatException.ofWhole(source, source
                        + " holds a network with custom layers; load it with load(net, file)"));
        List<Field> inputs = inputs(description);
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        for (Object path : description.list("parameters")) {
            Safetensors.Array array = file.tensors().get(path.toString());
            if (array == null) {
                throw new FormatException(source, source + " lacks the parameter " + Quote.clip(path.toString())
                        + " that its description names; the file is damaged");
            }
            int[] sizes = Arrays.stream(array.shape()).mapToInt(size -> size(description, path.toString(), size))
                    .toArray();
            checkFinite(path.toString(), array.values(), source);
            parameters.put(path.toString(), Tensor.of(array.values(), Shape.of(sizes)));
        }
        checkFit(net, inputs, parameters, source);
        return new Fitted(net, inputs, parameters, history(description), description.count("bestEpoch"),
                seed(description), notes(file.metadata()));
    }

    private static int size(JsonObject description, String path, long size) {
        if (size < 1 || size > Integer.MAX_VALUE) {
            throw description.damaged(path);
        }
        return (int) size;
    }

    private static long seed(JsonObject description) {
        try {
            return Long.parseLong(description.text("seed"));
        } catch (NumberFormatException e) {
            throw description.damaged("seed");
        }
    }

    private static List<Field> inputs(JsonObject description) {
        return description.whole("version") < INPUTS
                ? List.of(new Field(X, TensorType.f32(FieldJson.shape(description, "row"))))
                : FieldJson.read(description, "inputs");
    }

    private static void checkFinite(String path, float[] values, String source) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new FormatException(source, source + " is damaged: value " + i + " of the parameter " + path
                        + ", counted from 0, is " + values[i] + ", which is not a finite number" + AGAIN);
            }
        }
    }

    private static void checkFit(Net net, List<Field> inputs, Map<String, Tensor> parameters, String source) {
        List<String> unused = new ArrayList<>(parameters.keySet());
        try {
            Fitted.of(net, inputs, parameters).network().variables()
                    .forEach(variable -> unused.remove(variable.path()));
        } catch (ArgumentException | ShapeException e) {
            throw new FormatException(source, source + ": " + e.getMessage());
        }
        if (!unused.isEmpty()) {
            throw new FormatException(source, source + " holds the parameters "
                    + unused.stream().limit(SHOWN).map(Quote::clip).toList()
                    + (unused.size() > SHOWN ? " and more" : "")
                    + ", which the network does not have; the parameters belong to another network");
        }
    }

    private static List<EpochRecord> history(JsonObject description) {
        List<EpochRecord> history = new ArrayList<>();
        for (Object entry : description.list("history")) {
            JsonObject line = JsonObject.of(entry, description.source());
            Map<String, Double> validation = new LinkedHashMap<>();
            line.fields().forEach((key, value) -> {
                String name = String.valueOf(key);
                if (name.startsWith("validation.") && value instanceof Number number) {
                    validation.put(name.substring("validation.".length()), number.doubleValue());
                }
            });
            history.add(new EpochRecord(line.count("epoch"), line.number("loss"), validation, 0));
        }
        return history;
    }
}
