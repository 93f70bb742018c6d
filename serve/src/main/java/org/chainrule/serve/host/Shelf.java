package org.chainrule.serve.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.chainrule.serve.measure.ServerMetrics;
import org.chainrule.serve.web.Problem;
import org.chainrule.tabular.value.Suggestions;
import org.jspecify.annotations.Nullable;

/// The models that are served, by name and version. A file that is replaced is loaded and tried before it answers; if it is
/// refused, the model that answered before goes on.
public final class Shelf implements AutoCloseable {
    private final Map<String, Place> places = new LinkedHashMap<>();
    /// The files that were refused. Only the thread that looks for files uses it.
    private final Map<ServedFile, Refused> refused = new HashMap<>();
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
        /// Returns its files.
        List<ServedFile> files() throws IOException {
            return folder ? ServedFile.in(path, name) : List.of(new ServedFile(path, name, ""));
        }

        /// Returns the version that answers unless another is asked for: the highest.
        Optional<Slot> newest() {
            return slots.values().stream().max(Comparator.comparing(slot -> slot.model.version(), Versions::compare));
        }
    }

    /// A version.
    ///
    /// @param state the state of the file when it was read
    private record Slot(ServedFile file, Served model, ServedFile.State state) {
    }

    /// A file that was refused.
    ///
    /// @param state its state then
    /// @param said  whether that was logged
    private record Refused(ServedFile.State state, boolean said) {
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
            String name = ServedFile.name(path);
            Place earlier = places.get(name);
            if (earlier != null) {
                throw new ArgumentException("models", earlier.path + " and " + path + " are both the model "
                        + Quote.of(name) + "; rename one of them, or put both in a folder as its versions");
            }
            Place place = new Place(name, path, folder, new ConcurrentHashMap<>());
            places.put(name, place);
            List<ServedFile> own = place.files();
            if (own.isEmpty()) {
                throw new ArgumentException("models",
                        "the folder " + path + " has no models, which end in " + ServedFile.SUFFIX
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

    private void put(ServedFile file, ServedFile.Loaded loaded) {
        Place place = places.get(file.name());
        if (place != null) {
            place.slots.put(file.version(), new Slot(file, loaded.model(), loaded.state()));
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
                : place.slots.values().stream().map(slot -> slot.model.version()).sorted(Versions::compare).toList();
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
                String failure = "";
                while (true) {
                    Thread.sleep(milliseconds);
                    String before = failure;
                    failure = look();
                    if (!failure.isEmpty() && !failure.equals(before)) {
                        log.accept(failure);
                    }
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Looks once for files that were replaced, added or deleted.
    ///
    /// @return a sentence on an error that ended the look; empty if there was none
    private String look() {
        try {
            places.values().forEach(this::look);
            return "";
        } catch (RuntimeException | OutOfMemoryError e) {
            return "the server could not look for new models, and tries again: " + words.apply(e);
        }
    }

    private void look(Place place) {
        List<ServedFile> files;
        try {
            files = place.files();
        } catch (IOException _) {
            // the folder is gone for now; what was loaded goes on to answer
            return;
        }
        refused.keySet().removeIf(file -> file.name().equals(place.name) && !files.contains(file));
        for (Slot slot : List.copyOf(place.slots.values())) {
            if (!files.contains(slot.file) && place.slots.size() > 1) {
                place.slots.remove(slot.file.version());
                log.accept("model " + place.name + ": version " + slot.model.version() + " was deleted");
                place.newest().ifPresent(newest -> metrics.drift(place.name, newest.model.drift()));
            }
        }
        files.forEach(file -> look(place, file));
    }

    private void look(Place place, ServedFile file) {
        Slot slot = place.slots.get(file.version());
        ServedFile.State now;
        try {
            now = file.state();
        } catch (IOException _) {
            // a deleted model goes on to answer
            return;
        }
        if (slot != null && now.equals(slot.state)) {
            refused.remove(file);
            return;
        }
        Refused earlier = refused.get(file);
        if (new Refused(now, true).equals(earlier)) {
            return;
        }
        boolean again = new Refused(now, false).equals(earlier);
        try {
            ServedFile.Loaded loaded = file.load(batches, metrics.batches(place.name));
            refused.remove(file);
            put(file, loaded);
            String digest = loaded.model().digest();
            if (slot == null) {
                log.accept("model " + place.name + ": version " + file.version() + " was added");
            } else if (!slot.model.digest().equals(digest)) {
                log.accept("model " + place.name + ": " + file.path() + " was replaced; " + digest
                        + " answers instead of " + slot.model.digest());
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // a file may still be written: it is refused for good when it is the same at the next look
            refused.put(file, new Refused(now, again));
            if (again) {
                metrics.loaded(place.name, false);
                log.accept("model " + place.name + ": " + (slot == null
                        ? file.path() + " is refused: "
                        : "the new " + file.path() + " is refused, and " + slot.model.digest()
                                + " goes on to answer: ")
                        + words.apply(e));
            }
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
