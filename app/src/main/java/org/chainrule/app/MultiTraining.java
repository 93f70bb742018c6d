package org.chainrule.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.chainrule.app.option.SaveOptions;
import org.chainrule.app.option.SplitOptions;
import org.chainrule.app.option.TableOptions.Input;
import org.chainrule.app.process.Interrupt;
import org.chainrule.app.show.JsonReport;
import org.chainrule.app.show.MultiReport;
import org.chainrule.app.show.ProgressLine;
import org.chainrule.app.show.Terminal;
import org.chainrule.app.show.TrainReport;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.DivergedException;
import org.chainrule.error.Quote;
import org.chainrule.io.Json;
import org.chainrule.io.SafeFile;
import org.chainrule.tabular.MultiModel;
import org.chainrule.tabular.MultiPlan;
import org.chainrule.tabular.MultiTabular;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.TrainingPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// `chainrule train` for several targets, or for the labels of lists.
final class MultiTraining {
    private final Terminal terminal;
    private final Interrupt interrupt;
    private final SaveOptions save;

    MultiTraining(Terminal terminal, Interrupt interrupt, SaveOptions save) {
        this.terminal = terminal;
        this.interrupt = interrupt;
        this.save = save;
    }

    /// Reads the tables and returns the plan for all targets.
    ///
    /// @param test  the table of test rows; null if they are held out
    /// @param wrong makes the exception for a wrong use from its message
    static MultiPlan prepare(Tabular settings, String target, boolean labels, Input input, @Nullable Input test,
            Function<String, ParameterException> wrong) throws IOException {
        MultiTabular training = labels ? MultiTabular.labels(settings, target) : MultiTabular.of(settings, target);
        try {
            return test == null
                    ? training.prepare(input.source())
                    : training.prepare(input.source(), test.source());
        } catch (ArgumentException e) {
            throw e.argument().equals("checkpoints")
                    ? wrong.apply("--checkpoint saves the training of a single target, but there are several; leave it "
                            + "out, or train each target by itself")
                    : e;
        }
    }

    /// Returns whether a plan is not that of a single column.
    static boolean isSeveral(MultiPlan plan) {
        return plan.list().isPresent() || plan.plans().size() > 1;
    }

    /// Refuses a model of several targets in a command that reads a single model.
    static void refuse(CommandSpec spec, Path... models) throws IOException {
        for (Path model : models) {
            if (MultiModel.isMulti(model)) {
                throw new ParameterException(spec.commandLine(), model + " holds a model for each of several targets, "
                        + "but " + spec.name() + " reads a single model; train that target by itself");
            }
        }
    }

    /// Refuses options that apply to a single target.
    ///
    /// @param labels whether the targets are the labels of lists
    void check(SplitOptions split, boolean labels, Function<String, ParameterException> wrong) {
        if (split.folds() > 0) {
            throw wrong.apply("--cv measures the training of a single target, but there are several; leave it out, or "
                    + "train each target by itself");
        }
        if (save.onlyIfBetter()) {
            throw wrong.apply("--only-if-better compares models of a single target, but there are several; leave it "
                    + "out, or train each target by itself");
        }
        if (save.report() != null) {
            throw wrong.apply("--report describes the model of a single target, but there are several; leave it out, "
                    + (labels
                            ? "or train one on a column with yes or no for a label"
                            : "and use chainrule report with --target after the training"));
        }
    }

    /// Trains all models and saves them. Nothing is saved before the training of the last target has begun, so a signal until
    /// then ends the command.
    int train(MultiPlan plan, Path place, MultiReport report, ProgressLine progress) throws IOException {
        SafeFile.check(place, plan.plans().stream().mapToLong(TrainingPlan::leastFileSize).sum());
        report.before(plan);
        interrupt.mayEnd("interrupted before all targets were trained; nothing was saved");
        List<TrainingPlan> begun = new ArrayList<>();
        MultiPlan.Result result;
        try {
            result = plan.fit(next -> {
                progress.end();
                begun.add(next);
                report.begins(plan, next, begun.size());
                progress.training(next);
                if (begun.size() == plan.plans().size()) {
                    interrupt.keep("interrupted again; nothing was saved");
                }
            });
        } catch (DivergedException e) {
            TrainingPlan last = begun.getLast();
            throw TrainReport.diverged(e, last, " for the target " + Quote.of(last.choice().column()));
        } finally {
            progress.end();
        }
        if (result.results().stream().anyMatch(each -> each.epochs() == 0)) {
            terminal.err().println("chainrule: interrupted before all targets were trained; no model was saved");
            return interrupt.code();
        }
        report.after(plan, begun, result, save.json());
        boolean replaced = Files.exists(place);
        result.model().save(place);
        interrupt.keep("");
        report.saved(place, replaced, save.publishes(), result.results().getLast());
        if (save.json()) {
            terminal.out().println(Json.write(json(plan, begun, result, place)));
        }
        return interrupt.asked() ? interrupt.code() : Main.DONE;
    }

    private static Map<String, Object> json(MultiPlan plan, List<TrainingPlan> trained, MultiPlan.Result result,
            Path place) {
        Map<String, Object> json = new LinkedHashMap<>();
        plan.list().ifPresent(list -> {
            json.put("task", "labels");
            json.put("target", list);
            json.put("labels", plan.labels());
            json.put("test", JsonReport.finite(result.labels()));
            json.put("constant", JsonReport.finite(result.constant()));
        });
        List<Object> targets = new ArrayList<>();
        for (int i = 0; i < trained.size(); i++) {
            TabularResult each = result.results().get(i);
            targets.add(JsonReport.of(trained.get(i), each, place, null, true));
        }
        json.put("targets", targets);
        json.put("out", place.toString());
        json.put("saved", true);
        return json;
    }
}
