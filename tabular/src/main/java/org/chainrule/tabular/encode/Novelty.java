package org.chainrule.tabular.encode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.IntToLongFunction;
import org.chainrule.tabular.assess.ReferenceRows;
import org.chainrule.tabular.remark.NoveltyRemark;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// The values of rows to predict that are unlike those of the training rows: numbers outside their range, dates far from
/// theirs, categories they did not have, and missing values in a column in which they had none. A model predicts such
/// rows too, but it has learned nothing about such values. A row can also be far from all training rows although each of its
/// values is usual: in a combination that never occurred. Immutable.
///
/// ```java
/// Novelty novelty = model.novelty(table);
/// novelty.remarks().forEach(remark -> System.err.println(remark.sentence()));
/// List<String> columns = novelty.columns(0); // of the first row; empty if it is like the training rows
/// ```
public final class Novelty {
    /// What stands for the columns of a row that is unlike the training rows only as a whole.
    private static final String COMBINATION = "(combination)";
    /// Among fewer rows every far row is reported.
    private static final int FEW_ROWS = 20;
    /// The most columns that have a remark of their own.
    private static final int MOST_REMARKS = 12;

    private final int rows;
    private final BitSet any;
    private final List<NovelColumn> novel;
    private final List<NoveltyRemark> remarks;
    private final double[] quantiles;
    private final BitSet far;

    /// How a value differs from those of the training rows.
    public enum Kind {
        /// The training rows had such values.
        NONE,
        /// The value is missing, and no training row lacked one.
        MISSING,
        /// The training rows did not have this category.
        UNSEEN,
        /// The number or date lies outside the range of the training rows.
        OUTSIDE
    }

    /// The rows to compare with the training rows.
    public interface Cells {
        /// Returns a value as a reader of its encoding returns it; NaN if it is missing.
        ///
        /// @param column the position of the encoding in the schema, from 0
        /// @param row    the row, from 0
        double value(int column, int row);

        /// Returns a value in words.
        ///
        /// @param column the position of the encoding in the schema, from 0
        /// @param row    the row, from 0
        String text(int column, int row);

        /// Returns the line of a row in its file; 0 if it is not from a file.
        ///
        /// @param row the row, from 0
        default long line(int row) {
            return 0;
        }
    }

    /// How far the rows are from the training rows.
    public interface Distances {
        /// Returns the share of the rows held out in training that are nearer, from 0 to 1.
        ///
        /// @param row the row, from 0
        double quantile(int row);

        /// Returns whether a row is far.
        ///
        /// @param row the row, from 0
        boolean isFar(int row);
    }

    private Novelty(int rows, List<NovelColumn> novel, List<NoveltyRemark> remarks, double[] quantiles, BitSet far) {
        this.rows = rows;
        this.novel = novel;
        this.remarks = List.copyOf(remarks);
        this.quantiles = quantiles;
        this.far = far;
        this.any = new BitSet();
        novel.forEach(column -> any.or(column.rows()));
    }

    /// Returns the novelty of rows.
    ///
    /// @param rows  the number of rows
    /// @param found the columns, some of which may be like the training rows
    static Novelty of(int rows, List<NovelColumn> found) {
        List<NovelColumn> novel = found.stream().filter(column -> !column.rows().isEmpty()).toList();
        return new Novelty(rows, novel, few(novel.stream().flatMap(column -> column.remarks().stream()).toList()),
                new double[0], new BitSet());
    }

    /// Returns the novelty of the same rows with their distances. There is a remark on rows that are far from the training rows
    /// although each of their values is usual, unless there are about as few as among the training rows.
    ///
    /// @param lines the line of each row in its file; 0 if it is not from a file
    public Novelty with(Distances distances, IntToLongFunction lines) {
        double[] known = new double[rows];
        BitSet found = new BitSet();
        for (int row = 0; row < rows; row++) {
            known[row] = distances.quantile(row);
            found.set(row, distances.isFar(row));
        }
        BitSet combined = (BitSet) found.clone();
        combined.andNot(any);
        int count = combined.cardinality();
        List<NoveltyRemark> all = new ArrayList<>(remarks);
        if (count > 0 && (rows < FEW_ROWS || count > 2 + 3 * (1 - ReferenceRows.QUANTILE) * rows)) {
            int first = combined.nextSetBit(0);
            all.add(new NoveltyRemark.Combination(count, rows, known[first], lines.applyAsLong(first)));
        }
        return new Novelty(rows, novel, all, known, found);
    }

    private static List<NoveltyRemark> few(List<NoveltyRemark> all) {
        if (all.size() <= MOST_REMARKS) {
            return all;
        }
        List<NoveltyRemark> sorted = all.stream().sorted(Comparator.comparingInt(remark -> -remark.count())).toList();
        List<NoveltyRemark> first = new ArrayList<>(sorted.subList(0, MOST_REMARKS - 1));
        List<NoveltyRemark> rest = sorted.subList(MOST_REMARKS - 1, sorted.size());
        first.add(new NoveltyRemark.More(rest.stream().map(NoveltyRemark::column).distinct().toList(),
                rest.getFirst().count()));
        return first;
    }

    /// Returns the number of rows.
    public int rows() {
        return rows;
    }

    /// Returns the number of rows with a value unlike those of the training rows.
    public int count() {
        return any.cardinality();
    }

    /// Returns whether a row has a value unlike those of the training rows.
    ///
    /// @param row the position among the rows that were compared, from 0
    public boolean isNovel(int row) {
        return any.get(row);
    }

    /// Returns the names of the columns in which a row is unlike the training rows; empty if there is none.
    ///
    /// @param row the position among the rows that were compared, from 0
    public List<String> columns(int row) {
        return novel.stream().filter(column -> column.rows().get(row)).map(NovelColumn::name).toList();
    }

    /// Returns what is unlike the training rows in a row: the names of the columns, or `(combination)` if only the row as a
    /// whole is; empty if there is nothing.
    ///
    /// @param row the position among the rows that were compared, from 0
    public List<String> parts(int row) {
        return far.get(row) && !any.get(row) ? List.of(COMBINATION) : columns(row);
    }

    /// Returns how far a row is from the training rows, as the share of the rows held out in training that are nearer to them:
    /// 0.999 if it is farther than 99.9 % of these. Empty if it is not known, as for models of earlier releases, for models
    /// that go on with another, and for models of few rows.
    ///
    /// The distance is that to the nearest training rows in the inputs and in the hidden values of the network.
    ///
    /// @param row the position among the rows that were compared, from 0
    public OptionalDouble quantile(int row) {
        return quantiles.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(quantiles[row]);
    }

    /// Returns whether a row is far from all training rows: clearly farther than 99 % of the rows held out in training. The
    /// prediction for it is a guess, even if each value alone is usual. False if it is not known.
    ///
    /// @param row the position among the rows that were compared, from 0
    public boolean isFar(int row) {
        return far.get(row);
    }

    /// Returns a remark for each column with such values, or for those with the most rows and one for the others, and one for
    /// far rows. A column whose values are as rare in the training rows has none.
    public List<NoveltyRemark> remarks() {
        return remarks;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Novelty novelty && rows == novelty.rows && novel.equals(novelty.novel)
                && Arrays.equals(quantiles, novelty.quantiles) && far.equals(novelty.far);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * rows + novel.hashCode()) + Arrays.hashCode(quantiles);
    }

    /// Returns a summary: `12 rows of 300 are unlike the training rows`.
    @Override
    public String toString() {
        return Phrases.count(count(), "row") + String.format(Locale.ROOT, " of %,d", rows)
                + (count() == 1 ? " is" : " are") + " unlike the training rows";
    }
}
