package org.chainrule.app.show;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chainrule.Memory;
import org.chainrule.app.process.Flags;
import org.chainrule.error.Quote;
import org.chainrule.tabular.Continuation;
import org.chainrule.tabular.ContinuationPlan;
import org.chainrule.tabular.Provenance;

/// The report of `chainrule train --continue`.
public final class ContinueReport {
    private final Report report;

    /// A report on a stream.
    public ContinueReport(PrintStream out) {
        report = new Report(out);
    }

    /// Prints the model, the data that was read and the training that was planned.
    public void before(Path model, ContinuationPlan training) {
        report.say("Model", model + ", " + ModelText.task(training.model().target()) + " of "
                + Quote.clip(training.model().target().column()) + ", " + training.model().provenance().model());
        report.say("Data", training.table().sentence());
        report.more(Flags.sentences(training.table().reading().remarks()));
        report.say("Rows", Format.count(training.trainingRows()) + " for training, "
                + Format.count(training.validationRows()) + " for validation, " + tests(training) + "; "
                + Format.count(training.newRows()) + (training.newRows() == 1 ? " is" : " are")
                + (training.group().isEmpty() ? "" : " of a " + Quote.clip(training.group()) + " that is")
                + " new to the model");
        report.more(Flags.sentences(training.remarks()));
        report.space();
        String rate = "learning rate " + Format.plain(training.learningRate());
        report.say("Training", (training.networks() == 1
                ? "Adam, " + rate
                : Format.count(training.networks(), "network") + ", the first with " + rate) + ", up to "
                + Format.count(training.epochs(), "epoch") + ", seed " + training.seed() + ", "
                + Format.count(training.threads(), "thread"));
        ModelText.aim(training.aim()).ifPresent(report::more);
    }

    private static String tests(ContinuationPlan training) {
        int old = training.oldTestRows();
        return training.testRows() == 0
                ? "none for the test"
                : Format.count(training.testRows()) + " for the test (" + Format.count(old) + " of the old test, "
                        + Format.count(training.testRows() - old) + " new)";
    }

    /// Prints how the training went.
    ///
    /// @param brief whether the results are left out, because they are printed as JSON
    public void after(Path model, ContinuationPlan training, Continuation.Result result, boolean brief) {
        String best = result.networks().size() == 1
                ? "; best on the validation rows: epoch " + result.networks().getFirst().bestEpoch()
                : "";
        report.line((result.interrupted() ? "Interrupted after " : "Trained    for ")
                + Format.count(result.epochs(), "epoch") + " in " + Format.seconds(result.seconds()) + best + " ("
                + Format.measures(result.validation()) + "; the old model: " + Format.measures(result.before()) + ")");
        report.more(Flags.sentences(result.remarks()));
        if (brief) {
            return;
        }
        report.space();
        result.comparison().ifPresentOrElse(comparison -> {
            report.say("Compared", "with " + model + " on " + Format.count(comparison.rows(), "test row"));
            report.more(Flags.sentences(comparison.remarks()));
            report.table(ComparisonText.table(comparison));
            report.more(ComparisonText.verdict(comparison, comparison.deciding()));
        }, () -> report.say("Compared", "not at all, because there are no test rows; measure both models by chainrule"
                + " compare on rows that are new to both"));
        report.space();
    }

    /// Prints where the model was saved.
    ///
    /// @param replaced whether it replaced an older file
    public void saved(Path place, boolean replaced) throws IOException {
        long size = Files.isRegularFile(place) ? Files.size(place) : 0;
        report.say("Saved", place + (size > 0 ? ", " + Memory.text(size) : "")
                + (replaced ? ", replacing the old file" : ""));
    }

    /// Returns the report as JSON.
    public static Map<String, Object> json(Path model, ContinuationPlan training, Continuation.Result result,
            Path place) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("continued", model.toString());
        json.put("task", training.model().target().task().word());
        json.put("target", training.model().target().column());
        json.put("rows", training.table().size());
        json.put("split", JsonReport.object("training", training.trainingRows(), "validation",
                training.validationRows(), "test", training.testRows()));
        json.put("newRows", training.newRows());
        json.put("oldTestRows", training.oldTestRows());
        json.put("batch", training.batch());
        json.put("learningRate", training.learningRate());
        json.put("epochs", result.epochs());
        json.put("networks", result.networks().stream().map((Provenance.Member network) -> JsonReport.object("name",
                network.name(), "epochs", network.epochs(), "bestEpoch", network.bestEpoch(), "weight",
                network.weight())).toList());
        json.put("interrupted", result.interrupted());
        json.put("seconds", Math.round(result.seconds() * 1e3) / 1e3);
        json.put("seed", training.seed());
        json.put("validation", JsonReport.finite(result.validation()));
        json.put("validationBefore", JsonReport.finite(result.before()));
        result.comparison().ifPresent(comparison -> {
            Map<String, Object> compared = JsonReport.of(comparison, comparison.deciding());
            compared.put("betterOrEqual", comparison.measure(comparison.deciding()).betterOrEqual());
            json.put("comparison", compared);
        });
        json.put("out", place.toString());
        json.put("saved", true);
        return json;
    }
}
