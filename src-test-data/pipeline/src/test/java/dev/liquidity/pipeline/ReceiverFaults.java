package dev.liquidity.pipeline;

import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.ticker.Rate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/** What can happen to the receiver's process. */
final class ReceiverFaults {
    private static final int SHORTEST_MILLIS = 300;
    private static final int LONGEST_MILLIS = 1_500;
    private static final int COMMIT_MICROS = 20_000;

    /** Most ticks in a commit that took no more while it was made: 20,000, and what the last read brought too much. */
    private static final int COLLECTED = 21_000;

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

    /** Killed several times during the commit of a backlog, which is larger than what it collects at once. */
    static Fault killedInCommits(int times, int backlog) {
        return Fault.harmless("receiver: kill -9 in large commits of a backlog, " + times + " times", (rig, random) -> {
            for (int i = 0; i < times; i++) {
                rig.receiver().kill();
                send(rig, backlog);
                long before = largeCommits(rig);
                rig.receiver().start();
                Await.until("a large commit", COMMIT_PATIENCE, () -> largeCommits(rig) > before);
                Await.elapsed(Duration.ofNanos(random.nextInt(COMMIT_MICROS) * 1_000L));
            }
            rig.receiver().kill();
            rig.receiver().start();
        });
    }

    /** Lets the exchange send many ticks at full speed. */
    static void send(Rig rig, long ticks) {
        rig.exchange().flow().rate(Rate.MAX);
        rig.awaitSent(ticks);
        rig.exchange().flow().rate(Rate.total(rig.setup().ticksPerSecond()));
    }

    private static long largeCommits(Rig rig) throws Exception {
        return Logs.lines(rig.receiverLog(), "Persisting ").stream()
                .filter(line -> Integer.parseInt(line.replaceFirst(".* Persisting (\\d+) ticks.*", "$1")) > COLLECTED)
                .count();
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
