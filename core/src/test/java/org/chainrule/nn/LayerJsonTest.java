package org.chainrule.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LayerJsonTest {
    static List<Layer> layers() {
        List<Layer> layers = new ArrayList<>(List.of(Layers.linear(3), Layers.linear(3).withoutBias(),
                Layers.linear(4).weights(Inits.heNormal()).biases(Inits.zeros()),
                Layers.linear(4).weights(Inits.xavierUniform()).biases(Inits.uniform(-0.5, 1)),
                Layers.linear(4).weights(Inits.orthogonal(1.5)).biases(Inits.normal(0.1)), Layers.embedding(11, 6),
                Layers.embedding(11, 6).start(Inits.normal(0.02)), Layers.dropout(0.2), Layers.layerNorm(),
                Layers.residual(Layers.linear(3)), Layers.sequential(Layers.linear(3), Layers.relu()),
                Layers.named("head", Layers.linear(3)), Layers.flatten(), Layers.leakyRelu(0.2), Layers.celu(1.5),
                Layers.prelu(), Layers.thresholds(4),
                Layers.recompute(Layers.sequential(Layers.linear(3), Layers.relu())), Layers.scaling(),
                Layers.tangentLinear(3), Layers.tangentLinear(3).dataDriven(), Layers.tangentLinear(1).zero(),
                Layers.identity(),
                Layers.parts(Layers.part(0, 3, Layers.identity()), Layers.part(new int[]{7, 8, 2, 4}, Layers.gelu())),
                Layers.periodic(16, 0.1, 4), Layers.fan(8, true), Layers.fan(3, false), Layers.heads(2),
                Layers.memberMean(Mixture.Kind.CLASSES), Layers.memberMean(Mixture.Kind.NUMBERS),
                Layers.piecewiseLinear(List.of(List.of(-1.0, 0.1), List.of(0.0, 1.0, 2e6)), 16),
                Layers.mixture(Mixture.Kind.NUMBERS, Layers.linear(1), Layers.sequential(Layers.relu())),
                Layers.mixture(Mixture.Kind.CLASSES, Layers.linear(2), Layers.linear(2)).temperature(0.7)
                        .weights(List.of(0.25, 0.75))));
        for (Activation.Function function : Activation.Function.values()) {
            layers.add(Layers.parametric(function));
            layers.add(new Activation.Plain(function));
        }
        return layers;
    }

    @ParameterizedTest
    @MethodSource("layers")
    void comesBackAsItWas(Layer layer) {
        Layer nested = Layers.sequential(Layers.residual(Layers.named("here", layer)), layer);
        for (Layer each : List.of(layer, nested)) {
            String text = Json.write(LayerJson.write(each).orElseThrow());
            assertThat(LayerJson.read(Json.parse(text), "text")).isEqualTo(each);
            assertThat(LayerJson.read(LayerJson.write(each).orElseThrow(), "text")).isEqualTo(each);
        }
    }

    /// Fails if a layer is added to the catalogue but not to the file format.
    @Test
    void everyRecordThatIsALayerIsInTheTest() {
        List<Class<?>> shown = new ArrayList<>();
        layers().forEach(layer -> shown.add(layer.getClass()));
        assertThat(shown).contains(Activation.class.getPermittedSubclasses());
        assertThat(shown).contains(Linear.class, Embedding.class, LayerNorm.class, Dropout.class, Flatten.class,
                Residual.class, Sequential.class, Named.class, Recompute.class, Scaling.class,
                TangentLinear.class, ParametricActivation.class, Identity.class, Parts.class,
                Mixture.class, Periodic.class, PiecewiseLinear.class, Fan.class, Heads.class, MemberMean.class,
                Thresholds.class);
    }

    @Test
    void theTextIsPlain() {
        Layer net = Layers.sequential(Layers.linear(4), Layers.gelu(), Layers.dropout(0.5),
                Layers.linear(2).weights(Inits.heUniform()));
        assertThat(Json.write(LayerJson.write(net).orElseThrow())).isEqualTo("{\"layer\":\"sequential\",\"layers\":["
                + "{\"layer\":\"linear\",\"units\":4,\"bias\":true,\"weights\":"
                + "{\"init\":\"scaled\",\"factor\":1.0,\"fan\":\"in\",\"normal\":false}},{\"layer\":\"gelu\"},"
                + "{\"layer\":\"dropout\",\"rate\":0.5},{\"layer\":\"linear\",\"units\":2,\"bias\":true,\"weights\":"
                + "{\"init\":\"scaled\",\"factor\":2.0,\"fan\":\"in\",\"normal\":false}}]}");
    }

    @Test
    void columnsAreWrittenAsRanges() {
        Layer parts = Layers.parts(Layers.part(new int[]{0, 1, 2, 5}, Layers.relu()));
        assertThat(Json.write(LayerJson.write(parts).orElseThrow())).isEqualTo("{\"layer\":\"parts\",\"parts\":["
                + "{\"columns\":[[0,3],[5,6]],\"inner\":{\"layer\":\"relu\"}}]}");
    }

    @Test
    void aLayerOfTheUsersHasNoForm() {
        Layer own = (x, scope) -> x;
        assertThat(LayerJson.write(own)).isEmpty();
        assertThat(LayerJson.write(Layers.sequential(Layers.relu(), own))).isEmpty();
        assertThat(LayerJson.write(Layers.residual(own))).isEmpty();
        assertThat(LayerJson.write(Layers.parts(Layers.part(0, 1, Layers.relu()), Layers.part(0, 1, own)))).isEmpty();
        assertThat(LayerJson.write(Layers.named("own", own))).isEmpty();
    }

    @Test
    void aStartOfTheUsersIsLeftOut() {
        Init own = (shape, draws) -> new float[shape.elements()];
        Layer written = Layers.linear(3).weights(own).biases(own);
        assertThat(LayerJson.read(LayerJson.write(written).orElseThrow(), "text")).isEqualTo(Layers.linear(3));
        assertThat(LayerJson.read(LayerJson.write(Layers.embedding(2, 3).start(own)).orElseThrow(), "text"))
                .isEqualTo(Layers.embedding(2, 3));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "[]; model: network is not an object",
            "{}; model: network: the field 'layer' is missing",
            "{'layer':3}; model: network: the field 'layer' is 3, expected a text",
            "{'layer':'java.lang.Runtime'}; model: network: the layer 'java.lang.Runtime' is not known to this version",
            "{'layer':'relu','slope':1}; model: network: the field 'slope' is not known to this version",
            "{'layer':'linear','units':0,'bias':true}; model: network: linear: units is 0, expected at least 1",
            "{'layer':'linear','units':2.5,'bias':true}; model: network: the field 'units' is 2.5, expected a whole number",
            "{'layer':'linear','units':1e99,'bias':true}; model: network: the field 'units' is 1.0E99, expected a whole number",
            "{'layer':'linear','units':2,'bias':1}; model: network: the field 'bias' is 1, expected true or false",
            "{'layer':'dropout','rate':null}; model: network: the field 'rate' is null, expected a number",
            "{'layer':'dropout','rate':1}; model: network: dropout: rate is 1.0, expected at least 0 and below 1",
            "{'layer':'residual','inner':'relu'}; model: network/inner is not an object",
            "{'layer':'sequential','layers':[]}; model: network: sequential: got no layers, expected at least one",
            "{'layer':'sequential','layers':[{'layer':'relu'},{'layer':'x'}]}; model: network/layers/1: the layer 'x' is not known to this version",
            "{'layer':'sequential','layers':{}}; model: network: the field 'layers' is {}, expected a list",
            "{'layer':'linear','units':2,'bias':true,'weights':{'init':'x'}}; model: network/weights: the start 'x' is not known to this version",
            "{'layer':'linear','units':2,'bias':true,'weights':{'init':'scaled','factor':1,'fan':'out','normal':true}}; model: network/weights: fan is 'out', expected 'in' or 'mean'",
            "{'layer':'tangentLinear','units':2,'start':'one'}; model: network: the field 'start' is one, expected 'normal' or 'data' or 'zero'",
            "{'layer':'parametric','function':'bend'}; model: network: the function 'bend' is not known to this version",
            "{'layer':'parts','parts':[]}; model: network: parts: got no parts, expected at least one",
            "{'layer':'parts','parts':[{'columns':[[0,1]],'inner':{'layer':'relu'},'x':1}]}; model: network/parts/0: the field 'x' is not known to this version",
            "{'layer':'parts','parts':[{'columns':[0,1],'inner':{'layer':'relu'}}]}; model: network/parts/0: the field 'columns' is [0, 1], expected lists of numbers",
            "{'layer':'parts','parts':[{'columns':[[0,'1']],'inner':{'layer':'relu'}}]}; model: network/parts/0: the field 'columns' is [[0, 1]], expected lists of numbers",
            "{'layer':'parts','parts':[{'columns':[[0,1.5]],'inner':{'layer':'relu'}}]}; model: network/parts/0: the columns are [0.0, 1.5], expected two whole numbers",
            "{'layer':'parts','parts':[{'columns':[[0,0]],'inner':{'layer':'relu'}}]}; model: network/parts/0: parts: the columns are 0 to 0, expected 0 <= from < to",
            "{'layer':'mixture','kind':'rows','members':[],'temperature':1,'weights':[]}; model: network: the field 'kind' is rows, expected 'numbers' or 'classes'",
            "{'layer':'mixture','kind':'classes','members':[],'temperature':1,'weights':[1]}; model: network: mixture: got 0 members and 1 weights, expected at least one member and a weight for each",
            "{'layer':'mixture','kind':'classes','members':[{'layer':'relu'}],'temperature':1,'weights':['1']}; model: network: the field 'weights' is [1], expected a list of numbers",
            "{'layer':'periodic','frequencies':2,'sigma':0,'width':4}; model: network: periodic: sigma is 0.0, expected a number above 0",
            "{'layer':'periodic','frequencies':2,'sigma':1,'width':1}; model: network: periodic: width is 1, expected at least 2",
            "{'layer':'piecewiseLinear','edges':[[0,1],[2]],'width':4}; model: network: piecewiseLinear: column 1 has 1 edges, expected at least two (a constant column needs no embedding)",
            "{'layer':'named','name':'a/b','inner':{'layer':'relu'}}; model: network: named: the name is 'a/b', expected one without '/'"})
    void whatIsNoNetworkIsRefused(String text, String message) {
        Object tree = Json.parse(text.replace('\'', '"'));
        assertThatThrownBy(() -> LayerJson.read(tree, "model")).isInstanceOf(FormatException.class)
                .hasMessage(message);
    }
}
