package org.chainrule.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
    @Test
    void readsEveryKindOfValue() {
        Object tree = Json.parse("""
                {"a": [1, -2.5, 1e3, true, false, null, "x", [], {}],
                 "b": {"c": ""}}
                """);
        assertThat(tree)
                .isEqualTo(Map.of("a", List.of(1L, -2.5, 1000.0, true, false, Json.NULL, "x", List.of(), Map.of()), "b",
                        Map.of("c", "")));
    }

    @Test
    void keepsTheOrderOfKeys() {
        assertThat(((Map<?, ?>) Json.parse("{\"z\":1,\"a\":2,\"m\":3}")).keySet().toString()).isEqualTo("[z, a, m]");
    }

    @Test
    void readsNumbersAsLongsWhereTheyFit() {
        assertThat(Json.parse("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(Json.parse("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(Json.parse("9223372036854775808")).isEqualTo(0x1p63);
        assertThat(Json.parse("123456789012345678901234567890")).isEqualTo(1.2345678901234568e29);
        assertThat(Json.parse("0")).isEqualTo(0L);
        assertThat(Json.parse("-0")).isEqualTo(-0.0);
        assertThat(Json.parse("-0.0")).isEqualTo(-0.0);
        assertThat(Json.parse("1E+2")).isEqualTo(100.0);
        assertThat(Json.parse("1e-400")).isEqualTo(0.0);
        assertThat(Json.parse(" 4.9e-324\r\n\t")).isEqualTo(Double.MIN_VALUE);
    }

    @Test
    void readsEscapes() {
        assertThat(Json.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u20AC\""))
                .isEqualTo("\"\\/\b\f\n\r\tA\u00e9\u20ac");
        assertThat(Json.parse("\"\\ud83d\\ude00\"")).isEqualTo("\ud83d\ude00");
        assertThat(Json.parse("\"\ud83d\ude00\u007f\u2028\"")).isEqualTo("\ud83d\ude00\u007f\u2028");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "`` | line 1, column 1: expected a value, found the end",
            "[1,2 | line 1, column 5: expected ',' or ']', found the end",
            "[1 2] | line 1, column 4: expected ',' or ']', found '2'",
            "[1,] | line 1, column 4: expected a value, found ']'",
            "[,1] | line 1, column 2: expected a value, found ','",
            "{\"a\":1,} | line 1, column 8: expected a key in double quotes, found '}'",
            "{a:1} | line 1, column 2: expected a key in double quotes, found 'a'",
            "{'a':1} | line 1, column 2: expected a key in double quotes, found '''",
            "{\"a\" 1} | line 1, column 6: expected ':' after the key \"a\", found '1'",
            "{\"a\":1 \"b\":2} | line 1, column 8: expected ',' or '}', found '\"'",
            "{\"a\":1,\"b\":2,\"a\":3} | line 1, column 14: the key \"a\" appears twice",
            "{\"a\":1,\"\\u0061\":3} | line 1, column 8: the key \"a\" appears twice",
            "1 2 | line 1, column 3: expected the end of the text after the value, found '2'",
            "{}} | line 1, column 3: expected the end of the text after the value, found '}'",
            "tru | line 1, column 1: expected a value, found 't'",
            "True | line 1, column 1: expected a value, found 'T'",
            "NaN | line 1, column 1: expected a value, found 'N'",
            "-Infinity | line 1, column 2: expected a digit, found 'I'",
            "+1 | line 1, column 1: expected a value, found '+'",
            ".5 | line 1, column 1: expected a value, found '.'",
            "5. | line 1, column 3: expected a digit, found the end",
            "1e | line 1, column 3: expected a digit, found the end",
            "1e+x | line 1, column 4: expected a digit, found 'x'",
            "- | line 1, column 2: expected a digit, found the end",
            "01 | line 1, column 1: a number must not begin with an unneeded 0",
            "-00 | line 1, column 1: a number must not begin with an unneeded 0",
            "0x10 | line 1, column 2: expected the end of the text after the value, found 'x'",
            "[1e999] | line 1, column 2: the number 1e999 is out of range",
            "[\"abc] | line 1, column 2: the string that begins here has no closing quote",
            "[\"abc\\ | line 1, column 6: a backslash must be followed by one of \" \\ / b f n r t u",
            "\"\\x41\" | line 1, column 2: a backslash must be followed by one of \" \\ / b f n r t u",
            "\"\\u12g4\" | line 1, column 2: \\u must be followed by four hexadecimal digits",
            "\"\\u12 | line 1, column 2: \\u must be followed by four hexadecimal digits",
            "\"\\ud800\" | line 1, column 2: a lone surrogate is not a character",
            "\"\\udc00\" | line 1, column 2: a lone surrogate is not a character",
            "\"\\ud800\\u0041\" | line 1, column 2: a lone surrogate is not a character",
            "// hi | line 1, column 1: expected a value, found '/'"})
    void refusesWhatIsNotJson(String text, String message) {
        assertRefused(text, "not valid JSON at " + message);
    }

    @Test
    void refusesCharactersThatDoNotShow() {
        assertRefused("{\n \"a\": 1,\n \"b\": \"x\ty\"}",
                "not valid JSON at line 3, column 9: the control character U+0009 must be"
                        + " escaped in a string");
        assertRefused("\ufeff{}", "not valid JSON at line 1, column 1: expected a value, found U+FEFF");
        assertRefused("\u00a0{}", "not valid JSON at line 1, column 1: expected a value, found '\u00a0'");
        assertRefused("[\"\ud83d\ude00\" x", "not valid JSON at line 1, column 6: expected ',' or ']', found 'x'");
        assertRefused("\"\udc00\"", "not valid JSON at line 1, column 2: a lone surrogate is not a character");
        assertRefused("[\n\n\ud83d", "not valid JSON at line 3, column 1: expected a value, found U+D83D");
    }

    @Test
    void namesTheSource() {
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Json.parse("[", "net.json"))
                .withMessage("net.json: not valid JSON at line 1, column 2: expected a value, found the end")
                .satisfies(e -> assertThat(e.source()).isEqualTo("net.json"));
    }

    @Test
    void cutsLongNamesInMessages() {
        String key = "k".repeat(1000);
        assertRefused("{\"" + key + "\"}",
                "not valid JSON at line 1, column 1004: expected ':' after the key \"" + "k".repeat(60)
                        + "...\", found '}'");
    }

    @Test
    void limitsDepth() {
        assertThat(Json.parse("[".repeat(257) + "]".repeat(257))).isInstanceOf(List.class);
        assertRefused("[".repeat(258) + "]".repeat(258),
                "not valid JSON at line 1, column 258: values are nested deeper than 256"
                        + " levels");
        assertRefused("{\"a\":".repeat(1_000_000),
                "not valid JSON at line 1, column 1286: values are nested deeper than 256 levels");
    }

    @Test
    void limitsTheNumberOfValues() {
        assertRefused("[" + "0,".repeat(Json.MAX_VALUES) + "0]",
                "not valid JSON at line 1, column 20000000: there are more than"
                        + " 10000000 values");
    }

    @Test
    void writesCompactText() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("z", List.of(1, 2L, (short) 3, (byte) 4, 1.5, 0.1f, -0.0, 1e300, Double.MIN_VALUE));
        tree.put("a", Map.of());
        tree.put("n", Json.NULL);
        tree.put("t", true);
        tree.put("s", "\"\\/\b\f\n\r\t\u0001\u001f\u007f\u00e9\u20ac\ud83d\ude00");
        tree.put("e", List.of());
        assertThat(Json.write(tree))
                .isEqualTo("{\"z\":[1,2,3,4,1.5,0.10000000149011612,-0.0,1.0E300,4.9E-324],\"a\":{},\"n\":null,"
                        + "\"t\":true"
                        + ",\"s\":\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\u007f\u00e9\u20ac\ud83d\ude00\",\"e\":[]}");
    }

    @Test
    void sortsMapsThatHaveNoOrder() {
        Map<String, Object> tree = Map.of("b", 1, "a", 2, "d", 3, "c", 4);
        assertThat(Json.write(tree)).isEqualTo("{\"a\":2,\"b\":1,\"c\":4,\"d\":3}");
        assertThat(Json.write(new TreeMap<>(tree).descendingMap())).isEqualTo("{\"d\":3,\"c\":4,\"b\":1,\"a\":2}");
    }

    @Test
    void refusesValuesWithoutAForm() {
        assertUnwritable(Double.NaN, "cannot write JSON: the number NaN has no JSON form, expected a finite number");
        assertUnwritable(Float.NEGATIVE_INFINITY,
                "cannot write JSON: the number -Infinity has no JSON form, expected a finite number");
        assertUnwritable(new int[0], "cannot write JSON: a value of class [I has no JSON form");
        assertUnwritable(Map.of(1, 2), "cannot write JSON: the key 1 is not a String");
        assertUnwritable("ab\ud800",
                "cannot write JSON: a string has a lone surrogate at index 2, which is not a character");
        assertUnwritable(Collections.singletonList(null),
                "cannot write JSON: the tree contains Java's null; use Json.NULL");
        List<Object> circle = new ArrayList<>();
        circle.add(circle);
        assertUnwritable(circle, "cannot write JSON: values are nested deeper than 256 levels");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void readsBackWhatItWrote(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            Object tree = tree(random, 0);
            String text = Json.write(tree);
            assertThat(Json.parse(text)).isEqualTo(tree);
            assertThat(Json.write(Json.parse(text))).isEqualTo(text);
        }
    }

    @Test
    void damagedTextIsReadOrRefused() {
        Random random = new Random(7);
        String text = Json.write(tree(new Random(11), 0)) + "[{\"a\\u0041\":[1,-2.5e3,null,true]},\"\ud83d\ude00\"]";
        int refused = 0;
        for (int i = 0; i < 6000; i++) {
            StringBuilder damaged = new StringBuilder(text);
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                damaged.setCharAt(random.nextInt(damaged.length()),
                        (char) random.nextInt(random.nextBoolean() ? 128 : 65536));
            }
            try {
                Json.parse(damaged.substring(random.nextInt(damaged.length())));
            } catch (FormatException e) {
                assertThat(e.getMessage()).startsWith("not valid JSON at line ").doesNotContain("\n")
                        .hasSizeLessThan(300);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(3000);
    }

    private static Object tree(Random random, int depth) {
        int kinds = depth < 4 ? 8 : 6;
        return switch (random.nextInt(kinds)) {
            case 0 -> random.nextLong() >> random.nextInt(64);
            case 1 -> random.nextGaussian() * Math.pow(10, random.nextInt(-300, 300));
            case 2 -> random.nextBoolean();
            case 3 -> Json.NULL;
            case 4, 5 -> text(random);
            case 6 -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(6); i > 0; i--) {
                    list.add(tree(random, depth + 1));
                }
                yield list;
            }
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(6); i > 0; i--) {
                    map.put(text(random), tree(random, depth + 1));
                }
                yield map;
            }
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            int c = random.nextInt(random.nextBoolean() ? 128 : 0x110000);
            text.appendCodePoint(c >= 0xD800 && c < 0xE000 ? '"' : c);
        }
        return text.toString();
    }

    private static void assertRefused(String text, String message) {
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Json.parse(text)).withMessage(message);
    }

    private static void assertUnwritable(Object value, String message) {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Json.write(value)).withMessage(message)
                .satisfies(e -> assertThat(e.argument()).isEqualTo("value"));
    }
}
