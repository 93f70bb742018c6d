package org.chainrule.examples;

import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.chainrule.Tensor;
import org.chainrule.model.Classifier;
import org.chainrule.nn.Init;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Scope;

/// Custom layers: a record and one method.
public final class OwnLayer {
    private OwnLayer() {
    }

    // snippet: a layer around another
    record Residual(Layer inner) implements Layer {
        @Override
        public Tensor apply(Tensor x, Scope scope) {
            return x.add(scope.call("inner", inner, x));
        }
    }
    // end

    // snippet: a layer with a parameter
    /// Multiplies each column by a learned factor that starts at 1.
    record Scale() implements Layer {
        private static final Init ONES = (shape, _) -> Tensor.fill(1, shape).values();

        @Override
        public Tensor apply(Tensor x, Scope scope) {
            return x.mul(scope.parameter("scale", x.shape().tail(1), ONES));
        }
    }
    // end

    private static final Layer INNER = sequential(linear(32), relu());

    static Layer net() {
        return sequential(new Scale(), linear(32), relu(), new Residual(INNER), linear(3));
    }

    /// Trains with both layers, saves the model, and loads it in two ways: into the same network, and by the names of its layers.
    public static void main(String[] args) throws IOException {
        Samples wine = Samples.read("wine.csv", "class", 0);
        Classifier model = Classifier.of(net()).epochs(30).seed(0).fit(wine.train());
        model.parameters().forEach((path, values) -> Print.line("%-32s %s", path, values.shape()));
        Print.line("test accuracy %.3f", wine.accuracy(model));
        Path file = Files.createTempFile("own-layer", ".safetensors");
        model.save(file);
        Classifier loaded = Classifier.load(net(), file);
        Print.line("loaded, test accuracy %.3f", wine.accuracy(loaded));
        // snippet: layers by name
        Map<String, Layer> own = Map.of("scale", new Scale(), "residual", new Residual(INNER));
        Classifier byName = Classifier.load(file, own);
        // end
        Print.line("loaded by name, test accuracy %.3f", wine.accuracy(byName));
        Files.delete(file);
    }
}
