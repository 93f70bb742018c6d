package org.chainrule.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ShapeTest {
    private static final Shape ROWS = Shape.batch(4, 3);

    @Test
    void axesCountFromBothEnds() {
        assertThat(ROWS.size(1)).isEqualTo(4);
        assertThat(ROWS.size(-1)).isEqualTo(3);
        assertThat(ROWS.size(-3, 7)).isEqualTo(7);
        assertThat(ROWS.isBatch(-3)).isTrue();
        assertThat(ROWS.entryText(-3)).isEqualTo("n");
        assertThat(ROWS.without(-1)).isEqualTo(Shape.batch(4));
        assertThat(ROWS.reduced(-1)).isEqualTo(Shape.batch(4, 1));
        assertThat(ROWS.tail(3)).isEqualTo(Shape.scalar());
    }

    static Stream<Arguments> mistakes() {
        String none = "there is no axis 5 in [n, 4, 3], expected -3 to 2";
        return Stream.of(mistake(() -> ROWS.size(5), "size: " + none), mistake(() -> ROWS.size(5, 2), "size: " + none),
                mistake(() -> ROWS.size(-4), "size: there is no axis -4 in [n, 4, 3], expected -3 to 2"),
                mistake(() -> ROWS.isBatch(5), "isBatch: " + none), mistake(() -> ROWS.without(5), "without: " + none),
                mistake(() -> ROWS.reduced(5), "reduced: " + none),
                mistake(() -> ROWS.entryText(5), "entryText: " + none),
                mistake(() -> ROWS.tail(5), "tail: got axis 5 of [n, 4, 3], expected 0 to 3"),
                mistake(() -> ROWS.append(0), "append: the size is 0, expected at least 1"),
                mistake(() -> ROWS.bind(0), "bind: the batch size is 0, expected at least 1"),
                mistake(() -> ROWS.size(0), "shape: axis 0 of [n, 4, 3] is the batch, its size is known only when a"
                        + " program runs"),
                mistake(() -> Shape.of(2, 0), "shape: axis 1 has size 0 in [2, 0], expected at least 1"),
                mistake(() -> Shape.scalar().size(0),
                        "size: there is no axis 0 in [], expected none for a scalar"));
    }

    private static Arguments mistake(Runnable code, String message) {
        return Arguments.of(message, code);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void anAxisThatIsNotThereIsNamed(String message, Runnable code) {
        assertThatThrownBy(code::run).isInstanceOf(ArgumentException.class).hasMessage(message);
    }
}
