package dev.liquidity.sandbox;

import dev.liquidity.sandbox.audit.Audit;
import dev.liquidity.sandbox.audit.AuditReport;
import dev.liquidity.sandbox.audit.StreamAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import redis.clients.jedis.HostAndPort;

/** Compares a store with the exchange's ledger; exit code 0 if the audit holds, otherwise 1. */
@Command(
        name = "audit",
        description =
                "Compares a store with what the exchange sent, field by field; exit code 0 if the audit holds, else 1.",
        mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
    @Option(names = "--ledger", required = true, description = "The exchange's ledger.")
    private Path ledger;

    @Option(
            names = "--db",
            required = true,
            description = "A SQLite file of a receiver; repeated if there are several.")
    private List<Path> databases;

    @Option(names = "--redis", description = "host:port; also compares the stream's entries.")
    private HostAndPort redis;

    @Option(names = "--redis-db", defaultValue = "0", description = "The Redis database; default: 0.")
    private int redisDb;

    @Option(names = "--redis-user", description = "An ACL user; default: the default one.")
    private String redisUser;

    @Option(
            names = "--password",
            defaultValue = "${env:REDIS_PASSWORD}",
            description = "Of Redis; default: the environment's REDIS_PASSWORD.")
    private String password;

    @Option(names = "--stream", defaultValue = "ticks:raw", description = "The stream; default: ticks:raw.")
    private String stream;

    @Option(names = "--top", defaultValue = "10", description = "Instruments in the table; default: 10.")
    private int top;

    @Override
    public Integer call() throws Exception {
        AuditReport report = Audit.run(ledger, databases, address());
        System.out.print(report.text(top));
        return report.holds() ? 0 : 1;
    }

    private StreamAddress address() {
        return redis == null
                ? null
                : new StreamAddress(
                        redis.getHost(),
                        redis.getPort(),
                        redisDb,
                        redisUser,
                        password == null || password.isEmpty() ? null : password,
                        stream);
    }
}
