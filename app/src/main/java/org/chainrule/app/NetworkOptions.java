package org.chainrule.app;

import java.util.function.Function;
import org.chainrule.tabular.Tabular;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The options of `chainrule train` about the network and its training.
final class NetworkOptions {
    private enum Kind {
        linear, mlp
    }

    @Option(names = "--model", paramLabel = "MODEL", description = "mlp (a network with hidden layers, the default) or linear.")
    private Kind model = Kind.mlp;

    @Option(names = "--hidden", split = ",", paramLabel = "N", description = "How wide each hidden layer is; 256,128 unless said.")
    private int @Nullable [] hidden;

    @Option(names = "--epochs", paramLabel = "N", description = "How often every row is seen, at most; 200 unless said. Training ends sooner when it no longer "
            + "helps.")
    private int epochs = 200;

    @Option(names = "--batch", paramLabel = "N", description = "Rows a step; 32 to 1024 by the size of the table.")
    private @Nullable Integer batch;

    @Option(names = "--lr", paramLabel = "RATE", description = "The learning rate; 0.001 unless said, 0.01 for linear.")
    private @Nullable Double rate;

    @Option(names = "--seed", paramLabel = "N", description = "What all random numbers follow from; 0 unless said. The same seed gives the same model, bit by "
            + "bit.")
    private long seed;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that take part; one a processor unless said.")
    private @Nullable Integer threads;

    /// The training with what was said.
    Tabular apply(Tabular start, Function<String, ParameterException> wrong) {
        Tabular tabular = start.epochs(atLeastOne("--epochs", epochs, wrong)).seed(seed);
        if (model == Kind.linear) {
            if (hidden != null) {
                throw wrong.apply("--hidden is for --model mlp; a linear model has no hidden layers");
            }
            tabular = tabular.linear();
        } else if (hidden != null) {
            for (int units : hidden) {
                atLeastOne("--hidden", units, wrong);
            }
            tabular = tabular.hidden(hidden);
        }
        if (batch != null) {
            tabular = tabular.batch(atLeastOne("--batch", batch, wrong));
        }
        if (rate != null) {
            if (!(rate > 0) || rate.isInfinite()) {
                throw wrong.apply("--lr should be a number above 0, but is " + rate);
            }
            tabular = tabular.learningRate(rate);
        }
        return threads == null ? tabular : tabular.threads(atLeastOne("--threads", threads, wrong));
    }

    private static int atLeastOne(String option, int value, Function<String, ParameterException> wrong) {
        if (value < 1) {
            throw wrong.apply(option + " should be at least 1, but is " + value);
        }
        return value;
    }
}
