package dev.liquidity.bench.section;

import dev.liquidity.bench.load.Prefill;
import dev.liquidity.bench.report.Bar;
import dev.liquidity.bench.report.Figure;
import dev.liquidity.bench.rig.ProcessUse;
import dev.liquidity.bench.rig.RedisClient;
import dev.liquidity.bench.rig.Rig;
import dev.liquidity.bench.rig.RigSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The receiver alone: from a full stream to all Redis keys and SQLite, and what a tick takes in both. */
public final class ReceiverSection implements Section {
    private static final double WARM_UP_SHARE = 0.25;
    private static final double SLOWEST = 2_000;
    private static final long POLL_MILLIS = 20;

    /** The history of 15 minutes at 3,000 ticks/s, and the stream beside it. */
    private static final double WINDOW_TICKS = 15 * 60 * 3_000;

    private static final double STREAM_ENTRIES = 100_000;

    @Override
    public String name() {
        return "receiver";
    }

    @Override
    public String about() {
        return "the rate from a full stream to all Redis keys and SQLite; bytes a tick in both";
    }

    @Override
    public void run(Course course) throws Exception {
        double ceiling = course.ceilings().jdbc(course);
        Measured seen = measure(course, course.plan().pick(1_000_000, 240_000), null);
        course.report()
                .add(new Figure(
                        name(),
                        "stream to keys and SQLite",
                        seen.ticksPerSecond,
                        "ticks/s",
                        Bar.atLeast(50_000),
                        "with Redis on the same cores; the first quarter not counted"));
        course.report()
                .add(new Figure(
                        name(), "share of the JDBC ceiling", seen.ticksPerSecond / ceiling, "", Bar.atLeast(0.6), ""));
        course.report().add(name(), "processor time of receiver", seen.receiverMicros, "µs/tick", "");
        course.report().add(name(), "processor time of redis", seen.redisMicros, "µs/tick", "");
        course.report()
                .add(new Figure(
                        name(),
                        "Redis, all keys over the history window",
                        seen.viewBytes + seen.streamBytes * STREAM_ENTRIES / WINDOW_TICKS,
                        "B/tick",
                        Bar.atMost(1_000),
                        "keys %.0f B/tick, a stream entry %.0f B; 15 min at 3,000/s with 100,000 entries in the stream"
                                .formatted(seen.viewBytes, seen.streamBytes)));
        course.report()
                .add(new Figure(
                        name(), "SQLite, ten levels", seen.fileBytes, "B/tick", Bar.atMost(430), seen.fileParts));
    }

    /**
     * What was measured.
     *
     * @param viewBytes of the keys that the receiver writes, a tick
     * @param streamBytes of an entry in the stream
     * @param fileBytes of the database, a tick
     * @param fileParts the same by table and index, in words
     */
    record Measured(
            double ticksPerSecond,
            double receiverMicros,
            double redisMicros,
            double viewBytes,
            double streamBytes,
            double fileBytes,
            String fileParts) {}

    private record Commit(long ticks, long nanos, double receiverMicros, double redisMicros) {}

    /**
     * Lets a receiver store a full stream.
     *
     * @param database an existing one; null for a new one
     */
    static Measured measure(Course course, long ticks, Path database)
            throws IOException, InterruptedException, SQLException {
        RigSettings settings = course.settings().database(database);
        try (Rig rig = course.rig(settings)) {
            long empty = rig.redis().usedMemory();
            Prefill prefill = Prefill.write(rig.redisPort(), RedisClient.STREAM, course.universe(), ticks);
            long filled = rig.redis().usedMemory();
            rig.startReceiver();
            List<Commit> commits = watch(rig, prefill);
            rig.awaitStored(60);
            long viewed = rig.redis().usedMemory();
            rig.stopReceiver();
            Commit first = commits.stream()
                    .filter(commit -> commit.ticks >= WARM_UP_SHARE * ticks)
                    .findFirst()
                    .orElseThrow();
            // The last commit may have waited for the end of its interval.
            Commit last = commits.get(commits.size() - 2);
            double counted = last.ticks - first.ticks;
            return new Measured(
                    counted / ((last.nanos - first.nanos) / 1e9),
                    (last.receiverMicros - first.receiverMicros) / counted,
                    (last.redisMicros - first.redisMicros) / counted,
                    (viewed - filled) / (double) ticks,
                    (filled - empty) / (double) ticks,
                    database == null ? rig.store().bytes() / (double) ticks : Double.NaN,
                    database == null ? rig.store().breakdown(ticks) : "");
        }
    }

    /** The commits, as they become visible to another reader of the database. */
    private static List<Commit> watch(Rig rig, Prefill prefill) throws IOException, InterruptedException {
        ProcessUse receiver = rig.receiverUse();
        ProcessUse redis = rig.redisUse();
        List<Commit> commits = new ArrayList<>();
        long deadline = System.nanoTime() + (long) ((60 + prefill.ticks() / SLOWEST) * 1e9);
        long seen = 0;
        while (seen < prefill.ticks()) {
            long now = prefill.upTo(rig.store().top());
            if (now > seen) {
                seen = now;
                commits.add(new Commit(now, System.nanoTime(), receiver.cpuMicros(), redis.cpuMicros()));
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("only " + seen + " of " + prefill.ticks() + " ticks were stored");
            }
            rig.checkRunning();
            Thread.sleep(POLL_MILLIS);
        }
        return commits;
    }
}
