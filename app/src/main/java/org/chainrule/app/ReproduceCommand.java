package org.chainrule.app;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import org.chainrule.app.option.ModelAndTable;
import org.chainrule.app.process.Interrupt;
import org.chainrule.app.show.Format;
import org.chainrule.app.show.JsonReport;
import org.chainrule.app.show.ProgressLine;
import org.chainrule.app.show.Terminal;
import org.chainrule.io.Json;
import org.chainrule.tabular.Release;
import org.chainrule.tabular.Reproduction;
import org.chainrule.tabular.TabularModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `chainrule reproduce`: repeats the training of a saved model and compares the bits.
@Command(name = "reproduce", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Repeat the training of a saved model and tell whether it gives the same bits.", ""}, footer = {"",
                "The model keeps its settings and the number of epochs of each network, so a training that a time limit or "
                        + "Ctrl-C ended is repeated too. FILE is the table that it was trained on, in the same files. The exit code is 0 if "
                        + "the bits are the same.",
                "", "Examples:", "  chainrule reproduce penguins.safetensors penguins.csv",
                "  chainrule reproduce penguins.safetensors penguins.csv --threads 1 --json"})
final class ReproduceCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Interrupt interrupt;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ModelAndTable given = new ModelAndTable();

    @Option(names = "--threads", paramLabel = "N", description = "The number of threads, which does not affect the bits. Defaults to one per processor.")
    private @Nullable Integer threads;

    @Option(names = "--json", description = "Print a single JSON object and nothing else.")
    private boolean json;

    @Option(names = {"-q", "--quiet"}, description = "Print only errors; the exit code is the result.")
    private boolean quiet;

    ReproduceCommand(Terminal terminal, Interrupt interrupt) {
        this.terminal = terminal;
        this.interrupt = interrupt;
    }

    @Override
    public Integer call() throws IOException {
        given.locate();
        if (threads != null && threads < 1) {
            throw new ParameterException(spec.commandLine(), "--threads must be at least 1, but is " + threads);
        }
        new InputFiles().and("the model", given.model()).and("the training table", given.table()).readOnce();
        InputFiles.model(given.model());
        MultiTraining.refuse(spec, given.model());
        TabularModel trained = TabularModel.load(given.model());
        PrintStream out = quiet ? Terminal.silent() : terminal.err();
        ProgressLine progress = new ProgressLine(out, terminal.errMoves());
        interrupt.clearBy(progress::end);
        interrupt.mayEnd("interrupted; nothing was compared");
        int networks = trained.provenance().members().size();
        progress.training(trained.target(), trained.provenance().aim().metric().isPresent() ? trained.deciding() : "",
                trained.provenance().epochs(), Math.max(1, networks));
        Reproduction again;
        try {
            again = Reproduction.of(trained, given.table().source(),
                    threads == null ? Runtime.getRuntime().availableProcessors() : threads, progress);
        } finally {
            progress.end();
        }
        if (json) {
            terminal.out().println(Json.write(json(again)));
        } else if (!quiet) {
            terminal.out().println(sentence(again));
        }
        return again.same() ? Main.DONE : Main.FAILED;
    }

    private String sentence(Reproduction again) {
        String what = Format.count(again.networks(), "network") + ", " + Format.count(again.epochs(), "epoch");
        String version = again.version().equals(Release.version())
                ? ""
                : "; the model was trained by Chainrule " + again.version() + ", and this is " + Release.version();
        return again.difference().map(difference -> "Not the same bits: " + difference.sentence())
                .orElse("The same bits: " + what) + version;
    }

    private Map<String, Object> json(Reproduction again) {
        Map<String, Object> object = JsonReport.object("model", given.model().toString(), "file",
                given.table().toString(), "same",
                again.same(), "networks", again.networks(), "epochs", again.epochs(), "trainedBy", again.version(),
                "repeatedBy", Release.version());
        again.difference().ifPresent(difference -> object.put("difference", JsonReport.object("network",
                difference.network(), "epoch", difference.epoch(), "what", difference.what())));
        return object;
    }
}
