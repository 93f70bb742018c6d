package org.chainrule.serve.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.chainrule.Memory;
import org.chainrule.observe.Flow;
import org.chainrule.observe.Moment;
import org.chainrule.observe.Observer;
import org.junit.jupiter.api.Test;

/// What a board shows of trainings that are told to it step by step.
class BoardTest {
    private static final int ROWS = 100;
    private static final int EPOCHS = 20;

    private final Board board = new Board(new Controls(() -> {
    }, () -> false));

    /// A moment that was never measured.
    private static final class Told implements Moment {
        private final int epoch;
        private final int rows;
        private boolean stopped;

        Told(int epoch, int rows) {
            this.epoch = epoch;
            this.rows = rows;
        }

        @Override
        public int epoch() {
            return epoch;
        }

        @Override
        public int epochs() {
            return EPOCHS;
        }

        @Override
        public int rows() {
            return rows;
        }

        @Override
        public int of() {
            return ROWS;
        }

        @Override
        public float loss() {
            return 1;
        }

        @Override
        public double rate() {
            return 0.1;
        }

        @Override
        public Memory memory() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Flow flow(int most) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void stop() {
            stopped = true;
        }
    }

    private static Board.Subject subject(String title, double expected, String... networks) {
        return new Board.Subject(title, List.of(networks), "loss", Map.of(), expected, List.of(),
                UnaryOperator.identity());
    }

    /// Tells of an epoch with one step, and returns whether the board ends the training there.
    private static boolean epoch(Observer observer, int number, double held, boolean best) {
        Told moment = new Told(number, ROWS);
        observer.step(moment);
        observer.epoch(moment, 2 * held, Map.of("loss", held), best);
        return moment.stopped;
    }

    private Map<String, Object> detail(String network) {
        return board.find(network).orElseThrow().detail(0, -1);
    }

    private List<Object> names() {
        return ((List<?>) board.toJson().get("networks")).stream().<Object>map(each -> ((Map<?, ?>) each).get("name"))
                .toList();
    }

    @Test
    void keepingTheBestEndsNoLaterNetworkOfTheSameName() {
        board.begins(subject("first", Double.NaN, "mlp"));
        Observer first = board.observer("mlp");
        assertThat(epoch(first, 1, 1, true)).isFalse();
        board.find("mlp").orElseThrow().keep();
        assertThat(detail("mlp")).containsEntry("keeps", true);
        assertThat(epoch(first, 2, 0.5, true)).isTrue();
        first.ended("");
        board.begins(subject("second", Double.NaN, "mlp"));
        assertThat(epoch(board.observer("mlp"), 1, 1, true)).isFalse();
        assertThat(detail("mlp")).containsEntry("keeps", false);
    }

    @Test
    void anotherTrainingOfANetworkBeginsAnew() {
        Observer first = board.observer("linear");
        epoch(first, 1, 3, true);
        first.ended("");
        Track before = board.find("linear").orElseThrow();
        Observer second = board.observer("linear");
        assertThat(board.find("linear")).as("prepared, not begun").contains(before);
        epoch(second, 1, 0.5, true);
        assertThat(board.find("linear")).isPresent().get().isNotSameAs(before);
        assertThat((List<?>) detail("linear").get("lines")).hasSize(1);
    }

    @Test
    void theLinearModelOfAnEarlierTableIsNoBaseline() {
        board.begins(subject("first", Double.NaN, "mlp"));
        for (String name : List.of("mlp", "linear")) {
            Observer observer = board.observer(name);
            epoch(observer, 1, 1, true);
            observer.ended("");
        }
        assertThat(names()).containsExactly("mlp", "linear");
        board.begins(subject("second", Double.NaN, "mlp"));
        assertThat(names()).containsExactly("mlp");
    }

    @Test
    void aResumedTrainingKeepsItsNumbers() throws InterruptedException {
        board.begins(subject("", Double.NaN, "mlp"));
        Observer observer = board.observer("mlp");
        observer.step(new Told(11, 50));
        assertThat(detail("mlp")).containsEntry("first", 11L).containsEntry("best", 0L);
        observer.epoch(new Told(11, ROWS), 3, Map.of("loss", 3.0), false);
        assertThat(detail("mlp")).as("the best is an earlier one").containsEntry("best", 0L);
        Thread.sleep(200);
        epoch(observer, 12, 0.25, true);
        assertThat(detail("mlp")).containsEntry("best", 12L).containsEntry("loss", 0.25)
                .containsEntry("measures", Map.of("loss", 0.25));
        Track track = board.find("mlp").orElseThrow();
        // 10.5 of 20 epochs were done before, 1.5 since, and 8 are left
        assertThat(track.secondsLeft()).isCloseTo(track.seconds() * 8 / 1.5, within(1e-6));
        assertThat(track.seconds()).isGreaterThan(0.19);
    }

    @Test
    void aNetworkThatFailedIsNotWaitedFor() {
        board.begins(subject("", 1_000_000, "a", "b"));
        Observer failed = board.observer("a");
        epoch(failed, 1, 1, true);
        failed.ended("it diverged");
        Observer last = board.observer("b");
        epoch(last, 1, 1, true);
        epoch(last, EPOCHS, 1, true);
        assertThat(board.toJson()).containsEntry("left", 0.0);
        assertThat(Optional.of(detail("a").get("state"))).contains("failed");
    }
}
