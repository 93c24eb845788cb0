package dev.liquidity.pipeline;

import dev.liquidity.sandbox.support.Await;
import java.time.Duration;

/** What can happen to the connector's process. */
final class ConnectorFaults {
    private static final int SHORTEST_MILLIS = 200;
    private static final int LONGEST_MILLIS = 1_500;
    private static final int FIRST_TICKS = 100;

    private ConnectorFaults() {}

    /** Killed several times under load, at random moments, and started again at once. */
    static Fault killed(int times) {
        return Fault.severing("connector: kill -9 under load, " + times + " times", (rig, random) -> {
            for (int i = 0; i < times; i++) {
                Await.elapsed(Duration.ofMillis(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS)));
                rig.connector().kill();
                rig.connector().start();
                rig.awaitSent(FIRST_TICKS);
            }
        });
    }

    /** Killed while Redis is away, and started again before Redis is. */
    static Fault killedWithRedisAway(Duration away) {
        return Fault.severing("connector: kill -9 with Redis away and a long journal", (rig, random) -> {
            rig.redis().kill();
            Await.elapsed(away);
            rig.connector().kill();
            rig.connector().start();
            rig.awaitSent(2_000);
            rig.redis().start();
        });
    }

    /** Stopped with SIGTERM, and away for a while; nothing that it had read may be missing. */
    static Fault stopped(Duration away) {
        return Fault.severing("connector: SIGTERM, down for " + away.toSeconds() + " s", (rig, random) -> {
            int code = rig.connector().terminate();
            if (code != 0) {
                throw new AssertionError("exit code " + code);
            }
            Await.elapsed(away);
            rig.connector().start();
        });
    }
}
