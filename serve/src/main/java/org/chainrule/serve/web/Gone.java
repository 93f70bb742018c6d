package org.chainrule.serve.web;

import org.jspecify.annotations.Nullable;

/// A client that left before its request was complete, or before it took the answer. The connection ends.
public final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Gone(@Nullable Throwable cause) {
        super("the client has left", cause);
    }
}
