package org.chainrule.serve.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.chainrule.serve.measure.ServerMetrics;
import org.chainrule.serve.web.Problem;
import org.chainrule.tabular.value.Suggestions;
import org.jspecify.annotations.Nullable;

/// The models that are served, by name and version. A file that is replaced is loaded and tried before it answers; if it is
/// refused, the model that answered before goes on.
public final class Shelf implements AutoCloseable {
    /// The end of the name of a model file.
    public static final String SUFFIX = ".safetensors";

    /// Between digits and others in a version.
    private static final Pattern PARTS = Pattern.compile("(?<=\\D)(?=\\d)|(?<=\\d)(?=\\D)");

    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Served.Batches batches;
    private final ServerMetrics metrics;
    private final Function<Throwable, String> words;
    private final Consumer<String> log;
    private @Nullable Thread watch;

    /// The models of one name.
    ///
    /// @param path   the file, or the folder of the versions
    /// @param folder whether it is a folder
    private record Place(String name, Path path, boolean folder, Map<String, Slot> slots) {
        /// Returns the version that answers unless another is asked for: the highest.
        Optional<Slot> newest() {
            return slots.values().stream().max(Comparator.comparing(slot -> slot.model.version(), Shelf::compare));
        }
    }

    /// A version.
    private static final class Slot {
        private final ServedFile file;
        private volatile Served model;
        private ServedFile.State state;
        /// The state of a file that was refused, and whether that was logged.
        private ServedFile.@Nullable State refused;
        private boolean said;

        private Slot(ServedFile file, ServedFile.Loaded loaded) {
            this.file = file;
            this.model = loaded.model();
            this.state = loaded.state();
        }
    }

    /// @param words returns the reason why a model was refused
    /// @param log   receives a sentence on each model that was replaced or refused
    public Shelf(Served.Batches batches, ServerMetrics metrics, Function<Throwable, String> words,
            Consumer<String> log) {
        this.batches = batches;
        this.metrics = metrics;
        this.words = words;
        this.log = log;
    }

    /// Loads models, several at once.
    ///
    /// @param paths files, and folders of versions
    /// @throws IOException if one cannot be read
    /// @throws ArgumentException if two have the same name, or a folder has no models
    public void load(List<Path> paths) throws IOException {
        List<ServedFile> files = new ArrayList<>();
        for (Path path : paths) {
            boolean folder = Files.isDirectory(path);
            String name = name(path);
            Place earlier = places.get(name);
            if (earlier != null) {
                throw new ArgumentException("models", earlier.path + " and " + path + " are both the model "
                        + Quote.of(name) + "; rename one of them, or put both in a folder as its versions");
            }
            Place place = new Place(name, path, folder, new ConcurrentHashMap<>());
            places.put(name, place);
            List<ServedFile> own = files(place);
            if (own.isEmpty()) {
                throw new ArgumentException("models",
                        "the folder " + path + " has no models, which end in " + SUFFIX
                                + "; name a folder of versions");
            }
            files.addAll(own);
        }
        Map<ServedFile, Object> loaded = new ConcurrentHashMap<>();
        files.parallelStream().forEach(file -> {
            try {
                loaded.put(file, file.load(batches, metrics.batches(file.name())));
            } catch (IOException | RuntimeException e) {
                loaded.put(file, e);
            }
        });
        for (ServedFile file : files) {
            switch (loaded.get(file)) {
                case ServedFile.Loaded model -> put(file, model);
                case IOException e -> throw e;
                case RuntimeException e -> throw e;
                case null, default -> throw new IllegalStateException(file.toString());
            }
        }
    }

    /// Returns the name of the model of a file or folder.
    private static String name(Path path) {
        Path last = path.toAbsolutePath().normalize().getFileName();
        String name = last == null ? "" : last.toString();
        String word = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        if (word.isEmpty() || word.equals(".") || word.equals("..")) {
            throw new ArgumentException("models",
                    path + " gives the model no name; rename it, for example to model" + SUFFIX);
        }
        return word;
    }

    private static List<ServedFile> files(Place place) throws IOException {
        if (!place.folder) {
            return List.of(new ServedFile(place.path, place.name, ""));
        }
        try (Stream<Path> inside = Files.list(place.path)) {
            return inside.filter(path -> path.toString().endsWith(SUFFIX) && Files.isRegularFile(path)).sorted()
                    .map(path -> new ServedFile(path, place.name, name(path))).toList();
        }
    }

