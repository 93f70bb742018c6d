package org.chainrule.tabular.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeighborsTest {
    private static final int WIDTH = 3;

    private final SplittableRandom random = new SplittableRandom(1);

    private float[] rows(int count) {
        float[] rows = new float[count * WIDTH];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.nextInt(20) / 8f; // few values, so that some rows are equally near
        }
        return rows;
    }

    private static int[] nearest(float[] train, float[] rows, int row, int k) {
        return IntStream.range(0, train.length / WIDTH).boxed()
                .sorted(Comparator.comparingDouble(i -> IntStream.range(0, WIDTH)
                        .mapToDouble(d -> train[i * WIDTH + d] - rows[row * WIDTH + d]).map(d -> d * d).sum()))
                .limit(k).mapToInt(Integer::intValue).toArray();
    }

    @Test
    void theNearestRowsPredict() {
        for (int trained : new int[]{1, 20, 600}) {
            float[] train = rows(trained);
            float[] rows = rows(40);
            int[] labels = random.ints(trained, 0, 4).toArray();
            float[] numbers = new float[trained];
            for (int i = 0; i < trained; i++) {
                numbers[i] = labels[i] * 10;
            }
            Neighbors neighbors = Neighbors.of(train, rows, WIDTH);
            for (int k : new int[]{1, 7, 31}) {
                float[] probabilities = neighbors.classes(k, labels, 4);
                float[] means = neighbors.numbers(k, numbers);
                for (int row = 0; row < 40; row++) {
                    int[] near = nearest(train, rows, row, k);
                    for (int c = 0; c < 4; c++) {
                        int label = c;
                        double share = IntStream.of(labels).filter(l -> l == label).count() / (double) trained;
                        double count = IntStream.of(near).filter(i -> labels[i] == label).count();
                        assertThat((double) probabilities[row * 4 + c]).isCloseTo((count + share) / (near.length + 1),
                                within(1e-6));
                    }
                    assertThat((double) means[row]).isCloseTo(
                            IntStream.of(near).mapToDouble(i -> numbers[i]).average().orElseThrow(), within(1e-5));
                }
            }
        }
    }

    /// One neighbor is best if equal rows are of one class; many are best if the classes are noise.
    @Test
    void theNumberOfNeighborsIsChosen() {
        float[] train = rows(600);
        float[] rows = rows(200);
        int[] noise = random.ints(600, 0, 2).toArray();
        Neighbors neighbors = Neighbors.of(train, rows, WIDTH);
        assertThat(neighbors.bestForClasses(noise, 2, random.ints(200, 0, 2).toArray())).isEqualTo(31);
        Neighbors same = Neighbors.of(rows, rows, WIDTH);
        int[] labels = IntStream.range(0, 200).map(i -> Math.round(rows[i * WIDTH] * 8) % 2).toArray();
        assertThat(same.bestForClasses(labels, 2, labels)).isEqualTo(1);
        float[] numbers = new float[200];
        for (int i = 0; i < 200; i++) {
            numbers[i] = labels[i];
        }
        assertThat(same.bestForNumbers(numbers, numbers)).isEqualTo(1);
        assertThat(Neighbors.of(new float[WIDTH], rows, WIDTH).bestForNumbers(new float[]{1}, numbers)).isEqualTo(1);
    }

    @Test
    void largeTablesTakeTooLong() {
        assertThat(Neighbors.isQuick(20_000, 1_000, 50)).isTrue();
        assertThat(Neighbors.isQuick(20_000, 1_001, 50)).isFalse();
        assertThat(Neighbors.isQuick(1, 1_000_000_000, 1)).isFalse();
    }
}
