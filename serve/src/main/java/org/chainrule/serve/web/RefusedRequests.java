package org.chainrule.serve.web;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.util.regex.Pattern;

/// Answers requests that Helidon refuses before a handler sees them.
final class RefusedRequests implements DirectHandler {
    private static final Pattern WRONG_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private RefusedRequests() {
    }

    static DirectHandlers handlers() {
        RefusedRequests handler = new RefusedRequests();
        DirectHandlers.Builder all = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            all.addHandler(type, handler);
        }
        return all.build();
    }

    /// Answers for a handler that failed.
    @Override
    public TransportResponse handle(TransportRequest request, EventType type, Status status,
            ServerResponseHeaders headers, Throwable thrown, System.Logger logger) {
        return answer(request, status, headers);
    }

    /// Answers a request that could not be read. Some that are not HTTP end in an exception of Helidon's parser, which it takes
    /// for an error of the server.
    @Override
    public TransportResponse handle(TransportRequest request, EventType type, Status status,
            ServerResponseHeaders headers, String message) {
        return answer(request, type == EventType.INTERNAL_ERROR ? Status.BAD_REQUEST_400 : status, headers);
    }

    private static TransportResponse answer(TransportRequest request, Status status, ServerResponseHeaders headers) {
        Problem problem = problem(request, status);
        headers.set(HeaderNames.CONTENT_TYPE, Reply.JSON);
        return TransportResponse.builder()
                .status(problem.kind() == Problem.Kind.TYPE ? Status.UNSUPPORTED_MEDIA_TYPE_415 : status)
                .headers(headers)
                .keepAlive(false).entity(problem.json()).build();
    }

    private static Problem problem(TransportRequest request, Status status) {
        return switch (status.code()) {
            case 404 -> new Problem(Problem.Kind.ADDRESS, "There is nothing at this address.");
            case 413 -> new Problem(Problem.Kind.LARGE, "The body is larger than the limit of this server.");
            case 414 -> new Problem(Problem.Kind.REQUEST, "The first line of the request has more than "
                    + Limits.HEADER_BYTES + " bytes; send a shorter address.");
            case 500 -> new Problem(Problem.Kind.INTERNAL,
                    "The server failed to answer; its operator should report this.");
            case 501 -> new Problem(Problem.Kind.REQUEST,
                    "The body has a transfer encoding other than chunked; send it without.");
            case 505 -> new Problem(Problem.Kind.REQUEST, "The request is in HTTP/1.0; send it in HTTP/1.1.");
            default -> bad(request);
        };
    }

    private static Problem bad(TransportRequest request) {
        if (request.headers().contains(HeaderNames.CONTENT_ENCODING)) {
            return new Problem(Problem.Kind.TYPE, "The body is compressed; send it without Content-Encoding.");
        }
        return new Problem(Problem.Kind.REQUEST, WRONG_ESCAPE.matcher(request.path()).find()
                ? "The address has a % without two hexadecimal digits."
                : "The request is not valid HTTP/1.1, its address has characters that must be escaped, or its headers have "
                        + "more than " + Limits.HEADER_BYTES + " bytes.");
    }
}
