package org.chainrule.serve.batch;

import java.util.List;
import org.chainrule.tabular.Predictions;

/// The predictions for the rows of one request.
public final class Answer {
    private final List<Predictions> parts;
    private final int partRows;
    private final int from;

    private Answer(List<Predictions> parts, int partRows, int from) {
        this.parts = parts;
        this.partRows = partRows;
        this.from = from;
    }

    /// Returns an answer that is part of the predictions for several requests.
    ///
    /// @param from its first row
    static Answer within(Predictions batch, int from) {
        return new Answer(List.of(batch), Integer.MAX_VALUE, from);
    }

    /// Returns an answer in several parts.
    ///
    /// @param partRows the number of rows of each part but the last
    static Answer of(List<Predictions> parts, int partRows) {
        return new Answer(parts, partRows, 0);
    }

    /// Returns the predictions among which those of a row are.
    public Predictions around(int row) {
        return parts.get(row / partRows);
    }

    /// Returns the place of a row in [#around].
    public int at(int row) {
        return row % partRows + from;
    }
}
