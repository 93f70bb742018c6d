package org.chainrule.serve.web;

import java.time.Duration;

/// What a client may ask of the server.
///
/// @param bodyBytes   the largest body of a request
/// @param headerTime  how long the headers of a request may take once it has begun
/// @param bodyTime    how long its body may take, and the client to take the answer
/// @param idleTime    how long a connection may wait for its next request
/// @param connections the most connections that are open at once
/// @param requests    the most requests that are answered at once
public record Limits(long bodyBytes, Duration headerTime, Duration bodyTime, Duration idleTime, int connections,
        int requests) {
    /// The most bytes of the headers of a request.
    public static final int HEADER_BYTES = 16_384;

    private static final long SLACK = 32L << 20;

    /// The usual limits: bodies of 16 MiB.
    public static final Limits USUAL = new Limits(16L << 20, Duration.ofSeconds(10), Duration.ofSeconds(30),
            Duration.ofSeconds(60), 16_384, 256);

    /// Returns how many bytes of a body may be held before it is refused: more than its limit, so that a client whose body is
    /// a little too large reads why.
    long heldBytes() {
        return bodyBytes + SLACK;
    }

    /// Returns a copy with another size of bodies.
    public Limits bodyBytes(long most) {
        return new Limits(most, headerTime, bodyTime, idleTime, connections, requests);
    }

    /// Returns a copy with other times for headers and bodies.
    public Limits times(Duration headers, Duration body) {
        return new Limits(bodyBytes, headers, body, idleTime, connections, requests);
    }

    /// Returns a copy with another number of requests at once.
    public Limits requests(int most) {
        return new Limits(bodyBytes, headerTime, bodyTime, idleTime, connections, most);
    }
}
