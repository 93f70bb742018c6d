package org.chainrule.serve.door;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.serve.host.Columns;
import org.chainrule.serve.host.Served;
import org.chainrule.serve.web.Call;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.ListEncoding;
import org.chainrule.tabular.outcome.Target;

/// The description of the server by OpenAPI 3.1, with a schema of the rows of each model.
final class OpenApi {
    private OpenApi() {
    }

    /// Returns the document.
    ///
    /// @param version the release of the server
    /// @param secured whether the server asks for a token
    static Map<String, Object> document(List<Served> models, String version, boolean secured) {
        Map<String, Object> paths = new LinkedHashMap<>();
        Map<String, Object> schemas = new LinkedHashMap<>();
        schemas.put("Error", object(Map.of("error", Map.of("type", "string")), List.of("error")));
        for (Served served : models) {
            schemas.put(key(served, "Row"), row(served));
            schemas.put(key(served, "Prediction"), prediction(served));
            String name = Call.encoded(served.name());
            paths(paths, served, name, "", List.of());
            paths(paths, served, name + "/versions/{version}", " in a version", List.of(version()));
        }
        if (models.size() == 1) {
            paths.put("/invocations", Map.of("post", any("MLflow's scoring server: predicts "
                    + models.getFirst().name())));
        }
        paths.put("/ping", Map.of("get", get("MLflow's scoring server: whether the server runs")));
        paths.put("/v2", Map.of("get", get("Open Inference Protocol 2: describes the server")));
        paths.put("/models", Map.of("get", get("Describes the models and their columns")));
        paths.put("/v2/health/live", Map.of("get", get("Whether the server runs")));
        paths.put("/v2/health/ready", Map.of("get", get("Whether its models are loaded")));
        paths.put("/metrics", Map.of("get", get("Counts for Prometheus")));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put("info", Map.of("title", "Chainrule", "version", version));
        document.put("paths", paths);
        Map<String, Object> components = new LinkedHashMap<>();
        components.put("schemas", schemas);
        if (secured) {
            components.put("securitySchemes", Map.of("token", Map.of("type", "http", "scheme", "bearer")));
            document.put("security", List.of(Map.of("token", List.of())));
        }
        document.put("components", components);
        return document;
    }

    /// Adds the addresses of a model.
    ///
    /// @param name       its part of the address
    /// @param words      what the summaries say about its version
    /// @param parameters the parameters in its part of the address
    private static void paths(Map<String, Object> paths, Served served, String name, String words,
            List<Object> parameters) {
        String model = served.name() + words;
        Map<String, Map<String, Object>> own = new LinkedHashMap<>();
        own.put("/models/" + name, Map.of("get", get("Describes " + model)));
        own.put("/models/" + name + "/predict", Map.of("post", predict(served, words)));
        own.put("/models/" + name + "/invocations", Map.of("post", any("MLflow's scoring server: predicts with "
                + model)));
        own.put("/v2/models/" + name, Map.of("get", get("Open Inference Protocol 2: describes " + model)));
        own.put("/v2/models/" + name + "/ready", Map.of("get", get("Open Inference Protocol 2: whether there is "
                + model)));
        own.put("/v2/models/" + name + "/infer", Map.of("post", any("Open Inference Protocol 2: infers with "
                + model)));
        own.forEach((path, methods) -> {
            Map<String, Object> item = new LinkedHashMap<>(methods);
            if (!parameters.isEmpty()) {
                item.put("parameters", parameters);
            }
            paths.put(path, item);
        });
    }

    private static Map<String, Object> version() {
        return Map.of("name", "version", "in", "path", "required", true, "schema", Map.of("type", "string"));
    }

    /// Returns a key of the schemas, which has letters, digits and few marks only.
    private static String key(Served served, String what) {
        return served.name().replaceAll("[^A-Za-z0-9._-]", "_") + "." + what;
    }

    private static Map<String, Object> reference(Served served, String what) {
        return Map.of("$ref", "#/components/schemas/" + key(served, what));
    }

    private static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    private static Map<String, Object> row(Served served) {
        Map<String, Object> properties = new LinkedHashMap<>();
        served.columns().forEach(column -> properties.put(column.column(), column(column)));
        return object(properties, List.of());
    }

