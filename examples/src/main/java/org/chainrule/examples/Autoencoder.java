package org.chainrule.examples;

import static org.chainrule.metric.Metrics.r2;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.named;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;

import java.util.List;
import org.chainrule.data.Examples;
import org.chainrule.data.Field;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Layer;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// A network that reproduces its input through a bottleneck: the encoder compresses the pixels of a digit to 8 numbers, the
/// decoder restores them. After the training each half is a separate model.
public final class Autoencoder {
    // snippet: an autoencoder and its halves
    final Regressor whole;
    final Regressor encoder;
    final Regressor decoder;

    /// @param images rows whose only target is their input
    Autoencoder(Examples images) {
        Layer pack = named("encoder", sequential(linear(64), relu(), linear(8)));
        Layer unpack = named("decoder", sequential(linear(64), relu(), linear(images.features())));
        whole = Regressor.of(sequential(pack, unpack)).epochs(40).seed(0).fit(images);
        encoder = Regressor.of(pack, whole.inputs(), whole.parameters());
        Field code = new Field("code", TensorType.f32(Shape.of(8)));
        decoder = Regressor.of(unpack, List.of(code), whole.parameters());
    }
    // end

    static Examples images(Examples digits) {
        return digits.withoutTargets().targetFrom("y", "x");
    }

    /// Encodes and decodes held-out images.
    public static void main(String[] args) {
        Samples digits = Samples.read("digits.csv", "digit", 0);
        Autoencoder model = new Autoencoder(images(digits.train()));
        Print.line("%.3f of the variance comes back", model.whole.measure(images(digits.test()), r2()));
        float[] image = digits.testRow(0);
        float[] code = model.encoder.predictAll(image);
        float[] again = model.decoder.predictAll(code);
        Print.line("%d pixels, %d numbers, %d pixels", image.length, code.length, again.length);
    }
}
