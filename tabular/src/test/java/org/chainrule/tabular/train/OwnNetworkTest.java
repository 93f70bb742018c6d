package org.chainrule.tabular.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.tanh;
import static org.chainrule.nn.Losses.crossEntropy;
import static org.chainrule.optim.Optimizers.adam;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.chainrule.Tensor;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.model.Classifier;
import org.chainrule.nn.Layer;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.TrainingPlan;
import org.chainrule.train.Run;
import org.chainrule.train.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models of tables from networks that the caller trained.
class OwnNetworkTest {
    private static final Path IRIS = Path.of("..", "examples", "data", "iris.csv");

    private static Classifier trained(Examples rows, Layer net) {
        Run run = Step.of(net, crossEntropy(), adam(0.02)).seed(2).start(rows, 16, 1);
        for (int epoch = 1; epoch <= 30; epoch++) {
            for (Batch batch : rows.shuffled(2, epoch).batches(16)) {
                run.step(batch);
            }
        }
        return Classifier.of(net, rows.type().inputs(), run.parameters());
    }

    @Test
    void theModelPredictsAsTheNetworkDoesAndIsMeasured(@TempDir Path folder) throws IOException {
        TrainingPlan plan = Tabular.of("species").quick().prepare(IRIS);
        Classifier network = trained(plan.examples(), sequential(linear(8), tanh(), linear(3)));
        TabularModel model = plan.model(network);
        Path file = folder.resolve("own.safetensors");
        model.save(file);
        TabularModel loaded = TabularModel.load(file);
        assertThat(loaded.provenance().model()).isEqualTo("own");
        Map<String, Object> setosa = Map.of("sepal_length_cm", 5.1, "sepal_width_cm", 3.5, "petal_length_cm", 1.4,
                "petal_width_cm", 0.2);
        Map<String, Object> virginica = Map.of("sepal_length_cm", 6.9, "sepal_width_cm", 3.1, "petal_length_cm", 5.4,
                "petal_width_cm", 2.1);
        assertThat(loaded.predict(setosa).text()).isEqualTo("setosa");
        assertThat(loaded.predict(virginica).text()).isEqualTo("virginica");
        int[] test = plan.places().get(2);
        double right = 0;
        for (int row : test) {
            float[] inputs = plan.schema().encode(plan.table(), new int[]{row});
            int label = network.predict(inputs);
            right += plan.table().column("species").text(row)
                    .equals(new String[]{"setosa", "versicolor", "virginica"}[label]) ? 1 : 0;
        }
        assertThat(right / test.length).isGreaterThan(0.85);
        assertThat(loaded.evaluate(plan.table().select("it is no test row", test)).measures().get("accuracy"))
                .isEqualTo(right / test.length);
    }

    @Test
    void aNetworkThatDoesNotFitIsRefused() throws IOException {
        TrainingPlan plan = Tabular.of("species").quick().prepare(IRIS);
        Layer net = sequential(linear(2));
        Classifier two = Classifier.of(net, plan.examples().type().inputs(),
                Map.of("linear/weight", Tensor.of(new float[4][2]), "linear/bias",
                        Tensor.of(0f, 0f)));
        assertThatThrownBy(() -> plan.model(two)).isInstanceOf(ArgumentException.class)
                .hasMessage("model: the network has 4 inputs and 2 outputs, but the rows have 4 inputs and the target "
                        + "\"species\" needs a classifier of 3 classes");
    }
}
