package org.chainrule.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.chainrule.app.option.SaveOptions;
import org.chainrule.app.option.TableOptions.Input;
import org.chainrule.app.process.Interrupt;
import org.chainrule.app.show.ContinueReport;
import org.chainrule.app.show.Format;
import org.chainrule.app.show.ProgressLine;
import org.chainrule.app.show.Terminal;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.DivergedException;
import org.chainrule.io.Json;
import org.chainrule.tabular.Continuation;
import org.chainrule.tabular.ContinuationPlan;
import picocli.CommandLine.ParameterException;

/// `chainrule train --continue`: goes on with a trained model and the rows of a file.
///
/// @param model the file of the model
/// @param input the rows
/// @param save  where the new model is saved, and what is printed
record ContinueTraining(Terminal terminal, Interrupt interrupt, Path model, Input input, SaveOptions save) {
    /// Checks the files before anything is read.
    ///
    /// @return the file of the new model
    Path place() throws IOException {
        Path place = save.place(input.first());
        InputFiles inputs = new InputFiles().and("the training table", input);
        if (!save.names()) {
            inputs.and("the model to continue", model);
        }
        inputs.checkModel(place);
        return place;
    }

    /// Trains, compares and saves the new model.
    ///
    /// @param wrong makes the exception for a table that does not fit the model
    /// @return the exit code
    int run(Continuation start, Path place, Function<String, ParameterException> wrong) throws IOException {
        PrintStream out = save.quiet() ? Terminal.silent() : save.json() ? terminal.err() : terminal.out();
        ContinueReport report = new ContinueReport(out);
        ProgressLine progress = new ProgressLine(out, save.json() ? terminal.errMoves() : terminal.outMoves());
        interrupt.clearBy(progress::end);
        interrupt.mayEnd("interrupted before the end of the first epoch; nothing was saved");
        try (LiveView view = LiveView.of(save, terminal, interrupt)) {
            Continuation told = start.stopWhen(interrupt::asked).onEpoch(view.listener(progress.and(
                    () -> interrupt.keep("interrupted again; nothing was saved"), _ -> {
                    })));
            return train(told, place, report, progress, wrong);
        }
    }

    private int train(Continuation told, Path place, ContinueReport report, ProgressLine progress,
            Function<String, ParameterException> wrong) throws IOException {
        ContinuationPlan training = prepared(told, progress, wrong);
        report.before(model, training);
        progress.training(training.model().target(), training.aim().metric().isPresent() ? training.deciding() : "",
                training.epochs(), training.networks());
        Continuation.Result result = trained(training, progress);
        report.after(model, training, result, save.json());
        boolean replaced = Files.exists(place);
        result.model().save(place);
        interrupt.keep("");
        report.saved(place, replaced);
        if (save.json()) {
            terminal.out().println(Json.write(ContinueReport.json(model, training, result, place)));
        }
        return interrupt.asked() ? interrupt.code() : Main.DONE;
    }

    private ContinuationPlan prepared(Continuation start, ProgressLine progress,
            Function<String, ParameterException> wrong) throws IOException {
        try {
            return start.prepare(input.source());
        } catch (ArgumentException e) {
            throw wrong.apply(e.getMessage());
        } finally {
            progress.end();
        }
    }

    private static Continuation.Result trained(ContinuationPlan training, ProgressLine progress) {
        try {
            return training.fit();
        } catch (DivergedException e) {
            throw e.saying(e.fact() + " in epoch " + e.epoch() + ", step " + e.step()
                    + "; nothing was saved; try an --lr below " + Format.plain(training.learningRate()));
        } finally {
            progress.end();
        }
    }
}
