package org.chainrule.serve.door;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.chainrule.error.Quote;
import org.chainrule.serve.host.Columns;
import org.chainrule.serve.host.Served;
import org.chainrule.serve.host.Shelf;
import org.chainrule.serve.measure.ServerMetrics;
import org.chainrule.serve.page.TryPage;
import org.chainrule.serve.web.Call;
import org.chainrule.serve.web.Problem;
import org.chainrule.serve.web.Reply;
import org.jspecify.annotations.Nullable;

/// The addresses of the server.
public final class Doors {
    private static final List<String> GET = List.of("GET", "HEAD");
    private static final List<String> POST = List.of("POST");
    /// The addresses that need no token: a page without data, and what shows that the server runs.
    private static final Set<String> OPEN = Set.of("page", "health");

    private final Shelf shelf;
    private final ServerMetrics metrics;
    private final String version;
    private final boolean secured;

    /// An address.
    ///
    /// @param door   its name in metrics
    /// @param model  the name of its model; empty if it has none
    /// @param answer what answers
    public record Place(String door, String model, Function<Call, Reply> answer) {
        /// Returns whether the address needs no token.
        public boolean open() {
            return OPEN.contains(door);
        }
    }

    /// @param version the release of the server
    /// @param secured whether the server asks for a token
    public Doors(Shelf shelf, ServerMetrics metrics, String version, boolean secured) {
        this.shelf = shelf;
        this.metrics = metrics;
        this.version = version;
        this.secured = secured;
    }

    /// Answers a row without a client, so that the first client does not wait for classes to be loaded.
    public void warm() {
        Served served = shelf.newest().getFirst();
        Map<String, Object> row = new LinkedHashMap<>();
        served.columns().forEach(column -> row.put(column.column(), Columns.example(column)));
        PredictDoor.answer(JsonWriting.bytes(row), served, PredictOptions.NONE, () -> {
        });
    }

    /// Returns the address that a request names.
    ///
    /// @throws Problem if there is none, or it has another method
    public Place find(Call call) {
        List<String> parts = call.segments();
        if (parts.size() > 1 && parts.getLast().isEmpty()) {
            parts = parts.subList(0, parts.size() - 1);
        }
        @Nullable
        Place place = switch (parts.getFirst()) {
            case "models" -> models(call, parts.subList(1, parts.size()));
            case "v2" -> protocol(call, parts.subList(1, parts.size()));
            default -> other(call, String.join("/", parts));
        };
        if (place == null) {
            throw new Problem(Problem.Kind.ADDRESS, "There is nothing at " + Quote.clip(call.path())
                    + "; /openapi.json lists the addresses.");
        }
        return place;
    }

    private @Nullable Place other(Call call, String path) {
        return switch (path) {
            case "invocations" -> post(call, new Place("mlflow", first(),
                    it -> InvocationsDoor.answer(it, shelf.only("/models/NAME/invocations"))));
            case "ping" -> get(call, new Place("health", "", _ -> Reply.text("text/plain", "\n")));
            case "metrics" ->
                get(call, new Place("metrics", "", _ -> Reply.text(ServerMetrics.TYPE, metrics.text())));
            case "openapi.json" -> get(call, new Place("openapi", "", _ -> Reply
                    .json(JsonWriting.bytes(OpenApi.document(shelf.newest(), version, secured)))));
            default -> TryPage.has(path) ? get(call, new Place("page", "", _ -> TryPage.file(path))) : null;
        };
    }

    private String first() {
        return shelf.names().size() == 1 ? shelf.names().getFirst() : "";
    }

    private static Place get(Call call, Place place) {
        return allowed(call, place, GET);
    }

    private static Place post(Call call, Place place) {
        return allowed(call, place, POST);
    }

    private static Place allowed(Call call, Place place, List<String> methods) {
        if (!methods.contains(call.method())) {
            throw Problem.method(call.method(), call.path(), methods);
        }
        return place;
    }

    private @Nullable Place models(Call call, List<String> parts) {
        if (parts.isEmpty()) {
            return get(call, new Place("models", "", _ -> Reply.json(JsonWriting
                    .bytes(Map.of("models", shelf.newest().stream().map(this::described).toList())))));
        }
        String name = parts.getFirst();
        String known = shelf.has(name) ? name : "";
        List<String> rest = parts.subList(1, parts.size());
        String chosen = rest.size() >= 2 && rest.getFirst().equals("versions") ? rest.get(1) : "";
        List<String> last = chosen.isEmpty() ? rest : rest.subList(2, rest.size());
        if (last.isEmpty()) {
            return get(call, new Place("models", known,
                    _ -> Reply.json(JsonWriting.bytes(described(shelf.find(name, chosen))))));
        }
        if (last.size() > 1) {
            return null;
        }
        return switch (last.getFirst()) {
            case "predict" -> post(call, new Place("json", known, it -> {
                Served served = shelf.find(name, chosen);
                return named(PredictDoor.answer(it, served), served);
            }));
            case "invocations" -> post(call, new Place("mlflow", known, it -> {
                Served served = shelf.find(name, chosen);
                return named(InvocationsDoor.answer(it, served), served);
            }));
            default -> null;
        };
    }

    private @Nullable Place protocol(Call call, List<String> parts) {
        if (parts.isEmpty()) {
            return get(call, new Place("oip", "", _ -> json("name", "chainrule", "version", version, "extensions",
                    List.of())));
        }
        if (parts.equals(List.of("health", "live"))) {
            return get(call, new Place("health", "", _ -> json("live", true)));
        }
        if (parts.equals(List.of("health", "ready"))) {
            return get(call, new Place("health", "", _ -> json("ready", true)));
        }
        if (parts.size() < 2 || !parts.getFirst().equals("models")) {
            return null;
        }
        String name = parts.get(1);
        String known = shelf.has(name) ? name : "";
        List<String> rest = parts.subList(2, parts.size());
        String chosen = rest.size() >= 2 && rest.getFirst().equals("versions") ? rest.get(1) : "";
        List<String> last = chosen.isEmpty() ? rest : rest.subList(2, rest.size());
        if (last.isEmpty()) {
            return get(call, new Place("oip", known,
                    _ -> InferDoor.metadata(shelf.find(name, chosen), shelf.versions(name))));
        }
        if (last.size() > 1) {
            return null;
        }
        return switch (last.getFirst()) {
            case "ready" -> get(call, new Place("health", "", _ -> json("name", shelf.find(name, chosen).name(),
                    "ready", true)));
            case "infer" -> post(call, new Place("oip", known, it -> {
                Served served = shelf.find(name, chosen);
                return named(InferDoor.answer(it, served), served);
            }));
            default -> null;
        };
    }

    private static Reply named(Reply reply, Served served) {
        return reply.with(served.headers());
    }

    private Map<String, Object> described(Served served) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", served.name());
        tree.put("version", served.version());
        tree.put("versions", shelf.versions(served.name()));
        tree.put("digest", served.digest());
        tree.put("columns", served.columns().stream().map(Columns::tree).toList());
        tree.put("targets", served.list().isPresent()
                ? List.of(labels(served))
                : served.targets().stream().map(Columns::tree).toList());
        return tree;
    }

    private static Map<String, Object> labels(Served served) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("column", served.predicted().getFirst());
        tree.put("kind", "labels");
        tree.put("values", served.labels());
        return tree;
    }

    /// Returns an object with keys and values in turn.
    private static Reply json(Object... fields) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            tree.put(fields[i].toString(), fields[i + 1]);
        }
        return Reply.json(JsonWriting.bytes(tree));
    }
}
