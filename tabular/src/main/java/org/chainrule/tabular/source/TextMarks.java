package org.chainrule.tabular.source;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Recognises text that is not CSV by its beginning. A table may begin with `{`, `<` or `@` too, so a mark counts only
/// if more of the text follows the same syntax.
final class TextMarks {
    private static final String NAME = "[A-Za-z_][\\w:.-]*";
    private static final Pattern HTML = Pattern
            .compile("(?is)<(!doctype\\s+html|html|head|body|table|div|style|meta|script|center)\\b[^<]*>\\s*<.*");
    private static final Pattern XML = Pattern.compile("(?s)<\\?xml\\s.*");
    private static final Pattern ELEMENT = Pattern.compile("(?s)<(" + NAME + ")(\\s+" + NAME
            + "\\s*=\\s*(\"[^\"]*\"|'[^']*'))*\\s*>\\s*<" + NAME + "[^<]*>.*</" + NAME + ">.*");
    private static final Pattern SQL_START = Pattern.compile(
            "(?i)(create|insert|drop|set|begin|pragma|use|start|lock|alter|truncate|delete|replace|select)\\b[^,;]*[\\s;].*",
            Pattern.DOTALL);
    private static final Pattern SQL = Pattern
            .compile("(?i)(?:^|[\\n;])\\s*(?:insert\\s+(?:ignore\\s+|or\\s+\\w+\\s+)?into\\s+"
                    + "|create\\s+(?:temporary\\s+)?table\\s+(?:if\\s+not\\s+exists\\s+)?)[`\"\\[\\w][^\\n]*");
    private static final Pattern SQL_COMMENT = Pattern
            .compile("(?s)\\A(?:\\s+|--[^\\n]*\\n|#[^\\n]*\\n|/\\*.*?\\*/;?)+");
    private static final Pattern LATEX = Pattern
            .compile("(?s)(?:\\s|%[^\\n]*\\n)*\\\\(documentclass|begin\\{|usepackage|centering|hline|toprule).*");
    private static final Pattern YAML = Pattern
            .compile("(?s)(%YAML[^\\n]*\\n)?---[ \\t]*\\r?\\n(#[^\\n]*\\n)*(- |[\\w-]+:\\s).*");
    private static final Pattern LIBSVM_ROW = Pattern
            .compile(
                    "[+-]?\\d+(?:\\.\\d+)?(?:,\\d+)*(?: qid:\\d+)?(?:\\s+\\d+:[+-]?[\\d.]+(?:[eE][+-]?\\d+)?)+\\s*(?:#.*)?");
    private static final Pattern RELATION = Pattern.compile(
            "(?is)(?:\\s|%[^\\n]*\\n)*@relation\\b.*^\\s*@attribute\\s.*",
            Pattern.MULTILINE);
    /// The lines that are compared with the form of a row.
    private static final int LINES = 20;
    /// The part of the text that patterns look at.
    private static final int PROBED = 1 << 14;

    private TextMarks() {
    }

    /// Returns the kind of a text; null if it may be a table.
    ///
    /// @param text the beginning of the text
    static @Nullable FileKind kind(String text) {
        String all = text.strip();
        String start = all.substring(0, Math.min(all.length(), PROBED));
        if (start.isEmpty()) {
            return null;
        }
        return switch (start.charAt(0)) {
            case '{', '[' -> json(all);
            case '<' -> markup(start);
            case '\\' -> LATEX.matcher(start).matches() ? FileKind.LATEX : null;
            case '@' -> RELATION.matcher(start).matches() ? FileKind.ARFF : null;
            case '%' -> RELATION.matcher(start).matches()
                    ? FileKind.ARFF
                    : LATEX.matcher(start).matches()
                            ? FileKind.LATEX
                            : YAML.matcher(start).matches() ? FileKind.YAML : null;
            default -> YAML.matcher(start).matches()
                    ? FileKind.YAML
                    : isSql(start) ? FileKind.SQL : isLibsvm(text) ? FileKind.LIBSVM : null;
        };
    }

    private static @Nullable FileKind json(String text) {
        return switch (JsonStart.of(text)) {
            case NONE -> null;
            case LINES -> FileKind.JSON_LINES;
            case VALUE -> text.charAt(0) == '[' ? FileKind.JSON_ARRAY : FileKind.JSON_OBJECT;
        };
    }

    private static @Nullable FileKind markup(String start) {
        String small = start.toLowerCase(Locale.ROOT);
        if (small.contains("urn:schemas-microsoft-com:office:spreadsheet")) {
            return FileKind.EXCEL_XML;
        }
        if (HTML.matcher(start).matches() || XML.matcher(start).matches() && small.contains("<html")) {
            return FileKind.HTML;
        }
        return XML.matcher(start).matches() || ELEMENT.matcher(start).matches() || small.startsWith("<!--")
                ? FileKind.XML
                : null;
    }

    private static boolean isSql(String start) {
        String code = SQL_COMMENT.matcher(start).replaceFirst("");
        return SQL_START.matcher(code).matches() && SQL.matcher(code).find();
    }

    private static boolean isLibsvm(String text) {
        List<String> lines = text.lines().limit(LINES + 1).toList();
        int whole = Math.min(lines.size(), LINES);
        return whole > 1 && lines.subList(0, whole).stream().filter(line -> !line.isBlank())
                .allMatch(line -> LIBSVM_ROW.matcher(line).matches());
    }
}
