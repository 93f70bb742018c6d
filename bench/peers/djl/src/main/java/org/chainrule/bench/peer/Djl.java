package org.chainrule.bench.peer;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.util.ArrayList;
import java.util.List;
import org.chainrule.bench.Data;
import org.chainrule.bench.Meter;
import org.chainrule.bench.Net;
import org.chainrule.bench.Peer;
import org.chainrule.bench.Work;
import org.jspecify.annotations.Nullable;

/// DJL with its PyTorch engine.
public final class Djl {
    private Djl() {
    }

    /// Times works; see [Meter#run].
    public static void main(String[] args) {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("ai.djl.pytorch.num_threads", args[0]);
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        String version = "DJL " + Engine.getDjlVersion() + " with PyTorch " + Engine.getInstance().getVersion();
        Meter.run(args, version, (work, threads) -> switch (work) {
            case Work.Train(Net net, int batch) -> new Training(net, batch);
            case Work.Infer(Net net, int batch) -> infer(net, batch);
            case Work.Fit _,Work.Matmul _,Work.Startup _ ->
                throw new UnsupportedOperationException("Only steps and predictions of networks are asked of it.");
        });
    }

    private static Model model(Net net) {
        SequentialBlock block = new SequentialBlock();
        for (int width : net.hidden()) {
            block.add(Linear.builder().setUnits(width).build());
            if (net == Net.WIDE) {
                block.add(Activation::gelu);
                block.add(LayerNorm.builder().build());
                block.add(Dropout.builder().optRate(Net.DROPOUT).build());
            } else {
                block.add(Activation::relu);
            }
        }
        block.add(Linear.builder().setUnits(net.out()).build());
        Model model = Model.newInstance(net.label());
        model.setBlock(block);
        return model;
    }

    private static Trainer trainer(Net net, int batch, Model model) {
        Loss loss = net.classes() ? Loss.softmaxCrossEntropyLoss() : Loss.l2Loss("L2", 1);
        Trainer trainer = model.newTrainer(new DefaultTrainingConfig(loss)
                .optInitializer(new XavierInitializer(), "weight")
                .optOptimizer(Optimizer.adam().optLearningRateTracker(Tracker.fixed(Net.RATE)).build()));
        trainer.initialize(new Shape(batch, net.in()));
        return trainer;
    }

    private static final class Training implements Peer.Task {
        private final Trainer trainer;
        private final List<NDArray> x = new ArrayList<>();
        private final List<NDArray> y = new ArrayList<>();
        private @Nullable NDArray loss;
        private int steps;

        Training(Net net, int batch) {
            trainer = trainer(net, batch, model(net));
            NDManager manager = trainer.getManager();
            for (Data rows : Data.batches(net, batch)) {
                x.add(manager.create(rows.x(), new Shape(batch, net.in())));
                y.add(manager.create(rows.y(), net.classes() ? new Shape(batch) : new Shape(batch, 1)));
            }
        }

        @Override
        public void step() {
            if (loss != null) {
                loss.close();
            }
            int at = steps++ % x.size();
            try (NDManager scope = trainer.getManager().newSubManager();
                    GradientCollector collector = trainer.newGradientCollector()) {
                NDArray rows = x.get(at).duplicate();
                rows.attach(scope);
                NDList output = trainer.forward(new NDList(rows));
                NDArray value = trainer.getLoss().evaluate(new NDList(y.get(at)), output);
                collector.backward(value);
                value.attach(trainer.getManager());
                output.attach(scope);
                loss = value;
            }
            trainer.step();
        }

        @Override
        public float loss() {
            return loss == null ? Float.NaN : loss.getFloat();
        }
    }

    private record Rows(Net net, int batch) implements Translator<float[], float[]> {
        @Override
        public NDList processInput(TranslatorContext context, float[] rows) {
            return new NDList(context.getNDManager().create(rows, new Shape(batch, net.in())));
        }

        @Override
        public float[] processOutput(TranslatorContext context, NDList output) {
            NDArray answer = output.singletonOrThrow();
            return (net.classes() ? answer.softmax(1) : answer).toFloatArray();
        }

        @Override
        public @Nullable Batchifier getBatchifier() {
            return null;
        }
    }

    private static Peer.Task infer(Net net, int batch) {
        Model model = model(net);
        trainer(net, batch, model);
        Predictor<float[], float[]> predictor = model.newPredictor(new Rows(net, batch));
        float[] rows = Data.of(net).batch(net, batch, 0).x();
        return () -> {
            try {
                predictor.predict(rows);
            } catch (TranslateException e) {
                throw new IllegalStateException(e);
            }
        };
    }
}
