package dev.liquidity.sandbox;

import dev.liquidity.sandbox.demo.ChainCommand;
import dev.liquidity.sandbox.demo.WatchCommand;
import dev.liquidity.sandbox.look.RedisCommand;
import dev.liquidity.sandbox.look.SqlCommand;
import java.io.IOException;
import java.sql.SQLException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The sandbox's command line: {@code exchange}, {@code audit}, {@code config}, {@code redis} and {@code sql} to look at
 * a store, and {@code watch} and {@code chain} for the demo.
 */
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
            SqlCommand.class,
            WatchCommand.class,
            ChainCommand.class
        })
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
        System.exit(commandLine().execute(args));
    }

    /** An error of the user's is one line, any other a stack trace; both end with 1. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Sandbox());
        commandLine.registerConverter(HostAndPort.class, HostAndPort::from);
        // What follows a Redis command is its arguments, as in ZRANGE key 0 -1.
        commandLine.getSubcommands().get("redis").setStopAtPositional(true);
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof IOException
                    || failure instanceof SQLException
                    || failure instanceof JedisException) {
                command.getErr().println("sandbox: " + failure.getMessage());
            } else {
                failure.printStackTrace(command.getErr());
            }
            return 1;
        });
        return commandLine;
    }
}
