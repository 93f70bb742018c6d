package org.chainrule.train;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.chainrule.data.Examples;
import org.chainrule.data.RowType;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;
import org.chainrule.io.JsonObject;
import org.chainrule.nn.Layer;
import org.chainrule.nn.LayerJson;
import org.chainrule.nn.Variable;

/// The values that must be equal for a training to resume from a checkpoint, as text by name. A difference that has no
/// text, such as in a custom loss, shows in the loss of the first batch.
///
/// @param words the values by name, in the order of comparison
record Fingerprint(Map<String, String> words) {
    /// The maximum number of values in the checksum of rows.
    private static final int VALUES = 1 << 22;
    /// The length above which a message shows only the part of a text that differs.
    private static final int LONG = 160;
    private static final int SHOWN = 60;

    Fingerprint {
        words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
    }

    /// Returns the fingerprint of a training.
    ///
    /// @param run the run before the first step
    /// @param measures the names of the measures on the validation set
    static Fingerprint of(Settings<?> settings, Run run, Examples train, Optional<Examples> validation,
            List<String> measures) {
        Step step = run.program().step;
        Map<String, String> words = new LinkedHashMap<>();
        words.put("network", network(step, run.program()));
        words.put("optimizer", run.program().optimizer.describe());
        words.put("schedule", RunFile.words(step.schedule()));
        words.put("clip", Double.toString(step.clip()));
        if (step.meanWeight() > 0) {
            words.put("mean weight", Double.toString(step.meanWeight()));
        }
        words.put("trained parameters", run.program().trained.stream().map(Variable::path).toList().toString());
        words.put("rates", rates(step, run.program().trained));
        words.put("batch", Integer.toString(settings.batch));
        words.put("epochs", Integer.toString(settings.epochs));
        words.put("patience",
                settings.patience + (settings.patienceShare > 0 ? " + best * " + settings.patienceShare : ""));
        words.put("monitor", settings.monitor == null ? "the usual" : settings.monitor);
        words.put("measures", measures.toString());
        words.put("seed", Long.toString(step.seed()));
        words.put("kind of rows", train.type().toString());
        words.put("training rows", rows(train));
        words.put("validation rows", validation.map(Fingerprint::rows).orElse("none"));
        words.put("first loss",
                Float.toString(run.lossOf(train.shuffled(step.seed(), 1).batches(settings.batch).iterator().next())));
        return new Fingerprint(words);
    }

    /// Returns a copy with the caller's values, which are compared first.
    ///
    /// @throws ArgumentException if a name of the caller is in use
    Fingerprint after(Map<String, String> about) {
        Map<String, String> all = new LinkedHashMap<>(about);
        words.forEach((name, word) -> {
            if (all.put(name, word) != null) {
                throw new ArgumentException("about", "checkpoints: about has the name '" + name
                        + "', under which the training itself is compared; choose another name");
            }
        });
        return new Fingerprint(all);
    }

    private static String network(Step step, StepProgram program) {
        Optional<Map<String, Object>> tree = step.net() instanceof Layer layer
                ? LayerJson.write(layer)
                : Optional.empty();
        return tree.map(Json::write).orElseGet(() -> program.network.variables().stream()
                .map(variable -> variable.path() + " " + variable.shape()).collect(Collectors.joining(", ")));
    }

    private static String rates(Step step, List<Variable> trained) {
        Map<String, Double> factors = new LinkedHashMap<>();
        for (Variable parameter : trained) {
            double factor = step.rates().applyAsDouble(parameter.path());
            if (factor != 1) {
                factors.put(parameter.path(), factor);
            }
        }
        return factors.toString();
    }

    /// Returns the number of rows and a checksum of evenly spaced rows; for a stream, the number only.
    private static String rows(Examples examples) {
        if (examples.streamed()) {
            return Integer.toString(examples.size());
        }
        RowType type = examples.type();
        List<float[]> inputs = new ArrayList<>(type.inputs().stream().map(field -> new float[field.width()]).toList());
        List<float[]> targets = new ArrayList<>(
                type.targets().stream().map(field -> new float[field.width()]).toList());
        int width = inputs.stream().mapToInt(values -> values.length).sum()
                + targets.stream().mapToInt(values -> values.length).sum() + 1;
        int size = examples.size();
        int count = Math.min(size, Math.max(1, VALUES / width));
        CRC32C crc = new CRC32C();
        for (int i = 0; i < count; i++) {
            int row = (int) ((long) i * size / count);
            for (int field = 0; field < inputs.size(); field++) {
                examples.readInput(field, row, inputs.get(field), 0);
                add(crc, inputs.get(field));
            }
            for (int field = 0; field < targets.size(); field++) {
                examples.readTarget(field, row, targets.get(field), 0);
                add(crc, targets.get(field));
            }
            add(crc, examples.weight(row));
        }
        return size + " with the checksum " + HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private static void add(CRC32C crc, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        crc.update(bytes);
    }

    /// Checks that a checkpoint belongs to this training.
    ///
    /// @param saved the fingerprint in the checkpoint
    /// @throws FormatException if it belongs to another training; the message names the first difference
    void requireSame(JsonObject saved) {
        words.forEach((name, own) -> {
            Object before = saved.fields().get(name);
            if (!own.equals(before)) {
                throw other(saved.source(), name, before == null ? "nothing" : before.toString(), own);
            }
        });
        saved.fields().forEach((name, before) -> {
            if (!words.containsKey(String.valueOf(name))) {
                throw other(saved.source(), String.valueOf(name), String.valueOf(before), "nothing");
            }
        });
    }

    private static FormatException other(String source, String name, String before, String own) {
        boolean whole = Math.max(before.length(), own.length()) <= LONG;
        int same = 0;
        while (!whole && before.regionMatches(0, own, 0, same + 1)) {
            same++;
        }
        int from = Math.max(0, same - SHOWN / 2);
        return FormatException.ofWhole(source, source + " belongs to another training: its " + name + " changed from "
                + (whole ? before : part(before, from)) + " to " + (whole ? own : part(own, from))
                + "; use the same settings and data, or another folder");
    }

    private static String part(String text, int from) {
        int end = Math.min(text.length(), from + SHOWN);
        return (from > 0 ? "..." : "") + text.substring(from, end) + (end < text.length() ? "..." : "");
    }
}
