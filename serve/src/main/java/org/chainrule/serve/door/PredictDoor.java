package org.chainrule.serve.door;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.chainrule.serve.batch.Answer;
import org.chainrule.serve.host.RowInputs;
import org.chainrule.serve.host.Served;
import org.chainrule.serve.web.Call;
import org.chainrule.serve.web.Problem;
import org.chainrule.serve.web.Reply;

/// The door of JSON by column name: a row is an object, and several are an array of objects. The answer has the same form.
final class PredictDoor {
    /// A client that names no type, or the one that `curl -d` sends, most likely sends JSON.
    private static final Set<String> TYPES = Set.of("application/json", "", "application/x-www-form-urlencoded");

    private PredictDoor() {
    }

    /// Refuses a body that is not JSON by its type.
    ///
    /// @param more another type that the door reads; empty if there is none
    static void requireJson(Call call, String more) {
        String type = call.type();
        if (!TYPES.contains(type) && !type.endsWith("+json")) {
            throw new Problem(Problem.Kind.TYPE, "The body has the type " + type + "; send application/json"
                    + (more.isEmpty() ? "" : " or " + more) + ".");
        }
    }

    static Reply answer(Call call, Served served) {
        requireJson(call, "");
        PredictOptions options = PredictOptions.of(call.query(), served);
        return answer(call.body(), served, options, call.large());
    }

    /// Returns the answer to a body.
    ///
    /// @param large runs before the rows need much memory
    static Reply answer(byte[] body, Served served, PredictOptions options, Runnable large) {
        RowInputs rows = new RowInputs(served, options.keeps(), large);
        Records records = new Records(served, rows);
        boolean single = records.read(body);
        if (rows.size() == 0) {
            return Reply.json("[]".getBytes(StandardCharsets.UTF_8));
        }
        List<Answer> answers = served.predict(rows);
        PredictionWriter writer = new PredictionWriter(served, answers, rows, options);
        return Reply.json(JsonWriting.bytes(out -> {
            if (single) {
                writer.row(out, 0, records.remark(0));
                return;
            }
            out.writeStartArray();
            for (int row = 0; row < rows.size(); row++) {
                writer.row(out, row, records.remark(row));
            }
            out.writeEndArray();
        })).rows(rows.size());
    }
}
