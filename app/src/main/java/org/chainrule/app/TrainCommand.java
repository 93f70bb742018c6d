package org.chainrule.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.chainrule.app.option.AimOptions;
import org.chainrule.app.option.CheckpointOptions;
import org.chainrule.app.option.ColumnOptions;
import org.chainrule.app.option.ContinueOptions;
import org.chainrule.app.option.LayoutOptions;
import org.chainrule.app.option.NetworkOptions;
import org.chainrule.app.option.SaveOptions;
import org.chainrule.app.option.SplitOptions;
import org.chainrule.app.option.TableOptions;
import org.chainrule.app.option.TableOptions.Input;
import org.chainrule.app.option.TargetOptions;
import org.chainrule.app.process.Flags;
import org.chainrule.app.process.Interrupt;
import org.chainrule.app.show.JsonReport;
import org.chainrule.app.show.ModelText;
import org.chainrule.app.show.MultiReport;
import org.chainrule.app.show.ProgressLine;
import org.chainrule.app.show.Terminal;
import org.chainrule.app.show.TrainReport;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.DivergedException;
import org.chainrule.error.Quote;
import org.chainrule.io.Json;
import org.chainrule.io.SafeFile;
import org.chainrule.tabular.Comparison;
import org.chainrule.tabular.Continuation;
import org.chainrule.tabular.CrossValidation;
import org.chainrule.tabular.MultiPlan;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.TrainingPlan;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.report.Report;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `chainrule train`: trains a model on a table, saves it and prints a report.
@Command(name = "train", mixinStandardHelpOptions = true, sortOptions = false, synopsisHeading = "Usage: ", customSynopsis = "chainrule train FILE --target COLUMN [OPTIONS]%n       chainrule train FILE --continue MODEL [OPTIONS]%n", description = {
        "Train networks that predict one column of a table from the others.",
        "Their average is saved as one model; --quick trains a single network in seconds.", ""}, footer = {"",
                "Numbers are scaled, each category of a text column becomes one input, and missing values are filled in "
                        + "and flagged. All statistics come from the training rows only.",
                "",
                "Ctrl-C stops the training and saves the best epoch so far; with --only-if-better, the live model is kept.",
                "", "Examples:", "  chainrule train penguins.csv --target species",
                "  chainrule train houses.csv --target price --hidden 128,64 --seed 7",
                "  chainrule train digits.csv --target digit --model linear --json",
                "  chainrule train churn.csv --target churned --ignore id,name --categorical zip",
                "  chainrule train churn.csv --target churned --positive yes --threshold best-f1",
                "  chainrule train churn.csv --target churned --metric auc --balanced",
                "  chainrule train visits.csv --target cost --group-column patient",
                "  chainrule train sales.csv --target price --time-column day",
                "  chainrule train houses.csv --target price,sold",
                "  chainrule train films.csv --target genres --task labels",
                "  chainrule train penguins.csv --target species --cv 5 --repeats 2",
                "  chainrule train sales.csv --target price --checkpoint run --resume",
                "  chainrule train newest.csv --continue sales.safetensors",
                "  chainrule train penguins.csv --target species --report report.html --open",
                "  chainrule train penguins.csv --target species --view",
                "  chainrule train sales.csv --target price --test newest.csv \\",
                "      --publish live.safetensors --only-if-better"})
