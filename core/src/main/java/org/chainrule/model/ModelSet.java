package org.chainrule.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;
import org.chainrule.io.Json;
import org.chainrule.io.JsonObject;
import org.chainrule.io.Safetensors;

/// Several trained models in one file, such as one for each of several targets.
///
/// The file is a safetensors file. The parameters of the model at place k, from 0, have the names of its own file behind `k/`,
/// and its metadata is behind `model.k.`. The entry `chainrule` of the metadata lists the names of the models. The format
/// version is 4; releases that read versions up to 3 refuse the file.
///
/// ```java
/// new ModelSet(Map.of("price", new ModelSet.Member(price), "rooms", new ModelSet.Member(rooms)), Map.of()).save(file);
/// Model price = ModelSet.load(file).model("price");
/// ```
///
/// @param members  the models by name, in the order of the map; at least one
/// @param metadata the caller's notes about the whole set, by name
public record ModelSet(Map<String, Member> members, Map<String, String> metadata) {
    private static final String MODEL = "model.";

    /// Creates a set; copies the maps.
    ///
    /// @throws ArgumentException if there is no model
    public ModelSet {
        ArgumentException.requireNotNull("set", "members", members);
        ArgumentException.requireNotNull("set", "metadata", metadata);
        if (members.isEmpty()) {
            throw new ArgumentException("members", "set: there is no model, expected at least one");
        }
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /// A model of a set.
    ///
    /// @param model the model
    /// @param notes the caller's notes about the model, by name; after loading also its [Model#metadata]
    public record Member(Model model, Map<String, String> notes) {
        /// Creates a member; copies the notes.
        public Member {
            ArgumentException.requireNotNull("member", "model", model);
            ArgumentException.requireNotNull("member", "notes", notes);
            notes = Collections.unmodifiableMap(new TreeMap<>(notes));
        }

        /// Creates a member with the notes that the model was loaded with.
        public Member(Model model) {
            this(model, model.metadata());
        }
    }

    /// Returns the model with this name.
    ///
    /// @throws ArgumentException if there is no such model; the message lists the existing ones
    public Model model(String name) {
        Member member = members.get(name);
        if (member == null) {
            throw new ArgumentException("name", "model: there is no " + Quote.of(name) + " in the set, expected one of "
                    + members.keySet().stream().map(Quote::clip).toList());
        }
        return member.model;
    }

    /// Saves the set as one safetensors file. If saving fails, an existing file stays as it was.
    ///
    /// @throws IOException if the file cannot be written; the message states the reason
    public void save(Path file) throws IOException {
        ArgumentException.requireNotNull("save", "file", file);
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("version", (long) ModelFile.SETS);
        description.put("task", ModelFile.SEVERAL);
        description.put("models", List.copyOf(members.keySet()));
        Map<String, String> all = new TreeMap<>(ModelFile.written(metadata));
        all.put(ModelFile.KEY, Json.write(description));
        Map<String, Safetensors.Array> tensors = new LinkedHashMap<>();
        int k = 0;
        for (Member member : members.values()) {
            Safetensors content = ModelFile.content(Kind.of(member.model), member.model, member.notes);
            String own = MODEL + k + ".";
            String under = k + "/";
            content.metadata().forEach((name, value) -> all.put(own + name, value));
            content.tensors().forEach((path, values) -> tensors.put(under + path, values));
            k++;
        }
        new Safetensors(all, tensors).withChecksum().write(file);
    }

    /// Returns whether a file is a set of models, intact or with damaged values. A pipe is not: its beginning can be read
    /// only once.
    ///
    /// @throws IOException if the file cannot be read
    public static boolean isSet(Path file) throws IOException {
        ArgumentException.requireNotNull("isSet", "file", file);
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try {
            String text = Safetensors.readMetadata(file).get(ModelFile.KEY);
            return text != null && JsonObject.parse(text, file.toString()).find("task")
                    .filter(ModelFile.SEVERAL::equals).isPresent();
        } catch (FormatException _) {
            return false;
        }
    }

    /// Loads a set of models whose layers are all in the catalogue.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws FormatException if the file is not a set of models, or is damaged
    public static ModelSet load(Path file) throws IOException {
        ArgumentException.requireNotNull("load", "file", file);
        return of(Safetensors.read(file), file.toString());
    }

    /// Loads a set of models from a stream, which is read to its end. `source` names the stream in messages.
    ///
    /// @throws IOException if the stream cannot be read
    /// @throws FormatException if the stream is not a set of models, or is damaged
    public static ModelSet load(InputStream stream, String source) throws IOException {
        ArgumentException.requireNotNull("load", "stream", stream);
        ArgumentException.requireNotNull("load", "source", source);
        return of(Safetensors.read(stream, source), source);
    }

    private static ModelSet of(Safetensors file, String source) {
        String text = file.metadata().get(ModelFile.KEY);
        JsonObject description = text == null ? new JsonObject(Map.of(), source) : JsonObject.parse(text, source);
        if (description.find("task").filter(ModelFile.SEVERAL::equals).isEmpty()) {
            throw FormatException.ofWhole(source,
                    source + " is not a set of models; load a single model with Model.load");
        }
        long version = description.whole("version");
        if (version != ModelFile.SETS) {
            throw FormatException.ofWhole(source, source + " has format version " + version
                    + ", this release reads sets of version " + ModelFile.SETS + "; use a newer release of Chainrule");
        }
        List<?> names = description.list("models");
        if (!file.hasChecksum() || names.isEmpty()) {
            throw new FormatException(source,
                    source + " is damaged: it lacks " + (names.isEmpty() ? "models" : "its checksum")
                            + "; copy it again, or train it again");
        }
        Map<String, Member> members = new LinkedHashMap<>();
        for (int k = 0; k < names.size(); k++) {
            if (!(names.get(k) instanceof String name) || members.containsKey(name)) {
                throw description.damaged("models");
            }
            Safetensors content = new Safetensors(under(file.metadata(), MODEL + k + "."),
                    under(file.tensors(), k + "/"));
            members.put(name, new Member(ModelFile.of(content.withChecksum(), source).model()));
        }
        return new ModelSet(members, ModelFile.notes(file.metadata()));
    }

    /// Returns the entries whose names have a beginning, without it.
    private static <T> Map<String, T> under(Map<String, T> all, String beginning) {
        Map<String, T> entries = new LinkedHashMap<>();
        all.forEach((name, value) -> {
            if (name.startsWith(beginning)) {
                entries.put(name.substring(beginning.length()), value);
            }
        });
        return entries;
    }
}