    /// Compares versions: `10` is higher than `9`.
    private static int compare(String a, String b) {
        String[] left = PARTS.split(a, -1);
        String[] right = PARTS.split(b, -1);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            boolean numbers = digits(left[i]) && digits(right[i]);
            int order = numbers ? Integer.compare(stripped(left[i]).length(), stripped(right[i]).length()) : 0;
            order = order != 0
                    ? order
                    : numbers
                            ? stripped(left[i]).compareTo(stripped(right[i]))
                            : left[i].compareTo(
                                    right[i]);
            if (order != 0) {
                return order;
            }
        }
        return left.length != right.length ? Integer.compare(left.length, right.length) : a.compareTo(b);
    }

    private static boolean digits(String word) {
        return !word.isEmpty() && word.charAt(0) >= '0' && word.charAt(0) <= '9';
    }

    private static String stripped(String digits) {
        return digits.replaceFirst("^0+(?=.)", "");
    }

    private void put(ServedFile file, ServedFile.Loaded loaded) {
        Place place = places.get(file.name());
        if (place != null) {
            place.slots.put(file.version(), new Slot(file, loaded));
            accepted(place, loaded.model());
        }
    }

    private void accepted(Place place, Served model) {
        metrics.loaded(place.name, true);
        if (place.newest().map(slot -> slot.model == model).orElse(false)) {
            metrics.drift(place.name, model.drift());
        }
    }

    /// Returns the names of the models.
    public List<String> names() {
        return List.copyOf(places.keySet());
    }

    /// Returns whether there is a model with a name.
    public boolean has(String name) {
        return places.containsKey(name);
    }

    /// Returns the models that answer unless a version is asked for.
    public List<Served> newest() {
        return places.values().stream().flatMap(place -> place.newest().stream()).map(slot -> slot.model).toList();
    }

    /// Returns the only model.
    ///
    /// @param address the address of a model with the name NAME, for the sentence
    /// @throws Problem if there are several
    public Served only(String address) {
        if (places.size() > 1) {
            throw new Problem(Problem.Kind.ADDRESS, "The server has several models; use " + address
                    + " with one of " + listed(names()) + " as NAME.");
        }
        return find(names().getFirst(), "");
    }

    /// Returns a model.
    ///
    /// @param version the version; empty for the highest
    /// @throws Problem if there is none
    public Served find(String name, String version) {
        Place place = places.get(name);
        if (place == null) {
            List<String> near = names().stream()
                    .filter(known -> Suggestions.distance(known, Quote.clip(name)) <= 2).limit(1).toList();
            throw new Problem(Problem.Kind.ADDRESS, "There is no model " + Quote.of(name) + "; "
                    + (near.isEmpty()
                            ? "the server has " + listed(names()) + "."
                            : "did you mean " + Quote.of(near.getFirst()) + "?"));
        }
        if (version.isEmpty()) {
            return place.newest().orElseThrow().model;
        }
        return place.slots.values().stream().map(slot -> slot.model).filter(model -> model.version().equals(version))
                .findFirst().orElseThrow(() -> new Problem(Problem.Kind.ADDRESS, "The model " + Quote.of(name)
                        + " has no version " + Quote.of(version) + "; it has " + listed(versions(name)) + "."));
    }

    /// Returns the versions of a model, the lowest first.
    public List<String> versions(String name) {
        Place place = places.get(name);
        return place == null
                ? List.of()
                : place.slots.values().stream().map(slot -> slot.model.version()).sorted(Shelf::compare).toList();
    }

    private static String listed(List<String> names) {
        return String.join(", ", names.stream().limit(10).map(Quote::of).toList()) + (names.size() > 10 ? ", ..." : "");
    }

    /// Begins to look for files that were replaced.
    ///
    /// @param milliseconds how long it waits between two looks
    public void watch(long milliseconds) {
        watch = Thread.ofPlatform().daemon().name("model files").start(() -> {
            try {
                while (true) {
                    Thread.sleep(milliseconds);
                    look();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Looks once for files that were replaced, added or deleted.
    void look() {
        for (Place place : places.values()) {
            place.slots.values().forEach(slot -> look(place, slot));
            if (place.folder) {
                lookForVersions(place);
            }
        }
    }

    private void look(Place place, Slot slot) {
        ServedFile.State now;
        try {
            now = slot.file.state();
        } catch (IOException _) {
            // a deleted model goes on to answer, but a deleted version ends
            if (place.folder && place.slots.size() > 1 && place.slots.remove(slot.file.version()) != null) {
                log.accept("model " + place.name + ": version " + slot.model.version() + " was deleted");
                place.newest().ifPresent(newest -> metrics.drift(place.name, newest.model.drift()));
            }
            return;
        }
        if (now.equals(slot.state)) {
            slot.refused = null;
            return;
        }
        boolean again = now.equals(slot.refused);
        if (again && slot.said) {
            return;
        }
        try {
            ServedFile.Loaded loaded = slot.file.load(batches, metrics.batches(place.name));
            String before = slot.model.digest();
            slot.model = loaded.model();
            slot.state = loaded.state();
            slot.refused = null;
            accepted(place, loaded.model());
            if (!before.equals(loaded.model().digest())) {
                log.accept("model " + place.name + ": " + slot.file.path() + " was replaced; " + loaded.model().digest()
                        + " answers instead of " + before);
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // a file may still be written: it is refused for good when it is the same at the next look
            if (again) {
                metrics.loaded(place.name, false);
                log.accept("model " + place.name + ": the new " + slot.file.path() + " is refused, and " + slot.model
                        .digest() + " goes on to answer: " + words.apply(e));
            }
            slot.said = again;
            slot.refused = now;
        }
    }

    private final Map<ServedFile, ServedFile.State> unusable = new ConcurrentHashMap<>();

    private void lookForVersions(Place place) {
        try {
            for (ServedFile file : files(place)) {
                if (place.slots.containsKey(file.version())) {
                    continue;
                }
                ServedFile.State state = file.state();
                if (state.equals(unusable.get(file))) {
                    continue;
                }
                try {
                    put(file, file.load(batches, metrics.batches(place.name)));
                    unusable.remove(file);
                    log.accept("model " + place.name + ": version " + file.version() + " was added");
                } catch (IOException | RuntimeException | OutOfMemoryError e) {
                    unusable.put(file, state);
                    metrics.loaded(place.name, false);
                    log.accept("model " + place.name + ": " + file.path() + " is refused: " + words.apply(e));
                }
            }
        } catch (IOException _) {
            // the folder is gone for now; what was loaded goes on to answer
        }
    }

    @Override
    public void close() {
        Thread running = watch;
        if (running != null) {
            running.interrupt();
        }
    }
}
