package org.chainrule.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.chainrule.app.show.Terminal;
import org.chainrule.serve.ModelServer;

/// Runs the usual commands on a small table in an empty folder. The launcher does so once after a build, and the JVM archives
/// the classes that were loaded (`-XX:ArchiveClassesAtExit`), so that later runs start sooner.
final class Rehearsal {
    private static final int ROWS = 120;

    private Rehearsal() {
    }

    /// @param args the folder
    static void main(String[] args) throws IOException, InterruptedException {
        run(Terminal.system(), Path.of(args[0]));
    }

    /// Runs the commands.
    static void run(Terminal terminal, Path folder) throws IOException, InterruptedException {
        Path table = Files.writeString(folder.resolve("table.csv"), table());
        Path model = folder.resolve("model.safetensors");
        run(terminal, "train", table, "--target", "kind", "--out", model, "--model", "realmlp", "--epochs", 1);
        run(terminal, "train", table, "--target", "kind", "--out", model, "--quick");
        run(terminal, "predict", model, table, "--out", folder.resolve("predictions.csv"));
        try (ModelServer server = ModelServer.of(model).port(0).start();
                HttpClient client = HttpClient.newHttpClient()) {
            URI address = server.address("model");
            HttpRequest request = HttpRequest.newBuilder(address).header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"width\": 2.5, \"color\": \"red\"}")).build();
            HttpResponse<String> reply = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (reply.statusCode() != 200) {
                throw new IOException("the server answered " + reply.body());
            }
        }
    }

    private static void run(Terminal terminal, Object... words) throws IOException {
        String[] args = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            args[i] = words[i].toString();
        }
        if (Main.run(terminal, args) != Main.DONE) {
            throw new IOException(String.join(" ", args) + " failed");
        }
    }

    private static String table() {
        StringBuilder text = new StringBuilder("width,height,color,kind\n");
        for (int row = 0; row < ROWS; row++) {
            text.append(row % 7 + 0.5).append(',').append(row % 11).append(',').append(row % 3 == 0 ? "red" : "blue")
                    .append(',').append(row % 7 > 3 ? "wide" : "narrow").append('\n');
        }
        return text.toString();
    }
}
