package org.chainrule.serve;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// A client that sends bytes as they are.
final class Raw {
    private Raw() {
    }

    /// Sends text and returns what the server sends until it closes the connection, or for two seconds.
    static String ask(URI address, String text) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(2000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return read(socket);
        }
    }

    /// Returns what the server sends until it closes the connection, or pauses for as long as the socket waits.
    static String read(Socket socket) throws IOException {
        StringBuilder all = new StringBuilder();
        byte[] part = new byte[8192];
        try {
            for (int read = socket.getInputStream().read(part); read >= 0; read = socket.getInputStream().read(part)) {
                all.append(new String(part, 0, read, StandardCharsets.ISO_8859_1));
            }
        } catch (java.net.SocketTimeoutException _) {
            // all that came so far
        }
        return all.toString();
    }
}
