package org.chainrule.tabular.encode;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.value.BooleanWords;
import org.chainrule.tabular.value.Folding;
import org.jspecify.annotations.Nullable;

/// The search for the category of a value, prepared for many values.
final class CategoryIndex {
    private final CategoryEncoding encoding;
    private final List<String> categories;
    /// The index of each category by the form in which its spellings are equal; created on first use, because most
    /// values are found as they are written.
    @Nullable
    private volatile Map<String, Integer> keys;
    private final double[] numbers;
    private final int[] places;

    CategoryIndex(CategoryEncoding encoding) {
        this.encoding = encoding;
        this.categories = encoding.categories();
        if (encoding.match() == CategoryEncoding.Match.NUMBER) {
            double[] values = categories.stream().mapToDouble(Decimal::of).toArray();
            places = IntStream.range(0, values.length).boxed().sorted(Comparator.comparingDouble(i -> values[i]))
                    .mapToInt(i -> i).toArray();
            numbers = IntStream.of(places).mapToDouble(place -> values[place]).toArray();
        } else {
            places = new int[0];
            numbers = new double[0];
        }
    }

    /// Returns the index of the input that is 1 for a number; -1 if all inputs are 0.
    int of(double number) {
        if (Double.isNaN(number)) {
            return -1;
        }
        // Adding 0 turns -0.0 into 0.0.
        int found = Arrays.binarySearch(numbers, number + 0.0);
        return found >= 0 ? places[found] : unknown();
    }

    /// Returns the index of the input that is 1 for a word; -1 if all inputs are 0. An empty word is missing.
    int of(String word) {
        if (word.isEmpty()) {
            return -1;
        }
        int place = Collections.binarySearch(categories, word);
        if (place < 0 && BooleanWords.isTruth(word)) {
            place = BooleanWords.place(word, categories);
        }
        if (place < 0 && encoding.match() == CategoryEncoding.Match.SPELLING) {
            place = keys().getOrDefault(Folding.key(word), -1);
        }
        return place >= 0 ? place : unknown();
    }

    private int unknown() {
        return encoding.other() ? categories.size() : -1;
    }

    private Map<String, Integer> keys() {
        Map<String, Integer> known = keys;
        if (known == null) {
            known = new HashMap<>();
            for (int place = 0; place < categories.size(); place++) {
                known.putIfAbsent(Folding.key(categories.get(place)), place);
            }
            keys = known;
        }
        return known;
    }
}
