package dev.liquidity.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.tick.Depth;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any tick is stored without losing a digit. */
class ExactValuesTest {
    private static final long SEED = 20261122;
    private static final int TICKS = 1500;

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);

    @Test
    void losesNoDigitBetweenATickAndItsRows() throws Exception {
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i < TICKS; i++) {
            ticks.add(tick(i));
        }
        Database database = new Database(directory.resolve("ticks.db"));
        try (TestRedis redis = new TestRedis();
                RunningReceiver receiver = RunningReceiver.start(RunningReceiver.settings(
                        redis, directory.resolve("ticks.db").toString()))) {
            redis.addAll(0, TICKS - 1, ticks::get);
            redis.awaitAcknowledged();
            receiver.stop();
        }

        List<String> rows = database.exactRows("SELECT * FROM ticks ORDER BY id");
        List<String> expectedLevels = new ArrayList<>();
        List<String> expectedBeyond = new ArrayList<>();
        assertEquals(TICKS, rows.size(), "seed " + SEED);
        for (int i = 0; i < TICKS; i++) {
            assertEquals(row(i, ticks.get(i)), rows.get(i), "tick " + i + " of seed " + SEED);
            addLevels(i, ticks.get(i), 0, 5, expectedLevels);
            addLevels(i, ticks.get(i), 5, Integer.MAX_VALUE, expectedBeyond);
        }
        assertEquals(expectedLevels, levels(database, "tick_depths"), "seed " + SEED);
        assertEquals(expectedBeyond, levels(database, "tick_depths_beyond"), "seed " + SEED);
        assertEquals("0", database.value("SELECT count(*) FROM rejected_entries"));
        // Numbers, not text that looks like them.
        assertEquals(
                "real|integer|text",
                database.value("SELECT DISTINCT typeof(last_price), typeof(id), typeof(trade_date) FROM ticks"));
    }

    private static List<String> levels(Database database, String table) throws SQLException {
        return database.exactRows(
                "SELECT tick_id, side, level, price, quantity, orders FROM " + table + " ORDER BY 1, 2, 3");
    }

    private Tick tick(int index) {
        int decimals = List.of(2, 4, 7).get(random.nextInt(3));
        Tick.Builder tick = new Tick.Builder();
        tick.priceDecimals = decimals;
        tick.instrumentToken = 1 + random.nextInt(Integer.MAX_VALUE);
        tick.tradingsymbol = List.of("NIFTY 50", "M&M26NOVFUT", "USDINR26NOV85.25CE", "नाम \"x\"", "A")
                .get(random.nextInt(5));
        tick.name = random.nextBoolean() ? null : "NIFTY BANK, \\ \"50\"";
        tick.tradable = random.nextBoolean();
        tick.mode = Mode.values()[index % 3];
        tick.lastPrice = price();
        tick.receivedAtMicros = random.nextInt(5) == 0 ? Tick.ABSENT : Ticks.TIME + random.nextInt(1_000_000_000);
        if (index % 3 != 0) {
            tick.lastTradedQuantity = quantity();
            tick.averageTradedPrice = price();
            tick.volumeTraded = quantity();
            tick.totalBuyQuantity = quantity();
            tick.totalSellQuantity = quantity();
            tick.open = price();
            tick.high = price();
            tick.low = price();
            tick.close = price();
            tick.changePercent = random.nextInt(2_000_000) / 1e4 - 100;
        }
        if (index % 3 == 2) {
            tick.oi = quantity();
            tick.oiDayHigh = quantity();
            tick.oiDayLow = quantity();
            tick.lastTradeTimeMicros = time();
            tick.exchangeTimeMicros = time();
            tick.depth = depth();
        }
        return tick.build();
    }

    private long price() {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> random.nextInt(100_000_000);
            default -> random.nextLong(1L << 32);
        };
    }

    private long quantity() {
        return random.nextBoolean() ? random.nextInt(100_000) : random.nextLong(1L << 32);
    }

    private long time() {
        return random.nextInt(10) == 0 ? Tick.ABSENT : Ticks.TIME + 1_000_000L * (random.nextInt(200_000) - 100_000);
    }

    private Depth depth() {
        int buy = List.of(0, 1, 5, 20).get(random.nextInt(4));
        int sell = random.nextBoolean() ? buy : List.of(0, 2, 5, 20, 45).get(random.nextInt(5));
        Depth.Builder depth = new Depth.Builder(buy + sell);
        for (int i = 0; i < buy; i++) {
            depth.add(Side.BUY, price(), quantity(), random.nextInt(1 << 16));
        }
        for (int i = 0; i < sell; i++) {
            depth.add(Side.SELL, price(), quantity(), random.nextInt(1 << 16));
        }
        return depth.build();
    }

    private static String row(int index, Tick tick) {
        int decimals = tick.priceDecimals();
        long day = tick.exchangeTimeMicros() != Tick.ABSENT
                ? tick.exchangeTimeMicros()
                : tick.receivedAtMicros() != Tick.ABSENT ? tick.receivedAtMicros() : 1763786701000L * 1000;
        return List.of(
                                Long.toString(id(index)),
                                Long.toString(tick.instrumentToken()),
                                tick.tradingsymbol(),
                                time(tick.exchangeTimeMicros()),
                                time(tick.lastTradeTimeMicros()),
                                real(tick.lastPrice(), decimals),
                                number(tick.lastTradedQuantity()),
                                real(tick.averageTradedPrice(), decimals),
                                number(tick.volumeTraded()),
                                number(tick.totalBuyQuantity()),
                                number(tick.totalSellQuantity()),
                                real(tick.open(), decimals),
                                real(tick.high(), decimals),
                                real(tick.low(), decimals),
                                real(tick.close(), decimals),
                                Double.isNaN(tick.changePercent()) ? "" : exact(Double.toString(tick.changePercent())),
                                number(tick.oi()),
                                number(tick.oiDayHigh()),
                                number(tick.oiDayLow()),
                                tick.mode().label(),
                                Ist.formatMicros(
                                        tick.receivedAtMicros() == Tick.ABSENT
                                                ? 1763786701000L * 1000
                                                : tick.receivedAtMicros()),
                                Ist.date(day).toString())
                        .stream()
                        .collect(Collectors.joining("|"))
                + book(tick);
    }

    private static String book(Tick tick) {
        StringBuilder book = new StringBuilder();
        for (Side side : Side.values()) {
            for (int i = 0; i < 5; i++) {
                boolean isAbsent = tick.depth() == null || i >= tick.depth().levels(side);
                book.append("|")
                        .append(isAbsent ? "" : real(tick.depth().price(side, i), tick.priceDecimals()))
                        .append("|")
                        .append(isAbsent ? "" : tick.depth().quantity(side, i))
                        .append("|")
                        .append(isAbsent ? "" : tick.depth().orders(side, i));
            }
        }
        return book.toString();
    }

    private static void addLevels(int index, Tick tick, int from, int to, List<String> levels) {
        if (tick.depth() == null) {
            return;
        }
        for (Side side : Side.values()) {
            for (int i = from; i < Math.min(to, tick.depth().levels(side)); i++) {
                levels.add(id(index) + "|" + side.label() + "|" + i + "|"
                        + real(tick.depth().price(side, i), tick.priceDecimals()) + "|"
                        + tick.depth().quantity(side, i) + "|" + tick.depth().orders(side, i));
            }
        }
    }

    private static long id(int index) {
        return 1763786701000L << 21 | index;
    }

    private static String time(long micros) {
        return micros == Tick.ABSENT ? "" : Ist.format(micros);
    }

    private static String number(long value) {
        return value == Tick.ABSENT ? "" : Long.toString(value);
    }

    private static String real(long unscaled, int decimals) {
        return unscaled == Tick.ABSENT
                ? ""
                : exact(BigDecimal.valueOf(unscaled, decimals).toPlainString());
    }

    private static String exact(String decimal) {
        return Database.digits(new BigDecimal(decimal));
    }
}
