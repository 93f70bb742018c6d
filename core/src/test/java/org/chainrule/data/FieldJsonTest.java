package org.chainrule.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;
import org.chainrule.io.JsonObject;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

class FieldJsonTest {
    private static final List<Field> FIELDS = List.of(new Field("x", TensorType.f32(Shape.of(2, 3))),
            new Field("code", TensorType.i32(Shape.scalar())));
    private static final String TEXT = "{\"inputs\":[{\"name\":\"x\",\"type\":\"f32\",\"shape\":[2,3]},"
            + "{\"name\":\"code\",\"type\":\"i32\",\"shape\":[]}]}";

    private static List<Field> read(String text) {
        return FieldJson.read(JsonObject.parse(text, "m"), "inputs");
    }

    @Test
    void isWrittenAndRead() {
        assertThat(Json.write(Map.of("inputs", FieldJson.write(FIELDS)))).isEqualTo(TEXT);
        assertThat(read(TEXT)).isEqualTo(FIELDS);
    }

    @Test
    void whatCannotBeAFieldIsRefused() {
        String damaged = "m has damaged metadata: expected ";
        assertThatThrownBy(() -> read(TEXT.replace("f32", "f64"))).isInstanceOf(FormatException.class)
                .hasMessage(damaged + "a valid entry 'type'");
        assertThatThrownBy(() -> read(TEXT.replace("[2,3]", "[2,0]"))).isInstanceOf(FormatException.class)
                .hasMessage(damaged + "a valid entry 'shape'");
        assertThatThrownBy(() -> read("{\"inputs\":[3]}")).isInstanceOf(FormatException.class)
                .hasMessage(damaged + "an object");
        assertThatThrownBy(() -> read(TEXT.replace("code", "x"))).isInstanceOf(FormatException.class)
                .hasMessage("m: inputs: examples: two inputs are named \"x\", expected a different name for each");
    }
}
