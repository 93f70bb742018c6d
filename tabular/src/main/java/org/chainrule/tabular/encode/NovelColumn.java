package org.chainrule.tabular.encode;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.tabular.encode.Novelty.Cells;
import org.chainrule.tabular.encode.Novelty.Kind;
import org.chainrule.tabular.remark.NoveltyRemark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;

/// The values of one column that are unlike those of the training rows.
///
/// @param name    the name of the column
/// @param rows    the rows with such a value
/// @param remarks remarks on them
record NovelColumn(String name, BitSet rows, List<NoveltyRemark> remarks) {
    /// Ratios of units that are mistaken for one another, such as metres and millimetres.
    private static final double[] RATIOS = {1e-6, 1e-3, 1e-2, 1e2, 1e3, 1e6};
    /// Fewer values show no unit.
    private static final int FEWEST = 10;
    /// This many values show the unit of a column.
    private static final int SAMPLE = 10_000;
    /// Among fewer rows every value that is rare in training is reported.
    private static final int FEW_ROWS = 20;

    /// Returns the values of a column that the training rows did not have and the model therefore ignores: those other
    /// than the one that all training rows have.
    static NovelColumn of(LeftOut left, Table table, int[] rows) {
        Column column = table.column(left.column());
        BitSet found = new BitSet();
        for (int i = 0; i < rows.length; i++) {
            if (!column.missing(rows[i]) && !column.text(rows[i]).equals(left.always())) {
                found.set(i);
            }
        }
        if (found.isEmpty()) {
            return new NovelColumn(column.name(), found, List.of());
        }
        int first = rows[found.nextSetBit(0)];
        return new NovelColumn(column.name(), found, List.of(new NoveltyRemark.NotConstant(column.name(),
                found.cardinality(), rows.length, left.always(), column.text(first), table.line(first))));
    }

    /// Returns the values of a column that the model reads.
    static NovelColumn of(Encoding encoding, int column, int rows, Cells cells) {
        Map<Kind, BitSet> found = new EnumMap<>(Kind.class);
        for (int row = 0; row < rows; row++) {
            Kind kind = encoding.novelty(cells.value(column, row));
            if (kind != Kind.NONE) {
                found.computeIfAbsent(kind, _ -> new BitSet()).set(row);
            }
        }
        List<NoveltyRemark> remarks = new ArrayList<>();
        BitSet any = new BitSet();
        found.values().forEach(any::or);
        double[] sizes = encoding.kind() == Column.Kind.NUMBER && encoding.range().known()
                ? sizes(column, rows, cells)
                : new double[0];
        double times = times(encoding, sizes);
        if (times != 1) {
            IntStream.range(0, rows).filter(row -> !Double.isNaN(cells.value(column, row))).forEach(any::set);
            remarks.add(new NoveltyRemark.OtherUnit(encoding.column(), any.cardinality(), times,
                    sizes[sizes.length / 2], encoding.range().typical()));
        }
        found.forEach((kind, where) -> {
            int first = where.nextSetBit(0);
            int count = where.cardinality();
            String example = cells.text(column, first);
            long line = cells.line(first);
            switch (kind) {
                case MISSING -> remarks.add(new NoveltyRemark.NewMissing(encoding.column(), count, rows,
                        encoding.kind() != Column.Kind.TEXT));
                case UNSEEN -> remarks.add(encoding instanceof TextEncoding
                        ? new NoveltyRemark.NewTexts(encoding.column(), count, rows, example, line)
                        : new NoveltyRemark.NewValues(encoding.column(), count, rows, example, line));
                case OUTSIDE -> {
                    Range range = encoding.range();
                    if (encoding.kind() == Column.Kind.DATE) {
                        remarks.add(new NoveltyRemark.OutsidePeriod(encoding.column(), count, rows,
                                encoding.rangeInWords(), example, line));
                    } else if (times == 1 && !asRare(range, count, rows)) {
                        remarks.add(new NoveltyRemark.OutsideRange(encoding.column(), count, rows,
                                encoding.rangeInWords(), range.apart(), range.count(), example, line));
                    }
                }
                case NONE -> {
                }
            }
        });
        return new NovelColumn(encoding.column(), any, remarks);
    }

    /// Returns whether values outside the range are about as rare as among the training rows.
    private static boolean asRare(Range range, int count, int rows) {
        double expected = (double) range.apart() / range.count() * rows;
        return range.apart() > 0 && rows >= FEW_ROWS && count <= 2 + 3 * expected;
    }

    /// Returns the absolute values of a column, sorted; of some rows if there are many.
    private static double[] sizes(int column, int rows, Cells cells) {
        int most = Math.min(rows, SAMPLE);
        return IntStream.range(0, most)
                .mapToDouble(i -> Math.abs(cells.value(column, (int) ((long) i * rows / most))))
                .filter(size -> !Double.isNaN(size)).sorted().toArray();
    }

    /// Returns how many times larger a column is than in training, if that is a usual ratio of units; 1 otherwise. Nearly
    /// all values must be inside the range of the training once they are converted, and few as they are.
    private static double times(Encoding encoding, double[] sizes) {
        Range range = encoding.range();
        if (sizes.length < FEWEST || range.typical() == 0) {
            return 1;
        }
        double typical = sizes[sizes.length / 2] / range.typical();
        double largest = Math.max(Math.abs(range.low()), Math.abs(range.high()));
        double smallest = range.low() > 0 ? range.low() : range.high() < 0 ? -range.high() : 0;
        for (double ratio : RATIOS) {
            boolean near = typical > ratio / 1.5 && typical < ratio * 1.5;
            double first = sizes[sizes.length / 20];
            double last = sizes[sizes.length - 1 - sizes.length / 20];
            boolean fits = last / ratio <= 1.1 * largest && first / ratio >= smallest / 1.1;
            boolean other = ratio > 1 ? typical * range.typical() > largest : last < range.typical() / 5;
            if (near && fits && other) {
                return ratio;
            }
        }
        return 1;
    }
}
