package org.chainrule.app.option;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.chainrule.app.process.Failure;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.read.ReadingListener;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.sql.Database;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The options that state where the table is, if it is not in a file.
public final class TableOptions {
    /// The environment variables with the user and the password of a database.
    private static final String USER = "CHAINRULE_JDBC_USER";
    private static final String PASSWORD = "CHAINRULE_JDBC_PASSWORD";

    @Option(names = "--sheet", paramLabel = "NAME", description = "The sheet of a workbook. Defaults to the first with a table.")
    private @Nullable String sheet;

    @Option(names = "--jdbc", paramLabel = "URL", description = "Read the table from a database, with --query. CHAINRULE_JDBC_USER and CHAINRULE_JDBC_PASSWORD may hold the user and the password.")
    private @Nullable String jdbc;

    @Option(names = "--query", paramLabel = "SQL", description = "The query that selects the rows.")
    private @Nullable String query;

    @Option(names = "--driver", paramLabel = "JAR", description = "With --jdbc: the JAR file of the driver, or several, if it is not on the class path.")
    private List<Path> drivers = List.of();

    /// A table that a command reads.
    ///
    /// @param source where its rows are
    /// @param files  its files; empty if it is not in files
    /// @param stream whether it comes from standard input
    public record Input(TableSource source, List<Path> files, boolean stream) {
        /// Returns a table that has not been named yet.
        public static Input none() {
            return new Input(TableSource.of(Path.of("")), List.of(), false);
        }

        /// Returns the file whose name the model gets by default.
        public Path first() {
            return files.isEmpty() ? Path.of("model") : files.getFirst();
        }

        /// Returns the same table, read with changes of the format.
        Input with(UnaryOperator<TableFormat> change) {
            return new Input(new Formatted(source, change), files, stream);
        }

        @Override
        public String toString() {
            return source.name();
        }
    }

    /// A table that is read with changes of the format.
    private record Formatted(TableSource source, UnaryOperator<TableFormat> change) implements TableSource {
        @Override
        public String name() {
            return source.name();
        }

        @Override
        public Table read(TableFormat format, ReadingListener listener) throws IOException {
            return source.read(change.apply(format), listener);
        }

        @Override
        public String digest() throws IOException {
            return source.digest();
        }
    }

    /// A query of a database.
    private record Query(TableSource source) implements TableSource {
        @Override
        public String name() {
            return source.name();
        }

        @Override
        public Table read(TableFormat format, ReadingListener listener) throws IOException {
            try {
                return source.read(format, listener);
            } catch (ArgumentException e) {
                throw e.argument().equals("driver") && String.valueOf(e.getMessage()).contains(" on the class path")
                        ? new ArgumentException("driver", e.getMessage() + " (--driver JAR)")
                        : e;
            }
        }

        @Override
        public String digest() throws IOException {
            return source.digest();
        }
    }

    /// Returns whether any of these options is given.
    public boolean queries() {
        return jdbc != null || query != null || sheet != null || !drivers.isEmpty();
    }

    /// Returns the words that name the table in a command, as [#shown] writes them.
    ///
    /// @param names names of files, patterns, or `-` for standard input
    public List<String> words(List<String> names) {
        List<String> words = new ArrayList<>(names);
        Map<String, @Nullable String> options = new LinkedHashMap<>();
        options.put("--sheet", sheet);
        options.put("--jdbc", jdbc);
        options.put("--query", query);
        options.forEach((option, value) -> {
            if (value != null) {
                words.addAll(List.of(option, value));
            }
        });
        return shown(words);
    }

    /// Returns the table in some files, or what a query selects.
    ///
    /// @param names names of files, patterns such as `data/*.csv`, or `-` for standard input
    /// @param wrong makes the exception for wrong usage from its message
    /// @throws IOException if a folder cannot be read
    public Input input(List<String> names, Function<String, ParameterException> wrong) throws IOException {
        if (jdbc == null && (query != null || !drivers.isEmpty())) {
            throw wrong.apply((query != null ? "--query" : "--driver") + " requires --jdbc URL, the database");
        }
        if (jdbc != null && sheet != null) {
            throw wrong.apply("--sheet names a sheet of a workbook, but the table comes from --jdbc; leave one out");
        }
        Input input = jdbc == null ? files(names, wrong) : queried(names, wrong);
        String named = sheet;
        return named == null ? input : input.with(format -> format.sheet(named));
    }

    private Input queried(List<String> names, Function<String, ParameterException> wrong) {
        if (query == null) {
            throw wrong.apply("--jdbc requires --query SQL, which selects the rows");
        }
        if (!names.isEmpty()) {
            throw wrong.apply(
                    "the table comes from " + names.getFirst() + " or from --jdbc, not from both; leave one out");
        }
        Database database = new Database(Objects.requireNonNullElse(jdbc, ""), variable(USER), variable(PASSWORD),
                drivers);
        return new Input(new Query(TableSource.query(database, query)), List.of(), false);
    }

    private static String variable(String name) {
        return Objects.requireNonNullElse(System.getenv(name), "");
    }

    /// Returns the table in some files.
    ///
    /// @throws IOException if a folder cannot be read
    public static Input files(List<String> names, Function<String, ParameterException> wrong)
            throws IOException {
        if (names.isEmpty()) {
            throw wrong.apply("Missing required parameter: 'FILE'");
        }
        if (names.contains("-")) {
            if (names.size() > 1) {
                throw wrong.apply("- reads the table from standard input, so it cannot be one of several files");
            }
            return new Input(TableSource.of(System.in, "standard input"), List.of(), true);
        }
        Set<Path> files = new LinkedHashSet<>();
        List<Path> all = new ArrayList<>();
        try {
            for (String name : names) {
                List<Path> matched = TableSource.files(name);
                all.addAll(matched);
                files.addAll(matched);
            }
        } catch (InvalidPathException e) {
            throw wrong.apply(Failure.sentence(e));
        }
        return new Input(TableSource.of(all), List.copyOf(files), false);
    }

    /// Returns the words of a command without the secrets that the URL of a database may hold, and without options that do
    /// not affect what is read.
    public static List<String> shown(List<String> words) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--jdbc") && i + 1 < words.size()) {
                shown.add(word);
                shown.add(Database.of(words.get(++i)).shown());
            } else if (word.startsWith("--jdbc=")) {
                shown.add("--jdbc=" + Database.of(word.substring("--jdbc=".length())).shown());
            } else if (word.equals("--driver")) {
                i++;
            } else if (!Pattern.matches("--driver=.*", word)) {
                shown.add(word);
            }
        }
        return shown;
    }
}
