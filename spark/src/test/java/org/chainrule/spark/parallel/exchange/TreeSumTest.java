package org.chainrule.spark.parallel.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sums over connections between threads that stand for workers.
public class TreeSumTest {
    private static final int LENGTH = 20_003;

    /// What a worker does with its connections.
    public interface Work<T> {
        T run(int worker, Mesh mesh) throws Exception;
    }

    /// Runs work on connected workers and returns its results in order.
    public static <T> List<T> connected(int workers, boolean encrypted, int timeout, Work<T> work) throws Exception {
        Handshake.Secret secret = Handshake.Secret.random(encrypted);
        List<Mesh> meshes = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            meshes.add(new Mesh("127.0.0.1", secret, i, timeout));
        }
        List<InetSocketAddress> addresses = meshes.stream()
                .map(mesh -> new InetSocketAddress(InetAddress.getLoopbackAddress(), mesh.port()))
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                int worker = i;
                meshes.get(i).meet(addresses);
                futures.add(threads.submit(() -> {
                    try (Mesh mesh = meshes.get(worker)) {
                        T result = work.run(worker, mesh);
                        mesh.finish();
                        return result;
                    }
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }

    private static void fill(int shard, float[] into) {
        SplittableRandom random = new SplittableRandom(shard);
        for (int i = 0; i < into.length; i++) {
            into[i] = (float) random.nextGaussian() * (1 << random.nextInt(20));
        }
    }

    private static float[] sum(int shards, int workers, boolean encrypted) throws Exception {
        ShardTree tree = new ShardTree(shards, workers);
        List<float[]> sums = connected(workers, encrypted, 10_000, (worker, mesh) -> {
            TreeSum sum = new TreeSum(tree, worker, mesh, LENGTH);
            sum.sum(TreeSumTest::fill);
            return sum.sum(TreeSumTest::fill).clone();
        });
        sums.forEach(other -> assertThat(other).isEqualTo(sums.getFirst()));
        return sums.getFirst();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 13})
    void anyNumberOfWorkersGivesTheSameBits(int shards) throws Exception {
        float[] alone = sum(shards, 1, false);
        for (int workers : IntStream.of(2, 3, 5, shards).filter(n -> n <= shards).distinct().toArray()) {
            assertThat(sum(shards, workers, workers == 2)).as(workers + " workers").isEqualTo(alone);
        }
    }

    @Test
    void aSumIsThatOfTheTree() throws Exception {
        float[][] leaves = new float[5][LENGTH];
        for (int i = 0; i < leaves.length; i++) {
            fill(i, leaves[i]);
        }
        float[] sum = sum(5, 3, true);
        for (int i = 0; i < LENGTH; i++) {
            assertThat(sum[i]).isEqualTo(leaves[0][i] + leaves[1][i] + (leaves[2][i] + leaves[3][i]) + leaves[4][i]);
        }
    }

    @ParameterizedTest
    @CsvSource({"8,1", "8,3", "13,5", "1000,64"})
    void shardsBelongToTheWorkersInOrder(int shards, int workers) {
        ShardTree tree = new ShardTree(shards, workers);
        for (int worker = 0; worker < workers; worker++) {
            for (int shard = tree.first(worker); shard < tree.first(worker + 1); shard++) {
                assertThat(tree.worker(shard)).isEqualTo(worker);
            }
        }
        assertThat(tree.first(workers)).isEqualTo(shards);
    }

    @Test
    void aLostWorkerIsNamed() {
        assertThatThrownBy(() -> connected(2, false, 10_000, (worker, mesh) -> {
            if (worker == 1) {
                new TreeSum(new ShardTree(2, 2), worker, mesh, 10).sum((_, into) -> {
                });
                return new float[0]; // no second sum
            }
            TreeSum sum = new TreeSum(new ShardTree(2, 2), worker, mesh, 10);
            sum.sum((_, into) -> {
            });
            return sum.sum((_, into) -> {
            });
        })).isInstanceOf(ExecutionException.class).cause().isInstanceOf(IOException.class)
                .hasMessage("training lost worker 1 at 127.0.0.1: the connection ended");
    }

    @Test
    void aSilentWorkerIsLost() {
        assertThatThrownBy(() -> connected(2, true, 500, (worker, mesh) -> {
            TreeSum sum = new TreeSum(new ShardTree(2, 2), worker, mesh, 10);
            sum.sum((_, _) -> {
            });
            if (worker == 1) {
                Thread.sleep(1500);
            }
            return sum.sum((_, _) -> {
            });
        })).isInstanceOf(ExecutionException.class).cause().isInstanceOf(IOException.class)
                .hasMessageContaining("training lost worker 1 at 127.0.0.1: it sent nothing for too long");
    }
}
