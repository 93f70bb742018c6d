package org.chainrule.serve.play.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.chainrule.Tensor;
import org.chainrule.serve.play.lesson.Samples.Sample;
import org.chainrule.tabular.TabularModel;
import org.chainrule.train.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is taken away: the Java program is compiled and run.
class TakeAwayTest {
    private static final int STEPS = 40;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"iris", "sine"})
    void theProgramRepeatsTheTrainingToTheBit(String name) throws Exception {
        Sample sample = Samples.of(name).orElseThrow();
        Path table = Files.write(folder.resolve(name + ".csv"), Samples.csv(sample));
        Study study = Lab.study(name);
        Course course = Lab.course(study, Map.of("hidden", List.of(6, 5), "activation", "gelu", "decay", 0.1,
                "dropout", 0.1, "seed", 3));
        Lab.reach(course, STEPS);
        TakeAway away = new TakeAway(Material.Naming.of(table.toString()), sample.target(), course.settings(),
                study.classes(),
                study.outputs(), STEPS, course.perEpoch());
        run((String) away.toJson().get("java"));
        Map<String, Tensor> saved = TabularModel.load(folder.resolve(name + ".safetensors")).network().parameters();
        Map<String, Tensor> own = course.at(STEPS, Run::parameters);
        assertThat(saved.keySet()).isEqualTo(own.keySet());
        own.forEach((path, value) -> assertThat(saved.get(path).values()).as(path).isEqualTo(value.values()));
    }

    private void run(String program) throws Exception {
        Path source = Files.writeString(folder.resolve("Program.java"), program);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        boolean compiled = compiler.getTask(errors, null, null,
                List.of("-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path")), null,
                compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source)).call();
        assertThat(compiled).as(errors.toString()).isTrue();
        try (URLClassLoader loader = new URLClassLoader(new URL[]{folder.toUri().toURL()})) {
            Class<?> type = loader.loadClass("Program");
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            Method main = type.getDeclaredMethod("main");
            main.setAccessible(true);
            main.invoke(constructor.newInstance());
        }
    }

    @Test
    void theCommandNamesTheTableAsAShellReadsIt() throws Exception {
        Course course = Lab.course(Lab.study("xor"), Map.of("hidden", List.of()));
        TakeAway away = new TakeAway(Material.Naming.of("my table's.csv"), "color", course.settings(), true, 2, 0,
                course.perEpoch());
        assertThat((String) away.toJson().get("command"))
                .startsWith("chainrule train 'my table'\\''s.csv' --target color --model linear --epochs 1 ");
    }

    @Test
    void aTableThatIsNotOneFileHasACommandAlone() throws Exception {
        Course course = Lab.course(Lab.study("xor"), Map.of("hidden", List.of()));
        Material.Naming naming = new Material.Naming("book.xlsx", List.of("data/book.xlsx", "--sheet", "in May"),
                Optional.empty());
        Map<String, Object> away = new TakeAway(naming, "color", course.settings(), true, 2, 0, course.perEpoch())
                .toJson();
        assertThat((String) away.get("command"))
                .startsWith("chainrule train data/book.xlsx --sheet 'in May' --target color --model linear ");
        assertThat(away.get("java")).isEqualTo("");
        assertThat((String) away.get("differs"))
                .endsWith(". A Java program that repeats this training needs the table in one plain file.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iris", "digits"})
    void aSampleIsTheTableOfTheExamples(String name) throws Exception {
        assertThat(Samples.csv(Samples.of(name).orElseThrow()))
                .isEqualTo(Files.readAllBytes(Path.of("..", "examples", "data", name + ".csv")));
    }
}
