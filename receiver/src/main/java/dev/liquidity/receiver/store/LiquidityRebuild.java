package dev.liquidity.receiver.store;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.sqlite.SQLiteConfig;

/**
 * Computes {@code liquidity_1m} anew from the ticks of a database: one instrument and date in a transaction, so that a
 * running receiver can commit between them. Not thread-safe: used by the main thread only.
 */
public final class LiquidityRebuild {
    private static final int BUSY_MILLIS = 10_000;
    private static final String ALL = "SELECT DISTINCT tradingsymbol, trade_date FROM ticks";
    private static final String MISCOUNTED = """
            SELECT tradingsymbol, trade_date FROM (
              SELECT tradingsymbol, trade_date, count(*) FROM ticks GROUP BY 1, 2
              EXCEPT SELECT tradingsymbol, trade_date, sum(ticks) FROM liquidity_1m GROUP BY 1, 2)""";

    private static final String REDUCED = """
            SELECT tradingsymbol, trade_date FROM (
              SELECT tradingsymbol, trade_date, sum(ticks) FROM liquidity_1m GROUP BY 1, 2
              EXCEPT SELECT tradingsymbol, trade_date, count(*) FROM ticks GROUP BY 1, 2)""";

    private final StopSignal stop;

    public LiquidityRebuild(StopSignal stop) {
        this.stop = stop;
    }

    /**
     * Computes those of some dates.
     *
     * @param isWanted whether a trade date, such as {@code 2026-11-25}, is one of them
     * @return of how many instruments and dates; fewer if it is stopped
     * @throws UserException ({@link ExitCode#STORE}) if the database can't be used
     */
    public int run(Path database, Predicate<String> isWanted) throws InterruptedException {
        return run(database, ALL, isWanted);
    }

    /** Computes those of ticks that another program stored, as an import does. */
    public void complete(Path database) throws InterruptedException {
        run(database, MISCOUNTED, date -> true);
    }

    /** Computes those of a date of which some ticks were taken out. */
    public void reduce(Path database, LocalDate date) throws InterruptedException {
        run(database, REDUCED, date.toString()::equals);
    }

    private int run(Path database, String days, Predicate<String> isWanted) throws InterruptedException {
        try {
            return compute(database, days, isWanted);
        } catch (SQLException e) {
            throw TickDatabase.unusable(database, e.getMessage(), e);
        }
    }

    private int compute(Path database, String days, Predicate<String> isWanted)
            throws SQLException, InterruptedException {
        // Creates the table in a file that has none.
        Sql.patiently(stop, () -> TickDatabase.open(database).close());
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        int done = 0;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database, config.toProperties())) {
            LiquidityMinutes minutes = new LiquidityMinutes(connection);
            Sql sql = new Sql(connection);
            for (Object[] day : sql.rows(days)) {
                if (isWanted.test(day[1].toString()) && !stop.isRequested()) {
                    long begun = System.nanoTime();
                    Sql.patiently(
                            stop, () -> sql.transaction(() -> minutes.recompute(day[0].toString(), day[1].toString())));
                    done++;
                    LockSupport.parkNanos(System.nanoTime() - begun);
                }
            }
            minutes.close();
        }
        return done;
    }
}
