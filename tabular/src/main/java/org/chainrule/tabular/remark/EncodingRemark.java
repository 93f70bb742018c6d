package org.chainrule.tabular.remark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chainrule.tabular.value.Phrases;

/// A remark about how the values of a column become inputs or classes of a network.
public sealed interface EncodingRemark extends Remark {
    /// The name of the column.
    String column();

    /// Returns remarks on the spellings of a column that were merged and on those that were kept apart.
    ///
    /// @param classes whether the column is the target
    /// @param merged  the spellings of each merged value
    /// @param apart   the values of each group that was kept apart
    static List<Remark> ofSpellings(String column, boolean classes, List<List<String>> merged,
            List<List<String>> apart) {
        List<Remark> remarks = new ArrayList<>();
        if (!merged.isEmpty()) {
            remarks.add(new MergedVariants(column, classes, merged.getFirst(), merged.size() - 1));
        }
        if (!apart.isEmpty()) {
            remarks.add(new LookAlikes(column, classes, apart.getFirst(), apart.size() - 1));
        }
        return remarks;
    }

    private static String start(String column, boolean classes) {
        return (classes ? "the target " : "column ") + Phrases.quoted(column) + ": ";
    }

    /// Returns words in quotes, with escapes for blanks and marks that one cannot see.
    private static List<String> shown(List<String> words) {
        return words.stream().map(word -> {
            StringBuilder out = new StringBuilder();
            Phrases.quoted(word).codePoints().forEach(c -> {
                int type = Character.getType(c);
                if (c != ' ' && (type == Character.SPACE_SEPARATOR || type == Character.NON_SPACING_MARK
                        || type == Character.FORMAT)) {
                    out.append(String.format(Locale.ROOT, "\\u%04x", c));
                } else {
                    out.appendCodePoint(c);
                }
            });
            return out.toString();
        }).toList();
    }

    /// Rare values that became one category.
    ///
    /// @param merged the number of merged values
    /// @param values the number of all values
    /// @param count  the number of training rows with a merged value
    /// @param rows   the number of all training rows
    record RareValues(String column, int merged, int values, int count, int rows) implements EncodingRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column, false) + String.format(Locale.ROOT, "%,d of %s are rare and were merged; "
                    + "%,d of %s %s one of them; to keep more values, raise the number of categories (%s)", merged,
                    Phrases.count(values, "value"), count, Phrases.count(rows, "training row"),
                    count == 1 ? "has" : "have", wording.of(new Remedy.Categories()));
        }
    }

    /// Numbers that became categories because they predict the validation rows better that way.
    ///
    /// @param categories the share of the variance of the target that the categories explain, from 0 to 1
    /// @param number     the share that the number explains
    record NumberCodes(String column, double categories, double number) implements EncodingRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column, false) + "its numbers are codes, treated as categories, because categories explain "
                    + percent(categories) + " of the variance of the target on the validation rows, and the number "
                    + percent(number) + "; to treat it as a number, declare it as numeric ("
                    + wording.of(new Remedy.Numeric(column)) + ")";
        }

        private static String percent(double share) {
            return String.format(Locale.ROOT, "%.0f %%", 100 * share);
        }
    }

    /// Text that was read as lists.
    ///
    /// @param example a list with several items
    /// @param items   the number of different items
    /// @param used    the number of items that have an input
    record Lists(String column, String example, char separator, int items, int used) implements EncodingRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column, false) + "values such as " + Phrases.quoted(example) + " are read as lists separated "
                    + "by " + Phrases.quoted(String.valueOf(separator)) + " of "
                    + Phrases.count(items, "different item")
                    + (used < items ? ", of which the " + used + " most frequent are inputs" : "")
                    + "; to treat each value as a whole, treat it as categorical ("
                    + wording.of(new Remedy.Categorical(column)) + ")";
        }
    }

    /// A skewed target of which the network learns a function.
    ///
    /// @param function the function in words
    record TransformedTarget(String column, String function) implements EncodingRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column, true) + "it is skewed, and the network learns " + function + " of it, because that "
                    + "predicts the validation rows better; predictions are means of the target itself; to learn the "
                    + "target itself, forbid it (" + wording.of(new Remedy.PlainTarget()) + ")";
        }
    }

    /// Text that was read as sentences.
    ///
    /// @param features the number of words, pairs of words and n-grams that are inputs
    /// @param texts    the number of texts that they were learned from
    record FreeText(String column, int features, int texts) implements EncodingRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column, false) + "its texts are read as " + Phrases.count(features, "word")
                    + ", pairs of words and n-grams of " + Phrases.count(texts, "text")
                    + "; to leave it out, ignore it (" + wording.of(new Remedy.Ignore(column)) + ")";
        }
    }

    /// Spellings of a word that differ only in case or blanks and were merged.
    ///
    /// @param classes   whether the column is the target
    /// @param spellings the spellings of the first such word, the most frequent first
    /// @param more      the number of further words with several spellings
    record MergedVariants(String column, boolean classes, List<String> spellings,
            int more) implements EncodingRemark {
        /// Creates a remark; copies the list.
        public MergedVariants {
            spellings = List.copyOf(spellings);
        }

        @Override
        public String sentence(Wording wording) {
            return start(column, classes) + Phrases.list(shown(spellings))
                    + " differ only in case or blanks and are one "
                    + (classes ? "class, " : "value, ") + shown(spellings).getFirst()
                    + (more == 0 ? "" : ", and so are the spellings of " + Phrases.count(more, "other word"))
                    + "; to keep them apart, treat it as categorical ("
                    + wording.of(new Remedy.Categorical(column)) + ")";
        }
    }

    /// Values that differ only in case or blanks and were not merged.
    ///
    /// @param classes whether the column is the target
    /// @param values  the first such values
    /// @param more    the number of further groups of such values
    record LookAlikes(String column, boolean classes, List<String> values, int more) implements EncodingRemark {
        /// Creates a remark; copies the list.
        public LookAlikes {
            values = List.copyOf(values);
        }

        @Override
        public String sentence(Wording wording) {
            return start(column, classes) + Phrases.list(shown(values)) + " differ only in case or blanks and are "
                    + values.size() + (classes ? " classes" : " values")
                    + (more == 0
                            ? ""
                            : "; " + Phrases.count(more, "other word") + (more == 1 ? " is" : " are")
                                    + " written in several ways too")
                    + "; if they mean the same, write them alike";
        }
    }
}