    private static Map<String, Object> column(Encoding column) {
        Map<String, Object> schema = new LinkedHashMap<>();
        if (column instanceof ListEncoding) {
            schema.put("type", List.of("array", "string", "null"));
            schema.put("items", Map.of("type", "string"));
        } else if (Columns.isNumber(column)) {
            schema.put("type", List.of("number", "null"));
        } else {
            schema.put("type", List.of("string", "number", "boolean", "null"));
        }
        String range = column.rangeInWords();
        List<String> values = Columns.values(column);
        schema.put("description", switch (Columns.kind(column)) {
            case "number" -> range.isEmpty() ? "A number." : "A number; in training from " + range + ".";
            case "date" -> range.isEmpty() ? "A date." : "A date; in training from " + range + ".";
            case "category" ->
                values.isEmpty() ? "A category." : "A category, in training " + String.join(", ", values) + ".";
            case "list" -> "A list, in training of " + String.join(", ", values) + ".";
            default -> "A text.";
        });
        schema.put("examples", List.of(Columns.example(column)));
        return schema;
    }

    private static Map<String, Object> prediction(Served served) {
        Map<String, Object> properties = new LinkedHashMap<>();
        Map<String, Object> byTarget = new LinkedHashMap<>();
        served.targets().forEach(target -> byTarget.put(target.column(), value(target)));
        properties.put("prediction", served.list().isPresent()
                ? Map.of("type", "array", "items", Map.of("type", "string", "enum", served.labels()))
                : byTarget.size() == 1
                        ? value(served.targets().getFirst())
                        : object(byTarget, List.copyOf(byTarget.keySet())));
        for (String more : List.of("probabilities", "quantiles", "explanation")) {
            properties.put(more, Map.of("type", "object"));
        }
        for (String more : List.of("low", "high")) {
            properties.put(more, Map.of("type", List.of("number", "object", "null")));
        }
        for (String more : List.of("set", "unlike", "remarks")) {
            properties.put(more, Map.of("type", "array", "items", Map.of("type", "string")));
        }
        return object(properties, List.of("prediction"));
    }

    private static Map<String, Object> value(Target target) {
        return switch (target) {
            case Target.Classes classes -> Map.of("type", "string", "enum", classes.labels());
            case Target.Numbers _ -> Map.of("type", List.of("number", "null"));
        };
    }

    private static Map<String, Object> predict(Served served, String words) {
        Map<String, Object> row = reference(served, "Row");
        Map<String, Object> answer = reference(served, "Prediction");
        List<Object> parameters = new ArrayList<>();
        parameter(parameters, "proba", "boolean", "Add the probability of each class or label.");
        parameter(parameters, "interval", "number", "Add an interval that contains this share of true numbers.");
        parameter(parameters, "set", "number", "Add a set that contains this share of true classes.");
        parameter(parameters, "explain", "boolean", "Add how much each column moved the prediction.");
        parameter(parameters, "unlike", "boolean", "Add the columns in which the row is unlike the training rows.");
        return post("Predicts " + String.join(", ", served.predicted()) + words, oneOrMany(row), oneOrMany(answer),
                parameters);
    }

    private static void parameter(List<Object> all, String name, String type, String description) {
        Map<String, Object> parameter = new LinkedHashMap<>();
        parameter.put("name", name);
        parameter.put("in", "query");
        parameter.put("allowEmptyValue", true);
        parameter.put("description", description);
        parameter.put("schema", Map.of("type", type));
        all.add(parameter);
    }

    private static Map<String, Object> oneOrMany(Map<String, Object> schema) {
        return Map.of("oneOf", List.of(schema, Map.of("type", "array", "items", schema)));
    }

    /// Returns a method that takes and answers objects of a protocol of its own.
    private static Map<String, Object> any(String summary) {
        return post(summary, Map.of("type", "object"), Map.of("type", "object"), List.of());
    }

    private static Map<String, Object> post(String summary, Map<String, Object> body, Map<String, Object> answer,
            List<Object> parameters) {
        Map<String, Object> post = new LinkedHashMap<>();
        post.put("summary", summary);
        if (!parameters.isEmpty()) {
            post.put("parameters", parameters);
        }
        post.put("requestBody", Map.of("required", true, "content", json(body)));
        Map<String, Object> responses = new LinkedHashMap<>();
        responses.put("200", Map.of("description", "The predictions", "content", json(answer)));
        responses.put("default", Map.of("description", "What is wrong, in one sentence", "content",
                json(Map.of("$ref", "#/components/schemas/Error"))));
        post.put("responses", responses);
        return post;
    }

    private static Map<String, Object> get(String summary) {
        return Map.of("summary", summary, "responses", Map.of("200", Map.of("description", "OK")));
    }

    private static Map<String, Object> json(Map<String, Object> schema) {
        return Map.of("application/json", Map.of("schema", schema));
    }
}
