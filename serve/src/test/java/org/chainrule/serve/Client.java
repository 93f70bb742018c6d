package org.chainrule.serve;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// A client over HTTP.
record Client(URI address) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    /// An answer.
    record Got(int status, String body, HttpResponse<String> response) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        /// Returns the sentence of a problem.
        String error() {
            return json().get("error").asString();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    Got get(String path, String... headers) throws IOException {
        return send("GET", path, null, headers);
    }

    /// Posts JSON.
    Got post(String path, String body) throws IOException {
        return send("POST", path, body, "Content-Type", "application/json");
    }

    /// Posts JSON until the server is not busy.
    Got postPatiently(String path, String body) throws IOException {
        try {
            Got got = post(path, body);
            while (got.status() == 429) {
                Thread.sleep(20);
                got = post(path, body);
            }
            return got;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    Got send(String method, String path, String body, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path)).method(method, body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Got(response.statusCode(), response.body(), response);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
