package org.chainrule.spark.parallel.exchange;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// A connection to another worker over which arrays of floats travel in frames: their length in bytes, then the numbers in
/// little-endian order, encrypted if the link has a cipher. Frames are sent by a thread of their own, so that two workers
/// can send to each other at the same time.
final class Link {
    /// The largest number of floats in a frame.
    private static final int FRAME = 1 << 16;
    private static final byte[] END = {};

    private final String name;
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final @Nullable FrameCipher cipher;
    private final LinkedBlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>();
    private final Thread sender;
    private volatile @Nullable IOException failure;
    private byte[] received = {};

    /// @param name the other worker in messages, such as `worker 2 at host`
    Link(String name, Socket socket, DataInputStream in, DataOutputStream out, @Nullable FrameCipher cipher) {
        this.name = name;
        this.socket = socket;
        this.in = in;
        this.out = out;
        this.cipher = cipher;
        this.sender = Thread.ofVirtual().name("to " + name).start(this::sendAll);
    }

    /// Sends a range of an array, which may change as soon as the call returns.
    void send(float[] values, int from, int to) throws IOException {
        IOException failed = failure;
        if (failed != null) {
            throw lost(failed);
        }
        for (int at = from; at < to; at += FRAME) {
            int count = Math.min(FRAME, to - at);
            byte[] bytes = new byte[count * Float.BYTES];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values, at, count);
            waiting.add(bytes);
        }
    }

    @SuppressWarnings("ReferenceEquality") // the end is that array, not an equal one
    private void sendAll() {
        try {
            for (byte[] bytes = waiting.take(); bytes != END; bytes = waiting.take()) {
                byte[] frame = cipher == null ? bytes : cipher.seal(bytes);
                out.writeInt(frame.length);
                out.write(frame);
                if (waiting.isEmpty()) {
                    out.flush();
                }
            }
            out.flush();
            socket.shutdownOutput();
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            failure = new IOException("interrupted", e);
        }
    }

    /// Receives a range of an array.
    ///
    /// @param add whether the numbers are added to those in the array
    /// @throws IOException if the other worker is lost, or is silent for too long
    void receive(float[] values, int from, int to, boolean add) throws IOException {
        for (int at = from; at < to; at += FRAME) {
            int count = Math.min(FRAME, to - at);
            ByteBuffer frame = frame(count * Float.BYTES);
            if (add) {
                for (int i = 0; i < count; i++) {
                    values[at + i] += frame.getFloat(i * Float.BYTES);
                }
            } else {
                frame.asFloatBuffer().get(values, at, count);
            }
        }
    }

    private ByteBuffer frame(int expected) throws IOException {
        int sealed = expected + (cipher == null ? 0 : FrameCipher.TAG);
        try {
            int length = in.readInt();
            if (length != sealed) {
                throw new IOException("sent a message of " + length + " bytes, expected " + sealed);
            }
            if (received.length < length) {
                received = new byte[length];
            }
            in.readFully(received, 0, length);
            byte[] plain = cipher == null ? received : cipher.open(received, length);
            return ByteBuffer.wrap(plain, 0, expected).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private IOException lost(IOException cause) {
        String what = switch (cause) {
            case EOFException _ -> "the connection ended";
            case SocketTimeoutException _ -> "it sent nothing for too long";
            default -> String.valueOf(cause.getMessage());
        };
        return new IOException("training lost " + name + ": " + what, cause);
    }

    /// Sends what is waiting and ends this direction, so that the other worker gets all of it.
    void finish() {
        waiting.add(END);
        try {
            sender.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        waiting.add(END);
        try {
            socket.close();
        } catch (IOException e) {
            failure = e; // the connection is given up
        }
    }
}
