package org.chainrule.serve.play;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;
import org.chainrule.io.Json;
import org.chainrule.serve.web.Call;
import org.chainrule.serve.web.Deadlines;
import org.chainrule.serve.web.Gone;
import org.chainrule.serve.web.Late;
import org.chainrule.serve.web.Limits;
import org.chainrule.serve.web.OwnPages;
import org.chainrule.serve.web.Problem;
import org.chainrule.tabular.remark.Refusal;
import org.chainrule.tabular.remark.Wording;

/// How the playground reads requests and answers them: JSON, limits on every body, and one sentence for everything that is
/// refused.
final class Exchange {
    private static final int SETTINGS = 64 << 10;
    /// How long the rest of a body is read after a refusal, so that the client reads the answer.
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final int LONGEST_NUMBER = 9;

    private static final System.Logger LOG = System.getLogger(Exchange.class.getName());

    private final Wording wording;
    private final OwnPages pages;
    private final Limits limits;
    private final Deadlines deadlines;

    /// @param wording   how sentences name settings that help with a table
    /// @param pages     tells the pages of the playground from others
    /// @param limits    how large a table may be, and how long it may take to arrive
    /// @param deadlines ends bodies that arrive too slowly
    Exchange(Wording wording, OwnPages pages, Limits limits, Deadlines deadlines) {
        this.wording = wording;
        this.pages = pages;
        this.limits = limits;
        this.deadlines = deadlines;
    }

    /// Work that answers a request.
    interface Work {
        void on(ServerRequest request, ServerResponse response) throws IOException;
    }

    /// The client has left while it sent its request or read its answer.
    private static final class Left extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient RuntimeException reason;

        Left(RuntimeException reason) {
            super(null, null, false, false);
            this.reason = reason;
        }
    }

    /// Returns a handler that answers every failure by a sentence.
    Handler answering(Work work) {
        return (request, response) -> {
            try {
                answer(work, request, response);
            } catch (Left e) {
                // nobody is there to be answered, and nothing has failed
                throw e.reason;
            }
        };
    }

    private void answer(Work work, ServerRequest request, ServerResponse response) {
        try {
            String refusal = pages.refusal(request);
            if (!refusal.isEmpty()) {
                throw new Refused(Status.FORBIDDEN_403, refusal);
            }
            work.on(request, response);
        } catch (Left e) {
            throw e;
        } catch (Refused e) {
            fail(response, e.status(), String.valueOf(e.getMessage()), e.more());
        } catch (Problem e) {
            boolean large = e.kind() == Problem.Kind.LARGE;
            if (large) {
                response.header(HeaderValues.CONNECTION_CLOSE);
            }
            fail(response, Status.create(e.kind().status()), e.sentence(), Map.of());
            if (large) {
                call(request, limits.bodyBytes()).drop(LINGER);
            }
        } catch (ArgumentException | FormatException | IOException e) {
            fail(response, Status.BAD_REQUEST_400, sentence(e), Map.of());
        } catch (OutOfMemoryError _) {
            fail(response, Status.SERVICE_UNAVAILABLE_503, "the playground has too little memory for this; take a"
                    + " smaller table or network, or give Java more memory", Map.of());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the playground failed", e);
            fail(response, Status.INTERNAL_SERVER_ERROR_500,
                    "the playground failed because of an error of its own; its terminal shows it", Map.of());
        }
    }

    /// Returns what an error tells a person on the page.
    String sentence(Exception error) {
        return switch (error) {
            case ArgumentException refused when refused.reason().orElse(null) instanceof Refusal refusal ->
                refusal.sentence(wording);
            case FormatException refused when refused.reason().orElse(null) instanceof Refusal refusal ->
                refusal.sentence(wording);
            case NoSuchFileException missing -> missing.getFile() + " does not exist; check its name";
            case AccessDeniedException denied ->
                denied.getFile() + ": permission denied; request the permission or choose another file";
            case FileSystemException system when system.getReason() != null ->
                system.getFile() + ": " + system.getReason();
            default -> error.getMessage() == null ? "the table cannot be read" : error.getMessage();
        };
    }

    private static void fail(ServerResponse response, Status status, String sentence, Map<String, Object> more) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("error", sentence);
        json.putAll(more);
        json(response.status(status), json);
    }

    static void json(ServerResponse response, Object tree) {
        send(response, Json.write(tree));
    }

    static void send(ServerResponse response, String json) {
        sent(() -> OwnPages.answer(response, json));
    }

    static void file(ServerResponse response, String type, String name, byte[] content) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
        sent(() -> response.header(HeaderNames.CONTENT_TYPE, type)
                .header(HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + plain + "\"").send(content));
    }

    private static void sent(Runnable sending) {
        try {
            sending.run();
        } catch (RuntimeException e) {
            throw new Left(e);
        }
    }

    /// Returns the body of a request as a JSON object.
    Map<?, ?> object(ServerRequest request) {
        String text = new String(body(request, SETTINGS), StandardCharsets.UTF_8);
        return object(text.isBlank() ? "{}" : text);
    }

    static Map<?, ?> object(String text) {
        if (Json.parse(text, "the request") instanceof Map<?, ?> map) {
            return map;
        }
        throw new Refused(Status.BAD_REQUEST_400, "the request is not a JSON object");
    }

    /// Returns the body of a request as a table.
    byte[] table(ServerRequest request) {
        try {
            return body(request, limits.bodyBytes());
        } catch (Problem e) {
            throw e.kind() == Problem.Kind.LARGE
                    ? new Problem(Problem.Kind.LARGE, "the file is larger than " + (limits.bodyBytes() >> 20)
                            + " MB; use chainrule play FILE for a larger one")
                    : e;
        }
    }

    /// Returns the most bytes of a table.
    long limit() {
        return limits.bodyBytes();
    }

    private Call call(ServerRequest request, long most) {
        return new Call(request, limits.bodyBytes(most), deadlines, () -> {
        }, () -> {
        });
    }

    private byte[] body(ServerRequest request, long most) {
        try {
            return call(request, most).body();
        } catch (Late | Gone e) {
            throw new Left(new CloseConnectionException("The body did not arrive", e));
        }
    }

    /// Returns a number of the query.
    ///
    /// @param otherwise the number if it is not there
    static int whole(ServerRequest request, String name, int otherwise) {
        String text = request.query().first(name).orElse("");
        return text.isEmpty() ? otherwise : whole(name, text);
    }

    /// Returns a number from 0 on.
    static int whole(String name, String text) {
        if (text.length() > LONGEST_NUMBER || !text.matches("[0-9]+")) {
            throw new Refused(Status.BAD_REQUEST_400,
                    "the " + name + " must be a whole number from 0 to 999999999, but is " + Quote.of(text));
        }
        return Integer.parseInt(text);
    }
}
