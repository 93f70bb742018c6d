package org.chainrule.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.chainrule.Tensor;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;
import org.chainrule.io.Safetensors;
import org.chainrule.type.Shape;

/// The checkpoints of one training: writes them when they are due, and goes on from the newest whole one.
final class CheckpointFolder {
    private static final String KEY = "chainrule.training";
    private static final String BEST = "best ";
    private static final String BEGINNING = "checkpoint-";
    private static final String END = ".safetensors";
    private static final int KEPT = 2;

    private final Checkpoints checkpoints;
    private final Run run;
    private final Progress progress;
    private final Map<String, String> about;
    private long written = System.nanoTime();

    CheckpointFolder(Settings<?> settings, Checkpoints checkpoints, Run run, Progress progress, int rows) {
        this.checkpoints = checkpoints;
        this.run = run;
        this.progress = progress;
        this.about = new TreeMap<>(checkpoints.about());
        about.put("batch", Integer.toString(settings.batch));
        about.put("epochs", Integer.toString(settings.epochs));
        about.put("rows", Integer.toString(rows));
        about.put("patience", Integer.toString(settings.patience));
        about.put("clip", Double.toString(settings.step.clip()));
        about.put("monitor", String.valueOf(settings.monitor));
    }

    /// After a step in the middle of an epoch.
    void afterStep() {
        if (checkpoints.within() && due()) {
            write();
        }
    }

    /// At the end of an epoch, or of the training.
    void endOfEpoch() {
        if (progress.finished || due()) {
            write();
        }
    }

    private boolean due() {
        return checkpoints.steps() > 0
                ? run.steps() % checkpoints.steps() == 0
                : System.nanoTime() - written >= checkpoints.every().toNanos();
    }

    private void write() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("about", about);
        description.put("epoch", (long) progress.epoch);
        description.put("inEpoch", (long) progress.inEpoch);
        description.put("total", Double.toString(progress.total));
        description.put("bestValue", Double.toString(progress.bestValue));
        description.put("bestLoss", Double.toString(progress.bestLoss));
        description.put("bestEpoch", (long) progress.bestEpoch);
        description.put("finished", progress.finished);
        List<Object> history = new ArrayList<>();
        for (EpochRecord record : progress.history) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("loss", Double.toString(record.loss()));
            Map<String, Object> validation = new LinkedHashMap<>();
            record.validation().forEach((name, value) -> validation.put(name, Double.toString(value)));
            line.put("validation", validation);
            line.put("seconds", Double.toString(record.seconds()));
            history.add(line);
        }
        description.put("history", history);
        Map<String, Safetensors.Array> best = new LinkedHashMap<>();
        progress.best.forEach(
                (path, value) -> best.put(BEST + path, RunFile.array(value.values(), value.shape())));
        try {
            Files.createDirectories(checkpoints.folder());
            RunFile.write(run, Map.of(KEY, Json.write(description)), best, checkpoints.folder()
                    .resolve(String.format(Locale.ROOT, "%s%012d%s", BEGINNING, run.steps(), END)));
            List<Path> all = files();
            for (Path old : all.subList(Math.min(KEPT, all.size()), all.size())) {
                Files.deleteIfExists(old);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        written = System.nanoTime();
    }

    /// The checkpoints, the newest first.
    private List<Path> files() throws IOException {
        if (!Files.isDirectory(checkpoints.folder())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(checkpoints.folder())) {
            return files.filter(file -> {
                String name = file.getFileName().toString();
                return name.startsWith(BEGINNING) && name.endsWith(END);
            }).sorted(Comparator.comparing(Path::getFileName).reversed()).toList();
        }
    }

    /// Puts the run and the progress to the newest whole checkpoint, if there is one and the caller wants to go on.
    ///
    /// @return whether there was one
    /// @throws FormatException if it is of another training, saying what differs
    boolean resume() {
        if (!checkpoints.resumes()) {
            return false;
        }
        try {
            for (Path file : files()) {
                Safetensors read;
                try {
                    read = Safetensors.read(file);
                } catch (FormatException e) {
                    checkpoints.report().accept(e.getMessage() + "; the checkpoint before it is used");
                    continue;
                }
                put(read, file.toString());
                return true;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        return false;
    }

    private void put(Safetensors file, String source) {
        String text = file.metadata().get(KEY);
        if (text == null) {
            throw FormatException.ofWhole(source, source + " is not a checkpoint of a training: its metadata has no"
                    + " entry '" + KEY + "'");
        }
        Tree tree = Tree.parse(text, source);
        Tree saved = tree.inner("about");
        saved.map().forEach((name, value) -> {
            String own = about.get(String.valueOf(name));
            if (!String.valueOf(value).equals(own)) {
                throw FormatException.ofWhole(source, source + " is of another training: its " + name + " was " + value
                        + ", but now it is " + own + "; give the same settings and data, or another folder");
            }
        });
        about.keySet().stream().filter(name -> !saved.map().containsKey(name)).findFirst().ifPresent(name -> {
            throw FormatException.ofWhole(source, source + " is of another training: it does not say its " + name
                    + ", which now is " + about.get(name) + "; give the same settings and data, or another folder");
        });
        RunFile.put(run, file, source);
        progress.epoch = tree.count("epoch");
        progress.inEpoch = tree.count("inEpoch");
        progress.total = tree.number("total");
        progress.bestValue = tree.number("bestValue");
        progress.bestLoss = tree.number("bestLoss");
        progress.bestEpoch = tree.count("bestEpoch");
        progress.finished = tree.truth("finished");
        progress.history.clear();
        for (Object entry : tree.list("history")) {
            Tree line = new Tree(entry, source);
            Map<String, Double> validation = new LinkedHashMap<>();
            Tree measures = line.inner("validation");
            measures.map().keySet().forEach(name -> validation.put(String.valueOf(name),
                    measures.number(String.valueOf(name))));
            progress.history.add(new EpochRecord(progress.history.size() + 1, line.number("loss"), validation,
                    line.number("seconds")));
        }
        progress.best = new LinkedHashMap<>();
        file.tensors().forEach((name, array) -> {
            if (name.startsWith(BEST)) {
                int[] sizes = new int[array.shape().length];
                Arrays.setAll(sizes, i -> Math.toIntExact(array.shape()[i]));
                progress.best.put(name.substring(BEST.length()), Tensor.of(array.values(), Shape.of(sizes)));
            }
        });
    }
}
