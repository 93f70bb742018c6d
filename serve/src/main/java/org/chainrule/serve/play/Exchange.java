package org.chainrule.serve.play;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ChainruleException;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;
import org.chainrule.tabular.remark.Refusal;
import org.chainrule.tabular.remark.Wording;

/// How the playground reads requests and answers them: JSON, a limit on every body, and one sentence for everything that is
/// refused.
final class Exchange {
    /// The most bytes of a table.
    static final int TABLE = 20 << 20;
    private static final int SETTINGS = 64 << 10;

    private static final System.Logger LOG = System.getLogger(Exchange.class.getName());

    private final Wording wording;

    /// @param wording how sentences name settings that help with a table
    Exchange(Wording wording) {
        this.wording = wording;
    }

    /// Work that answers a request.
    interface Work {
        void on(ServerRequest request, ServerResponse response) throws IOException;
    }

    /// Returns a handler that answers every failure by a sentence.
    Handler answering(Work work) {
        return (request, response) -> {
            try {
                sameOrigin(request);
                work.on(request, response);
            } catch (Refused e) {
                fail(response, e.status(), String.valueOf(e.getMessage()), e.more());
            } catch (ArgumentException | FormatException e) {
                fail(response, Status.BAD_REQUEST_400, sentence(e), Map.of());
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "the playground failed", e);
                fail(response, Status.INTERNAL_SERVER_ERROR_500,
                        "the playground failed because of an error of its own; its terminal shows it", Map.of());
            }
        };
    }

    /// Returns what an error tells a person on the page.
    String sentence(ChainruleException error) {
        Record reason = switch (error) {
            case ArgumentException argument -> argument.reason().orElse(null);
            case FormatException format -> format.reason().orElse(null);
            default -> null;
        };
        return reason instanceof Refusal refusal ? refusal.sentence(wording) : String.valueOf(error.getMessage());
    }

    /// Refuses what another site asks a browser to send.
    private static void sameOrigin(ServerRequest request) {
        String origin = request.headers().first(HeaderNames.ORIGIN).orElse("");
        if (!origin.isEmpty() && !origin.replaceFirst("^https?://", "").equals(request.authority())) {
            throw new Refused(Status.FORBIDDEN_403, "the playground answers only its own pages");
        }
    }

    private static void fail(ServerResponse response, Status status, String sentence, Map<String, Object> more) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("error", sentence);
        json.putAll(more);
        send(response.status(status), Json.write(json));
    }

    static void json(ServerResponse response, Object tree) {
        send(response, Json.write(tree));
    }

    static void send(ServerResponse response, String json) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json; charset=utf-8")
                .header(HeaderNames.CACHE_CONTROL, "no-store").send(json.getBytes(StandardCharsets.UTF_8));
    }

    static void file(ServerResponse response, String type, String name, byte[] content) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
        response.header(HeaderNames.CONTENT_TYPE, type)
                .header(HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + plain + "\"").send(content);
    }

    /// Returns the body of a request as a JSON object.
    static Map<?, ?> object(ServerRequest request) throws IOException {
        String text = new String(body(request, SETTINGS, "64 kB"), StandardCharsets.UTF_8);
        return object(text.isBlank() ? "{}" : text);
    }

    static Map<?, ?> object(String text) {
        if (Json.parse(text, "the request") instanceof Map<?, ?> map) {
            return map;
        }
        throw new Refused(Status.BAD_REQUEST_400, "the request is not a JSON object");
    }

    /// Returns the body of a request as a table.
    static byte[] table(ServerRequest request) throws IOException {
        return body(request, TABLE, "20 MB; use chainrule play FILE for a larger one");
    }

    private static byte[] body(ServerRequest request, int limit, String words) throws IOException {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new Refused(Status.REQUEST_ENTITY_TOO_LARGE_413, "the file is larger than " + words);
            }
            return bytes;
        }
    }

    /// Returns a whole number of the query.
    static long whole(ServerRequest request, String name, long otherwise) {
        String text = request.query().first(name).orElse("");
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new Refused(Status.BAD_REQUEST_400, name + " must be a whole number, but is " + text);
        }
    }
}
