package org.chainrule.app;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.chainrule.model.Epoch;
import org.chainrule.tabular.Target;
import org.chainrule.tabular.TrainingListener;
import org.jspecify.annotations.Nullable;

/// Says how a training goes: on a terminal one line that moves, elsewhere a line now and then.
final class Progress implements TrainingListener {
    private static final double PAUSE = 0.1;
    private static final double LONG = 10;
    private static final int LINES = 10;

    private final PrintStream out;
    private final boolean moves;
    private @Nullable Target target;
    private String model = "";
    private int best;
    private double said;
    private boolean open;

    Progress(PrintStream out, boolean moves) {
        this.out = out;
        this.moves = moves;
    }

    /// What is predicted, so that errors can be told in its units.
    void target(Target predicted) {
        this.target = predicted;
    }

    @Override
    public void epoch(String name, Epoch epoch) {
        if (!name.equals(model)) {
            model = name;
            said = Double.NEGATIVE_INFINITY;
        }
        best = epoch.best() ? epoch.number() : best;
        boolean last = epoch.number() == epoch.epochs();
        if (moves) {
            if (last || epoch.seconds() - said >= PAUSE) {
                out.print(Display.BACK + line(epoch));
                out.flush();
                said = epoch.seconds();
                open = true;
            }
        } else if (last || epoch.number() == 1 || epoch.number() % Math.max(1, epoch.epochs() / LINES) == 0
                || epoch.seconds() - said >= LONG) {
            out.println(line(epoch));
            said = epoch.seconds();
        }
    }

    private String line(Epoch epoch) {
        Map<String, Double> measures = new LinkedHashMap<>(epoch.validation());
        measures.keySet().retainAll(java.util.List.of("accuracy", "logLoss", "rmse", "r2"));
        if (target instanceof Target.Numbers numbers) {
            measures.computeIfPresent("rmse", (_, value) -> value * numbers.deviation());
        }
        return String.format(Locale.ROOT,
                "  %-6s  epoch %" + Integer.toString(epoch.epochs()).length() + "d/%d  loss %s  "
                        + "validation %s  best %d  %s",
                model, epoch.number(), epoch.epochs(),
                Format.significant(epoch.loss(), 4), Format.measures(measures), best, Format.seconds(epoch.seconds()));
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
