package org.chainrule.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chainrule.nn.Layers.batchNorm;
import static org.chainrule.nn.Layers.dropout;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.recompute;
import static org.chainrule.nn.Layers.residual;
import static org.chainrule.nn.Layers.sequential;

import java.util.Map;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;
import org.chainrule.optim.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Batch norm and dropout as trees.
class NormJsonTest {
    private static String text(Layer layer) {
        return Json.write(LayerJson.write(layer).orElseThrow());
    }

    private static Layer read(String text) {
        return LayerJson.read(Json.parse(text, "model"), "model");
    }

    @Test
    void theyAreReadAsTheyWereWritten() {
        Layer net = sequential(linear(4), new BatchNorm(0.25, 0.001), residual(recompute(batchNorm())), dropout(0.5));
        assertThat(read(text(net))).isEqualTo(net);
        assertThat(text(batchNorm())).isEqualTo("{\"layer\":\"batchNorm\",\"epsilon\":1.0E-5,\"momentum\":0.1}");
    }

    /// Predictions do not use the schedule.
    @Test
    void aScheduleIsLeftOut() {
        String plain = "{\"layer\":\"dropout\",\"rate\":0.5}";
        assertThat(text(dropout(0.5).schedule(Schedule.cosine()))).isEqualTo(plain).isEqualTo(text(dropout(0.5)));
        assertThat(read(plain)).isEqualTo(dropout(0.5));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{'layer':'batchNorm','epsilon':1e-5} | the field 'momentum' is missing",
            "{'layer':'batchNorm','epsilon':1e-5,'momentum':2}"
                    + "| batchNorm: momentum is 2.0, expected a number above 0 and up to 1",
            "{'layer':'batchNorm','epsilon':1e-5,'momentum':0.1,'affine':false}"
                    + "| the field 'affine' is not known to this version",
            "{'layer':'dropout','rate':1} | dropout: rate is 1.0, expected at least 0 and below 1"}, quoteCharacter = '"')
    void mistakesAreNamed(String tree, String message) {
        assertThatThrownBy(() -> read(tree.replace('\'', '"'))).isInstanceOf(FormatException.class)
                .hasMessage("model: network: " + message);
    }

    @Test
    void treesAreMaps() {
        assertThat(LayerJson.write(batchNorm()))
                .hasValue(Map.of("layer", "batchNorm", "epsilon", 1e-5, "momentum", 0.1));
    }
}
