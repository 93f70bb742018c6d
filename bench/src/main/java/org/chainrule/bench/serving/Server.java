package org.chainrule.bench.serving;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server in a process of its own.
final class Server implements Closeable {
    private static final int ATTEMPTS = 60_000;

    private final Process process;
    private final int port;
    private final long started = System.nanoTime();

    private Server(List<String> command, int port) throws IOException {
        this.port = port;
        this.process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /// Starts `chainrule serve`.
    static Server chainrule(Path root, Path model) throws IOException {
        int port = free();
        return new Server(List.of(root.resolve("chainrule").toString(), "serve", model.toString(), "--port", "" + port,
                "--quiet"), port);
    }

    /// Starts [Echo] on the JVM and class path of this process.
    static Server echo() throws IOException {
        int port = free();
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Echo.class.getName(), "" + port));
        return new Server(command, port);
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /// Asks until there is an answer.
    ///
    /// @return the seconds from the start of the process to the whole answer
    double firstAnswer(byte[] request) throws IOException, InterruptedException {
        for (int i = 0; i < ATTEMPTS && process.isAlive(); i++) {
            try (Connection connection = new Connection(port)) {
                if (connection.exchange(request) == 200) {
                    return (System.nanoTime() - started) * 1e-9;
                }
            } catch (ConnectException _) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
        throw new IOException("the server did not start");
    }

    /// Kills the process at once, as `kill -9` does.
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
