package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.ChildProcess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;

/** What can happen to the database and its disk. */
final class StoreFaults {
    private StoreFaults() {}

    /** Another process (this one) holds the lock. */
    static Fault locked(Duration time) {
        return Fault.harmless("SQLite: locked by another process for " + time.toSeconds() + " s", (rig, random) -> {
            try (Connection connection = DriverManager.getConnection(
                            "jdbc:sqlite:" + rig.store().path());
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 10000");
                statement.execute("BEGIN IMMEDIATE");
                Await.elapsed(time);
                rig.expectStalled();
                statement.execute("ROLLBACK");
            }
        });
    }

    /** The database's disk is full. */
    static Fault diskFull(SmallDisk disk, Duration time) {
        return Fault.harmless("SQLite: disk full and freed again", (rig, random) -> {
            if (!disk.isMounted()) {
                limitFiles(rig.receiver(), rig, time);
                return;
            }
            disk.fill();
            try {
                Logs.await(rig.receiverLog(), "The database does not take");
                Await.elapsed(time);
                rig.expectStalled();
            } finally {
                disk.free();
            }
        });
    }

    /** The database's disk gets full while the receiver, which was away, makes a commit of what has gathered. */
    static Fault diskFullInCommit(SmallDisk disk, int backlog, int room, Duration time) {
        return Fault.harmless("SQLite: disk full in the large commit of a backlog", (rig, random) -> {
            // Stopped, not killed, so that its write-ahead log, which has room for a commit, is gone.
            assertEquals(0, rig.receiver().terminate());
            ReceiverFaults.send(rig, backlog);
            if (disk.isMounted()) {
                disk.fill();
                disk.free(room);
            }
            try {
                rig.receiver().start();
                if (!disk.isMounted()) {
                    limitFiles(rig.receiver(), rig, time);
                    return;
                }
                Logs.await(rig.receiverLog(), "The database does not take");
                Await.elapsed(time);
                rig.expectStalled();
            } finally {
                disk.free();
            }
        });
    }

    /** The receiver can make no file longer, as on a disk that fails with an error other than being full. */
    static Fault filesLimited(Duration time) {
        return Fault.harmless(
                "SQLite: writes fail (file size limit)", (rig, random) -> limitFiles(rig.receiver(), rig, time));
    }

    private static void limitFiles(ChildProcess child, Rig rig, Duration time) throws Exception {
        String pid = Long.toString(child.pid());
        Commands.run("prlimit", "--pid", pid, "--fsize=1:unlimited");
        try {
            Await.elapsed(time);
            rig.expectStalled();
        } finally {
            Commands.run("prlimit", "--pid", pid, "--fsize=unlimited:unlimited");
        }
    }
}
