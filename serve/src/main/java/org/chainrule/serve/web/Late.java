package org.chainrule.serve.web;

/// A client that did not send its body, or did not take the answer, in time. If the body was late, the client has its answer.
/// The connection ends.
public final class Late extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Late() {
        super("the client is too slow", null, false, false);
    }
}
