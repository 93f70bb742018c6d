package org.chainrule.tabular.csv;

import java.io.IOException;

/// Thrown if a quote is not closed, or is followed by more text after it closes.
public final class OpenQuoteException extends IOException {
    private static final long serialVersionUID = 1;
    private final boolean closed;

    OpenQuoteException(boolean closed) {
        this.closed = closed;
    }

    /// Returns whether the quote is closed, and followed by more text.
    public boolean closed() {
        return closed;
    }
}
