package dev.liquidity.pipeline;

import java.time.Duration;

/** What can happen to the connector's process. */
final class ConnectorFaults {
    private static final int SHORTEST_MILLIS = 200;
    private static final int LONGEST_MILLIS = 1_500;
    private static final int FIRST_TICKS = 100;

    private ConnectorFaults() {}

    /** Killed so many times under load, at random moments; started again at once. */
    static Fault killed(int times) {
        return Fault.severing("connector: kill -9 under load, " + times + " times", (pipeline, random) -> {
            for (int i = 0; i < times; i++) {
                Until.elapsed(Duration.ofMillis(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS)));
                pipeline.connector().kill();
                pipeline.connector().start();
                pipeline.awaitSent(FIRST_TICKS);
            }
        });
    }

    /** Killed while Redis is away and the journal is all there is; started again before Redis is. */
    static Fault killedWithRedisAway(Duration away) {
        return Fault.severing("connector: kill -9 with Redis away and a long journal", (pipeline, random) -> {
            pipeline.redis().kill();
            Until.elapsed(away);
            pipeline.connector().kill();
            pipeline.connector().start();
            pipeline.awaitSent(2_000);
            pipeline.redis().start();
        });
    }

    /** Stopped in order, and away for a while; nothing that it had read may be missing. */
    static Fault stopped(Duration away) {
        return Fault.severing("connector: SIGTERM, down for " + away.toSeconds() + " s", (pipeline, random) -> {
            int code = pipeline.connector().stop();
            if (code != 0) {
                throw new AssertionError("exit code " + code);
            }
            Until.elapsed(away);
            pipeline.connector().start();
        });
    }
}
