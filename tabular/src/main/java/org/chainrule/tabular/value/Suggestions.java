package org.chainrule.tabular.value;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// The existing names nearest to a name that does not exist, for "did you mean".
public final class Suggestions {
    private static final int OFFERED = 3;
    /// The longest name that is compared, because the work grows with the square of the length.
    private static final int LONGEST = 200;

    private Suggestions() {
    }

    /// Returns a name in lower case with only its letters and digits, so that `billLengthMm`, `bill_length_mm` and
    /// `Bill length (mm)` are equal.
    public static String folded(String name) {
        StringBuilder letters = new StringBuilder();
        name.codePoints().filter(Character::isLetterOrDigit).forEach(letters::appendCodePoint);
        return letters.toString().toLowerCase(Locale.ROOT);
    }

    /// Returns at most three of the names, nearest first. A name qualifies if its edit distance from the wanted name is
    /// at most a third of the wanted name's length (at least 2), ignoring case, or if one of the two contains the
    /// other.
    public static List<String> of(String wanted, Collection<String> names) {
        if (wanted.length() > LONGEST) {
            return List.of();
        }
        String small = wanted.toLowerCase(Locale.ROOT);
        int limit = Math.max(2, small.length() / 3);
        record Candidate(String name, int distance) {
        }
        return names.stream().filter(name -> name.length() <= LONGEST)
                .map(name -> new Candidate(name, distance(small, name.toLowerCase(Locale.ROOT))))
                .filter(c -> c.distance < Math.max(small.length(), c.name.length()))
                .filter(c -> c.distance <= limit || overlaps(small, c.name.toLowerCase(Locale.ROOT)))
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name)).limit(OFFERED)
                .map(Candidate::name).toList();
    }

    private static boolean overlaps(String a, String b) {
        return Math.min(a.length(), b.length()) >= 3 && (a.contains(b) || b.contains(a));
    }

    /// Returns the Levenshtein distance in which a swap of neighbors is one step (optimal string alignment).
    public static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < last.length; j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(last[j - 1] + change, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] free = before;
            before = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
