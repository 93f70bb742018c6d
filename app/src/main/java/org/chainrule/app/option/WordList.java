package org.chainrule.app.option;

import java.util.ArrayList;
import java.util.List;

/// Words separated by commas in the values of an option. A word in double quotes may contain commas, and a doubled quote
/// in it stands for one: `"Height, cm",width`.
final class WordList {
    private WordList() {
    }

    /// Returns the words of all values.
    static String[] of(String[] values) {
        List<String> words = new ArrayList<>();
        for (String value : values) {
            split(value, words);
        }
        return words.toArray(String[]::new);
    }

    /// Returns the words of values that contain a quoted word, and all other values unchanged.
    static String[] quoted(String[] values) {
        List<String> words = new ArrayList<>();
        for (String value : values) {
            if (value.matches("(.*,)?\\s*\".*\"\\s*(,.*)?")) {
                split(value, words);
            } else {
                words.add(value);
            }
        }
        return words.toArray(String[]::new);
    }

    private static void split(String value, List<String> words) {
        StringBuilder word = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' && (inside || word.toString().isBlank())) {
                if (inside && i + 1 < value.length() && value.charAt(i + 1) == '"') {
                    word.append(c);
                    i++;
                } else {
                    inside = !inside;
                }
            } else if (c == ',' && !inside) {
                words.add(word.toString().strip());
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        words.add(word.toString().strip());
    }
}
