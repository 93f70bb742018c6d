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
/// @param grouped whether columns that say nearly the same are shuffled together, too
/// @param clock   tells when to stop; it is asked only between some shuffles, whose order is fixed
record PermutationImportance(ExplainedModel model, Table table, int[] rows, int repeats, Orders orders,
        boolean grouped, Clock clock) {
    /// Tells whether the time is over.
    interface Clock {
        /// Never stops.
        Clock NONE = new Clock() {
            @Override
            public boolean isOver() {
                return false;
            }

            @Override
            public boolean canStop() {
                return false;
            }
        };

        /// Returns whether the time is over.
        boolean isOver();

        /// Returns whether the time can be over at all.
        default boolean canStop() {
            return true;
        }
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
        double sign = measure.metric().higherIsBetter() ? 1 : -1;
        Shuffling shuffling = (unit, repeat) -> {
            int[] order = orders.of(String.join("\n", unit.names()), repeat, rows.length);
            return sign * (score - measure.of(outputs(inputs, unit.columns, order)));
        };
        List<Unit> units = model.schema().encodings().stream().map(encoding -> new Unit(List.of(encoding), 0)).toList();
        Losses single = losses(units, shuffling);
        List<Importance.Column> columns = new ArrayList<>();
        for (int i = 0; i < single.units; i++) {
            Moments moments = single.of(i);
            columns.add(new Importance.Column(units.get(i).names().getFirst(), moments.mean(), moments.deviation()));
        }
        List<Importance.Group> groups = new ArrayList<>();
        if (grouped && !clock.isOver()) {
            List<Unit> related = RelatedColumns.of(model.schema().encodings(), table, rows).stream()
                    .map(each -> new Unit(each.columns(), each.link())).toList();
            Losses together = losses(related, shuffling);
            for (int i = 0; i < together.units; i++) {
                Moments moments = together.of(i);
                groups.add(new Importance.Group(related.get(i).names(), related.get(i).link, moments.mean(),
                        moments.deviation()));
            }
        }
        // the sorts are stable, so that equal importances stay in the order of the table
        columns.sort(Comparator.comparingDouble(column -> -column.mean()));
        groups.sort(Comparator.comparingDouble(group -> -group.mean()));
        List<String> unmeasured = units.subList(single.units, units.size()).stream()
                .map(unit -> unit.names().getFirst()).toList();
        return new Importance(measure.metric().name(), score, rows.length, single.repeats, repeats, columns, unmeasured,
                groups);
    }

    /// Returns how much worse the measure gets if a unit is shuffled.
    @FunctionalInterface
    private interface Shuffling {
        double loss(Unit unit, int repeat);
    }

    /// How much worse the measure got.
    ///
    /// @param all     the losses by unit and repeat
    /// @param units   the number of units that were shuffled
    /// @param repeats the number of times that each of them was
    private record Losses(double[][] all, int units, int repeats) {
        Moments of(int unit) {
            return Moments.of(Arrays.copyOf(all[unit], repeats));
        }
    }

    /// Shuffles all units once, then all of them again, until the time is over.
    private Losses losses(List<Unit> units, Shuffling shuffling) {
        int count = units.size();
        double[][] losses = new double[count][repeats];
        int tasks = count * repeats;
        int some = clock.canStop() ? AT_ONCE * Runtime.getRuntime().availableProcessors() : tasks;
        int done = 0;
        while (done < tasks && (done == 0 || !clock.isOver())) {
            int end = Math.min(tasks, done + some);
            IntStream.range(done, end).parallel()
                    .forEach(task -> losses[task % count][task / count] = shuffling.loss(units.get(task % count),
                            task / count));
            done = end;
        }
        return new Losses(losses, Math.min(count, done), Math.max(1, done / Math.max(1, count)));
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
