package org.chainrule.app.option;

import java.io.IOException;
import java.nio.file.Path;
import org.chainrule.app.show.Format;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.chainrule.tabular.MultiModel;
import org.chainrule.tabular.TabularModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The model of one target, for a command that reads a single model: a file may hold a model for each of several.
public final class TargetModel {
    private static final int NAMED = 6;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--target", paramLabel = "COLUMN", description = "The target, if the file holds a model for each of several.")
    private @Nullable String target;

    /// Loads the model of the target.
    ///
    /// @throws ParameterException if a file with several targets has no such target, or none is chosen
    /// @throws IOException if the file cannot be read
    public TabularModel load(Path model) throws IOException {
        if (!MultiModel.isMulti(model)) {
            TabularModel single = TabularModel.load(model);
            String only = single.target().column();
            if (target != null && !target.equals(only)) {
                throw wrong("the target of " + model + " is " + Quote.of(only) + ", not " + Quote.of(target)
                        + "; leave --target out");
            }
            return single;
        }
        MultiModel several = MultiModel.load(model);
        if (several.list().isPresent()) {
            throw wrong(model + " holds a model for each label of " + Quote.of(several.list().get()) + ", but "
                    + command.name() + " reads the model of a single target; train one on a column with yes or no for"
                    + " the label");
        }
        if (target == null) {
            throw wrong(model + " holds a model for each of several targets; choose one with --target: "
                    + Format.names(several.targets(), NAMED));
        }
        try {
            return several.model(target);
        } catch (ArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
