package org.chainrule.serve.door;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.error.Quote;
import org.chainrule.serve.host.RowInputs;
import org.chainrule.serve.host.Served;
import org.chainrule.serve.web.Problem;
import org.chainrule.tabular.value.Phrases;
import org.chainrule.tabular.value.Suggestions;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads rows that are objects with a value by column, while they are parsed. A column that a row lacks is missing, unless
/// the row has a column with a similar name that the model does not read, which is taken for a mistake. Other columns that
/// the model does not read are ignored.
final class Records {
    /// What the bodies of the door should be.
    static final String EXPECTED = "an object {\"column\": value, ...}, or an array of such objects";
    private static final int MOST_UNKNOWN = 20;

    private final Served served;
    private final RowInputs rows;
    private final Map<Integer, String> remarks = new HashMap<>();
    private final List<String> unknown = new ArrayList<>();

    Records(Served served, RowInputs rows) {
        this.served = served;
        this.rows = rows;
    }

    /// Reads a body.
    ///
    /// @return whether it is a single object, not an array
    boolean read(byte[] body) {
        return JsonReading.read(body, EXPECTED, in -> {
            if (in.currentToken() == JsonToken.START_OBJECT) {
                row(in);
                return true;
            }
            if (in.currentToken() != JsonToken.START_ARRAY) {
                throw new Problem(Problem.Kind.SYNTAX, "The body is neither an object nor an array; send " + EXPECTED
                        + ".");
            }
            for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
                if (next != JsonToken.START_OBJECT) {
                    throw new Problem(Problem.Kind.SYNTAX,
                            "Row " + (rows.size() + 1) + " is not an object; send " + EXPECTED + ".");
                }
                row(in);
            }
            return false;
        });
    }

    /// Returns the remark on a row; empty if there is none.
    String remark(int row) {
        return remarks.isEmpty() ? "" : remarks.getOrDefault(row, "");
    }

    private void row(JsonParser in) {
        begin();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            int place = served.place(name);
            JsonToken token = in.nextToken();
            if (place < 0) {
                unknown(name);
                in.skipChildren();
                continue;
            }
            switch (token) {
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> rows.number(place, in.getString());
                case VALUE_STRING -> rows.text(place, in.getString());
                case VALUE_TRUE -> rows.truth(place, true);
                case VALUE_FALSE -> rows.truth(place, false);
                case START_ARRAY -> rows.list(place, items(in, place));
                case START_OBJECT -> throw nested(place);
                case null, default -> rows.missing(place);
            }
        }
        end();
    }

    private List<String> items(JsonParser in, int place) {
        List<String> items = new ArrayList<>();
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            if (token == JsonToken.START_ARRAY || token == JsonToken.START_OBJECT) {
                throw rows.refused(place, "has a list with a nested value; a list may hold texts and numbers only");
            }
            if (token != JsonToken.VALUE_NULL) {
                items.add(in.getString());
            }
        }
        return items;
    }

    private Problem nested(int place) {
        return rows.refused(place, "takes one value, but got an object; send one value, or null if it is missing");
    }

    private void begin() {
        rows.begin();
        unknown.clear();
    }

    private void unknown(String name) {
        if (unknown.size() < MOST_UNKNOWN) {
            unknown.add(name);
        }
    }

    private void end() {
        List<String> absent = List.of();
        int columns = served.columns().size();
        for (int place = 0; place < columns; place++) {
            if (!rows.has(place)) {
                absent = absent.isEmpty() ? new ArrayList<>() : absent;
                absent.add(served.columns().get(place).column());
            }
        }
        if (!absent.isEmpty()) {
            refuse(absent, columns);
            remarks.put(rows.size(), "The row lacks " + Phrases.names(absent) + ", which " + (absent.size() == 1
                    ? "counts"
                    : "count") + " as missing.");
        }
        rows.end();
    }

    private void refuse(List<String> absent, int columns) {
        int row = rows.size() + 1;
        if (absent.size() == columns) {
            throw new Problem(Problem.Kind.VALUE,
                    "Row " + row + " has none of the columns that the model reads, which are "
                            + Phrases.names(absent) + "; send an object with a value by column.");
        }
        for (String column : absent) {
            List<String> near = unknown.isEmpty() ? List.of() : Suggestions.of(column, unknown);
            if (!near.isEmpty()) {
                throw new Problem(Problem.Kind.VALUE,
                        "Row " + row + " lacks the column " + Quote.of(column) + ", but has "
                                + Quote.of(near.getFirst()) + ", which the model does not read; name it "
                                + Quote.of(column) + ", or send null for the column if its value is missing.");
            }
        }
    }

    /// Reads objects of a tree.
    ///
    /// @param list the objects
    /// @param what the name of the list in sentences
    void read(List<?> list, String what) {
        for (Object each : list) {
            if (!(each instanceof Map<?, ?> map)) {
                throw new Problem(Problem.Kind.SYNTAX, "Row " + (rows.size() + 1) + " of " + what + " is "
                        + JsonReading.kind(each) + "; send an object with a value by column.");
            }
            begin();
            map.forEach((name, value) -> {
                int place = served.place(String.valueOf(name));
                if (place < 0) {
                    unknown(String.valueOf(name));
                } else {
                    set(place, value);
                }
            });
            end();
        }
    }

    /// Sets a column of the row that was begun to a value of a tree.
    void set(int place, @Nullable Object value) {
        switch (value) {
            case null -> rows.missing(place);
            case JsonReading.Digits number -> rows.number(place, number.text());
            case Boolean truth -> rows.truth(place, truth);
            case List<?> list -> {
                List<String> items = new ArrayList<>();
                for (Object item : list) {
                    if (item instanceof List<?> || item instanceof Map<?, ?>) {
                        throw rows.refused(place,
                                "has a list with a nested value; a list may hold texts and numbers only");
                    }
                    if (item != null) {
                        items.add(item.toString());
                    }
                }
                rows.list(place, items);
            }
            case Map<?, ?> _ -> throw nested(place);
            default -> rows.text(place, value.toString());
        }
    }
}
