package org.chainrule.serve.web;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.chainrule.error.Quote;
import org.chainrule.io.Json;

/// Tells the pages of a site from other sites that are open in the same browser. A name that another site lets point to
/// this machine is refused, so that it cannot pass for the page (DNS rebinding); an address of numbers is in nobody's hands.
public final class OwnPages {
    private static final Pattern NUMBERS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.]+]");

    private final String host;

    /// @param host the address or the name that the site was told to bind to, under which it may be asked too
    public OwnPages(String host) {
        this.host = host;
    }

    /// Returns why a request is refused, as a sentence without a capital and a full stop; empty if it is not.
    public String refusal(ServerRequest request) {
        String authority = request.authority();
        int colon = authority.lastIndexOf(':');
        String asked = colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
        if (!asked.equalsIgnoreCase("localhost") && !asked.equalsIgnoreCase(host)
                && !NUMBERS.matcher(asked).matches()) {
            return "this page answers to " + (isName() ? host + ", " : "")
                    + "localhost and IP addresses, not to " + Quote.of(asked) + "; open it at one of these";
        }
        String origin = request.headers().first(HeaderNames.ORIGIN).orElse("");
        return origin.isEmpty() || origin.equals("http://" + authority)
                ? ""
                : "this page answers only its own requests";
    }

    private boolean isName() {
        return !host.equals("localhost") && !host.contains(":") && !NUMBERS.matcher(host).matches();
    }

    /// Answers a request of a page by JSON, which no one keeps.
    public static void answer(ServerResponse response, Object tree) {
        answer(response, Json.write(tree));
    }

    /// Answers a request of a page by the text of JSON, which no one keeps.
    public static void answer(ServerResponse response, String json) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json; charset=utf-8")
                .header(HeaderNames.CACHE_CONTROL, "no-store").send(json.getBytes(StandardCharsets.UTF_8));
    }
}
