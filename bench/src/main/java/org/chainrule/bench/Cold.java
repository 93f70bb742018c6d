package org.chainrule.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chainrule.model.Classifier;

/// Work that a new process does once: the first training step, or the first prediction of a loaded model.
public final class Cold {
    private Cold() {
    }

    /// Prints the seconds as one line of JSON, or saves a model.
    ///
    /// @param args `step`, `prediction` with the file of a model, or `save` with the file to write
    public static void main(String[] args) throws IOException {
        Data data = Data.of(Net.MNIST);
        switch (args[0]) {
            case "save" -> Chainrule.classifier(Net.MNIST, data).save(Path.of(args[1]));
            case "step" -> {
                Peer.Task training = new Chainrule.Training(Net.MNIST, 128, 1);
                long start = System.nanoTime();
                training.step();
                print(Work.Startup.STEP, start);
            }
            case "prediction" -> {
                Classifier model = Classifier.load(Path.of(args[1]));
                float[] row = data.batch(Net.MNIST, 1, 0).x();
                long start = System.nanoTime();
                model.probabilities(row);
                print(Work.Startup.PREDICTION, start);
            }
            default -> throw new IllegalArgumentException(
                    "cold: " + args[0] + " is unknown, expected step, prediction or save");
        }
    }

    /// Returns the commands that time a start, in order. The last one prints the result.
    ///
    /// @param model the file for a model
    static List<List<String>> commands(Contestant row, String classPath, Work.Startup work, Path model) {
        List<String> cold = row.java(classPath, Cold.class.getName(), 1);
        String file = model.toString();
        return switch (work) {
            case STEP -> List.of(with(cold, "step"));
            case PREDICTION -> List.of(with(cold, "save", file), with(cold, "prediction", file));
            case IRIS -> throw new IllegalArgumentException("cold: the whole command is timed from outside");
        };
    }

    private static List<String> with(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return all;
    }

    private static void print(Work.Startup work, long start) {
        double seconds = (System.nanoTime() - start) * 1e-9;
        System.out.println(JsonLine.of(Map.of("work", work.id(), "rates", List.of(seconds))));
    }
}
