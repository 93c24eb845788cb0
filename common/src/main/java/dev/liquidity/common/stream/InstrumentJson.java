package dev.liquidity.common.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.liquidity.common.tick.Instrument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes and reads a row of the instrument dump as JSON, with the dump's column names: a value of
 * {@link Keys#instruments}.
 */
public final class InstrumentJson {
    private static final JsonFactory JSON = new JsonFactory();

    private InstrumentJson() {}

    /** The row as one flat object. */
    public static byte[] write(Instrument instrument) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("instrument_token", instrument.token());
            json.writeStringField("exchange", instrument.exchange());
            json.writeStringField("tradingsymbol", instrument.tradingsymbol());
            json.writeStringField("name", instrument.name());
            json.writeStringField(
                    "expiry",
                    instrument.expiry() == null ? "" : instrument.expiry().toString());
            json.writeFieldName("strike");
            json.writeNumber(instrument.strike().toPlainString());
            json.writeFieldName("tick_size");
            json.writeNumber(instrument.tickSize().toPlainString());
            json.writeNumberField("lot_size", instrument.lotSize());
            json.writeStringField("instrument_type", instrument.instrumentType());
            json.writeStringField("segment", instrument.segment());
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return out.toByteArray();
    }

    /**
     * Reads such an object: fields in any order, unknown ones ignored.
     *
     * @throws MalformedEntryException for anything else
     */
    public static Instrument read(byte[] bytes) throws MalformedEntryException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedEntryException("an instrument that is not a JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                if (json.nextToken().isStructStart()) {
                    json.skipChildren();
                } else if (json.currentToken() != JsonToken.VALUE_NULL) {
                    fields.put(field, json.getText());
                }
            }
        } catch (IOException e) {
            throw new MalformedEntryException("an instrument that is not JSON", e);
        }
        try {
            String expiry = fields.getOrDefault("expiry", "");
            return new Instrument(
                    Long.parseLong(fields.getOrDefault("instrument_token", "")),
                    fields.getOrDefault("exchange", ""),
                    fields.getOrDefault("tradingsymbol", ""),
                    fields.getOrDefault("name", ""),
                    expiry.isEmpty() ? null : LocalDate.parse(expiry),
                    new BigDecimal(fields.getOrDefault("strike", "0")),
                    new BigDecimal(fields.getOrDefault("tick_size", "0")),
                    new BigDecimal(fields.getOrDefault("lot_size", "0")).intValueExact(),
                    fields.getOrDefault("instrument_type", ""),
                    fields.getOrDefault("segment", ""));
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new MalformedEntryException("an instrument with a field that cannot be read: " + e.getMessage(), e);
        }
    }
}