final class TrainCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Interrupt interrupt;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "A table with a header line: CSV, JSON lines, or what a module adds. Several files or a pattern such as 'data/*.csv' are one table; - is standard input.")
    private List<String> names = List.of();

    @Option(names = "--target", paramLabel = "COLUMN", description = "The column to predict; a,b for several, each with a model of its own in one file.")
    private @Nullable String target;

    @ArgGroup(validate = false, heading = "%nTable options:%n")
    private TableOptions where = new TableOptions();

    private Input input = Input.none();
    private @Nullable Input tested;

    @ArgGroup(validate = false, heading = "%nContinue options:%n")
    private ContinueOptions further = new ContinueOptions();

    @ArgGroup(validate = false, heading = "%nTarget options:%n")
    private TargetOptions predicted = new TargetOptions();

    @ArgGroup(validate = false, heading = "%nMeasure options:%n")
    private AimOptions aim = new AimOptions();

    @ArgGroup(validate = false, heading = "%nColumn options:%n")
    private ColumnOptions columns = new ColumnOptions();

    @ArgGroup(validate = false, heading = LayoutOptions.OF_A_TABLE)
    private LayoutOptions lines = new LayoutOptions();

    @ArgGroup(validate = false, heading = "%nTest row options:%n")
    private SplitOptions split = new SplitOptions();

    @ArgGroup(validate = false, heading = "%nNetwork options:%n")
    private NetworkOptions network = new NetworkOptions();

    @ArgGroup(validate = false, heading = "%nCheckpoint options:%n")
    private CheckpointOptions checkpoint = new CheckpointOptions();

    @ArgGroup(validate = false, heading = "%nOutput options:%n")
    private SaveOptions save = new SaveOptions();

    TrainCommand(Terminal terminal, Interrupt interrupt) {
        this.terminal = terminal;
        this.interrupt = interrupt;
    }

    @Override
    public Integer call() throws IOException {
        input = where.input(names, this::wrong);
        Path model = further.model();
        if (model != null) {
            return goOn(model);
        }
        if (target == null) {
            throw wrong("Missing required option: '--target=COLUMN'");
        }
        ColumnOptions.checkRoles(spec, target, this::wrong);
        Tabular tabular = split.apply(network.apply(
                columns.apply(
                        aim.apply(predicted.apply(Tabular.of(target), this::wrong), predicted, target, this::wrong),
                        lines,
                        this::wrong),
                this::wrong),
                save.onlyIfBetter(), this::wrong)
                .command(command());
        save.check(split, this::wrong);
        Path place = save.place(input.first());
        InputFiles inputs = new InputFiles().and("the training table", input);
        Input test = split.test(this::wrong);
        if (test != null) {
            inputs.and("the test table", test).readOnce();
        }
        inputs.checkModel(place);
        Path folder = checkpoint.folder();
        if (folder != null && InputFiles.sameTarget(place, folder)) {
            throw wrong("the model cannot be saved to " + place + ", because the checkpoints are saved there; choose"
                    + " another place");
        }
        Path page = save.report();
        if (page != null) {
            ReportCommand.checkPlace(inputs, page, spec, folder == null ? List.of(place) : List.of(place, folder));
        }
        if (save.onlyIfBetter()) {
            InputFiles.readableByTwoModels(test == null ? input : test);
        }
        tested = test;
        Incumbent inUse = save.onlyIfBetter() && InputFiles.holdsSomething(place) ? Incumbent.load(place) : null;
        PrintStream out = save.quiet() ? Terminal.silent() : save.json() ? terminal.err() : terminal.out();
        boolean moves = save.json() ? terminal.errMoves() : terminal.outMoves();
        // a line for each label suffices where lines cannot be overwritten
        ProgressLine progress = new ProgressLine(predicted.labels() && !moves ? Terminal.silent() : out, moves);
        Tabular kept = checkpoint.apply(tabular, sentence -> {
            progress.end();
            terminal.err().println("chainrule: " + sentence);
        }, this::wrong);
        try (LiveView view = LiveView.of(save, terminal, interrupt)) {
            return train(kept.stopWhen(interrupt::asked), view, place, inUse, new TrainReport(out), progress);
        }
    }

    private int goOn(Path model) throws IOException {
        input = lines.over(input, this::wrong);
        InputFiles.model(model);
        MultiTraining.refuse(spec, model);
        save.checkView(this::wrong);
        Continuation start = further.apply(model, spec.commandLine().getParseResult(), this::wrong).command(command());
        ContinueTraining training = new ContinueTraining(terminal, interrupt, model, input, save);
        return training.run(start, training.place(), this::wrong);
    }

    private int train(Tabular tabular, LiveView view, Path place, @Nullable Incumbent incumbent, TrainReport report,
            ProgressLine progress) throws IOException {
        interrupt.clearBy(progress::end);
        interrupt.mayEnd("interrupted before the end of the first epoch; nothing was saved");
        Path checkpoints = checkpoint.folder();
        String lost = checkpoints == null
                ? "interrupted again; nothing was saved"
                : "interrupted again; the model was not saved; add --resume to resume from the latest checkpoint in "
                        + checkpoints;
        AtomicBoolean kept = new AtomicBoolean(split.folds() == 0);
        Tabular told = tabular.onEpoch(view.listener(progress.and(() -> {
            if (kept.get()) {
                interrupt.keep(lost);
            }
        }, predicted.labels() ? _ -> {
        } : report::target)));
        TrainingPlan training;
        String named = Objects.requireNonNullElse(target, "");
        if (predicted.labels() || named.contains(",")) {
            MultiPlan all = MultiTraining.prepare(told, named, predicted.labels(), input, tested, this::wrong);
            progress.end();
            if (MultiTraining.isSeveral(all)) {
                kept.set(false);
                MultiTraining several = new MultiTraining(terminal, interrupt, save);
                several.check(split, all.list().isPresent(), this::wrong);
                return several.train(all, place, new MultiReport(report.stream()), progress);
            }
            training = all.plans().getFirst();
        } else {
            training = tested == null
                    ? told.prepare(input.source())
                    : told.prepare(input.source(), tested.source());
            progress.end();
        }
        TabularModel inUse = incumbent == null ? null : incumbent.model();
        if (inUse != null) {
            check(place, inUse.target(), training.target());
        }
        SafeFile.check(place, training.leastFileSize());
        checkFolds(training);
        report.before(training);
        progress.training(training);
        CrossValidation folds = split.folds() == 0 ? null : crossValidate(training, report, progress);
        kept.set(true);
        if (checkpoints != null) {
            // A checkpoint can be saved from the first step on.
            interrupt.waiting("saving the state of the training");
            interrupt.keep(lost);
        }
        TabularResult result = trained(training, training::fit, progress);
        if (result.epochs() == 0) {
            terminal.err().println("chainrule: interrupted before the end of the first epoch; no model was saved"
                    + (checkpoints == null ? "" : "; add --resume to resume from the checkpoint in " + checkpoints));
            return interrupt.code();
        }
        report.after(training, result, save.json());
        Comparison comparison = inUse == null ? null : compare(training, result, inUse, place, progress);
        if (comparison != null) {
            report.compared(place, comparison, seen(inUse, result));
        }
        String damage = incumbent == null ? "" : incumbent.damage();
        if (!damage.isEmpty()) {
            report.unopposed(damage);
            if (save.quiet()) {
                terminal.err().println("chainrule: " + damage);
            }
        }
        boolean better = comparison != null && comparison.measure(comparison.deciding()).betterOrEqual();
        boolean publish = inUse == null ? damage.isEmpty() || isFinite(training, result) : better;
        if (publish) {
            boolean replaced = Files.exists(place);
            result.model().save(place);
            interrupt.keep("");
            report.saved(place, replaced, save.publishes(), result);
        } else {
            report.kept(place, comparison != null || !damage.isEmpty() && !result.test().isEmpty());
        }
        if (save.json()) {
            Map<String, Object> json = JsonReport.of(training, result, place, comparison, publish);
            if (folds != null) {
                json.put("crossValidation", JsonReport.of(folds));
            }
            if (!damage.isEmpty()) {
                json.put("damaged", damage);
            }
            terminal.out().println(Json.write(json));
        }
        Path page = save.report();
        if (page != null) {
            save(training.report(result, Flags.WORDING), page, publish ? place : null);
            report.reported(page);
            ReportCommand.show(terminal, page, save.opens());
        }
        if (interrupt.asked()) {
            if (checkpoints != null) {
                report.resumable(checkpoints);
            }
            return interrupt.code();
        }
        return publish ? Main.DONE : Main.FAILED;
    }

    /// Saves the report of a model.
    ///
    /// @param model the file of the model; null if it was not saved
    private static void save(Report report, Path page, @Nullable Path model) throws IOException {
        try {
            report.save(page);
        } catch (IOException e) {
            throw model == null
                    ? e
                    : new IOException(e.getMessage() + "; the model is saved in " + model
                            + ", and chainrule report can write a report of it", e);
        }
    }

    /// Compares the new model with the live one; returns null if a signal has arrived before.
    private @Nullable Comparison compare(TrainingPlan training, TabularResult result, TabularModel inUse, Path place,
            ProgressLine progress) throws IOException {
        if (!interrupt.mayEnd("interrupted before the models were compared; " + place + " is unchanged")) {
            return null;
        }
        Comparison comparison = training.compare(inUse, result.model(), (tested == null ? input : tested).source());
        progress.end();
        interrupt.keep("interrupted; " + place + " is unchanged");
        return comparison;
    }

    /// Returns whether the new model predicts finite numbers on the test rows.
    private static boolean isFinite(TrainingPlan training, TabularResult result) {
        return Double.isFinite(
                result.test().getOrDefault(training.deciding(), Double.NaN));
    }

    private String command() {
        return RecordedCommand.of(spec.commandLine().getParseResult().originalArgs(), names);
    }

    /// Refuses folds into which the rows cannot be divided, as wrong usage.
    private void checkFolds(TrainingPlan training) {
        checkFolds(training::checkFolds);
        if (split.folds() > 0) {
            checkFolds(() -> CrossValidation.check(training, split.folds(), split.repeats()));
        }
    }

    private void checkFolds(Runnable check) {
        try {
            check.run();
        } catch (ArgumentException e) {
            throw e.argument().equals("folds") ? wrong(String.valueOf(e.getMessage())) : e;
        }
    }

    private CrossValidation crossValidate(TrainingPlan training, TrainReport report, ProgressLine progress) {
        interrupt.mayEnd("interrupted in the cross-validation; nothing was saved");
        report.folds(split.folds(), split.repeats(), training.drawn());
        CrossValidation folds = trained(training, () -> training.crossValidate(split.folds(), split.repeats()),
                progress);
        report.crossValidated(folds, save.json(), training.testRows() == 0);
        interrupt.mayEnd("interrupted before the end of the first epoch; nothing was saved");
        return folds;
    }

    private static <T> T trained(TrainingPlan training, Supplier<T> work, ProgressLine progress) {
        try {
            return work.get();
        } catch (DivergedException e) {
            throw TrainReport.diverged(e, training, "");
        } finally {
            progress.end();
        }
    }

    /// Returns whether the live model may have been trained on some of the test rows: they are held out from the training
    /// table, and the live model was trained on another table or with another seed.
    private boolean seen(@Nullable TabularModel inUse, TabularResult result) {
        return inUse != null && tested == null
                && !(inUse.provenance().digest().equals(result.model().provenance().digest())
                        && inUse.network().seed() == result.model().network().seed());
    }

    private static void check(Path place, Target inUse, Target mine) {
        if (!inUse.column().equals(mine.column()) || !ModelText.task(inUse).equals(ModelText.task(mine))) {
            throw new ArgumentException("publish", place + " predicts " + Quote.of(inUse.column()) + " by "
                    + ModelText.task(inUse) + ", so a model that predicts " + Quote.of(mine.column()) + " by "
                    + ModelText.task(mine) + " cannot replace it; publish it under another name");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
