package org.chainrule.serve.play.lesson;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The way out of the playground: the command that trains such a network on the table, and the Java program that trains
/// exactly this one.
///
/// @param table    how commands and programs name the table
/// @param target   the column to predict
/// @param settings the settings
/// @param classes  whether the target has classes
/// @param outputs  the number of outputs
/// @param steps    the number of steps
/// @param perEpoch the number of steps of an epoch
record TakeAway(Material.Naming table, String target, LessonSettings settings, boolean classes, int outputs, long steps,
        int perEpoch) {
    /// Returns both texts, and a sentence about what the command does otherwise. There is no program, but an empty text, if
    /// the table is not one plain file.
    Map<String, Object> toJson() {
        return Map.of("command", command(), "differs", differs(), "java", table.file().map(this::java).orElse(""));
    }

    private String command() {
        List<String> words = new ArrayList<>(List.of("chainrule train"));
        table.words().forEach(word -> words.add(quoted(word)));
        words.addAll(List.of("--target", quoted(target)));
        if (settings.hidden().isEmpty()) {
            words.add("--model linear");
        } else {
            words.add("--hidden "
                    + settings.hidden().stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        words.add("--epochs " + epochs());
        words.add("--batch " + settings.batch());
        words.add("--lr " + plain(settings.rate()));
        words.add("--seed " + settings.seed());
        return String.join(" ", words);
    }

    private long epochs() {
        return Math.max(1, Math.ceilDiv(steps, perEpoch));
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private String differs() {
        List<String> own = new ArrayList<>();
        if (settings.activation() != LessonSettings.Function.RELU && !settings.hidden().isEmpty()) {
            own.add("ReLU between the layers");
        }
        if (settings.optimizer() != LessonSettings.Rule.ADAM || settings.decay() > 0) {
            own.add("plain Adam");
        }
        own.add("dropout and a falling learning rate of its own");
        own.add("the epoch that is best on the validation rows");
        return "The command reads and splits the table in the same way, but uses "
                + String.join(", ", own.subList(0, own.size() - 1)) + " and " + own.getLast()
                + (table.file().isPresent()
                        ? ". The Java program repeats this training step by step."
                        : ". A Java program that repeats this training needs the table in one plain file.");
    }

    private String java(String file) {
        String model = classes ? "Classifier" : "Regressor";
        return String.format(Locale.ROOT, """
                import static org.chainrule.nn.Layers.*;
                import static org.chainrule.nn.Losses.*;
                import static org.chainrule.optim.Optimizers.*;

                import java.nio.file.Path;
                import org.chainrule.data.*;
                import org.chainrule.model.*;
                import org.chainrule.nn.*;
                import org.chainrule.tabular.*;
                import org.chainrule.train.*;

                void main() throws Exception {
                    TrainingPlan plan = Tabular.of(%s).quick().prepare(Path.of(%s));
                    Examples rows = plan.examples();
                    Layer net = sequential(%s);
                    Step step = Step.of(net, %s, %s).seed(%d);
                    Run run = step.start(rows, %d, 1);
                    for (int epoch = 1; run.steps() < %d; epoch++) {
                        for (Batch batch : rows.shuffled(%d, epoch).batches(%d)) {
                            if (run.steps() < %d) {
                                run.step(batch);
                            }
                        }
                    }
                    Model network = %s.of(net, rows.type().inputs(), run.parameters());
                    plan.model(network).save(Path.of(%s));
                }
                """, literal(target), literal(file), layers(), classes ? "crossEntropy()" : "squared()",
                optimizer(), settings.seed(), settings.batch(), steps, settings.seed(), settings.batch(), steps, model,
                literal(file.replaceFirst("[.][A-Za-z.]*$", "") + ".safetensors"));
    }

    private String layers() {
        List<String> layers = new ArrayList<>();
        for (int units : settings.hidden()) {
            layers.add("linear(" + units + ")");
            if (settings.activation() != LessonSettings.Function.NONE) {
                layers.add(LessonSettings.word(settings.activation()) + "()");
            }
            if (settings.dropout() > 0) {
                layers.add("dropout(" + plain(settings.dropout()) + ")");
            }
        }
        layers.add("linear(" + outputs + ")");
        return String.join(", ", layers);
    }

    private String optimizer() {
        return switch (settings.optimizer()) {
            case SGD -> "sgd(" + plain(settings.rate()) + ")";
            case MOMENTUM -> "momentum(" + plain(settings.rate()) + ")";
            case ADAM -> settings.decay() == 0
                    ? "adam(" + plain(settings.rate()) + ")"
                    : "adamW(" + plain(settings.rate()) + ", " + plain(settings.decay()) + ").decayMatricesOnly()";
        };
    }

    private static String plain(double number) {
        return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }

    private static String literal(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> out.append(c < ' ' ? '?' : c);
            }
        }
        return out.append('"').toString();
    }
}
