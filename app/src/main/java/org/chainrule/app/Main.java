package org.chainrule.app;

/// The entry point of the `chainrule` command.
public final class Main {
    private Main() {
    }

    /// Runs the command with the words that follow its name.
    public static void main(String[] args) {
        System.out.println("chainrule 0.1.0");
    }
}
