package org.chainrule.tabular.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {
    private static final int[] ROWS = IntStream.range(0, 40).toArray();

    private static EncodingChoice choice(String name, boolean wanted, IntToDoubleFunction value) {
        return EncodingChoice.of(NumberColumn.of(name, IntStream.of(ROWS).mapToDouble(value).toArray()), ROWS, wanted,
                100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "ID", "Id", "invoice_no", "Invoice No.", "order id", "orderId", "OrderID",
            "customer-number", "InvoiceNumber", "rownumber", "Kundennummer", "Rechnungsnr", "lfd. Nr.", "Nr", "#",
            "row_num", "case.key", "unnamed: 0", "N°", "index", "seq"})
    void growingNumbersNamedLikeAnIdentifierAreLeftOut(String name) {
        assertThat(choice(name, false, row -> 50_000 + 3 * row)).isEqualTo(new EncodingChoice.Unused("it looks like an "
                + "identifier that grows from row to row, from 50000 to 50117; if it says something about a row, declare "
                + "it as numeric"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "day", "year", "grid", "humid", "paid", "acid", "x", "Solid", "economy",
            "number_of_rooms", "price", "distance", "know", "turn"})
    void otherNamesStay(String name) {
        assertThat(choice(name, false, row -> 50_000 + 3 * row)).isInstanceOf(EncodingChoice.Used.class);
    }

    @Test
    void theValuesDecideToo() {
        assertThat(choice("id", false, row -> 9_000 - row * row))
                .isEqualTo(new EncodingChoice.Unused("it looks like an "
                        + "identifier that falls from row to row, from 9000 to 7479; if it says something about a row, declare it "
                        + "as numeric"));
        assertThat(choice("id", false, row -> row * 17 % 41)).isEqualTo(new EncodingChoice.Unused("it looks like an "
                + "identifier, with 40 distinct values in 40 training rows; if it says something about a row, declare it as "
                + "numeric"));
        assertThat(choice("id", false, row -> row + 1)).isEqualTo(new EncodingChoice.Unused("it counts the rows"));
        assertThat(choice("id", false, row -> row % 39)).as("a value repeats").isInstanceOf(EncodingChoice.Used.class);
        assertThat(choice("id", false, row -> row + 0.5)).as("not whole").isInstanceOf(EncodingChoice.Used.class);
        assertThat(choice("id", true, row -> 50_000 + 3 * row)).as("declared").isInstanceOf(EncodingChoice.Used.class);
    }

    @Test
    void fewValuesMayOccurTwiceInLongTables() {
        int[] rows = IntStream.range(0, 200).toArray();
        NumberColumn orders = NumberColumn.of("order_id",
                IntStream.of(rows).map(row -> 7000 + row * 2 / 3 + (row == 100 ? -50 : 0)).asDoubleStream()
                        .toArray());
        assertThat(EncodingChoice.of(orders, rows, false, 100)).isEqualTo(new EncodingChoice.Unused("it looks like an "
                + "identifier that grows from row to row, from 7000 to 7132; if it says something about a row, declare "
                + "it as numeric"));
        NumberColumn halves = NumberColumn.of("order_id",
                IntStream.of(rows).map(row -> row / 2).asDoubleStream().toArray());
        assertThat(EncodingChoice.of(halves, rows, false, 100)).isInstanceOf(EncodingChoice.Used.class);
    }

    @Test
    void wordsNamedLikeAnIdentifierAreLeftOutInShortTablesToo() {
        String[] words = IntStream.of(ROWS).mapToObj(row -> "C" + row * 7 % 41).toArray(String[]::new);
        assertThat(EncodingChoice.of(TextColumn.of("customer_id", words), ROWS, false, 100))
                .isEqualTo(
                        new EncodingChoice.Unused("it looks like an identifier or free text, with 40 distinct values "
                                + "in 40 training rows"));
        assertThat(EncodingChoice.of(TextColumn.of("city", words), ROWS, false, 100))
                .isInstanceOf(EncodingChoice.Used.class);
    }
}
