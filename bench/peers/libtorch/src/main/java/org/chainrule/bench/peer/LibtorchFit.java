package org.chainrule.bench.peer;

import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.DataLoaderOptions;
import org.bytedeco.pytorch.Example;
import org.bytedeco.pytorch.ExampleVector;
import org.bytedeco.pytorch.ExampleVectorIterator;
import org.bytedeco.pytorch.JavaDataset;
import org.bytedeco.pytorch.JavaRandomDataLoader;
import org.bytedeco.pytorch.RandomSampler;
import org.bytedeco.pytorch.SizeTArrayRef;
import org.bytedeco.pytorch.SizeTOptional;
import org.bytedeco.pytorch.Tensor;
import org.chainrule.bench.Data;
import org.chainrule.bench.Net;
import org.chainrule.bench.Peer;

/// A training with libtorch's data loader (`torch::data`): a random sampler, no workers, and a data set that gathers a
/// batch by `index_select`, which is quicker than stacking its rows one by one.
final class LibtorchFit implements Peer.Task {
    private final int batch;
    private final Libtorch.Learner learner;
    // Kept, since only native code refers to it.
    private final Rows rows;
    private final JavaRandomDataLoader loader;
    private final ExampleVectorIterator end;
    private ExampleVectorIterator at;
    private double total;
    private double mean = Double.NaN;

    LibtorchFit(Net net, int batch) {
        this.batch = batch;
        learner = new Libtorch.Learner(net);
        rows = new Rows(net, Data.of(net));
        loader = new JavaRandomDataLoader(rows, new RandomSampler(Net.ROWS), new DataLoaderOptions(batch));
        end = loader.end();
        at = loader.begin().retainReference();
    }

    /// All rows and their targets.
    private static final class Rows extends JavaDataset {
        private final Tensor x;
        private final Tensor y;

        Rows(Net net, Data data) {
            x = Tensor.create(data.x(), Net.ROWS, net.in());
            y = Libtorch.targets(net, data);
        }

        @Override
        public SizeTOptional size() {
            return new SizeTOptional(Net.ROWS);
        }

        @Override
        public ExampleVector get_batch(SizeTArrayRef indices) {
            long[] numbers = new long[(int) indices.size()];
            indices.data().get(numbers);
            Tensor chosen = Tensor.create(numbers, numbers.length);
            return new ExampleVector(new Example(x.index_select(0, chosen), y.index_select(0, chosen)));
        }
    }

    @Override
    public void step() {
        try (PointerScope scope = new PointerScope()) {
            Example example = at.access().front();
            total += (double) learner.step(example.data(), example.target()) * batch;
            Objects.requireNonNull(scope);
            at.increment();
            if (at.equals(end)) {
                mean = total / Net.ROWS;
                total = 0;
                at.releaseReference();
                at = loader.begin().retainReference();
            }
        }
    }

    @Override
    public float loss() {
        return (float) mean;
    }
}
