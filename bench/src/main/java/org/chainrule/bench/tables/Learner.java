package org.chainrule.bench.tables;

import java.nio.file.Path;
import java.time.Duration;
import org.chainrule.io.Json;

/// A competitor: it learns from the training rows of a problem and predicts the test rows.
@FunctionalInterface
public interface Learner {
    /// The predictions of a competitor.
    ///
    /// @param predictions for each test row the probability of each class, in the order of the labels, or one number
    /// @param intervals   for each test row the ends of the interval that should contain the number in nine of ten rows;
    ///                    empty if the library has none
    /// @param temperature the exponent that takes the probabilities back to what they were before they were calibrated; 1
    ///                    if they are not
    /// @param note        a remark for the report of the run, such as the number of trials; may be empty
    record Answer(double[][] predictions, double[][] intervals, double temperature, String note) {
        /// Creates an answer without intervals and calibration.
        public Answer(double[][] predictions, String note) {
            this(predictions, new double[0][], 1, note);
        }
    }

    /// Solves a problem.
    ///
    /// @throws Exception if the library fails
    Answer solve(Problem problem, LearnerSettings settings) throws Exception;

    /// Solves the problem in a folder, writes `predictions.bin` beside it, and prints one line of JSON with the
    /// version, the seconds taken by learning and predicting, and the processor time of the process. The main method of
    /// each competitor calls it.
    ///
    /// @param args    the folder, the model, the seed, the number of threads and the seconds for a search
    /// @param version the name and version of the library
    static void run(String[] args, String version, Learner learner) {
        try {
            Path folder = Path.of(args[0]);
            Problem problem = Problem.read(folder);
            LearnerSettings settings = new LearnerSettings(args[1], Long.parseLong(args[2]), Integer.parseInt(args[3]),
                    Double.parseDouble(args[4]));
            long start = System.nanoTime();
            Answer answer = learner.solve(problem, settings);
            double seconds = (System.nanoTime() - start) * 1e-9;
            double processor = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() * 1e-9;
            Problem.write(folder.resolve("predictions.bin"), answer.predictions());
            Problem.write(folder.resolve("intervals.bin"), answer.intervals());
            System.out.println("{\"model\":" + Json.write(settings.model()) + ",\"version\":" + Json.write(version)
                    + ",\"seconds\":" + seconds + ",\"processor\":" + processor + ",\"temperature\":"
                    + answer.temperature() + ",\"note\":"
                    + Json.write(answer.note()) + "}");
            System.exit(0); // also if a thread of the library still runs
        } catch (Exception | OutOfMemoryError | LinkageError e) {
            e.printStackTrace();
            System.err.println(e); // the last line is the reason that the driver reports
            System.exit(1);
        }
    }
}
