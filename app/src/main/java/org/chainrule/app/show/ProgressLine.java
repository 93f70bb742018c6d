package org.chainrule.app.show;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.chainrule.Memory;
import org.chainrule.app.process.Interrupt;
import org.chainrule.tabular.TrainingListener;
import org.chainrule.tabular.TrainingPlan;
import org.chainrule.tabular.outcome.EpochMeasures;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.train.Epoch;
import org.jspecify.annotations.Nullable;

/// The progress of reading tables and of training. A terminal shows it on one line, which is overwritten; other output gets
/// a line from time to time.
public final class ProgressLine implements TrainingListener {
    // Seconds between two updates of a terminal, and between two lines elsewhere.
    private static final double PAUSE = 0.1;
    private static final double LONG_PAUSE = 10;
    /// The length in seconds from which an epoch shows progress within it.
    private static final double LONG_EPOCH = 1;
    /// The number of lines for one training if the output is not a terminal.
    private static final int LINES = 10;

    private final PrintStream out;
    private final boolean moves;
    private final long started = System.nanoTime();
    private @Nullable Target target;
    private String metric = "";
    private int epochs;
    private int networks;
    private int done;
    private String model = "";
    private String reached = "";
    private double ended;
    private int best;
    private double said;
    private volatile boolean open;

    /// A progress line on a stream.
    ///
    /// @param moves whether the stream is a terminal
    public ProgressLine(PrintStream out, boolean moves) {
        this.out = out;
        this.moves = moves;
    }

    /// An operation that reads a table and reports its progress.
    ///
    /// @param <T> the type of the result
    @FunctionalInterface
    public interface Reader<T> {
        /// Reads the table.
        T read(ProgressLine progress) throws IOException;
    }

    /// Returns the result of reading a table, with the progress shown on the terminal's error stream.
    ///
    /// @param quiet whether no progress is shown
    public static <T> T of(Terminal terminal, boolean quiet, Interrupt interrupt, Reader<T> reader) throws IOException {
        ProgressLine progress = new ProgressLine(quiet ? Terminal.silent() : terminal.err(), terminal.errMoves());
        interrupt.clearBy(progress::end);
        try {
            return reader.read(progress);
        } finally {
            progress.end();
        }
    }

    /// Returns a listener that also runs an action after each epoch.
    ///
    /// @param chosen receives the choice of the task
    public TrainingListener and(Runnable after, Consumer<TargetChoice> chosen) {
        return new TrainingListener() {
            @Override
            public void epoch(String name, Epoch<?> epoch) {
                after.run();
                ProgressLine.this.epoch(name, epoch);
            }

            @Override
            public void step(String name, int epoch, int rows, int of) {
                ProgressLine.this.step(name, epoch, rows, of);
            }

            @Override
            public void trained(String name, int done, int of) {
                ProgressLine.this.trained(name, done, of);
            }

            @Override
            public void target(TargetChoice choice) {
                end();
                chosen.accept(choice);
            }

            @Override
            public void reading(String source, long rows, long bytes, long of) {
                ProgressLine.this.reading(source, rows, bytes, of);
            }
        };
    }

    /// Prepares to show a training.
    ///
    /// @param plan the training: its target, whose units are used for errors, its metric, its networks and epochs
    public void training(TrainingPlan plan) {
        training(plan.target(), plan.aim().metric().isPresent() ? plan.deciding() : "", plan.epochs(), plan.networks());
    }

    /// Prepares the display of the training of networks.
    ///
    /// @param predicted the target, whose units are used for errors
    /// @param chosen    the metric that chooses the epoch; empty for the loss
    /// @param atMost    the maximum number of epochs
    /// @param all       the number of networks
    public void training(Target predicted, String chosen, int atMost, int all) {
        this.networks = all;
        this.target = predicted;
        this.metric = chosen;
        this.epochs = atMost;
        this.ended = now();
        this.said = ended;
    }

    @Override
    public void reading(String source, long rows, long bytes, long of) {
        if (due(moves ? PAUSE : LONG_PAUSE)) {
            say("  reading  " + (rows == 0 ? "" : Format.count(rows, "row") + "  ") + (of < 0
                    ? Memory.text(bytes)
                    : String.format(Locale.ROOT, "%d %% of %s", 100 * bytes / Math.max(1, of), Memory.text(of))));
        }
    }

    @Override
    public void step(String name, int epoch, int rows, int of) {
        begin(name);
        if (now() - ended >= LONG_EPOCH && due(moves ? PAUSE : LONG_PAUSE)) {
            say(head(epoch) + String.format(Locale.ROOT, "  %3d %%", 100L * rows / of) + reached);
        }
    }

    @Override
    public void epoch(String name, Epoch<?> epoch) {
        begin(name);
        best = epoch.best() ? epoch.number() : best;
        ended = now();
        reached = measures(epoch);
        boolean last = epoch.number() == epoch.epochs();
        boolean first = epoch.number() == 1;
        boolean each = networks == 1 || name.equals("linear");
        boolean one = !moves && each && (first || epoch.number() % Math.max(1, epoch.epochs() / LINES) == 0);
        if (each && last || one || moves && first || due(moves ? PAUSE : LONG_PAUSE)) {
            say((each ? "" : "  " + done + " of " + networks) + head(epoch.number()) + reached);
        }
    }

    /// Of an ensemble, output that is no terminal gets a line for each network, not for each of its epochs.
    @Override
    public void trained(String name, int trained, int of) {
        done = trained;
        if (!moves) {
            say("  " + trained + " of " + of + " networks trained  " + name + "  " + Format.seconds(now()));
        }
    }

    private void begin(String name) {
        if (!name.equals(model)) {
            model = name;
            reached = "";
            ended = now();
        }
    }

    private boolean due(double pause) {
        return now() - said >= pause;
    }

    private double now() {
        return (System.nanoTime() - started) * 1e-9;
    }

    private void say(String line) {
        said = now();
        if (moves) {
            open = true;
            out.print(Display.BACK + line);
            out.flush();
        } else {
            out.println(line);
        }
    }

    private String head(int epoch) {
        return String.format(Locale.ROOT, "  %-6s  epoch %" + Integer.toString(epochs).length() + "d/%d", model, epoch,
                epochs);
    }

    private String measures(Epoch<?> epoch) {
        Map<String, Double> measures = EpochMeasures.of(epoch.validation(), target, metric);
        return "  loss " + Format.significant(epoch.loss(), 4) + "  validation " + Format.measures(measures) + "  best "
                + best + "  " + Format.seconds(epoch.seconds());
    }

    /// Clears the line on a terminal.
    public void end() {
        if (open) {
            out.print(Display.BACK);
            out.flush();
            open = false;
        }
    }
}
