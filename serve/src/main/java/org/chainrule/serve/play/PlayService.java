package org.chainrule.serve.play;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;
import org.chainrule.serve.play.lesson.Lesson;
import org.chainrule.serve.play.lesson.Material;
import org.chainrule.serve.play.lesson.Samples;
import org.chainrule.serve.web.Deadlines;
import org.chainrule.serve.web.EventStream;
import org.chainrule.serve.web.Limits;
import org.chainrule.serve.web.OwnPages;
import org.chainrule.tabular.Release;
import org.chainrule.tabular.remark.Wording;

/// The endpoints of the playground, below `/api`:
///
/// | request | answer |
/// |---|---|
/// | `GET start` | the samples, and the table of the command line |
/// | `POST lessons` | begins a lesson: of a sample, or of the CSV in the body |
/// | `POST lessons/ID/settings` | changes settings |
/// | `POST lessons/ID/play` | plays, pauses, takes one mark, or sets the speed |
/// | `GET lessons/ID/events` | frames as they come, as Server-Sent Events |
/// | `GET lessons/ID/frames/STEP` | the frame of any step so far |
/// | `GET lessons/ID/steps/STEP/rows/ROW` | the chain rule for one row |
/// | `GET lessons/ID/steps/STEP/columns` | how much the network relies on each column |
/// | `GET lessons/ID/weights?layer=K&from=I&unit=J` | a weight at the steps so far; the bias without `from` |
/// | `GET lessons/ID/code`, `model` | the command and the Java program; the model file |
/// | `GET samples/NAME` | the CSV of a sample |
/// | `DELETE lessons/ID` | ends a lesson |
public final class PlayService implements HttpService, AutoCloseable {
    /// The limits of a site with these endpoints: a table of 20 MB.
    public static final Limits LIMITS = Limits.USUAL.bodyBytes(20 << 20).times(Limits.USUAL.headerTime(),
            Duration.ofMinutes(2));
    /// Milliseconds after which something is sent in any case: only then the server learns that a page has left.
    private static final long BEAT = 2000;

    private final Lessons lessons;
    private final Optional<Material> given;
    private final String givenTarget;
    private final Exchange exchange;

    /// @param given     the table of the command line
    /// @param target    the column to predict in that table; empty for the last one
    /// @param wording   how sentences name settings that help with a table
    /// @param pages     tells the pages of the playground from others
    /// @param deadlines ends bodies that arrive too slowly
    public PlayService(Optional<Material> given, String target, Wording wording, OwnPages pages, Deadlines deadlines) {
        this.exchange = new Exchange(wording, pages, LIMITS, deadlines);
        this.lessons = new Lessons(wording);
        this.given = given;
        this.givenTarget = target;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/start", exchange.answering((_, response) -> Exchange.json(response, start())))
                .get("/samples/{name}", exchange.answering(PlayService::sample))
                .post("/lessons", exchange.answering(this::begin))
                .delete("/lessons/{id}", exchange.answering((request, response) -> {
                    lessons.end(parameter(request, "id"));
                    response.status(Status.NO_CONTENT_204).send();
                }))
                .post("/lessons/{id}/settings", exchange.answering((request,
                        response) -> Exchange.json(response, lesson(request).change(exchange.object(request)))))
                .post("/lessons/{id}/play", exchange.answering(this::play))
                .get("/lessons/{id}/events",
                        exchange.answering((request, response) -> events(lesson(request), response)))
                .get("/lessons/{id}/frames/{step}", exchange.answering((request, response) -> Exchange.send(response,
                        lesson(request).frame(number(request, "step")))))
                .get("/lessons/{id}/steps/{step}/rows/{row}", exchange.answering((request, response) -> Exchange
                        .json(response, lesson(request).walk(number(request, "step"), number(request, "row")))))
                .get("/lessons/{id}/steps/{step}/columns", exchange.answering((request, response) -> Exchange
                        .json(response, lesson(request).reliance(number(request, "step")))))
                .get("/lessons/{id}/weights", exchange.answering((request, response) -> Exchange.json(response,
                        lesson(request).curve(Exchange.whole(request, "layer", 0), Exchange.whole(request, "from", -1),
                                Exchange.whole(request, "unit", 0)))))
                .get("/lessons/{id}/code", exchange.answering((request, response) -> Exchange.json(response,
                        lesson(request).takeAway(Exchange.whole(request, "step", 0)))))
                .get("/lessons/{id}/model", exchange.answering((request, response) -> Exchange.file(response,
                        "application/octet-stream", request.query().first("name").orElse("model.safetensors"),
                        lesson(request).model(Exchange.whole(request, "step", 0)))));
    }

    private static String parameter(ServerRequest request, String name) {
        return request.path().pathParameters().get(name);
    }

    private static int number(ServerRequest request, String name) {
        return Exchange.whole(name, parameter(request, name));
    }

