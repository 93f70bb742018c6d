package org.chainrule.testing;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// A page of docs that shows how to extend Chainrule, carried out on a copy of the sources.
///
/// A comment in front of a fenced block says where the block goes, with the path from the root of the checkout:
///
/// - `<!-- new: PATH -->`: the block is the whole file.
/// - `<!-- edit: PATH before: TEXT -->`: the block is inserted before the first line that contains TEXT, and before the
///   doc comment of that line.
/// - `<!-- edit: PATH replace: TEXT -->`: the block replaces the first occurrence of TEXT.
/// - `<!-- errors -->`: the block is what javac reports after the edits above it.
public final class Recipe {
    private static final Pattern BLOCK = Pattern.compile(
            "<!-- (?:(new|edit): (\\S+)(?: (before|replace): (.+?))?|errors) -->\n```\\w+\n(.*?)```\n", Pattern.DOTALL);

    private final Path page;
    private final Path copy;
    private final List<MatchResult> blocks;

    /// Reads a page and copies the sources that it extends.
    ///
    /// @param checkout the root of the checkout
    /// @param file     the page, from the root
    /// @param copy     an empty folder for the copy
    /// @param word     a regular expression; files without it are not copied, since no edit can break them
    /// @param sources  the folders of sources, from the root
    public Recipe(Path checkout, String file, Path copy, String word, String... sources) throws IOException {
        this.page = checkout.resolve(file);
        this.copy = copy;
        Pattern affected = Pattern.compile(word);
        for (String folder : sources) {
            try (Stream<Path> files = Files.walk(checkout.resolve(folder))) {
                for (Path source : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    String code = Files.readString(source);
                    if (affected.matcher(code).find()) {
                        Path target = copy.resolve(checkout.relativize(source).toString());
                        Files.createDirectories(target.getParent());
                        Files.writeString(target, code);
                    }
                }
            }
        }
        this.blocks = BLOCK.matcher(Files.readString(page)).results().toList();
    }

    /// Returns the number of edits and new files.
    public long edits() {
        return blocks.stream().filter(block -> block.group(1) != null).count();
    }

    /// Makes the edits of the page up to the block of errors and returns that block.
    public String untilErrors() throws IOException {
        for (MatchResult block : blocks) {
            if (block.group(1) == null) {
                return block.group(5);
            }
            edit(block);
        }
        throw new IllegalStateException(page + " has no block of errors");
    }

    /// Makes the edits of the page after the block of errors.
    public void afterErrors() throws IOException {
        boolean after = false;
        for (MatchResult block : blocks) {
            if (after) {
                edit(block);
            }
            after |= block.group(1) == null;
        }
    }

    /// Writes other errors to the page, for `-Dchainrule.docs=write`.
    public void rewrite(String errors) throws IOException {
        for (MatchResult block : blocks) {
            if (block.group(1) == null) {
                String text = Files.readString(page);
                Files.writeString(page, text.substring(0, block.start(5)) + errors + text.substring(block.end(5)));
            }
        }
    }

    private void edit(MatchResult block) throws IOException {
        Path file = copy.resolve(block.group(2));
        String code = block.group(5);
        if (block.group(1).equals("new")) {
            if (Files.exists(file)) {
                throw new IllegalStateException(block.group(2) + " is not new");
            }
            Files.createDirectories(file.getParent());
            Files.writeString(file, code);
            return;
        }
        String text = Files.readString(file);
        int at = text.indexOf(block.group(4));
        if (at < 0) {
            throw new IllegalStateException(block.group(2) + " has no '" + block.group(4) + "'");
        }
        if (block.group(3).equals("replace")) {
            Files.writeString(file,
                    text.substring(0, at) + code.strip() + text.substring(at + block.group(4).length()));
            return;
        }
        int line = text.lastIndexOf('\n', at) + 1;
        while (line > 0 && text.substring(text.lastIndexOf('\n', line - 2) + 1, line).strip().startsWith("///")) {
            line = text.lastIndexOf('\n', line - 2) + 1;
        }
        String margin = text.substring(line).replaceFirst("(?s)\\S.*", "");
        Files.writeString(file, text.substring(0, line) + code.indent(margin.length()) + text.substring(line));
    }

    /// Compiles the copies in a folder against the classes of this build, and returns the errors as javac prints them,
    /// without line numbers.
    ///
    /// @param out     the folder for the classes
    /// @param sources folders of sources, from the root
    public String compile(Path out, String... sources) throws IOException {
        Files.createDirectories(out);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<Path> units = new ArrayList<>();
        for (String folder : sources) {
            try (Stream<Path> all = Files.walk(copy.resolve(folder))) {
                units.addAll(all.filter(file -> file.toString().endsWith(".java")).toList());
            }
        }
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(problems, null, null)) {
            List<String> options = List.of("-proc:none", "-nowarn", "--add-modules", "jdk.incubator.vector",
                    "-XDcompilePolicy=simple", "--should-stop=ifError=FLOW", "-implicit:none", "-d", out.toString(),
                    "-cp", out + File.pathSeparator + System.getProperty("java.class.path"));
            compiler.getTask(new StringWriter(), manager, problems, options, null,
                    manager.getJavaFileObjectsFromPaths(units)).call();
        }
        return String.join("", problems.getDiagnostics().stream()
                .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR).map(this::shown).sorted().toList());
    }

    private String shown(Diagnostic<? extends JavaFileObject> problem) {
        JavaFileObject source = problem.getSource();
        if (source == null) {
            return "error: " + problem.getMessage(null) + "\n";
        }
        Path file = Path.of(source.toUri());
        try {
            String line = Files.readAllLines(file).get((int) problem.getLineNumber() - 1);
            return copy.relativize(file) + ": error: " + problem.getMessage(null) + "\n" + line + "\n"
                    + " ".repeat((int) problem.getColumnNumber() - 1) + "^\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns a class loader that finds the classes of the copy before those of this build.
    public URLClassLoader loader(Path classes) throws MalformedURLException {
        List<URL> urls = new ArrayList<>(List.of(classes.toUri().toURL()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
