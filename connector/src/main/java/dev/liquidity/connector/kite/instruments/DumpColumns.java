package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.tick.Instrument;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The places of a dump's columns by its header, and the reading of its rows. Immutable.
 */
final class DumpColumns {
    private static final List<String> NEEDED = List.of(
            "instrument_token",
            "tradingsymbol",
            "name",
            "expiry",
            "strike",
            "tick_size",
            "lot_size",
            "instrument_type",
            "segment",
            "exchange");
    private static final long MOST_TOKEN = 0xffff_ffffL;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,15})?");

    private final Map<String, Integer> places = new HashMap<>();
    private final int width;

    private DumpColumns(List<String> header) {
        for (int i = 0; i < header.size(); i++) {
            places.putIfAbsent(header.get(i).strip().toLowerCase(Locale.ROOT), i);
        }
        width = NEEDED.stream()
                .mapToInt(name -> places.getOrDefault(name, 0) + 1)
                .max()
                .orElse(0);
    }

    /**
     * Reads a header.
     *
     * @throws IllegalArgumentException naming the missing columns
     */
    static DumpColumns of(List<String> header) {
        DumpColumns columns = new DumpColumns(header);
        List<String> missing = NEEDED.stream()
                .filter(name -> !columns.places.containsKey(name))
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("no column " + String.join(", ", missing));
        }
        return columns;
    }

    /**
     * Reads a row.
     *
     * @throws IllegalArgumentException naming what can't be read
     */
    Instrument row(List<String> fields) {
        if (fields.size() < width) {
            throw new IllegalArgumentException(fields.size() + " fields");
        }
        long token = whole(fields, "instrument_token", MOST_TOKEN);
        String tradingsymbol = text(fields, "tradingsymbol");
        String exchange = text(fields, "exchange");
        if (token == 0 || tradingsymbol.isEmpty() || exchange.isEmpty()) {
            throw new IllegalArgumentException("no instrument_token, tradingsymbol or exchange");
        }
        return new Instrument(
                token,
                exchange.intern(),
                tradingsymbol,
                text(fields, "name").intern(),
                date(fields),
                price(fields, "strike"),
                price(fields, "tick_size"),
                (int) whole(fields, "lot_size", Integer.MAX_VALUE),
                text(fields, "instrument_type").intern(),
                text(fields, "segment").intern());
    }

    private String text(List<String> fields, String column) {
        return fields.get(places.get(column)).strip();
    }

    private LocalDate date(List<String> fields) {
        String text = text(fields, "expiry");
        try {
            return text.isEmpty() ? null : LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("expiry", e);
        }
    }

    private long whole(List<String> fields, String column, long most) {
        BigDecimal number = price(fields, column);
        if (number.scale() > 0 || number.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw new IllegalArgumentException(column);
        }
        return number.longValueExact();
    }

    /** A number of zero or more in its shortest plain form: {@code 24500.0} becomes 24500, nothing becomes 0. */
    private BigDecimal price(List<String> fields, String column) {
        String text = text(fields, column);
        if (text.isEmpty()) {
            return BigDecimal.ZERO;
        }
        if (!NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException(column);
        }
        BigDecimal shortest = new BigDecimal(text).stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
}
