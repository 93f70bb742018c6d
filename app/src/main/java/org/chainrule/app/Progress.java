package org.chainrule.app;

import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chainrule.Memory;
import org.chainrule.tabular.TrainingListener;
import org.chainrule.tabular.encode.Target;
import org.chainrule.train.Epoch;
import org.jspecify.annotations.Nullable;

/// Shows how far the reading of tables and a training are: on a terminal in one line that is overwritten, elsewhere in a
/// line now and then.
final class Progress implements TrainingListener {
    private static final double PAUSE = 0.1;
    /// Epochs shorter than this show by themselves how far a training is.
    private static final double EPOCH = 1;
    private static final double LONG = 10;
    private static final int LINES = 10;

    private final PrintStream out;
    private final boolean moves;
    private final long started = System.nanoTime();
    private @Nullable Target target;
    private int epochs;
    private String model = "";
    private String reached = "";
    private double ended;
    private int best;
    private double said;
    private volatile boolean open;

    Progress(PrintStream out, boolean moves) {
        this.out = out;
        this.moves = moves;
    }

    /// What reads a table.
    @FunctionalInterface
    interface Reader<T> {
        T read(Progress progress) throws IOException;
    }

    /// What a command reads, with its progress shown beside the results.
    static <T> T of(Terminal terminal, boolean quiet, Interrupt interrupt, Reader<T> reader) throws IOException {
        Progress progress = new Progress(quiet ? Terminal.silent() : terminal.err(), terminal.errMoves());
        interrupt.clearBy(progress::end);
        try {
            return reader.read(progress);
        } finally {
            progress.end();
        }
    }

    /// The same that also does something after each epoch.
    TrainingListener and(Runnable after) {
        return new TrainingListener() {
            @Override
            public void epoch(String name, Epoch<?> epoch) {
                after.run();
                Progress.this.epoch(name, epoch);
            }

            @Override
            public void step(String name, int epoch, int rows, int of) {
                Progress.this.step(name, epoch, rows, of);
            }

            @Override
            public void reading(String source, long rows, long bytes, long of) {
                Progress.this.reading(source, rows, bytes, of);
            }
        };
    }

    /// What is predicted, so that errors can be told in its units, and for how many epochs it is trained at most.
    void training(Target predicted, int atMost) {
        this.target = predicted;
        this.epochs = atMost;
        this.ended = now();
        this.said = ended;
    }

    @Override
    public void reading(String source, long rows, long bytes, long of) {
        if (due(moves ? PAUSE : LONG)) {
            say("  reading  " + (rows == 0 ? "" : Format.count(rows, "row") + "  ") + (of < 0
                    ? Memory.text(bytes)
                    : String.format(Locale.ROOT, "%d %% of %s", 100 * bytes / Math.max(1, of), Memory.text(of))));
        }
    }

    @Override
    public void step(String name, int epoch, int rows, int of) {
        begin(name);
        if (now() - ended >= EPOCH && due(moves ? PAUSE : LONG)) {
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
        boolean one = !moves && (first || epoch.number() % Math.max(1, epoch.epochs() / LINES) == 0);
        if (last || one || moves && first || due(moves ? PAUSE : LONG)) {
            say(head(epoch.number()) + reached);
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
        Map<String, Double> measures = new LinkedHashMap<>(epoch.validation());
        measures.keySet().retainAll(List.of("accuracy", "logLoss", "rmse", "r2"));
        if (target instanceof Target.Numbers numbers) {
            measures.computeIfPresent("rmse", (_, value) -> value * numbers.deviation());
        }
        return "  loss " + Format.significant(epoch.loss(), 4) + "  validation " + Format.measures(measures) + "  best "
                + best + "  " + Format.seconds(epoch.seconds());
    }

    /// Takes the moving line away.
    void end() {
        if (open) {
            out.print(Display.BACK);
            out.flush();
            open = false;
        }
    }
}
