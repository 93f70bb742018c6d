package org.chainrule.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocalSparkTest {
    @Test
    void counts() {
        assertThat(LocalSpark.session().range(10).count()).isEqualTo(10);
    }
}
