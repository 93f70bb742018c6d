package canary;

import java.util.List;

final class Canary {
    private Canary() {
    }

    static int first(List<Integer> list) {
        List raw = list;
        return raw.size();
    }
}
