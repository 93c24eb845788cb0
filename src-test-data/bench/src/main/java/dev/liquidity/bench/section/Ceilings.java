package dev.liquidity.bench.section;

import dev.liquidity.bench.load.BareStore;
import dev.liquidity.bench.load.TickMaker;
import dev.liquidity.bench.load.XaddCeiling;
import dev.liquidity.bench.rig.Rig;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.stream.TickWriter;
import dev.liquidity.sandbox.support.Directories;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.OptionalDouble;

/** What this machine's Redis and disk allow at best, in ticks a second. */
public final class Ceilings {
    static final String SECTION = "ceilings";

    private static final int MEAN_OF = 1000;

    private double xadd;
    private double jdbc;
    private double jdbcOfRows;

    Ceilings() {}

    /** Entries a second that Redis takes from a client that does nothing else. */
    double xadd(Course course) throws IOException, InterruptedException {
        if (xadd == 0) {
            byte[] data = meanEntry(course);
            try (Rig rig = course.rig(course.settings())) {
                double seconds = course.plan().pick(8, 2);
                double loop = XaddCeiling.ofLoop(rig.redisPort(), data, seconds);
                course.report()
                        .add(
                                SECTION,
                                "XADD, pipelined by 500, own loop",
                                loop,
                                "entries/s",
                                data.length + " bytes each, MAXLEN ~ 100000, Redis "
                                        + rig.redis().version());
                OptionalDouble tool = XaddCeiling.ofRedisBenchmark(
                        rig.redisPort(), data.length, course.plan().pick(1_500_000, 300_000), rig.directory());
                if (tool.isPresent()) {
                    course.report()
                            .add(
                                    SECTION,
                                    "XADD, pipelined by 500, redis-benchmark",
                                    tool.getAsDouble(),
                                    "entries/s",
                                    "the same entry and server");
                }
                xadd = Math.max(loop, tool.orElse(0));
            }
        }
        return xadd;
    }

    /** Ticks a second, with ten levels each, that SQLite takes from a loop that does nothing else. */
    double jdbc(Course course) throws IOException, InterruptedException, SQLException {
        if (jdbc == 0) {
            Path directory = course.children().directory("jdbc");
            try {
                jdbc = bareLoop(course, course.emptyStore(directory), BareStore.Layout.ONE_ROW);
            } finally {
                Directories.remove(directory);
            }
            course.report()
                    .add(
                            SECTION,
                            "JDBC, a tick with ten levels, bare loop",
                            jdbc,
                            "ticks/s",
                            "the receiver's schema, index and pragmas, " + BareStore.TICKS_A_COMMIT + " a commit");
        }
        return jdbc;
    }

    /** The same into the tables of layout 1: a row of {@code ticks} and ten of {@code tick_depths}. */
    double jdbcOfRows(Course course) throws IOException, SQLException {
        if (jdbcOfRows == 0) {
            Path directory = course.children().directory("jdbc");
            try {
                jdbcOfRows = bareLoop(course, directory.resolve("rows.db"), BareStore.Layout.ROW_A_LEVEL);
            } finally {
                Directories.remove(directory);
            }
            course.report()
                    .add(
                            SECTION,
                            "JDBC, a tick and ten rows of levels, bare loop",
                            jdbcOfRows,
                            "ticks/s",
                            "the tables of layout 1");
        }
        return jdbcOfRows;
    }

    private static double bareLoop(Course course, Path file, BareStore.Layout layout) throws IOException, SQLException {
        try (BareStore store = new BareStore(file, layout, course.universe())) {
            LocalDate today = Ist.date(System.currentTimeMillis() * 1000);
            int warmUp = course.plan().pick(200_000, 60_000);
            store.insert(today, 0, warmUp);
            return store.insert(today, warmUp, course.plan().pick(1_000_000, 160_000));
        }
    }

    private static byte[] meanEntry(Course course) {
        TickMaker maker = new TickMaker(course.universe());
        TickWriter json = new TickWriter();
        long bytes = 0;
        for (int i = 0; i < MEAN_OF; i++) {
            bytes += json.write(maker.next(1)).length;
        }
        long mean = bytes / MEAN_OF;
        byte[] entry = json.write(maker.next(1));
        while (entry.length != mean) {
            entry = json.write(maker.next(1));
        }
        return entry;
    }
}
