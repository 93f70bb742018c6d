package org.chainrule.metric;

import java.util.Arrays;

/// A function of the rows' order by probability: of the second of two classes, of each of more classes against the
/// rest, or of each of several labels; then the mean over these.
record RankMetric(String name, Order value) implements Metric {
    /// A function of ranked rows without NaN.
    @FunctionalInterface
    interface Order {
        double of(Ranking ranking);
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public Score start(Kind kind) {
        kind.require(kind.classes() || kind.paired(), name, "classes, or a probability for each of several labels");
        return new Rows(this, kind);
    }

    private static final class Rows implements Score {
        private final RankMetric metric;
        private final Kind kind;
        private final Ranking[] columns;
        private final int first;

        Rows(RankMetric metric, Kind kind) {
            this.metric = metric;
            this.kind = kind;
            this.first = kind.classes() && kind.outputs() == 2 ? 1 : 0;
            this.columns = new Ranking[kind.outputs() - first];
            Arrays.setAll(columns, _ -> new Ranking());
        }

        @Override
        public void add(float[] prediction, float[] target, float weight) {
            if (!(weight > 0)) {
                return;
            }
            int truth = kind.classes() ? ClassRow.truth(metric.name, target, kind.outputs()) : -1;
            for (int k = first; k < kind.outputs(); k++) {
                boolean positive = kind.classes() ? k == truth : ClassRow.holds(metric.name, target[k]);
                columns[k - first].add(prediction[k], positive, weight);
            }
        }

        @Override
        public double value() {
            double sum = 0;
            for (Ranking column : columns) {
                sum += column.defined() ? metric.value.of(column) : Double.NaN;
            }
            return sum / columns.length;
        }
    }
}
