package org.chainrule.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicCommentsSeenTest {
    @TempDir
    Path folder;

    private void write(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text);
    }

    @Test
    void whatUsersSeeWithoutACommentIsNamed() throws IOException {
        write("module-info.java", "/// M.\nmodule m { exports p; }");
        write("q/Hidden.java", "package q; public class Hidden { public void f() {} }");
        write("p/Bare.java", "package p; public class Bare { public Bare(int a) {} protected int x; int y;"
                + " private void g() {} public void f(int a, int b) { Object o = new Object() { public int z; }; }"
                + " @Override public String toString() { return \"\"; } }");
        write("p/Good.java", """
                package p;
                /// A record.
                public record Good(int a) {
                    public Good {
                    }
                    /// Another constructor.
                    public Good(long b) {
                        this((int) b);
                    }
                    public Good(short b) {
                        this((int) b);
                    }
                    /** An enum. */
                    public enum Colour {
                        /// Red.
                        RED,
                        GREEN
                    }
                    /// Open.
                    public interface Open {
                        int COUNT = 1;
                        void f();
                        /// Described.
                        void g();
                        private void h() {
                        }
                    }
                    class Inner {
                        public void f() {
                        }
                    }
                }
                """);
        assertThat(PublicComments.missing(folder)).containsExactly("p.Bare", "p.Bare.<init>(1)", "p.Bare.x",
                "p.Bare.f(2)", "p.Good.<init>(1)", "p.Good.Colour.GREEN", "p.Good.Open.COUNT", "p.Good.Open.f(0)");
    }
}
