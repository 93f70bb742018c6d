package org.chainrule.examples;

import static org.chainrule.nn.Layers.batchNorm;
import static org.chainrule.nn.Layers.dropout;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Losses.crossEntropy;
import static org.chainrule.optim.Optimizers.adamW;
import static org.chainrule.optim.Optimizers.averaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.data.Examples;
import org.chainrule.data.Field;
import org.chainrule.data.Row;
import org.chainrule.data.RowType;
import org.chainrule.data.Split;
import org.chainrule.metric.Metrics;
import org.chainrule.model.Classifier;
import org.chainrule.nn.Layer;
import org.chainrule.optim.Schedule;
import org.chainrule.train.Checkpoints;
import org.chainrule.train.Trainer;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// Tools for a long training: rows that do not fit into memory, schedules, checkpoints, and cross-validation.
@SuppressWarnings("StreamResourceLeak") // the reader of the examples closes it
public final class LongTraining {
    private LongTraining() {
    }

    // snippet: settings that move
    static final Layer NET = sequential(linear(64), batchNorm(), relu(),
            dropout(0.3).schedule(Schedule.linear(0)), linear(10));

    static Trainer<Classifier> trainer() {
        return Classifier.of(NET)
                .optimizer(averaged(adamW(0.003, 0.1).decaySchedule(Schedule.cosine()), 0.99))
                .schedule(Schedule.warmup(0.05, Schedule.cosine()))
                .loss(crossEntropy().smoothing(0.1).smoothingSchedule(Schedule.linear(0)));
    }
    // end

    // snippet: rows from a file
    /// Lines of 61 numbers and a digit, separated by commas.
    static Examples rows(Path file, int count) {
        RowType type = new RowType(
                List.of(new Field("x", TensorType.f32(Shape.of(61)))),
                List.of(new Field("y", TensorType.i32(Shape.scalar()))), false);
        return Examples.stream(type, count, () -> Files.lines(file).map(LongTraining::row)).buffer(1000);
    }

    static Row row(String line) {
        String[] words = line.split(",", -1);
        float[] x = new float[61];
        for (int i = 0; i < 61; i++) {
            x[i] = Float.parseFloat(words[i]);
        }
        return Row.of(x, Float.parseFloat(words[61])); // the index of a class, as a float
    }
    // end

    // snippet: checkpoints
    static Classifier fit(Examples train, Path folder) {
        return trainer().epochs(10).checkpoints(Checkpoints.in(folder).every(Duration.ofSeconds(30)).resume())
                .fit(train);
    }
    // end

    // snippet: cross-validation
    static double accuracy(Examples rows) {
        double sum = 0;
        for (Split split : rows.stratifiedFolds(5, 0)) {
            sum += trainer().epochs(10).fit(split.train()).measure(split.held(), Metrics.accuracy());
        }
        return sum / 5;
    }
    // end

    // snippet: class weights
    static Classifier weighted(Examples train) {
        return trainer().epochs(10).fit(train.classWeights(1, 1, 1, 1, 1, 1, 1, 1, 1, 3)); // nines count three times
    }
    // end

    /// Writes rows to a file and returns its path.
    static Path write(Examples rows) throws IOException {
        Path file = Files.createTempFile("rows", ".csv");
        float[] x = new float[61];
        float[] y = new float[1];
        Files.write(file, IntStream.range(0, rows.size()).mapToObj(i -> {
            rows.readInput(0, i, x, 0);
            rows.readTarget(0, i, y, 0);
            StringBuilder line = new StringBuilder();
            for (float value : x) {
                line.append(value).append(',');
            }
            return line.append(y[0]).toString();
        }).toList());
        return file;
    }

    /// Trains on a stream, resumes from the last checkpoint, and evaluates the settings on five folds.
    public static void main(String[] args) throws IOException {
        Samples digits = Samples.read("digits.csv", "digit", 0);
        Path file = write(digits.train());
        Path folder = Files.createTempDirectory("checkpoints");
        try {
            Examples train = rows(file, digits.train().size());
            Classifier model = fit(train, folder);
            Print.line("accuracy on the test rows %.3f", digits.accuracy(model));
            Print.line("the same from its checkpoint: %.3f", digits.accuracy(fit(train, folder)));
            Print.line("with weights %.3f", digits.accuracy(weighted(digits.train())));
            Print.line("on five folds of the training rows %.3f", accuracy(digits.train()));
        } finally {
            Files.delete(file);
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
