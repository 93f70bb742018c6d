package org.chainrule.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Shapes that an operation cannot combine. The message follows one template: operation, rule, the shapes, the guilty
/// axis, and where in the network:
///
/// ```
/// matmul: inner sizes differ: lhs [32, 784] axis 1 = 784, rhs [512, 10] axis 0 = 512 (in mlp/linear2)
/// ```
public final class ShapeException extends ChainruleException {
    private static final long serialVersionUID = 1L;

    private final String operation;
    private final String rule;
    private final transient List<String> details;
    private final String where;

    /// An error of an operation against its rule; each detail names an operand, its shape and the guilty axis.
    public ShapeException(String operation, String rule, String... details) {
        this(operation, rule, List.of(details), "", null);
    }

    private ShapeException(String operation, String rule, List<String> details, String where,
            @Nullable ShapeException cause) {
        super(message(operation, rule, details, where));
        this.operation = operation;
        this.rule = rule;
        this.details = details;
        this.where = where;
        if (cause != null) {
            setStackTrace(cause.getStackTrace());
        }
    }

    private static String message(String operation, String rule, List<String> details, String where) {
        String facts = details.isEmpty() ? "" : ": " + String.join(", ", details);
        return operation + ": " + rule + facts + (where.isEmpty() ? "" : " (in " + where + ")");
    }

    /// The same error, placed at a path of the network. A place already named is kept: the innermost is the right one.
    public ShapeException in(String path) {
        return !where.isEmpty() || path.isEmpty() ? this : new ShapeException(operation, rule, details, path, this);
    }

    /// The same error of another operation, the one that the user called.
    public ShapeException as(String name) {
        return new ShapeException(name, rule, details, where, this);
    }

    /// The operation that refused, such as `matmul`.
    public String operation() {
        return operation;
    }

    /// The rule that was broken, such as `inner sizes differ`.
    public String rule() {
        return rule;
    }

    /// The operands with their shapes, one string each.
    public List<String> details() {
        return details;
    }

    /// The path in the network, or the empty string outside one.
    public String where() {
        return where;
    }
}
