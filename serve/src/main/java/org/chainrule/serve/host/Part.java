package org.chainrule.serve.host;

import java.util.List;
import java.util.Map;
import org.chainrule.serve.batch.Answer;
import org.chainrule.serve.batch.Batcher;
import org.chainrule.serve.measure.Drift;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.Novelty;
import org.chainrule.tabular.encode.NumberEncoding;
import org.chainrule.tabular.encode.TextEncoding;
import org.chainrule.tabular.encode.ValueReader;
import org.jspecify.annotations.Nullable;

/// The model of one target among those of a served model.
final class Part {
    private final TabularModel model;
    private final int inputs;
    private final Encoding[] encodings;
    private final ValueReader[] readers;
    private final int[] places;
    private final int[] widths;
    private final int width;
    private final Batcher batcher;

    /// @param inputs the index of the first part with the same encodings
    /// @param places the place of each column among those of all parts
    Part(TabularModel model, int inputs, Map<String, Integer> places, Batcher batcher) {
        this.model = model;
        this.inputs = inputs;
        this.batcher = batcher;
        List<Encoding> all = model.schema().encodings();
        this.encodings = all.toArray(Encoding[]::new);
        this.readers = all.stream().map(each -> each.values(model.format())).toArray(ValueReader[]::new);
        this.places = all.stream().mapToInt(each -> places.getOrDefault(each.column(), -1)).toArray();
        this.widths = all.stream().mapToInt(Encoding::width).toArray();
        this.width = model.schema().width();
    }

    TabularModel model() {
        return model;
    }

    /// Returns the index of the part whose inputs this part shares: its own, or that of an earlier part.
    int inputs() {
        return inputs;
    }

    int width() {
        return width;
    }

    /// Writes the inputs of a row.
    ///
    /// @param values the value of each column of all parts
    /// @param tally  counts the values of columns that no earlier part has counted
    /// @param counts the columns that this part counts
    void encode(@Nullable Object[] values, float[] out, int from, Drift.Tally tally, boolean[] counts) {
        int at = from;
        for (int i = 0; i < encodings.length; i++) {
            int place = places[i];
            Object value = values[place];
            Encoding encoding = encodings[i];
            if (encoding instanceof TextEncoding) {
                encoding.encode(value, readers[i], out, at);
                if (counts[place] && (value == null || value.toString().isBlank())) {
                    tally.missing(place);
                }
            } else {
                double number = readers[i].read(value);
                encoding.encode(number, out, at);
                if (counts[place]) {
                    count(encoding, number, place, tally);
                }
            }
            at += widths[i];
        }
    }

    private static void count(Encoding encoding, double number, int place, Drift.Tally tally) {
        if (Double.isNaN(number)) {
            tally.missing(place);
            return;
        }
        if (encoding.novelty(number) != Novelty.Kind.NONE) {
            tally.novel(place);
        }
        if (encoding instanceof NumberEncoding numbers && numbers.deviation() > 0) {
            tally.number(place, (number - numbers.mean()) / numbers.deviation());
        }
    }

    /// Returns the places of the columns of this part.
    int[] places() {
        return places;
    }

    Answer predict(RowInputs rows) {
        return batcher.predict(rows.inputs(inputs), rows.size());
    }
}
