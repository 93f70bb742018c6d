package org.chainrule.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.chainrule.Memory;
import org.chainrule.error.Quote;
import org.chainrule.io.Json;
import org.chainrule.model.Model;
import org.chainrule.tabular.Provenance;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.LeftOut;
import org.chainrule.tabular.encode.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chainrule inspect`: what is in a saved model.
@Command(name = "inspect", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Shows what is in a saved model: its task, its columns, its network, where it comes from and how "
                + "good it was, how large it is and how long it takes to predict on this machine.",
        ""}, footer = {"", "Examples:", "  chainrule inspect penguins.safetensors",
                "  chainrule inspect penguins.safetensors --json"})
final class InspectCommand implements Callable<Integer> {
    private static final int FEW = 12;

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model that chainrule train saved.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Print one JSON object, and nothing else: nanoseconds and bytes as plain numbers.")
    private boolean json;

    InspectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        TabularModel model = TabularModel.load(file);
        if (json) {
            out().println(Json.write(json(model)));
            return Main.DONE;
        }
        task(model);
        columns(model);
        network(model.network());
        size(model);
        origin(model);
        results(model.provenance());
        return Main.DONE;
    }

    private void task(TabularModel model) {
        say("Model", file + ", " + model.target().task().word() + " of "
                + Quote.clip(model.target().column()));
        switch (model.target()) {
            case Target.Classes classes -> say("Classes", Format.count(classes.labels().size()) + ": "
                    + Format.names(classes.labels(), 20));
            case Target.Numbers numbers -> say("Numbers", "predicted as (y - " + Format.plain(numbers.mean())
                    + ") / " + Format.plain(numbers.deviation()));
        }
    }

    private void columns(TabularModel model) {
        say("Inputs", TrainReport.inputs(model.schema()));
        TextTable table = new TextTable("ll");
        List<Encoding> encodings = model.schema().encodings();
        for (Encoding encoding : encodings.subList(0, Math.min(FEW, encodings.size()))) {
            table.row(Quote.clip(encoding.column()), encoding.description());
        }
        table.lines(TrainReport.INDENT).forEach(out()::println);
        if (encodings.size() > FEW) {
            more("and " + Format.count(encodings.size() - FEW) + " more");
        }
        Format.few(model.schema().leftOut().stream().map(LeftOut::sentence).toList(), FEW).forEach(this::more);
    }

    private static long parameters(Model network) {
        return network.parameters().values().stream().mapToLong(values -> values.shape().elements()).sum();
    }

    /// What a service has to provide for.
    private void size(TabularModel model) throws IOException {
        Model network = model.network();
        say("Size", Memory.text(Files.size(file)) + " in the file, " + Memory.text(parameters(network) * Float.BYTES)
                + " of parameters, " + Memory.text(network.memory(1).total()) + " to predict one row, "
                + Memory.text(network.memory(256).total()) + " for 256 at once");
        Latency latency = Latency.of(model);
        say("Latency", "a row takes " + Format.duration(latency.median()) + " (median), 99 % less than "
                + Format.duration(latency.p99()) + ": " + Format.count(latency.predictions(), "prediction")
                + " one after another on this machine just now, " + Format.count(processors(), "processor") + ", "
                + (vector() ? "with" : "without") + " the vector module");
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static boolean vector() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    private Map<String, Object> json(TabularModel model) throws IOException {
        Model network = model.network();
        Provenance origin = model.provenance();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("model", file.toString());
        object.put("task", model.target().task().word());
        object.put("target", model.target().column());
        if (model.target() instanceof Target.Classes classes) {
            object.put("classes", classes.labels());
        }
        object.put("columns", model.schema().encodings().stream().map(Encoding::column).toList());
        object.put("inputs", model.schema().width());
        object.put("parameters", parameters(network));
        object.put("file", Files.size(file));
        object.put("memory", TrainJson.object("one", network.memory(1).total(), "256", network.memory(256).total()));
        Latency latency = Latency.of(model);
        object.put("latency", TrainJson.object("predictions", latency.predictions(), "median", latency.median(), "p99",
                latency.p99(), "processors", processors(), "vector", vector()));
        object.put("version", origin.version());
        object.put("source", origin.source());
        object.put("sha256", origin.digest());
        object.put("command", origin.command());
        object.put("seed", network.seed());
        Map<String, Object> results = new LinkedHashMap<>();
        origin.results().forEach((what, measures) -> results.put(what, TrainJson.finite(measures)));
        object.put("results", results);
        return object;
    }

    private void network(Model network) {
        say("Network", Format.count(parameters(network), "parameter"));
        TrainReport.layers(network.layers(), "[n, " + network.row().elements() + "]").forEach(out()::println);
        TextTable table = new TextTable("llrr");
        table.row("parameter", "shape", "norm", "largest");
        network.parameters().forEach((path, values) -> {
            float[] all = values.values();
            double largest = 0;
            for (float value : all) {
                largest = Math.max(largest, Math.abs(value));
            }
            table.row(Quote.clip(path), values.shape().toString(), Format.significant(Format.norm(all), 4),
                    Format.significant(largest, 4));
        });
        table.lines(TrainReport.INDENT).forEach(out()::println);
    }

    private void origin(TabularModel model) {
        Provenance origin = model.provenance();
        List<Integer> rows = origin.rows();
        say("Origin",
                "Chainrule " + Quote.clip(origin.version()) + ", trained on " + Quote.clip(origin.source()) + " with "
                        + Format.count(rows.get(0), "row") + ", " + Format.count(rows.get(1)) + " to choose the epoch, "
                        + Format.count(rows.get(2)) + " to test");
        if (!origin.digest().isEmpty()) {
            more("SHA-256 of the file " + origin.digest());
        }
        if (!origin.command().isEmpty()) {
            more(ShellWords.isCommand(origin.command())
                    ? origin.command()
                    : "a command that is not safe to paste into a shell: " + Quote.of(origin.command()));
        }
        Model network = model.network();
        more(Quote.clip(origin.model()) + ", batch " + origin.batch() + ", learning rate "
                + Format.plain(origin.learningRate()) + ", seed " + network.seed() + ", epoch "
                + network.bestEpoch() + " of " + network.history().size() + " trained, " + origin.epochs()
                + " allowed");
    }

    private void results(Provenance origin) {
        Set<String> names = new LinkedHashSet<>();
        origin.results().values().forEach(measures -> names.addAll(measures.keySet()));
        TextTable table = new TextTable("l" + "r".repeat(names.size()));
        List<String> head = new ArrayList<>(List.of(""));
        names.forEach(name -> head.add(Quote.clip(name)));
        table.row(head);
        origin.results().forEach((what, measures) -> table.row(TrainReport.cells(switch (what) {
            case "validation" -> "validation rows";
            case "test" -> "test rows";
            default -> "baseline: " + Quote.clip(what);
        }, List.copyOf(names), measures)));
        say("Results", "when it was trained");
        table.lines(TrainReport.INDENT).forEach(out()::println);
    }

    private PrintStream out() {
        return terminal.out();
    }

    private void say(String heading, String text) {
        TrainReport.say(out(), heading, text);
    }

    private void more(String line) {
        out().println(TrainReport.INDENT + line);
    }
}
