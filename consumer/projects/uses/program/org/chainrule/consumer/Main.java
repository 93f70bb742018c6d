package org.chainrule.consumer;

import org.chainrule.error.ArgumentException;
import org.chainrule.error.ChainruleException;
import org.chainrule.error.ShapeException;

/// Uses the public API of Chainrule from another module. Every addition to the API appears here first.
public final class Main {
    private Main() {
    }

    /// Runs every use and prints one line that the build waits for. The arguments state how the program was started:
    /// `class path` or `module path`, `plain` or `vector`, and any other words for the line.
    public static void main(String[] args) {
        check("on the " + args[0], Main.class.getModule().isNamed() == args[0].equals("module path"));
        check("with the " + args[1] + " modules",
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() == args[1].equals("vector"));
        errors();
        Tensors.use();
        Networks.use();
        Nets.use();
        Goals.use();
        Tables.use();
        Sources.use();
        Models.use();
        Trainings.use();
        Views.use();
        Servers.use();
        System.out.println("consumer ran: " + String.join(", ", args));
    }

    private static void errors() {
        ChainruleException e = new ShapeException("matmul", "inner sizes differ", "lhs [2, 3] axis 1 = 3",
                "rhs [4, 5] axis 0 = 4").in("mlp/linear2");
        check("the error's text", e.getMessage().equals("matmul: inner sizes differ: lhs [2, 3] axis 1 = 3, "
                + "rhs [4, 5] axis 0 = 4 (in mlp/linear2)"));
        check("the error's fields", e instanceof ShapeException shape && shape.where().equals("mlp/linear2"));
        ArgumentException argument = new ArgumentException("axis", "sum: there is no axis 5 in [3]").in("mlp")
                .as("mean");
        check("an argument's text", argument.getMessage().equals("mean: there is no axis 5 in [3] (in mlp)")
                && argument.where().equals("mlp") && shapeOf(e).equals("product"));
    }

    private static String shapeOf(ChainruleException e) {
        return e instanceof ShapeException shape ? shape.as("product").operation() : "";
    }

    static void check(String what, boolean holds) {
        if (!holds) {
            throw new AssertionError("not as expected: " + what);
        }
    }
}
