package dev.liquidity.receiver.store;

import dev.liquidity.common.runtime.StopSignal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.SQLiteConfig;

/**
 * Takes ticks of a date out of a database that another database has, too, and computes their minutes anew: one
 * instrument in a transaction, so that a running receiver can commit between them. Not thread-safe.
 */
public final class Withdrawal implements AutoCloseable {
    private static final int BUSY_MILLIS = 10_000;

    private final String date;
    private final StopSignal stop;
    private final Sql sql;
    private final LiquidityMinutes minutes;

    public Withdrawal(Path database, LocalDate date, StopSignal stop) throws SQLException {
        this.date = date.toString();
        this.stop = stop;
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database, config.toProperties());
        sql = new Sql(connection);
        minutes = new LiquidityMinutes(connection);
    }

    /** Takes ticks of an instrument out; each row has an ID. */
    public void withdraw(String symbol, List<Object[]> ids) throws SQLException, InterruptedException {
        long begun = System.nanoTime();
        Sql.patiently(
                stop,
                () -> sql.transaction(() -> {
                    // Not of a date whose minutes are in the archive already, while its ticks are still being deleted.
                    boolean isWhole = sum("count(*) FROM ticks", symbol) == sum("sum(ticks) FROM liquidity_1m", symbol);
                    for (Object[] id : ids) {
                        sql.update("DELETE FROM tick_depths_beyond WHERE tick_id = ?", id);
                        sql.update("DELETE FROM ticks WHERE id = ?", id);
                    }
                    if (isWhole) {
                        minutes.recompute(symbol, date);
                    }
                }));
        LockSupport.parkNanos(System.nanoTime() - begun);
    }

    private long sum(String sum, String symbol) throws SQLException {
        return sql.number("SELECT " + sum + " WHERE tradingsymbol = ? AND trade_date = ?", symbol, date);
    }

    @Override
    public void close() throws SQLException {
        minutes.close();
        sql.close();
    }
}
