package canary;

import org.jspecify.annotations.Nullable;

final class Canary {
    private Canary() {
    }

    static int length(@Nullable String text) {
        return text.length();
    }

    static boolean same(int[] a, int[] b) {
        return a.equals(b);
    }
}
