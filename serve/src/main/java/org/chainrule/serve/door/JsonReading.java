package org.chainrule.serve.door;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.error.Quote;
import org.chainrule.serve.web.Problem;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON, in which a number keeps its text.
final class JsonReading {
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(32).maxNumberLength(400)
                    .maxNameLength(10_000).maxStringLength(1 << 20).build())
            .build();

    private JsonReading() {
    }

    /// A number as it is written.
    record Digits(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    /// Something that reads a parser.
    interface Reader<T> {
        T read(JsonParser in);
    }

    /// Reads a whole body.
    ///
    /// @param expected what it should be, for the sentence
    /// @throws Problem if it is not JSON
    static <T> T read(byte[] body, String expected, Reader<T> reader) {
        try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), body)) {
            if (in.nextToken() == null) {
                throw new Problem(Problem.Kind.SYNTAX, "The body is empty; send " + expected + ".");
            }
            T read = reader.read(in);
            if (in.nextToken() != null) {
                throw new Problem(Problem.Kind.SYNTAX,
                        "The body has text after the end of its JSON" + place(in) + "; send only " + expected + ".");
            }
            return read;
        } catch (StreamConstraintsException e) {
            throw new Problem(Problem.Kind.SYNTAX,
                    "The JSON is nested too deeply, or has a name, a text or a number that is too long" + place(e)
                            + "; send " + expected + ".");
        } catch (JacksonException e) {
            throw new Problem(Problem.Kind.SYNTAX, "The body is not JSON" + place(e) + "; send " + expected + ".");
        }
    }

    private static String place(JsonParser in) {
        return ", in line " + in.currentTokenLocation().getLineNr() + ", column "
                + in.currentTokenLocation().getColumnNr();
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? ""
                : ", in line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
    }

    /// Reads a body as a tree: maps, lists, texts, [Digits], booleans and null.
    static @Nullable Object tree(byte[] body, String expected) {
        return read(body, expected, JsonReading::value).orNull;
    }

    /// A value, which may be null.
    private record Value(@Nullable Object orNull) {
    }

    private static Value value(JsonParser in) {
        return new Value(value(in, in.currentToken()));
    }

    private static @Nullable Object value(JsonParser in, @Nullable JsonToken token) {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (String name = in.nextName(); name != null; name = in.nextName()) {
                    if (map.containsKey(name)) {
                        throw new Problem(Problem.Kind.SYNTAX, "An object has the key " + Quote.of(name)
                                + " twice; give it once.");
                    }
                    map.put(name, value(in, in.nextToken()));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
                    list.add(value(in, next));
                }
                yield list;
            }
            case VALUE_STRING -> in.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Digits(in.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> null;
        };
    }

    /// Returns the name of the kind of a value, with its article.
    static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> _ -> "an object";
            case List<?> _ -> "a list";
            case Digits _ -> "a number";
            case Boolean _ -> "true or false";
            default -> "a text";
        };
    }
}
