package dev.liquidity.receiver;

import dev.liquidity.common.command.Program;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.receiver.archive.Query;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code query}: one SQL for today and for every archived date. */
@Command(
        name = "query",
        description = "Answers an SQL query (DuckDB's dialect) over the archive and SQLite alike: the tables ticks,"
                + " tick_depths, liquidity (all measures by minute), liquidity_1m, instruments, feed_gaps and"
                + " rejected_entries, with times of India. It only reads.")
final class QueryCommand implements Program {
    @Parameters(paramLabel = "SQL", description = "The query, such as \"SELECT count(*) FROM ticks\".")
    private String sql;

    @Option(names = "--csv", description = "Print CSV with a header, and all rows, instead of a table.")
    private boolean csv;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Give up after so long (default: 60).")
    private long seconds;

    /** Its output is the answer, and nothing else. */
    @Override
    public boolean isLogged() {
        return false;
    }

    @Override
    public String fault() {
        return seconds < 1 ? "--timeout must be 1 or more" : null;
    }

    @Override
    public ExitCode run(Settings settings, StopSignal stop) throws InterruptedException {
        new Query(settings.persistence(), Duration.ofSeconds(seconds), stop, System.out).print(sql, csv);
        return ExitCode.DONE;
    }
}
