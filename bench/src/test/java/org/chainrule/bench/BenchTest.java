package org.chainrule.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.chainrule.io.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BenchTest {
    @ParameterizedTest
    @EnumSource(Net.class)
    void everyNetworkLearns(Net net) {
        int batch = net == Net.TAB ? 32 : 256;
        Peer.Task task = Chainrule.prepare(new Work.Train(net, batch), 1);
        int steps = Net.ROWS / batch;
        float before = 0;
        float after = 0;
        for (int pass = 0; pass < 3; pass++) {
            for (int i = 0; i < steps; i++) {
                task.step();
                before += pass == 0 ? task.loss() : 0;
                after += pass == 2 ? task.loss() : 0;
            }
        }
        assertThat(after / steps).isFinite().isLessThan(before / steps);
    }

    @Test
    void everyKindOfWorkRuns() {
        for (String id : List.of("infer mnist 1", "infer mnist 256", "infer tab 1", "matmul 128x128x10",
                "matmul dW 784x128x256", "matmul dX 32x128x256")) {
            Chainrule.prepare(Work.of(id), 1).step();
        }
    }

    @Test
    void namesOfWorksAreUnique() {
        assertThat(Work.all().stream().map(Work::id)).doesNotHaveDuplicates();
    }

    @Test
    void aRatioAboveOneIsAhead() {
        Results results = new Results();
        Work train = new Work.Train(Net.TAB, 32);
        results.add(train, 1, Contestant.CHAINRULE, List.of(300.0, 100.0, 200.0));
        results.add(train, 1, Contestant.DJL, List.of(150.0));
        results.add(Work.Startup.STEP, 1, Contestant.CHAINRULE, List.of(2.0));
        results.add(Work.Startup.STEP, 1, Contestant.SCALAR, List.of(1.0));
        results.missing(Contestant.SKLEARN, "all", "it is \"absent\"");
        Report report = new Report(Map.of("machine", "any"), results);

        Map<?, ?> json = (Map<?, ?>) Json.parse(report.json());
        assertThat(json.get("machine")).isEqualTo("any");
        assertThat(json.get("missing")).isEqualTo(Map.of("sklearn, all", "it is \"absent\""));
        List<?> rows = (List<?>) Objects.requireNonNull(json.get("rows"));
        assertThat(rows.get(0)).isEqualTo(Map.of("work", "train tab", "threads", 1L, "batch", 32L, "peer", "chainrule",
                "median", 200.0, "p90", 300.0, "ratioP90", 1.0));
        assertThat(((Map<?, ?>) rows.get(1)).get("ratioP90")).isEqualTo(2.0);
        assertThat(((Map<?, ?>) rows.get(3)).get("ratioP90")).isEqualTo(0.5);
        assertThat(report.table()).contains("missing: sklearn, all: it is \"absent\"");
        assertThat(report.markdown()).contains("| train tab | 32 | 1 | djl | 150 | 150 | steps/s | 2.00 |");
    }

    @Test
    void optionsChooseByName() {
        Options chosen = Options.of(List.of("--work", "train mnist", "matmul dX", "--peer", "djl"));
        assertThat(chosen.works().stream().map(Work::id)).containsExactly("train mnist 32", "train mnist 128",
                "train mnist 1024", "matmul dX 32x128x256", "matmul dX 1024x128x256");
        assertThat(chosen.peers()).containsExactly(Contestant.CHAINRULE, Contestant.SCALAR, Contestant.DJL);
        assertThat(Options.of(List.of("--quick")).peers()).containsExactly(Contestant.CHAINRULE, Contestant.SCALAR,
                Contestant.LIBTORCH, Contestant.OPENBLAS);
        assertThatThrownBy(() -> Options.of(List.of("--peer", "numpy"))).hasMessage("bench: there is no such peer, "
                + "expected chainrule, chainrule-scalar, libtorch, djl, dl4j, smile, sklearn, pytorch, openblas");
        assertThatThrownBy(() -> Options.of(List.of("fast"))).hasMessage("bench: cannot read 'fast', "
                + "expected --quick, --work NAME..., --peer NAME...");
    }
}
