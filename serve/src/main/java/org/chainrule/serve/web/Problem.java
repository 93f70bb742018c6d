package org.chainrule.serve.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.chainrule.io.Json;

/// A request that cannot be answered, with the sentence that its sender reads.
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /// How messages about values to predict begin.
    private static final String METHOD = "predict: ";

    private final Kind kind;
    private final String allow;

    /// The kinds of problems.
    public enum Kind {
        /// The body is not the kind of text that its door reads.
        SYNTAX(400, "syntax"),
        /// The request lacks something, or has something wrong that is no value of a column.
        REQUEST(400, "request"),
        /// A value does not fit its column.
        VALUE(400, "value"),
        /// The token is missing or wrong.
        TOKEN(401, "token"),
        /// There is nothing at the address.
        ADDRESS(404, "address"),
        /// The address has another method.
        METHOD(405, "method"),
        /// The body, or taking the answer, took too long.
        SLOW(408, "slow"),
        /// The body is too large.
        LARGE(413, "large"),
        /// The body has a type that its door does not read.
        TYPE(415, "type"),
        /// Too many requests are answered already.
        BUSY(429, "busy"),
        /// The request needs more memory than there is.
        MEMORY(503, "memory"),
        /// An error of the server.
        INTERNAL(500, "internal");

        private final int status;
        private final String word;

        Kind(int status, String word) {
            this.status = status;
            this.word = word;
        }

        /// Returns the status of HTTP.
        public int status() {
            return status;
        }

        /// Returns the name in metrics.
        public String word() {
            return word;
        }
    }

    /// Creates a problem.
    ///
    /// @param sentence one sentence for the sender, which says what was expected
    public Problem(Kind kind, String sentence) {
        this(kind, sentence, "");
    }

    private Problem(Kind kind, String sentence, String allow) {
        super(sentence, null, false, false);
        this.kind = kind;
        this.allow = allow;
    }

    /// Returns the problem of an address that has other methods.
    public static Problem method(String method, String path, List<String> allowed) {
        return new Problem(Kind.METHOD, "The address " + Quote.clip(path) + " takes " + String.join(" and ", allowed)
                + ", not " + Quote.clip(method) + ".", String.join(", ", allowed));
    }

    /// Returns the problem of a refused argument.
    public static Problem of(Kind kind, ArgumentException refused) {
        String sentence = reason(refused);
        return new Problem(kind, sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1) + ".");
    }

    /// Returns why an argument is refused: its message without the name of the method, as a part of a sentence.
    public static String reason(ArgumentException refused) {
        String message = String.valueOf(refused.getMessage());
        return message.startsWith(METHOD) ? message.substring(METHOD.length()) : message;
    }

    /// Returns the kind.
    public Kind kind() {
        return kind;
    }

    /// Returns the methods that the address has, as a header; empty unless the method was wrong.
    public String allow() {
        return allow;
    }

    /// Returns the sentence.
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /// Returns the body of the answer.
    public byte[] json() {
        return Json.write(Map.of("error", sentence())).getBytes(StandardCharsets.UTF_8);
    }
}
