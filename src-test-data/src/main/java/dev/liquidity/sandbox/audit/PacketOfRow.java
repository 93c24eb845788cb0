package dev.liquidity.sandbox.audit;

import dev.liquidity.sandbox.wire.BigEndian;
import dev.liquidity.sandbox.wire.PacketLayout;
import dev.liquidity.sandbox.wire.PacketLayout.Field;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a stored row back into the packet that it came from, by the sandbox's own table, and names the differences
 * from the packet that was sent. Not thread-safe: used by one thread only.
 */
final class PacketOfRow {
    private static final ZoneOffset IST = ZoneOffset.ofHoursMinutes(5, 30);
    private static final long U32 = 0xffff_ffffL;

    private final Map<Integer, List<Field>> fields = new HashMap<>();
    private final List<String> differences = new ArrayList<>();
    private String lastText = "";
    private long lastSeconds;

    /**
     * What differs between a row and the packet that was sent, field by field.
     *
     * @param tradingsymbol the token's name in the exchange's dump
     * @return empty when all is equal; each as {@code field: sent 1, stored 2}
     */
    List<String> differences(StoredTick row, byte[] sent, String tradingsymbol) {
        differences.clear();
        boolean index = PacketLayout.isIndex(row.token);
        long divisor = PacketLayout.divisor(row.token);
        expect("tradingsymbol", tradingsymbol, row.tradingsymbol);
        expect("tick_mode", mode(sent.length), row.mode);
        byte[] stored = new byte[sent.length];
        BigEndian.putU32(stored, PacketLayout.TOKEN, row.token);
        List<Field> layout = fields.computeIfAbsent(
                sent.length << 1 | (index ? 1 : 0), key -> PacketLayout.fields(row.token, sent.length));
        for (Field field : layout) {
            if (field.offset() < PacketLayout.DEPTH) {
                put(row, field, divisor, sent, stored);
            }
        }
        putLevels(row, index ? 0 : PacketLayout.levels(sent.length), divisor, stored);
        for (Field field : layout) {
            long a = read(sent, field);
            long b = read(stored, field);
            if (a != b) {
                differ(field.name(), Long.toString(a), Long.toString(b));
            }
        }
        absentBeyond(row, layout);
        derived(row, sent, index);
        return differences;
    }

    private void put(StoredTick row, Field field, long divisor, byte[] sent, byte[] stored) {
        switch (field.name()) {
            case "exchange_timestamp" -> BigEndian.putU32(stored, field.offset(), seconds(row.exchangeTime));
            case "last_trade_time" -> BigEndian.putU32(stored, field.offset(), seconds(row.lastTradeTime));
            // Not stored: it follows from the price and the close.
            case "change" ->
                BigEndian.putU32(
                        stored,
                        field.offset(),
                        BigEndian.getInt(stored, PacketLayout.LAST_PRICE)
                                - BigEndian.getInt(stored, PacketLayout.INDEX_CLOSE));
            default -> {
                int column = StoredTick.column(field.name());
                if (row.absent[column]) {
                    differ(field.name(), Long.toString(read(sent, field)), "NULL");
                    BigEndian.putU32(stored, field.offset(), read(sent, field));
                } else {
                    long scale = field.unit() == PacketLayout.Unit.PRICE ? divisor : 1;
                    BigEndian.putU32(stored, field.offset(), exact(field.name(), row.numbers[column], scale));
                }
            }
        }
    }

    private void putLevels(StoredTick row, int levels, long divisor, byte[] stored) {
        if (row.levels.size() != 2 * levels) {
            differ("depth", 2 * levels + " levels", row.levels.size() + " levels");
        }
        for (StoredTick.Level level : row.levels) {
            boolean buy = level.side().equals("buy");
            if (level.level() >= levels) {
                continue;
            }
            int at = PacketLayout.DEPTH + ((buy ? 0 : levels) + level.level()) * PacketLayout.LEVEL_LENGTH;
            BigEndian.putU32(stored, at + PacketLayout.LEVEL_QUANTITY, level.quantity());
            BigEndian.putU32(stored, at + PacketLayout.LEVEL_PRICE, exact("depth price", level.price(), divisor));
            BigEndian.putU16(stored, at + PacketLayout.LEVEL_ORDERS, (int) level.orders());
        }
    }

