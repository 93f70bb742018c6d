package org.chainrule.app.process;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import org.chainrule.error.Quote;

/// Where a command listens.
///
/// @param host the value of --host
/// @param port the value of --port; 0 for a free one
public record Endpoint(String host, int port) {
    private static final int FIRST_FREE = 1024;

    /// Returns whether only this machine reaches it. A host that does not exist counts as such: it is [refused][#refused]
    /// when something listens there.
    public boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return true;
        }
    }

    /// Returns whether the host is an address of this machine.
    public boolean isLocal() throws IOException {
        InetAddress address = InetAddress.getByName(host);
        return address.isAnyLocalAddress() || address.isLoopbackAddress()
                || NetworkInterface.getByInetAddress(address) != null;
    }

    /// Returns an error with a sentence on why nothing can listen there; any other error unchanged. The sentence rests on
    /// what the machine has: the messages of the system are in its language.
    public IOException refused(IOException error) throws IOException {
        return switch (error) {
            case UnknownHostException _ ->
                new IOException("there is no host " + Quote.of(host) + "; give --host an address of this machine",
                        error);
            case BindException _ when !isLocal() ->
                new IOException(host + " is not an address of this machine; choose another --host", error);
            case BindException _ when port > 0 && port < FIRST_FREE -> new IOException("port " + port + " of " + host
                    + " needs the rights of an administrator, or is taken; choose a --port from " + FIRST_FREE + " on",
                    error);
            case BindException _ -> new IOException("port " + port + " of " + host
                    + " is taken by another program; choose another --port, or 0 for a free one", error);
            default -> error;
        };
    }
}
