package dev.liquidity.pipeline;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;

/** What can happen to the database and its disk. */
final class StoreFaults {
    private StoreFaults() {}

    /** Another process, this one, holds the lock. */
    static Fault locked(Duration time) {
        return Fault.harmless(
                "SQLite: locked by another process for " + time.toSeconds() + " s", (pipeline, random) -> {
                    try (Connection connection = DriverManager.getConnection(
                                    "jdbc:sqlite:" + pipeline.store().path());
                            Statement statement = connection.createStatement()) {
                        statement.execute("PRAGMA busy_timeout = 10000");
                        statement.execute("BEGIN IMMEDIATE");
                        Until.elapsed(time);
                        pipeline.expectStalled();
                        statement.execute("ROLLBACK");
                    }
                });
    }

    /** Not a byte left on the database's disk. */
    static Fault diskFull(SmallDisk disk, Duration time) {
        return Fault.harmless("SQLite: disk full and freed again", (pipeline, random) -> {
            if (!disk.isMounted()) {
                limitFiles(pipeline.receiver(), pipeline, time);
                return;
            }
            disk.fill();
            try {
                Logs.await(pipeline.receiverLog(), "does not take a dump");
                Until.elapsed(time);
                pipeline.expectStalled();
            } finally {
                disk.free();
            }
        });
    }

    /** The receiver may not make any file longer: as a disk that fails with another error than being full. */
    static Fault filesLimited(Duration time) {
        return Fault.harmless(
                "SQLite: writes fail (file size limit)",
                (pipeline, random) -> limitFiles(pipeline.receiver(), pipeline, time));
    }

    private static void limitFiles(ChildJvm child, TickPipeline pipeline, Duration time) throws Exception {
        String pid = Long.toString(child.pid());
        Commands.run("prlimit", "--pid", pid, "--fsize=1:unlimited");
        try {
            Until.elapsed(time);
            pipeline.expectStalled();
        } finally {
            Commands.run("prlimit", "--pid", pid, "--fsize=unlimited:unlimited");
        }
    }
}
