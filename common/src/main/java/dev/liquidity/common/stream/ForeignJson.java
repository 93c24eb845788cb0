package dev.liquidity.common.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.common.tick.Tick;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A JSON object of any writer, whose values have any form that is known to occur. A fault names the field. */
final class ForeignJson {
    /** Of a number, before or after its point: one with more is refused before arithmetic on it takes long. */
    private static final int MAX_DIGITS = 400;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxNumberLength(MAX_DIGITS)
                    .maxStringLength(1 << 16)
                    .build())
            .build();

    private final Map<String, Object> fields = new HashMap<>();

    private record Numeral(String text) {}

    private ForeignJson() {}

    /** Reads the object that an entry is. */
    static ForeignJson read(byte[] bytes) throws MalformedEntryException {
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedEntryException("not a JSON object");
            }
            ForeignJson entry = object(json);
            if (json.nextToken() != null) {
                throw new MalformedEntryException("more than one JSON value");
            }
            return entry;
        } catch (IOException e) {
            String field = e instanceof JsonParseException fault && fault.getProcessor() != null
                    ? fault.getProcessor().getParsingContext().getCurrentName()
                    : null;
            throw new MalformedEntryException("not JSON, at " + (field == null ? "the entry" : field), e);
        }
    }

    private static Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            case VALUE_NULL -> null;
            case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
            case VALUE_STRING -> json.getText();
            default -> new Numeral(json.getText());
        };
    }

    private static ForeignJson object(JsonParser json) throws IOException {
        ForeignJson object = new ForeignJson();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            object.fields.put(name, value(json));
        }
        return object;
    }

    private static List<Object> array(JsonParser json) throws IOException {
        List<Object> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(json));
        }
        return items;
    }

    /** An object; null if there is none. */
    ForeignJson object(String field) throws MalformedEntryException {
        return value(field, ForeignJson.class, "has a wrong type");
    }

    /** The objects of an array; empty if there is none. */
    List<ForeignJson> objects(String field) throws MalformedEntryException {
        List<?> items = value(field, List.class, "has a wrong type");
        List<ForeignJson> objects = new ArrayList<>();
        for (Object item : items == null ? List.of() : items) {
            if (!(item instanceof ForeignJson object)) {
                throw malformed(field, "is not a list of levels");
            }
            objects.add(object);
        }
        return objects;
    }

    boolean bool(String field) throws MalformedEntryException {
        Boolean value = value(field, Boolean.class, "is neither true nor false");
        return value != null && value;
    }

    /** A text; null if there is none. */
    String text(String field) throws MalformedEntryException {
        return value(field, String.class, "is not a text");
    }

    /** A mode by its label; null if there is none. */
    Mode mode(String field) throws MalformedEntryException {
        String label = text(field);
        Mode mode = label == null ? null : Mode.ofLabel(label);
        if (mode == null && label != null) {
            throw malformed(field, "is not ltp, quote or full");
        }
        return mode;
    }

    /** A time in microseconds since the epoch; {@link Tick#ABSENT} for none, an empty text, or the epoch itself. */
    long time(String field) throws MalformedEntryException {
        String text = text(field);
        if (text == null || text.isEmpty()) {
            return Tick.ABSENT;
        }
        try {
            long micros = Ist.parseMicros(text);
            // The exchange sends 0 for no time, and some clients print that as 1970.
            return micros == 0 ? Tick.ABSENT : micros;
        } catch (DateTimeException | ArithmeticException e) {
            throw malformed(field, "is not a time");
        }
    }

    /** A number as the nearest double; NaN if there is none. */
    double real(String field) throws MalformedEntryException {
        BigDecimal number = number(field);
        double value = number == null ? Double.NaN : number.doubleValue();
        if (Double.isInfinite(value)) {
            throw malformed(field, "is out of range");
        }
        return value;
    }

    /** A whole number; {@link Tick#ABSENT} if there is none. */
    long integer(String field) throws MalformedEntryException {
        return scaled(field, 0, "is not a whole number within 64 bits");
    }

    /** A scaled number; {@link Tick#ABSENT} if there is none. */
    long price(String field, int decimals) throws MalformedEntryException {
        return scaled(field, decimals, "has more digits than fit");
    }

    /** How many decimals a number has; 0 if it has none, or more than a scaled number can have. */
    int decimals(String field) throws MalformedEntryException {
        BigDecimal number = number(field);
        return number == null || number.scale() > Digits.MAX_POWER ? 0 : Math.max(0, number.scale());
    }

    private long scaled(String field, int decimals, String fault) throws MalformedEntryException {
        BigDecimal number = number(field);
        try {
            long unscaled = number == null
                    ? Tick.ABSENT
                    : number.setScale(decimals).unscaledValue().longValueExact();
            if (number != null && unscaled == Tick.ABSENT) {
                throw malformed(field, "is out of range");
            }
            return unscaled;
        } catch (ArithmeticException e) {
            throw malformed(field, fault);
        }
    }

    /** A number, which may be in quotes; null if there is none: also for an empty text, and for Python's NaN. */
    private BigDecimal number(String field) throws MalformedEntryException {
        Object value = fields.get(field);
        String text =
                value instanceof Numeral numeral ? numeral.text() : value instanceof String quoted ? quoted : null;
        if (value == null || "".equals(text) || "NaN".equals(text)) {
            return null;
        }
        try {
            BigDecimal number = text == null ? null : new BigDecimal(text).stripTrailingZeros();
            if (number != null && Math.abs((long) number.scale()) <= MAX_DIGITS && number.precision() <= MAX_DIGITS) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The same fault as that of a number which is too long.
        }
        throw malformed(field, "is not a number");
    }

    private <T> T value(String field, Class<T> type, String fault) throws MalformedEntryException {
        Object value = fields.get(field);
        if (value != null && !type.isInstance(value)) {
            throw malformed(field, fault);
        }
        return type.cast(value);
    }

    private static MalformedEntryException malformed(String field, String what) {
        return new MalformedEntryException(field + " " + what);
    }
}
