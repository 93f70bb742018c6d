package org.chainrule.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Losses.squared;
import static org.chainrule.optim.Optimizers.adam;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chainrule.data.Examples;
import org.chainrule.nn.Objective;
import org.chainrule.observe.Moment;
import org.chainrule.observe.Observer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When observers are opened, and who is told if that fails.
class WatchTest {
    private final List<String> told = new ArrayList<>();

    private Observer opened() {
        told.add("opened");
        return new Observer() {
            @Override
            public void step(Moment moment) {
                told.add("step");
            }

            @Override
            public void ended(String failure) {
                told.add("ended: " + failure);
            }
        };
    }

    private static Settings<Fitted> settings() {
        return new Settings<>(Optional.empty(), Step.of(linear(1), Objective.of(squared()), adam(0.01)));
    }

    @Test
    void noneIsOpenedForATrainingThatCannotBegin(@TempDir Path folder) {
        Settings<Fitted> settings = settings();
        settings.observers = List.of(this::opened);
        settings.checkpoints = Checkpoints.in(folder);
        Examples unreadable = Examples.of((_, _, _) -> {
            throw new IllegalStateException("unreadable");
        }, 1, new float[]{1, 2});
        assertThatThrownBy(() -> new Training<>(settings, fitted -> fitted, unreadable, Optional.empty()).run())
                .hasMessage("unreadable");
        assertThat(told).isEmpty();
    }

    @Test
    void thoseBeforeOneThatCannotBeOpenedAreTold() {
        Settings<Fitted> settings = settings();
        settings.observers = List.of(this::opened, () -> {
            throw new IllegalStateException("no port is free");
        });
        assertThatThrownBy(() -> new Training<>(settings, fitted -> fitted, Examples.of(new float[][]{{1}, {2}},
                new float[]{1, 2}), Optional.empty())).hasMessage("no port is free");
        assertThat(told).containsExactly("opened", "ended: the training ended with an error");
    }
}
