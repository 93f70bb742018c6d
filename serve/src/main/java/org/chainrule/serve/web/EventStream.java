package org.chainrule.serve.web;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// News that a page gets as it comes: Server-Sent Events (HTML Standard, section 9.2), each of which is JSON.
public final class EventStream {
    private final OutputStream out;

    private EventStream(OutputStream out) {
        this.out = out;
    }

    /// What sends the events of a stream.
    @FunctionalInterface
    public interface Feed {
        /// Sends events until there are no more.
        ///
        /// @throws IOException if the page has left
        /// @throws InterruptedException if the thread is interrupted
        void into(EventStream events) throws IOException, InterruptedException;
    }

    /// Answers a request by events until there are no more, or the page leaves.
    public static void send(ServerResponse response, Feed feed) {
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream").header(HeaderNames.CACHE_CONTROL, "no-store");
        try (OutputStream out = response.outputStream()) {
            feed.into(new EventStream(out));
        } catch (IOException | UncheckedIOException | ServerConnectionException _) {
            // the page has left
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Sends an event.
    ///
    /// @param json its content, in one line
    /// @throws IOException if the page has left
    public void event(String json) throws IOException {
        write("data:" + json + "\n\n");
    }

    /// Sends what no page reads: only by sending the server learns that a page has left.
    ///
    /// @throws IOException if the page has left
    public void beat() throws IOException {
        write(":\n\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
