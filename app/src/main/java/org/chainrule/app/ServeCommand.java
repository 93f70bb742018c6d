package org.chainrule.app;

import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.chainrule.app.process.Endpoint;
import org.chainrule.app.process.Failure;
import org.chainrule.app.process.Interrupt;
import org.chainrule.app.show.Terminal;
import org.chainrule.serve.ModelServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `chainrule serve`: answers predictions over HTTP until it is stopped.
@Command(name = "serve", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Answer predictions of models over HTTP, until Ctrl-C or TERM.",
        "The name of a model is that of its file without .safetensors. A folder holds the versions of a model.",
        "A file that is replaced is loaded and tried while the server runs.", ""}, footer = {"", "Examples:",
                "  chainrule serve penguins.safetensors",
                "  curl localhost:8080/models/penguins/predict -d '{\"bill_length_mm\": 46.5, \"island\": \"Dream\"}'",
                "  chainrule serve a.safetensors b.safetensors --port 9000 --access-log",
                "  chainrule serve a.safetensors --host 0.0.0.0 --token-file token --tls site.pem"})
final class ServeCommand implements Callable<Integer> {
    private static final int MOST_PORT = 65_535;
    private static final long MOST_WAIT = 1000;

    private final Terminal terminal;
    private final Interrupt interrupt;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "MODEL", arity = "1..*", description = "A model saved by chainrule train, or a folder of its versions.")
    private List<Path> models = List.of();

    @Option(names = "--port", paramLabel = "N", defaultValue = "8080", description = "The port; 0 takes a free one. Defaults to 8080.")
    private int port;

    @Option(names = "--host", paramLabel = "ADDRESS", defaultValue = "127.0.0.1", description = "The address to bind to. Defaults to 127.0.0.1, which only this machine reaches; 0.0.0.0 is all.")
    private String host = "127.0.0.1";

    @Option(names = "--token-file", paramLabel = "FILE", description = "A file with the token that clients send as Authorization: Bearer TOKEN.")
    private @Nullable Path tokenFile;

    @Option(names = "--tls", paramLabel = "FILE", description = "Speak HTTPS with the private key and the certificates in this PEM file.")
    private @Nullable Path tls;

    @Option(names = "--max-batch", paramLabel = "N", defaultValue = "64", description = "The most rows of several requests that are predicted together; 1 predicts each request alone. Defaults to 64.")
    private int maxBatch;

    @Option(names = "--max-wait", paramLabel = "MS", defaultValue = "0", description = "How many milliseconds a request waits for others to share a batch. Defaults to 0: requests share one only if they wait anyway.")
    private double maxWait;

    @Option(names = "--max-body", paramLabel = "MIB", defaultValue = "16", description = "The largest body of a request in MiB. Defaults to 16.")
    private int maxBody;

    @Option(names = "--access-log", description = "Print a line of JSON for each request.")
    private boolean accessLog;

    @Option(names = {"-q",
            "--quiet"}, description = "Print only warnings, errors, and models that are replaced or refused.")
    private boolean quiet;

    ServeCommand(Terminal terminal, Interrupt interrupt) {
        this.terminal = terminal;
        this.interrupt = interrupt;
    }

    @Override
    public Integer call() throws IOException {
        check(port >= 0 && port <= MOST_PORT, "--port must be from 0 to " + MOST_PORT + ", but is " + port);
        check(maxBatch >= 1, "--max-batch must be at least 1, but is " + maxBatch);
        check(maxWait >= 0 && maxWait <= MOST_WAIT,
                "--max-wait must be from 0 to " + MOST_WAIT + ", but is " + maxWait);
        check(maxBody >= 1 && maxBody <= 1024, "--max-body must be from 1 to 1024, but is " + maxBody);
        interrupt.mayEnd("");
        for (Path model : models) {
            InputFiles.model(model);
        }
        ModelServer.Settings settings = ModelServer.of(models).host(host).port(port).maxBatch(maxBatch)
                .maxWait(Duration.ofNanos((long) (maxWait * 1e6))).maxBody((long) maxBody << 20).log(this::say);
        Path secret = tokenFile;
        if (secret != null) {
            settings = settings.token(token(secret));
        }
        Path pem = tls;
        if (pem != null) {
            settings = settings.tls(pem);
        }
        if (accessLog) {
            PrintStream out = terminal.out();
            settings = settings.accessLog(line -> {
                synchronized (out) {
                    out.println(line);
                }
            });
        }
        if (secret == null && !new Endpoint(host, port).isLoopback()) {
            say("every machine that reaches " + host + ":" + port
                    + " may use the models; give a --token-file to limit that");
        }
        try (ModelServer server = start(settings)) {
            serve(server);
        }
        return interrupt.code();
    }

    private void serve(ModelServer server) {
        interrupt.keep("");
        interrupt.waiting("answering the requests that have begun");
        if (!quiet) {
            URI address = server.address();
            for (String model : server.models()) {
                terminal.err().println(server.address(model));
            }
            terminal.err().println(address + " is a page to try " + (server.models().size() == 1 ? "it" : "them")
                    + "; Ctrl-C ends the server");
        }
        interrupt.await();
    }

    private ModelServer start(ModelServer.Settings settings) throws IOException {
        try {
            return settings.start(Failure::sentence);
        } catch (BindException | UnknownHostException e) {
            throw new Endpoint(host, port).refused(e);
        }
    }

    /// Reads the token, which must not be readable by all users of the machine.
    private static String token(Path file) throws IOException {
        String token;
        try {
            token = Files.readString(file).strip();
        } catch (MalformedInputException e) {
            throw new IOException(file + " is not text; write the token into it as one line", e);
        }
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IOException(file + (token.isEmpty() ? " is empty" : " has more than one word of ASCII")
                    + "; write a token into it as one line, for example with: openssl rand -hex 32 > " + file);
        }
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
                throw new IOException("every user of this machine can read the token in " + file
                        + "; protect it with: chmod 600 " + file);
            }
        }
        return token;
    }

    private void say(String sentence) {
        terminal.err().println("chainrule: " + sentence);
    }

    private void check(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
