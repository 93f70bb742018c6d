package org.chainrule.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.Tensor;
import org.chainrule.data.FieldJson;
import org.chainrule.data.RowType;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;
import org.chainrule.io.Json;
import org.chainrule.io.JsonObject;
import org.chainrule.io.Safetensors;
import org.chainrule.optim.Schedule;
import org.chainrule.type.Shape;

/// The file format of a run: one safetensors file with a checksum. Its tensors are everything that steps replace; its
/// metadata hold the position of the run and a format version, as JSON under `chainrule.run`.
final class RunFile {
    static final String KEY = "chainrule.run";
    private static final int POINTS = 10;
    private static final long VERSION = 1;
    private static final String STATE = "state ";

    private RunFile() {
    }

    static void write(Run run, Path file) throws IOException {
        ArgumentException.requireNotNull("save", "file", file);
        write(run, Map.of(), Map.of(), file);
    }

    /// Writes a run with more entries.
    ///
    /// @param more more entries of the metadata, by name
    /// @param arrays more tensors, whose names do not start like those of the run
    static void write(Run run, Map<String, String> more, Map<String, Safetensors.Array> arrays, Path file)
            throws IOException {
        Run.Position position = run.position();
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("version", VERSION);
        description.put("seed", Long.toString(run.program().step.seed()));
        description.put("optimizer", run.program().optimizer.describe());
        description.put("schedule", words(run.program().step.schedule()));
        description.put("clip", clip(run.program().step));
        description.put("planned", Long.toString(run.program().step.steps()));
        description.put("steps", position.steps());
        description.put("epoch", (long) position.epoch());
        description.put("passes", (long) position.passes());
        description.put("capacity", (long) run.capacity());
        description.put("threads", (long) run.threads());
        description.put("rate", Double.toString(run.rate()));
        description.put("type", type(run.type()));
        Map<String, String> metadata = new TreeMap<>(more);
        metadata.put(KEY, Json.write(description));
        Map<String, Safetensors.Array> tensors = new LinkedHashMap<>(arrays);
        List<Tensor> places = run.program().state();
        List<float[]> values = run.state().arrays();
        for (int i = 0; i < places.size(); i++) {
            tensors.put(STATE + run.program().name(places.get(i)), array(values.get(i), places.get(i).shape()));
        }
        new Safetensors(metadata, tensors).withChecksum().write(file);
    }

    static Safetensors.Array array(float[] values, Shape shape) {
        return Safetensors.Array.of(values, longs(shape));
    }

    private static long[] longs(Shape shape) {
        return Arrays.stream(shape.sizes(1)).asLongStream().toArray();
    }

    static Run read(Step step, Path file) throws IOException {
        ArgumentException.requireNotNull("resume", "file", file);
        return read(step, Safetensors.read(file), file.toString());
    }

    /// Returns the run of a file.
    static Run read(Step step, Safetensors file, String source) {
        JsonObject tree = description(file, source);
        Run run = new Run(new StepProgram(step, type(tree.inner("type"))), tree.count("capacity"),
                tree.count("threads"));
        put(run, file, source);
        return run;
    }

    /// Returns the metadata of the run in a file.
    private static JsonObject description(Safetensors file, String source) {
        String text = file.metadata().get(KEY);
        if (text == null) {
            throw FormatException.ofWhole(source, source + " is not a saved run: its metadata has no entry '" + KEY
                    + "'");
        }
        if (!file.hasChecksum()) {
            throw new FormatException(source, source + " is damaged: it lacks its checksum");
        }
        JsonObject tree = JsonObject.parse(text, source);
        long version = tree.whole("version");
        if (version != VERSION) {
            throw FormatException.ofWhole(source, source + " has format version " + version
                    + " of a saved run, this release reads " + VERSION + "; train again");
        }
        return tree;
    }

    /// Sets a run to the state in a file. A run that does not fit the file is not changed.
    ///
    /// @throws FormatException if the file belongs to another step; the message states the difference
    static void put(Run run, Safetensors file, String source) {
        JsonObject tree = description(file, source);
        Step step = run.program().step;
        same(source, "optimizer", tree.text("optimizer"), run.program().optimizer.describe());
        same(source, "seed", tree.text("seed"), Long.toString(step.seed()));
        same(source, "examples", type(tree.inner("type")).toString(), run.type().toString());
        double rate = tree.number("rate");
        long steps = tree.whole("steps");
        if (steps < 0) {
            throw tree.damaged("steps");
        }
        Run.Position position = new Run.Position(steps, tree.count("epoch"), tree.count("passes"));
        List<Tensor> places = run.program().state();
        List<Safetensors.Array> held = new ArrayList<>();
        for (Tensor place : places) {
            String name = run.program().name(place);
            Safetensors.Array array = file.tensors().get(STATE + name);
            Shape shape = place.shape();
            if (array == null || !Arrays.equals(array.shape(), longs(shape))) {
                throw FormatException.ofWhole(source, source + " holds a run of another network: " + name + " of shape "
                        + shape + (array == null
                                ? " is missing"
                                : " has the shape " + Arrays.toString(array.shape()) + " there"));
            }
            held.add(array);
        }
        Set<String> own = places.stream().map(place -> STATE + run.program().name(place)).collect(Collectors.toSet());
        file.tensors().keySet().stream().filter(name -> name.startsWith(STATE) && !own.contains(name)).findFirst()
                .ifPresent(name -> {
                    throw FormatException.ofWhole(source, source + " holds a run of another network: it has "
                            + Quote.clip(name.substring(STATE.length())) + ", which this network does not have");
                });
        same(source, "schedule", tree.text("schedule"), words(step.schedule()));
        same(source, "clip", tree.text("clip"), clip(step));
        same(source, "planned number of steps", tree.text("planned"), Long.toString(step.steps()));
        run.rate(rate);
        run.position(position);
        List<float[]> values = run.state().arrays();
        for (int i = 0; i < values.size(); i++) {
            System.arraycopy(held.get(i).values(), 0, values.get(i), 0, values.get(i).length);
        }
    }

    /// Returns the clipping of gradients and, if it is set, the mean weight, which older runs lack.
    private static String clip(Step step) {
        return step.clip() + (step.meanWeight() > 0 ? " with mean weight " + step.meanWeight() : "");
    }

    private static void same(String source, String what, String saved, String own) {
        if (!own.equals(saved)) {
            throw FormatException.ofWhole(source, source + " holds a run with the " + what + " " + Quote.clip(saved)
                    + ", but this one has " + own);
        }
    }

    private static Map<String, Object> type(RowType type) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("inputs", FieldJson.write(type.inputs()));
        tree.put("targets", FieldJson.write(type.targets()));
        tree.put("weighted", type.weighted());
        return tree;
    }

    private static RowType type(JsonObject tree) {
        return new RowType(FieldJson.read(tree, "inputs"), FieldJson.read(tree, "targets"), tree.truth("weighted"));
    }

    /// Returns the factors of a schedule at points evenly spaced over a training.
    static String words(Schedule schedule) {
        return IntStream.rangeClosed(0, POINTS)
                .mapToObj(i -> Float.toString(schedule.at(Tensor.scalar((double) i / POINTS)).value()))
                .collect(Collectors.joining(" "));
    }
}
