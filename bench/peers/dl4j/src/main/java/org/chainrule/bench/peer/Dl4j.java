package org.chainrule.bench.peer;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.bench.Data;
import org.chainrule.bench.Meter;
import org.chainrule.bench.Net;
import org.chainrule.bench.Peer;
import org.chainrule.bench.Work;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/// DL4J with its native CPU backend.
public final class Dl4j {
    private Dl4j() {
    }

    /// Times works; see [Meter#run].
    public static void main(String[] args) {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
        Meter.run(args, "DL4J 1.0.0-M2.1", (work, threads) -> switch (work) {
            case Work.Train(Net net, int batch) -> new Training(net, batch);
            case Work.Infer(Net net, int batch) -> infer(net, batch);
            case Work.Fit _,Work.Matmul _,Work.Startup _ ->
                throw new UnsupportedOperationException("Only steps and predictions of networks are asked of it.");
        });
    }

    private static MultiLayerNetwork network(Net net) {
        if (net == Net.WIDE) {
            throw new UnsupportedOperationException("DL4J normalises a dense layer only before its activation.");
        }
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder().seed(1)
                .updater(new Adam(Net.RATE)).list();
        int in = net.in();
        for (int width : net.hidden()) {
            layers.layer(new DenseLayer.Builder().nIn(in).nOut(width).activation(Activation.RELU).build());
            in = width;
        }
        layers.layer(new OutputLayer.Builder(net.classes() ? LossFunction.MCXENT : LossFunction.MSE).nIn(in)
                .nOut(net.out()).activation(net.classes() ? Activation.SOFTMAX : Activation.IDENTITY).build());
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        return network;
    }

    private static final class Training implements Peer.Task {
        private final MultiLayerNetwork network;
        private final List<INDArray> x = new ArrayList<>();
        private final List<INDArray> y = new ArrayList<>();
        private int steps;

        Training(Net net, int batch) {
            network = network(net);
            for (Data rows : Data.batches(net, batch)) {
                x.add(Nd4j.create(rows.x(), new long[]{batch, net.in()}, 'c'));
                float[] targets = new float[batch * net.out()];
                for (int i = 0; i < batch; i++) {
                    int at = net.classes() ? i * net.out() + (int) rows.y()[i] : i;
                    targets[at] = net.classes() ? 1 : rows.y()[i];
                }
                y.add(Nd4j.create(targets, new long[]{batch, net.out()}, 'c'));
            }
        }

        @Override
        public void step() {
            int at = steps++ % x.size();
            network.fit(x.get(at), y.get(at));
        }

        @Override
        public float loss() {
            return (float) network.score();
        }
    }

    private static Peer.Task infer(Net net, int batch) {
        MultiLayerNetwork network = network(net);
        float[] rows = Data.of(net).batch(net, batch, 0).x();
        return () -> {
            try (INDArray x = Nd4j.create(rows, new long[]{batch, net.in()}, 'c')) {
                network.output(x).dup('c').data().asFloat();
            }
        };
    }
}
