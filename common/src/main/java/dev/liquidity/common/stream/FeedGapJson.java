package dev.liquidity.common.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.market.Ist;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Writes and reads a {@link FeedGap} as JSON: the {@link Keys#DATA} of an entry of {@link Keys#gaps}. Times are
 * India's, with microseconds:
 * {@code {"socket":1,"from_time":"2026-11-22T10:15:01.000250","to_time":"…","reason":"…","instruments":567}}.
 */
public final class FeedGapJson {
    private static final JsonFactory JSON = new JsonFactory();

    private FeedGapJson() {}

    /** The interval as one flat object; times are truncated to microseconds. */
    public static byte[] write(FeedGap gap) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(192);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("socket", gap.socket());
            json.writeStringField("from_time", Ist.formatMicros(EpochMicros.of(gap.from())));
            json.writeStringField("to_time", Ist.formatMicros(EpochMicros.of(gap.to())));
            json.writeStringField("reason", gap.reason());
            json.writeNumberField("instruments", gap.instruments());
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return out.toByteArray();
    }

    /**
     * Reads such an object: fields in any order, unknown ones ignored.
     *
     * @throws MalformedEntryException for anything else, and if one of the five fields is missing
     */
    public static FeedGap read(byte[] bytes) throws MalformedEntryException {
        Integer socket = null;
        Instant from = null;
        Instant to = null;
        String reason = null;
        Integer instruments = null;
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedEntryException("a feed gap that is not a JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "socket" -> socket = json.getIntValue();
                    case "from_time" -> from = time(json);
                    case "to_time" -> to = time(json);
                    case "reason" -> reason = json.getText();
                    case "instruments" -> instruments = json.getIntValue();
                    default -> json.skipChildren();
                }
            }
        } catch (IOException | DateTimeException | ArithmeticException e) {
            throw new MalformedEntryException("a feed gap that cannot be read: " + firstLine(e), e);
        }
        if (socket == null || from == null || to == null || reason == null || instruments == null) {
            throw new MalformedEntryException("a feed gap without socket, from_time, to_time, reason or instruments");
        }
        return new FeedGap(socket, from, to, reason, instruments);
    }

    private static Instant time(JsonParser json) throws IOException {
        return EpochMicros.toInstant(Ist.parseMicros(json.getText()));
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
