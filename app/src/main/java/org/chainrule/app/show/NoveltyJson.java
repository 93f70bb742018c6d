package org.chainrule.app.show;

import java.util.Map;
import org.chainrule.tabular.encode.Novelty;
import org.chainrule.tabular.remark.NoveltyRemark;

/// Rows unlike the training rows as a JSON object: how many there are, and for each column the kind, the number of rows
/// and an example.
public final class NoveltyJson {
    private NoveltyJson() {
    }

    /// Returns the object.
    public static Map<String, Object> of(Novelty novelty) {
        return JsonReport.object("rows", novelty.count(), "columns",
                novelty.remarks().stream().map(NoveltyJson::of).toList());
    }

    private static Map<String, Object> of(NoveltyRemark remark) {
        Map<String, Object> json = JsonReport.object("column", remark.column(), "rows", remark.count());
        switch (remark) {
            case NoveltyRemark.OutsideRange range -> json.putAll(JsonReport.object("kind", "range", "training",
                    range.range(), "example", range.example(), "line", range.line()));
            case NoveltyRemark.OutsidePeriod period -> json.putAll(JsonReport.object("kind", "period", "training",
                    period.range(), "example", period.example(), "line", period.line()));
            case NoveltyRemark.OtherUnit unit -> json.putAll(JsonReport.object("kind", "unit", "times", unit.times()));
            case NoveltyRemark.NewValues values -> json.putAll(JsonReport.object("kind", "category", "example",
                    values.example(), "line", values.line()));
            case NoveltyRemark.NewTexts texts -> json.putAll(JsonReport.object("kind", "text", "example",
                    texts.example(), "line", texts.line()));
            case NoveltyRemark.NotConstant other -> json.putAll(JsonReport.object("kind", "constant", "training",
                    other.always(), "example", other.example(), "line", other.line()));
            case NoveltyRemark.NewMissing _ -> json.put("kind", "missing");
            case NoveltyRemark.More more -> json.putAll(JsonReport.object("kind", "more", "columns", more.columns()));
        }
        return json;
    }
}
