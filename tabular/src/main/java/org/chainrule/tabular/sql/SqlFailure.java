package org.chainrule.tabular.sql;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.util.List;
import java.util.regex.Pattern;
import org.chainrule.error.Quote;

/// What a driver says about a failure, as a part of a sentence.
final class SqlFailure {
    private static final int LONGEST = 300;

    private SqlFailure() {
    }

    /// Returns the message of a failure in one line, without passwords and without the last full stop, because words follow.
    ///
    /// @param hidden texts that must not be shown
    static String text(SQLException failure, List<String> hidden) {
        String message = String.valueOf(failure.getMessage());
        for (String secret : hidden) {
            message = Pattern.compile(secret, Pattern.LITERAL | Pattern.CASE_INSENSITIVE).matcher(message)
                    .replaceAll("***");
        }
        String line = message.replaceAll("\\s+", " ").strip().replaceFirst("(?<![.])[.]$", "");
        return Quote.visible(line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line);
    }

    static String text(SQLException failure) {
        return text(failure, List.of());
    }

    /// Returns whether the database gave up waiting: for a lock, or at a limit of time.
    static boolean isTimeout(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return failure instanceof SQLTimeoutException
                || failure instanceof SQLTransactionRollbackException || state.startsWith("HYT")
                || state.equals("55P03") || state.equals("57014") || state.startsWith("40");
    }
}
