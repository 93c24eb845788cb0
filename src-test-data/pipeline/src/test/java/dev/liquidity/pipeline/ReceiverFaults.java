package dev.liquidity.pipeline;

import dev.liquidity.sandbox.support.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/** What can happen to the receiver's process. */
final class ReceiverFaults {
    private static final int SHORTEST_MILLIS = 300;
    private static final int LONGEST_MILLIS = 1_500;
    private static final int COMMIT_MICROS = 20_000;
    private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(20);

    private ReceiverFaults() {}

    /** Killed several times, at random moments, every second time during a commit, and started again at once. */
    static Fault killed(int times) {
        return Fault.harmless("receiver: kill -9, " + times + " times", (rig, random) -> {
            for (int i = 0; i < times; i++) {
                if (i % 2 == 0) {
                    Await.elapsed(Duration.ofMillis(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS)));
                } else {
                    awaitCommit(rig, random);
                }
                rig.receiver().kill();
                rig.receiver().start();
            }
        });
    }

    /** SIGSTOP: its connections stay open, and Redis considers it alive. */
    static Fault frozen(Duration time) {
        return Fault.harmless("receiver: SIGSTOP for " + time.toSeconds() + " s", (rig, random) -> {
            rig.receiver().freeze();
            try {
                Await.elapsed(time);
            } finally {
                rig.receiver().thaw();
            }
        });
    }

    /** Stopped with SIGTERM, and away for a while. */
    static Fault down(Duration time) {
        return Fault.harmless("receiver: SIGTERM, down for " + time.toSeconds() + " s", (rig, random) -> {
            int code = rig.receiver().terminate();
            if (code != 0) {
                throw new AssertionError("exit code " + code);
            }
            Await.elapsed(time);
            rig.receiver().start();
        });
    }

    /** Waits for a commit: it is under way while the write-ahead log grows. */
    private static void awaitCommit(Rig rig, Random random) throws Exception {
        Path database = rig.store().path();
        Path log = database.resolveSibling(database.getFileName() + "-wal");
        long[] seen = {stamp(log)};
        Await.until("a commit begins", COMMIT_PATIENCE, () -> {
            for (int look = 0; look < 1_000; look++) {
                long now = stamp(log);
                if (now != seen[0]) {
                    return true;
                }
            }
            return false;
        });
        Await.elapsed(Duration.ofNanos(random.nextInt(COMMIT_MICROS) * 1_000L));
    }

    private static long stamp(Path log) throws Exception {
        return Files.exists(log)
                ? Files.size(log) * 31 + Files.getLastModifiedTime(log).toMillis()
                : 0;
    }
}
