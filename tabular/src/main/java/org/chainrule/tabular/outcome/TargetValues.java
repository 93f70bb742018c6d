package org.chainrule.tabular.outcome;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.remark.ColumnRemark;
import org.chainrule.tabular.remark.EncodingRemark;
import org.chainrule.tabular.remark.ReadingRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.remark.Remedy;
import org.chainrule.tabular.remark.Wording;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.value.MissingWords;
import org.chainrule.tabular.value.Phrases;
import org.chainrule.tabular.value.Variants;

/// The distinct values of the target, sorted, and what is known about all of them.
final class TargetValues {
    final Table table;
    final Column column;
    final int[] rows;
    final boolean written;
    private final double[] numbers;
    private final Variants words;
    private final List<String> labels;
    private final Map<Double, Integer> counts = new HashMap<>();
    private final Map<Double, List<String>> spellings;
    private int rarest = Integer.MAX_VALUE;

    private TargetValues(Table table, Column column, boolean written) {
        this.table = table;
        this.column = column;
        this.written = written;
        this.rows = IntStream.range(0, table.size()).filter(row -> !column.missing(row)).toArray();
        this.numbers = column instanceof NumberColumn values ? distinct(values) : new double[0];
        this.words = Variants.of(column instanceof TextColumn values ? counts(values) : Map.of(), !written);
        this.labels = List.copyOf(words.counts().keySet());
        this.spellings = column instanceof NumberColumn values ? values.writtenForms(counts) : Map.of();
    }

    static TargetValues of(Table table, String name, boolean written) {
        TargetValues values = new TargetValues(table, table.column(name), written);
        String target = table.source() + ": the target " + Phrases.quoted(name);
        if (values.column instanceof DateColumn dates && values.rows.length > 0) {
            throw new ArgumentException("target", target + " holds dates, such as "
                    + Phrases.quoted(dates.text(values.rows[0]))
                    + ", which cannot be predicted; convert it to a number, such as the days since another date");
        }
        if (values.count() == 0) {
            throw new ArgumentException("target", target + " has no value in any row; "
                    + MissingWords.SENTENCE + ", so write classes as other words, or choose another target"
                    + facts(table));
        }
        if (table.size() == 1) {
            throw new ArgumentException("table", table.source() + " has only one row; training needs rows to learn "
                    + "from, to choose the epoch and to test, so add more");
        }
        if (values.count() == 1) {
            throw new ArgumentException("target",
                    target + " is always " + Phrases.quoted(values.label(0)) + values.unlessMissing()
                            + " choose another target or add rows where it differs");
        }
        return values;
    }

    /// Returns what the reader of the file reports, such as which of several sheets was read, in brackets.
    private static String facts(Table table) {
        String facts = table.reading().notes().stream()
                .filter(note -> (note instanceof ReadingRemark.InFile file
                        ? file.remark()
                        : note) instanceof ReadingRemark.Source)
                .map(note -> note.sentence(Wording.JAVA)).collect(Collectors.joining("; "));
        return facts.isEmpty() ? "" : " (" + facts + ")";
    }

    /// Returns why a single value leaves nothing to learn, with the hint that missing values may be meant as
    /// another class.
    private String unlessMissing() {
        int first = IntStream.range(0, table.size()).filter(column::missing).findFirst().orElse(-1);
        return first < 0
                ? "; there is nothing to learn;"
                : " or missing, as in line " + table.line(first) + "; " + MissingWords.SENTENCE
                        + ", so write classes as other words,";
    }

    /// Returns the number of distinct values.
    int count() {
        return Math.max(numbers.length, labels.size());
    }

    /// Returns the distinct value at a position of the sorted order.
    String label(int place) {
        return column instanceof TextColumn ? labels.get(place) : spellings(place).getFirst();
    }

    /// Returns the written forms of the number at a position of the sorted order.
    private List<String> spellings(int place) {
        return spellings.getOrDefault(numbers[place], List.of(Decimal.spell(numbers[place])));
    }

    Task task() {
        if (column instanceof TextColumn) {
            return Task.CLASSIFICATION;
        }
        boolean few = count() <= 2 || (count() <= TargetChoice.MOST_NUMBERS && rarest >= 2);
        return few && whole() ? Task.CLASSIFICATION : Task.REGRESSION;
    }

    TargetChoice.Reason reason(Task task) {
        if (column instanceof TextColumn words) {
            Optional<Remedy> numeric = WordsAmongNumbers.of(table, words, rows).numeric();
            return new TargetChoice.Reason("it is text with " + Phrases.count(count(), "distinct value"), numeric);
        }
        if (task == Task.CLASSIFICATION) {
            return new TargetChoice.Reason("it holds only " + Phrases.count(count(), "distinct whole number"),
                    Optional.of(new Remedy.Regression()));
        }
        boolean few = count() <= TargetChoice.MOST_NUMBERS;
        return new TargetChoice.Reason("it is numeric with " + Phrases.count(count(), "distinct value")
                + (few ? whole() ? ", some in one row only" : ", not all whole" : ""),
                tooMany() ? Optional.empty() : Optional.of(new Remedy.Classification()));
    }

    /// Returns whether there are too many values for classes.
    boolean tooMany() {
        return TextColumn.identifyRows(count(), rows.length) || count() > TargetChoice.MOST_CLASSES;
    }

    /// Returns the remarks on classes that are written in several ways.
    List<Remark> merged() {
        List<List<String>> several = IntStream.range(0, numbers.length).mapToObj(this::spellings)
                .filter(same -> same.size() > 1).toList();
        if (several.isEmpty()) {
            return EncodingRemark.ofSpellings(column.name(), true, words.merged(), words.apart());
        }
        return List.of(new ColumnRemark.MergedClass(column.name(), several.getFirst(), several.size() - 1));
    }

    private boolean whole() {
        return Arrays.stream(numbers).allMatch(value -> value == Math.rint(value));
    }

    private double[] distinct(NumberColumn values) {
        // Adding 0 turns -0.0 into 0.0.
        double[] sorted = IntStream.of(rows).mapToDouble(row -> values.value(row) + 0.0).sorted().toArray();
        int count = 0;
        int run = 0;
        for (int i = 0; i < sorted.length; i++) {
            run++;
            if (i + 1 == sorted.length || sorted[i + 1] != sorted[i]) {
                if (count < TargetChoice.MOST_CLASSES) {
                    counts.put(sorted[i], run);
                }
                sorted[count++] = sorted[i];
                rarest = Math.min(rarest, run);
                run = 0;
            }
        }
        return Arrays.copyOf(sorted, count);
    }

    private Map<String, Integer> counts(TextColumn values) {
        int[] found = values.counts(rows);
        Map<String, Integer> known = new HashMap<>();
        for (int code = 0; code < found.length; code++) {
            if (found[code] > 0) {
                known.put(values.dictionary().get(code), found[code]);
            }
        }
        return known;
    }
}
