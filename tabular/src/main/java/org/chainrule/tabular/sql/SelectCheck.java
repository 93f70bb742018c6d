package org.chainrule.tabular.sql;

import java.util.Locale;
import java.util.Set;
import org.chainrule.error.ArgumentException;

/// Refuses SQL that does more than select. In many databases, `DROP` or `TRUNCATE` ends the transaction, so that rolling it
/// back would not undo them.
final class SelectCheck {
    private static final Set<String> SELECTING = Set.of("SELECT", "WITH", "VALUES", "TABLE", "FROM", "SHOW", "DESCRIBE",
            "EXPLAIN");

    private SelectCheck() {
    }

    /// @throws ArgumentException if the text is not a single query that selects
    static void check(String query) {
        String plain = blanked(query).strip();
        while (plain.endsWith(";")) {
            plain = plain.substring(0, plain.length() - 1).strip();
        }
        if (plain.contains(";")) {
            throw new ArgumentException("query",
                    "the query has several statements; state one that selects rows (SELECT)");
        }
        String first = plain.replaceFirst("^[(\\s]+", "").split("[^A-Za-z]", 2)[0];
        if (!SELECTING.contains(first.toUpperCase(Locale.ROOT))) {
            throw new ArgumentException("query",
                    "the query is no query that selects rows; begin it with SELECT, WITH, VALUES or TABLE");
        }
    }

    /// Returns the text with blanks in place of comments, and without the contents of quotes.
    private static String blanked(String query) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < query.length()) {
            char c = query.charAt(at);
            if (query.startsWith("--", at)) {
                at = after(query, "\n", at);
                out.append(' ');
            } else if (query.startsWith("/*", at)) {
                at = after(query, "*/", at + 2);
                out.append(' ');
            } else if (c == '\'' || c == '"' || c == '`') {
                // a doubled quote ends one text and begins the next
                at = after(query, String.valueOf(c), at + 1);
                out.append("''");
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    private static int after(String text, String end, int from) {
        int place = text.indexOf(end, from);
        return place < 0 ? text.length() : place + end.length();
    }
}
