package org.chainrule.tabular.encode;

import java.math.BigDecimal;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.value.Suggestions;

/// Reads text, enum constants by name, booleans, numbers, and dates and times in ISO format.
final class CategoryValues extends JavaValues {
    private static final List<String> YES = List.of("true", "yes", "t", "y", "1");
    private static final List<String> NO = List.of("false", "no", "f", "n", "0");

    private final CategoryEncoding encoding;
    private final CategoryIndex index;

    CategoryValues(CategoryEncoding encoding, TableFormat format) {
        super(encoding.column(), "words", "text, an enum or a number", format);
        this.encoding = encoding;
        this.index = new CategoryIndex(encoding);
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
}
