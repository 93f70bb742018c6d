package org.chainrule.app;

import java.io.IOException;
import java.util.Optional;
import java.util.Optional;
import org.chainrule.app.option.SaveOptions;
import org.chainrule.app.process.Browser;
import org.chainrule.app.process.Interrupt;
import org.chainrule.app.show.Terminal;
import org.chainrule.serve.TrainingView;
import org.chainrule.tabular.TrainingListener;

/// The page of `chainrule train --view`; nothing without that option.
///
/// @param view the page
record LiveView(Optional<TrainingView> view) implements AutoCloseable {
    /// Opens the page if that is wanted, and prints its address, which no output of a script shows.
    static LiveView of(SaveOptions save, Terminal terminal, Interrupt interrupt) throws IOException {
        if (!save.views()) {
            return new LiveView(Optional.empty());
        }
        TrainingView view = TrainingView.open(interrupt::ask, interrupt::asked);
        terminal.err().println("chainrule: the training is shown at " + view.address());
        if (save.opensView()) {
            // before the thread, which may begin only when the training has ended
            view.opening();
            Thread.ofVirtual().start(() -> Browser.open(view.address()).ifPresent(sentence -> {
                terminal.err().println("chainrule: " + sentence);
                view.notOpened();
            }));
        }
        return new LiveView(Optional.of(view));
    }

    /// Returns a listener that also shows the training.
    TrainingListener listener(TrainingListener other) {
        return view.map(page -> page.listener(other)).orElse(other);
    }

    @Override
    public void close() {
        view.ifPresent(TrainingView::close);
    }
}
