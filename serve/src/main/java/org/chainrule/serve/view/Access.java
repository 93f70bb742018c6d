package org.chainrule.serve.view;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.chainrule.io.Json;

/// Who may read a training and stop it: pages that know its token. Other pages in the same browser do not; and a name that
/// some site lets point to this machine is refused, so that it cannot pass for the page (DNS rebinding).
final class Access {
    private static final Set<String> OWN = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final int BYTES = 16;

    private final String token;

    Access() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        this.token = HexFormat.of().formatHex(bytes);
    }

    String token() {
        return token;
    }

    /// Returns a handler that refuses strangers.
    Handler guarding(Handler handler) {
        return (request, response) -> {
            String refusal = refusal(request);
            if (refusal.isEmpty()) {
                handler.handle(request, response);
            } else {
                answer(response.status(Status.FORBIDDEN_403), Map.of("error", refusal));
            }
        };
    }

    private String refusal(ServerRequest request) {
        String authority = request.authority();
        int colon = authority.lastIndexOf(':');
        String host = colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
        if (!OWN.contains(host)) {
            return "this view answers only to 127.0.0.1 and localhost";
        }
        String origin = request.headers().first(HeaderNames.ORIGIN).orElse("");
        if (!origin.isEmpty() && !origin.equals("http://" + authority)) {
            return "this view answers only its own page";
        }
        String given = request.headers().first(HeaderNames.create("X-Token"))
                .orElseGet(() -> request.query().first("token").orElse(""));
        boolean known = MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8),
                token.getBytes(StandardCharsets.UTF_8));
        return known ? "" : "the address lacks the token of this training; open the address that the command printed";
    }

    static void answer(ServerResponse response, Map<String, Object> json) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json; charset=utf-8")
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .send(Json.write(json).getBytes(StandardCharsets.UTF_8));
    }
}
