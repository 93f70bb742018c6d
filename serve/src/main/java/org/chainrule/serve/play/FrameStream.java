package org.chainrule.serve.play;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.chainrule.serve.play.lesson.Lesson;

/// Sends the news of a lesson as Server-Sent Events (HTML Standard, section 9.2) until the page leaves or the lesson ends.
/// A page that is slow misses frames, but no marks.
final class FrameStream {
    /// Milliseconds after which something is sent in any case: only then the server learns that a page has left.
    private static final long BEAT = 2000;

    private FrameStream() {
    }

    static void send(Lesson lesson, ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream").header(HeaderNames.CACHE_CONTROL, "no-store");
        lesson.viewer(true);
        try (OutputStream out = response.outputStream()) {
            Lesson.Seen seen = Lesson.Seen.NOTHING;
            while (!lesson.isClosed()) {
                Lesson.News news = lesson.news(seen, BEAT);
                seen = news.seen();
                String event = news.text().isEmpty() ? ":\n\n" : "data:" + news.text() + "\n\n";
                out.write(event.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (IOException | UncheckedIOException | ServerConnectionException _) {
            // the page has left
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lesson.viewer(false);
        }
    }
}
