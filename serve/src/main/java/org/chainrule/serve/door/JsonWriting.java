package org.chainrule.serve.door;

import java.util.Map;
import java.util.function.Consumer;
import org.chainrule.serve.web.Problem;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.util.ByteArrayBuilder;

/// Writes JSON.
public final class JsonWriting {
    private JsonWriting() {
    }

    /// Returns the bytes of what is written.
    static byte[] bytes(Consumer<JsonGenerator> writer) {
        ByteArrayBuilder out = new ByteArrayBuilder();
        try (JsonGenerator json = JsonReading.FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            writer.accept(json);
        }
        return out.toByteArray();
    }

    /// Returns the bytes of a tree of maps, lists, texts, numbers and booleans.
    public static byte[] bytes(@Nullable Object tree) {
        return bytes((JsonGenerator out) -> value(out, tree));
    }

    /// Returns the answer to a request with a problem.
    public static byte[] problem(Problem problem) {
        return bytes(Map.of("error", problem.sentence()));
    }

    /// Writes a tree.
    static void value(JsonGenerator out, @Nullable Object tree) {
        switch (tree) {
            case null -> out.writeNull();
            case Map<?, ?> map -> {
                out.writeStartObject();
                map.forEach((name, value) -> {
                    out.writeName(String.valueOf(name));
                    value(out, value);
                });
                out.writeEndObject();
            }
            case Iterable<?> list -> {
                out.writeStartArray();
                list.forEach(value -> value(out, value));
                out.writeEndArray();
            }
            case Boolean truth -> out.writeBoolean(truth);
            case Float number -> number(out, number);
            case Double number -> number(out, number);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case JsonReading.Digits number -> out.writeNumber(number.text());
            default -> out.writeString(tree.toString());
        }
    }

    /// Writes a number of float32 with as few digits as it needs; null if it is not finite.
    static void number(JsonGenerator out, float number) {
        if (Float.isFinite(number)) {
            out.writeNumber(Float.toString(number));
        } else {
            out.writeNull();
        }
    }

    /// Writes a number of float64; null if it is not finite.
    static void number(JsonGenerator out, double number) {
        if (Double.isFinite(number)) {
            out.writeNumber(Double.toString(number));
        } else {
            out.writeNull();
        }
    }
}
