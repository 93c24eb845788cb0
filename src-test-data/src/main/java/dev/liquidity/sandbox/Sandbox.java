package dev.liquidity.sandbox;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The sandbox's command line: {@code exchange}, {@code audit} and {@code config}. */
@Command(
        name = "sandbox",
        description = "An exchange of one's own: plays Kite's login, API and ticker, and audits what was stored.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ExchangeCommand.class, AuditCommand.class, ConfigCommand.class})
public final class Sandbox {
    private Sandbox() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Sandbox()).execute(args));
    }
}
