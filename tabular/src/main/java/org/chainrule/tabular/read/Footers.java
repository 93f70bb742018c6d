package org.chainrule.tabular.read;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chainrule.tabular.csv.CsvScanner;
import org.chainrule.tabular.csv.HeadRecord;
import org.chainrule.tabular.remark.ReadingRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.value.FooterWords;
import org.chainrule.tabular.value.TotalWords;
import org.jspecify.annotations.Nullable;

/// Records with too few or too many values that may be lines below the table. They are, if only such lines follow.
final class Footers {
    private static final int MOST = 40;

    private final Charset charset;
    private final List<Integer> lines = new ArrayList<>();
    private String first = "";
    private @Nullable RuntimeException refusal;

    Footers(Charset charset) {
        this.charset = charset;
    }

    /// Takes a record that is no row; returns false if it cannot be a footer: it is a number, or a word that may be a
    /// row cut off.
    ///
    /// @param apart   whether the line above is blank
    /// @param refused the refusal if a row follows
    boolean take(CsvScanner record, int columns, long line, boolean apart, RuntimeException refused) {
        int filled = 0;
        String text = "";
        for (int i = 0; i < record.fields(); i++) {
            String field = new String(record.buffer(), record.start(i), record.end(i) - record.start(i), charset)
                    .strip();
            filled += field.isEmpty() ? 0 : 1;
            text = text.isEmpty() ? field : text;
        }
        boolean note = FooterWords.matches(text) || TotalWords.matches(text) && TotalWords.isAlone(text);
        boolean single = filled == 1 && !HeadRecord.isNumber(text);
        boolean below = single && (apart || !lines.isEmpty() || FooterWords.isPhrase(text) && columns > 1);
        if (lines.size() >= MOST || !(note && (single || !TotalWords.matches(text) || record.fields() < columns)
                || below)) {
            return false;
        }
        if (lines.isEmpty()) {
            first = text;
            refusal = refused;
        }
        lines.add(Math.toIntExact(line));
        return true;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /// Throws the refusal of the first footer, if there is any, because a row follows.
    void rowFollows() {
        if (refusal != null) {
            throw refusal;
        }
    }

    Optional<Remark> remark() {
        return lines.isEmpty() ? Optional.empty() : Optional.of(new ReadingRemark.Footer(lines, first));
    }
}
