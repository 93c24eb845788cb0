package dev.liquidity.common.stream;

import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.market.Ist;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Writes and reads a {@link FeedGap} as JSON: the {@link Keys#DATA} of an entry of {@link Keys#gaps}. Times are
 * India's, with microseconds:
 * {@code {"socket":1,"from_time":"2026-11-22T10:15:01.000250","to_time":"…","reason":"…","instruments":567}}.
 */
public final class FeedGapJson {
    private static final List<String> FIELDS = List.of("socket", "from_time", "to_time", "reason", "instruments");

    private FeedGapJson() {}

    /** The interval as one flat object; times are truncated to microseconds. */
    public static byte[] write(FeedGap gap) {
        return FlatJson.write(json -> {
            json.writeNumberField("socket", gap.socket());
            json.writeStringField("from_time", Ist.formatMicros(EpochMicros.of(gap.from())));
            json.writeStringField("to_time", Ist.formatMicros(EpochMicros.of(gap.to())));
            json.writeStringField("reason", gap.reason());
            json.writeNumberField("instruments", gap.instruments());
        });
    }

    /**
     * Reads such an object: fields in any order, unknown ones ignored.
     *
     * @throws MalformedEntryException for anything else, and if one of the five fields is missing
     */
    public static FeedGap read(byte[] bytes) throws MalformedEntryException {
        Map<String, String> fields = FlatJson.read(bytes, "a feed gap");
        if (!fields.keySet().containsAll(FIELDS)) {
            throw new MalformedEntryException("a feed gap without one of " + String.join(", ", FIELDS));
        }
        try {
            return new FeedGap(
                    Integer.parseInt(fields.get("socket")),
                    time(fields.get("from_time")),
                    time(fields.get("to_time")),
                    fields.get("reason"),
                    Integer.parseInt(fields.get("instruments")));
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new MalformedEntryException("a feed gap with a field that cannot be read: " + e.getMessage(), e);
        }
    }

    private static Instant time(String text) {
        return EpochMicros.toInstant(Ist.parseMicros(text));
    }
}
