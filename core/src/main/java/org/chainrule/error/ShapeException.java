package org.chainrule.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Thrown when an operation cannot combine shapes. The message states the operation, the rule, the shapes, the
/// offending axis and the place in the network:
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

    /// Creates an error of an operation that violates a rule. Each detail names an operand, its shape and the offending
    /// axis.
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

    /// Returns this error with a path in the network added. If it has a path already, returns this error: the innermost
    /// path is the right one.
    public ShapeException in(String path) {
        return !where.isEmpty() || path.isEmpty() ? this : new ShapeException(operation, rule, details, path, this);
    }

    /// Returns this error under the name of another operation, the one that the user called.
    public ShapeException as(String name) {
        return new ShapeException(name, rule, details, where, this);
    }

    /// Returns the operation, such as `matmul`.
    public String operation() {
        return operation;
    }

    /// Returns the violated rule, such as `inner sizes differ`.
    public String rule() {
        return rule;
    }

    /// Returns the operands with their shapes, one string each.
    public List<String> details() {
        return details;
    }

    /// Returns the path in the network, or the empty string if there is none.
    public String where() {
        return where;
    }
}
