package org.chainrule.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A checkout in a temporary folder with the real launcher on a simulated machine: JDKs that print how they were started, a
/// Maven that writes jars, and only the programs that the launcher needs.
final class Checkout {
    private static final List<String> TOOLS = List.of("cat", "cp", "date", "dirname", "find", "head", "ln", "mkdir",
            "mv", "readlink", "rm", "sleep");

    private final Path machine;
    private final Path root;
    private final Path bin;

    Checkout(Path machine) throws IOException {
        this.machine = machine;
        root = Files.createDirectories(machine.resolve("a folder with spaces/chainrule"));
        bin = Files.createDirectories(machine.resolve("bin"));
        for (String tool : TOOLS) {
            Path usr = Path.of("/usr/bin", tool);
            executable(bin.resolve(tool),
                    "#!/bin/sh\nexec " + (Files.exists(usr) ? usr : Path.of("/bin", tool)) + " \"$@\"\n");
        }
        String script = Files.readString(Path.of("..", "chainrule"));
        for (String place : List.of("/usr/lib/jvm", "/Library/Java", "/opt/homebrew", "/usr/local")) {
            if (!script.contains(" " + place)) {
                throw new IllegalStateException("the launcher no longer looks in " + place);
            }
            script = script.replace(" " + place, " " + machine.resolve("system") + place);
        }
        executable(root.resolve("chainrule"), script);
        for (String source : List.of("pom.xml", ".mvn/maven.config", "core/pom.xml", "core/src/main/java/Core.java",
                "core/src/main/java/Other.java", "tabular/pom.xml", "tabular/src/main/java/Table.java",
                "parquet/pom.xml", "parquet/src/main/java/Parquet.java", "excel/pom.xml",
                "excel/src/main/java/Excel.java", "serve/pom.xml", "serve/src/main/java/Serve.java", "app/pom.xml",
                "app/src/main/java/Main.java")) {
            Files.createDirectories(root.resolve(source).getParent());
            Files.writeString(root.resolve(source), "");
        }
    }

    Path root() {
        return root;
    }

    /// Creates a JDK in the folder of Debian's JDKs.
    Path systemJdk(String name, String version) throws IOException {
        return jdk(machine.resolve("system/usr/lib/jvm").resolve(name), version, "java.base jdk.incubator.vector");
    }

    /// Creates a JDK whose `java` prints the name of its folder, its process ID, its locale and its arguments, one per line. It
    /// writes the archive of classes that it is asked for.
    Path jdk(Path home, String version, String modules) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"),
                "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\nMODULES=\"" + modules + "\"\n");
        executable(home.resolve("bin/java"), "#!/bin/sh\necho \"jdk: " + home.getFileName()
                + "\"\necho \"pid: $$\"\necho \"locale: ${LC_ALL:-}\"\nfor a in \"$@\"; do printf 'arg: %s\\n' \"$a\"; done\n"
                + "for a in \"$@\"; do case $a in -XX:ArchiveClassesAtExit=*) : >\"${a#*=}\" ;; esac; done\nexit \"${EXIT:-0}\"\n");
        executable(home.resolve("bin/javac"), "#!/bin/sh\n");
        return home;
    }

    /// Creates a JDK whose `java` is that of the tests, with their class path.
    void thisJdk() throws IOException {
        Path home = systemJdk("this", "25");
        executable(home.resolve("bin/java"), """
                #!/bin/sh
                while [ $# -gt 1 ] && [ "$1" != %s ]; do shift; done
                exec '%s' -cp '%s' "$@"
                """.formatted(Main.class.getName(), Commands.javaProgram(), Commands.classPath()));
    }

    /// Creates a `locale` program that reports a character set.
    void charmap(String name) throws IOException {
        executable(bin.resolve("locale"), "#!/bin/sh\n[ \"$*\" = charmap ] && echo " + name + "\n");
    }

    /// Puts the `java` of a JDK on the PATH, through two symbolic links as Debian does.
    void onPath(Path jdk) throws IOException {
        Files.createSymbolicLink(machine.resolve("alternative"), jdk.resolve("bin/java"));
        Files.createSymbolicLink(bin.resolve("java"), Path.of("..", "alternative"));
    }

    /// Creates a Maven that logs its calls, takes a moment, and writes the jars of a build.
    void maven() throws IOException {
        executable(bin.resolve("mvn"), """
                #!/bin/sh
                echo "$JAVA_HOME: $*" >>"%s"
                sleep 0.3
                mkdir -p app/target/lib
                echo core >app/target/lib/chainrule-core-1.jar
                echo app >app/target/chainrule-app-1.jar
                """.formatted(machine.resolve("mvn.log")));
    }

    void brokenMaven() throws IOException {
        executable(bin.resolve("mvn"), "#!/bin/sh\necho '[ERROR] it broke'\nexit 1\n");
    }

    void removeMaven() throws IOException {
        Files.delete(bin.resolve("mvn"));
    }

    /// Returns the calls of Maven so far.
    List<String> builds() throws IOException {
        Path log = machine.resolve("mvn.log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    /// The result of a run: its exit code, its process ID, and the lines of both streams.
    record Run(int exit, long pid, List<String> out, List<String> err) {
        /// Returns the locale of the command.
        String locale() {
            return out.stream().filter(line -> line.startsWith("locale: ")).findFirst().orElse("").substring(8);
        }

        List<String> arguments() {
            return out.stream().filter(line -> line.startsWith("arg: ")).map(line -> line.substring(5)).toList();
        }
    }

    Run run(String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), arguments);
    }

    Run run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return finish(start(root.resolve("chainrule"), machine, environment, arguments));
    }

    /// Starts the launcher, or a link to it, in a folder.
    Started start(Path launcher, Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(machine, "out", "");
        Path err = Files.createTempFile(machine, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", bin.toString());
        builder.environment().put("HOME", machine.resolve("home").toString());
        builder.environment().putAll(environment);
        return new Started(builder.start(), out, err);
    }

    /// A running launcher.
    record Started(Process process, Path out, Path err) {
    }

    static Run finish(Started started) throws IOException, InterruptedException {
        if (!started.process().waitFor(60, TimeUnit.SECONDS)) {
            started.process().destroyForcibly();
            throw new IllegalStateException("the launcher did not end");
        }
        return new Run(started.process().exitValue(), started.process().pid(),
                Files.readAllLines(started.out(), UTF_8), Files.readAllLines(started.err(), UTF_8));
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
