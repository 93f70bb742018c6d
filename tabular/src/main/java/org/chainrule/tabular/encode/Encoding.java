package org.chainrule.tabular.encode;

import java.util.List;
import java.util.Map;
import org.chainrule.data.RowSource;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.tabular.value.Phrases;

/// How one column becomes inputs of a network, with what was learned about it from the training rows.
public sealed interface Encoding permits NumberEncoding, CategoryEncoding, DateEncoding {
    /// The name of the column.
    String column();

    /// What the column held in training.
    Column.Kind kind();

    /// The names of the inputs, in order.
    List<String> names();

    /// How many inputs the column becomes.
    default int width() {
        return names().size();
    }

    /// The inputs of each row of a column, [#width()] of them, made when they are read.
    RowSource rows(Column column);

    /// The encoding as a tree for JSON.
    Map<String, Object> toJson();

    /// The encoding from its tree. Throws [org.chainrule.error.FormatException] when the tree is not one that
    /// [#toJson()] makes; `source` is the file it came from.
    static Encoding fromJson(Object tree, String source) {
        JsonFields fields = JsonFields.of(tree, source, "encoding of a column");
        String kind = fields.text("kind");
        return switch (kind) {
            case "number" -> NumberEncoding.read(fields);
            case "category" -> CategoryEncoding.read(fields);
            case "date" -> DateEncoding.read(fields);
            default -> throw fields.refuse("has the unknown kind " + Phrases.quoted(kind));
        };
    }
}
