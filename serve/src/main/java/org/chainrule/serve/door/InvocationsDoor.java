package org.chainrule.serve.door;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chainrule.error.Quote;
import org.chainrule.serve.batch.Answer;
import org.chainrule.serve.host.RowInputs;
import org.chainrule.serve.host.Served;
import org.chainrule.serve.web.Call;
import org.chainrule.serve.web.Problem;
import org.chainrule.serve.web.Reply;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// The door of MLflow: `/invocations` with `dataframe_split`, `dataframe_records`, `instances` or `inputs` as JSON, or with
/// CSV whose first line names the columns.
final class InvocationsDoor {
    private static final String CSV = "text/csv";
    private static final List<String> FORMS = List.of("dataframe_split", "dataframe_records", "instances", "inputs");
    private static final String EXPECTED = "an object with one of the keys dataframe_split, dataframe_records, "
            + "instances and inputs";

    private final Served served;
    private final Call call;

    private InvocationsDoor(Served served, Call call) {
        this.served = served;
        this.call = call;
    }

    static Reply answer(Call call, Served served) {
        if (call.type().equals(CSV)) {
            return new InvocationsDoor(served, call).csv();
        }
        PredictDoor.requireJson(call, CSV);
        return new InvocationsDoor(served, call).json();
    }

    private Reply json() {
        if (!(JsonReading.tree(call.body(), EXPECTED) instanceof Map<?, ?> body)) {
            throw syntax("The body is not an object; send " + EXPECTED + ".");
        }
        List<String> given = FORMS.stream().filter(body::containsKey).toList();
        if (given.size() != 1) {
            throw syntax("The body has " + (given.isEmpty() ? "none" : given.size()) + " of the keys "
                    + String.join(", ", FORMS) + "; send exactly one of them.");
        }
        PredictOptions options = PredictOptions.of(params(body), served);
        RowInputs rows = new RowInputs(served, options.keeps(), call.large());
        Records records = new Records(served, rows);
        String form = given.getFirst();
        Object content = body.get(form);
        switch (form) {
            case "dataframe_split" -> split(content, records, rows);
            case "dataframe_records" -> records.read(list(content, form), form);
            case "inputs" -> inputs(content, records, rows);
            default -> rowsOf(list(content, form), form, records, rows);
        }
        return reply(rows, options);
    }

    /// Returns the parameters: those of the body, and those of the query.
    private Map<String, String> params(Map<?, ?> body) {
        Map<String, String> all = new LinkedHashMap<>(call.query());
        switch (body.get("params")) {
            case null -> {
            }
            case Map<?, ?> params -> params.forEach((name, value) -> {
                if (value != null) {
                    all.put(String.valueOf(name), value.toString());
                }
            });
            default -> throw syntax("The key params is no object; send the parameters by name.");
        }
        return all;
    }

    private static List<?> list(@Nullable Object content, String what) {
        if (content instanceof List<?> list) {
            return list;
        }
        throw syntax("The key " + what + " holds " + JsonReading.kind(content) + "; send a list of rows.");
    }

    private void split(@Nullable Object content, Records records, RowInputs rows) {
        if (!(content instanceof Map<?, ?> split) || !(split.get("columns") instanceof List<?> columns)
                || !(split.get("data") instanceof List<?> data)) {
            throw syntax("The key dataframe_split must hold an object with the lists columns and data.");
        }
        int[] places = places(columns.stream().map(String::valueOf).toList());
        for (Object each : data) {
            rows.begin();
            cells(each, places, "dataframe_split", records, rows);
            rows.end();
        }
    }

    private static void cells(@Nullable Object row, int[] places, String what, Records records, RowInputs rows) {
        if (!(row instanceof List<?> cells) || cells.size() != places.length) {
            throw syntax("Row " + (rows.size() + 1) + " of " + what + " is "
                    + (row instanceof List<?> list ? "a list of " + list.size() : JsonReading.kind(row))
                    + "; send a list of " + Phrases.count(places.length, "value") + ".");
        }
        for (int i = 0; i < places.length; i++) {
            if (places[i] >= 0) {
                records.set(places[i], cells.get(i));
            }
        }
    }

    /// Returns the place of each named column in the model, or -1.
    ///
    /// @throws Problem if the names lack a column that the model reads
    private int[] places(List<String> names) {
        Set<String> known = Set.copyOf(names);
        List<String> absent = served.names().stream().filter(column -> !known.contains(column)).toList();
        if (!absent.isEmpty()) {
            throw new Problem(Problem.Kind.VALUE, "The columns lack " + Phrases.names(absent)
                    + ", which the model reads; there are " + Phrases.names(names) + ".");
        }
        return names.stream().mapToInt(served::place).toArray();
    }

