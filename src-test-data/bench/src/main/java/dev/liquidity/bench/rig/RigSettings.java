package dev.liquidity.bench.rig;

import dev.liquidity.bench.load.Universe;
import java.nio.file.Path;
import java.util.List;

/**
 * How the processes of one measurement are set up.
 *
 * @param universe the instruments
 * @param dumpSeconds {@code persistence.dump_interval_seconds}
 * @param historyMinutes {@code persistence.redis_history_minutes}
 * @param ledger whether the exchange writes down what it sends, for an audit
 * @param connectorFlags of its JVM
 * @param receiverFlags of its JVM
 * @param database where the receiver stores; null for a file in the rig's own directory
 */
public record RigSettings(
        Universe universe,
        int dumpSeconds,
        int historyMinutes,
        boolean ledger,
        List<String> connectorFlags,
        List<String> receiverFlags,
        Path database) {
    /** {@code redis.max_stream_length}. */
    static final int STREAM_LENGTH = 100_000;

    /** {@code persistence.dump_interval_seconds} of config.yaml. */
    public static final int USUAL_DUMP_SECONDS = 5;

    private static final int SHORT_DUMP_SECONDS = 1;
    private static final int DEFAULT_HISTORY = 15;

    /** As config.yaml has it, on a plain {@code java -jar}; but with a dump a second, so that the store's lag tells something. */
    public static RigSettings defaults(Universe universe) {
        return new RigSettings(universe, SHORT_DUMP_SECONDS, DEFAULT_HISTORY, false, List.of(), List.of(), null);
    }

    public RigSettings withHistoryMinutes(int minutes) {
        return new RigSettings(universe, dumpSeconds, minutes, ledger, connectorFlags, receiverFlags, database);
    }

    public RigSettings withUsualDumps() {
        return new RigSettings(
                universe, USUAL_DUMP_SECONDS, historyMinutes, ledger, connectorFlags, receiverFlags, database);
    }

    public RigSettings withLedger() {
        return new RigSettings(universe, dumpSeconds, historyMinutes, true, connectorFlags, receiverFlags, database);
    }

    public RigSettings withFlags(List<String> connector, List<String> receiver) {
        return new RigSettings(universe, dumpSeconds, historyMinutes, ledger, connector, receiver, database);
    }

    public RigSettings withDatabase(Path file) {
        return new RigSettings(universe, dumpSeconds, historyMinutes, ledger, connectorFlags, receiverFlags, file);
    }
}
