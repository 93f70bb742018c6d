package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chainrule.testing.Recipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/// Does what docs/adding-an-op.md says, on a copy of the sources: javac lists the places that the page lists, and the new
/// operation passes every test of an operation.
class AddingAnOpTest {
    private static final String MAIN = "core/src/main/java";
    private static final String TEST = "core/src/test/java";

    @Test
    void thePageAddsAnOperation(@TempDir Path folder) throws IOException, ReflectiveOperationException {
        Path checkout = Path.of("").toAbsolutePath().getParent();
        Recipe recipe = new Recipe(checkout, "docs/adding-an-op.md", folder.resolve("copy"),
                "\\bOp\\b|class PlanStep|class OpCase", MAIN, TEST);
        assertThat(recipe.edits()).isEqualTo(10);
        String listed = recipe.untilErrors();
        String errors = recipe.compile(folder.resolve("unfinished"), MAIN);
        if (System.getProperty("chainrule.docs", "").equals("write")) {
            recipe.rewrite(errors);
            listed = errors;
        }
        assertThat(errors).isEqualTo(listed);

        recipe.afterErrors();
        Path classes = folder.resolve("classes");
        assertThat(recipe.compile(classes, MAIN, TEST)).isEmpty();
        try (URLClassLoader loader = recipe.loader(classes)) {
            assertThat(passed(loader.loadClass("org.chainrule.OpCasesTest"))).hasSizeGreaterThan(4)
                    .contains("kernelsAgreeWithReference", "gradientsAgreeWithFiniteDifferences");
        }
    }

    /// The names of the tests that the row of the new operation passes.
    private static List<String> passed(Class<?> cases) throws ReflectiveOperationException {
        Object row = row(cases);
        List<String> passed = new ArrayList<>();
        for (Method test : cases.getDeclaredMethods()) {
            // by name: the tests see JUnit through a class loader of their own
            if (Arrays.stream(test.getAnnotations())
                    .anyMatch(annotation -> annotation.annotationType().getName()
                            .equals(ParameterizedTest.class.getName()))
                    && test.getParameterCount() == 1) {
                test.setAccessible(true);
                test.invoke(open(cases), row);
                passed.add(test.getName());
            }
        }
        return passed;
    }

    private static Object open(Class<?> cases) throws ReflectiveOperationException {
        Constructor<?> constructor = cases.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private static Object row(Class<?> cases) throws ReflectiveOperationException {
        Method all = cases.getClassLoader().loadClass("org.chainrule.OpCases").getDeclaredMethod("all");
        all.setAccessible(true);
        return ((List<?>) all.invoke(null)).stream().filter(row -> row.toString().equals("running sum")).findFirst()
                .orElseThrow();
    }
}
