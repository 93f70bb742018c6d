package org.chainrule.tabular.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.chainrule.data.RowSource;
import org.chainrule.error.ArgumentException;
import org.chainrule.io.Json;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EncodingTest {
    private static final NumberEncoding NUMBERS = new NumberEncoding("x", 10, 2, true, Range.UNKNOWN, false);
    private static final CategoryEncoding WORDS = new CategoryEncoding("w", List.of("no", "yes"), false);
    private static final DateEncoding DATES = new DateEncoding("d", 86_400, 86_400,
            List.of(DateEncoding.Cycle.YEAR, DateEncoding.Cycle.HOUR), true, Range.UNKNOWN);

    static List<EncodingCase> cases() {
        return EncodingCases.all();
    }

    @Test
    void everyKindHasARow() {
        Set<Class<?>> kinds = cases().stream().map(row -> row.encoding().getClass()).collect(Collectors.toSet());
        assertThat(kinds).containsExactlyInAnyOrder(Encoding.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aColumnBecomesItsInputs(EncodingCase row) {
        int width = row.encoding().width();
        assertThat(row.inputs().length).isEqualTo(width * row.column().size());
        float[] out = new float[row.inputs().length];
        for (int i = 0; i < row.column().size(); i++) {
            row.encoding().rows(row.column()).read(i, out, i * width);
        }
        assertThat(out).isEqualTo(row.inputs());
    }

    /// The text of a cell has the same inputs if Java code passes it.
    @ParameterizedTest
    @MethodSource("cases")
    void textBecomesTheInputsOfTheCell(EncodingCase row) {
        int width = row.encoding().width();
        ValueReader reader = row.encoding().values(TableFormat.detected());
        float[] out = new float[row.inputs().length];
        Arrays.fill(out, 7);
        for (int i = 0; i < row.column().size(); i++) {
            row.encoding().encode(row.column().text(i), reader, out, i * width);
        }
        assertThat(out).isEqualTo(row.inputs());
        float[] missing = new float[width];
        float[] empty = new float[width];
        row.encoding().encode(null, reader, missing, 0);
        row.encoding().encode(Optional.of(""), reader, empty, 0);
        assertThat(missing).isEqualTo(empty);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void jsonComesBackEqual(EncodingCase row) {
        Object tree = Json.parse(Json.write(row.encoding().toJson()), "test");
        assertThat(Encoding.fromJson(tree, "test")).isEqualTo(row.encoding());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theSampleIsAccepted(EncodingCase row) {
        Encoding encoding = row.encoding();
        assertThat(encoding.names()).hasSize(encoding.width());
        assertThat(encoding.refusal(encoding.sample().getClass())).isEmpty();
        encoding.encode(encoding.sample(), encoding.values(TableFormat.detected()), new float[encoding.width()], 0);
        assertThat(encoding.column()).isEqualTo(row.column().name());
        encoding.check(Table.of("t", row.column()));
    }

    /// Each input belongs to one group, in order, and holds what the kind of the group promises.
    @ParameterizedTest
    @MethodSource("cases")
    void groupsCoverAllInputs(EncodingCase row) {
        int width = row.encoding().width();
        int next = 5;
        for (InputGroup group : row.encoding().groups(5)) {
            assertThat(group.column()).isEqualTo(row.encoding().column());
            assertThat(group.from()).isEqualTo(next);
            assertThat(group.width()).isPositive();
            next = group.to();
            for (int at = group.from() - 5; at < row.inputs().length; at += width) {
                float[] inputs = Arrays.copyOfRange(row.inputs(), at, at + group.width());
                int ones = 0;
                for (float input : inputs) {
                    ones += input == 1 ? 1 : 0;
                    boolean flag = group.kind() == InputGroup.Kind.FLAG || group.kind() == InputGroup.Kind.ONE_HOT;
                    assertThat(!flag || input == 0 || input == 1).as(group.toString()).isTrue();
                }
                assertThat(ones <= 1 || group.kind() != InputGroup.Kind.ONE_HOT).as(group.toString()).isTrue();
            }
        }
        assertThat(next).isEqualTo(5 + width);
    }

    @Test
    void groupsTellTheKinds() {
        assertThat(NUMBERS.groups(3)).containsExactly(new InputGroup("x", InputGroup.Kind.NUMBER, 3, 4),
                new InputGroup("x", InputGroup.Kind.FLAG, 4, 5));
        assertThat(new NumberEncoding("x", 7, 0, true, Range.UNKNOWN, true).groups(0))
                .containsExactly(new InputGroup("x", InputGroup.Kind.FLAG, 0, 2));
        assertThat(WORDS.groups(1)).containsExactly(new InputGroup("w", InputGroup.Kind.ONE_HOT, 1, 3));
        assertThat(DATES.groups(0)).containsExactly(new InputGroup("d", InputGroup.Kind.NUMBER, 0, 1),
                new InputGroup("d", InputGroup.Kind.OTHER, 1, 5), new InputGroup("d", InputGroup.Kind.FLAG, 5, 6));
        assertThat(new ListEncoding("t", ';', List.of("a", "b"), 2).groups(0)).containsExactly(
                new InputGroup("t", InputGroup.Kind.FLAG, 0, 2), new InputGroup("t", InputGroup.Kind.NUMBER, 2, 3));
    }

    @Test
    void describesItself() {
        assertThat(NUMBERS.description()).isEqualTo("(x - 10) / 2, and a flag for missing values");
        assertThat(new NumberEncoding("x", 1234567.8, 1 / 3.0, false, Range.UNKNOWN, false).description())
                .isEqualTo("(x - 1234570) / 0.333333");
        assertThat(new NumberEncoding("x", 10, 2, true, Range.UNKNOWN, false, NumberScaling.ROBUST).description())
                .isEqualTo("(x - 10) / 2, bounded by -3 and 3, and a flag for missing values");
        assertThat(WORDS.description()).isEqualTo("one of no, yes");
        assertThat(new CategoryEncoding("w", List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"), true)
                .description()).isEqualTo("one of a, b, c, d, e, f, g, h, i, j, and 2 more, or any other");
        assertThat(DATES.description())
                .isEqualTo("elapsed time, and the position in the year, hour, and a flag for missing values");
        assertThat(new DateEncoding("d", 0, 1, List.of(), false, Range.UNKNOWN).description())
                .isEqualTo("elapsed time");
    }

    @Test
    void samplesAreOrdinaryValues() {
        assertThat(NUMBERS.sample()).isEqualTo(10.0);
        assertThat(WORDS.sample()).isEqualTo("no");
        assertThat(new CategoryEncoding("w", List.of(), true).sample()).isEqualTo("");
        assertThat(DATES.sample()).isEqualTo(LocalDateTime.of(1970, 1, 2, 0, 0));
    }

    @Test
    void typesThatCannotBeRightAreRefused() {
        assertThat(NUMBERS.refusal(LocalDate.class))
                .hasValue("column \"x\" held numbers in training; declare it as double or Double");
        assertThat(WORDS.refusal(List.class))
                .hasValue("column \"w\" held words in training; declare it as String or an enum");
        assertThat(DATES.refusal(double.class)).hasValue(
                "column \"d\" held dates in training; declare it as LocalDate, LocalDateTime or String");
        assertThat(List.of(int.class, Long.class, boolean.class, String.class, Object.class, OptionalInt.class))
                .allMatch(type -> NUMBERS.refusal(type).isEmpty() && WORDS.refusal(type).isEmpty());
        assertThat(List.of(char.class, Column.Kind.class, LocalDate.class))
                .allMatch(type -> NUMBERS.refusal(type).isPresent() && WORDS.refusal(type).isEmpty());
    }

    @Test
    void primitivesAreReadWithoutBoxingWhereTheyAreNumbers() {
        ValueReader numbers = NUMBERS.values(TableFormat.detected().missing("-200"));
        assertThat(numbers.readsNumbers()).isTrue();
        assertThat(numbers.readNumber(3)).isEqualTo(3);
        assertThat(numbers.readNumber(-200)).isNaN();
        ValueReader words = WORDS.values(TableFormat.detected());
        assertThat(words.readsNumbers()).isFalse();
        assertThat(WORDS.novelty(words.readNumber(1))).as("1 is no category").isEqualTo(Novelty.Kind.UNSEEN);
        assertThat(words.read(true)).isEqualTo(1);
        assertThatThrownBy(() -> DATES.values(TableFormat.detected()).readNumber(1))
                .isInstanceOf(ArgumentException.class).hasMessage("predict: column \"d\" held dates in training, got a "
                        + "value of type Double; pass a date, a date-time or text such as \"2026-01-31\", or null if "
                        + "it is missing");
    }

    @Test
    void columnsOfAnotherKindAreRefused() {
        assertThatThrownBy(() -> DATES.check(Table.of("t.csv", NumberColumn.of("d", 7))))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("t.csv: column \"d\" held dates in training, but here "
                        + "it holds numbers, such as \"7\"; use dates, and leave missing values empty");
        WORDS.check(Table.of("t.csv", NumberColumn.of("w", 7)));
        NUMBERS.check(Table.of("t.csv", TextColumn.of("x", "", "")));
    }

    @Test
    void anInputFlagsNumbersThatAreOnlyLimits() {
        NumberEncoding encoding = new NumberEncoding("x", 10, 2, true, Range.UNKNOWN, true);
        assertThat(encoding.names()).containsExactly("x", "x missing", "x limit");
        BitSet limited = new BitSet();
        limited.set(1);
        RowSource rows = encoding.rows(NumberColumn.of("x", 12, 12, Double.NaN).limits(limited));
        float[] inputs = new float[9];
        for (int row = 0; row < 3; row++) {
            rows.read(row, inputs, 3 * row);
        }
        assertThat(inputs).containsExactly(1, 0, 0, 1, 0, 1, 0, 1, 0);
        ValueReader reader = encoding.values(TableFormat.detected());
        float[] value = new float[3];
        encoding.encode(reader.read("< 24"), value, 0);
        assertThat(value).containsExactly(1, 0, 1);
        encoding.encode(reader.read(12), value, 0);
        assertThat(value).containsExactly(1, 0, 0);
        assertThat(Encoding.fromJson(encoding.toJson(), "m")).isEqualTo(encoding);
    }
}
