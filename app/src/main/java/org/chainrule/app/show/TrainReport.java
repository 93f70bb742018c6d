package org.chainrule.app.show;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.chainrule.Memory;
import org.chainrule.app.process.Flags;
import org.chainrule.error.DivergedException;
import org.chainrule.error.Quote;
import org.chainrule.tabular.Comparison;
import org.chainrule.tabular.CrossValidation;
import org.chainrule.tabular.Provenance;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.TrainingPlan;
import org.chainrule.tabular.encode.LeftOut;
import org.chainrule.tabular.outcome.Assessment;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.table.Table;
import org.chainrule.train.Plan;

/// The report of `chainrule train` for people: the data and the plan before the training, the results after it.
public final class TrainReport {
    private static final int FEW = 6;
    private static final int USUAL_RESAMPLES = 1000;
    /// The kinds of networks whose learning rate is an option.
    private static final Set<String> RATED = Set.of("mlp", "linear");

    private final PrintStream out;
    private final Report report;

    /// A report on a stream.
    public TrainReport(PrintStream out) {
        this.out = out;
        report = new Report(out);
    }

    /// Returns the error of a training whose numbers diverged, with what to try next.
    ///
    /// @param place words that follow the step; may be empty
    public static DivergedException diverged(DivergedException error, TrainingPlan plan, String place) {
        boolean rated = plan.kinds().size() == 1 && RATED.contains(plan.kind());
        return error.saying(error.fact() + " in epoch " + error.epoch() + ", step " + error.step() + place
                + "; nothing was saved; try "
                + (rated ? "an --lr below " + Format.plain(plan.learningRate()) : "--model mlp with a lower --lr"));
    }

    /// Returns the stream of the report.
    public PrintStream stream() {
        return out;
    }

    /// Prints the task and the reason for it.
    public void target(TargetChoice choice) {
        report.say("Target", choice.sentence(Flags.WORDING));
    }

    /// Prints the data that was read and the training that was planned.
    public void before(TrainingPlan training) {
        data(training.table());
        planned(training, Set.of());
    }

    /// Prints the data that was read.
    void data(Table table) {
        report.say("Data", table.sentence());
        report.more(Flags.sentences(table.reading().remarks()));
    }

    /// Prints the training that was planned.
    ///
    /// @param targets all targets, which are no features of one another
    void planned(TrainingPlan training, Set<String> targets) {
        training.choice().dropped().forEach(dropped -> report.more(dropped.sentence()));
        report.say("Inputs", ModelText.inputs(training.schema()));
        report.more(Format.few(training.schema().leftOut().stream()
                .filter(column -> !targets.contains(column.column())).map(LeftOut::sentence).toList(), FEW));
        report.more(Flags.sentences(training.columnRemarks()));
        rows(training);
        report.more(Flags.sentences(training.warnings()));
        report.space();
        network(training);
    }

    /// Prints the numbers of rows.
    void rows(TrainingPlan training) {
        report.say("Rows", split(training));
    }

    /// Prints the network and how it is trained.
    void network(TrainingPlan training) {
        Plan plan = training.plan();
        boolean portfolio = training.kinds().size() > 1;
        report.say("Network", (portfolio
                ? "the best average of " + String.join(", ", training.kinds()) + "; " + training.kind()
                        + " has "
                : name(training) + ", ") + Format.count(plan.parameters(), "parameter"));
        report.table(ModelText.layers(plan.rows(), plan.input().toString()));
        report.say("Memory", Memory.text(plan.training().total()) + " to train with batches of " + plan.batch() + ", "
                + Memory.text(plan.forward().total()) + " for a forward pass");
        String recipe = "Adam, learning rate " + Format.plain(training.learningRate()) + ", up to "
                + Format.count(training.epochs(), "epoch");
        report.say("Training", (portfolio
                ? networks(training)
                : training.networks() == 1 ? recipe : networks(training) + ", each with " + recipe) + ", seed "
                + training.seed() + ", "
                + Format.count(training.threads(), "thread")
                + (portfolio ? ", about " + Format.estimate(training.expectedSeconds()) : ""));
        ModelText.aim(training.aim()).ifPresent(report::more);
    }

    private static String name(TrainingPlan training) {
        boolean quantiles = JsonReport.quantiles(training.target()).isPresent();
        return switch (training.model()) {
            case "linear" -> "linear model (" + switch (training.choice().task()) {
                case CLASSIFICATION, ORDERED -> "softmax";
                case COUNTS -> "Poisson";
                case REGRESSION -> quantiles ? "quantile" : "linear";
            } + " regression)";
            case "realmlp" -> "RealMLP";
            case "tabm" -> "TabM";
            default -> "multilayer perceptron";
        };
    }

    private static String networks(TrainingPlan training) {
        return Format.count(training.networks(), "network")
                + (training.folds() == 1 ? "" : " over " + Format.count(training.folds(), "fold"));
    }

