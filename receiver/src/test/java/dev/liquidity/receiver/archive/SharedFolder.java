package dev.liquidity.receiver.archive;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.receiver.RunningReceiver;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/** An archive of several databases. */
record SharedFolder(Path root, LocalDate today) {
    void archive(Path database, int keepDays) throws InterruptedException {
        new Archive(settings(database), today, new StopSignal())
                .run(new Archive.Plan(LocalDate.MIN, today, keepDays, false));
    }

    void running(Path database) throws InterruptedException {
        new Archive(settings(database), today, new StopSignal()).copyRunning();
    }

    Settings.Persistence settings(Path database) {
        return RunningReceiver.archived(database, root);
    }

    /** What any reader of Parquet sees. */
    List<String> raw(String files, String sql) throws SQLException {
        try (Duck duck = Duck.open(root)) {
            String table = files.substring(0, files.indexOf('/'));
            duck.run("CREATE VIEW " + table + " AS SELECT * FROM '" + root + "/" + files + ".parquet'");
            return duck.rows(sql).stream()
                    .map(row ->
                            String.join("|", Stream.of(row).map(String::valueOf).toList()))
                    .toList();
        }
    }

    List<String> csv(Path database, String sql) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Query(
                        settings(database),
                        Duration.ofMinutes(1),
                        new StopSignal(),
                        new PrintStream(out, true, StandardCharsets.UTF_8))
                .print(sql, true);
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .map(line -> line.replace(",", "|"))
                .toList();
    }
}
