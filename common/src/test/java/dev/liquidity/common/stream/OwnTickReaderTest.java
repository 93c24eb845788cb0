package dev.liquidity.common.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.liquidity.common.tick.Tick;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnTickReaderTest {
    private static final int TICKS = 2_000;
    private static final byte[] SIGNS =
            "0123456789-+.,:\"\\{}[]eE TnultrfZ/\u0001\u007f".getBytes(StandardCharsets.US_ASCII);
    private static final String TICK =
            "{\"tradable\":true,\"mode\":\"full\",\"instrument_token\":408065,\"last_price\":%s,"
                    + "\"change\":%s,\"oi\":%s,\"exchange_timestamp\":%s,\"tradingsymbol\":%s}";

    private final TickWriter json = new TickWriter();
    private final OwnTickReader own = new OwnTickReader();
    private final ForeignTickReader foreign = new ForeignTickReader();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void readsEveryTickThatTheWriterWrites(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TICKS; i++) {
            Tick tick = RandomTicks.next(random);
            Tick read = read(json.write(tick));
            boolean isOurs = isPlain(tick.tradingsymbol()) && isPlain(tick.name()) && isRounded(tick.changePercent());
            if (isOurs || read != null) {
                assertEquals(tick, read, () -> "seed " + seed);
            }
        }
    }

    /** With bytes changed, inserted, removed and cut off, it reads what the foreign reader reads, or nothing. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithTheForeignReaderOnDamagedEntries(long seed) throws MalformedEntryException {
        Random random = new Random(seed);
        for (int i = 0; i < TICKS; i++) {
            byte[] entry = json.write(RandomTicks.next(random));
            for (int change = random.nextInt(3); change >= 0; change--) {
                entry = damage(entry, random);
            }
            assertAgreement(entry);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "1",
                "-1",
                "-0",
                "-0.0",
                "0.0",
                "00",
                "01",
                "1.",
                ".5",
                "1.50",
                "1.500",
                "1.005",
                "-12.25",
                "1e2",
                "1-2",
                "+1",
                "1..2",
                "",
                "-",
                "null",
                "\"1\"",
                "NaN",
                "999999999999999999",
                "9999999999999999",
                "9999999999999999.99",
                "1000000000000000000",
                "0.00005",
                "90071992547409.93",
                "9007199254740993",
                "0.1234567890123456",
                "0.12345678901234567",
                "\"2026-11-22T10:15:01\"",
                "\"2026-11-22T10:15:01.000250\"",
                "\"2026-11-22T10:15:01.00025\"",
                "\"2026-11-22T10:15:60\"",
                "\"2026-11-22T24:00:00\"",
                "\"2026-02-30T10:15:01\"",
                "\"2026-11-22 10:15:01\"",
                "\"2026-11-22T10:15:01Z\"",
                "\"1970-01-01T05:30:00\"",
                "\"+026-11-22T10:15:01\"",
                "\"2026-11-22T-1:15:01\"",
                "\"\"",
                "\" \"",
                "\"INFY\"",
                "\"IN\\u0046Y\"",
                "\"IN\u007fY\"",
                "\"₹\"",
                "\"INFY"
            })
    void agreesWithTheForeignReaderOnValues(String value) throws MalformedEntryException {
        String[] usual = {"1.5", "0.25", "7", "\"2026-11-22T10:15:01\"", "\"INFY\""};
        for (int i = 0; i < usual.length; i++) {
            Object[] values = usual.clone();
            values[i] = value;
            assertAgreement(TICK.formatted(values).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void keepsNothingOfThePreviousEntry() {
        Random random = new Random(9);
        Tick full = RandomTicks.next(random);
        while (full.depth() == null) {
            full = RandomTicks.next(random);
        }
        read(json.write(full));

        Tick bare = read("{\"tradable\":false,\"instrument_token\":256265,\"tradingsymbol\":\"NIFTY 50\"}"
                .getBytes(StandardCharsets.US_ASCII));

        assertNotNull(bare);
        Tick.Builder tick = new Tick.Builder();
        tick.instrumentToken = 256_265;
        tick.tradingsymbol = "NIFTY 50";
        assertEquals(tick.build(), bare);
    }

    private void assertAgreement(byte[] entry) throws MalformedEntryException {
        Tick read = read(entry);
        if (read != null) {
            assertEquals(foreign.read(entry), read, () -> new String(entry, StandardCharsets.UTF_8));
        }
    }

    private static byte[] damage(byte[] entry, Random random) {
        int at = random.nextInt(entry.length);
        byte sign = SIGNS[random.nextInt(SIGNS.length)];
        return switch (random.nextInt(5)) {
            case 0 -> replace(entry, at, Math.min(entry.length, at + 1), new byte[] {sign});
            case 1 -> replace(entry, at, at, new byte[] {sign});
            case 2 -> replace(entry, at, Math.min(entry.length, at + 1 + random.nextInt(3)), new byte[0]);
            case 3 ->
                replace(entry, at, at, Arrays.copyOfRange(entry, at, Math.min(entry.length, at + random.nextInt(40))));
            default -> Arrays.copyOf(entry, 1 + random.nextInt(entry.length));
        };
    }

    private static byte[] replace(byte[] entry, int from, int to, byte[] by) {
        byte[] changed = new byte[Math.max(1, entry.length - (to - from) + by.length)];
        System.arraycopy(entry, 0, changed, 0, from);
        System.arraycopy(by, 0, changed, from, Math.min(by.length, changed.length - from));
        System.arraycopy(entry, to, changed, Math.min(from + by.length, changed.length), entry.length - to);
        return changed;
    }

    /** Our connector rounds it so; a double with more digits may be printed with more than this reader takes. */
    private static boolean isRounded(double percent) {
        return Double.isNaN(percent) || Math.round(percent * 1e4) / 1e4 == percent;
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c < 0x80 && c != '"' && c != '\\');
    }

    /** Reads an entry in the middle of other bytes, as a reused array holds them. */
    private Tick read(byte[] entry) {
        byte[] array = Arrays.copyOf(entry, entry.length + 64);
        Arrays.fill(array, entry.length, array.length, (byte) '0');
        return own.read(array, entry.length);
    }
}
