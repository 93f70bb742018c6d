package org.chainrule.nn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;

/// A reader of one map in a tree. It returns fields by type, and its errors name the place in the tree.
final class LayerFields {
    private final Map<?, ?> map;
    private final String source;
    private final String place;
    private final Set<String> read = new HashSet<>();

    private LayerFields(Map<?, ?> map, String source, String place) {
        this.map = map;
        this.source = source;
        this.place = place;
    }

    /// Returns a map with `word` under `key`, followed by the fields. LayerFields of an unordered map are sorted by name.
    static Map<String, Object> tree(String key, String word, Map<String, Object> fields) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put(key, word);
        tree.putAll(fields instanceof LinkedHashMap ? fields : new TreeMap<>(fields));
        return tree;
    }

    static LayerFields of(Object tree, String source, String place) {
        if (tree instanceof Map<?, ?> map) {
            return new LayerFields(map, source, place);
        }
        throw new FormatException(source, source + ": " + place + " is not an object");
    }

    boolean has(String name) {
        return map.containsKey(name);
    }

    String text(String name) {
        return find(name) instanceof String text ? text : fail(name, "a text");
    }

    boolean truth(String name) {
        return find(name) instanceof Boolean truth ? truth : fail(name, "true or false");
    }

    int whole(String name) {
        return find(name) instanceof Number number && number.doubleValue() == number.intValue()
                ? number.intValue()
                : fail(name, "a whole number");
    }

    double number(String name) {
        return find(name) instanceof Number number ? number.doubleValue() : fail(name, "a number");
    }

    /// Returns the constant of an enum whose name is a text in lower case, as [#word] writes it.
    <E extends Enum<E>> E oneOf(String name, Class<E> type) {
        String text = text(name);
        List<E> constants = List.of(type.getEnumConstants());
        return constants.stream().filter(constant -> word(constant).equals(text)).findFirst()
                .orElseGet(() -> fail(name, constants.stream().map(constant -> "'" + word(constant) + "'")
                        .collect(Collectors.joining(" or "))));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    LayerFields inner(String name) {
        return of(find(name), source, place + "/" + name);
    }

    List<LayerFields> list(String name) {
        List<?> list = find(name) instanceof List<?> found ? found : fail(name, "a list");
        List<LayerFields> fields = new ArrayList<>();
        for (Object element : list) {
            fields.add(of(element, source, place + "/" + name + "/" + fields.size()));
        }
        return fields;
    }

    List<Double> numbers(String name) {
        return numbers(name, find(name), "a list of numbers");
    }

    /// Returns lists of numbers, such as `[[0, 1], [2.5, 3]]`.
    List<List<Double>> lists(String name) {
        List<?> lists = find(name) instanceof List<?> found ? found : fail(name, "a list");
        return lists.stream().map(list -> numbers(name, list, "lists of numbers")).toList();
    }

    private List<Double> numbers(String name, Object list, String expected) {
        List<Double> numbers = new ArrayList<>();
        List<?> elements = list instanceof List<?> found ? found : fail(name, expected);
        for (Object element : elements) {
            numbers.add(element instanceof Number number ? number.doubleValue() : fail(name, expected));
        }
        return numbers;
    }

    /// Runs a constructor and adds the place in the tree to its errors.
    <T> T build(Supplier<T> construction) {
        try {
            return construction.get();
        } catch (ArgumentException e) {
            throw refuse(String.valueOf(e.getMessage()));
        }
    }

    /// Refuses fields that have not been read. An unknown field may change what the network computes, so it is not ignored.
    void requireNothingElse() {
        Set<String> unknown = new TreeSet<>();
        map.keySet().forEach(key -> unknown.add(String.valueOf(key)));
        unknown.removeAll(read);
        if (!unknown.isEmpty()) {
            throw refuse("the field '" + Quote.clip(unknown.iterator().next()) + "' is not known to this version");
        }
    }

    FormatException refuse(String why) {
        return new FormatException(source, source + ": " + place + ": " + why);
    }

    /// Returns an error about a file that is not damaged but needs something else to be read.
    FormatException lacking(String why) {
        return FormatException.ofWhole(source, source + " " + why);
    }

    private Object find(String name) {
        read.add(name);
        Object value = map.get(name);
        if (value == null) {
            throw refuse("the field '" + name + "' is missing");
        }
        return value;
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private <T> T fail(String name, String expected) {
        throw refuse(
                "the field '" + name + "' is " + Quote.clip(String.valueOf(map.get(name))) + ", expected " + expected);
    }
}
