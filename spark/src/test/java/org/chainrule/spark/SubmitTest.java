package org.chainrule.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.deploy.SparkSubmit;
import org.apache.spark.launcher.JavaModuleOptions;
import org.chainrule.tabular.TabularModel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs [SubmitExample] as `spark-submit` does, with two executors of their own processes.
@Tag("full")
class SubmitTest {
    @TempDir
    static Path folder;

    @Test
    void trainsOnTwoExecutors() throws Exception {
        // Spark looks for its jars here; those of the class path are enough
        Files.createDirectories(folder.resolve("jars"));
        Path saved = folder.resolve("model");
        Path log = folder.resolve("log4j2.properties");
        Files.writeString(log, """
                rootLogger.level = warn
                rootLogger.appenderRef.stdout.ref = stdout
                logger.chainrule.name = org.chainrule
                logger.chainrule.level = info
                appender.stdout.type = Console
                appender.stdout.name = stdout
                appender.stdout.layout.type = PatternLayout
                appender.stdout.layout.pattern = %m%n
                """);
        String classPath = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
        command.addAll(List.of("-Dlog4j2.configurationFile=" + log.toUri(), "-cp", classPath,
                SparkSubmit.class.getName(),
                "--master", "local-cluster[2,1,1024]", "--conf", "spark.executor.extraClassPath=" + classPath, "--conf",
                "spark.driver.host=localhost", "--conf", "spark.driver.bindAddress=127.0.0.1", "--conf",
                "spark.ui.enabled=false", "--class",
                SubmitExample.class.getName(), "spark-internal",
                LocalSpark.example("iris.csv").toAbsolutePath().toString(), "species", saved.toString()));
        File out = folder.resolve("out.txt").toFile();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out);
        builder.environment().put("SPARK_HOME", folder.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        Process process = builder.start();
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        String text = Files.readString(out.toPath(), StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isZero();
        assertThat(text).contains("Training in tasks:")
                .contains("each of 5 networks has a task of its own, 2 at a time")
                .containsPattern("\\d+ of \\d+ rows of the test are predicted right");
        assertThat(TabularModel.load(saved.resolve("model.safetensors")).provenance().members()).hasSize(5);
    }
}
