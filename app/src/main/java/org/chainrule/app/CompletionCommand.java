package org.chainrule.app;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.chainrule.app.show.Terminal;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `chainrule completion`: prints a script with which a shell completes commands, options and file names.
@Command(name = "completion", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Print a script for tab completion in a shell.", ""}, footer = {"", "Examples:",
                "  source <(chainrule completion bash)", "  chainrule completion zsh > ~/.chainrule-completion"})
final class CompletionCommand implements Callable<Integer> {
    private enum Shell {
        bash, zsh
    }

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "The shell: bash or zsh.")
    private Shell shell = Shell.bash;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Both shells use the same script: zsh reads completions of bash after `compinit`.
    @Override
    public Integer call() {
        CommandSpec top = spec.root();
        String script = AutoComplete.bash(top.name(), top.commandLine());
        terminal.out().writeBytes((shell == Shell.zsh ? "autoload -U +X compinit && compinit\n" + script : script)
                .getBytes(StandardCharsets.UTF_8));
        return Main.DONE;
    }
}
