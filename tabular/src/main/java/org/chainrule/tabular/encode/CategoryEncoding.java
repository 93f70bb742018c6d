package org.chainrule.tabular.encode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.remark.EncodingRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.text.Identifiers;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.tabular.value.Phrases;
import org.chainrule.tabular.value.Variants;

/// The one-hot encoding of a column of words: an input for each category, which is 1 if the row has that category and 0
/// otherwise. A missing value makes all inputs 0. So does a value that is not among the categories, unless rare values
/// were merged: then it has the last category, "other".
///
/// @param column     the name of the column
/// @param categories the categories in the order of `String.compareTo`
/// @param other      whether rare values were merged
/// @param match      which values have a category
public record CategoryEncoding(String column, List<String> categories, boolean other, Match match) implements Encoding {
    /// The value of a category that the training rows did not have.
    private static final double UNSEEN = -1;

    /// Which values have a category.
    public enum Match {
        /// Text that is written like the category.
        WRITTEN,
        /// Text that differs from the category at most in invisible characters and blanks, and a word of three or more
        /// letters also in case.
        SPELLING,
        /// Numbers that are equal to the category, in any written form.
        NUMBER;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Match read(JsonFields fields) {
            // models from before the field match values as they are written
            if (!fields.keys().contains("match")) {
                return WRITTEN;
            }
            String word = fields.text("match");
            return Stream.of(values()).filter(match -> match.word().equals(word)).findFirst()
                    .orElseThrow(() -> fields.refuse("has the unknown match " + Phrases.quoted(word)));
        }
    }

    /// Creates an encoding of words that match as they are written.
    public CategoryEncoding(String column, List<String> categories, boolean other) {
        this(column, categories, other, Match.WRITTEN);
    }

    /// Creates an encoding; copies the categories.
    public CategoryEncoding {
        categories = List.copyOf(categories);
    }

    @Override
    public Column.Kind kind() {
        return match == Match.NUMBER ? Column.Kind.NUMBER : Column.Kind.TEXT;
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
        return new CategoryValues.Index(this).of(value);
    }

    @Override
    public List<InputGroup> groups(int from) {
        return List.of(new InputGroup(column, InputGroup.Kind.ONE_HOT, from, from + width()));
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
        CategoryValues.Index index = new CategoryValues.Index(this);
        if (column instanceof NumberColumn numbers && match == Match.NUMBER) {
            return row -> numbers.missing(row) ? Double.NaN : index.of(numbers.value(row));
        }
        if (!(column instanceof TextColumn words)) {
            return row -> column.missing(row) ? Double.NaN : index.of(column.text(row));
        }
        double[] places = words.dictionary().stream().mapToDouble(index::of).toArray();
        return row -> {
            int code = words.code(row);
            return code < 0 ? Double.NaN : places[code];
        };
    }

    @Override
    public ValueReader values(TableFormat format) {
        if (match == Match.NUMBER) {
            CategoryValues.Index index = new CategoryValues.Index(this);
            ValueReader numbers = new NumberEncoding(column, 0, 1, false, Range.UNKNOWN).values(format);
            return value -> {
                double number = numbers.read(value);
                return Double.isNaN(number) ? Double.NaN : index.of(number);
            };
        }
        return new CategoryValues(this, format);
    }

    /// Numbers and dates are categories too, in their written form.
    @Override
    public void check(Table table) {
        if (match == Match.NUMBER) {
            EncodingType.check(table, this, "numbers");
        }
    }

    @Override
    public Optional<String> refusal(Class<?> type) {
        if (match == Match.NUMBER) {
            return new NumberEncoding(column, 0, 1, false, Range.UNKNOWN).refusal(type);
        }
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
        json.put("match", match.word());
        return json;
    }

    static CategoryEncoding read(JsonFields fields) {
        Match match = Match.read(fields);
        return new CategoryEncoding(fields.text("column"), values(fields, "categories", match), fields.flag("other"),
                match);
    }

