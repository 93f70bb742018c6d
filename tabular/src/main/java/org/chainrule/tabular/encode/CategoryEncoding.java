package org.chainrule.tabular.encode;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.data.RowSource;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.value.BooleanWords;
import org.chainrule.tabular.value.JsonFields;

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
        if (place < 0 && BooleanWords.isTruth(value)) {
            place = BooleanWords.place(value, categories);
        }
        return place >= 0 ? place : other ? categories.size() : -1;
    }

    @Override
    public RowSource rows(Column column) {
        int width = width();
        IntUnaryOperator input = inputs(column);
        return (row, out, at) -> {
            Arrays.fill(out, at, at + width, 0f);
            int place = input.applyAsInt(row);
            if (place >= 0) {
                out[at + place] = 1;
            }
        };
    }

    /// How many of the rows hold a value that is neither missing nor any category.
    int unseen(Column column, int[] rows) {
        IntUnaryOperator input = inputs(column);
        return (int) IntStream.of(rows).filter(row -> input.applyAsInt(row) < 0 && !column.missing(row)).count();
    }

    /// Which input is 1 in a row, or -1.
    private IntUnaryOperator inputs(Column column) {
        if (!(column instanceof TextColumn words)) {
            return row -> input(column.text(row));
        }
        int[] places = words.dictionary().stream().mapToInt(this::input).toArray();
        return row -> {
            int code = words.code(row);
            return code < 0 ? -1 : places[code];
        };
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

    static CategoryEncoding read(JsonFields fields) {
        List<String> categories = fields.texts("categories");
        for (int i = 1; i < categories.size(); i++) {
            if (categories.get(i - 1).compareTo(categories.get(i)) >= 0) {
                throw fields.refuse("has \"categories\" out of order");
            }
        }
        return new CategoryEncoding(fields.text("column"), categories, fields.flag("other"));
    }
}
