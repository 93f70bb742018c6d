package org.chainrule.app.show;

import java.util.Map;
import org.chainrule.tabular.encode.Novelty;
import org.chainrule.tabular.remark.NoveltyRemark;

/// Rows unlike the training rows as a JSON object: how many there are, and for each column the kind, the number of rows
/// and an example; and the rows that are unlike them only as a whole.
public final class NoveltyJson {
    private NoveltyJson() {
    }

    /// Returns the object.
    public static Map<String, Object> of(Novelty novelty) {
        Map<String, Object> json = JsonReport.object("rows", novelty.count(), "columns",
                novelty.remarks().stream().filter(remark -> !(remark instanceof NoveltyRemark.Combination))
                        .map(NoveltyJson::of).toList());
        novelty.remarks().forEach(remark -> {
            if (remark instanceof NoveltyRemark.Combination far) {
                json.put("combination", JsonReport.object("rows", far.count(), "line", far.line(), "quantile",
                        far.quantile()));
            }
        });
        return json;
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
            case NoveltyRemark.Combination far -> json.put("quantile", far.quantile());
            case NoveltyRemark.More more -> json.putAll(JsonReport.object("kind", "more", "columns", more.columns()));
        }
        return json;
    }
}
