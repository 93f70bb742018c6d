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
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;
import org.chainrule.error.ShapeException;
import org.chainrule.io.Json;
import org.chainrule.io.Safetensors;
import org.chainrule.nn.Layer;
import org.chainrule.nn.LayerJson;
import org.chainrule.nn.Net;
import org.chainrule.train.EpochRecord;
import org.chainrule.train.Fitted;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// A model as a file: its parameters as tensors of one safetensors file, and what they mean as JSON in its metadata
/// under `chainrule`, with a format version. Layers are described by name and settings, never by a class.
///
/// Version 2 is version 1 with a [checksum][Safetensors#withChecksum], without which a file of that version is damaged.
final class ModelFile {
    /// The version this release writes; it reads this one and every older one.
    static final int VERSION = 2;

    private static final int CHECKSUMS = 2;
    private static final int LINES = 10_000;
    private static final int SHOWN = 8;
    private static final String KEY = "chainrule";
    private static final String CLASSIFICATION = "classification";
    private static final String REGRESSION = "regression";
    private static final String OWN = "user.";
    private static final String AGAIN = "; copy it again, or train it again";

    /// How every file begins behind the eight bytes of its header's length.
    private static final byte[] BEGINNING = ("{\"__metadata__\":{\"" + KEY + "\":\"{\\\"version\\\":")
            .getBytes(StandardCharsets.UTF_8);

    /// What a file holds.
    record Content(Fitted fitted, Map<String, String> metadata) {
    }

    private ModelFile() {
    }

    static void write(Path file, String task, Fitted fitted, int outputs, Map<String, String> notes)
            throws IOException {
        ArgumentException.requireNotNull("save", "file", file);
        ArgumentException.requireNotNull("save", "metadata", notes);
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("version", (long) VERSION);
        description.put("task", task);
        description.put("row", longs(fitted.row()));
        description.put("outputs", (long) outputs);
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
        notes.forEach((name, value) -> metadata.put(OWN + name, value));
        Map<String, Safetensors.Array> tensors = new LinkedHashMap<>();
        fitted.parameters().forEach((path, values) -> tensors.put(path, Safetensors.Array.of(values.values(),
                longs(values.shape()).stream().mapToLong(size -> (Long) size).toArray())));
        new Safetensors(metadata, tensors).withChecksum().write(file);
    }