    private static String split(TrainingPlan training) {
        String text = training.folds() > 1
                ? Format.count(training.trainingRows() + training.validationRows())
                        + " for training and validation in " + Format.count(training.folds(), "fold") + ", "
                : Format.count(training.trainingRows()) + " for training, "
                        + Format.count(training.validationRows()) + " for validation, ";
        if (training.testRows() == 0) {
            return text + "none for the test";
        }
        if (training.testTable() != training.table()) {
            return text + Format.count(training.testRows()) + " for the test (" + training.testTable().source() + ")";
        }
        return text + Format.count(training.testRows()) + " held out for the test, " + training.drawn();
    }

    /// Prints that a cross-validation begins.
    ///
    /// @param drawn how rows are held out, such as `drawn at random class by class`
    public void folds(int folds, int repeats, String drawn) {
        report.say("Folds", folds + (repeats > 1 ? " in each of " + repeats + " divisions" : "")
                + "; the test rows of each are "
                + (drawn.startsWith("the latest") ? "later than its training rows, by" + drawn.substring(13) : drawn));
    }

    /// Prints the result of a cross-validation.
    ///
    /// @param brief whether the measures are left out, because they are printed as JSON
    /// @param whole whether the model is then trained on all rows
    public void crossValidated(CrossValidation folds, boolean brief, boolean whole) {
        if (!brief) {
            report.space();
            Map<String, Double> mean = folds.mean();
            List<String> names = List.copyOf(mean.keySet());
            report.say("Folds", "measured on rows that their models have not seen");
            TextTable table = ModelText.metrics(names);
            table.row(ModelText.metrics("mean of " + Format.count(folds.measures().size(), "model"), names, mean));
            table.row(ModelText.metrics("standard deviation", names, folds.deviation()));
            report.table(table);
        }
        report.more(Flags.sentences(folds.remarks()));
        report.more(whole
                ? "The model to keep is now trained on all rows; expect it to be as good as these, or slightly better"
                : "The model to keep is now trained, and tested on rows of its own");
        report.space();
    }

    /// Prints how the training went.
    ///
    /// @param brief whether the results are left out, because they are printed as JSON
    public void after(TrainingPlan training, TabularResult result, boolean brief) {
        List<Provenance.Member> members = result.model().provenance().members();
        String epochs = Format.count(result.epochs(), "epoch") + " in " + Format.seconds(result.seconds());
        report.line((result.interrupted() ? "Interrupted after " : "Trained    for ") + epochs
                + (members.isEmpty()
                        ? "; best on the validation rows: epoch " + result.model().network().bestEpoch() + by(training)
                                + " ("
                                + Format.measures(result.validation()) + ")"
                        : "; " + averaged(members) + " of " + Format.count(training.networks(), "network")
                                + " averaged; on the rows that they held out: "
                                + Format.measures(result.validation())));
        if (MemberText.differ(members)) {
            report.more("weights: " + MemberText.weights(members));
        }
        if (!brief) {
            report.space();
            results(training, result);
            boolean usual = result.model().provenance().chosen().isEmpty()
                    && !(result.model().target() instanceof Target.Classes classes && classes.threshold() != 0.5);
            if (!usual) {
                ModelText.threshold(result.model()).ifPresent(threshold -> report.say("Threshold", threshold));
            }
        }
        report.more(Flags.sentences(result.remarks()));
        if (!brief) {
            report.space();
        }
    }

    private static String by(TrainingPlan training) {
        return training.aim().metric().isPresent() ? " by " + training.deciding() : "";
    }

    private static String averaged(List<Provenance.Member> members) {
        return Format.count(members.stream().filter(member -> member.weight() > 0).count());
    }

