package org.chainrule.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExportsTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.ModuleTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Finds public declarations without a documentation comment: packages exported to all, their public and protected types, and
/// the members of these. Overriding methods need no comment, nor does the compact constructor of a record, which shares
/// the comment of the record.
public final class PublicComments {
    private final List<CompilationUnitTree> units = new ArrayList<>();
    private final DocTrees comments;

    private PublicComments(Path sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> paths = Files.walk(sources)) {
            JavacTask task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null,
                    files.getJavaFileObjectsFromPaths(paths.filter(path -> path.toString().endsWith(".java")).sorted()
                            .toList()));
            this.comments = DocTrees.instance(task);
            task.parse().forEach(units::add);
        }
    }

    /// Fails if a public declaration in the module whose tests are running has no comment.
    public static void check() throws IOException {
        assertThat(missing(Path.of("src", "main", "java"))).as("public declarations without a comment").isEmpty();
    }

    /// Returns the names of public declarations without a comment, in the order of the files.
    static List<String> missing(Path sources) throws IOException {
        PublicComments all = new PublicComments(sources);
        Set<String> exported = new HashSet<>();
        for (CompilationUnitTree unit : all.units) {
            ModuleTree module = unit.getModule();
            if (module != null) {
                new TreePathScanner<@Nullable Void, @Nullable Void>() {
                    @Override
                    public @Nullable Void visitExports(ExportsTree exports, @Nullable Void none) {
                        if (exports.getModuleNames() == null) {
                            exported.add(exports.getPackageName().toString());
                        }
                        return null;
                    }
                }.scan(new TreePath(unit), null);
            }
        }
        List<String> missing = new ArrayList<>();
        for (CompilationUnitTree unit : all.units) {
            if (unit.getPackage() != null && exported.contains(unit.getPackageName().toString())) {
                all.new Scan(missing).scan(new TreePath(unit), null);
            }
        }
        return missing;
    }

    private final class Scan extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final List<String> missing;

        Scan(List<String> missing) {
            this.missing = missing;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void none) {
            if (!shown(type.getModifiers())) {
                return null;
            }
            require(type.getSimpleName().toString());
            return super.visitClass(type, null);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
            if (shown(method.getModifiers()) && !overrides(method) && !compact(method)) {
                require(method.getName() + "(" + method.getParameters().size() + ")");
            }
            return null;
        }

        @Override
        public @Nullable Void visitVariable(VariableTree field, @Nullable Void none) {
            if (shown(field.getModifiers())) {
                require(field.getName().toString());
            }
            return null;
        }

        private void require(String name) {
            if (comments.getDocComment(getCurrentPath()) == null) {
                String around = "";
                for (TreePath path = getCurrentPath().getParentPath(); path
                        .getLeaf() instanceof ClassTree type; path = path.getParentPath()) {
                    around = type.getSimpleName() + "." + around;
                }
                missing.add(getCurrentPath().getCompilationUnit().getPackageName() + "." + around + name);
            }
        }

        /// Members of interfaces are public without a modifier.
        private boolean shown(ModifiersTree modifiers) {
            Tree around = getCurrentPath().getParentPath().getLeaf();
            Set<Modifier> flags = modifiers.getFlags();
            return flags.contains(Modifier.PUBLIC) || flags.contains(Modifier.PROTECTED)
                    || Set.of(Tree.Kind.INTERFACE, Tree.Kind.ANNOTATION_TYPE).contains(around.getKind())
                            && !flags.contains(Modifier.PRIVATE);
        }

        private boolean overrides(MethodTree method) {
            return method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
        }

        /// Returns whether the constructor has no parameter list in the source: for the parser, the components of the
        /// record are its parameters.
        private boolean compact(MethodTree method) {
            if (getCurrentPath().getParentPath().getLeaf().getKind() != Tree.Kind.RECORD
                    || !method.getName().contentEquals("<init>")) {
                return false;
            }
            CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
            SourcePositions positions = comments.getSourcePositions();
            int from = (int) positions.getEndPosition(unit, method.getModifiers());
            int to = (int) positions.getStartPosition(unit, method.getBody());
            try {
                return !unit.getSourceFile().getCharContent(true).subSequence(from, to).toString().contains("(");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
