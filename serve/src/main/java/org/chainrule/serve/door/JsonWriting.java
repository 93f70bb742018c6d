package org.chainrule.serve.door;

import java.util.function.Consumer;
import org.chainrule.io.Json;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.util.ByteArrayBuilder;

/// Writes predictions as JSON, value by value, because there may be many.
final class JsonWriting {
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

    /// Writes a small tree.
    ///
    /// @throws org.chainrule.error.ArgumentException if it has a text or a number that JSON cannot hold
    static void tree(JsonGenerator out, Object tree) {
        out.writeRawValue(Json.write(tree));
    }

    /// Writes a number of float32 with as few digits as it needs; null if it is not finite.
    static void number(JsonGenerator out, float number) {
        if (Float.isFinite(number)) {
            out.writeNumber(Float.toString(number));
        } else {
            out.writeNull();
        }
    }
}
