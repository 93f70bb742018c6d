package org.chainrule.spark.parallel.exchange;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The connections between the workers of a training. A worker listens from its creation on; once the addresses of all are
/// known, the first message to a worker with a lower number connects to it, and that to a worker with a higher number waits
/// for its connection.
public final class Mesh implements Peers {
    private static final int BUFFER = 1 << 17;

    private final Handshake.Secret secret;
    private final int worker;
    private final int timeout;
    private final ServerSocket listening;
    private final Map<Integer, Link> links = new ConcurrentHashMap<>();
    private volatile List<InetSocketAddress> addresses = List.of();
    private volatile boolean closed;

    /// @param host the address at which the others reach this worker
    /// @param worker the number of this worker
    /// @param timeout the number of milliseconds without a message after which a worker counts as lost
    /// @throws IOException if no port can be opened
    public Mesh(String host, Handshake.Secret secret, int worker, int timeout) throws IOException {
        this.secret = secret;
        this.worker = worker;
        this.timeout = timeout;
        this.listening = new ServerSocket(0, 0, InetAddress.getByName(host));
        Thread.ofVirtual().name("workers connecting").start(this::accept);
    }

    /// Returns the port of this worker.
    public int port() {
        return listening.getLocalPort();
    }

    /// Tells the addresses of all workers, in order.
    public void meet(List<InetSocketAddress> all) {
        addresses = List.copyOf(all);
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = listening.accept();
                Thread.ofVirtual().start(() -> welcome(socket));
            } catch (IOException e) {
                return; // the mesh is closed
            }
        }
    }

    /// Answers a connection; anything that does not know the secret is turned away.
    private void welcome(Socket socket) {
        try {
            Link link = linked(socket, -1);
            if (link == null) {
                socket.close();
            }
        } catch (IOException e) {
            close(socket);
        }
    }

    private @Nullable Link linked(Socket socket, int to) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Math.min(timeout, Handshake.PATIENCE));
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER));
        Handshake.Partner partner = to < 0
                ? Handshake.answer(secret, worker, in, out)
                : Handshake.ask(secret, worker, to, in, out);
        socket.setSoTimeout(timeout);
        synchronized (links) {
            if (closed || links.containsKey(partner.worker())) {
                return null;
            }
            Link link = new Link("worker " + partner.worker() + " at " + socket.getInetAddress().getHostAddress(),
                    socket, in, out, partner.cipher());
            links.put(partner.worker(), link);
            links.notifyAll();
            return link;
        }
    }

    @Override
    public Link link(int other) throws IOException {
        Link known = links.get(other);
        if (known != null) {
            return known;
        }
        return other < worker ? connect(other) : await(other);
    }

    private Link connect(int other) throws IOException {
        InetSocketAddress address = addresses.get(other);
        Socket socket = new Socket();
        try {
            socket.connect(address, timeout);
            Link link = linked(socket, other);
            if (link == null) {
                throw new IOException("it is connected already");
            }
            return link;
        } catch (IOException e) {
            close(socket);
            throw new IOException("training cannot reach worker " + other + " at " + address + ": " + e.getMessage()
                    + "; the executors must reach each other on any port", e);
        }
    }

    private Link await(int other) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeout);
        synchronized (links) {
            for (Link link = links.get(other);; link = links.get(other)) {
                if (link != null) {
                    return link;
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0 || closed) {
                    throw new SocketTimeoutException("training lost worker " + other + ": it did not connect in "
                            + timeout / 1000 + " seconds; the executors must reach each other on any port");
                }
                try {
                    links.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("training was interrupted", e);
                }
            }
        }
    }

    /// Sends what is waiting, so that the others can end as well.
    public void finish() {
        links.values().forEach(Link::finish);
    }

    @Override
    public void close() {
        synchronized (links) {
            closed = true;
            links.values().forEach(Link::close);
            links.notifyAll();
        }
        try {
            listening.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // the connection is given up
        }
    }
}
