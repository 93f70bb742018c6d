package org.chainrule.tabular.read;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.chainrule.tabular.remark.ReadingRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.value.FooterWords;
import org.chainrule.tabular.value.TotalWords;

/// The rows of a table that are no rows: totals or means of the rows above, and notes below the last row.
///
/// A row with a word for totals is one if its numbers are sums or means of all rows above, or of those since the last
/// subtotal. A row without such a word is one if it is the last, has no text and each of its numbers is the sum of its
/// column.
final class Totals {
    private static final int MOST_WORDS = 100_000;
    private static final int MOST_TOTALS = 10_000;
    /// The largest deviation of a total from the sum, relative to the sum of the absolute values: totals are rounded, or
    /// are sums of numbers before rounding.
    private static final double ROUNDING = 1e-3;
    private static final double EXACT = 1e-6;
    private static final int LEAST_ROWS = 3;
    private static final int MOST_NOTES = 20;
    /// Below so many rows the sums of at least two columns are no coincidence.
    private static final int MANY_ROWS = 10;

    private final Table table;
    private final List<NumberColumn> numbers;
    private final Set<Long> lines = new HashSet<>();
    private final List<Integer> sums = new ArrayList<>();
    private final List<Integer> means = new ArrayList<>();
    private final List<Integer> notes = new ArrayList<>();
    private final Map<Integer, String> words;
    private final RowWords read;
    private String note = "";

    private Totals(Table table, RowWords words) {
        this.table = table;
        this.numbers = table.columns().stream().filter(NumberColumn.class::isInstance).map(NumberColumn.class::cast)
                .toList();
        this.words = new TreeMap<>(words.totals());
        this.read = words;
    }

    /// Finds the totals and notes of a table.
    ///
    /// @param words the words of rows that may be such rows
    static Totals of(Table table, RowWords words) {
        Totals totals = new Totals(table, words);
        totals.findWords();
        totals.findNotes();
        totals.findTotals();
        return totals;
    }

    /// Finds the words for totals in columns of words.
    private void findWords() {
        for (Column column : table.columns()) {
            if (column instanceof TextColumn text && text.dictionary().size() <= MOST_WORDS) {
                BitSet found = new BitSet();
                for (int code = 0; code < text.dictionary().size(); code++) {
                    if (TotalWords.matches(text.dictionary().get(code))) {
                        found.set(code);
                    }
                }
                for (int row = 0; row < table.size() && !found.isEmpty() && words.size() < MOST_TOTALS; row++) {
                    if (text.code(row) >= 0 && found.get(text.code(row))) {
                        words.putIfAbsent(row, text.text(row));
                    }
                }
            }
        }
        if (2 * words.size() > table.size()) {
            words.clear();
        }
    }

    /// Finds the last rows that have a note in one column and no other value.
    private void findNotes() {
        List<Column> columns = table.columns();
        int last = table.size() - 1;
        for (int row = last; row > Math.max(0, last - MOST_NOTES) && columns.size() > 1; row--) {
            String text = read.note(row);
            if (text.isEmpty() || !FooterWords.matches(text)
                    && !(columns.size() > 2 && FooterWords.isPhrase(text) && onlyHere(row))) {
                break;
            }
            notes.addFirst(table.line(row));
            lines.add((long) table.line(row));
            note = text;
        }
    }

    /// Returns whether all rows above have more than one value.
    private boolean onlyHere(int row) {
        return IntStream.range(Math.max(0, row - 1000), row - Math.min(row, notes.size() + MOST_NOTES))
                .allMatch(other -> table.columns().stream().filter(column -> !column.missing(other)).limit(2)
                        .count() > 1);
    }

    private void findTotals() {
        int end = table.size() - notes.size();
        if (words.isEmpty() && !maybeTotal(end - 1)) {
            return;
        }
        Sums all = new Sums(numbers);
        Sums group = new Sums(numbers);
        int from = 0;
        for (int row : IntStream.concat(words.keySet().stream().mapToInt(Integer::intValue).filter(r -> r < end - 1),
                IntStream.of(end - 1)).toArray()) {
            all.add(from, row);
            group.add(from, row);
            from = row;
            if (isTotal(row, end, all, group)) {
                from = row + 1;
            }
        }
        all.add(from, end);
        if (words.containsKey(0) && all.rows > 2 && all.isTwice(0)) {
            sums.addFirst(table.line(0));
        }
        if (all.rows >= 2) {
            sums.forEach(line -> lines.add((long) line));
            means.forEach(line -> lines.add((long) line));
        } else {
            sums.clear();
            means.clear();
        }
    }

    /// Returns whether a row is a total or a mean of rows above, and keeps it if so.
    private boolean isTotal(int row, int end, Sums all, Sums group) {
        String word = words.get(row);
        boolean last = word == null && row == end - 1 && row >= LEAST_ROWS && maybeTotal(row);
        if (word != null && row > 0 && isLabel(row, word)) {
            sums.add(table.line(row));
        } else if (word != null && (all.isTotal(row, ROUNDING) || group.isTotal(row, ROUNDING))
                || last && all.isTotal(row, EXACT) && all.present(row) > 1) {
            sums.add(table.line(row));
            group.clear();
        } else if (word != null && isLast(row, end) && (all.isMean(row, ROUNDING) || group.isMean(row, ROUNDING))) {
            means.add(table.line(row));
        } else {
            return false;
        }
        return true;
    }

