package org.chainrule.tabular.report;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.chainrule.io.Json;
import org.chainrule.tabular.explain.Dependence;
import org.jspecify.annotations.Nullable;

/// Turns records into trees for [Json]: an object with an entry for each component, by its name. What is empty or no finite
/// number is null.
final class JsonTree {
    private JsonTree() {
    }

    static Object of(@Nullable Object value) {
        return switch (value) {
            case null -> Json.NULL;
            case Dependence dependence -> dependence.toJson();
            case Record each -> object(each);
            case OptionalDouble number -> number.isPresent() ? of(number.getAsDouble()) : Json.NULL;
            case Optional<?> optional -> of(optional.orElse(null));
            case List<?> list -> list.stream().map(JsonTree::of).toList();
            case Map<?, ?> map -> {
                Map<String, Object> tree = new LinkedHashMap<>();
                map.forEach((key, each) -> tree.put(String.valueOf(key), of(each)));
                yield tree;
            }
            case Double number when !Double.isFinite(number) -> Json.NULL;
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            default -> value;
        };
    }

    private static Map<String, Object> object(Record facts) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (RecordComponent component : facts.getClass().getRecordComponents()) {
            try {
                tree.put(component.getName(), of(component.getAccessor().invoke(facts)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the records of a report are public", e);
            }
        }
        return tree;
    }
}
