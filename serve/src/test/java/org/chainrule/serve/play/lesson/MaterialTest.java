package org.chainrule.serve.play.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.chainrule.model.Model;
import org.chainrule.serve.CountedTable;
import org.chainrule.train.Run;
import org.junit.jupiter.api.Test;

class MaterialTest {
    @Test
    void aTableIsReadOnceForAllItsLessons() throws Exception {
        CountedTable source = new CountedTable(Lab.table("iris"));
        Material material = Material.of(Material.Naming.of("iris.csv"), source);
        material.check("species");
        assertThat(material.columns()).contains("species").hasSize(5);
        Study study = material.study("species");
        assertThat(material.study("species")).isSameAs(study);
        assertThat(material.study(material.columns().getFirst()).classes()).isFalse();
        assertThat(source.reads()).hasValue(1);
        assertThat(source.digests()).hasValue(1);
        Course course = Lab.course(study, Map.of());
        Model network = course.blueprint().model(study.examples().type().inputs(), course.at(0, Run::parameters));
        assertThat(study.plan().model(network).provenance().digest()).isNotBlank().isEqualTo(material.digest());
    }
}
