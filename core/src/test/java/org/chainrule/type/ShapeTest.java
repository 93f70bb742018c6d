package org.chainrule.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.ir.Nodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ShapeTest {
    private static final Shape ROWS = Shape.batch(4, 3);

    /// Returns the shape that prints as a text, such as `[4n, 3]`.
    private static Shape shape(String text) {
        String inner = text.substring(1, text.length() - 1);
        return Shape.ofEntries(Arrays.stream(inner.isEmpty() ? new String[0] : inner.split(", ")).mapToInt(size -> {
            String multiple = size.replace("n", "");
            return size.endsWith("n") ? multiple.isEmpty() ? -1 : -Integer.parseInt(multiple) : Integer.parseInt(size);
        }).toArray());
    }

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

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"[] | [] | []", "[3] | [] | [3]", "[2, 3] | [2, 3] | [2, 3]",
            "[2, 3] | [3] | [2, 3]", "[2, 3] | [2, 1] | [2, 3]", "[2, 1] | [1, 3] | [2, 3]",
            "[1] | [5, 2, 1] | [5, 2, 1]", "[2, 3] | [4, 1, 3] | [4, 2, 3]", "[n, 3] | [3] | [n, 3]",
            "[n, 3] | [1, 3] | [n, 3]", "[n, 1] | [n, 5] | [n, 5]", "[4n, 3] | [4n, 1] | [4n, 3]",
            "[5, 1, 2] | [n, 2] | [5, n, 2]"})
    void operandsAreRepeatedAlongMissingAxesAndAxesOfSizeOne(String a, String b, String both) {
        assertThat(Nodes.broadcast("add", shape(a), shape(b))).hasToString(both);
        assertThat(Nodes.broadcast("add", shape(b), shape(a))).hasToString(both);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"[2, 3] | [2] | lhs [2, 3] axis 1 = 3, rhs [2] axis 0 = 2",
            "[2, 3] | [4, 3] | lhs [2, 3] axis 0 = 2, rhs [4, 3] axis 0 = 4",
            "[n, 3] | [5, 3] | lhs [n, 3] axis 0 = n, rhs [5, 3] axis 0 = 5",
            "[n, 3] | [2n, 3] | lhs [n, 3] axis 0 = n, rhs [2n, 3] axis 0 = 2n"})
    void otherSizesAreRefused(String a, String b, String operands) {
        assertThatThrownBy(() -> Nodes.broadcast("add", shape(a), shape(b))).isInstanceOf(ShapeException.class)
                .hasMessage("add: sizes differ and neither is 1: " + operands);
    }

    static Stream<Arguments> symbolic() {
        Shape patches = ROWS.withEntry(0, -16);
        return Stream.of(Arguments.of("a batch of rows", ROWS, "[n, 4, 3]", 12, 60),
                Arguments.of("several rows per example", patches, "[16n, 4, 3]", 192, 960),
                Arguments.of("no axis but the batch", Shape.batch(), "[n]", 1, 5),
                Arguments.of("an axis in front", Shape.batch(3).prepend(2), "[2, n, 3]", 6, 30),
                Arguments.of("an axis behind", Shape.batch().append(7), "[n, 7]", 7, 35),
                Arguments.of("all axes merged", ROWS.flat(), "[12n]", 12, 60),
                Arguments.of("joined", Shape.of(2).join(ROWS, 0), "[2, n, 4, 3]", 24, 120),
                Arguments.of("the batch replaced", ROWS.bind(5), "[5, 4, 3]", 60, 60),
                Arguments.of("no batch", ROWS.tail(1), "[4, 3]", 12, 12));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("symbolic")
    void aBatchAxisCountsAsOneUntilItsSizeIsKnown(String name, Shape shape, String text, int perRow, int ofFive) {
        assertThat(shape).as(name).hasToString(text).isEqualTo(shape(text)).hasSameHashCodeAs(shape(text));
        assertThat(shape.elements()).isEqualTo(perRow);
        assertThat(shape.elements(5)).isEqualTo(ofFive);
        assertThat(shape.hasBatch()).isEqualTo(text.contains("n"));
        assertThat(shape.batchAxis()).isEqualTo(Arrays.asList(text.split(",")).indexOf(Arrays.stream(text.split(","))
                .filter(size -> size.contains("n")).findFirst().orElse("none")));
        assertThat(shape.bind(5).elements()).isEqualTo(ofFive);
    }

    static Stream<Arguments> mistakes() {
        String none = "there is no axis 5 in [n, 4, 3], expected -3 to 2";
        return Stream.of(mistake(() -> ROWS.size(5), "size: " + none), mistake(() -> ROWS.size(5, 2), "size: " + none),
                mistake(() -> ROWS.size(-4), "size: there is no axis -4 in [n, 4, 3], expected -3 to 2"),
                mistake(() -> ROWS.isBatch(5), "isBatch: " + none), mistake(() -> ROWS.without(5), "without: " + none),
                mistake(() -> ROWS.reduced(5), "reduced: " + none),
                mistake(() -> ROWS.axis(-4, "sum"), "sum: there is no axis -4 in [n, 4, 3], expected -3 to 2"),
                mistake(() -> ROWS.entryText(5), "entryText: " + none),
                mistake(() -> ROWS.tail(5), "tail: got axis 5 of [n, 4, 3], expected 0 to 3"),
                mistake(() -> ROWS.tail(-1), "tail: got axis -1 of [n, 4, 3], expected 0 to 3"),
                mistake(() -> ROWS.append(0), "append: the size is 0, expected at least 1"),
                mistake(() -> ROWS.bind(0), "bind: the batch size is 0, expected at least 1"),
                mistake(() -> ROWS.size(0), "shape: axis 0 of [n, 4, 3] is the batch, whose size is known only when a"
                        + " program runs"),
                mistake(() -> ROWS.prepend(-1), "shape: [n, n, 4, 3] has two batch axes, expected at most one"),
                mistake(() -> Shape.ofEntries(-2, 3, -1), "shape: [2n, 3, n] has two batch axes, expected at most one"),
                mistake(() -> Shape.of(2, 0), "shape: axis 1 has size 0 in [2, 0], expected at least 1"),
                mistake(() -> Shape.of((int[]) null), "shape: sizes is null, expected a value"),
                mistake(() -> Shape.of(1 << 16, 1 << 15),
                        "shape: [65536, 32768] has more than 2^31 - 1 elements; use smaller axes"),
                mistake(() -> ROWS.elements(1 << 30), "shape: [n, 4, 3] with n = 1073741824 has more than 2^31 - 1"
                        + " elements; use a smaller batch"),
                mistake(() -> Shape.scalar().size(0),
                        "size: there is no axis 0 in [], expected none for a scalar"));
    }

    private static Arguments mistake(Runnable code, String message) {
        return Arguments.of(message, code);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void mistakesAreNamed(String message, Runnable code) {
        assertThatThrownBy(code::run).isInstanceOf(ArgumentException.class).hasMessage(message);
    }
}
