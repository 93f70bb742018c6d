package org.chainrule.tabular.ensemble;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.Tensor;
import org.chainrule.data.Field;
import org.chainrule.model.Classifier;
import org.chainrule.model.Model;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Mixture;

/// Joins trained networks into one model, which is saved, loaded and served like a single network.
final class Blend {
    private Blend() {
    }

    /// Returns the model that averages networks: their probabilities, or their numbers.
    ///
    /// @param weights the weight of each network, above 0; they sum to 1
    static Model of(List<Model> models, List<Double> weights) {
        Model first = models.getFirst();
        if (models.size() == 1) {
            return first;
        }
        boolean classes = first instanceof Classifier;
        Layer net = new Mixture(models.stream().map(model -> (Layer) model.net()).toList(), weights,
                classes ? Mixture.Kind.CLASSES : Mixture.Kind.NUMBERS, 1);
        Map<String, Tensor> values = new LinkedHashMap<>();
        for (int i = 0; i < models.size(); i++) {
            String prefix = i + "/";
            models.get(i).parameters().forEach((path, value) -> values.put(prefix + path, value));
        }
        List<Field> inputs = first.inputs();
        return classes ? Classifier.of(net, inputs, values) : Regressor.of(net, inputs, values);
    }
}
