package dev.liquidity.bench.rig;

import dev.liquidity.bench.load.Universe;
import java.nio.file.Path;
import java.util.List;

/**
 * Builds the settings of one measurement's processes: as config.yaml has them, on a plain {@code java -jar}, but with a
 * commit a second, so that the store's lag is meaningful. Not thread-safe.
 */
public final class RigSettings {
    /** {@code redis.max_stream_length}. */
    static final int STREAM_LENGTH = 100_000;

    /** {@code persistence.dump_interval_seconds} of config.yaml. */
    public static final int USUAL_DUMP_SECONDS = 5;

    final Universe universe;
    int dumpSeconds = 1;
    int historyMinutes = 15;
    boolean ledger;
    List<String> connectorFlags = List.of();
    List<String> receiverFlags = List.of();
    Path database;

    /** @param universe the instruments */
    public RigSettings(Universe universe) {
        this.universe = universe;
    }

    /** {@code persistence.redis_history_minutes}; default: 15. */
    public RigSettings historyMinutes(int minutes) {
        historyMinutes = minutes;
        return this;
    }

    /** As many commits as by default. */
    public RigSettings usualDumps() {
        dumpSeconds = USUAL_DUMP_SECONDS;
        return this;
    }

    /** Has the exchange write down what it sends, for an audit. */
    public RigSettings ledger() {
        ledger = true;
        return this;
    }

    /** Flags of the two virtual machines; default: none. */
    public RigSettings flags(List<String> connector, List<String> receiver) {
        connectorFlags = connector;
        receiverFlags = receiver;
        return this;
    }

    /** Where the receiver stores; default: a file in the rig's own directory. */
    public RigSettings database(Path file) {
        database = file;
        return this;
    }
}
