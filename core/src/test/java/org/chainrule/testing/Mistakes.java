package org.chainrule.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chainrule.error.ChainruleException;
import org.junit.jupiter.params.provider.Arguments;

/// Tables of invalid calls, each with the whole message of its error. A table is a method source whose rows are
/// [#mistake], run by a test that calls [#assertMessage].
public final class Mistakes {
    private Mistakes() {
    }

    /// A row: a call and the message of its error. The message is the first argument, so that it names the test.
    public static Arguments mistake(ThrowingCallable call, String message) {
        return Arguments.of(message, call);
    }

    /// Asserts that a call throws a Chainrule exception with a message.
    public static void assertMessage(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(ChainruleException.class).hasMessage(message);
    }

    /// Null as an argument of any type, as a caller without a null checker may pass it.
    @SuppressWarnings({"TypeParameterUnusedInFormals", "NullAway"})
    public static <T> T missing() {
        return null;
    }
}
