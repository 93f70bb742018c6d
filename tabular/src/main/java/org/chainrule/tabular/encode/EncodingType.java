package org.chainrule.tabular.encode;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.tabular.value.Phrases;

/// The kinds of encoding, with their names in model files.
enum EncodingType {
    NUMBER("number"), CATEGORY("category"), STATISTICS("statistics"), LIST("list"), DATE("date"), TEXT("text");

    private final String word;

    EncodingType(String word) {
        this.word = word;
    }

    static EncodingType of(Encoding encoding) {
        return switch (encoding) {
            case NumberEncoding _ -> NUMBER;
            case CategoryEncoding _ -> CATEGORY;
            case StatisticsEncoding _ -> STATISTICS;
            case ListEncoding _ -> LIST;
            case DateEncoding _ -> DATE;
            case TextEncoding _ -> TEXT;
        };
    }

    /// Returns the version of the schema that can hold an encoding. An older release would misread a newer encoding.
    static int format(Encoding encoding) {
        if (encoding instanceof NumberEncoding numbers && !numbers.quantiles().isNone()) {
            return 5;
        }
        if (encoding instanceof StatisticsEncoding) {
            return 4;
        }
        return encoding.scaling() == NumberScaling.STANDARD && !(encoding instanceof TextEncoding) ? 2 : 3;
    }

    /// Returns the fields with which the trees of all kinds begin.
    static Map<String, Object> json(Encoding encoding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("column", encoding.column());
        json.put("kind", of(encoding).word);
        return json;
    }

    static Encoding read(Object tree, String source) {
        JsonFields fields = JsonFields.of(tree, source, "encoding of a column");
        String word = fields.text("kind");
        for (EncodingType type : values()) {
            if (type.word.equals(word)) {
                return type.read(fields);
            }
        }
        throw fields.refuse("has the unknown kind " + Phrases.quoted(word));
    }

    private Encoding read(JsonFields fields) {
        return switch (this) {
            case NUMBER -> NumberEncoding.read(fields);
            case CATEGORY -> CategoryEncoding.read(fields);
            case STATISTICS -> StatisticsEncoding.read(fields);
            case LIST -> ListEncoding.read(fields);
            case DATE -> DateEncoding.read(fields);
            case TEXT -> TextEncoding.read(fields);
        };
    }

    /// Checks that a column has the same type as in training, or no value at all.
    ///
    /// @param before the type in training, such as `numbers`
    static void check(Table table, Encoding encoding, String before) {
        Column column = table.column(encoding.column());
        if (encoding.kind() == column.kind() || IntStream.range(0, column.size()).allMatch(column::missing)) {
            return;
        }
        String example = IntStream.range(0, column.size()).filter(row -> !column.missing(row)).mapToObj(column::text)
                .findFirst().orElse("");
        String now = switch (column.kind()) {
            case NUMBER -> "holds numbers";
            case TEXT -> "is text";
            case DATE -> "holds dates";
        };
        throw new ArgumentException("table", table.source() + ": column " + Phrases.quoted(column.name()) + " held "
                + before + " in training, but here it " + now + ", such as " + Phrases.quoted(example) + "; use "
                + before + ", and leave missing values empty");
    }
}
