package org.chainrule.bench.serving;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// A connection that stays open and sends one HTTP/1.1 request after the other. It does as little as a client can, because it
/// shares the processors with the server that it measures.
final class Connection implements Closeable {
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String LENGTH = "content-length:";

    private final Socket socket;
    private final InputStream in;
    private byte[] buffer = new byte[4096];
    private int head;
    private int end;

    Connection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        in = socket.getInputStream();
    }

    /// Returns the bytes of a request with a JSON body.
    static byte[] post(String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        byte[] start = ("POST " + path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        return request;
    }

    /// Sends a request and reads the whole answer.
    ///
    /// @return the status
    int exchange(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        end = 0;
        head = -1;
        while (head < 0) {
            int from = Math.max(0, end - END.length);
            fill();
            head = after(from);
        }
        String text = new String(buffer, 0, head, StandardCharsets.ISO_8859_1);
        int at = text.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        if (at < 0) {
            throw new IOException("an answer without a length: " + text);
        }
        int length = Integer.parseInt(text.substring(at + LENGTH.length(), text.indexOf('\r', at)).strip());
        while (end < head + length) {
            fill();
        }
        return Integer.parseInt(text.substring(9, 12));
    }

    /// Returns the body of the last answer.
    String body() {
        return new String(buffer, head, end - head, StandardCharsets.UTF_8);
    }

    /// Returns whether the last answer had this body.
    boolean answered(byte[] body) {
        return Arrays.equals(buffer, head, end, body, 0, body.length);
    }

    private void fill() throws IOException {
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * end);
        }
        int read = in.read(buffer, end, buffer.length - end);
        if (read < 0) {
            throw new EOFException("the server closed the connection");
        }
        end += read;
    }

    /// Returns the place after the end of the headers, or -1 if it has not come yet.
    private int after(int from) {
        for (int i = from; i + END.length <= end; i++) {
            if (Arrays.equals(buffer, i, i + END.length, END, 0, END.length)) {
                return i + END.length;
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
