package org.chainrule.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.PrintStream;
import java.util.Set;
import org.chainrule.testing.Architecture;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses APP = Architecture.mainClasses();
    /// What [Display] makes visible, what it is made by, and what prints nothing.
    private static final Set<String> SEEN = Set.of("print", "println", "flush", "checkError", "on", "records");

    /// A scan that finds nothing forbids nothing: raise the number as the module grows.
    @Test
    void theScanSeesTheModule() {
        assertThat(APP.size()).isGreaterThanOrEqualTo(25);
    }

    @Test
    void nothingFollowsTheLocale() {
        Architecture.nothingFollowsTheLocale().check(APP);
    }

    /// What is printed passes a [Display]: the streams of the process are opened in one place, and text is not printed by
    /// ways that go round it. `completion` writes a program, in bytes.
    @Test
    void everythingPrintedIsMadeVisible() {
        Architecture.nothingIsPrinted().check(APP.that(describe("are not the terminal",
                type -> !type.isEquivalentTo(Terminal.class) && !type.isEquivalentTo(Main.class))));
        noClasses().that().doNotHaveFullyQualifiedName(Display.class.getName()).and()
                .doNotHaveFullyQualifiedName(CompletionCommand.class.getName()).should()
                .accessTargetWhere(describe("text is printed past the display", ArchitectureTest::goesRound))
                .check(APP);
    }

    private static boolean goesRound(JavaAccess<?> access) {
        return access.getTargetOwner().isAssignableTo(PrintStream.class)
                && !access.getName().equals("<init>")
                && !(SEEN.contains(access.getName()) && !access.getDescription().contains("char[]")
                        && !access.getDescription().contains(".print(java.lang.Object)"));
    }
}
