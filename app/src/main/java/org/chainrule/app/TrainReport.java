package org.chainrule.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chainrule.Memory;
import org.chainrule.error.Quote;
import org.chainrule.tabular.Comparison;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.TrainingPlan;
import org.chainrule.tabular.encode.CategoryEncoding;
import org.chainrule.tabular.encode.DateEncoding;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.LeftOut;
import org.chainrule.tabular.encode.NumberEncoding;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.encode.Target;
import org.chainrule.tabular.encode.Task;
import org.chainrule.train.Plan;

/// What `chainrule train` says to people: before the training what was read and decided, after it how good the model is.
final class TrainReport {
    private static final int FEW = 6;
    static final String INDENT = "           ";

    private final PrintStream out;

    TrainReport(PrintStream out) {
        this.out = out;
    }

    void before(TrainingPlan prepared) {
        say("Data", prepared.table().sentence());
        more(prepared.table().reading().remarks());
        prepared.choice().dropped().forEach(dropped -> more(List.of(dropped.sentence())));
        say("Target", prepared.choice().sentence());
        say("Inputs", inputs(prepared.schema()));
        more(Format.few(prepared.schema().leftOut().stream().map(LeftOut::sentence).toList(), FEW));
        say("Rows", rows(prepared));
        more(prepared.warnings());
        out.println();
        Plan plan = prepared.plan();
        say("Network", name(prepared) + ", " + Format.count(plan.parameters(), "parameter"));
        layers(plan.rows(), plan.input().toString()).forEach(out::println);
        say("Memory", Memory.text(plan.training().total()) + " to train on batches of " + plan.batch() + ", "
                + Memory.text(plan.forward().total()) + " for a forward pass alone");
        say("Training", "Adam, learning rate " + Format.plain(prepared.learningRate()) + ", up to "
                + Format.count(prepared.epochs(), "epoch") + ", seed " + prepared.seed() + ", "
                + Format.count(prepared.threads(), "thread"));
    }

    private static String name(TrainingPlan prepared) {
        boolean classes = prepared.choice().task() == Task.CLASSIFICATION;
        if (prepared.model().equals("linear")) {
            return "linear model (" + (classes ? "softmax" : "linear") + " regression)";
        }
        return "multilayer perceptron";
    }

    static String inputs(Schema schema) {
        long numbers = 0;
        long filled = 0;
        long words = 0;
        long inputs = 0;
        long dates = 0;
        for (Encoding encoding : schema.encodings()) {
            switch (encoding) {
                case NumberEncoding number -> {
                    numbers++;
                    filled += number.indicator() ? 1 : 0;
                }
                case CategoryEncoding category -> {
                    words++;
                    inputs += category.width();
                }
                case DateEncoding _ -> dates++;
            }
        }
        List<String> kinds = new ArrayList<>();
        if (numbers > 0) {
            kinds.add(Format.count(numbers, "number") + " standardized"
                    + (filled > 0 ? " (" + Format.count(filled) + " with missing values filled in and marked)" : ""));
        }
        if (words > 0) {
            kinds.add(Format.count(words, "text column") + " as " + Format.count(inputs, "category input"));
        }
        if (dates > 0) {
            kinds.add(Format.count(dates, "date") + " as time elapsed and cycles");
        }
        int total = schema.encodings().size() + schema.leftOut().size();
        return Format.count(schema.width(), "input") + " from " + Format.count(schema.encodings().size()) + " of "
                + Format.count(total, "column") + ": " + String.join(", ", kinds);
    }

    private static String rows(TrainingPlan prepared) {
        String text = Format.count(prepared.trainingRows()) + " to train, " + Format.count(prepared.validationRows())
                + " to choose the best epoch, ";
        if (prepared.testRows() == 0) {
            return text + "none to test";
        }
        if (prepared.testTable() != prepared.table()) {
            return text + Format.count(prepared.testRows()) + " to test (" + prepared.testTable().source() + ")";
        }
        return text + Format.count(prepared.testRows()) + " held out to test, " + prepared.drawn();
    }

    static List<String> layers(List<Plan.Row> rows, String input) {
        TextTable table = new TextTable("llr");
        table.row("layer", "output", "parameters").row("input", input, "");
        for (Plan.Row row : rows) {
            table.row(Quote.clip(row.path()), row.output().toString(),
                    row.parameters() == 0 ? "" : Format.count(row.parameters()));
        }
        return table.lines(INDENT);
    }