    /// Sends the news of a lesson until the page leaves or the lesson ends. A page that is slow misses frames, but no marks.
    private static void events(Lesson lesson, ServerResponse response) {
        lesson.viewer(true);
        try {
            EventStream.send(response, events -> {
                Lesson.Seen seen = Lesson.Seen.NOTHING;
                while (!lesson.isClosed()) {
                    Lesson.News news = lesson.news(seen, BEAT);
                    seen = news.seen();
                    if (news.text().isEmpty()) {
                        events.beat();
                    } else {
                        events.event(news.text());
                    }
                }
            });
        } finally {
            lesson.viewer(false);
        }
    }

    private Lesson lesson(ServerRequest request) {
        return lessons.lesson(parameter(request, "id")).orElseThrow(() -> new Refused(Status.NOT_FOUND_404,
                "this lesson has ended, because it rested for long or other pages needed its place; begin it again"));
    }

    private Map<String, Object> start() {
        List<Object> samples = new ArrayList<>();
        Samples.all().forEach(sample -> samples.add(new LinkedHashMap<>(Map.of("name", sample.name(), "title",
                sample.title(), "hint", sample.hint()))));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("samples", samples);
        json.put("given", given.map(Material::title).map(Object.class::cast).orElse(Json.NULL));
        json.put("release", Release.version());
        json.put("limit", exchange.limit());
        return json;
    }

    private static void sample(ServerRequest request, ServerResponse response) {
        Samples.Sample sample = Samples.of(parameter(request, "name")).orElseThrow(() -> new Refused(
                Status.NOT_FOUND_404, "there is no sample " + parameter(request, "name")));
        Exchange.file(response, "text/csv; charset=utf-8", sample.name() + ".csv", Samples.csv(sample));
    }

    // ---- A new lesson

    /// What a lesson begins with.
    private record Wish(Material material, String target, Map<?, ?> settings) {
    }

    private void begin(ServerRequest request, ServerResponse response) throws IOException {
        boolean json = request.headers().contentType().map(type -> type.text().startsWith("application/json"))
                .orElse(false);
        Wish wish = json ? known(exchange.object(request)) : dropped(request);
        Lessons.Entry begun;
        try {
            begun = lessons.begin(wish.material, target(wish), wish.settings)
                    .orElseThrow(() -> new Refused(Status.TOO_MANY_REQUESTS_429, "all " + Lessons.MOST
                            + " places are taken by open pages; close one of them"));
        } catch (ArgumentException | FormatException | IOException e) {
            throw new Refused(Status.BAD_REQUEST_400, exchange.sentence(e), choices(wish.material));
        }
        Map<String, Object> answer = new LinkedHashMap<>(Map.of("id", begun.id()));
        answer.putAll(begun.lesson().toJson());
        Exchange.json(response.status(Status.CREATED_201), answer);
    }

    private String target(Wish wish) throws IOException {
        return wish.target.isEmpty() ? wish.material.columns().getLast() : wish.target;
    }

    /// Returns the columns from which another target can be chosen; nothing if the table cannot be read.
    private static Map<String, Object> choices(Material material) {
        try {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("columns", material.columns());
            json.put("name", material.title());
            json.put("digest", material.digest());
            json.put("sample", material.sample());
            return json;
        } catch (ArgumentException | FormatException | IOException _) {
            return Map.of();
        }
    }

    private Wish known(Map<?, ?> fields) {
        String sample = text(fields, "sample");
        String target = text(fields, "target");
        Map<?, ?> settings = fields.get("settings") instanceof Map<?, ?> map ? map : Map.of();
        if (!sample.isEmpty()) {
            Samples.Sample found = Samples.of(sample).orElseThrow(
                    () -> new Refused(Status.NOT_FOUND_404, "there is no sample " + sample));
            return new Wish(Material.of(found), target.isEmpty() ? found.target() : target, settings);
        }
        String digest = text(fields, "digest");
        Optional<Material> material = digest.isEmpty()
                ? given
                : given.filter(each -> each.digest().equals(digest)).or(() -> lessons.material(digest));
        return new Wish(
                material.orElseThrow(() -> new Refused(Status.NOT_FOUND_404,
                        "the table of this link is not here any more; drop its file on the page again")),
                target.isEmpty() ? givenTarget : target, settings);
    }

    private static String text(Map<?, ?> fields, String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    private Wish dropped(ServerRequest request) throws IOException {
        byte[] bytes = exchange.table(request);
        String name = request.query().first("name").orElse("table.csv");
        if (bytes.length == 0) {
            throw new Refused(Status.BAD_REQUEST_400, name + " is empty");
        }
        String settings = request.query().first("settings").orElse("{}");
        return new Wish(Material.of(name, bytes), request.query().first("target").orElse(""),
                Exchange.object(settings));
    }

    private void play(ServerRequest request, ServerResponse response) {
        Map<?, ?> fields = exchange.object(request);
        Lesson lesson = lesson(request);
        if (fields.get("speed") instanceof Number speed) {
            lesson.speed(speed.doubleValue());
        }
        if (fields.get("playing") instanceof Boolean playing) {
            lesson.play(playing);
        }
        if (Boolean.TRUE.equals(fields.get("step"))) {
            lesson.step();
        }
        Exchange.json(response, Map.of());
    }

    /// Ends all lessons, which ends their streams.
    @Override
    public void close() {
        lessons.close();
    }
}
