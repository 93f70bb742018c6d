package org.chainrule.app.option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.chainrule.app.option.TableOptions.Input;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The parameters of a command that reads a model and a table with the columns of its training.
public final class ModelAndTable {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model saved by chainrule train.")
    private Path model = Path.of("");

    @Parameters(index = "1..*", paramLabel = "FILE", arity = "0..*", description = "A table with the columns of the training table. Several files or a pattern are one table; - is standard input.")
    private List<String> names = List.of();

    @ArgGroup(validate = false, heading = "%nTable options:%n")
    private TableOptions where = new TableOptions();

    private Input table = Input.none();

    /// Finds the files of the table, before it is used.
    ///
    /// @throws ParameterException if it is not stated where the table is
    /// @throws IOException if a folder cannot be read
    public void locate() throws IOException {
        table = where.input(names, this::wrong);
    }

    /// Same as [#locate()], with options in place of those that the model keeps.
    public void locate(LayoutOptions lines) throws IOException {
        locate();
        table = lines.over(table, this::wrong);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    /// Returns the model file.
    public Path model() {
        return model;
    }

    /// Returns the table.
    public Input table() {
        return table;
    }
}
