package org.chainrule.serve.play.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LessonTest {
    @Test
    void spirals() throws Exception {
        for (String name : List.of("spirals", "xor", "circles", "sine", "iris", "digits")) {
            long start = System.nanoTime();
            Samples.Sample sample = Samples.of(name).orElseThrow();
            Study study = Study.of(Material.of(sample).source(), sample.target());
            long prepared = System.nanoTime();
            Settings settings = Samples.settings(name);
            Grid grid = Grid.of(study, GridAxis.chosen(study, settings.columns()));
            Course course = new Course(study, settings.columns(grid.columns()), grid);
            long made = System.nanoTime();
            String frame = course.frame(0);
            long framed = System.nanoTime();
            System.out.printf("%s prepare %d ms, course %d ms, frame %d ms, %d chars%n", name, (prepared - start) / 1000000, (made - prepared) / 1000000, (framed - made) / 1000000, frame.length());
            long end = System.nanoTime() + 6_000_000_000L;
            int marks = 0;
            while (System.nanoTime() < end && marks < 700) {
                if (course.advance(1000000000)) {
                    marks++;
                    if (marks % 100 == 0) System.out.println(course.history().getLast() + " " + (System.nanoTime() - framed) / 1000000 + " ms " + course.ended());
                }
            }
            long t = System.nanoTime();
            for (int i = 0; i < 20; i++) course.frame(course.step());
            System.out.printf("frame %.1f ms%n", (System.nanoTime() - t) / 20e6);
            t = System.nanoTime();
            String old = course.frame(0);
            System.out.println(old.equals(frame) + " " + (System.nanoTime() - t) / 1000000 + " " + study.toJson().get("labels") + grid.columns());
        }
    }
}
