package org.chainrule.tabular.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.chainrule.testing.Recipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Follows docs/adding-an-encoding.md on a copy of the sources: javac reports the places that the page lists, and the
/// new encoding passes every test of encodings.
class AddingAnEncodingTest {
    private static final String MAIN = "tabular/src/main/java";
    private static final String TEST = "tabular/src/test/java";

    @Test
    void thePageAddsAnEncoding(@TempDir Path folder) throws IOException, ReflectiveOperationException {
        Path checkout = Path.of("").toAbsolutePath().getParent();
        Recipe recipe = new Recipe(checkout, "docs/adding-an-encoding.md", folder.resolve("copy"),
                "package org\\.chainrule\\.tabular\\.encode;\n[\\s\\S]*\\b(Encoding|EncodingCase)\\b", MAIN, TEST);
        assertThat(recipe.edits()).isEqualTo(8);
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
            assertThat(passed(loader.loadClass("org.chainrule.tabular.encode.EncodingTest"))).hasSize(5)
                    .contains("aColumnBecomesItsInputs", "textBecomesTheInputsOfTheCell", "jsonComesBackEqual");
        }
    }

    /// Returns the names of the tests that the rows of the new encoding pass.
    private static List<String> passed(Class<?> tests) throws ReflectiveOperationException {
        Method all = tests.getDeclaredMethod("cases");
        all.setAccessible(true);
        List<?> rows = ((List<?>) all.invoke(null)).stream()
                .filter(each -> each.toString().startsWith("frequencies")).toList();
        assertThat(rows).hasSize(2);
        Constructor<?> constructor = tests.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object instance = constructor.newInstance();
        List<String> passed = new ArrayList<>();
        for (Method test : tests.getDeclaredMethods()) {
            if (!test.isSynthetic() && test.getParameterCount() == 1
                    && test.getParameterTypes()[0].isInstance(rows.getFirst())) {
                test.setAccessible(true);
                for (Object row : rows) {
                    test.invoke(instance, row);
                }
                passed.add(test.getName());
            }
        }
        return passed;
    }
}