    /// Reads rows that are objects, or lists of values in the order of the columns of the model.
    private void rowsOf(List<?> list, String what, Records records, RowInputs rows) {
        if (list.isEmpty() || list.getFirst() instanceof Map<?, ?>) {
            records.read(list, what);
            return;
        }
        int[] places = inOrder();
        for (Object each : list) {
            rows.begin();
            cells(each, places, what, records, rows);
            rows.end();
        }
    }

    private int[] inOrder() {
        return places(served.names());
    }

    /// Reads `inputs`: an object with a list of values by column, or rows.
    private void inputs(@Nullable Object content, Records records, RowInputs rows) {
        if (!(content instanceof Map<?, ?> columns)) {
            rowsOf(list(content, "inputs"), "inputs", records, rows);
            return;
        }
        List<String> names = columns.keySet().stream().map(String::valueOf).toList();
        int[] places = places(names);
        List<List<?>> values = new ArrayList<>();
        for (String name : names) {
            List<?> column = columns.get(name) instanceof List<?> list ? list : listOfNull(columns.get(name));
            if (!values.isEmpty() && values.getFirst().size() != column.size()) {
                throw syntax("The columns of inputs differ in length: " + Quote.of(names.getFirst()) + " has "
                        + values.getFirst().size() + " and " + Quote.of(name) + " has "
                        + Phrases.count(column.size(), "value") + ".");
            }
            values.add(column);
        }
        for (int row = 0; row < values.getFirst().size(); row++) {
            rows.begin();
            for (int i = 0; i < places.length; i++) {
                if (places[i] >= 0) {
                    records.set(places[i], unwrapped(values.get(i).get(row)));
                }
            }
            rows.end();
        }
    }

    private static List<?> listOfNull(@Nullable Object value) {
        List<@Nullable Object> one = new ArrayList<>();
        one.add(value);
        return one;
    }

    /// Returns the value in a list of one, as a column vector has it.
    private static @Nullable Object unwrapped(@Nullable Object value) {
        return value instanceof List<?> list && list.size() == 1 ? list.getFirst() : value;
    }

    private Reply csv() {
        PredictOptions options = PredictOptions.of(call.query(), served);
        RowInputs rows = new RowInputs(served, options.keeps(), call.large());
        try (CsvReader<CsvRecord> reader = CsvReader.builder().skipEmptyLines(true)
                .missingFieldStrategy(FieldMismatchStrategy.STRICT)
                .extraFieldStrategy(FieldMismatchStrategy.STRICT).ofCsvRecord(text(call.body()))) {
            Iterator<CsvRecord> lines = reader.iterator();
            if (!lines.hasNext()) {
                throw syntax("The body is empty; send CSV whose first line names the columns.");
            }
            List<String> names = lines.next().getFields();
            Map<String, Integer> seen = new HashMap<>();
            names.forEach(name -> seen.merge(name, 1, Integer::sum));
            int[] places = places(names);
            for (int i = 0; i < places.length; i++) {
                if (places[i] >= 0 && seen.getOrDefault(names.get(i), 0) > 1) {
                    throw syntax("The first line names the column " + Quote.of(names.get(i)) + " twice; name it once.");
                }
            }
            while (lines.hasNext()) {
                CsvRecord line = lines.next();
                rows.begin();
                for (int i = 0; i < places.length; i++) {
                    if (places[i] >= 0) {
                        rows.text(places[i], line.getField(i));
                    }
                }
                rows.end();
            }
        } catch (CsvParseException e) {
            throw syntax(
                    "The body is not CSV: a line has more or fewer fields than the first, or a quote is not closed.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reply(rows, options);
    }

    private static String text(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException _) {
            throw syntax("The body is not UTF-8; send CSV in UTF-8.");
        }
    }

    private Reply reply(RowInputs rows, PredictOptions options) {
        List<Answer> answers = rows.size() == 0 ? List.of() : served.predict(rows);
        PredictionWriter writer = new PredictionWriter(served, answers, rows, options);
        return Reply.json(JsonWriting.bytes(out -> {
            out.writeStartObject();
            out.writeName("predictions");
            out.writeStartArray();
            for (int row = 0; row < rows.size(); row++) {
                if (options.equals(PredictOptions.NONE)) {
                    writer.prediction(out, row);
                } else {
                    writer.row(out, row, "");
                }
            }
            out.writeEndArray();
            out.writeEndObject();
        })).rows(rows.size());
    }

    private static Problem syntax(String sentence) {
        return new Problem(Problem.Kind.SYNTAX, sentence);
    }
}
