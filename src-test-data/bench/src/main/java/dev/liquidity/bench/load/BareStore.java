package dev.liquidity.bench.load;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * A bare JDBC loop that inserts the receiver's rows, with its pragmas and as many ticks a transaction: the ceiling of
 * what it can store. Nothing is read, checked or acknowledged. Not thread-safe: used by one thread only.
 */
public final class BareStore implements AutoCloseable {
    /** A commit of the receiver when little waits. */
    public static final int TICKS_A_COMMIT = 20_000;

    private static final int COLUMNS = 22;
    private static final int LEVELS = 5;
    private static final int BOOK_COLUMNS = 3 * 2 * LEVELS;

    /** Books that version 1 of the layout took in one statement. */
    private static final int BOOKS = 4;

    private static final int PARAMETERS_A_BOOK = 1 + BOOK_COLUMNS;
    private static final int A_MILLI = 50;
    private static final double DIVISOR = 100;

    /** How a book is stored. */
    public enum Layout {
        /** In its tick's row: the receiver's layout. */
        ONE_ROW,
        /** In ten rows of a second table: version 1 of the layout. */
        ROW_A_LEVEL
    }

    private final Layout layout;
    private final Path file;
    private final Connection connection;
    private final Statement control;
    private final PreparedStatement ticks;
    private final PreparedStatement books;
    private final PreparedStatement book;
    private final List<Tick> samples;

    /**
     * @param file with the receiver's tables; for {@link Layout#ROW_A_LEVEL}, a new one
     * @param universe whose ticks are stored
     */
    public BareStore(Path file, Layout layout, Universe universe) throws SQLException {
        this.file = file;
        this.layout = layout;
        SQLiteConfig config = new SQLiteConfig();
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setCacheSize(-16 * 1024);
        config.setJournalSizeLimit(64 * 1024 * 1024);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setGetGeneratedKeys(false);
        connection = DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
        control = connection.createStatement();
        control.execute("PRAGMA journal_mode = WAL");
        boolean isOneRow = layout == Layout.ONE_ROW;
        if (!isOneRow) {
            createTables();
        }
        int columns = isOneRow ? COLUMNS + BOOK_COLUMNS : COLUMNS;
        ticks = connection.prepareStatement("INSERT OR IGNORE INTO ticks VALUES (" + "?, ".repeat(columns - 1) + "?)");
        books = isOneRow ? null : depths(BOOKS);
        book = isOneRow ? null : depths(1);
        TickMaker maker = new TickMaker(universe);
        samples = new ArrayList<>(TICKS_A_COMMIT);
        long now = System.currentTimeMillis() * 1000;
        for (int i = 0; i < TICKS_A_COMMIT; i++) {
            samples.add(maker.next(now));
        }
    }

    private void createTables() throws SQLException {
        control.execute("CREATE TABLE ticks (id INTEGER PRIMARY KEY, instrument_token INTEGER NOT NULL,"
                + " tradingsymbol TEXT NOT NULL, exchange_timestamp TEXT, last_trade_time TEXT, last_price REAL,"
                + " last_traded_quantity INTEGER, average_traded_price REAL, volume_traded INTEGER,"
                + " total_buy_quantity INTEGER, total_sell_quantity INTEGER, open REAL, high REAL, low REAL,"
                + " close REAL, change_pct REAL, oi INTEGER, oi_day_high INTEGER, oi_day_low INTEGER, tick_mode TEXT,"
                + " received_at TEXT, trade_date TEXT NOT NULL)");
        control.execute("CREATE INDEX ticks_by_symbol_and_date ON ticks (tradingsymbol, trade_date)");
        control.execute("CREATE TABLE tick_depths (tick_id INTEGER NOT NULL, side TEXT NOT NULL,"
                + " level INTEGER NOT NULL, price REAL, quantity INTEGER, orders INTEGER,"
                + " PRIMARY KEY (tick_id, side, level)) WITHOUT ROWID");
    }

    /**
     * An insert of all levels of some books, whose parameters are an ID and then three values a level, book by book.
     */
    private PreparedStatement depths(int count) throws SQLException {
        return connection.prepareStatement(
                "INSERT OR FAIL INTO tick_depths (tick_id, side, level, price, quantity, orders) VALUES "
                        + IntStream.range(0, count * 2 * LEVELS)
                                .mapToObj(BareStore::level)
                                .collect(Collectors.joining(",")));
    }