    /** A stored price as the wire's integer; a price that is not exactly a step of the wire's is a difference. */
    private long exact(String name, double value, long scale) {
        long scaled = Math.round(value * scale);
        // The correctly rounded quotient is the double that a decimal of this scale is parsed to.
        if ((double) scaled / scale != value || scaled > U32 || scaled < Integer.MIN_VALUE) {
            differ(name, scaled + "/" + scale, Double.toString(value));
        }
        return scaled;
    }

    /** Fields that the mode does not carry must be NULL. */
    private void absentBeyond(StoredTick row, List<Field> layout) {
        for (int i = 0; i < StoredTick.NUMBERS.size(); i++) {
            if (!row.absent[i] && !has(layout, StoredTick.NUMBERS.get(i))) {
                differ(StoredTick.NUMBERS.get(i), "nothing", Double.toString(row.numbers[i]));
            }
        }
        if (row.exchangeTime != null && !has(layout, "exchange_timestamp")) {
            differ("exchange_timestamp", "nothing", row.exchangeTime);
        }
        if (row.lastTradeTime != null && !has(layout, "last_trade_time")) {
            differ("last_trade_time", "nothing", row.lastTradeTime);
        }
    }

    private static boolean has(List<Field> layout, String name) {
        for (Field field : layout) {
            if (field.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** What the recorder computes: the change in percent, the trade date, the arrival. */
    private void derived(StoredTick row, byte[] sent, boolean index) {
        if (sent.length > PacketLayout.LTP_LENGTH) {
            long last = BigEndian.getU32(sent, PacketLayout.LAST_PRICE);
            long close = BigEndian.getU32(sent, index ? PacketLayout.INDEX_CLOSE : PacketLayout.CLOSE);
            double change = close == 0 ? 0 : (last - close) * 100.0 / close;
            if (row.changePct == null || Math.abs(row.changePct - change) > 0.0000501) {
                differ("change_pct", Double.toString(change), String.valueOf(row.changePct));
            }
        }
        String from = row.exchangeTime != null ? row.exchangeTime : row.receivedAt;
        if (from == null || from.length() < 10) {
            differ("received_at", "a time", String.valueOf(from));
        } else {
            expect("trade_date", from.substring(0, 10), row.tradeDate);
        }
    }

    /** The label of the mode that sends packets of this length. */
    private static String mode(int length) {
        return switch (length) {
            case PacketLayout.LTP_LENGTH -> "ltp";
            case PacketLayout.INDEX_QUOTE_LENGTH, PacketLayout.QUOTE_LENGTH -> "quote";
            default -> "full";
        };
    }

    private long seconds(String istTime) {
        if (istTime == null) {
            return 0;
        }
        if (!istTime.equals(lastText)) {
            try {
                Instant time = LocalDateTime.parse(istTime.replace(' ', 'T')).toInstant(IST);
                if (time.getNano() != 0) {
                    differ("time", "whole seconds", istTime);
                }
                lastSeconds = time.getEpochSecond();
                lastText = istTime;
            } catch (DateTimeParseException e) {
                differ("time", "YYYY-MM-DDTHH:MM:SS", istTime);
                return 0;
            }
        }
        return lastSeconds;
    }

    private static long read(byte[] packet, Field field) {
        if (field.bytes() == 2) {
            return BigEndian.getU16(packet, field.offset());
        }
        return field.unit() == PacketLayout.Unit.SIGNED_PRICE
                ? BigEndian.getInt(packet, field.offset())
                : BigEndian.getU32(packet, field.offset());
    }

    private void expect(String name, String sent, String stored) {
        if (!sent.equals(stored)) {
            differ(name, sent, String.valueOf(stored));
        }
    }

    private void differ(String name, String sent, String stored) {
        differences.add(name + ": sent " + sent + ", stored " + stored);
    }
}