    private void results(TrainingPlan training, TabularResult result) {
        if (result.test().isEmpty()) {
            report.say("Result", (training.testRows() == 0
                    ? "no rows were held out for the test"
                    : "the test rows were not evaluated because the training was interrupted")
                    + "; on the validation rows, which selected the epoch: " + Format.measures(result.validation()));
            return;
        }
        report.say("Result", Format.untouched(training.testRows())
                + units(training.target()) + weighted(training));
        List<String> names = List.copyOf(result.test().keySet());
        TextTable table = ModelText.metrics(names);
        table.row(ModelText.metrics(training.model().equals("linear") ? "linear model" : "network", names,
                result.test()));
        Assessment assessment = result.assessment();
        if (!assessment.intervals().isEmpty()) {
            table.row(ModelText.intervals("  95 % interval", names, assessment.intervals()));
        }
        result.baselines().forEach((name, measures) -> {
            if (name.startsWith("linear")) {
                table.row(ModelText.metrics(name.replaceFirst("linear", "linear model"), names, measures));
            }
        });
        if (assessment.neighbors() > 0) {
            table.row(ModelText.metrics(Format.count(assessment.neighbors(), "nearest neighbor"), names,
                    result.baselines().getOrDefault("neighbors", Map.of())));
        }
        table.row(ModelText.metrics(result.constant(), names, result.baselines().getOrDefault("constant", Map.of())));
        report.table(table);
        if (assessment.resamples() > 0 && assessment.resamples() < USUAL_RESAMPLES) {
            report.more("The intervals are those of " + assessment.resamples() + " draws of the test rows, instead of "
                    + Format.count(USUAL_RESAMPLES) + ", because there are many of them");
        }
        calibration(training, assessment);
        coverage(assessment);
        JsonReport.quantiles(training.target()).filter(levels -> levels.size() > 1).ifPresent(levels -> report
                .say("Quantiles", Format.plain(levels.getFirst()) + " and " + Format.plain(levels.getLast())
                        + " should have " + Format.plain(levels.getLast() - levels.getFirst())
                        + " of the true numbers between them, and have "
                        + Format.measure("coverage", result.test().getOrDefault("coverage", Double.NaN))
                        + " of those of the test rows"));
    }

    /// Prints how well the probabilities are calibrated.
    private void calibration(TrainingPlan training, Assessment assessment) {
        assessment.calibration().ifPresent(calibration -> {
            boolean changed = calibration.temperature() != 1;
            report.say("Calibrated", (changed
                    ? "by the temperature " + Format.plain(calibration.temperature()) + " ("
                            + (training.networks() > 1
                                    ? "the rows held out"
                                    : Format.count(training.validationRows(), "validation row"))
                            + ")"
                    : "as trained: no temperature lowers the validation log loss by more than chance")
                    + "; expected calibration error of the test rows " + Format.measure("ece", calibration.after())
                    + (changed ? " instead of " + Format.measure("ece", calibration.before()) : ""));
        });
    }

    /// Prints how often intervals or sets contain the truth.
    private void coverage(Assessment assessment) {
        assessment.coverage().ifPresent(coverage -> {
            boolean classes = assessment.calibration().isPresent();
            report.say(classes ? "Sets" : "Intervals", "at the level " + Format.plain(coverage.level())
                    + " contain the true " + (classes ? "class" : "number") + " of "
                    + String.format(Locale.ROOT, "%.3f", coverage.share()) + " of the test rows and "
                    + (classes
                            ? "have " + String.format(Locale.ROOT, "%.2f", coverage.size()) + " classes on average"
                            : "reach " + Format.significant(coverage.size(), 4) + " to both sides"));
        });
    }

    private static String weighted(TrainingPlan training) {
        return training.aim().weighs(training.testTable())
                ? "; rows weighted by " + Quote.clip(training.aim().weights())
                : "";
    }

    private static String units(Target target) {
        return target instanceof Target.Numbers numbers ? "; errors in units of " + Quote.clip(numbers.column()) : "";
    }

    /// Prints how the new model compares with the live one.
    ///
    /// @param place the file of the live model
    /// @param seen  whether the live model may have been trained on some of the test rows
    public void compared(Path place, Comparison comparison, boolean seen) {
        report.say("Compared", "with " + place + " on " + Format.count(comparison.rows(), "test row"));
        report.more(Flags.sentences(comparison.remarks()));
        report.table(ComparisonText.table(comparison));
        report.more(ComparisonText.verdict(comparison, comparison.deciding()));
        if (seen) {
            report.more("The old model may have been trained on some of these rows, which favors it; use --test FILE "
                    + "with rows that are new to both models");
        }
        report.space();
    }

    /// Prints that there was no comparison because the live model is damaged.
    public void unopposed(String damage) {
        report.say("Compared", damage);
        report.space();
    }

    /// Prints that the live model was kept.
    ///
    /// @param compared whether the models were compared before
    public void kept(Path place, boolean compared) {
        report.say("Kept", place + "; the new model was not published"
                + (compared ? "" : " because the training was interrupted before the comparison"));
    }

    /// Prints how to resume an interrupted training.
    public void resumable(Path folder) {
        report.say("Resume", "with the same command and --resume; the checkpoint is in " + folder);
    }

    /// Prints where the page of the report is.
    public void reported(Path place) {
        report.say("Report", place.toString());
    }

    /// Prints where the model was saved.
    ///
    /// @param replaced  whether it replaced an older file
    /// @param published whether it replaced the live model
    public void saved(Path place, boolean replaced, boolean published, TabularResult result) throws IOException {
        String what = result.interrupted() ? " (the best epoch so far)" : "";
        long size = Files.isRegularFile(place) ? Files.size(place) : 0;
        report.say(published ? "Published" : "Saved",
                place + (size > 0 ? ", " + Memory.text(size) : "") + (replaced ? ", replacing the old file" : "")
                        + what);
    }
}
