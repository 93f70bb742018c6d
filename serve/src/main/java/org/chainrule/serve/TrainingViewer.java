package org.chainrule.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.chainrule.observe.Moment;
import org.chainrule.observe.Observer;
import org.chainrule.observe.Viewer;

/// Shows the trainings of [org.chainrule.train.Trainer#view]: each on a page of its own, whose address is logged.
public final class TrainingViewer implements Viewer {
    private static final System.Logger LOG = System.getLogger(TrainingViewer.class.getName());

    /// A viewer, as [java.util.ServiceLoader] makes it.
    public TrainingViewer() {
    }

    @Override
    public Observer open() {
        TrainingView view;
        try {
            view = TrainingView.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LOG.log(System.Logger.Level.INFO, "The training is shown at {0}", view.address());
        Observer shown = view.observer("network");
        return new Observer() {
            @Override
            public void step(Moment moment) {
                shown.step(moment);
            }

            @Override
            public void epoch(Moment moment, double loss, Map<String, Double> validation, boolean best) {
                shown.epoch(moment, loss, validation, best);
            }

            @Override
            public void ended(String failure) {
                shown.ended(failure);
                view.close();
            }
        };
    }
}
