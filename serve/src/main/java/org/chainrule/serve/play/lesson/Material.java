package org.chainrule.serve.play.lesson;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.read.ReadingListener;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.jspecify.annotations.Nullable;

/// The table of lessons. It is read once, and prepared once for each target that is chosen in turn, because pages ask for
/// the same table again and again.
public final class Material {
    private final String title;
    private final Naming naming;
    private final String sample;
    private final TableSource source;
    private final String digest;
    /// Null before the table is read.
    private @Nullable Table table;
    private @Nullable Study study;

    /// How commands and programs name a table.
    ///
    /// @param name  the name of its file, which names the model too
    /// @param words the words that name it in a command
    /// @param file  its file in a Java program; empty if it is not one plain file
    public record Naming(String name, List<String> words, Optional<String> file) {
        /// Copies the words.
        public Naming {
            words = List.copyOf(words);
        }

        /// Returns the naming of a file in the current folder.
        public static Naming of(String name) {
            return new Naming(name, List.of(name), Optional.of(name));
        }
    }

    private Material(String title, Naming naming, String sample, TableSource source, String digest) {
        this.title = title;
        this.naming = naming;
        this.sample = sample;
        this.source = source;
        this.digest = digest;
    }

    /// Returns a sample.
    public static Material of(Samples.Sample sample) {
        String name = sample.name() + ".csv";
        return new Material(sample.title(), Naming.of(name), sample.name(),
                TableSource.of(new ByteArrayInputStream(Samples.csv(sample)), name), "");
    }

    /// Returns the table in some bytes, such as those of a CSV file.
    ///
    /// @param name the name of the file
    /// @throws IOException if the bytes cannot be read
    public static Material of(String name, byte[] bytes) throws IOException {
        return of(Naming.of(name), TableSource.of(new ByteArrayInputStream(bytes), name));
    }

    /// Returns the table in any place.
    ///
    /// @throws IOException if it cannot be read
    public static Material of(Naming naming, TableSource source) throws IOException {
        return new Material(naming.name, naming, "", source, source.digest());
    }

    /// Returns what the page calls the table.
    public String title() {
        return title;
    }

    /// Returns how commands and programs name it.
    public Naming naming() {
        return naming;
    }

    /// Returns the name of the sample; empty for a table of the user.
    public String sample() {
        return sample;
    }

    /// Returns the SHA-256 of its bytes in hexadecimal; empty for a sample.
    public String digest() {
        return digest;
    }

    /// Checks that a lesson can begin with this table.
    ///
    /// @param target the column to predict; empty if the page may choose it
    /// @throws IOException if the table cannot be read
    /// @throws ArgumentException if a network cannot learn the target; the message is one sentence
    public void check(String target) throws IOException {
        if (target.isEmpty()) {
            table();
        } else {
            study(target);
        }
    }

    /// Returns the names of the columns.
    ///
    /// @throws IOException if the table cannot be read
    public List<String> columns() throws IOException {
        return table().columns().stream().map(Column::name).toList();
    }

    /// Returns the table, prepared to learn a target.
    ///
    /// @throws IOException if the table cannot be read
    /// @throws ArgumentException if a network cannot learn the target; the message is one sentence
    public synchronized Study study(String target) throws IOException {
        Study known = study;
        if (known == null || !known.target().column().equals(target)) {
            known = Study.of(new Read(source.name(), table(), digest), target);
            study = known;
        }
        return known;
    }

    private synchronized Table table() throws IOException {
        Table known = table;
        if (known == null) {
            known = source.read(TableFormat.detected(), ReadingListener.SILENT);
            table = known;
        }
        return known;
    }

    /// A table that was read as it was found, which is how lessons read.
    private record Read(String name, Table table, String digest) implements TableSource {
        @Override
        public Table read(TableFormat format, ReadingListener listener) {
            return table;
        }
    }
}
