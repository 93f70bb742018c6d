package org.chainrule.serve.door;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.chainrule.error.Quote;
import org.chainrule.io.Json;
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

    /// What answers a request to a model.
    private interface Prediction {
        Reply answer(Call call, Served served);
    }

    /// What an address says about a model.
    ///
    /// @param name    the name of the model
    /// @param version its version; empty if the address has none
    /// @param verb    what is asked of it; empty if the address ends with the model
    private record Wanted(String name, String version, String verb) {
        /// Returns what `NAME`, `NAME/VERB`, `NAME/versions/VERSION` or `NAME/versions/VERSION/VERB` says; null if it is none
        /// of these.
        static @Nullable Wanted of(List<String> parts) {
            boolean versioned = parts.size() > 2 && parts.get(1).equals("versions");
            int end = versioned ? 3 : 1;
            return parts.size() > end + 1
                    ? null
                    : new Wanted(parts.getFirst(), versioned ? parts.get(2) : "",
                            parts.size() > end ? parts.get(end) : "");
        }
    }

    /// Answers a row without a client, so that the first client does not wait for classes to be loaded.
    public void warm() {
        Served served = shelf.newest().getFirst().apart();
        Map<String, Object> row = new LinkedHashMap<>();
        served.columns().forEach(column -> row.put(column.column(), Columns.example(column)));
        PredictDoor.answer(Json.write(row).getBytes(StandardCharsets.UTF_8), served, PredictOptions.NONE, () -> {
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
        Place place = switch (parts.isEmpty() ? "*" : parts.getFirst()) {
            // the address of OPTIONS for the whole server, and paths without a slash
            case "*" -> null;
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
            case "invocations" -> predicting(call, "mlflow", shelf.names().size() == 1 ? shelf.names().getFirst() : "",
                    () -> shelf.only("/models/NAME/invocations"), InvocationsDoor::answer);
            case "ping" -> get(call, new Place("health", "", _ -> Reply.text("text/plain", "\n")));
            case "metrics" ->
                get(call, new Place("metrics", "", _ -> Reply.text(ServerMetrics.TYPE, metrics.text())));
            case "openapi.json" -> get(call, new Place("openapi", "",
                    _ -> json(OpenApi.document(shelf.newest(), version, secured))));
            default -> TryPage.has(path) ? get(call, new Place("page", "", _ -> TryPage.file(path))) : null;
        };
    }

    private static Place get(Call call, Place place) {
        return allowed(call, place, GET);
    }

    /// Returns the address of predictions, whose answers name the file that predicted.
    private static Place predicting(Call call, String door, String model, Supplier<Served> chosen,
            Prediction prediction) {
        return allowed(call, new Place(door, model, it -> {
            Served served = chosen.get();
            return prediction.answer(it, served).with(served.headers());
        }), POST);
    }

    private static Place allowed(Call call, Place place, List<String> methods) {
        if (!methods.contains(call.method())) {
            throw Problem.method(call.method(), call.path(), methods);
        }
        return place;
    }

    private @Nullable Place models(Call call, List<String> parts) {
        if (parts.isEmpty()) {
            return get(call, new Place("models", "", _ -> json("models", shelf.newest().stream().map(this::described)
                    .toList())));
        }
        Wanted wanted = Wanted.of(parts);
        if (wanted == null) {
            return null;
        }
        return switch (wanted.verb) {
            case "" -> get(call, new Place("models", known(wanted), _ -> json(described(find(wanted)))));
            case "predict" -> predicting(call, "json", known(wanted), () -> find(wanted), PredictDoor::answer);
            case "invocations" -> predicting(call, "mlflow", known(wanted), () -> find(wanted),
                    InvocationsDoor::answer);
            default -> null;
        };
    }

    private Served find(Wanted wanted) {
        return shelf.find(wanted.name, wanted.version);
    }

    /// Returns the name of a model that exists; otherwise an empty one.
    private String known(Wanted wanted) {
        return shelf.has(wanted.name) ? wanted.name : "";
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
        Wanted wanted = parts.size() > 1 && parts.getFirst().equals("models")
                ? Wanted.of(parts.subList(1, parts.size()))
                : null;
        if (wanted == null) {
            return null;
        }
        return switch (wanted.verb) {
            case "" -> get(call, new Place("oip", known(wanted),
                    _ -> json(InferDoor.metadata(find(wanted), shelf.versions(wanted.name)))));
            case "ready" -> get(call, new Place("oip", known(wanted), _ -> json("name", find(wanted).name(), "ready",
                    true)));
            case "infer" -> predicting(call, "oip", known(wanted), () -> find(wanted), InferDoor::answer);
            default -> null;
        };
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
        return json(tree);
    }

    private static Reply json(Map<String, Object> tree) {
        return Reply.json(Json.write(tree).getBytes(StandardCharsets.UTF_8));
    }
}
