package canary;

final class Canary {
    private Canary() {
    }

    /// An operation, like those of the library.
    sealed interface Op {
    }

    record Add() implements Op {
    }

    record Mul() implements Op {
    }

    static String rule(Op op) {
        return switch (op) {
            case Add() -> "add";
        };
    }
}
