package org.chainrule.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
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
    static void main(String[] args) throws IOException {
        run(Terminal.system(), Path.of(args[0]));
    }

    /// Runs the commands.
    static void run(Terminal terminal, Path folder) throws IOException {
        Path table = Files.writeString(folder.resolve("table.csv"), table());
        Path model = folder.resolve("model.safetensors");
        run(terminal, "train", table, "--target", "kind", "--out", model, "--model", "realmlp", "--epochs", 1);
        run(terminal, "train", table, "--target", "kind", "--out", model, "--quick");
        run(terminal, "predict", model, table, "--out", folder.resolve("predictions.csv"));
        try (ModelServer server = ModelServer.of(model).port(0).start()) {
            HttpURLConnection request = (HttpURLConnection) server.address("model").toURL().openConnection();
            request.setDoOutput(true);
            request.setRequestProperty("Content-Type", "application/json");
            try (OutputStream body = request.getOutputStream()) {
                body.write("{\"width\": 2.5, \"color\": \"red\"}".getBytes(UTF_8));
            }
            // throws if the server refuses the row
            request.getInputStream().close();
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
