package org.chainrule.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;

/// The public API of a module as lines of text: its exported packages, their public and protected types, and the
/// members of these, with generics, nullness, thrown exceptions, permitted subtypes and the values of constants.
///
/// It is read from class files and compared with a committed listing in `src/api`, so that a review shows every change
/// of the public API. A line belongs to the header above it: the module or a type.
public final class PublicApi {
    private static final int SHOWN = 12;
    private static final String INDENT = "    ";
    private static final String COMMAND = "mvn test -pl core,tabular,serve -Dtest=PublicApiTest -Dchainrule.api=write";

    /// The sorted lines under each header, headers in order.
    private final Map<String, SortedSet<String>> lines;

    private PublicApi(Map<String, SortedSet<String>> lines) {
        this.lines = lines;
    }

    /// Compares the API of the module whose tests are running with its listing, or writes the listing if the property
    /// `chainrule.api` is `write`.
    public static void check() throws IOException {
        Path classes = Path.of("target", "classes");
        PublicApi found = of(classes);
        Path listing = Path.of("src", "api", module(classes).name() + ".txt");
        if (System.getProperty("chainrule.api", "").equals("write")) {
            Files.createDirectories(listing.getParent());
            Files.writeString(listing, found.text());
            return;
        }
        assertThat(listing).as("the listing of the public API, which `" + COMMAND + "` writes").exists();
        List<String> changes = found.changesSince(parse(Files.readAllLines(listing)));
        if (!changes.isEmpty()) {
            Assertions.fail(message(listing, changes));
        }
    }

    static String message(Path listing, List<String> changes) {
        StringBuilder text = new StringBuilder("the public API differs from " + listing + ":\n");
        changes.stream().limit(SHOWN).forEach(line -> text.append(line).append('\n'));
        if (changes.size() > SHOWN) {
            text.append("and ").append(changes.size() - SHOWN).append(" lines more\n");
        }
        return text + "if every change is meant, write the listing anew and commit it: " + COMMAND;
    }

    /// Returns the API of the module whose classes are in a folder.
    static PublicApi of(Path classes) throws IOException {
        Map<String, ClassModel> models = new TreeMap<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                ClassModel model = ClassFile.of().parse(file);
                models.put(model.thisClass().asInternalName(), model);
            }
        }
        ModuleDescriptor module = module(classes);
        Map<String, SortedSet<String>> lines = new LinkedHashMap<>();
        lines.put("module " + module.name(), moduleLines(module));
        Collection<String> exported = module.exports().stream().filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source).collect(Collectors.toSet());
        for (ClassModel model : models.values()) {
            ApiType type = new ApiType(model, models);
            if (exported.contains(type.packageName()) && type.visible()) {
                lines.put(type.header(), type.members());
            }
        }
        return new PublicApi(lines);
    }

    private static ModuleDescriptor module(Path classes) throws IOException {
        try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
            return ModuleDescriptor.read(in);
        }
    }

    /// Returns an empty set of lines: sorted as they are for a module, and by the names of the members for a type, so
    /// that a change stays together.
    private static SortedSet<String> none(String header) {
        return header.startsWith("module ") ? new TreeSet<>() : new TreeSet<>(ApiType.BY_NAME);
    }

    private static SortedSet<String> moduleLines(ModuleDescriptor module) {
        SortedSet<String> lines = new TreeSet<>();
        module.exports().forEach(exports -> lines.add("exports " + exports.source() + to(exports.targets())));
        module.opens().forEach(opens -> lines.add("opens " + opens.source() + to(opens.targets())));
        module.requires().stream()
                .filter(requires -> !requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.MANDATED))
                .forEach(requires -> lines.add("requires " + requires.modifiers().stream()
                        .map(modifier -> modifier.toString().toLowerCase(Locale.ROOT) + " ").sorted()
                        .collect(Collectors.joining()) + requires.name()));
        module.uses().forEach(service -> lines.add("uses " + service));
        module.provides().forEach(provides -> lines
                .add("provides " + provides.service() + " with " + String.join(", ", provides.providers())));
        return lines;
    }

    private static String to(Collection<String> targets) {
        return targets.isEmpty() ? "" : " to " + String.join(", ", new TreeSet<>(targets));
    }

    /// Returns the API in a listing written by [#text()].
    static PublicApi parse(List<String> listing) {
        Map<String, SortedSet<String>> lines = new LinkedHashMap<>();
        SortedSet<String> current = new TreeSet<>();
        for (String line : listing) {
            if (line.startsWith(INDENT)) {
                current.add(line.substring(INDENT.length()));
            } else if (!line.isBlank()) {
                current = none(line);
                lines.put(line, current);
            }
        }
        return new PublicApi(lines);
    }

    /// Returns the listing: each header with its lines indented under it.
    String text() {
        StringBuilder text = new StringBuilder();
        lines.forEach((header, members) -> {
            text.append(text.isEmpty() ? "" : "\n").append(header).append('\n');
            members.forEach(member -> text.append(INDENT).append(member).append('\n'));
        });
        return text.toString();
    }

    /// Returns the lines that were removed (`-`) and added (`+`) since another listing. For a type in both listings
    /// they follow its name.
    List<String> changesSince(PublicApi before) {
        List<String> changes = new ArrayList<>();
        Map<String, String> old = before.headers();
        Map<String, String> now = headers();
        SortedSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            Optional<String> gone = Optional.ofNullable(old.get(name));
            Optional<String> come = Optional.ofNullable(now.get(name));
            if (!gone.equals(come)) {
                gone.ifPresent(header -> changes.add("- " + header));
                come.ifPresent(header -> changes.add("+ " + header));
            }
            if (gone.isPresent() && come.isPresent()) {
                SortedSet<String> was = before.lines.get(gone.get());
                SortedSet<String> is = lines.get(come.get());
                Stream<String> less = was.stream().filter(line -> !is.contains(line)).map(line -> "- " + line);
                Stream<String> more = is.stream().filter(line -> !was.contains(line)).map(line -> "+ " + line);
                Stream.concat(less, more).sorted(Comparator.comparing(ApiType::memberIn))
                        .map(line -> line.substring(0, 2) + name + ": " + line.substring(2)).forEach(changes::add);
            }
        }
        return changes;
    }

    /// Returns the headers by the name of the module or type.
    private Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>();
        lines.keySet().forEach(header -> headers.put(ApiType.nameIn(header), header));
        return headers;
    }
}