    /// Returns whether only rows with a word for totals stand below a row. Among other rows, a word such as `average` is
    /// a category more likely.
    private boolean isLast(int row, int end) {
        return IntStream.range(row, end).allMatch(words::containsKey);
    }

    /// Returns whether a row has no text, and either lacks a value that the one before has, or stands below many rows.
    private boolean maybeTotal(int row) {
        return row > 0 && table.columns().stream()
                .noneMatch(column -> !(column instanceof NumberColumn) && !column.missing(row))
                && (table.columns().stream().anyMatch(column -> column.missing(row) && !column.missing(row - 1))
                        || row >= MANY_ROWS && !numbers.isEmpty() && isSum(numbers.getFirst(), row));
    }

    /// Returns whether the number of a row is the sum of the numbers above it. Most tables are done after this one
    /// column.
    private static boolean isSum(NumberColumn column, int row) {
        double sum = 0;
        double size = 0;
        for (int above = 0; above < row; above++) {
            double value = column.value(above);
            sum += Double.isNaN(value) ? 0 : value;
            size += Double.isNaN(value) ? 0 : Math.abs(value);
        }
        return Math.abs(column.value(row) - sum) <= EXACT * size;
    }

    /// Returns whether a row has only a word for totals.
    private boolean isLabel(int row, String word) {
        return TotalWords.isAlone(word) && table.columns().size() > 2 && table.columns().stream()
                .allMatch(column -> column.missing(row) || column.text(row).equals(word));
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /// Returns the lines of the rows.
    Set<Long> lines() {
        return lines;
    }

    List<Remark> remarks() {
        List<Remark> remarks = new ArrayList<>();
        if (!sums.isEmpty()) {
            remarks.add(new ReadingRemark.Totals(sums, word(sums), true));
        }
        if (!means.isEmpty()) {
            remarks.add(new ReadingRemark.Totals(means, word(means), false));
        }
        if (!notes.isEmpty()) {
            remarks.add(new ReadingRemark.Footer(notes, note));
        }
        return remarks;
    }

    private String word(List<Integer> found) {
        return words.entrySet().stream().filter(entry -> table.line(entry.getKey()) == found.getFirst())
                .map(Map.Entry::getValue).findFirst().orElse("");
    }

    /// Sums of the columns over some rows.
    private static final class Sums {
        private final List<NumberColumn> columns;
        private final double[] sum;
        private final double[] size;
        private final int[] count;
        private int rows;

        Sums(List<NumberColumn> columns) {
            this.columns = columns;
            this.sum = new double[columns.size()];
            this.size = new double[columns.size()];
            this.count = new int[columns.size()];
        }

        /// Adds the rows `[from, to)`.
        void add(int from, int to) {
            rows += to - from;
            for (int c = 0; c < sum.length; c++) {
                NumberColumn column = columns.get(c);
                for (int row = from; row < to; row++) {
                    double value = column.value(row);
                    if (!Double.isNaN(value)) {
                        sum[c] += value;
                        size[c] += Math.abs(value);
                        count[c]++;
                    }
                }
            }
        }

        /// Returns whether a row that is among those added holds the sums of the others.
        boolean isTwice(int row) {
            return present(row) > 0 && IntStream.range(0, sum.length).allMatch(c -> columns.get(c).missing(row)
                    || Math.abs(2 * columns.get(c).value(row) - sum[c]) <= ROUNDING * size[c]);
        }

        void clear() {
            rows = 0;
            for (int c = 0; c < sum.length; c++) {
                sum[c] = 0;
                size[c] = 0;
                count[c] = 0;
            }
        }

        long present(int row) {
            return columns.stream().filter(column -> !column.missing(row)).count();
        }

        /// Returns whether at least half of a row's numbers are sums, and the others means.
        boolean isTotal(int row, double tolerance) {
            int sums = 0;
            int others = 0;
            for (int c = 0; c < sum.length; c++) {
                double value = columns.get(c).value(row);
                // a sum of zeros shows nothing
                if (!Double.isNaN(value) && (value != 0 || size[c] > 0)) {
                    boolean total = Math.abs(value - sum[c]) <= tolerance * size[c];
                    sums += total ? 1 : 0;
                    others += total ? 0 : 1;
                }
            }
            return rows > 0 && sums > 0 && (tolerance == EXACT ? others == 0 : sums >= others);
        }

        boolean isMean(int row, double tolerance) {
            int means = 0;
            int others = 0;
            for (int c = 0; c < sum.length; c++) {
                double value = columns.get(c).value(row);
                if (!Double.isNaN(value)) {
                    boolean mean = Math.abs(value - sum[c] / count[c]) <= 5 * tolerance * size[c] / count[c];
                    means += mean ? 1 : 0;
                    others += mean ? 0 : 1;
                }
            }
            return rows > 1 && means > 0 && others == 0;
        }
    }
}
