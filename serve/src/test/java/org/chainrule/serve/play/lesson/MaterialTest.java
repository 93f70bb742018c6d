package org.chainrule.serve.play.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.chainrule.model.Model;
import org.chainrule.tabular.read.ReadingListener;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.train.Run;
import org.junit.jupiter.api.Test;

class MaterialTest {
    /// Counts how often a table is read.
    private record Counted(TableSource source, AtomicInteger reads, AtomicInteger digests) implements TableSource {
        @Override
        public String name() {
            return source.name();
        }

        @Override
        public Table read(TableFormat format, ReadingListener listener) throws IOException {
            reads.incrementAndGet();
            return source.read(format, listener);
        }

        @Override
        public String digest() throws IOException {
            digests.incrementAndGet();
            return source.digest();
        }
    }

    @Test
    void aTableIsReadOnceForAllItsLessons() throws Exception {
        Counted source = new Counted(Lab.table("iris"), new AtomicInteger(), new AtomicInteger());
        Material material = Material.of(Material.Naming.of("iris.csv"), source);
        material.check("species");
        assertThat(material.columns()).contains("species").hasSize(5);
        Study study = material.study("species");
        assertThat(material.study("species")).isSameAs(study);
        assertThat(material.study(material.columns().getFirst()).classes()).isFalse();
        assertThat(source.reads).hasValue(1);
        assertThat(source.digests).hasValue(1);
        Course course = Lab.course(study, Map.of());
        Model network = course.blueprint().model(study.examples().type().inputs(), course.at(0, Run::parameters));
        assertThat(study.plan().model(network).provenance().digest()).isNotBlank().isEqualTo(material.digest());
    }
}
