package org.chainrule.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The listing shows each kind of change, and nothing that users cannot see.
class PublicApiChangesTest {
    private static final String MODULE = "module m { exports p; }";

    @TempDir
    Path folder;

    /// Returns the API of a module compiled from sources by file name.
    private PublicApi compiled(String name, Map<String, String> sources) throws IOException {
        Path source = folder.resolve(name + "-source");
        Path classes = folder.resolve(name);
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString()));
        for (var entry : sources.entrySet()) {
            Path file = source.resolve(entry.getKey());
            Files.createDirectories(file.getParent());
            arguments.add(Files.writeString(file, entry.getValue()).toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        return PublicApi.of(classes);
    }

    /// Returns the API of one file of the package `p`.
    private PublicApi file(String name, String types) throws IOException {
        String nullable = "package p; import java.lang.annotation.*;"
                + " @Target(ElementType.TYPE_USE) @Retention(RetentionPolicy.RUNTIME) @interface Nullable {}";
        return compiled(name, Map.of("module-info.java", MODULE, "p/Nullable.java", nullable, "p/T.java",
                "package p; import java.util.*; " + types));
    }

    static List<Arguments> changes() {
        return List.of(
                change("a method", "class T { $ }", "", "public int f() { return 1; }", "+ p.T: public int f()"),
                change("its result", "interface T { $ f(); }", "int", "long", "- p.T: public abstract int f()",
                        "+ p.T: public abstract long f()"),
                change("its parameter", "interface T { void f($ a); }", "List<String>", "List<? super String[]>",
                        "- p.T: public abstract void f(java.util.List<String>)",
                        "+ p.T: public abstract void f(java.util.List<? super String[]>)"),
                change("a variable number", "interface T { void f($ a); }", "int[]", "int...",
                        "- p.T: public abstract void f(int[])", "+ p.T: public abstract void f(int...)"),
                change("an exception", "interface T { void f() $; }", "", "throws java.io.IOException",
                        "- p.T: public abstract void f()",
                        "+ p.T: public abstract void f() throws java.io.IOException"),
                change("a default", "interface T { $ }", "void f();", "default void f() {}",
                        "- p.T: public abstract void f()", "+ p.T: public default void f()"),
                change("a static method", "class T { public $ void f() {} }", "", "static", "- p.T: public void f()",
                        "+ p.T: public static void f()"),
                change("a final method", "class T { public $ void f() {} }", "", "final",
                        "- p.T: public void f()",
                        "+ p.T: public final void f()"),
                change("visibility", "class T { $ void f() {} }", "public", "protected", "- p.T: public void f()",
                        "+ p.T: protected void f()"),
                change("a type parameter", "interface T { <$> void f(); }", "X", "X extends Record & Set<X>",
                        "- p.T: public abstract <X> void f()",
                        "+ p.T: public abstract <X extends Record & java.util.Set<X>> void f()"),
                change("nullness", "interface T { String f($ String a); }", "", "@Nullable",
                        "- p.T: public abstract String f(String)", "+ p.T: public abstract String f(@Nullable String)"),
                change("nullness inside", "interface T { Map<String, $ String> f(); }", "", "@Nullable",
                        "- p.T: public abstract java.util.Map<String, String> f()",
                        "+ p.T: public abstract java.util.Map<String, @Nullable String> f()"),
                change("nullness of an array", "interface T { String $ [] f(); }", "", "@Nullable",
                        "- p.T: public abstract String[] f()", "+ p.T: public abstract String @Nullable [] f()"),
                change("deprecation", "interface T { $ void f(); }", "", "@Deprecated",
                        "- p.T: public abstract void f()", "+ p.T: @Deprecated public abstract void f()"),
                change("a constructor", "class T { $ T(int a) {} }", "private", "public", "+ p.T: public new(int)"),
                change("a constant", "interface T { int X = $; }", "1", "2", "- p.T: public static final int X = 1",
                        "+ p.T: public static final int X = 2"),
                change("a field", "class T { public $ int x; }", "", "static", "- p.T: public int x",
                        "+ p.T: public static int x"),
                change("a constant of an enum", "enum T { A $ }", "", ", B", "+ p.T: B"),
                change("a record", "record T(int a $) {}", "", ", List<T> b", "- public record p.T(int a)",
                        "+ public record p.T(int a, java.util.List<p.T> b)", "+ p.T: public java.util.List<p.T> b()",
                        "- p.T: public new(int)", "+ p.T: public new(int, java.util.List<p.T>)"),
                change("a final class", "$ class T { private T() {} }", "", "final", "- public class p.T",
                        "+ public final class p.T"),
                change("a superclass", "class T extends $ {}", "Object", "Thread", "- public class p.T",
                        "+ public class p.T extends Thread"),
                change("an interface", "interface T $ {}", "", "extends Comparable<T>", "- public interface p.T",
                        "+ public interface p.T extends Comparable<p.T>"),
                change("permitted types", "sealed interface T { record A() implements T {} record B() $ {} }",
                        "implements T", "", "- public sealed interface p.T permits p.T$A, p.T$B",
                        "+ public sealed interface p.T permits p.T$A", "- public record p.T$B() implements p.T",
                        "+ public record p.T$B()"),
                change("a nested type", "class T { private T() {} $ interface A {} }", "", "protected",
                        "+ protected interface p.T$A"),
                change("what a hidden type hands down", "class T extends Hidden {} class Hidden { $ }", "",
                        "public void f() {}", "+ p.T: public void f()"));
    }

    /// A change of the text at the `$` of a public type, and the resulting lines, in order.
    private static Arguments change(String kind, String type, String before, String after, String... lines) {
        return Arguments.of(kind, type, before, after, List.of(lines));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void isSeen(String kind, String type, String before, String after, List<String> lines) throws IOException {
        String source = "public " + type;
        PublicApi old = file("before", source.replace("$", before));
        PublicApi now = file("after", source.replace("$", after));
        assertThat(now.changesSince(old)).as(kind).containsExactlyElementsOf(lines);
        assertThat(old.changesSince(now)).hasSameSizeAs(lines);
        assertThat(PublicApi.parse(now.text().lines().toList()).changesSince(now)).isEmpty();
    }

    @Test
    void whatUsersCannotSeeIsNot() throws IOException {
        PublicApi old = file("before", "public final class T { public int f() { return 1; } }");
        PublicApi now = file("after", "public final class T { private T() {} private int x; void g() {}"
                + " protected void h() {} public int f() { return new Object() { int y = 2; }.y; }"
                + " record A() {} public @Override String toString() { return super.toString(); } } class Hidden {}");
        assertThat(now.changesSince(old)).containsExactly("- p.T: public new()", "+ p.T: public String toString()");
    }

    @Test
    void modulesAndPackagesAreSeen() throws IOException {
        Map<String, String> types = Map.of("p/T.java", "package p; public interface T {}", "q/U.java",
                "package q; public interface U { void f(); }");
        Map<String, String> before = new HashMap<>(types);
        before.put("module-info.java", "module m { exports p; exports q to java.xml; requires java.xml; }");
        Map<String, String> after = new HashMap<>(types);
        after.put("module-info.java", "module m { exports p; exports q; requires transitive java.xml; }");
        assertThat(compiled("after", after).changesSince(compiled("before", before))).containsExactly(
                "- m: requires java.xml", "+ m: requires transitive java.xml", "- m: exports q to java.xml",
                "+ m: exports q", "+ public interface q.U");
    }

    @Test
    void theListingIsText() throws IOException {
        assertThat(file("one", "public record T(int a) { public static final String X = \"x\\n\"; static class A {} }")
                .text()).isEqualTo("""
                        module m
                            exports p

                        public record p.T(int a)
                            public static final String X = "x\\n"
                            public int a()
                            public new(int)
                        """);
    }

    @Test
    void aLongDifferenceIsCutShort() {
        List<String> changes = IntStream.range(0, 15).mapToObj(i -> "+ p.T: " + i).toList();
        assertThat(PublicApi.message(Path.of("src", "api", "m.txt"), changes.subList(0, 1))).isEqualTo("""
                the public API differs from src/api/m.txt:
                + p.T: 0
                if every change is meant, write the listing anew and commit it: \
                mvn test -pl core,tabular,serve -Dtest=PublicApiTest -Dchainrule.api=write""");
        assertThat(PublicApi.message(Path.of("m.txt"), changes)).contains("+ p.T: 11\nand 3 lines more\nif every");
    }
}
