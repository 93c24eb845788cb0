package dev.liquidity.sandbox;

import dev.liquidity.sandbox.look.RedisCommand;
import dev.liquidity.sandbox.look.SqlCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The sandbox's command line: {@code exchange}, {@code audit}, {@code config}, and {@code redis} and {@code sql} to look at a store. */
@Command(
        name = "sandbox",
        description = "An exchange of one's own: plays Kite's login, API and ticker, and audits what was stored.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ExchangeCommand.class,
            AuditCommand.class,
            ConfigCommand.class,
            RedisCommand.class,
            SqlCommand.class
        })
public final class Sandbox {
    private Sandbox() {}

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Sandbox());
        // What follows a Redis command is its arguments, as in ZRANGE key 0 -1.
        line.getSubcommands().get("redis").setStopAtPositional(true);
        System.exit(line.execute(args));
    }
}
