package org.chainrule.app;

import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.chainrule.app.option.TableOptions;
import org.chainrule.app.option.TableOptions.Input;
import org.chainrule.app.process.Browser;
import org.chainrule.app.process.Endpoint;
import org.chainrule.app.process.Failure;
import org.chainrule.app.process.Flags;
import org.chainrule.app.show.Terminal;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.serve.Playground;
import org.chainrule.tabular.remark.Wording;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `chainrule play`: opens a page on which a network learns a table before the eyes of its user.
@Command(name = "play", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Watch a network learn: a page on which a table is chosen, a network changed by clicks, and its training followed "
                + "step by step. It trains in this process, and nothing leaves this machine.",
        ""}, footer = {"", "Press Ctrl-C to end it.", "", "Examples:", "  chainrule play",
                "  chainrule play penguins.csv --target species", "  chainrule play --port 8090 --no-open"})
final class PlayCommand implements Callable<Integer> {
    /// The settings of a table are options of another command.
    private static final Wording WORDING = remedy -> "chainrule train " + Flags.WORDING.of(remedy);
    private static final int USUAL_PORT = 8090;
    private static final int LARGEST_PORT = 65_535;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "The table to begin with. Several files or a pattern are one table. Without one, the page begins with a sample.")
    private List<String> names = List.of();

    @Option(names = "--target", paramLabel = "COLUMN", description = "The column to predict. Defaults to the last one; the page can change it.")
    private @Nullable String target;

    @Option(names = "--port", paramLabel = "N", description = "The port of the page. Defaults to 8090, and to a free one if that is taken.")
    private @Nullable Integer port;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "The address to bind to. Defaults to 127.0.0.1, which only this machine reaches.")
    private String host = "127.0.0.1";

    @Option(names = "--no-open", description = "Do not open the page in the browser.")
    private boolean closed;

    @ArgGroup(validate = false, heading = "%nTable options:%n")
    private TableOptions where = new TableOptions();

    PlayCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (Playground playground = start()) {
            terminal.out().println("The playground is at " + playground.address() + "; press Ctrl-C to end it");
            terminal.out().flush();
            if (!closed) {
                Browser.open(playground.address())
                        .ifPresent(sentence -> terminal.err().println("chainrule: " + sentence));
            }
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return Main.DONE;
    }

    /// Starts the playground that the options describe.
    Playground start() throws IOException {
        if (port != null && (port < 0 || port > LARGEST_PORT)) {
            throw wrong("--port must be from 0 to " + LARGEST_PORT + ", but is " + port);
        }
        Playground.Setup setup = Playground.of().host(host).wording(WORDING);
        if (!names.isEmpty() || where.queries()) {
            Input input = where.input(names, this::wrong);
            new InputFiles().and("the table", input).readOnce();
            setup = setup.table(input.files().isEmpty() ? input.toString() : name(input.first()), input.source(),
                    where.words(names), names.size() == 1 && input.files().size() == 1 && !where.queries()
                            ? Optional.of(input.first())
                            : Optional.empty());
        } else if (target != null) {
            throw wrong("--target is the column of a table; name its FILE too");
        }
        return listening(target == null ? setup : setup.target(target));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private Playground listening(Playground.Setup setup) throws IOException {
        Endpoint place = new Endpoint(host, port == null ? USUAL_PORT : port);
        if (!place.isLoopback()) {
            terminal.err().println("chainrule: everybody who reaches " + host
                    + " can use this page and the tables on it; leave out --host to keep it to this machine");
        }
        try {
            return (port == null ? setup.portOrFree(USUAL_PORT) : setup.port(port)).start();
        } catch (ArgumentException | FormatException e) {
            throw new IOException(Failure.sentence(e, WORDING), e);
        } catch (BindException | UnknownHostException e) {
            throw place.refused(e);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
