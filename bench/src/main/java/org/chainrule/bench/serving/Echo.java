package org.chainrule.bench.serving;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A plain Helidon server that reads a flat object of JSON and answers the same: what a server of predictions costs without
/// predictions.
public final class Echo {
    private static final JsonFactory JSON = new JsonFactory();

    private Echo() {
    }

    /// Starts the server.
    ///
    /// @param args the port
    public static void main(String[] args) {
        WebServer.builder().host("127.0.0.1").port(Integer.parseInt(args[0]))
                .routing(routing -> routing.post("/echo", Echo::answer)).build().start();
    }

    private static void answer(ServerRequest request, ServerResponse response) {
        Map<String, Object> row = read(request.content().as(byte[].class));
        response.header(HeaderNames.CONTENT_TYPE, "application/json").send(write(row));
    }

    private static Map<String, Object> read(byte[] body) {
        Map<String, Object> row = new LinkedHashMap<>();
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), body)) {
            in.nextToken();
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                row.put(name, in.nextToken() == JsonToken.VALUE_STRING ? in.getString() : (Object) in.getDoubleValue());
            }
        }
        return row;
    }

    private static byte[] write(Map<String, Object> row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            row.forEach((name, value) -> {
                out.writeName(name);
                if (value instanceof Double number) {
                    out.writeNumber(number);
                } else {
                    out.writeString(value.toString());
                }
            });
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
