package org.chainrule.tabular.encode;

import java.math.BigDecimal;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.value.BooleanWords;
import org.chainrule.tabular.value.Decimal;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.tabular.value.Phrases;
import org.chainrule.tabular.value.Suggestions;

/// The one-hot encoding of a column of words: an input for each category, which is 1 if the row has that category and 0
/// otherwise. A missing value makes all inputs 0. So does a value that is not among the categories, unless rare values
/// were merged: then it has the last category, "other".
///
/// @param column     the name of the column
/// @param categories the categories in the order of `String.compareTo`
/// @param other      whether rare values were merged
public record CategoryEncoding(String column, List<String> categories, boolean other) implements Encoding {
    /// The largest number of categories; beyond it, the rarest are merged.
    private static final int MOST_CATEGORIES = 255;
    /// The value of a category that the training rows did not have.
    private static final double UNSEEN = -1;
    private static final List<String> YES = List.of("true", "yes", "t", "y", "1");
    private static final List<String> NO = List.of("false", "no", "f", "n", "0");

    /// Creates an encoding; copies the categories.
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

    /// Returns the index of the input that is 1 for this value; -1 if all inputs are 0. An empty value is missing.
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
    public void encode(double value, float[] out, int at) {
        Arrays.fill(out, at, at + width(), 0f);
        if (value >= 0) {
            out[at + (int) value] = 1;
        }
    }

    @Override
    public IntToDoubleFunction cells(Column column) {
        if (!(column instanceof TextColumn words)) {
            return row -> column.missing(row) ? Double.NaN : input(column.text(row));
        }
        double[] places = words.dictionary().stream().mapToDouble(this::input).toArray();
        return row -> {
            int code = words.code(row);
            return code < 0 ? Double.NaN : places[code];
        };
    }

    @Override
    public ValueReader values(TableFormat format) {
        return new Values(this, format);
    }

    /// Numbers and dates are categories too, in their written form.
    @Override
    public void check(Table table) {
    }

    @Override
    public Optional<String> refusal(Class<?> type) {
        return JavaValues.isPlain(type) || JavaValues.isTime(type) || type.isEnum() || type == char.class
                || type == Character.class
                        ? Optional.empty()
                        : JavaValues.declare(column, "words", "String or an enum");
    }

    @Override
    public Novelty.Kind novelty(double value) {
        return value == UNSEEN ? Novelty.Kind.UNSEEN : Novelty.Kind.NONE;
    }

    @Override
    public String description() {
        return "one of " + Phrases.first(categories, 10) + (other ? ", or any other" : "");
    }

    @Override
    public Object sample() {
        return categories.isEmpty() ? "" : categories.getFirst();
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = EncodingType.json(this);
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

    /// Learns the encoding of a column from the training rows, at least one of which has a value.
    ///
    /// @param wanted whether the user declared the column as categories, so that it is used even if it looks like an
    ///               identifier
    static EncodingChoice fit(TextColumn column, int[] rows, boolean wanted) {
        int[] counts = column.counts(rows);
        List<Integer> seen = IntStream.range(0, counts.length).filter(code -> counts[code] > 0).boxed().toList();
        int present = IntStream.of(counts).sum();
        List<String> dictionary = column.dictionary();
        if (seen.size() == 1 && present == rows.length) {
            return new EncodingChoice.Unused("it is always " + Phrases.quoted(dictionary.get(seen.get(0))));
        }
        if (!wanted && EncodingChoice.identifying(seen.size(), present)) {
            return new EncodingChoice.Unused(
                    "it looks like an identifier or free text, with " + Phrases.count(seen.size(), "distinct value")
                            + " in " + Phrases.count(present, "row"));
        }
        Comparator<Integer> byName = Comparator.comparing(dictionary::get);
        Comparator<Integer> mostFrequentFirst = Comparator.comparingInt(code -> -counts[code]);
        List<String> categories = seen.stream().sorted(mostFrequentFirst.thenComparing(byName)).limit(MOST_CATEGORIES)
                .map(dictionary::get).sorted().toList();
        return new EncodingChoice.Used(
                new CategoryEncoding(column.name(), categories, categories.size() < seen.size()));
    }

    private int truth(boolean yes) {
        for (String word : yes ? YES : NO) {
            for (String category : categories) {
                if (category.equalsIgnoreCase(word)) {
                    return input(category);
                }
            }
        }
        return input(Boolean.toString(yes));
    }

    /// Returns the input of an enum constant: the category equal to its name or its text, or to a name that differs
    /// only in case and in the marks that stand for `_`.
    private int constant(Enum<?> constant) {
        for (String name : List.of(constant.name(), constant.toString())) {
            if (categories.contains(name)) {
                return input(name);
            }
        }
        String folded = Suggestions.folded(constant.name());
        for (String category : categories) {
            if (Suggestions.folded(category).equals(folded)) {
                return input(category);
            }
        }
        return input(constant.name());
    }

    /// Reads text, enum constants by name, booleans, numbers, and dates and times in ISO format.
    private static final class Values extends JavaValues {
        private final CategoryEncoding encoding;

        Values(CategoryEncoding encoding, TableFormat format) {
            super(encoding.column, "words", "text, an enum or a number", format);
            this.encoding = encoding;
        }

        @Override
        double present(Object value) {
            return input(value);
        }

        private double input(Object value) {
            if (value instanceof Boolean yes) {
                return encoding.truth(yes);
            }
            if (value instanceof Enum<?> constant) {
                return absent(constant.name()) || absent(constant.toString())
                        ? Double.NaN
                        : encoding.constant(constant);
            }
            if (value instanceof CharSequence || value instanceof Character || value instanceof TemporalAccessor) {
                return input(value.toString().strip());
            }
            if (value instanceof Number number) {
                return input(Double.isNaN(number.doubleValue()) ? "" : spelled(number));
            }
            throw refused(value);
        }

        private double input(String word) {
            return absent(word) ? Double.NaN : encoding.input(word);
        }

        private boolean absent(String word) {
            return missing.contains(word) && !(dash && word.equals("-"));
        }

        private static String spelled(Number number) {
            double value = number.doubleValue();
            if (number instanceof BigDecimal decimal) {
                return decimal.toPlainString();
            }
            return number instanceof Double || number instanceof Float && value == Math.rint(value)
                    ? Decimal.spell(value)
                    : number.toString();
        }
    }
}
