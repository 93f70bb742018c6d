package org.chainrule.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

class TargetsTest {
    @Test
    void targetsAreLeftOutAndReplaced() {
        Examples rows = Examples.of(new float[][]{{1, 2}, {3, 4}}, new int[]{1, 0}).weights(1, 3);
        Examples bare = rows.withoutTargets();
        assertThat(bare.type().targets()).isEmpty();
        assertThat(bare.size()).isEqualTo(2);
        assertThat(bare.weight(1)).isEqualTo(3);
        Batch batch = bare.targetFrom("y", "x").batch();
        assertThat(batch.target(0)).startsWith(1, 2, 3, 4);
        assertThat(batch.type().targets()).containsExactly(new Field("y", TensorType.f32(Shape.of(2))));
    }

    @Test
    void thoseOfAStreamStay() {
        RowType type = new RowType(List.of(new Field("x", TensorType.f32(Shape.of(1)))),
                List.of(new Field("y", TensorType.f32(Shape.of(1)))), false);
        Examples rows = Examples.stream(type, 3, Stream::empty);
        assertThatThrownBy(rows::withoutTargets).isInstanceOf(ArgumentException.class).hasMessage(
                "withoutTargets: the rows of a stream can only be read in order; do this in the code that makes"
                        + " the stream");
    }
}
