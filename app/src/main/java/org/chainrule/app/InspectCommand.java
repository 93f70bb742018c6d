package org.chainrule.app;

import java.io.IOException;
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
import org.chainrule.app.process.ShellWords;
import org.chainrule.app.show.Format;
import org.chainrule.app.show.JsonReport;
import org.chainrule.app.show.MemberText;
import org.chainrule.app.show.ModelText;
import org.chainrule.app.show.Report;
import org.chainrule.app.show.Terminal;
import org.chainrule.app.show.TextTable;
import org.chainrule.error.Quote;
import org.chainrule.io.Json;
import org.chainrule.model.Model;
import org.chainrule.tabular.MultiModel;
import org.chainrule.tabular.Provenance;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.LeftOut;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chainrule inspect`: shows the contents of a saved model.
@Command(name = "inspect", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Show the contents of a saved model.",
        "The output lists its task, columns, network, origin and test results, its size, and its latency on this machine.",
        ""}, footer = {"", "Examples:", "  chainrule inspect penguins.safetensors",
                "  chainrule inspect penguins.safetensors --json"})
final class InspectCommand implements Callable<Integer> {
    private static final int FEW = 12;

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model saved by chainrule train.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Print a single JSON object and nothing else, with times in nanoseconds and sizes in bytes.")
    private boolean json;

    InspectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        InputFiles.model(file);
        if (MultiModel.isMulti(file)) {
            several(MultiModel.load(file));
            return Main.DONE;
        }
        TabularModel model = TabularModel.load(file);
        if (json) {
            terminal.out().println(Json.write(json(model)));
            return Main.DONE;
        }
        task(model);
        columns(model, List.of());
        network(model);
        size(List.of(model), Memory.text(Files.size(file)) + " file, ");
        origin(model);
        results(model.provenance());
        return Main.DONE;
    }

    /// Shows the models of several targets one after the other, and those of the labels of lists in a table.
    private void several(MultiModel models) throws IOException {
        if (json) {
            List<Object> all = new ArrayList<>();
            for (TabularModel each : models.models()) {
                // the latency of each label would take half a second
                all.add(models.list().isPresent()
                        ? JsonReport.object("target", each.target().column(), "parameters",
                                JsonReport.parameters(each.network()), "results", results(each), "members",
                                JsonReport.members(each.provenance().members()))
                        : json(each));
            }
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("model", file.toString());
            object.put("file", Files.size(file));
            models.list().ifPresent(list -> {
                object.putAll(JsonReport.object("task", "labels", "target", list, "labels", models.labels()));
                object.putAll(size(models.models()));
            });
            object.put("targets", all);
            terminal.out().println(Json.write(object));
            return;
        }
        TabularModel first = models.models().getFirst();
        report().say("Models", file + ", " + Format.count(models.models().size()) + " in one file of "
                + Memory.text(Files.size(file)) + ": " + models.list().map(list -> "the labels of the lists in "
                        + Quote.clip(list)).orElse("one for each target"));
        if (models.list().isPresent()) {
            columns(first, models.list().stream().toList());
            labels(models);
            size(models.models(), "");
            origin(first);
            Map<String, Map<String, Double>> measures = new LinkedHashMap<>();
            for (int k = 0; k < models.labels().size(); k++) {
                Map<String, Map<String, Double>> results = models.models().get(k).provenance().results();
                measures.put(Quote.clip(models.labels().get(k)),
                        results.getOrDefault("test", results.getOrDefault("validation",
                                Map.of())));
            }
            results(measures);
            return;
        }
        for (TabularModel each : models.models()) {
            report().space();
            task(each);
            columns(each, models.targets());
            network(each);
            size(List.of(each), "");
            origin(each);
            results(each.provenance());
        }
    }

    /// Shows the networks of each label: their parameters, and the kinds of an average by weight.
    private void labels(MultiModel models) {
        report().say("Networks", Format.count(parameters(models.models()), "parameter") + ", a model for each label");
        TextTable table = new TextTable("lrl");
        table.row("label", "parameters", "kinds and weights");
        for (int k = 0; k < models.labels().size(); k++) {
            TabularModel each = models.models().get(k);
            table.row(Quote.clip(models.labels().get(k)), Format.count(JsonReport.parameters(each.network())),
                    each.provenance().members().isEmpty()
                            ? Quote.clip(each.provenance().model())
                            : MemberText.weights(each.provenance().members()));
        }
        report().table(table);
    }

    private void task(TabularModel model) {
        report().say("Model", file + ", " + ModelText.task(model.target()) + " of "
                + Quote.clip(model.target().column()));
        switch (model.target()) {
            case Target.Classes classes -> report().say("Classes", Format.count(classes.labels().size())
                    + (classes.ordered() ? ", in this order: " : ": ")
                    + Format.names(classes.labels(), 20));
            case Target.Numbers numbers -> report().say("Scaling", (numbers.estimand() instanceof Estimand.Counts
                    ? "predicts the logarithm of y / " + Format.plain(numbers.mean())
                    : numbers.transform().isIdentity()
                            ? "predicts (y - " + Format.plain(numbers.mean()) + ") / "
                                    + Format.plain(numbers.deviation())
                            : "predicts " + numbers.transform().words() + " of y, scaled")
                    + (Double.isFinite(numbers.low())
                            ? "; y from " + Format.plain(numbers.low()) + " to " + Format.plain(numbers.high())
                            : ""));
        }
        if (model.target() instanceof Target.Classes classes && classes.temperature() != 1) {
            report().say("Calibrated", "by the temperature " + Format.plain(classes.temperature())
                    + ", by which the logits are divided");
        }
        ModelText.threshold(model).ifPresent(threshold -> report().say("Threshold", threshold));
    }

    /// @param targets other targets, which are no features
    private void columns(TabularModel model, List<String> targets) {
        report().say("Inputs", ModelText.inputs(model.schema()));
        TextTable table = new TextTable("ll");
        List<Encoding> encodings = model.schema().encodings();
        for (Encoding encoding : encodings.subList(0, Math.min(FEW, encodings.size()))) {
            table.row(Quote.clip(encoding.column()), encoding.description());
        }
        report().table(table);
        if (encodings.size() > FEW) {
            report().more("and " + Format.count(encodings.size() - FEW) + " more");
        }
        report().more(Format.few(model.schema().leftOut().stream()
                .filter(column -> !targets.contains(column.column())).map(LeftOut::sentence).toList(), FEW));
    }

    /// Prints the memory and the time that a service must provide for.
    ///
    /// @param before what is printed before the memory, such as the size of the file
    private void size(List<TabularModel> models, String before) {
        report().say("Size", before + Memory.text(parameters(models) * Float.BYTES) + " of parameters, "
                + Memory.text(memory(models, 1)) + " to predict one row, " + Memory.text(memory(models, 256))
                + " to predict 256 rows at once");
        Latency latency = Latency.of(models);
        report().say("Latency", Format.duration(latency.median()) + " per row (median), "
                + Format.duration(latency.p99()) + " (99th percentile); measured now, over "
                + Format.count(latency.predictions(), "prediction") + " in sequence, on "
                + Format.count(processors(), "processor") + " " + (vector() ? "with" : "without")
                + " the vector module");
    }

    private static long parameters(List<TabularModel> models) {
        return models.stream().mapToLong(model -> JsonReport.parameters(model.network())).sum();
    }

    /// Returns the bytes that predicting rows takes; each model keeps its own.
    private static long memory(List<TabularModel> models, int rows) {
        return models.stream().mapToLong(model -> model.network().memory(rows).total()).sum();
    }

    private static Map<String, Object> size(List<TabularModel> models) {
        Latency latency = Latency.of(models);
        return JsonReport.object("parameters", parameters(models), "memory",
                JsonReport.object("one", memory(models, 1), "256", memory(models, 256)), "latency",
                JsonReport.object("predictions", latency.predictions(), "median", latency.median(), "p99",
                        latency.p99(), "processors", processors(), "vector", vector()));
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
            object.put("temperature", classes.temperature());
        }
        JsonReport.quantiles(model.target()).ifPresent(levels -> object.put("quantiles", levels));
        JsonReport.threshold(model).ifPresent(threshold -> object.put("threshold", threshold));
        object.put("columns", model.schema().encodings().stream().map(Encoding::column).toList());
        object.put("inputs", model.schema().width());
        object.put("file", Files.size(file));
        object.putAll(size(List.of(model)));
        object.put("version", origin.version());
        object.put("source", origin.source());
        object.put("sha256", origin.digest());
        origin.parent().ifPresent(parent -> object.put("continues",
                JsonReport.object("model", parent.source(), "sha256", parent.digest())));
        object.put("command", origin.command());
        object.put("seed", network.seed());
        object.putAll(origin.aim().toJson());
        object.put("results", results(model));
        object.put("members", JsonReport.members(origin.members()));
        return object;
    }

    private static Map<String, Object> results(TabularModel model) {
        Map<String, Object> results = new LinkedHashMap<>();
        model.provenance().results().forEach((what, measures) -> results.put(what, JsonReport.finite(measures)));
        return results;
    }

    private void network(TabularModel model) {
        Model network = model.network();
        List<Provenance.Member> members = model.provenance().members();
        String parameters = Format.count(JsonReport.parameters(network), "parameter");
        if (!members.isEmpty()) {
            report().say("Network", parameters + ", an average of "
                    + Format.count(members.stream().filter(member -> member.weight() > 0).count(), "network"));
            report().table(MemberText.table(members));
            report().more("the first network of each kind");
            report().table(ModelText.layers(MemberText.examples(members, network.layers()),
                    "[n, " + network.row().elements() + "]"));
            return;
        }
        report().say("Network", parameters);
        report().table(ModelText.layers(network.layers(), "[n, " + network.row().elements() + "]"));
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
        report().table(table);
    }

    private void origin(TabularModel model) {
        Provenance origin = model.provenance();
        List<Integer> rows = origin.rows();
        report().say("Origin",
                "Chainrule " + Quote.clip(origin.version()) + ", trained on " + Quote.clip(origin.source()) + ": "
                        + (origin.members().stream().anyMatch(member -> member.name().contains(" fold "))
                                ? Format.count((long) rows.get(0) + rows.get(1), "row")
                                        + " for training and validation, "
                                : Format.count(rows.get(0), "row") + " for training, " + Format.count(rows.get(1))
                                        + " for validation, ")
                        + Format.count(rows.get(2)) + " for the test");
        if (!origin.digest().isEmpty()) {
            report().more("SHA-256 of the table: " + origin.digest());
        }
        origin.parent().ifPresent(parent -> report().more("Continues " + (parent.source().isEmpty()
                ? "another model"
                : Quote.clip(parent.source()) + ", SHA-256 " + parent.digest())));
        if (!origin.command().isEmpty()) {
            report().more(ShellWords.isCommand(origin.command())
                    ? origin.command()
                    : "a command that is not safe to paste into a shell: " + Quote.of(origin.command()));
        }
        ModelText.aim(origin.aim()).ifPresent(report()::more);
        Model network = model.network();
        report().more(Quote.clip(origin.model()) + (origin.members().isEmpty()
                ? ", batch " + origin.batch() + ", learning rate " + Format.plain(origin.learningRate()) + ", seed "
                        + network.seed() + ", epoch " + network.bestEpoch() + " of " + network.history().size()
                        + " (at most " + origin.epochs() + ")"
                : ", seed " + network.seed()));
    }

    private void results(Provenance origin) {
        Map<String, Map<String, Double>> named = new LinkedHashMap<>();
        origin.results().forEach((what, measures) -> named.put(switch (what) {
            case "validation" -> "validation rows";
            case "test" -> "test rows";
            case "testLow" -> "  95 % from";
            case "testHigh" -> "  to";
            case "before" -> "old model, test rows";
            default -> "baseline: " + Quote.clip(what);
        }, measures));
        results(named);
    }

    private void results(Map<String, Map<String, Double>> results) {
        Set<String> names = new LinkedHashSet<>();
        results.values().forEach(measures -> names.addAll(measures.keySet()));
        TextTable table = ModelText.metrics(List.copyOf(names));
        results.forEach((what, measures) -> table.row(ModelText.metrics(what, List.copyOf(names), measures)));
        report().say("Results", "at the time of training");
        report().table(table);
    }

    private Report report() {
        return new Report(terminal.out());
    }
}