    private static String level(int i) {
        int level = i % (2 * LEVELS);
        int id = 1 + PARAMETERS_A_BOOK * (i / (2 * LEVELS));
        int at = id + 1 + 3 * level;
        String side = level < LEVELS ? "buy" : "sell";
        return "(?%d,'%s',%d,?%d,?%d,?%d)".formatted(id, side, level % LEVELS, at, at + 1, at + 2);
    }

    /** Sets whether each commit waits for the disk, as the receiver's do; without it a file is filled faster. */
    public void durable(boolean value) throws SQLException, IOException {
        control.execute("PRAGMA synchronous = " + (value ? "FULL" : "OFF"));
        if (value) {
            control.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }

    /**
     * Inserts ticks.
     *
     * @param day on which they fall, IST
     * @param from how many of that day are there already
     * @return ticks a second
     */
    public double insert(LocalDate day, long from, long count) throws SQLException {
        long midnight = day.atStartOfDay(Ist.ZONE).toInstant().toEpochMilli();
        String date = day.toString();
        long begin = System.nanoTime();
        String second = "";
        long secondMillis = 0;
        for (long i = 0; i < count; ) {
            control.execute("BEGIN IMMEDIATE");
            long commitEnd = Math.min(count, i + TICKS_A_COMMIT);
            for (int inCommit = 0; i < commitEnd; inCommit++, i++) {
                long millis = midnight + (from + i) / A_MILLI;
                if (millis - secondMillis >= 1000) {
                    secondMillis = millis;
                    second = Ist.format(millis * 1000);
                }
                long id = new StreamId(millis, (from + i) % A_MILLI).pack();
                Tick tick = samples.get(inCommit);
                insert(id, tick, second, date);
                int inBooks = inCommit % BOOKS;
                if (layout == Layout.ONE_ROW) {
                    continue;
                }
                if (i - inBooks + BOOKS <= commitEnd) {
                    bind(books, inBooks, id, tick.depth());
                    if (inBooks == BOOKS - 1) {
                        books.executeUpdate();
                    }
                } else {
                    bind(book, 0, id, tick.depth());
                    book.executeUpdate();
                }
            }
            control.execute("COMMIT");
        }
        return count / ((System.nanoTime() - begin) / 1e9);
    }

    private void insert(long id, Tick tick, String time, String date) throws SQLException {
        ticks.setLong(1, id);
        ticks.setLong(2, tick.instrumentToken());
        ticks.setString(3, tick.tradingsymbol());
        ticks.setString(4, time);
        ticks.setString(5, time);
        ticks.setDouble(6, tick.lastPrice() / DIVISOR);
        ticks.setLong(7, tick.lastTradedQuantity());
        ticks.setDouble(8, tick.averageTradedPrice() / DIVISOR);
        ticks.setLong(9, tick.volumeTraded());
        ticks.setLong(10, tick.totalBuyQuantity());
        ticks.setLong(11, tick.totalSellQuantity());
        ticks.setDouble(12, tick.open() / DIVISOR);
        ticks.setDouble(13, tick.high() / DIVISOR);
        ticks.setDouble(14, tick.low() / DIVISOR);
        ticks.setDouble(15, tick.close() / DIVISOR);
        ticks.setDouble(16, tick.changePercent());
        ticks.setLong(17, tick.oi());
        ticks.setLong(18, tick.oiDayHigh());
        ticks.setLong(19, tick.oiDayLow());
        ticks.setString(20, "full");
        ticks.setString(21, time + ".000000");
        ticks.setString(22, date);
        if (layout == Layout.ONE_ROW) {
            bind(ticks, COLUMNS + 1, tick.depth());
        }
        ticks.executeUpdate();
    }

    private static void bind(PreparedStatement depths, int index, long id, Depth depth) throws SQLException {
        int at = 1 + PARAMETERS_A_BOOK * index;
        depths.setLong(at, id);
        bind(depths, at + 1, depth);
    }

    private static void bind(PreparedStatement row, int from, Depth depth) throws SQLException {
        int at = from;
        for (Side side : Side.values()) {
            for (int level = 0; level < LEVELS; level++) {
                row.setDouble(at++, depth.price(side, level) / DIVISOR);
                row.setLong(at++, depth.quantity(side, level));
                row.setLong(at++, depth.orders(side, level));
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
