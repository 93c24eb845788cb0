package dev.liquidity.common.stream;

import com.fasterxml.jackson.core.JsonFactory;
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

/**
 * Any writer's JSON, read front to back: fields one after another, and their values in every form that is known to
 * occur. A fault names the field. Not thread-safe.
 */
final class ForeignJsonCursor implements AutoCloseable {
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

    private JsonParser json;
    private String field;
    private int decimalsNeeded;

    /** Enters the object that an entry is. */
    void open(byte[] bytes) throws IOException, MalformedEntryException {
        field = "the entry";
        decimalsNeeded = 0;
        json = null; // closed, and creating the next one can fail
        json = JSON.createParser(bytes);
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedEntryException("not a JSON object");
        }
    }

    @Override
    public void close() throws IOException {
        if (json != null) {
            json.close();
        }
    }

    /** Moves to the value of the object's next field; returns false after the last one. */
    boolean nextField() throws IOException {
        if (json.nextToken() != JsonToken.FIELD_NAME) {
            return false;
        }
        field = json.currentName();
        json.nextToken();
        return true;
    }

    /** Moves into the array's next object; returns false if something else comes. */
    boolean nextObject() throws IOException {
        return json.nextToken() == JsonToken.START_OBJECT;
    }

    void expectEndOfLevels() throws MalformedEntryException {
        if (json.currentToken() != JsonToken.END_ARRAY) {
            throw malformed("is not a list of levels");
        }
    }

    void expectEnd() throws IOException, MalformedEntryException {
        if (json.nextToken() != null) {
            throw new MalformedEntryException("more than one JSON value");
        }
    }

    /** The name of the last field. */
    String field() {
        return field;
    }

    /** Skips the value, with all that is in it. */
    void skip() throws IOException {
        json.skipChildren();
    }

    /** True if the value is null, false if it begins with the token; anything else is a fault. */
    boolean isNullOr(JsonToken expected) throws MalformedEntryException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return true;
        }
        if (json.currentToken() != expected) {
            throw malformed("has a wrong type");
        }
        return false;
    }

    boolean bool() throws MalformedEntryException {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw malformed("is neither true nor false");
        };
    }

    /** A mode by its label; null for null. */
    Mode mode() throws IOException, MalformedEntryException {
        String label = text();
        Mode mode = label == null ? null : Mode.ofLabel(label);
        if (mode == null && label != null) {
            throw malformed("is not ltp, quote or full");
        }
        return mode;
    }

    /** A text; null for null. */
    String text() throws IOException, MalformedEntryException {
        return switch (json.currentToken()) {
            case VALUE_STRING -> json.getText();
            case VALUE_NULL -> null;
            default -> throw malformed("is not a text");
        };
    }

    /** A time in microseconds since the epoch; {@link Tick#ABSENT} for null, an empty text, or the epoch itself. */
    long time() throws IOException, MalformedEntryException {
        String text = text();
        if (text == null || text.isEmpty()) {
            return Tick.ABSENT;
        }
        try {
            long micros = Ist.parseMicros(text);
            // The exchange sends 0 for no time, and some clients print that as 1970.
            return micros == 0 ? Tick.ABSENT : micros;
        } catch (DateTimeException | ArithmeticException e) {
            throw malformed("is not a time");
        }
    }

    /** A number as the nearest double; NaN if there is none. */
    double real() throws IOException, MalformedEntryException {
        if (isEmptyNumber()) {
            return Double.NaN;
        }
        try {
            double value = Double.parseDouble(json.getText());
            if (Double.isInfinite(value)) {
                throw malformed("is out of range");
            }
            return value;
        } catch (NumberFormatException e) {
            throw malformed("is not a number");
        }
    }

    /** A whole number; {@link Tick#ABSENT} if there is none. */
    long integer() throws IOException, MalformedEntryException {
        return scaled(0, false);
    }

    /** A scaled number; {@link Tick#ABSENT} if there is none, 0 if {@link #decimalsNeeded} is more than given. */
    long price(int decimals) throws IOException, MalformedEntryException {
        return scaled(decimals, true);
    }

    /** The decimals of the finest price that had more of them than asked for; 0 if all prices did with those. */
    int decimalsNeeded() {
        return decimalsNeeded;
    }

    private long scaled(int decimals, boolean isPrice) throws IOException, MalformedEntryException {
        if (isEmptyNumber()) {
            return Tick.ABSENT;
        }
        String text = json.getText();
        try {
            BigDecimal value = new BigDecimal(text).stripTrailingZeros();
            if (Math.abs((long) value.scale()) > MAX_DIGITS || value.precision() > MAX_DIGITS) {
                throw malformed("is not a number");
            }
            if (isPrice && value.scale() > decimals && value.scale() <= Digits.MAX_POWER) {
                decimalsNeeded = Math.max(decimalsNeeded, value.scale());
                return 0;
            }
            long unscaled = value.setScale(decimals).unscaledValue().longValueExact();
            if (unscaled == Tick.ABSENT) {
                throw malformed("is out of range");
            }
            return unscaled;
        } catch (NumberFormatException e) {
            if (text.equals("NaN")) { // Python prints a missing number so
                return Tick.ABSENT;
            }
            throw malformed("is not a number");
        } catch (ArithmeticException e) {
            throw malformed(isPrice ? "has more digits than fit" : "is not a whole number within 64 bits");
        }
    }

    /** True for null and for an empty text, which both mean that there is none; a fault for what cannot be a number. */
    private boolean isEmptyNumber() throws IOException, MalformedEntryException {
        return switch (json.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> false;
            case VALUE_NULL -> true;
            case VALUE_STRING -> json.getTextLength() == 0;
            default -> throw malformed("is not a number");
        };
    }

    private MalformedEntryException malformed(String what) {
        return new MalformedEntryException(field + " " + what);
    }
}