    /// Whether the beginning of a file identifies it as a model, intact or damaged.
    static boolean isModel(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(Long.BYTES + BEGINNING.length);
        }
        int same = 0;
        for (int i = Long.BYTES; i < start.length; i++) {
            same += start[i] == BEGINNING[i - Long.BYTES] ? 1 : 0;
        }
        // Of a damaged beginning most is still there; other safetensors files have less than half of it.
        return same >= BEGINNING.length * 3 / 4 || names(file);
    }

    /// Whether a file is a model whose header another program has put in another order.
    private static boolean names(Path file) throws IOException {
        try {
            return Safetensors.readMetadata(file).containsKey(KEY);
        } catch (FormatException e) {
            return false;
        }
    }

    /// At most about [#LINES] epochs, evenly spread, the best and the last among them: a file holds a model, not a log.
    private static List<EpochRecord> thinned(List<EpochRecord> history, int best) {
        int step = (history.size() + LINES - 1) / LINES;
        return history.stream().filter(record -> record.number() % step == 0 || record.number() == best
                || record.number() == history.size()).toList();
    }

    private static Optional<Map<String, Object>> layers(Net net) {
        return net instanceof Layer layer ? LayerJson.write(layer) : Optional.empty();
    }

    private static List<Object> longs(Shape shape) {
        List<Object> sizes = new ArrayList<>();
        for (int size : shape.sizes(1)) {
            sizes.add((long) size);
        }
        return sizes;
    }

    static Fitted read(Path file, String task) throws IOException {
        ArgumentException.requireNotNull("load", "file", file);
        return content(Optional.empty(), Safetensors.read(file), file.toString(), task);
    }

    static Fitted read(InputStream stream, String task) throws IOException {
        ArgumentException.requireNotNull("load", "stream", stream);
        return content(Optional.empty(), Safetensors.read(stream, "stream"), "stream", task);
    }

    static Fitted read(Net net, Path file, String task) throws IOException {
        ArgumentException.requireNotNull("load", "net", net);
        ArgumentException.requireNotNull("load", "file", file);
        return content(Optional.of(net), Safetensors.read(file), file.toString(), task);
    }

    /// The model in a file, of whichever kind it is.
    static Model model(Safetensors file, String source) {
        String task = description(file, source).text("task");
        Fitted fitted = content(Optional.empty(), file, source,
                task.equals(REGRESSION) ? REGRESSION : CLASSIFICATION);
        return task.equals(REGRESSION) ? new Regressor(fitted) : new Classifier(fitted);
    }

    private static Description description(Safetensors file, String source) {
        String text = file.metadata().get(KEY);
        if (text == null) {
            throw new FormatException(source, source
                    + " is a safetensors file but not a Chainrule model: its metadata has no entry '" + KEY + "'");
        }
        Description description = new Description(Json.parse(text, source + " (metadata)"), source);
        long version = description.number("version");
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

    private static Fitted content(Optional<Net> given, Safetensors file, String source, String task) {
        Description description = description(file, source);
        if (!description.text("task").equals(task)) {
            throw FormatException.ofWhole(source, source + " is a model for " + Quote.clip(description.text("task"))
                    + ", not for " + task);
        }
        Net net = given.or(() -> description.find("net").map(tree -> LayerJson.read(tree, source)))
                .orElseThrow(() -> FormatException.ofWhole(source, source
                        + " holds a network with layers of its author's own; load it with load(net, file)"));
        Shape row = Shape
                .of(description.list("row").stream().mapToInt(size -> description.size("row", size)).toArray());
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        for (Object path : description.list("parameters")) {
            Safetensors.Array array = file.tensors().get(path.toString());
            if (array == null) {
                throw new FormatException(source, source + " lacks the parameter " + Quote.clip(path.toString())
                        + " that its description names; the file is damaged");
            }
            int[] sizes = Arrays.stream(array.shape()).mapToInt(size -> description.size(path.toString(), size))
                    .toArray();
            checkFinite(path.toString(), array.values(), source);
            parameters.put(path.toString(), Tensor.of(array.values(), Shape.of(sizes)));
        }
        List<Field> inputs = List.of(new Field("x", TensorType.f32(row)));
        checkFit(net, inputs, parameters, source);
        Map<String, String> notes = new TreeMap<>();
        file.metadata().forEach((name, value) -> {
            if (name.startsWith(OWN)) {
                notes.put(name.substring(OWN.length()), value);
            }
        });
        return new Fitted(net, inputs, parameters, history(description), description.count("bestEpoch"),
                description.seed(), notes);
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
                    + ", which the network does not have; the network is not the one that the parameters are from");
        }
    }

    private static List<EpochRecord> history(Description description) {
        List<EpochRecord> history = new ArrayList<>();
        for (Object entry : description.list("history")) {
            Description line = new Description(entry, description.source());
            Map<String, Double> validation = new LinkedHashMap<>();
            line.fields().forEach((name, value) -> {
                if (name.startsWith("validation.") && value instanceof Number number) {
                    validation.put(name.substring("validation.".length()), number.doubleValue());
                }
            });
            history.add(new EpochRecord(line.count("epoch"), line.real("loss"), validation, 0));
        }
        return history;
    }

    /// A JSON object of which parts are asked for by name; what is missing or of another kind makes the file damaged.
    private record Description(Object tree, String source) {
        Map<?, ?> object() {
            if (tree instanceof Map<?, ?> map) {
                return map;
            }
            throw damaged("an object");
        }

        Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            object().forEach((name, value) -> fields.put(String.valueOf(name), value));
            return fields;
        }

        Optional<Object> find(String name) {
            return Optional.ofNullable(object().get(name));
        }

        /// One of the sizes of a shape.
        int size(String name, Object size) {
            if (size instanceof Long number && number > 0 && number <= Integer.MAX_VALUE) {
                return number.intValue();
            }
            return (int) fail(name);
        }

        int count(String name) {
            long number = number(name);
            return (int) (number >= 0 && number <= Integer.MAX_VALUE ? number : fail(name));
        }

        long seed() {
            try {
                return Long.parseLong(text("seed"));
            } catch (NumberFormatException e) {
                return fail("seed");
            }
        }

        long number(String name) {
            return find(name).orElse("") instanceof Long number ? number : fail(name);
        }

        double real(String name) {
            return find(name).orElse("") instanceof Number number ? number.doubleValue() : fail(name);
        }

        String text(String name) {
            return find(name).orElse(0L) instanceof String text ? text : String.valueOf(fail(name));
        }

        List<?> list(String name) {
            return find(name).orElse("") instanceof List<?> list ? list : List.of(fail(name));
        }

        private long fail(String name) {
            throw damaged("a proper entry '" + Quote.clip(name) + "'");
        }

        private FormatException damaged(String expected) {
            return new FormatException(source, source + " has a damaged description: expected " + expected
                    + " in its metadata");
        }
    }
}
