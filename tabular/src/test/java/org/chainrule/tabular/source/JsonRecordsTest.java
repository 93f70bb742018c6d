package org.chainrule.tabular.source;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonRecordsTest {
    private static String csv(byte[] bytes, String name) throws IOException {
        try (TextSource source = TextSource.of(new ByteArrayInputStream(bytes), name, null, "", _ -> {
        }); var in = source.open(_ -> {
        })) {
            assertThat(source.exact()).isTrue();
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static String csv(String json) throws IOException {
        return csv(json.getBytes(UTF_8), "t");
    }

    @Test
    void linesAndArraysBecomeCsv() throws IOException {
        String csv = "a,b,c\n1,x,\n,,true\n-2.50e3,\"y, \"\"z\"\"\nü😀\",false\n";
        String lines = """
                {"a": 1, "b": "x"}

                {"c": true, "a": null}
                {"b": "y, \\"z\\"\\n\\u00fc\\ud83d\\uDE00", "a": -2.50e3, "c": false}
                """;
        assertThat(csv(lines)).isEqualTo(csv);
        assertThat(csv(lines.replace("\n", "\r\n"))).isEqualTo(csv);
        assertThat(csv("\uFEFF" + lines)).isEqualTo(csv);
        assertThat(csv(("\uFEFF" + lines).getBytes(UTF_16LE), "t")).isEqualTo(csv);
        assertThat(csv("[\n" + lines.strip().replace("}\n", "},\n").replace(",\n\n", ",\n") + "\n]\n")).isEqualTo(csv);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(lines.getBytes(UTF_8));
        }
        assertThat(csv(packed.toByteArray(), "t.jsonl.gz")).isEqualTo(csv);
    }

    @Test
    void valuesOfAllKinds() throws IOException {
        assertThat(
                csv("{\"\": [\"x\", \"y\", 1, true], \"l\": [], \"m\": [null, \"z\"]}\n{\"n\": NaN, \"i\": -Infinity}"))
                .isEqualTo(",l,m,n,i\nx;y;1;true,,z,,\n,,,,-Infinity\n");
        assertThat(csv("{\"a\": {}}".replace("{}", "\"\\/\\b\\f\\r\\t\\\\\""))).isEqualTo("a\n\"/\b\f\r\t\\\"\n");
        assertThat(csv("{}\n{\"a\":1}\n{\"a\":2}")).isEqualTo("a\n\n1\n2\n");
    }

    @Test
    void numbersHaveADecimalPoint() throws IOException {
        Table table = Tables.read(new ByteArrayInputStream(
                "{\"a\": 1.234, \"b\": \"1,5\"}\n{\"a\": 2.345, \"b\": \"2,5\"}\n{\"b\": null}\n".getBytes(UTF_8)),
                "t");
        assertThat(table.column("a").text(0)).isEqualTo("1.234");
        assertThat(table.column("b").text(0)).isEqualTo("1.5");
        assertThat(table.column("a").kind()).isEqualTo(Column.Kind.NUMBER);
        assertThat(table.size()).isEqualTo(3);
        assertThat(table.line(2)).isEqualTo(3);
    }

    /// The boundary of the buffer falls on every byte of some object.
    @Test
    void longText() throws IOException {
        StringBuilder json = new StringBuilder();
        StringBuilder csv = new StringBuilder("k,\"l\u00E4\"\"\"\n");
        for (int i = 0; i < 20_000; i++) {
            json.append("{\"k\":").append(i).append(",\"l\u00E4\\\"\":\"\u00FC\\u20ac").append("x".repeat(i % 17))
                    .append("\"}\n");
            csv.append(i).append(",\u00FC\u20AC").append("x".repeat(i % 17)).append('\n');
        }
        assertThat(csv(json.toString())).isEqualTo(csv.toString());
    }

    @Test
    void aFileNamedJsonLinesIsJson() throws IOException {
        assertThat(csv("{\"a\":\n1}".getBytes(UTF_8), "t.NDJSON")).isEqualTo("a\n1\n");
        assertThatThrownBy(() -> csv("a,b\n1,2\n".getBytes(UTF_8), "t.jsonl")).isInstanceOf(FormatException.class)
                .hasMessage(
                        "t.jsonl, line 1: expected { at the beginning of an object, which is one row, but found 'a'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a": 1}\\n{"a": {"b": 2}}      | line 2: the value of "a" is an object; use a key of its own for each value in it
            {"a": 1}\\n{"a": [{"b": 2}]}    | line 2: the value of "a" is a list of objects or lists; a list may hold texts and numbers only
            {"a": ["x;y"]}                  | line 1: the value of "a" is a list with a semicolon in the item "x;y", which would divide it; write it in another way
            {"a": 1, "a": 2}                | line 1: an object has the key "a" twice
            {"a": null, "a": 2}             | line 1: an object has the key "a" twice
            {"a": 1}\\n[1]                  | line 2: expected { at the beginning of an object, which is one row, but found '['
            {"a": 1}\\n{"a": 1              | line 2: expected } or , after a value, but found the end of the text; fetch the file again if it was cut off
            {"a": 1}\\n{"a": "x             | line 2: a string is not closed in its line; close it, or fetch the file again if it was cut off
            {"a": 1}\\n{"a": "x\\ny"}       | line 2: a string is not closed in its line; close it, or fetch the file again if it was cut off
            {"a": 1}\\n{"a": "x\\ty"}       | line 2: a string contains the character U+0009, which JSON writes as an escape
            {"a": 1}\\n{"a": 007}           | line 2: "007" is neither a number nor true, false or null; put texts in quotation marks
            {"a": 1}\\n{"a": yes}           | line 2: "yes" is neither a number nor true, false or null; put texts in quotation marks
            {"a": 1}\\n{"a": }              | line 2: expected a value, but found '}'
            {"a": 1}\\n{'a': 1}             | line 2: expected " before a string, but found '''
            {"a": 1}\\n{"a": 1\\n{"a": 2}   | line 2: expected } or , after a value, but the line ends, and line 3 begins with '{'; complete line 2
            {"a": 1}\\n{"a": 1,\\n{"a": 2}  | line 2: expected " before a string, but the line ends, and line 3 begins with '{'; complete line 2
            {"a": 1}\\n{"a":\\n{"a": 2}     | line 2: expected a value, but the line ends, and line 3 begins with '{'; complete line 2
            {"a": 1}\\n{"a": [1,\\n{"a": 2} | line 2: expected an item, but the line ends, and line 3 begins with '{'; complete line 2
            {"a": 1}\\n{"a": [1\\n{"a": 2}  | line 2: expected ] or , after an item, but the line ends, and line 3 begins with '{'; complete line 2
            {"a": 1}\\n{"a"\\n{"a": 2}      | line 2: expected : after a key, but the line ends, and line 3 begins with '{'; complete line 2
            {"a": 1}\\n{"a": 1\\n           | line 2: expected } or , after a value, but found the end of the text; fetch the file again if it was cut off
            {"a": 1}\\nnote                 | line 2: expected { at the beginning of an object, which is one row, but found 'n'
            {"a": 1},\\n{"a": 2}            | line 1: expected { at the beginning of an object, which is one row, but found ','
            {"a": 1\\n                      | line 1: expected } or , after a value, but found the end of the text; fetch the file again if it was cut off
            {"a": 1}\\n{"a" 1}              | line 2: expected : after a key, but found '1'
            {"a": 1}\\n{"a": "!x"}          | line 2: \\x is no escape of JSON
            {"a": 1}\\n{"a": "!ud83dx"}     | line 2: a string contains half of a pair of surrogates, which is no character
            {"a": 1}\\n{"a": "!u12"}        | line 2: \\u must be followed by four hexadecimal digits
            {"\\u001b!n": {}}               | line 1: the value of "\\u001b\\n" is an object; use a key of its own for each value in it
            """)
    void faults(String json, String message) {
        String text = json.replace("\\n", "\n").replace("\\t", "\t").replace('!', '\\');
        // a single object that is not flat need not be a row, unless the name says so
        boolean rows = text.strip().contains("\n") || !text.substring(1).matches("(?s).*[\\[{].*");
        for (String name : rows ? List.of("t.jsonl", "standard input") : List.of("t.jsonl")) {
            assertThatThrownBy(() -> csv(text.getBytes(UTF_8), name)).isInstanceOf(FormatException.class)
                    .hasMessage(name + ", " + message);
        }
    }

    @Test
    void aLongFirstRow() throws IOException {
        String row = "{" + IntStream.range(0, 9000).mapToObj(i -> "\"k" + i + "\": " + i)
                .collect(Collectors.joining(", ")) + "}\n";
        assertThat(row.length()).isGreaterThan(TextSource.HEAD);
        assertThat(csv(row + row).lines()).hasSize(3);
        assertThatThrownBy(() -> csv(row + row.replace("}", ""))).hasMessage("t, line 2: expected } or , after a value,"
                + " but found the end of the text; fetch the file again if it was cut off");
    }

    @Test
    void jsonWithoutRows() {
        String end = "; write an object in it for each row, with the names of the columns as keys, such as"
                + " {\"size\": 4.5, \"color\": \"red\"}";
        for (String name : List.of("t.jsonl", "t.NDJSON.gz", "t.json")) {
            assertThatThrownBy(() -> csv(" \n".getBytes(UTF_8), name)).isInstanceOf(FormatException.class)
                    .hasMessage(name + " is empty" + end);
        }
        for (String name : List.of("t.jsonl", "t.json", "standard input")) {
            assertThatThrownBy(() -> csv(" [\n]\n".getBytes(UTF_8), name)).isInstanceOf(FormatException.class)
                    .hasMessage(name + " is an empty JSON array" + end);
        }
    }

    @Test
    void faultsOfArrays() {
        assertThatThrownBy(() -> csv("[{\"a\": 1}, {\"a\": 3}\n{\"a\": 2}]".getBytes(UTF_8), "t.jsonl")).hasMessage(
                "t.jsonl, line 2: expected , or ] after an object, but found '{'");
        assertThatThrownBy(() -> csv("[{\"a\": 1},\n{\"a\": }]")).hasMessage(
                "t, line 2: expected a value, but found '}'");
        assertThatThrownBy(() -> csv("[{\"a\": 1}")).hasMessage("t, line 1: expected , or ] after an object, but found"
                + " the end of the text; fetch the file again if it was cut off");
        assertThatThrownBy(() -> csv("[{\n  \"a\": 1\n  \"b\": 2\n}]")).hasMessage("t, line 2: expected } or , after"
                + " a value, but the line ends, and line 3 begins with '\"'; complete line 2");
        assertThatThrownBy(() -> csv("[{\"a\": 1}]\nx".getBytes(UTF_8), "t.jsonl"))
                .hasMessage("t.jsonl, line 2: text follows the end of the array");
        assertThatThrownBy(() -> csv("[{}, {}]")).hasMessage("t has no columns; a table has at least one");
    }
}
