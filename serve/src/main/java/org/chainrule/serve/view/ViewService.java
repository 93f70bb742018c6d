package org.chainrule.serve.view;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.chainrule.io.Json;
import org.chainrule.serve.web.EventStream;
import org.chainrule.serve.web.OwnPages;
import org.chainrule.serve.web.PageFiles;
import org.jspecify.annotations.Nullable;

/// The page of a training and its endpoints, all of which need the token of the training:
///
/// | request | answer |
/// |---|---|
/// | `GET api/events?network=NAME` | the state a few times a second, as Server-Sent Events (HTML Standard, section 9.2) |
/// | `POST api/pause`, `api/resume` | pauses, goes on |
/// | `POST api/stop` | stops as Ctrl-C does: the best epoch so far is kept |
/// | `POST api/keep?network=NAME` | ends one network after its epoch, with its best epoch; the training goes on |
public final class ViewService implements HttpService {
    private static final long PAUSE = 200;
    private static final long BEAT = 2_000;

    private final Board board;
    private final Access access = new Access();
    private final AtomicInteger open = new AtomicInteger();
    private final CountDownLatch looked = new CountDownLatch(1);

    /// @param board what the page shows
    public ViewService(Board board) {
        this.board = board;
    }

    /// Returns the token, which the page reads from the fragment of its address.
    public String token() {
        return access.token();
    }

    @Override
    public void routing(HttpRules rules) {
        new PageFiles(ViewService.class, Map.of("/", "view.html", "/view.css", "view.css", "/view.js", "view.js",
                "/flow.js", "flow.js", "/panels.js", "panels.js")).routing(rules);
        rules.get("/api/events", access.guarding(this::events));
        rules.post("/api/pause", access.guarding((_, response) -> done(response, () -> controls().pause(true))));
        rules.post("/api/resume", access.guarding((_, response) -> done(response, () -> controls().pause(false))));
        rules.post("/api/stop", access.guarding((_, response) -> done(response, controls()::stop)));
        rules.post("/api/keep", access.guarding(this::keep));
    }

    private Controls controls() {
        return board.controls();
    }

    /// Answers before it acts, because a stop may end the process.
    private void done(ServerResponse response, Runnable action) {
        if (board.isEnded()) {
            OwnPages.answer(response.status(Status.CONFLICT_409), Map.of("error", "the training has ended"));
            return;
        }
        OwnPages.answer(response, Map.of("done", true));
        action.run();
    }

    private void keep(ServerRequest request, ServerResponse response) {
        String network = request.query().first("network").orElse("");
        Track track = board.find(network).orElse(null);
        if (track == null) {
            OwnPages.answer(response.status(Status.NOT_FOUND_404),
                    Map.of("error", "there is no network " + network + " in this training"));
            return;
        }
        done(response, track::keep);
    }

    private void events(ServerRequest request, ServerResponse response) {
        String wanted = request.query().first("network").orElse("");
        Object reader = new Object();
        open.incrementAndGet();
        try {
            EventStream.send(response, events -> {
                Known known = Known.NOTHING;
                long version = -1;
                boolean last = false;
                while (!last) {
                    last = board.isEnded();
                    String shown = board.shown(wanted);
                    controls().looks(reader, shown);
                    known = write(events, known, board.find(shown).orElse(null));
                    looked.countDown();
                    if (!last) {
                        Thread.sleep(PAUSE);
                        version = controls().news(version, BEAT);
                    }
                }
            });
        } finally {
            controls().leaves(reader);
            open.decrementAndGet();
        }
    }

    /// What a page knows of the training of a network. Another training of the same name is another track.
    private record Known(@Nullable Track track, int epochs, int measurement) {
        static final Known NOTHING = new Known(null, 0, -1);
    }

    private Known write(EventStream events, Known known, @Nullable Track track) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>(board.toJson());
        Known next = Known.NOTHING;
        if (track != null) {
            Known own = track == known.track ? known : Known.NOTHING;
            Map<String, Object> detail = track.detail(own.epochs, own.measurement);
            json.put("detail", detail);
            int lines = ((List<?>) detail.getOrDefault("lines", List.of())).size();
            next = new Known(track, own.epochs + lines,
                    ((Number) detail.getOrDefault("measurement", -1L)).intValue());
        }
        events.event(Json.write(json));
        return next;
    }

    /// Returns whether a page is open.
    public boolean isOpen() {
        return open.get() > 0;
    }

    /// Declares that no page will read anything, so that nobody waits for one.
    public void expectNobody() {
        looked.countDown();
    }

    /// Waits until a page has read something.
    ///
    /// @param limit the longest time to wait, in milliseconds
    public void awaitReader(long limit) throws InterruptedException {
        looked.await(limit, TimeUnit.MILLISECONDS);
    }

    /// Waits until all pages have the last state.
    ///
    /// @param limit the longest time to wait, in milliseconds
    public void awaitLast(long limit) throws InterruptedException {
        long end = System.nanoTime() + limit * 1_000_000;
        while (open.get() > 0 && System.nanoTime() < end) {
            Thread.sleep(10);
        }
    }
}
