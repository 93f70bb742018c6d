package org.chainrule.tabular.encode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.chainrule.data.RowSource;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.outcome.FarValues;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.remark.EncodingRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.RowSplit;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.text.FreeText;
import org.chainrule.tabular.value.Phrases;

/// The decision how the columns of a table become inputs.
///
/// @param schema  the encodings of the columns
/// @param remarks remarks on how their values become inputs
/// @param table   the table to train with, in which the inputs of a training row do not count its own target
public record SchemaChoice(Schema schema, List<Remark> remarks, Table table) {
    /// A column with more values keeps them only if that helps on the validation rows, because each costs time and may
    /// be learned by heart; unless it has statistics.
    private static final int FEW_CATEGORIES = 255;

    /// Creates a choice; copies the list.
    public SchemaChoice {
        remarks = List.copyOf(remarks);
    }

    /// Chooses from the training rows, and from no others, except that the validation rows decide whether a column of
    /// numbers holds codes, whether many rare values are kept, and whether a column gets statistics of the target. Uses all columns except the target.
    ///
    /// @throws ArgumentException if there are no training rows, or no column is left
    public static SchemaChoice of(Table table, Target target, int[] training, int[] validation, Overrides overrides) {
        return of(table, target, new Rows(training, training, validation), overrides, NumberScaling.STANDARD);
    }

    /// The rows from which a schema is chosen.
    ///
    /// @param fitted     the rows that the encodings are learned from
    /// @param training   the rows that a trial learns from
    /// @param validation the rows that decide a trial
    /// @param folds      returns folds of the fitted rows, for statistics of the target; none if there are no statistics
    /// @param far        the far values of the target, which are clipped in statistics
    public record Rows(int[] fitted, int[] training, int[] validation, Supplier<List<RowSplit>> folds, FarValues far) {
        /// Rows for a schema without statistics of the target.
        public Rows(int[] fitted, int[] training, int[] validation) {
            this(fitted, training, validation, List::of, FarValues.NONE);
        }
    }

    /// Same as [#of(Table, Target, int[], int[], Overrides)], with encodings learned from rows of their own.
    ///
    /// @param scaling how numbers are scaled
    public static SchemaChoice of(Table table, Target target, Rows rows, Overrides overrides, NumberScaling scaling) {
        CodeTrial codes = new CodeTrial(table, target, rows.training, rows.validation);
        TextTrial texts = new TextTrial(table, target, rows.training, rows.validation);
        Function<Column, EncodingChoice> plain = column -> {
            if (overrides.readsText(column.name())) {
                return texts.declared(Overrides.words(column));
            }
            EncodingChoice choice = overrides.fitting(table, column, rows.fitted, scaling);
            if (overrides.declares(column.name()) || !(choice instanceof EncodingChoice.Used(Encoding used, _))) {
                return choice;
            }
            if (used instanceof NumberEncoding && column instanceof NumberColumn numbers) {
                return codes.codes(numbers, overrides.most()).orElse(choice);
            }
            return used instanceof CategoryEncoding words && words.categories().size() > FEW_CATEGORIES
                    && overrides.categories() == 0 && column instanceof TextColumn values
                    && !codes.keepsRare(values, FEW_CATEGORIES)
                            ? CategoryEncoding.fit(values, rows.fitted, false, FEW_CATEGORIES)
                            : choice;
        };
        Map<String, RowSource> inputs = new LinkedHashMap<>();
        Supplier<List<RowSplit>> folds = once(rows.folds);
        Supplier<Optional<StatisticsEncoding.StandardizedTargets>> targets = once(() -> folds.get().isEmpty()
                ? Optional.empty()
                : StatisticsEncoding.StandardizedTargets.of(target, table, rows.fitted, rows.far));
        SchemaChoice chosen = of(table, rows.fitted, Set.of(target.column()), overrides, column -> {
            EncodingChoice choice = plain.apply(column);
            if (!(choice instanceof EncodingChoice.Used(CategoryEncoding categories, List<Remark> remarks))) {
                return choice;
            }
            CategoryEncoding values = categories.match() == CategoryEncoding.Match.NUMBER
                    ? categories
                    : categories.withAll(Overrides.words(column), rows.fitted);
            if (values.other() || values.width() <= StatisticsEncoding.FEW_VALUES || !codes.predicts(column)) {
                return choice;
            }
            Optional<StatisticsEncoding> found = targets.get()
                    .flatMap(known -> StatisticsEncoding.fit(values, column, known, overrides.most()));
            found.ifPresent(encoding -> inputs.put(column.name(),
                    encoding.training(table, targets.get().orElseThrow(), folds.get())));
            // a rare value has its statistic, so that there is nothing to say of it
            return found.<EncodingChoice>map(encoding -> new EncodingChoice.Used(encoding,
                    remarks.stream().filter(remark -> !(remark instanceof EncodingRemark.RareValues)).toList()))
                    .orElse(choice);
        }, (words, others) -> new TextTrial(table.prepared(inputs), target, rows.training, rows.validation)
                .tried(words, others));
        return new SchemaChoice(chosen.schema, chosen.remarks, table.prepared(inputs));
    }

    /// Returns a supplier that asks the given one on its first call only.
    private static <T> Supplier<T> once(Supplier<T> supplier) {
        List<T> known = new ArrayList<>();
        return () -> {
            if (known.isEmpty()) {
                known.add(supplier.get());
            }
            return known.getFirst();
        };
    }

    /// Chooses for all columns except those in `except`.
    ///
    /// @param choice chooses for one column
    /// @param texts  chooses for a column of sentences, given the encodings of all other columns
    static SchemaChoice of(Table table, int[] rows, Set<String> except, Overrides overrides,
            Function<Column, EncodingChoice> choice, BiFunction<TextColumn, List<Encoding>, EncodingChoice> texts) {
        if (rows.length == 0) {
            throw new ArgumentException("rows", table.source() + ": there are no training rows; add at least one");
        }
        Map<Column, EncodingChoice> choices = new LinkedHashMap<>();
        table.columns().stream().filter(column -> !except.contains(column.name()))
                .forEach(column -> choices.put(column, choice.apply(column)));
        // sentences come last, because they are used only if they tell more than all other columns do
        List<Encoding> others = choices.values().stream().filter(EncodingChoice.Used.class::isInstance)
                .map(each -> ((EncodingChoice.Used) each).encoding()).toList();
        choices.replaceAll((column,
                chosen) -> chosen instanceof EncodingChoice.Unused && column instanceof TextColumn words
                        && !overrides.leavesOut(column.name()) && FreeText.is(words, rows)
                                ? texts.apply(words, others)
                                : chosen);
        List<Encoding> encodings = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        List<Remark> remarks = new ArrayList<>();
        choices.forEach((column, chosen) -> {
            switch (chosen) {
                case EncodingChoice.Used(Encoding encoding, List<Remark> said) -> {
                    encodings.add(encoding);
                    remarks.addAll(said);
                }
                case EncodingChoice.Unused(String reason) -> leftOut.add(new LeftOut(column.name(), reason,
                        overrides.leavesOut(column.name()) ? "" : LeftOut.always(column, rows)));
            }
        });
        if (encodings.isEmpty()) {
            throw new ArgumentException("table", table.source() + ": no column is left to learn from"
                    + (leftOut.isEmpty()
                            ? ""
                            : "; " + Phrases.list(leftOut.stream().map(LeftOut::sentence).toList()))
                    + "; add columns that differ from row to row");
        }
        return new SchemaChoice(new Schema(encodings, leftOut), remarks, table);
    }
}
