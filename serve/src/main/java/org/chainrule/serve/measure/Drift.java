package org.chainrule.serve.measure;

import java.util.List;

/// How the values of the columns of a model differ from those of the training rows, since the model was loaded.
public final class Drift {
    private final List<Column> columns;
    private long rows;

    /// What is known about a column.
    private static final class Column {
        private final String name;
        private long missing;
        private long novel;
        private long numbers;
        private double shifts;

        private Column(String name) {
            this.name = name;
        }
    }

    /// The values of some rows, which one thread counts.
    public static final class Tally {
        private final int[] missing;
        private final int[] novel;
        private final int[] numbers;
        private final double[] shifts;
        private int rows;

        /// @param columns the number of columns
        public Tally(int columns) {
            this.missing = new int[columns];
            this.novel = new int[columns];
            this.numbers = new int[columns];
            this.shifts = new double[columns];
        }

        /// Counts a row.
        public void row() {
            rows++;
        }

        /// Counts a missing value.
        public void missing(int column) {
            missing[column]++;
        }

        /// Counts a value that is unlike those of the training rows.
        public void novel(int column) {
            novel[column]++;
        }

        /// Counts a number.
        ///
        /// @param shift its distance from the center of the training rows in their deviations
        public void number(int column, double shift) {
            numbers[column]++;
            shifts[column] += shift;
        }
    }

    /// @param columns the names of the columns
    public Drift(List<String> columns) {
        this.columns = columns.stream().map(Column::new).toList();
    }

    /// Adds the values of some rows.
    public synchronized void add(Tally tally) {
        rows += tally.rows;
        for (int i = 0; i < tally.missing.length; i++) {
            Column column = columns.get(i);
            column.missing += tally.missing[i];
            column.novel += tally.novel[i];
            column.numbers += tally.numbers[i];
            column.shifts += tally.shifts[i];
        }
    }

    /// Hands what is known to a family of each kind.
    synchronized void report(String model, Family<Gauge> rowCount, Family<Gauge> missing, Family<Gauge> novel,
            Family<Gauge> shift) {
        rowCount.of(model).set((double) rows);
        for (Column column : columns) {
            missing.of(model, column.name).set((double) column.missing);
            novel.of(model, column.name).set((double) column.novel);
            if (column.numbers > 0) {
                shift.of(model, column.name).set(column.shifts / column.numbers);
            }
        }
    }

    /// A number that is set.
    static final class Gauge implements Family.Value {
        private volatile double value;

        void set(double now) {
            value = now;
        }

        @Override
        public void write(StringBuilder out, String name, String labels) {
            Family.sample(out, name, labels, value);
        }
    }
}
