package org.chainrule.serve.view;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.chainrule.serve.web.OwnPages;

/// Who may read a training and stop it: its own page, which knows its token.
final class Access {
    private static final int BYTES = 16;

    private final OwnPages pages = new OwnPages("127.0.0.1");
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
                OwnPages.answer(response.status(Status.FORBIDDEN_403), Map.of("error", refusal));
            }
        };
    }

    private String refusal(ServerRequest request) {
        String foreign = pages.refusal(request);
        if (!foreign.isEmpty()) {
            return foreign;
        }
        String given = request.headers().first(HeaderNames.create("X-Token"))
                .orElseGet(() -> request.query().first("token").orElse(""));
        boolean known = MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8),
                token.getBytes(StandardCharsets.UTF_8));
        return known ? "" : "the address lacks the token of this training; open the address that the command printed";
    }
}
