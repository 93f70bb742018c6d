package org.chainrule.app.show;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.chainrule.app.process.Flags;
import org.chainrule.error.Quote;
import org.chainrule.tabular.MultiPlan;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.TrainingPlan;

/// The report of `chainrule train` for several targets: that of each target, and a table of all. The labels of lists have the
/// table alone.
public final class MultiReport {
    private static final int FEW = 6;

    private final Report report;
    private final TrainReport each;

    /// A report on a stream.
    public MultiReport(PrintStream out) {
        report = new Report(out);
        each = new TrainReport(out);
    }

    /// Prints the data that was read and what will be trained.
    public void before(MultiPlan plan) {
        TrainingPlan first = plan.plans().getFirst();
        plan.list().ifPresent(list -> report.say("Target", Quote.clip(list) + ", lists of "
                + Format.count(plan.labels().size(), "label") + ": " + Format.names(plan.labels(), 20)));
        each.data(plan.table());
        report.more(Flags.sentences(plan.remarks()));
        if (plan.list().isPresent()) {
            each.rows(first);
            report.more(Format.few(warnings(plan), FEW));
            each.network(first);
            report.more("Each label has such a training of its own");
        }
        report.space();
    }

    /// Returns the warnings of all labels. One that is not that of all has the first of its labels before it.
    private static List<String> warnings(MultiPlan plan) {
        Map<String, List<String>> labels = new LinkedHashMap<>();
        for (int k = 0; k < plan.labels().size(); k++) {
            String label = plan.labels().get(k);
            Flags.sentences(plan.plans().get(k).warnings())
                    .forEach(warning -> labels.computeIfAbsent(warning, _ -> new ArrayList<>()).add(label));
        }
        return labels.entrySet().stream().map(entry -> entry.getValue().size() == plan.labels().size()
                ? entry.getKey()
                : "label " + Quote.of(entry.getValue().getFirst()) + ": " + entry.getKey()).toList();
    }

    /// Prints that the training of a target begins.
    ///
    /// @param number the number of the target, from 1
    public void begins(MultiPlan plan, TrainingPlan next, int number) {
        String of = number + " of " + plan.plans().size();
        if (plan.list().isPresent()) {
            report.line("  label " + of + ": " + Quote.clip(plan.labels().get(number - 1)));
            return;
        }
        if (number > 1) {
            report.space();
        }
        report.line("Target " + of + ": " + Quote.clip(next.choice().column()));
        each.planned(next, plan.plans().stream().map(one -> one.choice().column()).collect(Collectors.toSet()));
    }

    /// Prints the results.
    ///
    /// @param trained the plans of the trainings, in the order of the targets
    /// @param brief   whether the results are left out, because they are printed as JSON
    public void after(MultiPlan plan, List<TrainingPlan> trained, MultiPlan.Result result, boolean brief) {
        if (plan.list().isEmpty()) {
            for (int i = 0; i < result.results().size(); i++) {
                if (i == 0 || brief) {
                    report.space();
                }
                report.line(Quote.clip(trained.get(i).choice().column()));
                each.after(trained.get(i), result.results().get(i), brief);
            }
        }
        if (brief) {
            return;
        }
        if (plan.list().isPresent()) {
            report.space();
            labels(plan, result);
        } else {
            targets(trained, result);
        }
        report.space();
    }

    private void targets(List<TrainingPlan> trained, MultiPlan.Result result) {
        report.say("Targets", "each by the measure that decides, on its test rows");
        TextTable table = new TextTable("lllrrr").row("", "task", "measure", "network", "linear model", "constant");
        for (int i = 0; i < trained.size(); i++) {
            TrainingPlan one = trained.get(i);
            Map<String, Map<String, Double>> baselines = result.results().get(i).baselines();
            String name = one.deciding();
            table.row(Quote.clip(one.choice().column()), one.choice().task().title(), name,
                    value(name, result.results().get(i).test()),
                    value(name, baselines.getOrDefault("linear", Map.of())),
                    value(name, baselines.getOrDefault("constant", Map.of())));
        }
        report.table(table);
    }

    private void labels(MultiPlan plan, MultiPlan.Result result) {
        if (result.labels().isEmpty()) {
            report.say("Result", "the test rows were not measured");
            return;
        }
        report.say("Result", Format.untouched(plan.plans().getFirst().testRows())
                + ", of the predicted sets of labels");
        List<String> names = List.copyOf(result.labels().keySet());
        report.table(ModelText.metrics(names).row(ModelText.metrics("networks", names, result.labels()))
                .row(ModelText.metrics("always the labels of half of the rows", names, result.constant())));
        List<String> measures = new ArrayList<>(List.of("accuracy", "auc", "logLoss"));
        report.say("Labels", "each by itself");
        TextTable table = new TextTable("lrrrr");
        table.row("", "accuracy", "auc", "logLoss", "logLoss of constant");
        for (int i = 0; i < plan.labels().size(); i++) {
            TabularResult one = result.results().get(i);
            List<String> cells = ModelText.metrics(Quote.clip(plan.labels().get(i)), measures, one.test());
            cells.add(value("logLoss", one.baselines().getOrDefault("constant", Map.of())));
            table.row(cells);
        }
        report.table(table);
    }

    private static String value(String name, Map<String, Double> measures) {
        return measures.containsKey(name) ? Format.measure(name, measures.getOrDefault(name, 0.0)) : "-";
    }

    /// Prints where the models were saved; see [TrainReport#saved].
    public void saved(Path place, boolean replaced, boolean published, TabularResult last) throws IOException {
        each.saved(place, replaced, published, last);
    }
}
