package org.chainrule.serve.play.lesson;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.chainrule.tabular.read.TableSource;

/// What the tests of lessons begin with.
final class Lab {
    private Lab() {
    }

    static Material material(String sample) {
        return Material.of(Samples.of(sample).orElseThrow());
    }

    /// Returns the table of a sample as it is read anywhere else.
    static TableSource table(String sample) {
        return TableSource.of(new ByteArrayInputStream(Samples.csv(Samples.of(sample).orElseThrow())), sample + ".csv");
    }

    static Study study(String sample) throws IOException {
        return material(sample).study(Samples.of(sample).orElseThrow().target());
    }

    static Study sine() {
        try {
            return study("sine");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Course course(Study study, Map<?, ?> fields) {
        LessonSettings settings = Samples.settings("spirals").with(fields);
        SurfaceGrid grid = SurfaceGrid.of(study, GridAxis.chosen(study, settings.columns()));
        return new Course(study, settings.columns(grid.columns()), grid);
    }

    /// Goes on to the next mark.
    static void mark(Course course) {
        boolean marked = course.advance(Long.MAX_VALUE / 4);
        while (!marked) {
            marked = course.advance(Long.MAX_VALUE / 4);
        }
    }

    /// Goes on to a mark at or after a step.
    static void reach(Course course, long step) {
        while (course.step() < step) {
            mark(course);
        }
    }
}