    /// Returns a list of categories.
    static List<String> values(JsonFields fields, String key, Match match) {
        List<String> categories = fields.texts(key);
        for (int i = 1; i < categories.size(); i++) {
            if (categories.get(i - 1).compareTo(categories.get(i)) >= 0) {
                throw fields.refuse("has " + Phrases.quoted(key) + " out of order");
            }
        }
        if (match == Match.NUMBER && categories.stream().anyMatch(category -> Double.isNaN(Decimal.of(category)))) {
            throw fields.refuse("has a category that is not a number");
        }
        return categories;
    }

    /// Returns the encoding of the column by all values of the training rows that this encoding was learned from.
    CategoryEncoding withAll(TextColumn column, int[] rows) {
        return other && fit(column, rows, match == Match.WRITTEN,
                Integer.MAX_VALUE) instanceof EncodingChoice.Used(CategoryEncoding all, _) ? all : this;
    }

    /// Returns the encoding of the column by the most frequent categories, in which the others are merged.
    ///
    /// @param counts the number of training rows with each category
    /// @param most   the largest number of categories
    /// @param least  the smallest number of training rows of a category
    CategoryEncoding frequent(List<Integer> counts, int most, int least) {
        List<String> kept = IntStream.range(0, categories.size()).filter(place -> counts.get(place) >= least).boxed()
                .sorted(Comparator.comparingInt(place -> -counts.get(place))).limit(most).map(categories::get).sorted()
                .toList();
        return new CategoryEncoding(column, kept, other || kept.size() < categories.size(), match);
    }

    /// Learns the encoding of a column from the training rows, at least one of which has a value.
    ///
    /// @param wanted whether the user declared the column as categories, so that it is used even if it looks like an
    ///               identifier, and each spelling is a value
    /// @param most   the largest number of categories
    static EncodingChoice fit(TextColumn column, int[] rows, boolean wanted, int most) {
        int[] counts = column.counts(rows);
        int present = IntStream.of(counts).sum();
        Map<String, Integer> seen = new HashMap<>();
        for (int code = 0; code < counts.length; code++) {
            if (counts[code] > 0) {
                seen.put(column.dictionary().get(code), counts[code]);
            }
        }
        if (!wanted && (TextColumn.identifyRows(seen.size(), present)
                || Identifiers.differ(column.name(), seen.size(), present))) {
            return new EncodingChoice.Unused(
                    "it looks like an identifier or free text, with " + Phrases.count(seen.size(), "distinct value")
                            + " in " + Phrases.count(present, "training row")
                            + (present < rows.length ? " that have a value" : ""));
        }
        Variants variants = Variants.of(seen, !wanted);
        if (variants.counts().size() == 1 && present == rows.length) {
            return new EncodingChoice.Unused("it is always " + Phrases.quoted(variants.counts().firstKey()));
        }
        List<Remark> remarks = new ArrayList<>(
                EncodingRemark.ofSpellings(column.name(), false, variants.merged(), variants.apart()));
        return most(column.name(), variants.counts(), rows.length, most, wanted ? Match.WRITTEN : Match.SPELLING,
                remarks);
    }

    /// Returns the encoding by the most frequent values.
    ///
    /// @param counts  the number of training rows with each value
    /// @param rows    the number of training rows
    /// @param most    the largest number of categories
    /// @param remarks remarks on the values so far
    static EncodingChoice most(String column, Map<String, Integer> counts, int rows, int most, Match match,
            List<Remark> remarks) {
        Comparator<String> mostFrequentFirst = Comparator.comparingInt(value -> -counts.getOrDefault(value, 0));
        List<String> categories = counts.keySet().stream()
                .sorted(mostFrequentFirst.thenComparing(Comparator.naturalOrder())).limit(most).sorted().toList();
        List<Remark> all = new ArrayList<>(remarks);
        boolean other = categories.size() < counts.size();
        if (other) {
            int kept = categories.stream().mapToInt(value -> counts.getOrDefault(value, 0)).sum();
            int present = counts.values().stream().mapToInt(Integer::intValue).sum();
            all.add(new EncodingRemark.RareValues(column, counts.size() - categories.size(), counts.size(),
                    present - kept, rows));
        }
        return new EncodingChoice.Used(new CategoryEncoding(column, categories, other, match), all);
    }
}
