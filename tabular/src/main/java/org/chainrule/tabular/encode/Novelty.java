package org.chainrule.tabular.encode;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.chainrule.tabular.remark.NoveltyRemark;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// The values of rows to predict that are unlike those of the training rows: numbers outside their range, dates far from
/// theirs, categories they did not have, and missing values in a column in which they had none. A model predicts such
/// rows too, but it has learned nothing about such values. Immutable.
///
/// ```java
/// Novelty novelty = model.novelty(table);
/// novelty.remarks().forEach(remark -> System.err.println(remark.sentence()));
/// List<String> columns = novelty.columns(0); // of the first row; empty if it is like the training rows
/// ```
public final class Novelty {
    /// The most columns that have a remark of their own.
    private static final int MOST_REMARKS = 12;

    private final int rows;
    private final BitSet any;
    private final List<NovelColumn> novel;
    private final List<NoveltyRemark> remarks;

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

    private Novelty(int rows, List<NovelColumn> novel, List<NoveltyRemark> remarks) {
        this.rows = rows;
        this.novel = novel;
        this.remarks = List.copyOf(remarks);
        this.any = new BitSet();
        novel.forEach(column -> any.or(column.rows()));
    }

    /// Returns the novelty of rows.
    ///
    /// @param rows  the number of rows
    /// @param found the columns, some of which may be like the training rows
    static Novelty of(int rows, List<NovelColumn> found) {
        List<NovelColumn> novel = found.stream().filter(column -> !column.rows().isEmpty()).toList();
        return new Novelty(rows, novel, few(novel.stream().flatMap(column -> column.remarks().stream()).toList()));
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

    /// Returns a remark for each column with such values, or for those with the most rows and one for the others. A
    /// column whose values are as rare in the training rows has none.
    public List<NoveltyRemark> remarks() {
        return remarks;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Novelty novelty && rows == novelty.rows && novel.equals(novelty.novel);
    }

    @Override
    public int hashCode() {
        return 31 * rows + novel.hashCode();
    }

    /// Returns a summary: `12 rows of 300 are unlike the training rows`.
    @Override
    public String toString() {
        return Phrases.count(count(), "row") + String.format(Locale.ROOT, " of %,d", rows)
                + (count() == 1 ? " is" : " are") + " unlike the training rows";
    }
}