    void after(TrainingPlan prepared, TabularResult result, boolean brief) {
        int best = result.model().network().bestEpoch();
        String ended = result.interrupted() ? "Interrupted " : "Trained    ";
        out.println(ended + "after " + Format.count(result.epochs(), "epoch") + " in "
                + Format.seconds(result.seconds())
                + "; best on the validation rows: epoch " + best + " (" + Format.measures(result.validation()) + ")");
        if (!brief) {
            out.println();
            results(prepared, result);
        }
        result.remarks().forEach(remark -> more(List.of(remark)));
        if (!brief) {
            out.println();
        }
    }

    private void results(TrainingPlan prepared, TabularResult result) {
        if (result.test().isEmpty()) {
            say("Result", (prepared.testRows() == 0
                    ? "no rows were held out to test"
                    : "the test rows were not measured, since the training was stopped")
                    + "; on the validation rows, which chose the epoch: " + Format.measures(result.validation()));
            return;
        }
        say("Result", "on " + Format.count(prepared.testRows(), "test row") + " that took no part in training"
                + units(prepared.target()));
        TextTable table = new TextTable("l" + "r".repeat(result.test().size()));
        List<String> names = List.copyOf(result.test().keySet());
        List<String> head = new ArrayList<>(List.of(""));
        head.addAll(names);
        table.row(head);
        table.row(cells(prepared.model().equals("linear") ? "linear model" : "network", names, result.test()));
        result.baselines().forEach((name, measures) -> {
            if (name.startsWith("linear")) {
                table.row(cells(name.replaceFirst("linear", "linear model"), names, measures));
            }
        });
        table.row(cells(result.constant(), names, result.baselines().getOrDefault("constant", Map.of())));
        table.lines(INDENT).forEach(out::println);
    }

    private static String units(Target target) {
        return target instanceof Target.Numbers numbers ? "; errors in units of " + Quote.clip(numbers.column()) : "";
    }

    static List<String> cells(String name, List<String> names, Map<String, Double> measures) {
        List<String> cells = new ArrayList<>(List.of(name));
        names.forEach(measure -> cells.add(measures.containsKey(measure)
                ? Format.measure(measure, measures.getOrDefault(measure, 0.0))
                : "-"));
        return cells;
    }

    /// How the model compares with the one in use, and why that may be unfair.
    void compared(Path place, Comparison comparison, boolean seen) {
        say("Compared", "with " + place + " on " + Format.count(comparison.rows(), "test row"));
        more(comparison.remarks());
        CompareCommand.table(comparison).lines(INDENT).forEach(out::println);
        more(List.of("the new model is " + CompareCommand.verdict(comparison, comparison.deciding())));
        if (seen) {
            more(List.of("the old model may have been trained on some of these rows, which is to its advantage; give "
                    + "rows new to both with --test FILE"));
        }
        out.println();
    }

    /// Why the model in use was not compared with.
    void unopposed(String damage) {
        say("Compared", damage);
        out.println();
    }

    void kept(Path place, boolean compared) {
        say("Kept", place + ", the new model is not published"
                + (compared ? "" : ": the training was interrupted before the models could be compared"));
    }

    /// How to go on with a training that was interrupted.
    void resumable(Path folder) {
        say("Go on", "with the same command and --resume, from the checkpoint in " + folder);
    }

    void saved(Path place, boolean replaced, boolean published, TabularResult result) throws IOException {
        String what = result.interrupted() ? " (the best epoch so far)" : "";
        long size = Files.isRegularFile(place) ? Files.size(place) : 0;
        say(published ? "Published" : "Saved",
                place + (size > 0 ? ", " + Memory.text(size) : "") + (replaced ? ", replacing the old file" : "")
                        + what);
    }

    private void say(String heading, String text) {
        say(out, heading, text);
    }

    /// A line with a heading in its margin.
    static void say(PrintStream out, String heading, String text) {
        out.println(heading + " ".repeat(INDENT.length() - heading.length()) + text);
    }

    private void more(List<String> lines) {
        lines.forEach(line -> out.println(INDENT + line));
    }
}
