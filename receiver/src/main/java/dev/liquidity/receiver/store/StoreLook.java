package dev.liquidity.receiver.store;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.stream.StreamId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.sqlite.SQLiteConfig;

/**
 * Looks at a day's database beside a running receiver, in moments however large it is: it reads indexes only, locks
 * nothing, and leaves no file behind. Not thread-safe: used by the main thread only.
 */
public final class StoreLook {
    private static final String ABSENT = "there is no such file here";
    private static final int BUSY_MILLIS = 500;
    private static final long PATIENCE_NANOS = Duration.ofMillis(1500).toNanos();

    /** How far a tick's time may be from its arrival. */
    private static final Duration LATE = Duration.ofMinutes(10);

    /** A count is kept for this many times as long as it took: repeated looks do not keep the disk busy. */
    private static final int REST = 30;

    private final String pattern;
    private String countedDate;
    private long ticks;
    private boolean isCountWhole;
    private long countDueNanos;

    /** @param dbPath may hold <code>{date}</code> */
    public StoreLook(String dbPath) {
        pattern = dbPath;
    }

    /**
     * What is there of a day.
     *
     * @param fault why it can't be read; null if it can
     * @param symbols those with ticks
     * @param ticks how many, or at least that many, counted a while ago if the day has very many
     * @param lastMillis when the newest tick of the file arrived; 0 without one
     * @param bytes size of the file
     * @param logBytes size of its write-ahead log
     */
    public record Seen(
            Path file,
            String fault,
            Set<String> symbols,
            long ticks,
            boolean isCountWhole,
            long lastMillis,
            long gaps,
            long rejected,
            long bytes,
            long logBytes) {
        /** Whether there is no such file here. */
        public boolean isAbsent() {
            return ABSENT.equals(fault);
        }
    }

    /** Looks at the file of a day. */
    public Seen look(String date) {
        Path file = file(date);
        if (!Files.exists(file)) {
            return unseen(file, ABSENT);
        }
        try (Sql sql = open(file)) {
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            Set<String> symbols = new TreeSet<>();
            for (Object[] row : sql.rows("""
                    WITH RECURSIVE s(symbol) AS (SELECT min(tradingsymbol) FROM ticks UNION ALL
                      SELECT (SELECT min(tradingsymbol) FROM ticks WHERE tradingsymbol > s.symbol)
                        FROM s WHERE s.symbol IS NOT NULL)
                    SELECT symbol FROM s WHERE EXISTS
                      (SELECT 1 FROM ticks WHERE tradingsymbol = symbol AND trade_date = ?)""", date)) {
                symbols.add(row[0].toString());
            }
            count(sql, symbols, date, deadline);
            long midnight = Ist.parseMicros(date + "T00:00:00") / 1000;
            return new Seen(
                    file,
                    null,
                    symbols,
                    ticks,
                    isCountWhole,
                    StreamId.unpack(sql.number("SELECT max(id) FROM ticks")).millis(),
                    sql.number("SELECT count(*) FROM feed_gaps WHERE from_time >= ?", date),
                    sql.number("SELECT count(*) FROM rejected_entries WHERE stream_id >= ?", midnight + "-"),
                    file.toFile().length(),
                    WriteAheadLog.of(file).toFile().length());
        } catch (SQLException e) {
            return unseen(file, e.getMessage());
        }
    }

    private static Seen unseen(Path file, String fault) {
        return new Seen(file, fault, Set.of(), 0, true, 0, 0, 0, 0, 0);
    }

    private void count(Sql sql, Set<String> symbols, String date, long deadline) throws SQLException {
        long begun = System.nanoTime();
        if (date.equals(countedDate) && begun < countDueNanos) {
            return;
        }
        long sum = 0;
        isCountWhole = true;
        for (String symbol : symbols) {
            if (System.nanoTime() > deadline) {
                isCountWhole = false;
                break;
            }
            sum += sql.number("SELECT count(*) FROM ticks WHERE tradingsymbol = ? AND trade_date = ?", symbol, date);
        }
        ticks = sum;
        countedDate = date;
        countDueNanos = System.nanoTime() + REST * (System.nanoTime() - begun);
    }

    /** The ticks of some symbols whose time is from one instant, on that day, until before another. */
    public long ticks(Collection<String> symbols, Instant from, Instant to) {
        String date = Ist.date(from).toString();
        long sum = 0;
        try (Sql sql = open(file(date))) {
            for (String symbol : symbols) {
                sum += sql.number(
                        """
                        SELECT count(*) FROM ticks WHERE tradingsymbol = ? AND trade_date = ? AND id BETWEEN ? AND ?
                          AND coalesce(exchange_timestamp, received_at) >= ?
                          AND coalesce(exchange_timestamp, received_at) < ?""",
                        symbol,
                        date,
                        new StreamId(from.minus(LATE).toEpochMilli(), 0).pack(),
                        new StreamId(to.plus(LATE).toEpochMilli(), 0).pack(),
                        Ist.format(from.getEpochSecond() * 1_000_000),
                        Ist.format(to.getEpochSecond() * 1_000_000));
            }
            return sum;
        } catch (SQLException e) {
            return -1;
        }
    }

    private Path file(String date) {
        return Path.of(StoreFiles.name(pattern, date));
    }

    /**
     * Opens a file for reading. One that nobody has open has no log, and SQLite would make one, which may belong to a
     * user whom the receiver can't write for; as an immutable file it is read as it stands.
     */
    private static Sql open(Path file) throws SQLException {
        NativeLibrary.load();
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        boolean isInUse = Files.exists(WriteAheadLog.of(file));
        String uri = file.toUri() + (isInUse ? "?mode=ro" : "?immutable=1");
        return new Sql(DriverManager.getConnection("jdbc:sqlite:" + uri, config.toProperties()));
    }
}
