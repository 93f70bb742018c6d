package org.chainrule.serve.play.lesson;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.chainrule.Tensor;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.DivergedException;
import org.chainrule.train.Gradients;
import org.chainrule.train.Run;
import org.chainrule.train.Snapshot;
import org.chainrule.type.Shape;

/// One training of a table with some settings: it goes on from mark to mark, and returns to any earlier step. It serves one
/// caller at a time.
final class Course {
    /// The most bytes of the snapshots of a training.
    private static final long FILM = 32L << 20;

    private final Study study;
    private final LessonSettings settings;
    private final Blueprint blueprint;
    private final Run run;
    private final Lens lens;
    private final Film film = new Film(FILM);
    private final List<List<Object>> history = new ArrayList<>();
    private final int perEpoch;
    private Iterator<Batch> batches = Collections.emptyIterator();
    private long next;
    /// The step at which the training pauses; 0 for none.
    private long until;
    private String ended = "";

    Course(Study study, LessonSettings settings, SurfaceGrid grid) {
        this.study = study;
        this.settings = settings;
        this.blueprint = new Blueprint(settings, study.outputs(), study.classes());
        Examples examples = study.examples();
        this.perEpoch = Math.ceilDiv(examples.size(), batch());
        this.run = blueprint.step().start(examples, batch(), 1);
        this.lens = new Lens(blueprint, study, grid);
        this.next = Marks.after(0);
        this.until = settings.until();
        mark();
    }

    private int batch() {
        return Math.min(settings.batch(), study.examples().size());
    }

    /// Returns the batches from a step on to the end of its epoch.
    private Iterator<Batch> from(long step) {
        return study.examples().shuffled(settings.seed(), (int) (step / perEpoch) + 1)
                .batches(batch(), (int) (step % perEpoch)).iterator();
    }

    private void mark() {
        film.offer(run.snapshot());
        lens.parameters(run.parameters());
        List<Object> mark = new ArrayList<>(List.of(run.steps()));
        mark.addAll(lens.onTraining().toJson());
        mark.addAll(lens.onHeld().toJson());
        history.add(mark);
    }

    /// Goes on toward the next mark, at most for a time.
    ///
    /// @return whether a mark was reached
    boolean advance(long nanoseconds) {
        long end = System.nanoTime() + nanoseconds;
        long goal = until > run.steps() ? Math.min(next, until) : next;
        try {
            while (run.steps() < goal) {
                if (!batches.hasNext()) {
                    batches = from(run.steps());
                }
                run.step(batches.next());
                if (run.steps() < goal && System.nanoTime() > end) {
                    return false;
                }
            }
        } catch (DivergedException e) {
            ended = e.fact() + "; the training cannot go on, so choose a smaller learning rate";
            run.restore(film.before(LessonSettings.LONGEST));
            history.removeIf(mark -> (long) mark.getFirst() > run.steps());
            return true;
        }
        next = Marks.after(run.steps());
        mark();
        return true;
    }

    /// Pauses the training at another step from now on; 0 for none.
    void until(long step) {
        until = step;
    }

    /// Returns whether the training is over for now: at the step of the settings, at its end, or where it diverged.
    boolean paused() {
        return until > 0 && run.steps() == until || run.steps() >= LessonSettings.LONGEST || !ended.isEmpty();
    }

    /// Returns why the training ended, as a sentence; empty if it can go on.
    String ended() {
        return ended.isEmpty() && run.steps() >= LessonSettings.LONGEST
                ? "the training has taken a million steps"
                : ended;
    }

    long step() {
        return run.steps();
    }

    /// Returns the step of the latest mark, which the training may have left already.
    long marked() {
        return (long) history.getLast().getFirst();
    }

    /// Checks that the training has reached a step.
    ///
    /// @throws ArgumentException if it has not
    void check(long step) {
        if (step < 0 || step > run.steps()) {
            throw new ArgumentException("step",
                    "the training has taken " + run.steps() + " steps; there is no step " + step + " to look at");
        }
    }

    /// Returns the quality at each mark: the step, the loss and the score of training rows, then of held rows.
    List<List<Object>> history() {
        return history;
    }

    /// Returns the number of steps of an epoch.
    int perEpoch() {
        return perEpoch;
    }

    LessonSettings settings() {
        return settings;
    }

    Lens lens() {
        return lens;
    }

    Blueprint blueprint() {
        return blueprint;
    }

    /// Something to compute from a run that stands at a step.
    interface Look<T> {
        T at(Run run);
    }

    /// Brings the run to an earlier step, looks, and returns it to where it was.
    ///
    /// @throws ArgumentException if the training has not reached the step
    <T> T at(long step, Look<T> look) {
        check(step);
        Snapshot head = run.snapshot();
        try {
            if (step < head.steps()) {
                run.restore(film.before(step));
                Iterator<Batch> again = Collections.emptyIterator();
                while (run.steps() < step) {
                    again = again.hasNext() ? again : from(run.steps());
                    run.step(again.next());
                }
            }
            return look.at(run);
        } finally {
            run.restore(head);
        }
    }

    /// Returns the frame of a step as JSON.
    String frame(long step) {
        Map<String, Tensor> values = at(step, Run::parameters);
        lens.parameters(values);
        return new Frame(study, settings, lens).of(step, values);
    }

    /// Returns how much the loss rises if the values of a column are shuffled, column by column, at a step.
    List<Shuffling.Reliance> reliance(long step) {
        lens.parameters(at(step, Run::parameters));
        return new Shuffling(study, lens).columns();
    }

    /// Returns a parameter at each snapshot and now: the step and the value.
    ///
    /// @param layer the layer whose inputs it weighs, from 0
    /// @param from  the unit before the layer; -1 for the bias
    /// @param unit  the unit of the layer
    /// @throws ArgumentException if there is no such parameter
    List<List<Object>> curve(int layer, int from, int unit) {
        List<String> paths = lens.weights();
        Shape shape = layer < 0 || layer >= paths.size()
                ? Shape.of(0, 0)
                : run.parameter(paths.get(layer)).shape();
        if (from < -1 || from >= shape.size(0) || unit < 0 || unit >= shape.size(1)) {
            throw new ArgumentException("weight", "the network has no weight from unit " + from + " to unit " + unit
                    + " of layer " + layer + "; choose one of the drawing");
        }
        String path = from < 0 ? paths.get(layer).replaceFirst("weight$", "bias") : paths.get(layer);
        int place = from < 0 ? unit : from * shape.size(1) + unit;
        Snapshot head = run.snapshot();
        List<List<Object>> curve = new ArrayList<>();
        try {
            for (Snapshot each : film.all()) {
                run.restore(each);
                curve.add(List.of(each.steps(), Numbers.finite(run.parameter(path).values()[place])));
            }
        } finally {
            run.restore(head);
        }
        if ((long) curve.getLast().getFirst() < head.steps()) {
            curve.add(List.of(head.steps(), Numbers.finite(run.parameter(path).values()[place])));
        }
        return curve;
    }

    /// Returns the parameters after the update that follows from some gradients at a step, by the rule and the state of the
    /// optimizer at that step.
    Map<String, Tensor> updated(long step, Gradients gradients) {
        return at(step, run -> {
            run.apply(gradients);
            return run.parameters();
        });
    }
}
