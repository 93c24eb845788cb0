package dev.liquidity.sandbox;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The sandbox's command line: {@code exchange}, {@code audit} and {@code config}. */
@Command(
        name = "sandbox",
        description = "An exchange of one's own: plays Kite's login, API and ticker, and audits what was stored.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ExchangeCommand.class, AuditCommand.class, ConfigCommand.class})
public final class Sandbox implements Runnable {
    @Spec
    private CommandSpec spec;

    Sandbox() {}

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Sandbox()).execute(args));
    }
}
