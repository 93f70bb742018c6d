package org.chainrule.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chainrule.error.FormatException;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
    private static final JsonObject OBJECT = JsonObject.parse("""
            {"text": "NaN", "whole": -3, "count": 7, "real": 0.5, "truth": true, "list": [1], "inner": {"a": 1},
            "large": 2147483648, "none": null}""", "m");

    @Test
    void givesFieldsByKind() {
        assertThat(OBJECT.text("text")).isEqualTo("NaN");
        assertThat(OBJECT.whole("whole")).isEqualTo(-3);
        assertThat(OBJECT.count("count")).isEqualTo(7);
        assertThat(OBJECT.number("real")).isEqualTo(0.5);
        assertThat(OBJECT.number("whole")).isEqualTo(-3);
        assertThat(OBJECT.number("text")).isNaN();
        assertThat(OBJECT.truth("truth")).isTrue();
        assertThat(OBJECT.list("list").equals(List.of(1L))).isTrue();
        assertThat(OBJECT.inner("inner").whole("a")).isEqualTo(1);
        assertThat(OBJECT.find("count")).contains(7L);
        assertThat(OBJECT.find("absent")).isEmpty();
    }

    private static void damaged(ThrowingCallable call, String expected) {
        assertThatThrownBy(call).isInstanceOf(FormatException.class)
                .hasMessage("m has damaged metadata: expected " + expected);
    }

    @Test
    void whatIsMissingOrOfAnotherKindMakesTheFileDamaged() {
        damaged(() -> OBJECT.text("absent"), "a valid entry 'absent'");
        damaged(() -> OBJECT.text("whole"), "a valid entry 'whole'");
        damaged(() -> OBJECT.whole("real"), "a valid entry 'real'");
        damaged(() -> OBJECT.count("whole"), "a valid entry 'whole'");
        damaged(() -> OBJECT.count("large"), "a valid entry 'large'");
        damaged(() -> OBJECT.number("truth"), "a valid entry 'truth'");
        damaged(() -> JsonObject.parse("{\"a\": \"b\"}", "m").number("a"), "a valid entry 'a'");
        damaged(() -> OBJECT.truth("none"), "a valid entry 'none'");
        damaged(() -> OBJECT.list("inner"), "a valid entry 'inner'");
        damaged(() -> OBJECT.inner("absent"), "a valid entry 'absent'");
        damaged(() -> OBJECT.inner("list"), "an object");
        damaged(() -> JsonObject.parse("[]", "m"), "an object");
    }
}
