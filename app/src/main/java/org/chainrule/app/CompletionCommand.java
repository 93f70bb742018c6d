package org.chainrule.app;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `chainrule completion`: what lets a shell complete commands, options and file names.
@Command(name = "completion", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Prints a script that lets a shell complete the command's words.", ""}, footer = {"", "Examples:",
                "  source <(chainrule completion bash)", "  chainrule completion zsh > ~/.chainrule-completion"})
final class CompletionCommand implements Callable<Integer> {
    private enum Shell {
        bash, zsh
    }

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell = Shell.bash;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// One script serves both: zsh takes the completions of bash once it is asked to.
    @Override
    public Integer call() {
        CommandSpec top = spec.root();
        String script = AutoComplete.bash(top.name(), top.commandLine());
        terminal.out().writeBytes((shell == Shell.zsh ? "autoload -U +X compinit && compinit\n" + script : script)
                .getBytes(StandardCharsets.UTF_8));
        return Main.DONE;
    }
}
