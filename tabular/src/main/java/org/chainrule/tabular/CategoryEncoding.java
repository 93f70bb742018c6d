package org.chainrule.tabular;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A column of words, one input a category: 1 for the category of the row, 0 for all others. A missing value and one
/// that the training rows did not have are 0 everywhere, unless rare values were merged: then whatever is not among the
/// categories counts as one more category, "other".
///
/// @param column     the name of the column
/// @param categories the categories in the order of `String.compareTo`
/// @param other      whether rare values were merged
public record CategoryEncoding(String column, List<String> categories, boolean other) implements Encoding {
    /// A column with its categories.
    public CategoryEncoding {
        categories = List.copyOf(categories);
    }

    @Override
    public Column.Kind kind() {
        return Column.Kind.TEXT;
    }

    @Override
    public int width() {
        return categories.size() + (other ? 1 : 0);
    }

    @Override
    public List<String> names() {
        return Stream.concat(categories.stream(), other ? Stream.of("(other)") : Stream.empty())
                .map(category -> column + "=" + category).toList();
    }

    /// The input that is 1 for this value, or -1 when all are 0. An empty value is a missing one.
    public int input(String value) {
        if (value.isEmpty()) {
            return -1;
        }
        int place = Collections.binarySearch(categories, value);
        if (place >= 0) {
            return place;
        }
        return other ? categories.size() : -1;
    }

    @Override
    public void encode(Column column, int[] rows, float[] out, int offset, int stride) {
        int[] inputs = inputs(column, rows);
        for (int i = 0; i < rows.length; i++) {
            if (inputs[i] >= 0) {
                out[offset + i * stride + inputs[i]] = 1;
            }
        }
    }

    /// How many of the rows hold a value that is neither missing nor any category.
    int unseen(Column column, int[] rows) {
        int[] inputs = inputs(column, rows);
        int count = 0;
        for (int i = 0; i < rows.length; i++) {
            count += inputs[i] < 0 && !column.missing(rows[i]) ? 1 : 0;
        }
        return count;
    }

    private int[] inputs(Column column, int[] rows) {
        int[] inputs = new int[rows.length];
        if (column instanceof TextColumn words) {
            int[] places = words.dictionary().stream().mapToInt(this::input).toArray();
            for (int i = 0; i < rows.length; i++) {
                int code = words.code(rows[i]);
                inputs[i] = code < 0 ? -1 : places[code];
            }
        } else {
            for (int i = 0; i < rows.length; i++) {
                inputs[i] = input(column.text(rows[i]));
            }
        }
        return inputs;
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("column", column);
        json.put("kind", "category");
        json.put("categories", categories);
        json.put("other", other);
        return json;
    }

    static CategoryEncoding read(Fields fields) {
        List<String> categories = fields.texts("categories");
        for (int i = 1; i < categories.size(); i++) {
            if (categories.get(i - 1).compareTo(categories.get(i)) >= 0) {
                throw fields.refuse("has \"categories\" out of order");
            }
        }
        return new CategoryEncoding(fields.text("column"), categories, fields.flag("other"));
    }
}
