package org.chainrule.tabular.encode;

import java.math.BigDecimal;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.value.BooleanWords;
import org.chainrule.tabular.value.Folding;
import org.chainrule.tabular.value.Suggestions;
import org.jspecify.annotations.Nullable;

/// Reads text, enum constants by name, booleans, numbers, and dates and times in ISO format.
final class CategoryValues extends JavaValues {
    private static final List<String> YES = List.of("true", "yes", "t", "y", "1");
    private static final List<String> NO = List.of("false", "no", "f", "n", "0");

    private final CategoryEncoding encoding;
    private final Index index;

    CategoryValues(CategoryEncoding encoding, TableFormat format) {
        super(encoding.column(), "words", "text, an enum or a number", format);
        this.encoding = encoding;
        this.index = new Index(encoding);
    }

    @Override
    double present(Object value) {
        return input(value);
    }

    /// Returns the index of an input, -1 for a value that the training rows did not have, or NaN if it is missing.
    private double input(Object value) {
        if (value instanceof Boolean yes) {
            return truth(yes);
        }
        if (value instanceof Enum<?> constant) {
            return absent(constant.name()) || absent(constant.toString()) ? Double.NaN : constant(constant);
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
        return absent(word) ? Double.NaN : index.of(word);
    }

    private boolean absent(String word) {
        return missing.contains(word) && !(dash && missing.isDash(word));
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

    private int truth(boolean yes) {
        for (String word : yes ? YES : NO) {
            for (String category : encoding.categories()) {
                if (category.equalsIgnoreCase(word)) {
                    return index.of(category);
                }
            }
        }
        return index.of(Boolean.toString(yes));
    }

    /// Returns the input of an enum constant: the category equal to its name or its text, or to a name that differs
    /// only in case and in the marks that stand for `_`.
    private int constant(Enum<?> constant) {
        for (String name : List.of(constant.name(), constant.toString())) {
            if (encoding.categories().contains(name)) {
                return index.of(name);
            }
        }
        String folded = Suggestions.folded(constant.name());
        for (String category : encoding.categories()) {
            if (Suggestions.folded(category).equals(folded)) {
                return index.of(category);
            }
        }
        return index.of(constant.name());
    }

    /// The search for the category of a value, prepared for many values.
    static final class Index {
        private final CategoryEncoding encoding;
        private final List<String> categories;
        /// The index of each category by the form in which its spellings are equal; created on first use, because most
        /// values are found as they are written.
        @Nullable
        private volatile Map<String, Integer> keys;
        private final double[] numbers;
        private final int[] places;

        Index(CategoryEncoding encoding) {
            this.encoding = encoding;
            this.categories = encoding.categories();
            if (encoding.match() == CategoryEncoding.Match.NUMBER) {
                double[] values = categories.stream().mapToDouble(Decimal::of).toArray();
                places = IntStream.range(0, values.length).boxed().sorted(Comparator.comparingDouble(i -> values[i]))
                        .mapToInt(i -> i).toArray();
                numbers = IntStream.of(places).mapToDouble(place -> values[place]).toArray();
            } else {
                places = new int[0];
                numbers = new double[0];
            }
        }

        /// Returns the index of the input that is 1 for a number; -1 if all inputs are 0.
        int of(double number) {
            if (Double.isNaN(number)) {
                return -1;
            }
            // Adding 0 turns -0.0 into 0.0.
            int found = Arrays.binarySearch(numbers, number + 0.0);
            return found >= 0 ? places[found] : unknown();
        }

        /// Returns the index of the input that is 1 for a word; -1 if all inputs are 0. An empty word is missing.
        int of(String word) {
            if (word.isEmpty()) {
                return -1;
            }
            int place = Collections.binarySearch(categories, word);
            if (place < 0 && BooleanWords.isTruth(word)) {
                place = BooleanWords.place(word, categories);
            }
            if (place < 0 && encoding.match() == CategoryEncoding.Match.SPELLING) {
                place = keys().getOrDefault(Folding.key(word), -1);
            }
            return place >= 0 ? place : unknown();
        }

        private int unknown() {
            return encoding.other() ? categories.size() : -1;
        }

        private Map<String, Integer> keys() {
            Map<String, Integer> known = keys;
            if (known == null) {
                known = new HashMap<>();
                for (int place = 0; place < categories.size(); place++) {
                    known.putIfAbsent(Folding.key(categories.get(place)), place);
                }
                keys = known;
            }
            return known;
        }
    }
}
