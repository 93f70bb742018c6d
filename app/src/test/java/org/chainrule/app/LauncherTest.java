package org.chainrule.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chainrule.app.Checkout.Run;
import org.chainrule.app.Checkout.Started;
import org.chainrule.app.show.Terminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final String FIRST = "Building Chainrule (first run) ...";
    private static final String AGAIN = "Building Chainrule (sources have changed) ...";

    @TempDir
    private Path machine;

    private Checkout checkout;

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = new Checkout(machine);
        checkout.maven();
    }

    @Test
    void namesTheJdkToInstall() throws Exception {
        checkout.onPath(checkout.systemJdk("java-17", "17.0.15"));
        checkout.systemJdk("java-8", "1.8.0_352");
        checkout.systemJdk("java-24", "24.0.2");
        Run run = checkout.run("train", "x.csv");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .containsExactly("chainrule: requires JDK 25 or newer, but found none; install one, such as "
                        + "Eclipse Temurin 25 from https://adoptium.net, and set JAVA_HOME to it if it is still not found.");
        assertThat(checkout.builds()).isEmpty();
    }

    @Test
    void findsTheJdkAmongOlderOnes() throws Exception {
        checkout.onPath(checkout.systemJdk("java-17", "17.0.15"));
        Path jdk = checkout.systemJdk("temurin-25", "25.0.3");
        Run run = checkout.run(Map.of("JAVA_HOME", machine.resolve("system/usr/lib/jvm/java-17").toString()));
        assertThat(run.out()).startsWith("jdk: temurin-25");
        assertThat(run.err()).containsExactly(FIRST);
        assertThat(checkout.builds())
                .containsExactly(jdk + ": -q -B -Dmaven.test.skip=true -pl app -am package");
    }

    @Test
    void acceptsEarlyAccessBuildsInTheHomeOfTheUser() throws Exception {
        checkout.jdk(machine.resolve("home/.sdkman/candidates/java/26.ea"), "26-ea", "jdk.incubator.vector");
        assertThat(checkout.run().out()).startsWith("jdk: 26.ea");
    }

    @Test
    void prefersTheJdkThatTheUserNames() throws Exception {
        checkout.onPath(checkout.systemJdk("path", "25"));
        Path named = checkout.jdk(machine.resolve("named"), "26", "jdk.incubator.vector");
        Path other = checkout.jdk(machine.resolve("other"), "27.0.1", "jdk.incubator.vector");
        assertThat(checkout.run().out()).startsWith("jdk: path");
        assertThat(checkout.run(Map.of("JAVA_HOME", named.toString())).out()).startsWith("jdk: named");
        assertThat(checkout.run(Map.of("JAVA_HOME", named.toString(), "CHAINRULE_JAVA_HOME", other.toString())).out())
                .startsWith("jdk: other");
        Run run = checkout.run(Map.of("CHAINRULE_JAVA_HOME", "/nowhere"));
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .containsExactly(
                        "chainrule: CHAINRULE_JAVA_HOME is /nowhere, which is not a JDK 25 or newer; set it to one.");
    }

    @Test
    void passesOnArgumentsFlagsAndTheExitCode() throws Exception {
        checkout.systemJdk("temurin-25", "25.0.3");
        Run run = checkout.run(Map.of("EXIT", "3", "CHAINRULE_OPTS", "-Xmx1g -Dx=*"), "train", "a b.csv", "", "*",
                "$x");
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.arguments()).startsWith("--add-modules", "jdk.incubator.vector", "-Xmx1g", "-Dx=*", "-cp")
                .endsWith("org.chainrule.app.Main", "train", "a b.csv", "", "*", "$x").hasSize(12);
    }

    @Test
    void startsWithTheArchiveOfTheRehearsal() throws Exception {
        checkout.systemJdk("temurin-25", "25.0.3");
        List<String> arguments = checkout.run("inspect", "x").arguments();
        Path jars = Path.of(arguments.get(arguments.indexOf("-cp") + 1)).getParent();
        assertThat(arguments).startsWith("--add-modules", "jdk.incubator.vector",
                "-XX:SharedArchiveFile=" + jars.resolve("classes-25.0.3.jsa"), "-Xlog:cds*=off,aot*=off", "-cp");
        assertThat(jars.resolve("rehearsal")).doesNotExist();
        assertThat(checkout.root().resolve("app/target/launcher/build.log")).content().contains(
                "arg: -XX:ArchiveClassesAtExit=" + jars.resolve("classes-25.0.3.jsa"),
                "arg: " + jars.resolve("rehearsal"));
    }

    @Test
    void startsWithoutAnArchiveIfTheRehearsalFails() throws Exception {
        checkout.systemJdk("temurin-25", "25.0.3");
        assertThat(checkout.run(Map.of("EXIT", "1")).arguments()).noneMatch(word -> word.contains("SharedArchive"));
        assertThat(checkout.run().arguments()).noneMatch(word -> word.contains("SharedArchive"));
    }

    /// Another JVM may not know what to keep silent about, and then does not start.
    @Test
    void startsAnotherJdkWithoutTheArchive() throws Exception {
        checkout.systemJdk("temurin-25", "25.0.3");
        checkout.run();
        Path other = checkout.jdk(machine.resolve("other"), "26", "jdk.incubator.vector");
        Run run = checkout.run(Map.of("JAVA_HOME", other.toString()));
        assertThat(run.out()).startsWith("jdk: other");
        assertThat(run.arguments()).noneMatch(word -> word.contains("Archive") || word.startsWith("-Xlog"));
        assertThat(checkout.run().arguments()).anyMatch(word -> word.contains("SharedArchive"));
    }

    @Test
    void theRehearsalTrainsPredictsAndServes(@TempDir Path folder) throws Exception {
        PrintStream none = new PrintStream(OutputStream.nullOutputStream());
        Rehearsal.run(new Terminal(none, none, false, false, false), folder);
        assertThat(folder.resolve("predictions.csv")).content().startsWith("kind").hasLineCount(121);
    }

    /// Signals reach the command because java replaces the launcher's process.
    @Test
    void becomesTheCommand() throws Exception {
        checkout.systemJdk("temurin-25", "25.0.3");
        Run run = checkout.run();
        assertThat(run.out()).contains("pid: " + run.pid());
    }

    /// In the locale of cron, Java is limited to ASCII.
    @Test
    void setsALocaleWhereThereIsNone() throws Exception {
        checkout.systemJdk("temurin-25", "25.0.3");
        for (Map<String, String> none : List.of(Map.<String, String>of(), Map.of("LC_ALL", "C"),
                Map.of("LANG", "POSIX"),
                Map.of("LC_CTYPE", "C", "LANG", "de_DE.UTF-8"), Map.of("LC_ALL", "", "LANG", ""))) {
            assertThat(checkout.run(none).locale()).as(none.toString()).isEqualTo("C.UTF-8");
        }
        assertThat(checkout.run(Map.of("LANG", "de_DE.UTF-8")).locale()).isEmpty();
        assertThat(checkout.run(Map.of("LC_ALL", "de_DE.ISO-8859-1")).locale()).isEqualTo("de_DE.ISO-8859-1");
    }

    /// A locale that is set but not installed is limited to ASCII, which only the system knows.
    @Test
    void asksTheSystemForTheCharacterSet() throws Exception {
        checkout.systemJdk("temurin-25", "25.0.3");
        checkout.charmap("ANSI_X3.4-1968");
        assertThat(checkout.run(Map.of("LANG", "de_DE.UTF-8")).locale()).isEqualTo("C.UTF-8");
        checkout.charmap("ISO-8859-1");
        assertThat(checkout.run(Map.of("LANG", "de_DE")).locale()).isEmpty();
        checkout.charmap("UTF-8");
        assertThat(checkout.run(Map.of("LANG", "de_DE.UTF-8")).locale()).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void namesBeyondAsciiAreReadWithoutALocale() throws Exception {
        checkout.thisJdk();
        Path script = Files.writeString(machine.resolve("script"), """
                cd "$1" || exit
                { echo größe,b; i=0; while [ $i -lt 40 ]; do echo "$i.5,$((i %% 3))"; i=$((i + 1)); done; } >ünï.csv
                exec '%s' train ünï.csv --target größe --model linear --epochs 1 --out wörter.safetensors
                """.formatted(checkout.root().resolve("chainrule")));
        Path folder = Files.createDirectory(machine.resolve("data"));
        Run run = Checkout.finish(checkout.start(Path.of("/bin/sh"), machine, Map.of(), script.toString(),
                folder.toString()));
        assertThat(run.err()).contains(FIRST).noneMatch(line -> line.startsWith("chainrule: "));
        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .contains("Data       ünï.csv: 40 rows, 2 columns (2 numbers, 0 text), separated by commas")
                .anyMatch(line -> line.startsWith("Target     regression of \"größe\", because it is numeric"))
                .anyMatch(line -> line.startsWith("Saved      wörter.safetensors, "));
    }

    @Test
    void omitsTheFlagWithoutTheModule() throws Exception {
        checkout.jdk(machine.resolve("system/usr/lib/jvm/small"), "25.0.3", "java.base java.logging");
        assertThat(checkout.run().arguments()).doesNotContain("--add-modules");
    }

    @Test
    void runsFromAnyFolderAndThroughLinks() throws Exception {
        checkout.systemJdk("temurin-25", "25.0.3");
        Path link = Files.createSymbolicLink(machine.resolve("bin/chainrule"),
                Path.of("..", "a folder with spaces", "chainrule", "chainrule"));
        Path second = Files.createSymbolicLink(machine.resolve("chain"), link);
        Path elsewhere = Files.createDirectory(machine.resolve("else where"));
        Run run = Checkout.finish(checkout.start(second, elsewhere, Map.of("CDPATH", "/")));
        assertThat(run.exit()).isZero();
        List<String> arguments = run.arguments();
        Path jars = Path.of(arguments.get(arguments.indexOf("-cp") + 1)).getParent();
        assertThat(jars.getParent()).isEqualTo(checkout.root().toRealPath().resolve("app/target/launcher"));
        assertThat(jars.resolve("chainrule-app-1.jar")).hasContent("app");
        assertThat(jars.resolve("chainrule-core-1.jar")).hasContent("core");
    }

    @Test
    void buildsOnFirstUseAndWhenSourcesChange() throws Exception {
        checkout.systemJdk("temurin-25", "25.0.3");
        assertThat(checkout.run().err()).containsExactly(FIRST);
        assertThat(checkout.run().err()).isEmpty();
        Files.writeString(checkout.root().resolve("core/src/main/java/Core.java"), "changed");
        assertThat(checkout.run().err()).containsExactly(AGAIN);
        assertThat(checkout.run().err()).isEmpty();
        Files.delete(checkout.root().resolve("core/src/main/java/Other.java"));
        assertThat(checkout.run().err()).containsExactly(AGAIN);
        Files.writeString(checkout.root().resolve("pom.xml"), "changed");
        assertThat(checkout.run().err()).containsExactly(AGAIN);
        assertThat(checkout.run().err()).isEmpty();
        assertThat(checkout.builds()).hasSize(4);
        try (var runs = Files.list(checkout.root().resolve("app/target/launcher"))) {
            assertThat(runs.filter(Files::isDirectory)).as("the last build and the one before").hasSize(2);
        }
    }

    @Test
    void showsTheOutputOfMavenIfTheBuildFails() throws Exception {
        checkout.systemJdk("temurin-25", "25.0.3");
        checkout.brokenMaven();
        for (int attempt = 0; attempt < 2; attempt++) {
            Run run = checkout.run();
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).containsExactly(FIRST, "[ERROR] it broke",
                    "chainrule: the build failed; see the output of Maven above.");
        }
        checkout.maven();
        assertThat(checkout.run().exit()).isZero();
    }

    @Test
    void namesTheMavenToInstall() throws Exception {
        checkout.systemJdk("temurin-25", "25.0.3");
        checkout.removeMaven();
        Run run = checkout.run();
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).containsExactly("chainrule: not built yet, and mvn was not found; "
                + "install Apache Maven 3.8 or newer, for example with apt-get install maven.");
    }

    @Test
    void runsTheLastBuildWithoutMaven() throws Exception {
        checkout.systemJdk("temurin-25", "25.0.3");
        checkout.run();
        checkout.removeMaven();
        assertThat(checkout.run().err()).isEmpty();
        Files.writeString(checkout.root().resolve("pom.xml"), "changed");
        Run run = checkout.run();
        assertThat(run.exit()).isZero();
        assertThat(run.err()).containsExactly(
                "chainrule: the sources have changed, but mvn was not found; running the last build.");
    }

    @Test
    void buildsOnceWhenManyStartTogether() throws Exception {
        checkout.systemJdk("temurin-25", "25.0.3");
        List<Started> started = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            started.add(checkout.start(checkout.root().resolve("chainrule"), machine, Map.of(), "run" + i));
        }
        for (int i = 0; i < 5; i++) {
            Run run = Checkout.finish(started.get(i));
            assertThat(run.exit()).isZero();
            assertThat(run.arguments()).endsWith("run" + i);
        }
        assertThat(checkout.builds()).hasSize(1);
        assertThat(checkout.root().resolve("app/target/launcher/lock")).doesNotExist();
    }

    @Test
    void takesOverTheLockOfABuildThatDied() throws Exception {
        checkout.systemJdk("temurin-25", "25.0.3");
        Process dead = new ProcessBuilder("sleep", "0").start();
        dead.waitFor();
        Path state = Files.createDirectories(checkout.root().resolve("app/target/launcher"));
        Files.createSymbolicLink(state.resolve("lock"), Path.of("pid-" + dead.pid()));
        Run run = checkout.run();
        assertThat(run.exit()).isZero();
        assertThat(run.err()).containsExactly(FIRST);
        assertThat(Files.isSymbolicLink(state.resolve("lock"))).isFalse();
    }
}
