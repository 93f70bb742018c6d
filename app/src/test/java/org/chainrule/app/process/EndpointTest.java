package org.chainrule.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {
    /// The system writes its messages in its language.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1 | 8080 | port 8080 of 127.0.0.1 is taken by another program; choose another --port, or 0 for a free one
            127.0.0.2 | 8080 | port 8080 of 127.0.0.2 is taken by another program; choose another --port, or 0 for a free one
            0.0.0.0   | 80   | port 80 of 0.0.0.0 needs the rights of an administrator, or is taken; choose a --port from 1024 on
            192.0.2.1 | 80   | 192.0.2.1 is not an address of this machine; choose another --host
            """)
    void saysWhyNothingCanListen(String host, int port, String sentence) throws IOException {
        BindException error = new BindException("Die Adresse wird bereits verwendet");
        assertThat(new Endpoint(host, port).refused(error)).hasMessage(sentence).hasCause(error);
    }

    @Test
    void tellsOtherErrorsApart() throws IOException {
        assertThat(new Endpoint("no host", 1).refused(new UnknownHostException("no host")))
                .hasMessage("there is no host \"no host\"; give --host an address of this machine");
        IOException other = new IOException("disk");
        assertThat(new Endpoint("127.0.0.1", 1).refused(other)).isSameAs(other);
        assertThat(new Endpoint("localhost", 1).isLoopback()).isTrue();
        assertThat(new Endpoint("0.0.0.0", 1).isLoopback()).isFalse();
    }
}
