package org.chainrule.tabular.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.records.RecordSink;
import org.chainrule.tabular.records.RecordStream;
import org.chainrule.tabular.value.Phrases;

/// The objects of JSON text as records: JSON lines, which is one object after another, or one array of objects.
///
/// The columns are the keys in the order in which they first appear. A key that an object lacks, `null` and an empty list
/// are missing values. A list of plain values is written with semicolons between them, as lists in CSV are. A number is
/// written as it is in the text.
final class JsonRecords implements RecordStream {
    private static final int MOST_COLUMNS = 100_000;

    private final JsonText json;
    private final boolean array;
    private final Columns columns;
    private final boolean known;
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    /// For each column the number of the object that last had a value there.
    private long[] seen = new long[16];
    private long count;

    /// The keys that were found.
    private static final class Columns {
        private final List<String> names = new ArrayList<>();
        private final List<byte[]> keys = new ArrayList<>();
        private final Map<String, Integer> places = new HashMap<>();
        private final BitSet numbers = new BitSet();
        private final BitSet others = new BitSet();

        /// Returns the place of a key; -1 if it is new.
        ///
        /// @param guess the place at which it is expected
        int place(byte[] text, int from, int to, int guess) {
            if (guess < keys.size()) {
                byte[] key = keys.get(guess);
                if (Arrays.equals(key, 0, key.length, text, from, to)) {
                    return guess;
                }
            }
            return places.getOrDefault(new String(text, from, to - from, StandardCharsets.UTF_8), -1);
        }

        int add(byte[] text, int from, int to) {
            String name = new String(text, from, to - from, StandardCharsets.UTF_8);
            names.add(name);
            keys.add(Arrays.copyOfRange(text, from, to));
            places.put(name, names.size() - 1);
            return names.size() - 1;
        }
    }

    private JsonRecords(InputStream in, String source, boolean array, Columns columns, boolean known)
            throws IOException {
        this.json = new JsonText(in, source);
        this.array = array;
        this.columns = columns;
        this.known = known;
        fit();
        if (array) {
            json.take('[', "at the beginning");
        }
    }

    /// Returns an opener of the records in a text, after reading it once to find the columns.
    ///
    /// @param array whether the text is an array of objects
    /// @throws FormatException if the text is not such JSON
    static RecordSource.Opener of(TextSource text, boolean array) throws IOException {
        Columns columns = new Columns();
        try (JsonRecords all = new JsonRecords(text.open(_ -> {
        }), text.name(), array, columns, false)) {
            while (all.parse()) {
                // parsing finds the columns
            }
        }
        return consumed -> new JsonRecords(text.open(consumed), text.name(), array, columns, true);
    }

    @Override
    public List<String> names() {
        return columns.names;
    }

    @Override
    public boolean isNumber(int column) {
        return columns.numbers.get(column) && !columns.others.get(column);
    }

    @Override
    public boolean next(RecordSink out) throws IOException {
        if (!parse()) {
            return false;
        }
        for (int i = 0; i < columns.names.size(); i++) {
            if (seen[i] == count) {
                out.text(json.text(), starts[i], ends[i]);
            } else {
                out.missing();
            }
        }
        return true;
    }

    /// Parses the next object; returns false at the end.
    private boolean parse() throws IOException {
        int next = json.begin();
        if (array && next == ']') {
            json.take(']', "");
            next = json.begin();
            if (next >= 0) {
                throw json.refused("text follows the end of the array");
            }
            return false;
        }
        if (!array && next < 0) {
            return false;
        }
        if (array && count > 0) {
            json.take(',', "or ] after an object");
            json.begin();
        }
        json.forget(0);
        count++;
        json.take('{', "at the beginning of an object, which is one row");
        if (json.takes('}')) {
            return true;
        }
        int guess = 0;
        do {
            guess = field(guess) + 1;
        } while (json.takes(','));
        json.take('}', "or , after a value");
        return true;
    }

    /// Parses a key with its value and returns its place.
    private int field(int guess) throws IOException {
        int from = json.size();
        json.string();
        int place = columns.place(json.text(), from, json.size(), guess);
        if (place < 0) {
            if (known) {
                throw json.refused("the text changed while it was being read; read it when no program writes to it");
            }
            if (columns.names.size() == MOST_COLUMNS) {
                throw json.refused("the objects have more than " + Phrases.count(MOST_COLUMNS, "different key")
                        + "; a table has few columns, so write keys that are data as values");
            }
            place = columns.add(json.text(), from, json.size());
            fit();
        }
        json.forget(from);
        json.take(':', "after a key");
        if (seen[place] == count || seen[place] == -count) {
            throw json.refused("an object has the key " + Phrases.quoted(columns.names.get(place)) + " twice");
        }
        boolean present = value(place);
        seen[place] = present ? count : -count;
        starts[place] = from;
        ends[place] = json.size();
        return place;
    }

    private void fit() {
        int most = columns.names.size();
        if (most > starts.length) {
            starts = Arrays.copyOf(starts, 2 * most);
            ends = Arrays.copyOf(ends, 2 * most);
            seen = Arrays.copyOf(seen, 2 * most);
        }
    }

    /// Parses a value into the text; returns whether it is not missing.
    private boolean value(int place) throws IOException {
        int from = json.size();
        return switch (json.peek()) {
            case '"' -> {
                json.string();
                columns.others.set(place);
                yield true;
            }
            case '{' -> throw cut("a value")
                    .orElse(nested(place, "is an object; use a key of its own for each value in it"));
            case '[' -> {
                list(place);
                columns.others.set(place);
                yield json.size() > from;
            }
            default -> {
                boolean number = json.word();
                byte first = json.text()[from];
                if (!number && first == 'n' || number && first == 'N') {
                    json.forget(from);
                    yield false;
                }
                (number ? columns.numbers : columns.others).set(place);
                yield true;
            }
        };
    }

    private void list(int place) throws IOException {
        json.take('[', "");
        if (json.takes(']')) {
            return;
        }
        boolean first = true;
        do {
            int start = json.size();
            if (!first) {
                json.add(';');
            }
            int from = json.size();
            int next = json.peek();
            if (next == '{' || next == '[') {
                throw cut("an item").orElse(
                        nested(place, "is a list of objects or lists; a list may hold texts and numbers only"));
            }
            if (next == '"') {
                json.string();
                for (int i = from; i < json.size(); i++) {
                    if (json.text()[i] == ';') {
                        throw nested(place, "is a list with a semicolon in the item "
                                + Phrases.quoted(new String(json.text(), from, json.size() - from,
                                        StandardCharsets.UTF_8))
                                + ", which would divide it; write it in another way");
                    }
                }
            } else if (!json.word() && json.text()[from] == 'n') {
                json.forget(from);
            }
            if (json.size() == from) {
                json.forget(start);
            } else {
                first = false;
            }
        } while (json.takes(','));
        json.take(']', "or , after an item");
    }

    /// Returns the exception for an object that begins the line after an unfinished one; empty if it does not.
    private Optional<FormatException> cut(String expected) throws IOException {
        return !array && json.lineEnds() ? Optional.of(json.expected(expected)) : Optional.empty();
    }

    private FormatException nested(int place, String why) {
        return json.refused("the value of " + Phrases.quoted(columns.names.get(place)) + " " + why);
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
