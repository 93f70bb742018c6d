package org.chainrule.tabular.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.nn.Draws;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.value.Moments;

/// Computes [Importance].
///
/// @param model   the model
/// @param table   the rows, without those of weight 0
/// @param rows    the rows to shuffle, each with a target
/// @param repeats the number of times
/// @param orders  the order in which the rows lend their values
/// @param clock   tells when to stop; it is asked only between some shuffles, whose order is fixed
record PermutationImportance(ExplainedModel model, Table table, int[] rows, int repeats, Orders orders, Clock clock) {
    /// Tells whether the time is over.
    @FunctionalInterface
    interface Clock {
        /// Never stops.
        Clock NONE = () -> false;

        /// Returns whether the time is over.
        boolean isOver();
    }

    private static final int AT_ONCE = 2;

    /// The order in which rows lend the values of some columns to one another.
    @FunctionalInterface
    interface Orders {
        /// Returns a permutation of 0 to `count - 1`.
        int[] of(String columns, int repeat, int count);

        /// Returns random orders.
        static Orders drawn(long seed) {
            return (columns, repeat, count) -> Draws.of(seed, "importance of " + columns + " " + repeat)
                    .permutation(count);
        }
    }

    /// Columns that are shuffled together.
    private record Unit(List<Encoding> columns, double link) {
        List<String> names() {
            return columns.stream().map(Encoding::column).toList();
        }
    }

    Importance compute() {
        ExplainedModel.Measure measure = model.new Measure(table, rows);
        float[] inputs = model.inputs(table, rows);
        double score = measure.of(outputs(inputs, List.of(), new int[0]));
        if (!Double.isFinite(score)) {
            throw new ArgumentException("table", table.source() + ": " + measure.metric().name()
                    + " is not defined for its rows, so no column has an importance; add rows, such as those of another class");
        }
        List<Unit> units = new ArrayList<>(
                model.schema().encodings().stream().map(encoding -> new Unit(List.of(encoding), 0)).toList());
        for (RelatedColumns.Related related : RelatedColumns.of(model.schema().encodings(), table, rows)) {
            units.add(new Unit(related.columns(), related.link()));
        }
        int count = units.size();
        double[][] losses = new double[count][repeats];
        double sign = measure.metric().higherIsBetter() ? 1 : -1;
        int tasks = count * repeats;
        int some = clock == Clock.NONE ? tasks : AT_ONCE * Runtime.getRuntime().availableProcessors();
        int done = 0;
        while (done < tasks && (done == 0 || !clock.isOver())) {
            int end = Math.min(tasks, done + some);
            // all columns once, then all of them again, so that each is shuffled equally often
            IntStream.range(done, end).parallel().forEach(task -> {
                Unit unit = units.get(task % count);
                int repeat = task / count;
                int[] order = orders.of(String.join("\n", unit.names()), repeat, rows.length);
                losses[task % count][repeat] = sign * (score - measure.of(outputs(inputs, unit.columns, order)));
            });
            done = end;
        }
        int shuffles = Math.max(1, done / count);
        int measured = Math.min(count, done);
        List<Importance.Column> columns = new ArrayList<>();
        List<Importance.Group> groups = new ArrayList<>();
        for (int i = 0; i < measured; i++) {
            Unit unit = units.get(i);
            Moments moments = Moments.of(Arrays.copyOf(losses[i], shuffles));
            if (unit.columns.size() == 1) {
                columns.add(new Importance.Column(unit.columns.getFirst().column(), moments.mean(),
                        moments.deviation()));
            } else {
                groups.add(new Importance.Group(unit.names(), unit.link, moments.mean(), moments.deviation()));
            }
        }
        // the sorts are stable, so that equal importances stay in the order of the table
        columns.sort(Comparator.comparingDouble(column -> -column.mean()));
        groups.sort(Comparator.comparingDouble(group -> -group.mean()));
        List<String> unmeasured = units.subList(measured, count).stream().filter(unit -> unit.columns.size() == 1)
                .map(unit -> unit.columns.getFirst().column()).toList();
        return new Importance(measure.metric().name(), score, rows.length, shuffles, repeats, columns, unmeasured,
                groups);
    }

    /// Returns the outputs for the rows, in which some columns have the inputs of other rows.
    ///
    /// @param order the row that lends its inputs, for each row
    private float[] outputs(float[] inputs, List<Encoding> shuffled, int[] order) {
        int width = model.width();
        int outputs = model.codec().outputs();
        int most = model.block();
        float[] all = new float[rows.length * outputs];
        int[] from = shuffled.stream().mapToInt(model::from).toArray();
        for (int first = 0; first < rows.length; first += most) {
            int count = Math.min(most, rows.length - first);
            float[] block = Arrays.copyOfRange(inputs, first * width, (first + count) * width);
            for (int c = 0; c < from.length; c++) {
                int length = shuffled.get(c).width();
                for (int i = 0; i < count; i++) {
                    System.arraycopy(inputs, order[first + i] * width + from[c], block, i * width + from[c], length);
                }
            }
            System.arraycopy(model.outputs(block), 0, all, first * outputs, count * outputs);
        }
        return all;
    }

    /// Returns the number of predictions for each row.
    static double predictions(ExplainedModel model, int repeats) {
        return (double) repeats * model.schema().encodings().size();
    }
}
