package org.chainrule.serve.door;

import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;

/// Tells errors that show that a client has left.
final class Disconnection {
    private Disconnection() {
    }

    static boolean is(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof DataReader.InsufficientDataAvailableException
                    || cause instanceof CloseConnectionException || cause instanceof ServerConnectionException) {
                return true;
            }
        }
        return false;
    }
}
