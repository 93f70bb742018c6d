package org.chainrule.spark.parallel.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Strangers at the port of a worker.
class HandshakeTest {
    private static final Handshake.Secret SECRET = Handshake.Secret.random(false);

    private static void refuses(Handshake.Secret other) throws IOException {
        try (Mesh zero = new Mesh("127.0.0.1", SECRET, 0, 1000); Mesh one = new Mesh("127.0.0.1", other, 1, 1000)) {
            zero.meet(List.of());
            one.meet(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), zero.port())));
            assertThatThrownBy(() -> one.link(0)).isInstanceOf(IOException.class)
                    .hasMessageStartingWith("training cannot reach worker 0 at ").hasMessageContaining("secret");
            assertThatThrownBy(() -> zero.link(1)).isInstanceOf(IOException.class)
                    .hasMessageStartingWith("training lost worker 1: it did not connect in 1 seconds");
        }
    }

    @Test
    void anotherSecretIsRefused() throws IOException {
        refuses(Handshake.Secret.random(false));
    }

    @Test
    void anotherAttemptIsRefused() throws IOException {
        refuses(SECRET.attempt(1));
    }

    @Test
    void aConnectionThatDoesNotKnowTheSecretIsClosed() throws IOException {
        try (Mesh zero = new Mesh("127.0.0.1", SECRET, 0, 1000)) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), zero.port())) {
                socket.getOutputStream()
                        .write("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), zero.port())) {
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                DataInputStream in = new DataInputStream(socket.getInputStream());
                out.writeInt(0x43525031);
                out.writeInt(1);
                out.writeInt(0);
                out.write(new byte[16]);
                assertThat(in.readNBytes(48)).hasSize(48);
                out.write(new byte[32]); // a guess
                assertThat(in.read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void aChangedFrameIsRefused() throws IOException {
        byte[] key = new byte[32];
        FrameCipher sender = new FrameCipher(key, new byte[32]);
        FrameCipher receiver = new FrameCipher(new byte[32], key);
        byte[] sealed = sender.seal(new byte[]{1, 2, 3});
        assertThat(receiver.open(sealed, sealed.length)).containsExactly(1, 2, 3);
        byte[] changed = sender.seal(new byte[]{1, 2, 3});
        changed[0] ^= 1;
        assertThatThrownBy(() -> receiver.open(changed, changed.length)).isInstanceOf(IOException.class)
                .hasMessage("a message was changed on its way");
    }
}
