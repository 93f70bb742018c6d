package org.chainrule.tabular.sql;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chainrule.error.ArgumentException;

/// Refuses SQL that does not begin like a query, has several statements or plainly writes. In many databases, `DROP` or
/// `TRUNCATE` ends the transaction, so that rolling it back would not undo them. It is a guard against mistakes: each
/// database has SQL of its own, and functions that write.
final class SelectCheck {
    private static final Set<String> SELECTING = Set.of("SELECT", "WITH", "VALUES", "TABLE", "FROM", "SHOW", "DESCRIBE",
            "EXPLAIN");
    /// Into a table, a file or a variable, and what a part of `WITH` or the statement after it may do. DuckDB names the
    /// column of an `UNPIVOT` by `INTO NAME`.
    private static final Pattern WRITING = Pattern.compile(
            "\\bINTO\\b(?!\\s+NAME\\b)|[()]\\s*DELETE\\s+FROM\\b|[()]\\s*UPDATE\\s.*?\\sSET\\b",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private SelectCheck() {
    }

    /// @throws ArgumentException if the text does not look like a single query that selects
    static void check(String query) {
        String plain = blanked(query).strip();
        while (plain.endsWith(";")) {
            plain = plain.substring(0, plain.length() - 1).strip();
        }
        if (plain.contains(";")) {
            throw new ArgumentException("query", "the query has a semicolon before its end, as several statements have;"
                    + " state a single one that selects rows (SELECT)");
        }
        String first = plain.replaceFirst("^[(\\s]+", "").split("[^A-Za-z]", 2)[0];
        if (!SELECTING.contains(first.toUpperCase(Locale.ROOT))) {
            throw new ArgumentException("query",
                    "the query does not select rows; begin it with SELECT, WITH, VALUES or TABLE");
        }
        Matcher writing = WRITING.matcher(plain);
        if (writing.find()) {
            String word = writing.group().replaceAll("[()\\s]+", " ").strip().split(" ", 2)[0];
            throw new ArgumentException("query", "the query has the word " + word.toUpperCase(Locale.ROOT)
                    + ", which writes; state one that only selects rows");
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
