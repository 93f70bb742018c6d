package org.chainrule.serve.play.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.nn.Layers;
import org.chainrule.nn.Losses;
import org.chainrule.optim.Optimizers;
import org.chainrule.train.Run;
import org.chainrule.train.Step;
import org.junit.jupiter.api.Test;

class FilmTest {
    @Test
    void itDropsEverySecondSnapshotWhenItNeedsTooMuchMemory() {
        Examples rows = Examples.of(new float[][]{{1}, {2}}, new float[]{1, 2});
        Run run = Step.of(Layers.linear(1), Losses.squared(), Optimizers.sgd(0.01)).start(rows, 2, 1);
        Film film = new Film(8 * run.snapshot().bytes());
        film.offer(run.snapshot());
        for (int epoch = 1; epoch <= 100; epoch++) {
            for (Batch batch : rows.shuffled(1, epoch).batches(2)) {
                run.step(batch);
            }
            film.offer(run.snapshot());
        }
        assertThat(film.size()).isBetween(4, 8);
        assertThat(film.before(0).steps()).isZero();
        for (int step = 0; step <= 100; step++) {
            assertThat(film.before(step).steps()).isBetween(step - 16L, (long) step);
        }
    }
}
