package org.chainrule.serve.play.lesson;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chainrule.Tensor;
import org.chainrule.data.Field;
import org.chainrule.model.Classifier;
import org.chainrule.model.Model;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Layers;
import org.chainrule.nn.Loss;
import org.chainrule.nn.Losses;
import org.chainrule.nn.Network;
import org.chainrule.optim.Optimizer;
import org.chainrule.optim.Optimizers;
import org.chainrule.train.Step;

/// The network, the loss and the training step that settings describe.
///
/// @param settings the settings
/// @param outputs  the number of outputs
/// @param classes  whether the outputs are the logits of classes
record Blueprint(LessonSettings settings, int outputs, boolean classes) {
    Layer net() {
        List<Layer> layers = new ArrayList<>();
        for (int units : settings.hidden()) {
            layers.add(Layers.linear(units));
            activation().ifPresent(layers::add);
            if (settings.dropout() > 0) {
                layers.add(Layers.dropout(settings.dropout()));
            }
        }
        layers.add(Layers.linear(outputs));
        return Layers.sequential(layers.toArray(Layer[]::new));
    }

    private Optional<Layer> activation() {
        return switch (settings.activation()) {
            case RELU -> Optional.of(Layers.relu());
            case TANH -> Optional.of(Layers.tanh());
            case SIGMOID -> Optional.of(Layers.sigmoid());
            case GELU -> Optional.of(Layers.gelu());
            case NONE -> Optional.empty();
        };
    }

    Loss loss() {
        return classes ? Losses.crossEntropy() : Losses.squared();
    }

    Optimizer optimizer() {
        return switch (settings.optimizer()) {
            case SGD -> Optimizers.sgd(settings.rate());
            case MOMENTUM -> Optimizers.momentum(settings.rate());
            case ADAM -> settings.decay() == 0
                    ? Optimizers.adam(settings.rate())
                    : Optimizers.adamW(settings.rate(), settings.decay()).decayMatricesOnly();
        };
    }

    Step step() {
        return Step.of(net(), loss(), optimizer()).seed(settings.seed());
    }

    /// Returns the model with some values of the parameters.
    Model model(List<Field> inputs, Map<String, Tensor> values) {
        return classes ? Classifier.of(net(), inputs, values) : Regressor.of(net(), inputs, values);
    }

    /// Returns the calls of a network of this blueprint, layer by layer; the last has no activation.
    List<Stage> stages(Network network) {
        List<Network.Call> calls = network.innermost();
        boolean bends = settings.activation() != LessonSettings.Function.NONE;
        int stride = 1 + (bends ? 1 : 0) + (settings.dropout() > 0 ? 1 : 0);
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i <= settings.hidden().size(); i++) {
            Network.Call linear = calls.get(i * stride);
            boolean last = i == settings.hidden().size();
            stages.add(new Stage(linear, last || !bends ? linear : calls.get(i * stride + 1)));
        }
        return stages;
    }

    /// A linear layer and its activation.
    ///
    /// @param linear     the call of the linear layer, whose output is z
    /// @param activation the call of the activation, whose output is a; that of the linear layer if there is none
    record Stage(Network.Call linear, Network.Call activation) {
    }
}
