package org.chainrule.serve.play;

import io.helidon.http.Status;
import java.util.Map;

/// A request that is answered by a sentence.
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Status status;
    private final transient Map<String, Object> more;

    Refused(Status status, String sentence) {
        this(status, sentence, Map.of());
    }

    /// @param more what the page can do with it, as a tree for [org.chainrule.io.Json]
    Refused(Status status, String sentence, Map<String, Object> more) {
        super(sentence);
        this.status = status;
        this.more = more;
    }

    Status status() {
        return status;
    }

    Map<String, Object> more() {
        return more;
    }
}
