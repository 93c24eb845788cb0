package dev.liquidity.bench.rig;

import dev.liquidity.bench.load.Universe;
import java.nio.file.Path;
import java.util.List;

/**
 * How the processes of one measurement are set up.
 *
 * @param universe the instruments
 * @param historyMinutes {@code persistence.redis_history_minutes}
 * @param ledger whether the exchange writes down what it sends, for an audit
 * @param connectorFlags of its JVM
 * @param receiverFlags of its JVM
 * @param database where the receiver stores; null for a file in the rig's own directory
 */
public record RigSettings(
        Universe universe,
        int historyMinutes,
        boolean ledger,
        List<String> connectorFlags,
        List<String> receiverFlags,
        Path database) {
    /** {@code redis.max_stream_length}. */
    static final int STREAM_LENGTH = 100_000;

    private static final int DEFAULT_HISTORY = 15;

    /** As config.yaml has it, on a plain {@code java -jar}. */
    public static RigSettings defaults(Universe universe) {
        return new RigSettings(universe, DEFAULT_HISTORY, false, List.of(), List.of(), null);
    }

    public RigSettings withHistoryMinutes(int minutes) {
        return new RigSettings(universe, minutes, ledger, connectorFlags, receiverFlags, database);
    }

    public RigSettings withLedger() {
        return new RigSettings(universe, historyMinutes, true, connectorFlags, receiverFlags, database);
    }

    public RigSettings withFlags(List<String> connector, List<String> receiver) {
        return new RigSettings(universe, historyMinutes, ledger, connector, receiver, database);
    }

    public RigSettings withDatabase(Path file) {
        return new RigSettings(universe, historyMinutes, ledger, connectorFlags, receiverFlags, file);
    }
}
