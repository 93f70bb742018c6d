package org.chainrule.train;

import static org.chainrule.nn.Layers.batchNorm;
import static org.chainrule.nn.Layers.dropout;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.chainrule.data.Examples;
import org.chainrule.data.Field;
import org.chainrule.data.Row;
import org.chainrule.data.RowType;
import org.chainrule.model.Classifier;
import org.chainrule.optim.Optimizers;
import org.chainrule.optim.Schedule;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// A training with everything that a checkpoint has to hold, and the error that ends it at a step, as a kill would.
final class Killed extends Error {
    private static final long serialVersionUID = 1;

    private Killed() {
        super("killed");
    }

    /// Returns points around the three corners of a triangle, with some noise and a different weight for each class.
    static Examples corners(int count, long seed) {
        return Examples.of(points(count, seed), labels(count)).weights(weights(count));
    }

    private static float[][] points(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] x = new float[count][2];
        for (int i = 0; i < count; i++) {
            x[i][0] = (float) ((i % 3 == 0 ? 0 : i % 3 == 1 ? 1 : 0.5) + random.nextDouble(-0.6, 0.6));
            x[i][1] = (float) ((i % 3 == 2 ? 1 : 0) + random.nextDouble(-0.6, 0.6));
        }
        return x;
    }

    private static int[] labels(int count) {
        return IntStream.range(0, count).map(i -> i % 3).toArray();
    }

    private static float[] weights(int count) {
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = 0.5f + i % 3;
        }
        return weights;
    }

    /// Returns the same points as a stream without weights, shuffled within a small buffer.
    static Examples stream(int count, long seed) {
        float[][] x = points(count, seed);
        RowType type = new RowType(List.of(new Field("x", TensorType.f32(Shape.of(2)))),
                List.of(new Field("y", TensorType.i32(Shape.scalar()))), false);
        return Examples.stream(type, count,
                () -> IntStream.range(0, count).mapToObj(i -> Row.of(x[i], i % 3))).buffer(17);
    }

    /// Returns a trainer with batch norm, dropout, averaged weights, a schedule and clipping. Patience ends the
    /// training before its last epoch.
    static Trainer<Classifier> trainer() {
        return Classifier.of(sequential(linear(16), batchNorm(), relu(), dropout(0.3), linear(3)))
                .optimizer(Optimizers.averaged(Optimizers.adamW(0.05, 0.01), 0.9)).schedule(Schedule.cosine()).clip(1)
                .epochs(12).batch(16).patience(3).seed(5).threads(1);
    }

    /// Returns a trainer that is killed after a number of steps.
    static <M> Trainer<M> after(Trainer<M> trainer, int steps) {
        int[] taken = {0};
        return trainer.onStep((_, _, _) -> {
            if (++taken[0] == steps) {
                throw new Killed();
            }
        });
    }

    /// Trains and is killed after a number of steps, again and again, until a run ends.
    ///
    /// @param steps the number of steps of each run, by the number of the run
    /// @return the model of the last run
    static <M> M killed(Trainer<M> trainer, Examples train, Examples validation, IntFunction<Integer> steps) {
        for (int run = 0;; run++) {
            int at = steps.apply(run);
            try {
                return after(trainer, at).fit(train, validation);
            } catch (Killed _) {
                // the next run resumes
            }
        }
    }

    /// Returns the bytes of a model file as text.
    static String file(Classifier model, Path folder) throws IOException {
        Path file = folder.resolve("model.safetensors");
        model.save(file);
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    /// Trains in a separate process, with a pause after each step so that kills hit the training.
    ///
    /// @param arguments the folder of the checkpoints and the file of the model
    public static void main(String[] arguments) throws IOException {
        trainer().epochs(40).patience(40)
                .checkpoints(Checkpoints.in(Path.of(arguments[0])).every(Duration.ofMillis(10)).resume())
                .onStep((_, _, _) -> LockSupport.parkNanos(1_000_000)).fit(corners(130, 1), corners(60, 2))
                .save(Path.of(arguments[1]));
    }
}
