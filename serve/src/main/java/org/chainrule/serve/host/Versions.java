package org.chainrule.serve.host;

import java.util.regex.Pattern;

/// The order of the versions of a model: digits in them are compared as numbers, so that `10` is higher than `9`.
final class Versions {
    /// Between digits and others.
    private static final Pattern PARTS = Pattern.compile("(?<=\\D)(?=\\d)|(?<=\\d)(?=\\D)");

    private Versions() {
    }

    /// Compares two versions as a comparator does.
    static int compare(String a, String b) {
        String[] left = PARTS.split(a, -1);
        String[] right = PARTS.split(b, -1);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int order = isNumber(left[i]) && isNumber(right[i])
                    ? compareNumbers(stripped(left[i]), stripped(right[i]))
                    : left[i].compareTo(right[i]);
            if (order != 0) {
                return order;
            }
        }
        return left.length != right.length ? Integer.compare(left.length, right.length) : a.compareTo(b);
    }

    private static int compareNumbers(String a, String b) {
        return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
    }

    private static boolean isNumber(String word) {
        return !word.isEmpty() && word.charAt(0) >= '0' && word.charAt(0) <= '9';
    }

    private static String stripped(String digits) {
        return digits.replaceFirst("^0+(?=.)", "");
    }
}
