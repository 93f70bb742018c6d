package org.chainrule.consumer;

import static org.chainrule.consumer.Main.check;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.chainrule.error.ArgumentException;
import org.chainrule.io.Json;
import org.chainrule.serve.ModelServer;
import org.chainrule.serve.Playground;
import org.chainrule.tabular.NumberPrediction;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.remark.Wording;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;

/// Serves a model and opens a playground, and asks both over HTTP.
final class Servers {
    private static final String LOOPBACK = "127.0.0.1";

    private Servers() {
    }

    static void use() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            models(client);
            playground(client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static void models(HttpClient client) throws IOException {
        double[] x = new double[60];
        double[] y = new double[60];
        for (int i = 0; i < x.length; i++) {
            x[i] = i * 7 % 23;
            y[i] = 3 * x[i] + 1;
        }
        TabularModel model = Tabular.of("y").linear().epochs(3)
                .fit(Table.of("line", NumberColumn.of("x", x), NumberColumn.of("y", y))).model();
        Path folder = Files.createTempDirectory("consumer");
        Path file = folder.resolve("line.safetensors");
        model.save(file);
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        ModelServer.Settings settings = ModelServer.of(file).host(LOOPBACK).port(0).token("secret").maxBatch(8)
                .maxWait(Duration.ZERO).maxBody(1 << 16).maxRequests(4)
                .times(Duration.ofSeconds(60), Duration.ofSeconds(60)).look(Duration.ofSeconds(1))
                .accessLog(lines::add).log(lines::add);
        try (ModelServer server = settings.start()) {
            check("the models of a server", server.models().equals(List.of("line")));
            URI door = server.address("line");
            check("a client without the token",
                    send(client, HttpRequest.newBuilder(door).POST(HttpRequest.BodyPublishers.ofString("{\"x\": 4}")))
                            .statusCode() == 401);
            HttpResponse<String> answer = send(client, HttpRequest.newBuilder(door)
                    .header("Authorization", "Bearer secret").header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"x\": 4}")));
            check("the answer of a server", answer.statusCode() == 200
                    && Json.parse(answer.body()) instanceof Map<?, ?> fields
                    && fields.get("prediction") instanceof Number value
                    && model.predict(Map.of("x", 4)) instanceof NumberPrediction same
                    && value.floatValue() == (float) same.value());
        }
        check("the access log", lines.stream().anyMatch(line -> line.contains("predict")));
        Files.delete(file);
        Files.delete(folder);
        try {
            ModelServer.of();
            check("a server without models", false);
        } catch (ArgumentException e) {
            check("the setting at fault", e.argument().equals("models"));
        }
    }

    private static void playground(HttpClient client) throws IOException {
        String csv = "length,kind\n" + "1.5,small\n5.5,large\n".repeat(20);
        TableSource table = TableSource.of(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), "flowers");
        try (Playground playground = Playground.of().host(LOOPBACK).port(0).table("flowers.csv", table)
                .target("kind").wording(Wording.JAVA).start()) {
            HttpResponse<String> page = send(client, HttpRequest.newBuilder(playground.address()));
            check("the page of the playground", page.statusCode() == 200 && page.body().startsWith("<!DOCTYPE html>"));
        }
    }
}
